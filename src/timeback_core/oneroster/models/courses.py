"""Courses: what is taught, independent of school and term."""

from collections.abc import Sequence
from datetime import datetime

from timeback_core.engine.codec import UNSET, Input, Model, Open, Unset, model, non_empty, one_of, wire
from timeback_core.oneroster.models.course_metadata import CourseMetadata
from timeback_core.oneroster.models.enums import Status, Subject, SubjectInput
from timeback_core.oneroster.models.grades import Grade, GradeInput
from timeback_core.oneroster.models.guid_refs import GuidRefInput
from timeback_core.oneroster.models.refs import Ref, RefInput


@model
class Course(Model):
    """What is taught, independent of school and term."""

    sourced_id: str
    title: str
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: CourseMetadata | None = None
    """The server adds to it: never compare it with what was written."""
    academic_session: Ref | None = None
    school_year: Ref | None = None
    """The session that is the school year."""
    course_code: str | None = None
    grades: tuple[Grade, ...] = ()
    subjects: tuple[Open[Subject], ...] = ()
    subject_codes: tuple[str, ...] = ()
    org: Ref | None = None
    """Who owns the course."""
    level: str | None = None
    """Such as `AP`."""
    grading_scheme: str | None = None
    resources: tuple[Ref, ...] = ()
    primary_app: str | None = None
    """Application that delivers the course; written as `metadata.primary_app`."""


@model
class CourseInput(Input, reads=Course, drops=("date_last_modified", "resources", "primary_app")):
    """A course, as created or replaced. Without `sourced_id` the server chooses one."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    title: str = wire(check=non_empty)
    org: RefInput
    """Who owns the course."""
    status: Open[Status] | Unset = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: CourseMetadata | Unset | None = UNSET
    academic_session: RefInput | Unset | None = UNSET
    school_year: GuidRefInput | Unset | None = UNSET
    """The session that is the school year, in full."""
    course_code: str | Unset | None = UNSET
    grades: Sequence[GradeInput] | Unset | None = UNSET
    subjects: Sequence[SubjectInput] | Unset | None = UNSET
    subject_codes: Sequence[str] | Unset | None = UNSET
    level: str | Unset | None = UNSET
    grading_scheme: str | Unset | None = UNSET
