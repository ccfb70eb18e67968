"""What the flows of every resource do with a document of an id, in steps.

A document is a model with an id and a status; one that was deleted softly can still be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Concatenate, Final, Generic, NamedTuple, Protocol, TypeAlias, TypeVar, cast

import attrs
from returns.result import Failure, Result, Success

from timeback_core.engine.call.answers import HasStatus, is_active
from timeback_core.engine.call.effects import Perform
from timeback_core.engine.call.paging import IDS
from timeback_core.engine.codec import UNSET, Input, Model, Unset, evolve, fields_of
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.engine.surface.flow import collected
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.answers import Created
    from timeback_core.engine.call.effects import Steps
    from timeback_core.engine.call.page import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.surface.operation import Operation
    from timeback_core.errors import BadRow, DecodeError, InvalidInput, TimebackError

    D = TypeVar("D")
    Get: TypeAlias = Callable[[str], Request[D]]
    """The request that reads the document of an id."""

MOST_IDS: Final = 50
"""Ids that one request asks for."""
MOST_TEXT: Final = 3000
"""Bytes of ids in one request, encoded: what is longer may be more than a server takes as an address."""
STEP: Final = re.compile(r"""\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\.?([^.\[]+)""")
"""A step of a problem's path: an index, an odd name, or a name."""


class Stored(HasStatus, Protocol):
    """What every document has."""

    @property
    def sourced_id(self) -> str:
        """Its id."""
        ...


T = TypeVar("T")
S = TypeVar("S", bound=Stored)
B = TypeVar("B")
W = TypeVar("W", bound=Input)


class Batch(NamedTuple, Generic[T]):
    """Documents that were read by their ids."""

    found: tuple[T, ...]
    """In the order of the ids, each once; deleted ones included."""
    missing: tuple[str, ...]
    """Ids for which there is no document."""
    bad: tuple[BadRow, ...] = ()
    """Documents that could not be read, left out under `using(bad_rows="skip")`; else such a one fails the flow."""


def is_id(value: object) -> str | None:
    """Text that is more than white space."""
    if not isinstance(value, str):
        return f"expected text, found {type(value).__name__}"
    return None if value.strip() else "must not be blank"


def is_count(value: object) -> str | None:
    """A whole number from 1 on."""
    fits = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    return None if fits else "must be a whole number of at least 1"


def is_missing(told: Result[object, TimebackError]) -> bool:
    """Whether a request failed because what its path names does not exist."""
    from timeback_core.errors import NotFound

    return isinstance(told, Failure) and isinstance(told.failure(), NotFound)


def with_id(body: B, sourced_id: str) -> B:
    """An input about the document of that id; what is no input is left to the request, which refuses it."""
    return evolve(body, sourced_id=sourced_id) if isinstance(body, Model) else body


def given(value: B | None) -> B | Unset:
    """A value of an input; what is `None` was not given, hence left out."""
    return UNSET if value is None else value


def narrowed_to(wanted: type[W], body: object) -> W:
    """What an input says, as the narrower input of another request: what that one lacks is left out."""
    if not isinstance(body, Model):
        return cast(W, body)  # the request refuses what is no input
    known = {field.name for field in fields_of(wanted)}
    said = {field.name: getattr(body, field.name) for field in fields_of(type(body)) if field.name in known}
    made: W = wanted(extra=body.extra, **{name: value for name, value in said.items() if value is not UNSET})
    return made


def problems_in(*requests: Request[object]) -> tuple[Problem, ...]:
    """Everything that is wrong with requests, found before any of them is sent."""
    return tuple(dict.fromkeys(problem for request in requests for problem in request.problems))


def invalid(*problems: Problem) -> Failure[InvalidInput]:
    """The failure of a flow whose input is wrong."""
    from timeback_core.errors import InvalidInput

    return Failure(InvalidInput(problems))


def modified(
    sourced_id: str,
    get: Operation[Concatenate[str, ...], D],
    input_of: Callable[[D], Result[B, InvalidInput]],
    change: Callable[[B], B],
    update: Operation[[str, B], D | None],
    part: Operation[[str, Any], D | None] | None = None,
) -> Steps[D]:
    """A document, read, changed and written back; as the server has it afterwards. Nothing is written without a change.

    What the change changed is checked, and nothing else: what the server itself has is no reason to refuse. `part` is
    the operation that takes the members that changed: `update` itself where that leaves the others, or one beside it
    for all changes but those that it cannot say, such as a member that is taken away.
    """
    read = yield from Perform(get.request(sourced_id))
    if isinstance(read, Failure):
        return read
    body = input_of(read.unwrap())
    if isinstance(body, Failure):
        return body
    before = body.unwrap()
    untouched, whole = update.request(sourced_id, before), update.request(sourced_id, change(before))
    if problems := introduced(untouched, whole):
        return invalid(*problems)
    stored, wanted = document_of(untouched), document_of(whole)
    changed = {name: each for name, each in wanted.items() if name not in stored or not alike(stored[name], each)}
    left_out = part is not update and leaves_out(stored, wanted)
    if not changed and not left_out:
        return read
    in_part = part is update or (part is not None and not left_out and changed.keys() <= members_of(part))
    write = part.request(sourced_id, changed) if part is not None and in_part else whole
    return (yield from written(attrs.evolve(write, body=as_json(write.body), misused=()), get.request(sourced_id)))


def members_of(write: Operation[..., object]) -> set[str]:
    """The members, as the wire names them, of the input that an operation takes after an id."""
    _, body, *_ = write.function.__annotations__.values()
    return {field.wire for field in fields_of(body)}


def as_json(body: Any) -> Any:
    """A body as plain JSON, whatever rules it breaks."""
    from timeback_core.engine.codec.runtime import encode

    if is_mapping(body):
        return {name: as_json(member) for name, member in body.items()}
    return encode(body) if isinstance(body, Model) else body


def document_of(request: Request[object]) -> Mapping[str, Any]:
    """What a request writes, out of its envelope."""
    document: Mapping[str, Any] = as_json(request.body)
    return document if isinstance(request.body, Model) else next(iter(document.values()))


def introduced(stored: Request[object], wanted: Request[object]) -> tuple[Problem, ...]:
    """What is wrong with a request and not already, in the same place, with what the server itself has."""
    problems = problems_in(wanted)
    if not problems:
        return ()
    before = after = as_json(stored.body)
    with suppress(ValueError):  # where it holds what JSON cannot say, which the problems tell
        after = as_json(wanted.body)
    known = {_trace(problem, before) for problem in problems_in(stored)}
    return tuple(problem for problem in problems if _trace(problem, after) not in known)


def _trace(problem: Problem, document: object) -> tuple[str, str, str]:
    """By what a problem is known again: its place in whatever row, its text, and the value that is there."""
    return re.sub(r"\[\d+\]", "[]", problem.path), problem.text, repr(follow(document, problem.path))


def follow(document: object, path: str) -> object:
    """What lies under the path of a problem in JSON; None where nothing does."""
    found: Any = document
    for index, odd, name in STEP.findall(path):
        try:
            found = found[int(index) if index else json.loads(odd) if odd else name]
        except (LookupError, TypeError):
            return None
    return found


def alike(one: Any, other: Any) -> bool:
    """Whether two JSON values say the same; true and false are no numbers."""
    if is_mapping(one) and is_mapping(other):
        return one.keys() == other.keys() and all(alike(each, other[name]) for name, each in one.items())
    if is_listing(one) and is_listing(other):
        return len(one) == len(other) and all(map(alike, one, other))
    return one == other and isinstance(one, bool) is isinstance(other, bool)


def leaves_out(stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a document lacks a member, or one of an object in it, that another one has."""
    objects = {name: each for name, each in stored.items() if is_mapping(each) and is_mapping(wanted.get(name))}
    return bool(stored.keys() - wanted.keys()) or any(
        each.keys() - wanted[name].keys() for name, each in objects.items()
    )


def written(write: Request[D | None], read: Request[D]) -> Steps[D]:
    """The document that a write answers, or where it answers none, that of a read after it."""
    told = yield from Perform(write)
    if isinstance(told, Failure):
        return told
    answered = told.unwrap()
    return (yield from Perform(read)) if answered is None else Success(answered)


def upserted(sourced_id: str, get: Get[S], replace: Request[S | None], create: Request[Created]) -> Steps[S]:
    """A document replaced, or created where a 404 speaks of itself; both requests are checked before one is sent."""
    if problems := problems_in(replace, create):
        return invalid(*problems)
    replaced = yield from written(replace, get(sourced_id))
    if not is_missing(replaced):
        return replaced
    return (yield from created(sourced_id, get, create, otherwise=written(replace, get(sourced_id))))


def ensured(sourced_id: str, get: Get[S], create: Request[Created]) -> Steps[S]:
    """The document of an id as it is, or created where there is none that is in use."""
    if problems := problems_in(create):
        return invalid(*problems)
    read = yield from Perform(get(sourced_id))
    if isinstance(read, Failure) and not is_missing(read):
        return read
    if isinstance(read, Success) and is_active(read.unwrap()):
        return read
    return (yield from created(sourced_id, get, create, otherwise=Perform(get(sourced_id))))


def created(sourced_id: str, get: Get[S], create: Request[Created], *, otherwise: Perform[S] | Steps[S]) -> Steps[S]:
    """The new document, or what is done `otherwise`, where another caller has created one that is in use."""
    from timeback_core.errors import Conflict

    told = yield from Perform(create)
    if isinstance(told, Success):
        return (yield from Perform(get(told.unwrap().sourced_id)))
    error = told.failure()
    if not isinstance(error, Conflict):
        return Failure(error)
    read = yield from Perform(get(sourced_id))
    if isinstance(read, Failure):
        return Failure(error)
    if not is_active(read.unwrap()):
        return Failure(attrs.evolve(error, deleted=True))
    return (yield from otherwise)


def read_by_ids(
    ids: Sequence[str], listing: Callable[..., Request[Page[D]]], named: str = "sourcedId"
) -> Steps[Batch[D]]:
    """The documents of these ids, up to fifty in one request, or fewer where the platform takes no such filter.

    named: what their ids are called on the wire.
    """
    if problems := tuple(_problems(ids)):
        return invalid(*problems)
    wanted = dict.fromkeys(ids)
    found: dict[str, D | None] = {}  # none where it cannot be read
    bad: tuple[BadRow, ...] = ()
    left = list(chunks(wanted))
    while left:
        chunk = left.pop(0)
        rows = yield from collected(listing(where={named: {"in": chunk}}, limit=len(chunk)))
        if not isinstance(rows, Failure):
            told = rows.unwrap()
            if any(row.id is None for row in told.bad):  # it may be any of those that would pass for missing
                return unread(told.bad)
            found.update((getattr(row, IDS[named]), row) for row in told)
            found.update((row.id, None) for row in told.bad if row.id is not None)
            bad += told.bad
        elif len(chunk) > 1 and asks_for_too_many(rows.failure()):
            middle = len(chunk) // 2
            left[:0] = [chunk[:middle], chunk[middle:]]
        else:
            return rows
    # Servers that compare without regard to case answer rows of ids that were spelled otherwise.
    others = {sourced_id.lower(): sourced_id for sourced_id in found if sourced_id not in wanted}
    places = {each: each if each in found else others.get(each.lower()) for each in wanted}
    rows_here = (found[place] for place in dict.fromkeys(places.values()) if place is not None)
    here = tuple(row for row in rows_here if row is not None)
    return Success(Batch(here, tuple(each for each, place in places.items() if place is None), bad))


def unread(rows: tuple[BadRow, ...]) -> Failure[DecodeError]:
    """The failure of a flow that cannot do without rows that cannot be read."""
    from timeback_core.errors import DecodeError

    return Failure(DecodeError.of(rows))


def asks_for_too_many(error: TimebackError) -> bool:
    """Whether a filter was refused, unsent, for what the dialect of the platform cannot say."""
    from timeback_core.errors import InvalidInput

    return isinstance(error, InvalidInput) and any(problem.path == "where" for problem in error.problems)


def chunks(ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The ids in groups that one request can ask for."""
    from urllib.parse import quote

    group: list[str] = []
    length = 0
    for each in ids:
        size = len(quote(each, safe="", errors="replace"))
        if group and (len(group) == MOST_IDS or length + size > MOST_TEXT):
            yield tuple(group)
            group, length = [], 0
        group.append(each)
        length += size
    if group:
        yield tuple(group)


def _problems(ids: object) -> Iterator[Problem]:
    if not is_listing(ids):
        yield Problem("ids", f"expected a sequence of ids, found {type(ids).__name__}")
        return
    for index, each in enumerate(ids):
        if text := is_id(each):
            yield Problem(f"ids[{index}]", text)
