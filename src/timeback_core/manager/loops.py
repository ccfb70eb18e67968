"""A broadcast in the tasks of an event loop, asyncio or trio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from inspect import isawaitable
from math import inf
from typing import TYPE_CHECKING, Any

import anyio
from anyio.lowlevel import checkpoint
from returns.result import Failure, Result

from timeback_core.engine.transport.loops import running_loop
from timeback_core.manager.entries import entry_of, error_of, interrupts

if TYPE_CHECKING:
    from timeback_core.client import AsyncTimebackClient
    from timeback_core.errors import TimebackError


async def await_all(
    clients: Mapping[str, AsyncTimebackClient], fn: Callable[[AsyncTimebackClient], object], concurrency: int
) -> dict[str, Result[Any, TimebackError]]:
    """The entry of each client, in their order; at most `concurrency` are under way.

    So many tasks take one client after another. A task per client behind a semaphore would fall into step: all
    answers of a round are read before the first request of the next one is sent.
    """
    entries: dict[str, Result[Any, TimebackError]] = {}
    coming = iter(clients.items())

    async def work() -> None:
        for name, client in coming:
            entries[name] = await _call(fn, client)
            if _cancelled_itself():
                # What a function did to this task must not meet the clients to come.
                group.start_soon(work)
                return

    async with anyio.create_task_group() as group:
        for _ in range(min(max(1, concurrency), len(clients))):
            group.start_soon(work)
    return {name: entries[name] for name in clients}


async def _call(
    fn: Callable[[AsyncTimebackClient], object], client: AsyncTimebackClient
) -> Result[Any, TimebackError]:
    try:
        return entry_of(await _awaited(fn, client))
    except BaseException as error:
        if interrupts(error) or _cancels_all(error):
            raise
        return Failure(error_of(error))


async def _awaited(fn: Callable[[AsyncTimebackClient], object], client: AsyncTimebackClient) -> object:
    try:
        given = fn(client)
        if isawaitable(given):
            return await given
        await checkpoint()  # functions that never wait must not keep the loop from its other tasks
        return given
    finally:
        if _cancelled_itself():
            await checkpoint()  # the cancellation comes out here, as what became of this client


def _cancels_all(error: BaseException) -> bool:
    """Whether the broadcast itself is being cancelled, and not just something that a function waited for."""
    return isinstance(error, anyio.get_cancelled_exc_class()) and anyio.current_effective_deadline() == -inf


def _cancelled_itself() -> bool:
    """Whether a function cancelled the task that ran it, which asyncio lets it do."""
    if not isinstance(running_loop(), asyncio.AbstractEventLoop):
        return False
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
