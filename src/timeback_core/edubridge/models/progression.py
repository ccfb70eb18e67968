"""Experimental: courses that fill the gaps of a student, and the jobs that plan them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, TypeAlias

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    JsonObject,
    Kind,
    LaxNumber,
    Model,
    Number,
    Open,
    Unset,
    at_least,
    email,
    model,
    non_empty,
    one_of,
    wire,
)


class FlowType(StrEnum):
    """How a job plans."""

    DCAN = "dcan"
    EXISTING_PLAN = "existingPlan"
    LEGACY = "legacy"


class HoleFillingSubject(StrEnum):
    """Subjects of courses that fill gaps."""

    MATH = "math"
    READING = "reading"
    SCIENCE = "science"
    WRITING = "writing"
    LANGUAGE = "language"
    ELA = "ela"


class HoleFillingApp(StrEnum):
    """Applications whose lessons fill gaps."""

    EDIA = "edia"
    FRECKLE = "freckle"
    MOBYMAX = "mobymax"
    VOCABLOCO = "vocabloco"
    LALILO = "lalilo"
    ANTON = "anton"
    ALPHAWRITE = "alphawrite"
    TIMEBACK = "timeback"


def is_level(value: object) -> str | None:
    """A grade as this service spells it."""
    return None if str(value) in ("PK", "K", *map(str, range(1, 13))) else "must be PK, K, or a grade from 1 to 12"


Level: TypeAlias = Annotated[
    str | int, Kind(lambda value: value, lambda value: value, ("string", "number"), "grade"), is_level
]
"""A grade as this service spells it: `PK`, `K`, or from 1 to 12, as number or text."""


@model
class ProgressionJobInput(Input):
    """A test whose result is to be planned on."""

    assignment_id: Number
    student_timeback_id: str = wire(check=non_empty)
    student_email: str = wire(check=email)
    subject: str = wire(check=non_empty)
    grade: str = wire(check=non_empty)
    current_course_sourced_id: str = wire(check=non_empty)
    flow_type: Open[FlowType] = wire(check=one_of(FlowType))
    score: Number | Unset = UNSET
    test_type: str | Unset = UNSET
    read_only: bool | Unset = UNSET
    """Plan, and change nothing."""
    extended_catalog: bool | Unset = UNSET
    """Take lessons of two grades below and above as well."""
    ai_model: str | Unset = UNSET
    existing_plan: bool | Unset = UNSET


@model
class ProgressionJobResult(Model):
    """That a job waits to be run."""

    success: Flag
    message_id: str


@model
class HoleFillingCourseDetails(Input):
    """How the new course is called, and what it gives."""

    title: str | Unset = UNSET
    xp_per_lesson: Number | Unset = UNSET
    metadata: JsonObject | Unset = UNSET


@model
class HoleFillingCourseInput(Input):
    """Lessons of which a course for one student is to be made."""

    subject: Open[HoleFillingSubject] = wire(check=one_of(HoleFillingSubject))
    grade: Level
    app: Open[HoleFillingApp] = wire(check=one_of(HoleFillingApp))
    email: str = wire(check=email)
    """Of the student, who has to exist."""
    lesson_ids: Sequence[str] = wire(check=at_least(1))
    next: str | Unset = wire(default=UNSET, check=non_empty)
    """What comes after the course: `assessment`, or the id of another course."""
    course_details: HoleFillingCourseDetails | Unset = UNSET


@model
class HoleFillingCourse(Model):
    """A course that was made."""

    sourced_id: str | None = None
    title: str | None = None
    total_lessons: LaxNumber | None = None
    total_xp: LaxNumber | None = None


@model
class HoleFillingEnrollment(Model):
    """What became of the enrollment in a course that was made."""

    status_code: LaxNumber | None = None
    message: str | None = None


@model
class HoleFillingCourseResult(Model):
    """What was made of lessons."""

    success: Flag | None = None
    course: HoleFillingCourse | None = None
    enrollment: HoleFillingEnrollment | None = None
    resources_created: LaxNumber | None = None
    resources_failed: LaxNumber | None = None
