"""Idle connections, waiting for the next request to their server."""

from collections import OrderedDict, deque
from threading import Lock
from time import monotonic
from typing import Generic, Protocol, TypeAlias, TypeVar

Origin: TypeAlias = tuple[str, str, int]
"""Scheme, host and port of a server."""


class Idle(Protocol):
    """A connection, as far as the shelf knows it."""

    @property
    def origin(self) -> Origin:
        """The server that it leads to."""
        ...

    def expired(self) -> bool:
        """Whether it can serve no more: kept for too long, or closed by the server."""
        ...

    def discard(self) -> None:
        """Close it."""
        ...


I = TypeVar("I", bound=Idle)  # noqa: E741


class Shelf(Generic[I]):
    """Idle connections by server, the newest first; bounded in number and in time."""

    def __init__(self, keepalive: float, max_idle: int) -> None:
        """An empty shelf.

        Args:
            keepalive: seconds that a connection may wait.
            max_idle: connections that may wait at a time; beyond it the oldest are closed.
        """
        self._keepalive = keepalive
        self._max_idle = max_idle
        self._lock = Lock()
        self._by_origin: dict[Origin, deque[I]] = {}
        self._since: OrderedDict[I, float] = OrderedDict()
        self._open = True

    def __len__(self) -> int:
        return len(self._since)

    def take(self, origin: Origin) -> I | None:
        """A connection to that server that still lives; dead ones are closed on the way."""
        while True:
            with self._lock:
                waiting = self._by_origin.get(origin)
                if not waiting:
                    return None
                connection = waiting.pop()
                if not waiting:
                    del self._by_origin[origin]
                del self._since[connection]
            if not connection.expired():
                return connection
            connection.discard()

    def put(self, connection: I) -> None:
        """Keep a connection for later; it is closed instead where the shelf is."""
        with self._lock:
            if self._open:
                now = monotonic()
                self._by_origin.setdefault(connection.origin, deque()).append(connection)
                self._since[connection] = now
                out = self._take_oldest(now)
            else:
                out = [connection]
        for old in out:
            old.discard()

    def close(self) -> None:
        """Close all connections and keep none from now on."""
        with self._lock:
            self._open = False
            out = list(self._since)
            self._since.clear()
            self._by_origin.clear()
        for connection in out:
            connection.discard()

    def _take_oldest(self, now: float) -> list[I]:
        out: list[I] = []
        while self._since:
            oldest, since = next(iter(self._since.items()))
            if now - since <= self._keepalive and len(self._since) <= self._max_idle:
                break
            del self._since[oldest]
            waiting = self._by_origin[oldest.origin]
            waiting.popleft()
            if not waiting:
                del self._by_origin[oldest.origin]
            out.append(oldest)
        return out
