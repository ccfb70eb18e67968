"""The flows that every resource has, one line each: `modify_org = flow(modifying("modify_org", get_org, ...))`.

Each factory takes the name of a flow and operations of the resource, and gives the steps. A type checker reads from
them the names of the arguments; where one bears the resource's own name, they are those of the replacing operation.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from inspect import signature
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from returns.result import Success

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.flows.steps import (
    Batch,
    Stored,
    ensured,
    is_missing,
    modified,
    read_by_ids,
    upserted,
    with_id,
    written,
)

if TYPE_CHECKING:
    from types import FunctionType

    from returns.result import Result

    from timeback_core.engine.call.answers import Created
    from timeback_core.engine.call.page import Page
    from timeback_core.engine.surface.flow import Flow
    from timeback_core.engine.surface.operation import Operation
    from timeback_core.errors import InvalidInput

P = ParamSpec("P")
D = TypeVar("D")
D_co = TypeVar("D_co", covariant=True)
S = TypeVar("S", bound=Stored)
B = TypeVar("B")
F = TypeVar("F", bound=Callable[..., Any])

# To be subscripted by classes that are known at run time only.
_STEPS: Any = Steps
_BATCH: Any = Batch
_CALLABLE: Any = Callable


class Exists(Protocol):
    """Steps that look whether there is a document."""

    def __call__(self, sourced_id: str) -> Steps[bool]: ...


class ReadMany(Protocol[D]):
    """Steps that read many documents."""

    def __call__(self, ids: Sequence[str]) -> Steps[Batch[D]]: ...


class Modify(Protocol[B, D_co]):
    """Steps that change a document."""

    def __call__(self, sourced_id: str, change: Callable[[B], B]) -> Steps[D_co]: ...


def existing(name: str, get: Operation[Concatenate[str, ...], object]) -> Exists:
    """Whether there is a document of an id."""

    def steps(sourced_id: str) -> Steps[bool]:
        """Whether there is one of that id; a deleted one counts, see `is_active`."""
        told = yield from Perform(get.request(sourced_id, fields=("status",)))
        return Success(False) if is_missing(told) else told.map(lambda _: True)

    return _named(name, steps, gives=bool)


def by_ids(name: str, listing: Operation[..., Page[D]], named: str = "sourcedId") -> ReadMany[D]:
    """The documents of many ids; `named` is what these are called on the wire."""

    def steps(ids: Sequence[str]) -> Steps[Batch[D]]:
        """Read many by their ids, up to fifty in one request."""
        return read_by_ids(ids, listing.request, named)

    vars(steps)["tells_bad_rows"] = True
    return _named(name, steps, gives=_BATCH[_model(listing)])


def modifying(
    name: str,
    get: Operation[Concatenate[str, ...], D],
    input_of: Callable[[D], Result[B, InvalidInput]],
    update: Operation[[str, B], D | None],
    part: Operation[[str, Any], D | None] | None = None,
) -> Modify[B, D]:
    """A document changed by a function of the caller's; `input_of` is what can be written of it.

    part: the operation that takes the members that are to change; the `update` itself where it leaves the others.
    """

    def steps(sourced_id: str, change: Callable[[B], B]) -> Steps[D]:
        """Change one: read it, change it, write it back; gives it as stored. Nothing is written without a change.

        What somebody else writes between the read and the write is lost.

        change: gives the changed input, such as `lambda user: evolve(user, given_name="Ada")`.

        Errors: `NotFound` where there is none; it is not created. `error.call.done` tells of a write after which
        the document could not be read again.
        """
        return modified(sourced_id, get, input_of, change, update, part)

    _, body, *_ = update.function.__annotations__.values()
    return _named(name, steps, gives=_model(get), change=_CALLABLE[[body], body])


def upserting(
    name: str, get: Operation[Concatenate[str, ...], S], update: Operation[P, S | None], create: Operation[..., Created]
) -> Callable[P, Steps[S]]:
    """A document replaced, or created where there is none; it takes the arguments of the replace."""
    replace = _replacing(update)

    def steps(*args: P.args, **kwargs: P.kwargs) -> Steps[S]:
        """Replace one, or create it where there is none; gives it as stored.

        sourced_id: its id; it wins over the one in the input.

        Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
        """
        sourced_id, body = _bound(update.function, args, kwargs)
        return upserted(sourced_id, get.request, replace.request(sourced_id, body), create.request(body))

    return _named(name, steps, gives=_model(get), like=update.function)


def putting(
    name: str, get: Operation[Concatenate[str, ...], D], update: Operation[P, D | None]
) -> Callable[P, Steps[D]]:
    """A document created or replaced by a server whose PUT does both; it takes the arguments of the PUT."""
    put = _replacing(update)

    def steps(*args: P.args, **kwargs: P.kwargs) -> Steps[D]:
        """Create or replace one, in one request; gives it as stored.

        sourced_id: its id; it wins over the one in the input.
        """
        sourced_id, body = _bound(update.function, args, kwargs)
        return written(put.request(sourced_id, body), get.request(sourced_id))

    return _named(name, steps, gives=_model(get), like=update.function)


def ensuring(
    name: str, get: Operation[Concatenate[str, ...], S], create: Operation[..., Created], *, like: Flow[P, S]
) -> Callable[P, Steps[S]]:
    """A document as it is, or created where there is none; it takes the arguments of `like`, the resource's upsert."""
    upsert = like.steps

    def steps(*args: P.args, **kwargs: P.kwargs) -> Steps[S]:
        """Make sure of one: give it as it is, or create it where there is none.

        sourced_id: its id; it wins over the one in the input.

        Errors: `Conflict` where the id is that of one that was deleted softly.
        """
        sourced_id, body = _bound(upsert, args, kwargs)
        return ensured(sourced_id, get.request, create.request(body))

    return _named(name, steps, gives=_model(get), like=upsert)


def _model(operation: Operation[..., object]) -> type[object]:
    """The model that an operation answers."""
    return operation.expect.rows.model


def _replacing(update: Operation[P, D]) -> Operation[[str, object], D]:
    """An operation that replaces a document, by the place of its arguments instead of their names."""
    return cast("Operation[[str, object], D]", update)  # it takes an id and an input, whatever their names


def _bound(like: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, Any]) -> tuple[str, object]:
    """The id and the input among arguments that are those of a function; the id wins over that in the input."""
    sourced_id, body = signature(like).bind(*args, **kwargs).args
    return sourced_id, with_id(body, sourced_id)


def _named(
    name: str, steps: F, *, gives: type[object], like: Callable[..., object] | None = None, **arguments: object
) -> F:
    """Steps that bear the name of their flow, in the module that calls the factory: so the flow pickles.

    like: the function whose arguments they take. arguments: the types of their own.
    """
    function = cast("FunctionType", steps)  # the factories define plain functions
    function.__name__ = function.__qualname__ = name
    function.__module__ = sys._getframe(2).f_globals["__name__"]  # pyright: ignore[reportPrivateUsage]  # as `NamedTuple` does
    if like is not None:
        vars(function)["__wrapped__"] = like  # `inspect` takes the signature from there
        function.__annotations__ = dict(like.__annotations__)
    function.__annotations__ |= {**arguments, "return": _STEPS[gives]}
    return steps
