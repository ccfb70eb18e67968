"""Classes: a course as it is taught at a school in some terms."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from timeback_core.engine.codec import (
    UNSET,
    Input,
    JsonObject,
    Model,
    Open,
    Unset,
    at_least,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.enums import Status, Subject, SubjectInput
from timeback_core.oneroster.models.grades import Grade, GradeInput
from timeback_core.oneroster.models.refs import Ref, RefInput


class ClassType(StrEnum):
    """Whether a class is the daily one of its students or one in their timetable."""

    HOMEROOM = "homeroom"
    SCHEDULED = "scheduled"


@model
class Class(Model):
    """A course as it is taught at a school in some terms."""

    sourced_id: str
    title: str
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: JsonObject | None = None
    class_code: str | None = None
    class_type: Open[ClassType] | None = None
    location: str | None = None
    grades: tuple[Grade, ...] = ()
    subjects: tuple[Open[Subject], ...] = ()
    course: Ref | None = None
    school: Ref | None = None
    """The organization that the class was created with."""
    terms: tuple[Ref, ...] = ()
    subject_codes: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    resources: tuple[Ref, ...] = ()


@model
class ClassInput(Input, reads=Class, drops=("date_last_modified", "resources")):
    """A class, as created. Without `sourced_id` the server chooses one."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    title: str = wire(check=non_empty)
    course: RefInput
    org: RefInput = wire(read="school")
    """The school; it is read as `school` and cannot be changed later."""
    terms: Sequence[RefInput] = wire(check=at_least(1))
    """Sessions of the same school."""
    class_type: Open[ClassType] | Unset = wire(default=ClassType.SCHEDULED, check=one_of(ClassType))
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    class_code: str | Unset | None = UNSET
    location: str | Unset | None = UNSET
    grades: Sequence[GradeInput] | Unset = UNSET
    subjects: Sequence[SubjectInput] | Unset = UNSET
    subject_codes: Sequence[str] | Unset = UNSET
    periods: Sequence[str] | Unset = UNSET


@model
class ClassUpdateInput(Input, reads=Class, drops=("sourced_id", "date_last_modified", "course", "school")):
    """What is to change in a class; what is not given stays. Course and school never change."""

    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    title: str | Unset = wire(default=UNSET, check=non_empty)
    class_code: str | Unset | None = UNSET
    class_type: Open[ClassType] | Unset = wire(default=UNSET, check=one_of(ClassType))
    location: str | Unset | None = UNSET
    grades: Sequence[GradeInput] | Unset = UNSET
    subjects: Sequence[SubjectInput] | Unset = UNSET
    subject_codes: Sequence[str] | Unset = UNSET
    periods: Sequence[str] | Unset = UNSET
    resources: Sequence[RefInput] | Unset = UNSET
    terms: Sequence[RefInput] | Unset = UNSET
