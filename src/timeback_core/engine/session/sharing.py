"""What the callers of a session share: its slots, its retry budget, its end, and the one fetch of a token for all.

A fetch belongs to none of its waiters, whichever thread or event loop they live in.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from threading import Condition, Event, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

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
        self._lock = Lock()
        self._wakers: set[Callable[[], object]] = set()
        self.done: bool = False

    def close(self) -> bool:
        """Close; False where that was done before. Wakers are called once, from this thread."""
        with self._lock:
            if self.done:
                return False
            self.done = True
            wakers, self._wakers = self._wakers, set()
        for wake in wakers:
            wake()
        return True

    def add(self, wake: Callable[[], object]) -> None:
        """Call `wake` on close; at once where it is closed already."""
        with self._lock:
            if not self.done:
                self._wakers.add(wake)
                return
        wake()

    def discard(self, wake: Callable[[], object]) -> None:
        """Do not call `wake` any more."""
        with self._lock:
            self._wakers.discard(wake)

    def wait(self, seconds: float) -> bool:
        """Block this thread for so many seconds, or until the session is closed; True where it is."""
        woken = Event()
        self.add(woken.set)
        try:
            woken.wait(seconds)
        finally:
            self.discard(woken.set)
        return self.done


Entry: TypeAlias = Literal["entered", "late", "closed"]


class Gate:
    """The limit on calls in flight, for threads: the others wait, each until its own deadline."""

    def __init__(self, size: int) -> None:
        self._free = size
        self._changed = Condition(Lock())
        self._closed = False

    def enter(self, until: float) -> Entry:
        """Take a slot before an instant of the monotonic clock."""
        with self._changed:
            while self._free == 0 and not self._closed:
                left = until - monotonic()
                if left <= 0:
                    return "late"
                self._changed.wait(left)
            if self._closed:
                return "closed"
            self._free -= 1
            return "entered"

    def leave(self) -> None:
        """Give the slot back."""
        with self._changed:
            self._free += 1
            self._changed.notify()

    def close(self) -> None:
        """Turn everybody away."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class Abandoned:
    """The fetch ended without an outcome (its event loop died, its session was closed): join again."""


ABANDONED = Abandoned()


class Flight(Generic[T, E]):
    """Holds the newest value and at most one fetch under way.

    A failed fetch answers those who wait for it and is not remembered. A flight belongs to one process: the lock of
    a forked child's copy may be held for ever.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._landed: T | None = None
        self._pending: Future[Result[T, E] | Abandoned] | None = None

    def join(
        self, usable: Callable[[T], bool], spawn: Callable[[Future[Result[T, E] | Abandoned]], None]
    ) -> T | Future[Result[T, E] | Abandoned]:
        """The value where it is usable, else the outcome of the fetch to wait for.

        usable: whether a value may be given to this caller. spawn: starts a fetch that ends with `land`; called
        by the first caller that needs one, and must not block.
        """
        with self._lock:
            if self._landed is not None and usable(self._landed):
                return self._landed
            pending = self._pending
            if pending is not None:
                return pending
            pending = self._pending = Future()
        try:
            spawn(pending)
        except BaseException as error:  # a thread or a loop that cannot start: nobody may wait for it
            self.land(pending, ABANDONED)
            if not isinstance(error, Exception):  # Ctrl-C
                raise
        return pending

    def land(self, pending: Future[Result[T, E] | Abandoned], outcome: Result[T, E] | Abandoned) -> None:
        """End a fetch: clear the slot first, then wake the waiters, so that none of them can find it again."""
        with self._lock:
            if self._pending is pending:
                self._pending = None
                if isinstance(outcome, Success):
                    self._landed = outcome.unwrap()
        if not pending.done():
            with suppress(InvalidStateError):  # several may notice at once that a fetch has no loop any more
                pending.set_result(outcome)

    def forget(self) -> None:
        """Drop the value, so that the next caller fetches a fresh one."""
        with self._lock:
            self._landed = None


TokenFlight: TypeAlias = "Flight[Token, NoToken]"


Pending: TypeAlias = "Future[Result[Token, NoToken] | Abandoned]"
"""A fetch of a token under way."""


class Landing(Effect[bool]):
    """Wait for a fetch until an instant; False where it has not ended by then, or the session was closed."""

    __slots__ = ("flight", "pending", "until")

    def __init__(self, flight: TokenFlight, pending: Pending, until: float) -> None:
        self.flight: TokenFlight = flight
        self.pending: Pending = pending
        self.until: float = until


class _Registry:
    """The flights of one process; forgotten when no session needs them."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.flights: WeakValueDictionary[Hashable, TokenFlight] = WeakValueDictionary()


_by_process: dict[int, _Registry] = {}


def flight_of(key: Hashable) -> TokenFlight:
    """The flight for a key (token source, and the way to it), made if there is none."""
    # A forked child starts with a registry, and a lock, of its own.
    registry = _by_process.setdefault(os.getpid(), _Registry())
    with registry.lock:
        flight = registry.flights.get(key)
        if flight is None:
            flight = registry.flights[key] = Flight()
        return flight


GLANCE: Final = 0.25
"""Seconds between two looks at the loop of a fetch that is waited for."""

_loops: WeakKeyDictionary[Future[Any], AbstractEventLoop] = WeakKeyDictionary()


def runs_in(loop: AbstractEventLoop, pending: Future[Any]) -> None:
    """Note which loop runs a fetch."""
    _loops[pending] = loop


def abandon_orphan(flight: TokenFlight, pending: Future[Any]) -> None:
    """End a fetch whose loop was stopped or closed in the middle of it, since nobody else can."""
    loop = _loops.get(pending)
    if loop is not None and not loop.is_running():
        flight.land(pending, ABANDONED)
