"""Items: the competencies of a framework, and what groups them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, Never

from timeback_core.case.models.links import AnyLink, AnyLinkInput, LinkURI, LinkURIInput
from timeback_core.engine.codec import UNSET, Input, JsonObject, Loose, OneOrMany, Unset, model, non_empty, wire

NO_GROUPS: Final[Mapping[str, Never]] = {}


@model
class CFItem(Loose):
    """An item of a framework: a standard, a cluster, a domain."""

    sourced_id: str = wire(default="", also=("identifier",))
    """Empty only where it was not asked for."""
    full_statement: str = ""
    alternative_label: str | None = None
    """Another word for its kind."""
    cf_item_type: str | None = wire("CFItemType", default=None)
    """Its kind, such as `Standard`, `Cluster` or `Domain`; any text."""
    uri: str | None = None
    human_coding_scheme: str | None = None
    """The printed code, such as `RL.5.1`: many items have none, and several may have the same."""
    list_enumeration: str | None = None
    """How it is numbered in a list."""
    abbreviated_statement: str | None = None
    concept_keywords: OneOrMany[str] = ()
    concept_keywords_uri: LinkURI | None = wire("conceptKeywordsURI", default=None)
    notes: str | None = None
    subject: OneOrMany[str] = ()
    subject_uri: OneOrMany[LinkURI] = wire("subjectURI", default=())
    language: str | None = None
    education_level: OneOrMany[str] = ()
    """Grades, as the framework writes them."""
    cf_item_type_uri: LinkURI | None = wire("CFItemTypeURI", default=None)
    license_uri: AnyLink | None = wire("licenseURI", default=None)
    status_start_date: date | None = None
    status_end_date: date | None = None
    last_change_date_time: datetime | None = None
    extensions: JsonObject | None = None
    cf_document_uri: AnyLink | None = wire("CFDocumentURI", default=None)


@model
class CFItemWithChildGroups(CFItem):
    """An item with the items below it, by their kinds."""

    child_groups: Mapping[str, tuple[CFItemWithChildGroups, ...]] = wire(default=NO_GROUPS)


@model
class CFItemInput(Input, reads=CFItem):
    """An item, as uploaded. The last three are of the standard; the platform may not keep them."""

    identifier: str = wire(check=non_empty, read="sourced_id")
    """Chosen by whoever uploads it: a UUID."""
    uri: str = wire(check=non_empty)
    last_change_date_time: datetime
    full_statement: str = wire(check=non_empty)
    alternative_label: str | Unset = UNSET
    cf_item_type: str | Unset = wire("CFItemType", default=UNSET)
    human_coding_scheme: str | Unset = UNSET
    list_enumeration: str | Unset = UNSET
    abbreviated_statement: str | Unset = UNSET
    concept_keywords: Sequence[str] | Unset = UNSET
    notes: str | Unset = UNSET
    subject: Sequence[str] | Unset = UNSET
    language: str | Unset = UNSET
    education_level: Sequence[str] | Unset = UNSET
    cf_item_type_uri: LinkURIInput | Unset = wire("CFItemTypeURI", default=UNSET)
    license_uri: AnyLinkInput | Unset = wire("licenseURI", default=UNSET)
    status_start_date: date | Unset = UNSET
    status_end_date: date | Unset = UNSET
    extensions: JsonObject | Unset | None = UNSET
    concept_keywords_uri: LinkURIInput | Unset = wire("conceptKeywordsURI", default=UNSET)
    subject_uri: Sequence[LinkURIInput] | Unset = wire("subjectURI", default=UNSET)
    cf_document_uri: AnyLinkInput | Unset = wire("CFDocumentURI", default=UNSET)
