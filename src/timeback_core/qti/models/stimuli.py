"""Stimuli: texts and pictures that items are about."""

from collections.abc import Sequence
from typing import Literal

from timeback_core.engine.codec import UNSET, Input, JsonObject, Loose, Unset, model, non_empty, wire
from timeback_core.qti.models.stored import KEPT_BY_SERVER, StoredDocument


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
class Stimulus(StoredDocument):
    """A stimulus as stored; its `content` is a tree, of which a write takes the HTML."""

    label: str | None = None
    language: str | None = None
    stylesheet: Stylesheet | None = None
    catalog_info: tuple[CatalogInfo, ...] = ()
    tool_name: str | None = None
    """What it was written with."""
    tool_version: str | None = None
    metadata: JsonObject | None = None


@model
class StimulusInput(Input, reads=Stimulus, drops=KEPT_BY_SERVER):
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
