"""Reading documents by their ids, many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, Protocol, TypeVar

from returns.result import Failure, Success

from timeback_core.engine.narrow import is_listing
from timeback_core.engine.surface.documents import Stored, invalid, is_id
from timeback_core.engine.surface.flow import collected
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.effects import Steps
    from timeback_core.engine.call.request import Page, Request
    from timeback_core.engine.filters import Where
    from timeback_core.errors import TimebackError

T = TypeVar("T")
S = TypeVar("S", bound=Stored)
S_co = TypeVar("S_co", bound=Stored, covariant=True)

MOST_IDS: Final = 50
"""Ids that one request asks for."""
MOST_TEXT: Final = 3000
"""Characters of ids in one request: what is longer may be more than a server takes as an address."""


class Batch(NamedTuple, Generic[T]):
    """Documents that were read by their ids."""

    found: tuple[T, ...]
    """In the order of the ids, each once; deleted ones included."""
    missing: tuple[str, ...]
    """Ids for which there is no document."""


class Listing(Protocol[S_co]):
    """The request of an operation that lists documents."""

    def __call__(self, *, where: Where, limit: int) -> Request[Page[S_co]]:
        """The request for one page."""
        ...


def read_by_ids(ids: Sequence[str], listing: Listing[S]) -> Steps[Batch[S]]:
    """The documents of these ids, up to fifty in one request, or fewer where the platform takes no such filter."""
    if problems := tuple(_problems(ids)):
        return invalid(*problems)
    wanted = tuple(dict.fromkeys(ids))
    found: dict[str, S] = {}
    left = list(chunks(wanted))
    while left:
        chunk = left.pop(0)
        rows = yield from collected(listing(where={"sourcedId": {"in": chunk}}, limit=len(chunk)))
        if not isinstance(rows, Failure):
            found.update((row.sourced_id, row) for row in rows.unwrap())
        elif len(chunk) > 1 and asks_for_too_many(rows.failure()):
            middle = len(chunk) // 2
            left[:0] = [chunk[:middle], chunk[middle:]]
        else:
            return rows
    here = tuple(found[each] for each in wanted if each in found)
    return Success(Batch(here, tuple(each for each in wanted if each not in found)))


def asks_for_too_many(error: TimebackError) -> bool:
    """Whether a filter was refused, unsent, for what the dialect of the platform cannot say."""
    from timeback_core.errors import InvalidInput

    return isinstance(error, InvalidInput) and any(problem.path == "where" for problem in error.problems)


def chunks(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The ids in groups that one request can ask for."""
    group: list[str] = []
    length = 0
    for each in ids:
        if group and (len(group) == MOST_IDS or length + len(each) > MOST_TEXT):
            yield tuple(group)
            group, length = [], 0
        group.append(each)
        length += len(each)
    if group:
        yield tuple(group)


def _problems(ids: object) -> Iterator[Problem]:
    if not is_listing(ids):
        yield Problem("ids", f"expected a sequence of ids, found {type(ids).__name__}")
        return
    for index, each in enumerate(ids):
        if text := is_id(each):
            yield Problem(f"ids[{index}]", text)
