"""Event loops of either kind: which one runs, how to call into it, and what to do when it ends."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncGenerator, Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias
from weakref import WeakSet

if TYPE_CHECKING:
    import trio

Loop: TypeAlias = "asyncio.AbstractEventLoop | trio.lowlevel.TrioToken"  # what stands for a loop in trio


def running_loop() -> Loop:
    """The loop that runs the caller; raises `RuntimeError` where none does."""
    if "trio" in sys.modules:
        import trio

        # First, as trio can be a guest of an asyncio loop, which then seems to run.
        if trio.lowlevel.in_trio_task():
            return trio.lowlevel.current_trio_token()
    return asyncio.get_running_loop()


def runs_here(loop: Loop) -> bool:
    """Whether it is this loop that runs the caller."""
    try:
        return running_loop() is loop
    except RuntimeError:
        return False


def is_stopped(loop: Loop) -> bool:
    """Whether a loop was stopped or closed, as far as it says."""
    return isinstance(loop, asyncio.AbstractEventLoop) and not loop.is_running()


def call_in(loop: Loop, act: Callable[[], None]) -> None:
    """Call a function in a loop: at once if that runs the caller, else soon; never if the loop is gone."""
    if runs_here(loop):
        act()
    elif isinstance(loop, asyncio.AbstractEventLoop):
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(act)
    else:
        import trio

        with contextlib.suppress(trio.RunFinishedError):
            loop.run_sync_soon(act)


class Closable(Protocol):
    """What belongs to a loop."""

    def close(self) -> None: ...


# What to close at the end of each loop, and what notices that.
_watched: dict[Loop, tuple[WeakSet[Closable], AsyncGenerator[None, None]]] = {}


def close_at_end(loop: Loop, thing: Closable) -> None:
    """Have something closed when the running loop ends, unless it is forgotten before."""
    if loop not in _watched:
        for other in list(_watched):
            if isinstance(other, asyncio.AbstractEventLoop) and other.is_closed():  # carelessly
                _watched.pop(other, None)
        things: WeakSet[Closable] = WeakSet()
        watcher = _watch(loop, things)
        with contextlib.suppress(StopIteration):  # it has come to its `yield`, for which nobody has to wait
            anext(watcher).__await__().send(None)
        _watched[loop] = things, watcher
    _watched[loop][0].add(thing)


async def _watch(loop: Loop, things: WeakSet[Closable]) -> AsyncGenerator[None, None]:
    """Notice the end of a loop: both kinds close the asynchronous generators that they have begun."""
    pid = os.getpid()
    try:
        yield
    finally:
        # In a forked child, what belongs to the loop is still in use by the parent.
        if os.getpid() == pid:
            _watched.pop(loop, None)
            for thing in list(things):
                thing.close()
