"""Stimuli: texts and pictures that items are about."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from timeback_core.engine.codec import UNSET, Input, JsonObject, JsonValue, Loose, Unset, model, non_empty, wire


@model
class Stylesheet(Loose):
    """A style sheet."""

    href: str = wire(check=non_empty)
    type: str = wire(check=non_empty)
    """Media type, such as `text/css`."""


@model
class CatalogInfo(Loose):
    """A card of the catalogue, such as the explanation of a word."""

    id: str = wire(check=non_empty)
    support: str = wire(check=non_empty)
    """What it supports, such as `glossary-on-screen`."""
    content: str
    """HTML."""


@model
class Stimulus(Loose):
    """A stimulus as stored; what does not fit a member is in `extra` as it came."""

    identifier: str
    title: str
    raw_xml: str
    """The stimulus as QTI 3.0."""
    content: JsonValue = None
    """The same as a tree of JSON, whose shape changes; a write takes HTML in its place."""
    created_at: datetime
    updated_at: datetime
    label: str | None = None
    language: str | None = None
    stylesheet: Stylesheet | None = None
    catalog_info: tuple[CatalogInfo, ...] = ()
    tool_name: str | None = None
    """What it was written with."""
    tool_version: str | None = None
    metadata: JsonObject | None = None
    version: int | None = wire("__v", default=None)
    stored_id: str | None = wire("_id", default=None)
    """Id in the database behind the server."""


@model
class StimulusInput(
    Input, reads=Stimulus, drops=("content", "raw_xml", "created_at", "updated_at", "version", "stored_id")
):
    """A stimulus, as created or replaced."""

    format: Literal["json"] | Unset = UNSET
    identifier: str = wire(check=non_empty)
    title: str = wire(check=non_empty)
    content: str
    """HTML, well-formed as XML is, without interactions and without named entities but those of XML."""
    label: str | Unset | None = UNSET
    language: str | Unset | None = UNSET
    """`en` unless it is given."""
    stylesheet: Stylesheet | Unset | None = UNSET
    catalog_info: Sequence[CatalogInfo] | Unset | None = UNSET
    tool_name: str | Unset | None = UNSET
    tool_version: str | Unset | None = UNSET
    metadata: JsonObject | Unset | None = UNSET
