"""What a case of the wire tests is: one call, and what has to arrive because of it."""

from typing import NamedTuple, TypeAlias

from timeback_core import Operation, Request

ROSTERING = "/ims/oneroster/rostering/v1p2"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2"
RESOURCES = "/ims/oneroster/resources/v1p2"

At: TypeAlias = tuple[str | int, ...]
"""Where something lies in a JSON body."""


class Shows(NamedTuple):
    """What a plain GET shows after a write."""

    path: str
    at: At
    """Where the document lies in the answer."""
    members: object
    """What it has to be, or, for an object, some of its members."""


class Case(NamedTuple):
    """One call of an operation."""

    operation: Operation[..., object]
    arguments: tuple[object, ...]
    path: str
    """The raw path that has to arrive."""
    body: object = None
    """The JSON that has to arrive; None for no body."""
    shows: Shows | None = None
    before: tuple[Request[object], ...] = ()
    """What is done first."""
    query: str = ""
    """The query that has to arrive, decoded."""


def deleted(operation: Operation[[str], None], sourced_id: str, path: str, key: str) -> Case:
    """A soft delete, after which the document is still there."""
    path = f"{path}/{sourced_id}"
    return Case(operation, (sourced_id,), path, shows=Shows(path, (key,), {"status": "tobedeleted"}))
