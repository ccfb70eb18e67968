"""Organizations: districts, schools and departments."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from timeback_core.engine.codec import UNSET, Input, JsonObject, Model, Open, Unset, model, non_empty, one_of, wire
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.refs import Ref, RefInput


class OrgType(StrEnum):
    """Kinds of organizations."""

    DEPARTMENT = "department"
    SCHOOL = "school"
    DISTRICT = "district"
    LOCAL = "local"
    STATE = "state"
    NATIONAL = "national"


@model
class Org(Model):
    """An organization; a school is one of type `school`."""

    sourced_id: str
    name: str
    type: Open[OrgType]
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: JsonObject | None = None
    identifier: str | None = None
    """Id outside, such as a school number."""
    parent: Ref | None = None
    children: tuple[Ref, ...] = ()


@model
class OrgInput(Input, reads=Org, drops=("date_last_modified", "children")):
    """An organization, as created or replaced. Without `sourced_id` the server chooses one."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    name: str = wire(check=non_empty)
    type: Open[OrgType] = wire(check=one_of(OrgType))
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: JsonObject | Unset | None = UNSET
    identifier: str | Unset | None = UNSET
    """Id outside, such as a school number."""
    parent: RefInput | Unset | None = UNSET


@model
class SchoolInput(OrgInput):
    """A school, as created or replaced. Without `sourced_id` the server chooses one."""

    type: Literal["school"] = "school"
