"""Lists as streams of rows, for threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

from returns.result import Failure, Result, Success

from timeback_core.engine.policy.answer import read_page_rows
from timeback_core.engine.session.rows import bad_row, too_late, whole_rows, wrong_count
from timeback_core.engine.session.unfolding import Fetch, unfold
from timeback_core.errors import RowProblem, TimebackError

if TYPE_CHECKING:
    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.policy.rows import Rows
    from timeback_core.engine.session.synchronous import Session

I = TypeVar("I")  # noqa: E741 -- the item of a page


def stream(session: Session, request: Request[Page[I]]) -> Iterator[Result[I, TimebackError]]:
    """Every row of a list; a bad row is a failure in its place, a failed page the end."""
    for told in pages(session, request):
        if isinstance(told, Failure):
            yield told
            return
        rows = told.unwrap()
        for entry in rows.entries:
            if rows.bad and isinstance(entry, RowProblem):
                yield Failure(bad_row(rows, entry))
            else:
                yield Success(entry)  # type: ignore[arg-type]  # no bad row: an item


def collect(session: Session, request: Request[Page[I]]) -> Result[tuple[I, ...], TimebackError]:
    """All rows of a list, or the first failure."""
    return _gather(pages(session, request))


def take(session: Session, count: int, request: Request[Page[I]]) -> Result[tuple[I, ...], TimebackError]:
    """At most `count` rows of a list."""
    if wrong := wrong_count(count):
        return Failure(wrong)
    if count == 0:
        return Success(())
    return _gather(pages(session, request, count)).map(lambda rows: rows[:count])


def _gather(told_pages: Iterator[Result[Rows[I], TimebackError]]) -> Result[tuple[I, ...], TimebackError]:
    collected: list[I] = []
    for told in told_pages:
        if isinstance(told, Failure):
            return told
        whole = whole_rows(told.unwrap())
        if isinstance(whole, Failure):
            return whole
        collected.extend(whole.unwrap())
    return Success(tuple(collected))


def pages(
    session: Session, request: Request[Page[I]], most: int | None = None
) -> Iterator[Result[Rows[I], TimebackError]]:
    """The pages of a list; its threads, where it asks ahead, end with it."""
    total_timeout = session.options.total_timeout
    until = None if total_timeout is None else monotonic() + total_timeout

    def fetch(wanted: Request[Page[I]]) -> Result[Rows[I], TimebackError]:
        left = None if until is None else until - monotonic()
        if total_timeout is not None and left is not None and left <= 0:
            return Failure(too_late(wanted, total_timeout))
        return session.tell(wanted, read_page_rows, left)

    # More threads than may send at the same time would only wait.
    ahead = _Ahead(fetch, min(session.options.prefetch, session.config.max_concurrency))
    unfolding = unfold(request, session.options.prefetch, most)
    try:
        step = next(unfolding)
        while True:
            if isinstance(step, Fetch):
                step = unfolding.send(ahead.get(step))
            else:
                yield step.told
                step = next(unfolding)
    except StopIteration:
        return
    finally:
        ahead.close()


class _Ahead(Generic[I]):
    """Fetches pages, those that are wanted later in threads of its own."""

    def __init__(
        self, fetch: Callable[[Request[Page[I]]], Result[Rows[I], TimebackError]], threads: int
    ) -> None:
        self._fetch = fetch
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._begun: dict[Request[Page[I]], Future[Result[Rows[I], TimebackError]]] = {}

    def get(self, wanted: Fetch[I]) -> Result[Rows[I], TimebackError]:
        if wanted.ahead and self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="timeback-pages")
        own = self._begun.pop(wanted.request, None)
        if self._pool is None:
            return self._fetch(wanted.request)
        if own is None:
            own = self._pool.submit(self._fetch, wanted.request)
        for later in wanted.ahead:
            if later not in self._begun:
                self._begun[later] = self._pool.submit(self._fetch, later)
        return own.result()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
