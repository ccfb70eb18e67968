"""Enrollments: who takes part in which class, as what and when."""

from datetime import date, datetime
from enum import StrEnum

from timeback_core.engine.codec import UNSET, Flag, Input, Model, Open, Unset, model, non_empty, one_of, wire
from timeback_core.oneroster.models.enrollment_metadata import EnrollmentMetadata
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.refs import Ref, RefInput


class EnrollmentRole(StrEnum):
    """What a person is in a class."""

    ADMINISTRATOR = "administrator"
    PROCTOR = "proctor"
    STUDENT = "student"
    TEACHER = "teacher"


@model
class Enrollment(Model):
    """A person's seat in a class."""

    sourced_id: str
    role: Open[EnrollmentRole]
    user: Ref
    class_: Ref
    status: Open[Status] | None = None
    """Not the whole story: a seat whose end has passed may still be `active`; see `is_current`."""
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: EnrollmentMetadata | None = None
    primary: Flag | None = None
    """Whether this is the person's main class."""
    begin_date: date | None = None
    """First day; none while it is open."""
    end_date: date | None = None
    """Last day; none while it is open."""
    school: Ref | None = None
    course: Ref | None = None

    def is_current(self, day: date) -> bool:
        """Whether the seat is taken on that day: active, begun and not over."""
        return self.is_open(day) and (self.begin_date is None or self.begin_date <= day)

    def is_open(self, day: date) -> bool:
        """Whether the seat is taken on that day or will be later: active and not over."""
        return self.status in (None, Status.ACTIVE) and (self.end_date is None or self.end_date >= day)


@model
class EnrollmentUpdateInput(Input, reads=Enrollment, drops=("sourced_id", "date_last_modified", "course")):
    """A seat in a class, as replaced: what is not given falls back to the server's default."""

    role: Open[EnrollmentRole] = wire(check=one_of(EnrollmentRole))
    user: RefInput
    class_: RefInput
    school: RefInput | Unset = UNSET
    primary: Flag | Unset = UNSET
    """Whether this is the person's main class."""
    begin_date: date | Unset = UNSET
    end_date: date | Unset = UNSET
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: EnrollmentMetadata | Unset = UNSET


@model
class EnrollmentInput(EnrollmentUpdateInput, drops=("date_last_modified", "course")):
    """A seat in a class, as created. Without `sourced_id` the server chooses one."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)


@model
class EnrollmentPatch(Input, reads=Enrollment, drops=("sourced_id", "date_last_modified", "course")):
    """What is to change in a seat; `metadata` is merged with what is stored."""

    role: Open[EnrollmentRole] | Unset = wire(default=UNSET, check=one_of(EnrollmentRole))
    user: RefInput | Unset = UNSET
    class_: RefInput | Unset = UNSET
    school: RefInput | Unset = UNSET
    primary: Flag | Unset = UNSET
    begin_date: date | Unset = UNSET
    end_date: date | Unset = UNSET
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: EnrollmentMetadata | Unset = UNSET


@model
class ClassEnrollInput(Input):
    """Who is to take part in the class of the request; the request says as what."""

    user: RefInput
    """The student or the teacher."""
    primary: Flag | Unset = UNSET
    """Whether this is the person's main class."""
    begin_date: date | Unset = UNSET
    end_date: date | Unset = UNSET
    metadata: EnrollmentMetadata | Unset = UNSET
