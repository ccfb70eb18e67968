"""The vocabularies that several resources share."""

from enum import StrEnum
from typing import Annotated, TypeAlias

from timeback_core.engine.codec import one_of


class Status(StrEnum):
    """Whether a document is in use or softly deleted."""

    ACTIVE = "active"
    TO_BE_DELETED = "tobedeleted"


class RoleType(StrEnum):
    """Main or additional: of a role, and of the importance of a resource."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class ScoreStatus(StrEnum):
    """How far the grading of a result is."""

    EXEMPT = "exempt"
    FULLY_GRADED = "fully graded"
    NOT_SUBMITTED = "not submitted"
    PARTIALLY_GRADED = "partially graded"
    SUBMITTED = "submitted"


class LessonType(StrEnum):
    """What a lesson is."""

    POWERPATH_100 = "powerpath-100"
    QUIZ = "quiz"
    TEST_OUT = "test-out"
    PLACEMENT = "placement"
    UNIT_TEST = "unit-test"
    ALPHA_READ_ARTICLE = "alpha-read-article"


class Subject(StrEnum):
    """School subjects of courses and classes."""

    READING = "Reading"
    LANGUAGE = "Language"
    VOCABULARY = "Vocabulary"
    SOCIAL_STUDIES = "Social Studies"
    WRITING = "Writing"
    SCIENCE = "Science"
    FAST_MATH = "FastMath"
    MATH = "Math"
    NONE = "None"
    OTHER = "Other"


SubjectInput: TypeAlias = Annotated[Subject | str, one_of(Subject)]
"""A subject as given: a member or its text."""
