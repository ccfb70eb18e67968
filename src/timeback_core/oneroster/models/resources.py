"""Resources: what students work with, wherever it is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, TypeAlias

from timeback_core.engine.codec import UNSET, Input, Model, Open, Unset, model, non_empty, one_of, wire
from timeback_core.oneroster.models.enums import RoleType, Status
from timeback_core.oneroster.models.resource_metadata import ResourceMetadata


@model
class Resource(Model):
    """Something that students work with: a test, a text, a film, an application."""

    sourced_id: str
    title: str
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: ResourceMetadata | None = None
    roles: tuple[Open[RoleType], ...] = ()
    importance: Open[RoleType] | None = None
    vendor_resource_id: str | None = None
    """Id where the content is kept, such as that of a QTI test."""
    vendor_id: str | None = None
    application_id: str | None = None
    format: str | None = None


RoleTypeInput: TypeAlias = Annotated[RoleType | str, one_of(RoleType)]


@model
class ResourceInput(Input, reads=Resource, drops=("date_last_modified", "format")):
    """A resource, as created. Without `sourced_id` the server chooses one.

    The address of the content belongs into the metadata (`url`); the server drops it elsewhere.
    """

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    title: str = wire(check=non_empty)
    vendor_resource_id: str = wire(check=non_empty)
    """Id where the content is kept, such as that of a QTI test."""
    importance: Open[RoleType] | Unset = wire(default=RoleType.PRIMARY, check=one_of(RoleType))
    roles: Sequence[RoleTypeInput] | Unset = UNSET
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: ResourceMetadata | Unset | None = UNSET
    vendor_id: str | Unset | None = UNSET
    application_id: str | Unset | None = UNSET


@model
class ResourceUpdateInput(Input, reads=Resource, drops=("sourced_id", "status", "date_last_modified", "format")):
    """What is to change in a resource; what is not given stays."""

    title: str | Unset = wire(default=UNSET, check=non_empty)
    vendor_resource_id: str | Unset = wire(default=UNSET, check=non_empty)
    importance: Open[RoleType] | Unset = wire(default=UNSET, check=one_of(RoleType))
    roles: Sequence[RoleTypeInput] | Unset = UNSET
    metadata: ResourceMetadata | Unset | None = UNSET
    vendor_id: str | Unset | None = UNSET
    application_id: str | Unset | None = UNSET
