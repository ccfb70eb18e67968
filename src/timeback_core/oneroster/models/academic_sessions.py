"""Academic sessions: school years, semesters, terms and grading periods."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from timeback_core.engine.codec import (
    UNSET,
    Input,
    JsonObject,
    Kind,
    Model,
    Open,
    Unset,
    in_order,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.guid_refs import GuidRefInput
from timeback_core.oneroster.models.refs import Ref, RefInput
from timeback_core.problems import Problem


class SessionType(StrEnum):
    """Kinds of academic sessions."""

    GRADING_PERIOD = "gradingPeriod"
    SEMESTER = "semester"
    SCHOOL_YEAR = "schoolYear"
    TERM = "term"


def read_school_year(value: float | str) -> int | str:
    """The year as a number where it is one (1000 to 9999); any other text as it came."""
    text = str(value).removesuffix(".0") if isinstance(value, float) else str(value)
    is_year = len(text) == 4 and text.isascii() and text.isdigit() and text[0] != "0"
    return int(text) if is_year else text


SchoolYear: TypeAlias = Annotated[int | str, Kind(read_school_year, str, ("number", "string"), "school year")]
"""Year in which a school year ends; a number where it is one, written as text."""


def filled(value: int | str) -> str | None:
    """A year, whose text is more than white space."""
    return non_empty(str(value))


@model
class AcademicSession(Model):
    """A period of school life: a school year, a semester, a term or a grading period."""

    sourced_id: str
    title: str
    type: Open[SessionType]
    start_date: date
    end_date: date
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: JsonObject | None = None
    parent: Ref | None = None
    """The larger period that this one is a part of."""
    school_year: SchoolYear | None = None
    """Year in which the school year ends."""
    org: Ref | None = None
    """Who owns the session."""
    children: tuple[Ref, ...] = ()
    """The smaller periods."""


@model
class AcademicSessionInput(Input, reads=AcademicSession, drops=("date_last_modified",)):
    """A session, as created or replaced."""

    sourced_id: str = wire(check=non_empty)
    title: str = wire(check=non_empty)
    type: Open[SessionType] = wire(check=one_of(SessionType))
    start_date: date
    end_date: date
    school_year: SchoolYear = wire(check=filled)
    """Year in which the school year ends."""
    org: RefInput
    """Who owns the session."""
    status: Open[Status] | Unset = wire(default=Status.ACTIVE, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    parent: RefInput | Unset | None = UNSET
    """The larger period that this one is a part of."""
    children: Sequence[GuidRefInput] | Unset | None = UNSET
    """The smaller periods, in full."""

    def problems(self) -> Iterable[Problem]:
        """A session does not end before it starts."""
        return in_order(self, "start_date", "end_date")


@model
class GradingPeriodInput(AcademicSessionInput):
    """A grading period, as created or replaced."""

    type: Literal["gradingPeriod"] = "gradingPeriod"


@model
class TermGradingPeriodInput(GradingPeriodInput):
    """A grading period, as created under a term."""

    tenant_id: str | None = None
    """Always sent, if only as null: the server wants it even where there is nothing to say."""
    client_app_id: str | None = None
    """Always sent, as `tenant_id`."""
