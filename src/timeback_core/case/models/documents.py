"""Documents: what is said of a framework as a whole."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from timeback_core.case.models.links import AnyLink, AnyLinkInput, LinkURI, LinkURIInput
from timeback_core.engine.codec import (
    UNSET,
    Input,
    JsonObject,
    Loose,
    Model,
    OneOrMany,
    Open,
    Unset,
    evolve,
    model,
    non_empty,
    wire,
)

if TYPE_CHECKING:
    from typing import Self

    from returns.result import Result

    from timeback_core.errors import InvalidInput

D = TypeVar("D", bound="CFDocumentInput")


class AdoptionStatus(StrEnum):
    """How far a framework is adopted."""

    PRIVATE_DRAFT = "Private Draft"
    DRAFT = "Draft"
    ADOPTED = "Adopted"
    DEPRECATED = "Deprecated"


@model
class CFDocument(Loose):
    """A framework, such as the standards of a state in a subject; its items and associations are in its package."""

    sourced_id: str = wire(default="", also=("identifier",))
    """Empty only where it was not asked for."""
    title: str = ""
    uri: str | None = None
    framework_type: str | None = None
    case_version: str | None = None
    """`1.1`."""
    creator: str | None = None
    """The organization that has authority over it."""
    last_change_date_time: datetime | None = None
    official_source_url: str | None = wire("officialSourceURL", default=None)
    publisher: str | None = None
    description: str | None = None
    subject: OneOrMany[str] = ()
    subject_uri: OneOrMany[LinkURI] = wire("subjectURI", default=())
    language: str | None = None
    version: str | None = None
    adoption_status: Open[AdoptionStatus] | None = None
    status_start_date: date | None = None
    status_end_date: date | None = None
    license_uri: AnyLink | None = wire("licenseURI", default=None)
    notes: str | None = None
    extensions: JsonObject | None = None
    cf_package_uri: AnyLink | None = wire("CFPackageURI", default=None)


@model
class CFDocumentInput(Input, reads=CFDocument):
    """A framework, as uploaded. The last four are of the standard; the platform may not keep them."""

    identifier: str = wire(check=non_empty, read="sourced_id")
    """Chosen by whoever uploads it: a UUID."""
    uri: str = wire(check=non_empty)
    last_change_date_time: datetime
    title: str = wire(check=non_empty)
    creator: str = wire(check=non_empty)
    official_source_url: str | Unset = wire("officialSourceURL", default=UNSET)
    publisher: str | Unset = UNSET
    description: str | Unset = UNSET
    language: str | Unset = UNSET
    version: str | Unset = UNSET
    case_version: str | Unset = UNSET
    adoption_status: Open[AdoptionStatus] | Unset = UNSET
    """The platform takes any text."""
    status_start_date: date | Unset = UNSET
    status_end_date: date | Unset = UNSET
    license_uri: str | Unset = wire(default=UNSET, read="license_address")  # which `of` takes out of the link
    """Address of the licence: here a text, where a document that was read has a link."""
    notes: str | Unset = UNSET
    subject: Sequence[str] | Unset = UNSET
    extensions: JsonObject | Unset | None = UNSET
    framework_type: str | Unset = UNSET
    license_link: AnyLinkInput | Unset = wire("licenseURI", default=UNSET, read="license_uri")
    subject_uri: Sequence[LinkURIInput] | Unset = wire("subjectURI", default=UNSET)
    cf_package_uri: AnyLinkInput | Unset = wire("CFPackageURI", default=UNSET)

    @classmethod
    def of(cls, read: Model) -> "Result[Self, InvalidInput]":
        return super().of(read).map(licensed)


def licensed(document: D) -> D:
    """A document that was read, with the address to which the link to its licence leads."""
    link = document.license_link
    address = link.uri if isinstance(link, LinkURIInput) else link
    return evolve(document, license_uri=address) if address and document.license_uri is UNSET else document
