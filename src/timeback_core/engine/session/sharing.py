"""What the callers of a session share: its slots, its retry budget, its end, and the one fetch of a token for all.

A fetch belongs to none of its waiters, whichever thread or event loop they live in. What closing touches has no lock of
Python's: a signal handler may close a session in the middle of whatever its thread does there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Hashable
from concurrent.futures import Future, InvalidStateError
from contextlib import contextmanager, suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import TIMEOUT_MAX, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar
from weakref import WeakValueDictionary

from returns.result import Result, Success

from timeback_core.engine.call.effects import Effect

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from timeback_core.engine.policy.effects import NoToken, Token

T = TypeVar("T")
E = TypeVar("E")

CAPACITY = 500
COST = 5
"""What one repetition takes; a success gives 1 back, so that in the long run one call in five may be repeated."""
GLANCE: Final = 0.25
"""Seconds between two looks at what tells nobody of its end: the loop of a fetch, a part of a session."""

Ending: TypeAlias = Literal["late", "closed"]
"""Why a wait ended before what was waited for."""


class Budget:
    """A bucket that repetitions draw from and successes refill."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._left = CAPACITY

    def spend(self) -> bool:
        """Take the cost of a repetition; False where there is not enough left."""
        with self._lock:
            if self._left < COST:
                return False
            self._left -= COST
            return True

    def refund(self) -> None:
        """Give a little back, after a success."""
        if self._left < CAPACITY:
            with self._lock:
                self._left = min(CAPACITY, self._left + 1)


class Closing:
    """Knows whether a session is closed, and wakes those who wait when it is."""

    def __init__(self) -> None:
        self._first = Lock()  # taken once, without waiting
        self._wakers: set[Callable[[], object]] = set()
        self.done: bool = False

    def close(self) -> None:
        """Close, once; wakers are called from this thread."""
        self.done = True
        if self._first.acquire(blocking=False):
            for wake in list(self._wakers):
                wake()

    @contextmanager
    def waking(self, wake: Callable[[], object]) -> Generator[None]:
        """Call `wake` on close, or at once where it is closed already; perhaps twice."""
        self._wakers.add(wake)
        try:
            if self.done:
                wake()
            yield
        finally:
            self._wakers.discard(wake)

    def wait(self, seconds: float, told: SimpleQueue[Any] | None = None) -> None:
        """Block this thread for so many seconds, or until the session is closed or something is `told`."""
        woken: SimpleQueue[Any] = told or SimpleQueue()
        with self.waking(partial(woken.put, None)), suppress(Empty):
            woken.get(timeout=min(max(seconds, 0.0), TIMEOUT_MAX))


class Gate:
    """The limit on calls in flight, for threads: the others wait, each until its own deadline."""

    def __init__(self, size: int) -> None:
        self._slots: SimpleQueue[None] = SimpleQueue()
        for _ in range(size):
            self.leave()

    def enter(self, until: float, closing: Closing) -> Ending | None:
        """Take a slot before a monotonic instant and before the part of the session ends, or tell why there is none."""
        while not closing.done:
            left = until - monotonic()
            try:
                self._slots.get(timeout=min(max(left, 0.0), GLANCE))
            except Empty:
                if left <= GLANCE:
                    return "late"
            else:
                if not closing.done:
                    return None
                self.leave()
        return "closed"

    def leave(self) -> None:
        """Give the slot back; on close one more, which each of those who wait passes on."""
        self._slots.put(None)


class Abandoned:
    """The fetch ended without an outcome (its event loop died, its session was closed): join again."""


ABANDONED = Abandoned()


class Pending(Future["Result[T, E] | Abandoned"], Generic[T, E]):
    """A fetch under way, and the loop that runs it, where one does that could die."""

    loop: AbstractEventLoop | None = None


class Flight(Generic[T, E]):
    """Holds the newest value and at most one fetch under way; a failure answers those who wait and is forgotten.

    A flight belongs to one process: the lock of a forked child's copy may be held for ever.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._landed: T | None = None
        self._pending: Pending[T, E] | None = None

    def join(self, usable: Callable[[T], bool], spawn: Callable[[Pending[T, E]], None]) -> T | Pending[T, E]:
        """The value where it is usable, else the outcome of the fetch to wait for.

        spawn: starts a fetch that ends with `land`; called by the first caller that needs one, and must not block.
        """
        with self._lock:
            if self._landed is not None and usable(self._landed):
                return self._landed
            pending = self._pending
            if pending is not None:
                return pending
            pending = self._pending = Pending()
        try:
            spawn(pending)
        except BaseException as error:  # a thread or a loop that cannot start: nobody may wait for it
            self.land(pending, ABANDONED)
            if not isinstance(error, Exception):  # Ctrl-C
                raise
        return pending

    def land(self, pending: Pending[T, E], outcome: Result[T, E] | Abandoned) -> None:
        """End a fetch: clear the slot first, then wake the waiters, so that none of them can find it again."""
        with self._lock:
            if self._pending is pending:
                self._pending = None
                if isinstance(outcome, Success):
                    self._landed = outcome.unwrap()
        if not pending.done():
            with suppress(InvalidStateError):  # several may notice at once that a fetch has no loop any more
                pending.set_result(outcome)

    def abandon_orphan(self, pending: Pending[T, E]) -> None:
        """End a fetch whose loop was stopped or closed in the middle of it, since nobody else can."""
        if pending.loop is not None and not pending.loop.is_running():
            self.land(pending, ABANDONED)

    def forget(self) -> None:
        """Drop the value, so that the next caller fetches a fresh one."""
        with self._lock:
            self._landed = None


TokenFlight: TypeAlias = "Flight[Token, NoToken]"
TokenPending: TypeAlias = "Pending[Token, NoToken]"


class Landing(Effect[None]):
    """Wait for a fetch, for so many seconds at most and no longer than the session is open."""

    def __init__(self, pending: TokenPending, seconds: float) -> None:
        self.pending: TokenPending = pending
        self.seconds: float = seconds


_by_process: dict[int, tuple[Lock, WeakValueDictionary[Hashable, TokenFlight]]] = {}
"""The flights of a process, with their lock: a forked child has its own. Forgotten when no session needs them."""


def flight_of(key: Hashable) -> TokenFlight:
    """The flight for a key (token source, and the way to it), made if there is none."""
    lock, flights = _by_process.setdefault(os.getpid(), (Lock(), WeakValueDictionary()))
    with lock:
        flight = flights.get(key)
        if flight is None:
            flight = flights[key] = Flight()
        return flight
