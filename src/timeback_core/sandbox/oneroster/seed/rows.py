"""What all seeded documents share."""

from datetime import UTC, datetime, timedelta
from typing import Any

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.store import Store

_START = datetime(2025, 8, 1, 8, 0, tzinfo=UTC)
FIRST_YEAR = 2025


def add(store: Store, collection: str, sourced_id: str, **members: Any) -> Document:
    """Put an active document, stamped a second after the one before it."""
    moment = _START + timedelta(seconds=store.generation)
    document: Document = {
        "sourcedId": sourced_id,
        "status": "active",
        "dateLastModified": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
        **members,
    }
    store.put(collection, document)
    return document
