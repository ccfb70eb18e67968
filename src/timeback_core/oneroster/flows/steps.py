"""The steps that flows of every resource share: does it exist, change it, create or replace it, make sure of it."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

import attrs
from returns.result import Failure, Result, Success

from timeback_core.engine.effects import Perform, Steps
from timeback_core.engine.pairs import Created
from timeback_core.engine.request import Request
from timeback_core.errors import Conflict, InvalidInput, NotFound, TimebackError
from timeback_core.oneroster.flows.bodies import problems_in
from timeback_core.oneroster.status import Stored, is_active

D = TypeVar("D")
S = TypeVar("S", bound=Stored)
B = TypeVar("B")

Get: TypeAlias = Callable[[str], Request[D]]
"""The request that reads the document of an id."""


def exists(get: Request[object]) -> Steps[bool]:
    """Whether a document can be read; one that was deleted softly can."""
    told = yield from Perform(get)
    if isinstance(told, Failure):
        return Success(False) if is_missing(told) else told
    return Success(True)


def modified(
    sourced_id: str,
    get: Get[D],
    input_of: Callable[[D], Result[B, InvalidInput]],
    change: Callable[[B], B],
    update: Callable[[str, B], Request[D | None]],
) -> Steps[D]:
    """A document, read, changed and written back whole; as the server has it afterwards."""
    read = yield from Perform(get(sourced_id))
    if isinstance(read, Failure):
        return read
    body = input_of(read.unwrap())
    if isinstance(body, Failure):
        return body
    return (yield from written(update(sourced_id, change(body.unwrap())), get(sourced_id)))


def written(write: Request[D | None], read: Request[D]) -> Steps[D]:
    """The document that a write answers, or where it answers none, that of a read after it."""
    told = yield from Perform(write)
    if isinstance(told, Failure):
        return told
    answered = told.unwrap()
    return (yield from Perform(read)) if answered is None else Success(answered)


def upserted(
    sourced_id: str, get: Get[S], replace: Request[S | None], create: Request[Created]
) -> Steps[S]:
    """A document replaced where it exists, else created under the same id.

    Only a 404 that speaks of the document itself leads to the create. Both requests are checked before the first
    one is sent.
    """
    if problems := problems_in(replace, create):
        return Failure(InvalidInput(problems))
    replaced = yield from written(replace, get(sourced_id))
    if not is_missing(replaced):
        return replaced
    created = yield from created_once(sourced_id, get, create)
    if created is not None:
        return created
    return (yield from written(replace, get(sourced_id)))


def ensured(sourced_id: str, get: Get[S], create: Request[Created]) -> Steps[S]:
    """The document of an id as it is, or created where there is none."""
    if problems := problems_in(create):
        return Failure(InvalidInput(problems))
    read = yield from Perform(get(sourced_id))
    if isinstance(read, Failure):
        if not is_missing(read):
            return read
    elif is_active(read.unwrap()):
        return read
    created = yield from created_once(sourced_id, get, create)
    if created is not None:
        return created
    return (yield from Perform(get(sourced_id)))
