"""The limit on calls in flight of one session, for threads."""

from __future__ import annotations

from threading import Condition, Lock
from time import monotonic
from typing import Literal, TypeAlias

Entry: TypeAlias = Literal["entered", "late", "closed"]


class Gate:
    """Lets so many callers in at a time; the others wait, each until its own deadline."""

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
