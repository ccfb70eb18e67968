"""Whether a document is in use: what every document of OneRoster has in common."""

from typing import Protocol

from timeback_core.oneroster.models.enums import Status


class Stored(Protocol):
    """What every document has."""

    @property
    def sourced_id(self) -> str:
        """Its id."""
        ...

    @property
    def status(self) -> Status | str | None:
        """Whether it is in use."""
        ...


def is_active(document: Stored) -> bool:
    """Whether a document is in use; one that was deleted softly can still be read, but is not.

    Used on what a read gives: `get_user(session, "u-1").map(is_active)`.
    """
    return document.status in (None, Status.ACTIVE)
