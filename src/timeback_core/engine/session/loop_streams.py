"""Lists as streams of rows, for event loops."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

import anyio
from returns.result import Failure, Result, Success

from timeback_core.engine.policy.answer import read_page_rows
from timeback_core.engine.session.rows import bad_row, too_late, whole_rows, wrong_count
from timeback_core.engine.session.unfolding import Fetch, unfold
from timeback_core.errors import RowProblem, TimebackError

if TYPE_CHECKING:
    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.policy.rows import Rows
    from timeback_core.engine.session.asynchronous import AsyncSession

I = TypeVar("I")  # noqa: E741 -- the item of a page


async def stream(session: AsyncSession, request: Request[Page[I]]) -> AsyncIterator[Result[I, TimebackError]]:
    """Every row of a list; a bad row is a failure in its place, a failed page the end."""
    async with aclosing(pages(session, request)) as told_pages:
        async for told in told_pages:
            if isinstance(told, Failure):
                yield told
                return
            rows = told.unwrap()
            for entry in rows.entries:
                if rows.bad and isinstance(entry, RowProblem):
                    yield Failure(bad_row(rows, entry))
                else:
                    yield Success(entry)  # type: ignore[arg-type]  # no bad row: an item


async def collect(session: AsyncSession, request: Request[Page[I]]) -> Result[tuple[I, ...], TimebackError]:
    """All rows of a list, or the first failure."""
    return await _gather(pages(session, request))


async def take(
    session: AsyncSession, count: int, request: Request[Page[I]]
) -> Result[tuple[I, ...], TimebackError]:
    """At most `count` rows of a list."""
    if wrong := wrong_count(count):
        return Failure(wrong)
    if count == 0:
        return Success(())
    return (await _gather(pages(session, request, count))).map(lambda rows: rows[:count])


async def _gather(
    all_pages: AsyncGenerator[Result[Rows[I], TimebackError], None],
) -> Result[tuple[I, ...], TimebackError]:
    collected: list[I] = []
    async with aclosing(all_pages) as told_pages:
        async for told in told_pages:
            if isinstance(told, Failure):
                return told
            whole = whole_rows(told.unwrap())
            if isinstance(whole, Failure):
                return whole
            collected.extend(whole.unwrap())
    return Success(tuple(collected))


async def pages(
    session: AsyncSession, request: Request[Page[I]], most: int | None = None
) -> AsyncGenerator[Result[Rows[I], TimebackError], None]:
    """The pages of a list; those ahead are fetched together, while one of them is waited for."""
    ahead = _Ahead[I](session)
    unfolding = unfold(request, session.options.prefetch, most)
    step = next(unfolding)
    while True:
        try:
            if isinstance(step, Fetch):
                step = unfolding.send(await ahead.get(step))
            else:
                yield step.told
                step = next(unfolding)
        except StopIteration:
            return


class _Ahead(Generic[I]):
    """Fetches pages, several at once where some are wanted later; no task outlives a fetch."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._total_timeout = session.options.total_timeout
        self._until = None if self._total_timeout is None else monotonic() + self._total_timeout
        self._had: dict[Request[Page[I]], Result[Rows[I], TimebackError]] = {}

    async def get(self, wanted: Fetch[I]) -> Result[Rows[I], TimebackError]:
        if wanted.request not in self._had:
            missing = [one for one in (wanted.request, *wanted.ahead) if one not in self._had]
            if len(missing) == 1:
                return await self._fetch(wanted.request)
            async with anyio.create_task_group() as group:
                for one in missing:
                    group.start_soon(self._fetch_one, one)
        return self._had.pop(wanted.request)

    async def _fetch_one(self, request: Request[Page[I]]) -> None:
        self._had[request] = await self._fetch(request)

    async def _fetch(self, request: Request[Page[I]]) -> Result[Rows[I], TimebackError]:
        left = None if self._until is None else self._until - monotonic()
        if self._total_timeout is not None and left is not None and left <= 0:
            return Failure(too_late(request, self._total_timeout))
        return await self._session.tell(request, read_page_rows, left)
