"""Course sequences: the stages, courses and tests, that lead through a subject."""

from datetime import datetime
from enum import StrEnum

from timeback_core.engine.codec import Model, Open, model, wire
from timeback_core.oneroster.models.grades import Grade
from timeback_core.powerpath.models.common import AnySubject


class CourseSequenceStatus(StrEnum):
    """Whether a sequence is in use."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"
    TO_BE_DELETED = "tobedeleted"


class StageTestType(StrEnum):
    """Tests of a stage."""

    TEST_OUT = "test_out"
    PLACEMENT = "placement"
    END_OF_COURSE = "end_of_course"
    END_OF_GRADE = "end_of_grade"


@model
class CourseReference(Model):
    """A course of a stage."""

    course_id: str
    ref_added_at: datetime | None = None


@model
class StageProperties(Model):
    """What a stage has, by its kind."""

    course_references: tuple[CourseReference, ...] = ()
    test_types: tuple[Open[StageTestType], ...] = ()
    learning_app_id: str | None = None
    assessment_source: str | None = None
    """Such as `mastery`."""


@model
class CourseSequenceStage(Model):
    """A stage of a sequence: courses to take, or a test."""

    id: str
    title: str | None = None
    grades: tuple[Grade, ...] = ()
    subject: AnySubject | None = None
    type: str | None = None
    """Such as `course`; no list of the words is published."""
    properties: StageProperties = wire(default=StageProperties())


@model
class CourseSequence(Model):
    """The stages that lead through a subject, in order."""

    id: str
    title: str
    subject: AnySubject | None = None
    author: str | None = None
    """An e-mail address."""
    status: Open[CourseSequenceStatus] | None = None
    status_updated_at: datetime | None = None
    stages: tuple[CourseSequenceStage, ...] = ()
    description: str | None = None
