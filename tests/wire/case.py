"""What a case of the wire tests is: one call, and what has to arrive because of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

import attrs

from timeback_core import Operation, Request, Session
from timeback_core.engine.call.answers import Saved
from timeback_core.sandbox.world import Platform

ROSTERING = "/ims/oneroster/rostering/v1p2"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2"
RESOURCES = "/ims/oneroster/resources/v1p2"

At: TypeAlias = tuple[str | int, ...]
"""Where something lies in a JSON body."""

MADE = "<made>"
"""In a case: the id that the server gave to what the request before it made."""


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
    """The JSON that has to arrive, or the text that is none; None for no body."""
    shows: Shows | None = None
    before: tuple[Request[Any], ...] = ()
    """What is done first, in this order."""
    query: str = ""
    """The query that has to arrive, decoded."""
    named: Mapping[str, object] = {}
    """Arguments by name."""
    platform: Platform = "BEYOND_AI"
    harmless: bool = False
    """Whether it is to show nothing although it is no GET."""

    def request(self) -> Request[object]:
        """Its call as data."""
        return self.operation.request(*self.arguments, **self.named)


def prepared(case: Case, session: Session) -> Case:
    """A case without `MADE`, once the requests before it are done."""
    made: object = None
    for request in case.before:
        made = session.result_of(filled(request, made)).unwrap()
    later = ("arguments", "named", "path", "body", "shows", "query")
    return case._replace(**{name: filled(getattr(case, name), made) for name in later})


def filled(value: Any, made: object) -> Any:
    """A value with the id of what was made wherever it says `MADE`."""
    if isinstance(value, str):
        return value.replace(MADE, id_of(made)) if MADE in value else value
    if isinstance(value, Mapping):
        return {key: filled(each, made) for key, each in value.items()}
    if isinstance(value, Shows):
        return Shows(*(filled(each, made) for each in value))
    if isinstance(value, tuple | list):
        return type(value)(filled(each, made) for each in value)
    if attrs.has(type(value)):
        members = {field.alias: getattr(value, field.name) for field in attrs.fields(type(value)) if field.init}
        changed = {name: filled(each, made) for name, each in members.items()}
        return attrs.evolve(value, **changed) if changed != members else value
    return value


def id_of(made: object) -> str:
    """The id of what a request made."""
    names = ("id", "sourced_id", "job_id", "lesson_plan_id", "assignment_id", "identifier", "lesson_id")
    what = made.value if isinstance(made, Saved) else made
    return str(next(found for name in names if (found := getattr(what, name, None)) is not None))


def deleted(operation: Operation[[str], None], sourced_id: str, path: str, key: str) -> Case:
    """A soft delete, after which the document is still there."""
    path = f"{path}/{sourced_id}"
    return Case(operation, (sourced_id,), path, shows=Shows(path, (key,), {"status": "tobedeleted"}))
