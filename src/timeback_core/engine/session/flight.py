"""One fetch for all waiters, whichever thread or event loop they live in; the fetch belongs to none of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from threading import Lock
from typing import Generic, TypeVar

from returns.result import Result, Success

T = TypeVar("T")
E = TypeVar("E")


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
