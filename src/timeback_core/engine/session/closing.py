"""The end of a session, as something that whoever waits can be woken by."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Lock


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
