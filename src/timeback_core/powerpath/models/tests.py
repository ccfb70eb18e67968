"""Tests as lessons: those that are taken in another tool, those that are made of QTI tests, and test-outs."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Literal, TypeAlias

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    JsonObject,
    JsonValue,
    Model,
    Number,
    Open,
    Unset,
    at_least,
    model,
    non_empty,
    one_of,
    url,
    wire,
)
from timeback_core.oneroster.models.enums import LessonType
from timeback_core.oneroster.models.grades import Grade, GradeInput
from timeback_core.powerpath.models.common import Count, ToolProvider


class InternalTestType(StrEnum):
    """What an internal test is made of."""

    QTI = "qti"
    ASSESSMENT_BANK = "assessment-bank"


@model
class LessonPlace(Input):
    """Where the lesson of a test is put, and what is said of it."""

    course_id: str = wire(check=non_empty)
    """The course that holds the lesson."""
    lesson_title: str | Unset = wire(default=UNSET, check=non_empty)
    unit_title: str | Unset = wire(default=UNSET, check=non_empty)
    """Title of the unit that is made where none is named."""
    course_component_sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    """An existing unit; without it one is made."""
    resource_metadata: JsonObject | Unset = UNSET
    """Further metadata of the resource."""


@model
class ExternalTestInput(LessonPlace):
    """What every test in another tool has."""

    tool_provider: Open[ToolProvider] = wire(check=one_of(ToolProvider))
    grades: Sequence[GradeInput] = wire(check=at_least(1))
    """The first one tells its place among placement tests."""
    launch_url: str | Unset = wire(default=UNSET, check=url)
    vendor_id: str | Unset = wire(default=UNSET, check=non_empty)
    """Id of the test in the tool."""
    description: str | Unset = wire(default=UNSET, check=non_empty)


@model
class CreateExternalPlacementInput(ExternalTestInput):
    """A placement test in another tool; the same course and first grade mean the same lesson."""

    lesson_type: Literal["placement"] = "placement"
    course_id_on_fail: str | Unset | None = wire(default=UNSET, check=non_empty)
    """Where a score below 90 enrolls; None takes away what was said before."""
    xp: Number | Unset = UNSET
    """Experience points before multiplication."""


@model
class CreateExternalTestOutInput(ExternalTestInput):
    """A test-out in another tool; a course has one."""

    lesson_type: Literal["test-out"] = "test-out"
    xp: Number
    """Experience points before multiplication."""


@model
class CreateExternalTestResult(Model):
    """The lesson of an external test, and what belongs to it."""

    lesson_id: str
    """Id of the component resource, by which the lesson is taken."""
    lesson_type: Open[LessonType] | None = None
    course_component_id: str | None = None
    """The unit."""
    resource_id: str | None = None
    launch_url: str | None = None
    tool_provider: Open[ToolProvider] | None = None
    vendor_id: str | None = None
    course_id_on_fail: str | None = None
    grades: tuple[Grade, ...] = ()


@model
class InternalQtiSource(Input):
    """A QTI test."""

    url: str = wire(check=url)
    """Address of the test at QTI; sent as it is."""
    title: str | Unset = wire(default=UNSET, check=non_empty)
    metadata: Mapping[str, JsonValue] | Unset = UNSET
    """Further metadata of its resource."""


@model
class AssessmentBankSource(Input):
    """QTI tests of which each attempt takes the next."""

    resources: Sequence[InternalQtiSource] = wire(check=at_least(1))
    """In the order in which they are taken."""


@model
class InternalTestInput(LessonPlace):
    """What every test of the platform's own has."""

    lesson_type: Open[LessonType] = wire(check=one_of(LessonType))
    """A test-out or placement that exists already is changed, any other lesson is made anew."""
    xp: Number | Unset = UNSET
    """Experience points before multiplication."""
    grades: Sequence[GradeInput] | Unset = UNSET
    """Of a placement test."""
    course_id_on_fail: str | Unset | None = wire(default=UNSET, check=non_empty)
    """Where a placement test below 90 enrolls; None takes away what was said before."""


@model
class CreateInternalQtiTestInput(InternalTestInput):
    """A lesson of one QTI test."""

    test_type: Literal["qti"] = "qti"
    qti: InternalQtiSource


@model
class CreateInternalAssessmentBankInput(InternalTestInput):
    """A lesson of several QTI tests, of which each attempt takes the next."""

    test_type: Literal["assessment-bank"] = "assessment-bank"
    assessment_bank: AssessmentBankSource


@model
class CreateInternalTestResult(Model):
    """The lesson of an internal test, and what belongs to it."""

    lesson_id: str
    """Id of the component resource, by which the lesson is taken."""
    lesson_type: Open[LessonType] | None = None
    test_type: Open[InternalTestType] | None = None
    course_component_id: str | None = None
    """The unit."""
    resource_id: str | None = None
    """The resource; of a bank the one above those of its tests."""
    child_resource_ids: tuple[str, ...] = ()
    """Resources of the tests of a bank."""
    course_id_on_fail: str | None = None
    grades: tuple[Grade, ...] = ()


@model
class ExternalTestCredentials(Model):
    """What a student signs in with on a tool. The password is in no repr."""

    email: str
    password: str = wire(secret=True)


@model
class ExternalAttempt(Model):
    """An attempt at an external test, and what a student needs to take it in the tool, as far as it is told."""

    lesson_type: Open[LessonType] | None = None
    tool_provider: Open[ToolProvider] | None = None
    attempt: Count | None = None
    credentials: ExternalTestCredentials | None = None
    assignment_id: str | None = None
    """Its id in the tool, as the others."""
    class_id: str | None = None
    """May be empty."""
    test_url: str | None = None
    """Where the student takes it."""
    test_id: str | None = None


@model
class MakeExternalTestAssignmentInput(Input):
    """A test that a student is to take in the tool."""

    student: str = wire(check=non_empty)
    lesson: str = wire(check=non_empty)
    """Id of a component resource."""
    application_name: str | Unset = wire(default=UNSET, check=non_empty)
    """The application by which the student signs in on the tool."""
    test_id: str | Unset = wire(default=UNSET, check=non_empty)
    """A certain test, instead of that of subject and grade; only MasteryTrack knows it."""
    skip_course_enrollment: bool | Unset = UNSET
    """Whether nobody is enrolled after this attempt."""


@model
class MakeExternalTestAssignmentResult(ExternalAttempt):
    """An attempt that was opened."""


@model
class ImportExternalTestAssignmentResultsResult(ExternalAttempt):
    """How far an attempt is."""

    finalized: Flag
    """Whether it is final."""
    lesson_id: str | None = None
    course_id_on_fail: str | None = None
    """This and the following: of older servers."""
    has_fallback_course: Flag = False


@model
class TestOutResult(ExternalAttempt):
    """The test-out of a course, as the deprecated operation tells it; internal, or none, without a tool."""

    lesson_id: str | None = None
    """None where the course has no test-out."""
    finalized: Flag = False
    """Whether it has been taken."""


@model
class TestOutEligibility(Model):
    """Whether a student may ask for a test-out in a subject."""

    eligible: Flag
    reason: str | None = None
    """Why not."""


@model
class SelfElectedTestOutResult(Model):
    """That a test-out was made for a student."""

    success: Flag
    data: JsonObject | None = None
    """What the application of the test tells of it."""


CreateInternalTestInput: TypeAlias = CreateInternalQtiTestInput | CreateInternalAssessmentBankInput
"""A lesson of one QTI test, or of several."""
