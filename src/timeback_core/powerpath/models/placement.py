"""Placement: where a student stands in a subject, and the tests that find it out."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from timeback_core.engine.codec import Flag, JsonObject, LaxNumber, Model, Open, Unknown, fields_of, model, wire
from timeback_core.oneroster.models.enums import Status, Subject
from timeback_core.oneroster.models.grades import Grade
from timeback_core.powerpath.models.common import AnySubject, Count


class PlacementResultStatus(StrEnum):
    """What became of a placement test."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    STARTED = "STARTED"
    NOT_STARTED = "NOT_STARTED"
    SKIP = "SKIP"


@model
class PlacementTest(Model):
    """A placement test of a subject, as rows of the platform's own tables."""

    component_resources: JsonObject | None = wire("component_resources", default=None)
    """The lesson."""
    resources: JsonObject | None = None
    """The resource of the lesson."""
    resources_metadata: JsonObject | None = wire("resources_metadata", default=None)
    """What the resource says of itself: type of lesson, subject, grades, tool."""
    assessment_line_items: JsonObject | None = wire("assessment_line_items", default=None)
    """None before the test was first taken."""
    assessment_results: tuple[JsonObject, ...] = wire("assessment_results", default=())
    """The results of all attempts of the student."""


@model
class CurrentLevel(Model):
    """The grade that a student is considered to be at in a subject."""

    grade_level: Grade | None = None
    onboarded: Flag = False
    """Whether placement is finished."""
    available_tests: Count | None = None
    """How many placement tests the subject has."""


@model
class NextPlacementTest(Model):
    """Which placement test a student takes next, or that there is none."""

    lesson: str | None = None
    """Id of the lesson; none where placement is finished."""
    grade_level: Grade | None = None
    exhausted_tests: Flag = False
    """Whether all tests have been taken."""
    onboarded: Flag = False
    """Whether placement is finished."""
    available_tests: Count | None = None
    """How many placement tests the subject has."""


@model
class SubjectProgressCourse(Model):
    """The course of a student's progress in a subject."""

    sourced_id: str
    title: str
    course_code: str | None = None
    date_last_modified: datetime | str | None = None
    grades: tuple[Grade, ...] = ()
    level: str | None = None
    org_sourced_id: str | None = None
    """The owner of the course."""
    status: Open[Status] | None = None
    subjects: tuple[AnySubject, ...] = ()


@model
class SubjectProgress(Model):
    """How far a student is in one course of a subject."""

    course: SubjectProgressCourse
    is_enrolled: Flag = wire("inEnrolled", default=False, also=("isEnrolled",))
    """As PowerPath sees it, which can differ from OneRoster."""
    has_used_test_out: Flag = False
    """Whether the test-out lesson of the course has a fully graded result."""
    test_out_lesson_id: str | None = None
    completed_lessons: Count = 0
    """Lessons with at least one fully graded result."""
    total_lessons: Count = 0
    total_attainable_xp: LaxNumber = 0
    """Experience points that there are, before multiplication."""
    total_xp_earned: LaxNumber = 0
    """Those of the best attempt at each lesson, multiplied, so that they can be more than there are."""


@model
class ResetUserPlacementResult(Model):
    """What was taken back of a student's placement."""

    success: Flag = True
    placement_results_deleted: Count | None = None
    """Results that were deleted softly."""
    onboarding_reset: Flag = False


@model
class RitScore(Model):
    """A score on NWEA's scale, and the grade that it stands for."""

    score: LaxNumber
    grade: Grade | None = None


@model
class RitScores(Model):
    """What a student scored in NWEA's tests."""

    growth: RitScore | None = wire("GROWTH", default=None)
    screening: RitScore | None = wire("SCREENING", default=None)


@model
class TakenTest(Model):
    """What every result of a placement test tells."""

    test_id: str
    title: str | None = None
    subject: AnySubject | None = None
    grade: Grade | None = None
    status: Open[PlacementResultStatus] | None = None
    score: LaxNumber | None = None
    """Percent; none before it was scored."""
    completed_at: datetime | str | None = None


@model
class PlatformTestResult(TakenTest):
    """The result of a placement test that is a lesson of the platform."""

    source: Literal["PLACEMENT"]
    mastery_track_processed: Flag = False
    """Whether MasteryTrack has told its result."""


@model
class EdulasticTestResult(TakenTest):
    """The result of a placement test that was taken in Edulastic."""

    source: Literal["EDULASTIC"]


PlacementResult: TypeAlias = PlatformTestResult | EdulasticTestResult | Unknown
"""The result of a placement test, by its `source`."""


@model
class SubjectPlacement(Model):
    """How a student was placed in a subject."""

    starting_grade: Grade | None = None
    current_grade: Grade | None = None
    subject_lowest_grade: Grade | None = None
    """The lowest grade that has a test."""
    subject_highest_grade: Grade | None = None
    rit: RitScores | None = wire("RIT", default=None)
    results: tuple[PlacementResult, ...] = ()
    status: str | None = None
    """Such as `in_progress`; no list of the words is published."""
    next_test_id: str | None = None
    """None where placement is finished."""


@model
class StudentPlacementData(Model):
    """How a student was placed, by subject; a subject that is newer than these is in `extra`."""

    reading: SubjectPlacement | None = wire("Reading", default=None, also=("reading",))
    language: SubjectPlacement | None = wire("Language", default=None, also=("language",))
    vocabulary: SubjectPlacement | None = wire("Vocabulary", default=None, also=("vocabulary",))
    social_studies: SubjectPlacement | None = wire("Social Studies", default=None, also=("social studies",))
    writing: SubjectPlacement | None = wire("Writing", default=None, also=("writing",))
    science: SubjectPlacement | None = wire("Science", default=None, also=("science",))
    fast_math: SubjectPlacement | None = wire("FastMath", default=None, also=("fastmath",))
    math: SubjectPlacement | None = wire("Math", default=None, also=("math",))
    none: SubjectPlacement | None = wire("None", default=None)
    other: SubjectPlacement | None = wire("Other", default=None, also=("other",))

    @property
    def by_subject(self) -> Mapping[Subject, SubjectPlacement]:
        """The subjects in which the student was placed."""
        told = ((Subject(field.wire), getattr(self, field.name)) for field in fields_of(type(self)))
        return {subject: placement for subject, placement in told if placement is not None}
