"""How a list unfolds, page after page: which page is asked for next and which ones may be asked for ahead. Pure."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from returns.result import Failure, Result

from timeback_core.engine.call.paging import DEFAULT_LIMIT, Page, Paging, position_of
from timeback_core.errors import IncompletePages, TimebackError

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.policy.rows import Rows

I = TypeVar("I")  # noqa: E741 -- the item of a page


class Fetch(Generic[I]):
    """Ask for a page; `ahead` are those that will probably be wanted after it, in order."""

    __slots__ = ("ahead", "request")

    def __init__(self, request: Request[Page[I]], ahead: tuple[Request[Page[I]], ...]) -> None:
        self.request: Request[Page[I]] = request
        self.ahead: tuple[Request[Page[I]], ...] = ahead


class Give(Generic[I]):
    """The rows of the next page, or the failure that ends the list."""

    __slots__ = ("told",)

    def __init__(self, told: Result[Rows[I], TimebackError]) -> None:
        self.told: Result[Rows[I], TimebackError] = told


Unfolding: TypeAlias = "Generator[Fetch[I] | Give[I], Any, None]"
"""A `Fetch` is answered with the `Result` of its page, a `Give` with nothing."""


def unfold(request: Request[Page[I]], prefetch: int, most: int | None = None) -> Unfolding[I]:
    """The pages of a list from a request on.

    prefetch: how many pages may be asked for ahead; it changes nothing but time. most: rows that are wanted in all.

    An empty page before the total is reached is asked for once more; if it stays empty, the list ends with
    `IncompletePages`.
    """
    grid = _Grid(request, prefetch)
    step = Fetch(sized(request, grid.paging, most), ())
    received = 0
    again = False
    while True:
        told: Result[Rows[I], TimebackError] = yield step
        yield Give(told)
        if isinstance(told, Failure):
            return
        rows = told.unwrap()
        page = rows.page
        received += len(rows.entries)
        if not rows.entries and page.total is not None and page.offset < page.total:
            if again and rows.call is not None:
                yield Give(Failure(IncompletePages(rows.call, page.offset, page.total)))
                return
            again = True
            continue
        again = False
        if page.next is None or (most is not None and received >= most):
            return
        step = grid.after(page, page.next, None if most is None else most - received)


class _Grid(Generic[I]):
    """Where pages begin when some are asked for ahead: at the start of the list and every so many rows after it."""

    def __init__(self, request: Request[Page[I]], prefetch: int) -> None:
        self.paging: Paging = paging_of(request)
        self._first = position_of(request, self.paging)
        self._prefetch = prefetch
        self._size: int | None = None

    def after(self, page: Page[I], following: Request[Page[I]], left: int | None) -> Fetch[I]:
        """What to ask for after a page; left: rows that are still wanted, where that is bounded."""
        size = self._size = self._size or page.limit or self._first.limit or DEFAULT_LIMIT
        total = page.total
        if self._prefetch < 1 or total is None or self.paging.style == "none":
            return Fetch(sized(following, self.paging, left), ())
        at = position_of(following, self.paging).start
        if self.paging.style == "page":
            wanted = total if left is None else min(total, (at - 1) * size + left)
            return Fetch(following, tuple(self._later_pages(following, at, size, wanted)))
        gap = size - (at - self._first.start) % size
        end = total if left is None else min(total, at + left)
        ahead = tuple(self._later_offsets(following, at + gap, size, end))
        return Fetch(self._limited(following, min(gap, end - at)), ahead)

    def _later_offsets(
        self, request: Request[Page[I]], at: int, size: int, end: int
    ) -> Iterator[Request[Page[I]]]:
        for start in range(at, min(end, at + size * (self._prefetch - 1)), size):
            yield self._limited(request, min(size, end - start)).with_query(self.paging.position, str(start))

    def _later_pages(
        self, request: Request[Page[I]], page: int, size: int, end: int
    ) -> Iterator[Request[Page[I]]]:
        for later in range(page + 1, page + self._prefetch):
            if (later - 1) * size >= end:
                return
            yield request.with_query(self.paging.position, str(later))

    def _limited(self, request: Request[Page[I]], limit: int) -> Request[Page[I]]:
        return request.with_query(self.paging.limit, str(limit))


def paging_of(request: Request[Page[I]]) -> Paging:
    """How a list request's resource pages."""
    return request.operation.expect.rows.paging


def sized(request: Request[Page[I]], paging: Paging, most: int | None) -> Request[Page[I]]:
    """The request with the limit that a stream asks for: the caller's, or the default, and no more than `most`.

    A page number beyond the first counts pages of the limit that was asked for before, so that limit stays.
    """
    if paging.style == "none":
        return request
    at = position_of(request, paging)
    asked = at.limit
    limit = asked or DEFAULT_LIMIT
    if most is not None and (paging.style == "offset" or at.start == 1):
        limit = min(limit, most)
    return request if limit == asked else request.with_query(paging.limit, str(limit))
