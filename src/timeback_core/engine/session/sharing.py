"""What the callers of a session share: its slots, its retry budget, its end, and the one fetch of a token for all.

A fetch belongs to none of its waiters, whichever thread or event loop they live in. What closing touches has no lock of
Python's: a signal handler may close a session in the middle of whatever its thread does there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager, suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import TIMEOUT_MAX, Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar
from weakref import WeakValueDictionary

from returns.result import Failure, Result, Success

from timeback_core.engine.call.effects import Effect, Sleep
from timeback_core.engine.call.http import SendFailed
from timeback_core.engine.policy.effects import TokenFailed
from timeback_core.engine.policy.tokens import remembered

if TYPE_CHECKING:
    from timeback_core.engine.policy.call import Story
    from timeback_core.engine.policy.effects import GetToken, NoToken, Token
    from timeback_core.engine.transport.loops import Loop

T = TypeVar("T")
E = TypeVar("E")

CAPACITY = 500
COST = 5
"""What one repetition takes; a success gives 1 back, so that in the long run one call in five may be repeated."""
GLANCE: Final = 0.25
"""Seconds between two looks at what tells nobody of its end: the loop of a fetch, a slot."""
PATIENCE: Final = 1.0
"""Seconds without a sign of life after which an event loop counts as blocked."""

REJOIN: Final = 0.01
"""Seconds before a waiter whose fetch was abandoned starts another one."""

Ending: TypeAlias = Literal["late", "closed"]
"""Why a wait ended before what was waited for."""


def no_slot(reason: Ending | Literal["held"]) -> SendFailed:
    """A request that was not sent: no slot became free in time, its origin asked to wait, or the session was closed."""
    details = {"closed": "the session is closed", "held": "the origin asked to wait"}
    kind = "slot" if reason == "late" else reason
    return SendFailed(kind, sent=False, detail=details.get(kind, "no slot became free in time"))


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
    """Knows whether a session, or a fetch, is at its end, and wakes those who wait for that."""

    def __init__(self) -> None:
        self._first = Lock()  # taken once, without waiting
        self._wakers: dict[Callable[[], object], None] = {}  # woken in the order in which they came
        self.done: bool = False

    def close(self) -> None:
        """Close, once; wakers are called from this thread."""
        self.done = True
        if self._first.acquire(blocking=False):
            for wake in list(self._wakers):
                wake()

    def wakes(self, wake: Callable[[], object]) -> None:
        """Call `wake` on close, or at once where it is closed already; perhaps twice."""
        self._wakers[wake] = None
        if self.done:
            wake()

    @contextmanager
    def waking(self, wake: Callable[[], object]) -> Generator[None]:
        """The same until the end of the block."""
        try:
            self.wakes(wake)
            yield
        finally:
            self._wakers.pop(wake, None)

    def wait(self, seconds: float, told: SimpleQueue[Any] | None = None) -> None:
        """Block this thread for so many seconds, or until the end or until something is `told`."""
        woken: SimpleQueue[Any] = told or SimpleQueue()
        with self.waking(partial(woken.put, None)), suppress(Empty):
            woken.get(timeout=min(max(seconds, 0.0), TIMEOUT_MAX))


class Gate:
    """The limit on calls in flight, for threads: the first in line are inside, the others wait, in order.

    Joining the line and leaving it are one step each, which the interpreter does not divide: Ctrl-C loses no slot.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self.line: dict[object, SimpleQueue[None] | None] = {}
        """Who is inside or waits, and what wakes those who wait."""

    def enter(self, who: object, until: float, closing: Closing) -> Ending | None:
        """Join the line and wait for a slot, until an instant and while the session is open; or why there is none.

        In either case `who` is to be taken out of the line afterwards, and the next one to be called.
        """
        self.line[who] = None
        if len(self.line) <= self._size:
            return "closed" if closing.done else None
        called = self.line[who] = SimpleQueue()
        while not closing.done:
            if who in list(self.line)[: self._size]:
                return None
            left = until - monotonic()
            if left <= 0:
                return "late"
            closing.wait(min(left, GLANCE), called)
        return "closed"

    def call_next(self) -> None:
        """Wake whoever has come inside because somebody else has left."""
        for called in list(self.line.values())[self._size - 1 : self._size]:
            if called is not None:
                called.put(None)


class Abandoned:
    """The fetch ended without an outcome (its event loop died, its session was closed): join again."""


ABANDONED = Abandoned()


