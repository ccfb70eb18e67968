"""How a list unfolds, page after page, and what becomes of its rows: pure, for both kinds of session and for flows."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from operator import eq
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from returns.result import Failure, Result, Success

from timeback_core.engine.call.paging import DEFAULT_LIMIT, IDS, Paging
from timeback_core.engine.policy.failures import unsent
from timeback_core.errors import BadRow, IncompletePages, InvalidInput, TimedOut
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.answers import Rows
    from timeback_core.engine.call.page import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.errors import TimebackError

I = TypeVar("I")  # noqa: E741 -- the item of a page
V = TypeVar("V")

_TELLING: Final = 5
"""So many rows at the begin of a page tell whether it came before."""


class Fetch(NamedTuple, Generic[I]):
    """Ask for a page; `ahead` are those that will probably be wanted after it, in order."""

    request: Request[Page[I]]
    ahead: tuple[Request[Page[I]], ...] = ()


Fetching: TypeAlias = "Generator[Fetch[I], Any, V]"
"""Asks for pages and gives a value; a `Fetch` is answered with the `Result` of the page."""


class Unfolding(Generic[I]):
    """The pages of a list from a request on, each of which is asked for when it is wanted.

    An empty page before the total is asked for once more. A list that ends wrongly ends with `IncompletePages`.
    """

    def __init__(self, request: Request[Page[I]], prefetch: int, most: int | None = None) -> None:
        """prefetch: how many pages may be asked for ahead; it changes nothing but time. most: rows wanted in all."""
        self._grid = _Grid(request, prefetch)
        self._seen: _Seen[I] = _Seen(request)
        self._next: Fetch[I] | None = Fetch(sized(request, self._grid.paging, most))
        self._most = most
        self._again = False
        self._flaw: IncompletePages | None = None
        """What is wrong with the end of the list, to be told after the rows of its last page."""

    def page(self) -> Fetching[I, Result[Page[I], TimebackError] | None]:
        """The next page, or the failure that ends the list; None after the last."""
        while self._next is not None:
            told: Result[Page[I], TimebackError] = yield self._next
            if isinstance(told, Failure):
                self._next = None
                return told
            page = told.unwrap()
            if not self._again and self._seen.lacks(page):
                self._again = True
                continue
            self._again = False
            if (flaw := self._seen.flaw_of(page)) is not None:
                self._next = None
                return Failure(flaw)
            left = None if self._most is None else self._most - self._seen.received
            if left is not None and left <= 0:
                self._next = None
            elif page.next is not None:
                self._next = self._grid.after(page, page.next, left)
            else:
                self._next, self._flaw = None, self._seen.flaw_at_end(page)
            return told
        flaw, self._flaw = self._flaw, None
        return None if flaw is None else Failure(flaw)

    def rows(self) -> Fetching[I, list[Result[I, TimebackError | BadRow]] | Failure[TimebackError] | None]:
        """The rows of the next page, bad ones as failures in their places, or what ends the list; None after it."""
        told = yield from self.page()
        if told is None or isinstance(told, Failure):
            return told
        page = told.unwrap()
        if not page.bad:
            return list(map(Success, page))
        return [Failure(each) if isinstance(each, BadRow) else Success(each) for each in _entries(page)]

    def gathered(self) -> Fetching[I, Result[Rows[I], TimebackError]]:
        """All rows, `most` of them where that is given, or the first failure."""
        from timeback_core.engine.call.answers import Rows

        gathered: list[I | BadRow] = []
        while (told := (yield from self.page())) is not None:
            if isinstance(told, Failure):
                return told
            gathered += _entries(told.unwrap())
        wanted = gathered[: self._most]
        bad = tuple(each for each in wanted if isinstance(each, BadRow))
        return Success(Rows((each for each in wanted if not isinstance(each, BadRow)), bad))


class _Seen(Generic[I]):
    """What was seen of a list so far, and where it cannot be the whole of one."""

    def __init__(self, request: Request[Page[I]]) -> None:
        paging = request.endpoint.expect.rows.paging
        at = paging.asked(request.query_value)
        self._request = request
        self.received = 0
        self._before = at.start if paging.style == "offset" else 0
        self._from_start = paging.style != "page" or at.start == 1
        """Whether it is known how many rows lie before the first page."""
        self._linked = False
        """Whether a link has led on, whatever the total says."""
        self._begun: dict[object, list[object]] = {}
        """The ids with which pages began, by the first of them."""

    def lacks(self, page: Page[I]) -> bool:
        """Whether an empty page stands where there should be rows by the total."""
        before = self._before + self.received if self._from_start else page.offset
        return not page and not page.bad and page.total is not None and before < page.total

    def flaw_of(self, page: Page[I]) -> IncompletePages | None:
        """Why a page cannot be the next one of the list."""
        self._linked = self._linked or page.linked is True
        if self.lacks(page):
            return self._flaw(page, "then empty pages")
        if page.incomplete and page.linked:
            return self._flaw(page, "then an empty page that announces another one")
        ids = [found for each in _entries(page)[:_TELLING] if (found := _id_of(each)) is not None]
        if ids and len(set(ids)) == len(ids):  # else they tell no rows apart
            before = self._begun.setdefault(ids[0], ids)
            if before is not ids and all(map(eq, before, ids)):
                return self._flaw(page, "then a page that begins like one before it")
        self.received += len(page) + len(page.bad)
        return None

    def flaw_at_end(self, page: Page[I]) -> IncompletePages | None:
        """Why the list cannot end with a page after which there is none."""
        if page.total is None or not (page or page.bad) or not self._from_start:
            return None
        beyond = self._before + self.received - page.total
        if beyond > 0 and not self._linked:
            return self._flaw(page, "more than there should be")
        return self._flaw(page, "then no further page") if beyond < 0 else None

    def _flaw(self, page: Page[I], seen: str) -> IncompletePages:
        return IncompletePages(unsent(self._request), self._before + self.received, page.total, seen)


def _entries(page: Page[I]) -> list[I | BadRow]:
    """The rows of a page, bad ones in their places."""
    entries: list[I | BadRow] = list(page)
    for row in page.bad:
        entries.insert(row.index, row)
    return entries


def _id_of(entry: object) -> object:
    if isinstance(entry, BadRow):
        return entry.id
    ids = (getattr(entry, name, None) for name in IDS.values())
    return next((found for found in ids if isinstance(found, str | int)), None)


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
        at = self.paging.asked(following.query_value).start
        by_rows = self.paging.style == "offset"
        if self._prefetch < 1 or total is None or (by_rows and at >= total):  # where only a link leads
            whole = self._limited(following, self._first.limit or DEFAULT_LIMIT) if by_rows else following
            return Fetch(sized(whole, self.paging, left))
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


def taken(request: Request[Page[I]], prefetch: int, *most: object) -> Fetching[I, Result[Rows[I], TimebackError]]:
    """All rows of a list, or at most so many of them, or what is wrong with that number."""
    if not most:
        return (yield from Unfolding(request, prefetch).gathered())
    (count,) = most
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        return Failure(InvalidInput((Problem("count", "must be a whole number of at least 0"),), call=unsent(request)))
    if count == 0:
        from timeback_core.engine.call.answers import Rows

        return Success(Rows(()))
    return (yield from Unfolding(request, prefetch, count).gathered())


def too_late(request: Request[Page[I]], total_timeout: float) -> TimedOut:
    """The error of a list whose deadline has passed between two pages."""
    return TimedOut(unsent(request, total_timeout), total_timeout, "pages")
