"""What the server keeps of every document: stimuli, items and tests."""

from datetime import datetime
from typing import Final

from timeback_core.engine.codec import JsonValue, Loose, model, wire

KEPT_BY_SERVER: Final = ("content", "raw_xml", "created_at", "updated_at", "version", "stored_id")
"""What no write takes of it."""


@model
class StoredDocument(Loose):
    """A document as stored; what does not fit a member is in `extra` as it came."""

    identifier: str
    title: str
    raw_xml: str
    """The document as QTI 3.0."""
    content: JsonValue = None
    """The same as a tree of JSON, whose shape changes."""
    created_at: datetime
    updated_at: datetime
    version: int | None = wire("__v", default=None)
    stored_id: str | None = wire("_id", default=None)
    """Id in the database behind the server."""
