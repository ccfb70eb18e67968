"""The event loop that runs just now, asyncio or trio: how tasks of nobody start, and how a wait is bounded."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import anyio

from timeback_core.engine.transport.loops import call_in, running_loop

if TYPE_CHECKING:
    from timeback_core.engine.session.closing import Closing

Ending: TypeAlias = Literal["done", "late", "closed"]

_kept: set[object] = set()
"""Detached asyncio tasks: an event loop itself holds them only weakly."""


def detach(
    make: Callable[[], Coroutine[Any, Any, None]], over: Callable[[], None] = lambda: None
) -> Callable[[], None]:
    """Start a task that belongs to no caller, and give what cancels it.

    It runs in an empty context, so that it inherits nothing of the caller's (a trace, say). over: called when the
    task has ended, also when its loop ended before the task could begin.
    """
    import asyncio

    if not isinstance(running_loop(), asyncio.AbstractEventLoop):
        return _detach_in_trio(make, over)
    task = asyncio.get_running_loop().create_task(make(), context=Context())
    _kept.add(task)
    task.add_done_callback(_kept.discard)
    task.add_done_callback(lambda _: over())

    def cancel() -> None:
        task.cancel()

    return cancel


async def wait_until(
    wait: Callable[[], Coroutine[Any, Any, object]], seconds: float, closing: Closing
) -> Ending:
    """Wait for something, for so many seconds at most and no longer than the session is open."""
    with anyio.CancelScope(deadline=anyio.current_time() + max(0.0, seconds)) as scope:
        loop = running_loop()

        def wake() -> None:
            call_in(loop, scope.cancel)

        closing.add(wake)
        try:
            await wait()
        finally:
            closing.discard(wake)
        return "done"
    return "closed" if closing.done else "late"


def _detach_in_trio(
    make: Callable[[], Coroutine[Any, Any, None]], over: Callable[[], None]
) -> Callable[[], None]:
    import trio

    scope = trio.CancelScope()

    async def run() -> None:
        try:
            with scope:
                await make()
        finally:
            over()

    trio.lowlevel.spawn_system_task(run, name="timeback", context=Context())
    return scope.cancel
