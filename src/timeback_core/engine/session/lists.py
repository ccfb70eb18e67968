"""How a list unfolds, page after page, and what becomes of its rows: pure, for both kinds of session and for flows."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar, cast

from returns.result import Failure, Result, Success

from timeback_core.engine.call.paging import DEFAULT_LIMIT, Paging
from timeback_core.errors import CallInfo, DecodeError, IncompletePages, InvalidInput, RowProblem, TimedOut
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.expect import Rows
    from timeback_core.engine.call.request import Page, Request
    from timeback_core.errors import TimebackError

I = TypeVar("I")  # noqa: E741 -- the item of a page
V = TypeVar("V")


class Fetch(NamedTuple, Generic[I]):
    """Ask for a page; `ahead` are those that will probably be wanted after it, in order."""

    request: Request[Page[I]]
    ahead: tuple[Request[Page[I]], ...] = ()


Fetching: TypeAlias = "Generator[Fetch[I], Any, V]"
"""Asks for pages and gives a value; a `Fetch` is answered with the `Result` of the page's rows."""


class Unfolding(Generic[I]):
    """The pages of a list from a request on, each of which is asked for when it is wanted.

    An empty page before the total is reached is asked for once more; if it stays empty, the list ends with
    `IncompletePages`.
    """

    def __init__(self, request: Request[Page[I]], prefetch: int, most: int | None = None) -> None:
        """prefetch: how many pages may be asked for ahead; it changes nothing but time. most: rows wanted in all."""
        self._grid = _Grid(request, prefetch)
        self._next: Fetch[I] | None = Fetch(sized(request, self._grid.paging, most))
        self._most = most
        self._received = 0
        self._again = False

    def page(self) -> Fetching[I, Result[Rows[I], TimebackError] | None]:
        """The next page, or the failure that ends the list; None after the last."""
        while self._next is not None:
            told: Result[Rows[I], TimebackError] = yield self._next
            if isinstance(told, Failure):
                self._next = None
                return told
            rows = told.unwrap()
            page = rows.page
            self._received += len(rows.entries)
            if not rows.entries and page.total is not None and page.offset < page.total:
                if self._again:
                    call = rows.call or _call_of(self._next.request)
                    self._next = None
                    return Failure(IncompletePages(call, page.offset, page.total))
                self._again = True
                continue
            self._again = False
            left = None if self._most is None else self._most - self._received
            enough = left is not None and left <= 0
            self._next = None if page.next is None or enough else self._grid.after(page, page.next, left)
            return told
        return None

    def rows(self) -> Fetching[I, list[Result[I, TimebackError]] | None]:
        """The rows of the next page, bad ones as failures in their places, or what ends the list; None after it."""
        told = yield from self.page()
        if told is None:
            return None
        if isinstance(told, Failure):
            return [told]
        rows = told.unwrap()
        if not rows.bad:
            return list(map(Success, cast("list[I]", rows.entries)))  # no entry is a problem
        return [
            Failure(_decode_error(rows, (entry,))) if isinstance(entry, RowProblem) else Success(entry)
            for entry in rows.entries
        ]

    def gathered(self) -> Fetching[I, Result[tuple[I, ...], TimebackError]]:
        """All rows, `most` of them where that is given, or the first failure."""
        gathered: list[I] = []
        while (told := (yield from self.page())) is not None:
            if isinstance(told, Failure):
                return told
            rows = told.unwrap()
            if rows.bad:
                return Failure(_decode_error(rows, rows.problems()))
            gathered.extend(cast("list[I]", rows.entries))  # no entry is a problem
        return Success(tuple(gathered[: self._most]))


class _Grid(Generic[I]):
    """Where pages begin when some are asked for ahead: at the start of the list and every so many rows after it."""

    def __init__(self, request: Request[Page[I]], prefetch: int) -> None:
        self.paging: Paging = request.endpoint.expect.rows.paging
        self._first = self.paging.asked(request.query_value)
        self._prefetch = prefetch
        self._size: int | None = None

    def after(self, page: Page[I], following: Request[Page[I]], left: int | None) -> Fetch[I]:
        """What to ask for after a page; left: rows that are still wanted, where that is bounded."""
        size = self._size = self._size or page.limit or self._first.limit or DEFAULT_LIMIT
        total = page.total
        if self._prefetch < 1 or total is None or self.paging.style == "none":
            return Fetch(sized(following, self.paging, left))
        at = self.paging.asked(following.query_value).start
        if self.paging.style == "page":
            wanted = total if left is None else min(total, (at - 1) * size + left)
            return Fetch(following, tuple(self._later_pages(following, at, size, wanted)))
        gap = size - (at - self._first.start) % size
        end = total if left is None else min(total, at + left)
        ahead = tuple(self._later_offsets(following, at + gap, size, end))
        return Fetch(self._limited(following, min(gap, end - at)), ahead)

    def _later_offsets(self, request: Request[Page[I]], at: int, size: int, end: int) -> Iterator[Request[Page[I]]]:
        for start in range(at, min(end, at + size * (self._prefetch - 1)), size):
            yield self._limited(request, min(size, end - start)).with_query(self.paging.position, str(start))

    def _later_pages(self, request: Request[Page[I]], page: int, size: int, end: int) -> Iterator[Request[Page[I]]]:
        for later in range(page + 1, page + self._prefetch):
            if (later - 1) * size >= end:
                return
            yield request.with_query(self.paging.position, str(later))

    def _limited(self, request: Request[Page[I]], limit: int) -> Request[Page[I]]:
        return request.with_query(self.paging.limit, str(limit))


def sized(request: Request[Page[I]], paging: Paging, most: int | None) -> Request[Page[I]]:
    """The request with the limit that a stream asks for: the caller's, or the default, and no more than `most`.

    A page number beyond the first counts pages of the limit that was asked for before, so that limit stays.
    """
    if paging.style == "none":
        return request
    at = paging.asked(request.query_value)
    limit = at.limit or DEFAULT_LIMIT
    if most is not None and (paging.style == "offset" or at.start == 1):
        limit = min(limit, most)
    return request if limit == at.limit else request.with_query(paging.limit, str(limit))


def taken(count: object, request: Request[Page[I]], prefetch: int) -> Fetching[I, Result[tuple[I, ...], TimebackError]]:
    """At most so many rows of a list, or what is wrong with their number."""
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        return Failure(InvalidInput((Problem("count", "must be a whole number of at least 0"),)))
    if count == 0:
        return Success(())
    return (yield from Unfolding(request, prefetch, count).gathered())


def too_late(request: Request[Page[I]], total_timeout: float) -> TimedOut:
    """The error of a list whose deadline has passed between two pages."""
    return TimedOut(_call_of(request, total_timeout), total_timeout, "pages")


def _call_of(request: Request[Page[I]], elapsed: float = 0.0) -> CallInfo:
    endpoint = request.endpoint
    return CallInfo(endpoint.full_name, endpoint.verb, endpoint.template, elapsed=elapsed)


def _decode_error(rows: Rows[I], problems: tuple[RowProblem, ...]) -> DecodeError:
    first = problems[0]
    call = rows.call or CallInfo("", "", "")
    return DecodeError(call, first.path, first.expected, first.found, problems)