class Pending(Closing, Generic[T, E]):
    """A fetch under way, at its end once it is `done`; no future, whose lock Ctrl-C can leave held."""

    def __init__(self) -> None:
        super().__init__()
        self.outcome: Result[T, E] | Abandoned | None = None
        self.loop: Loop | None = None
        """The event loop that runs it, where one does: it can be stopped, closed or blocked."""
        self._asked_at: float | None = None
        """Since when the loop owes a sign of life."""

    def is_lost(self, *, blocking: bool) -> bool:
        """Whether its loop cannot go on, as far as one can see; blocking: whether the caller's loop stands still."""
        if self.loop is None:
            return False
        from timeback_core.engine.transport.loops import call_in, is_stopped, runs_here

        if runs_here(self.loop):
            return blocking
        asked_at, now = self._asked_at, monotonic()
        if asked_at is None:
            asked_at = self._asked_at = now
            call_in(self.loop, self._answer)
        return is_stopped(self.loop) or now - asked_at > PATIENCE

    def _answer(self) -> None:
        self._asked_at = None


class Flight(Generic[T, E]):
    """Holds the newest value and at most one fetch under way; a failure is told to all who ask for a while.

    It belongs to one process: the lock of a forked child's copy may be held for ever. `remembered` gives the seconds
    for which a failure is told, `clock` the instant now.
    """

    def __init__(self, remembered: Callable[[E], float], clock: Callable[[], float] = monotonic) -> None:
        self._remembered = remembered
        self._clock = clock
        self._lock = Lock()
        self._landed: T | None = None
        self._pending: Pending[T, E] | None = None
        self._failed: Pending[T, E] | None = None
        self._forget_at = 0.0

    def join(self, usable: Callable[[T], bool], spawn: Callable[[Pending[T, E]], None]) -> T | Pending[T, E]:
        """The value where it is usable, else the outcome of the fetch to wait for, or of one that has just failed.

        spawn: starts a fetch that ends with `land`; called by the first caller that needs one, and must not block.
        """
        pending: Pending[T, E] | None = None
        try:
            with self._lock:
                if self._landed is not None and usable(self._landed):
                    return self._landed
                if self._pending is not None:
                    return self._pending
                if self._failed is not None and self._clock() < self._forget_at:
                    return self._failed
                pending = self._pending = Pending()
            spawn(pending)
        except BaseException as error:  # a thread or a loop that cannot start, or Ctrl-C: nobody may wait for it
            if pending is not None:
                self.land(pending, ABANDONED)
            if pending is None or not isinstance(error, Exception):
                raise
        return pending

    def land(self, pending: Pending[T, E], outcome: Result[T, E] | Abandoned) -> None:
        """End a fetch: clear the slot first, then wake the waiters, so that none of them can find it again."""
        with self._lock:
            if self._pending is pending:
                self._pending = None
                if isinstance(outcome, Success):
                    self._landed = outcome.unwrap()
                elif isinstance(outcome, Failure):
                    self._failed, self._forget_at = pending, self._clock() + self._remembered(outcome.failure())
            pending.outcome = pending.outcome or outcome
        pending.close()

    def forget(self) -> None:
        """Drop the value, or the failure, so that the next caller fetches a fresh one."""
        with self._lock:
            self._landed = self._failed = None


TokenFlight: TypeAlias = "Flight[Token, NoToken]"
TokenPending: TypeAlias = "Pending[Token, NoToken]"


class Landing(Effect[None]):
    """Wait for a fetch, for so many seconds at most and no longer than the session is open."""

    def __init__(self, pending: TokenPending, seconds: float) -> None:
        self.pending: TokenPending = pending
        self.seconds: float = seconds


def token_of(
    flight: TokenFlight, asked: GetToken, closing: Closing, begin: Callable[[TokenPending], None], *, blocking: bool
) -> Story[Token | TokenFailed]:
    """What getting a token takes: the one that there is, or the outcome of the fetch that is under way or begun.

    begin: starts a fetch. blocking: whether the caller's event loop stands still meanwhile, if it runs in one.
    """
    while not closing.done and monotonic() < asked.until:
        got = flight.join(lambda token: token.usable(asked.refused, monotonic()), begin)
        if not isinstance(got, Pending):
            return got
        while not (got.done or closing.done) and (left := asked.until - monotonic()) > 0:
            if got.is_lost(blocking=blocking):
                flight.land(got, ABANDONED)
            yield from Landing(got, min(left, GLANCE))
        if not got.done:
            break
        outcome = got.outcome
        if isinstance(outcome, Success):
            token: Token = outcome.unwrap()
            return token
        if isinstance(outcome, Failure):
            return TokenFailed(outcome.failure())
        yield from Sleep(REJOIN)
    return TokenFailed(None, closed=closing.done)


_by_process: dict[int, tuple[Lock, WeakValueDictionary[Hashable, TokenFlight]]] = {}
"""The flights of a process, with their lock: a forked child has its own. Forgotten when no session needs them."""


def flight_of(key: Hashable) -> TokenFlight:
    """The flight for a key (token source, and the way to it), made if there is none."""
    lock, flights = _by_process.setdefault(os.getpid(), (Lock(), WeakValueDictionary()))
    with lock:
        return flights.setdefault(key, Flight(remembered))
