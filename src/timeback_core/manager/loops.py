"""A broadcast in the tasks of an event loop, asyncio or trio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import isawaitable
from math import inf
from typing import TYPE_CHECKING, Any

import anyio
from anyio.lowlevel import checkpoint
from returns.result import Failure, Result

from timeback_core.manager.entries import entry_of, error_of, interrupts

if TYPE_CHECKING:
    from timeback_core.client import AsyncTimebackClient
    from timeback_core.errors import TimebackError


async def await_all(
    clients: Mapping[str, AsyncTimebackClient], fn: Callable[[AsyncTimebackClient], object], concurrency: int
) -> dict[str, Result[Any, TimebackError]]:
    """The entry of each client, in their order; at most `concurrency` are under way."""
    entries: dict[str, Result[Any, TimebackError]] = {}
    limit = anyio.Semaphore(max(1, concurrency), fast_acquire=True)

    async def run(name: str, client: AsyncTimebackClient) -> None:
        async with limit:
            entries[name] = await _call(fn, client)

    async with anyio.create_task_group() as group:
        for name, client in clients.items():
            group.start_soon(run, name, client)
    return {name: entries[name] for name in clients}


async def _call(fn: Callable[[AsyncTimebackClient], object], client: AsyncTimebackClient) -> Result[Any, TimebackError]:
    try:
        return entry_of(await _awaited(fn, client))
    except BaseException as error:
        if interrupts(error) or _cancels_all(error):
            raise
        return Failure(error_of(error))


async def _awaited(fn: Callable[[AsyncTimebackClient], object], client: AsyncTimebackClient) -> object:
    try:
        given = fn(client)
        return await given if isawaitable(given) else given
    finally:
        # A function can cancel its own asyncio task: that must come out here, and not cancel the group later.
        await checkpoint()


def _cancels_all(error: BaseException) -> bool:
    """Whether the broadcast itself is being cancelled, and not just something that a function waited for."""
    return isinstance(error, anyio.get_cancelled_exc_class()) and anyio.current_effective_deadline() == -inf
