"""Connections that wait for the next request to their server."""

from time import monotonic
from typing import Generic, TypeVar

from timeback_core.engine.transport.line import Line, Origin

L = TypeVar("L", bound=Line)


class Pool(Generic[L]):
    """Idle connections, the newest used first; bounded in number and in time.

    It has no lock: each step is one that the interpreter does not divide, so that a signal handler or a fork may come
    between any two of them.
    """

    def __init__(self, keepalive: float, max_idle: int) -> None:
        """An empty pool.

        Args:
            keepalive: seconds that a connection may wait.
            max_idle: connections that may wait at a time; beyond it the oldest are closed.
        """
        self._keepalive = keepalive
        self._max_idle = max_idle
        self._until: dict[L, float] = {}
        self._open = True

    def __len__(self) -> int:
        return len(self._until)

    def take(self, origin: Origin) -> L | None:
        """A connection to that server that still lives; dead ones are closed on the way."""
        for line in reversed(list(self._until)):
            if line.origin == origin and (until := self._until.pop(line, None)) is not None:
                if monotonic() < until and line.quiet:
                    return line
                line.close()
        return None

    def put(self, line: L, patience: float) -> None:
        """Keep a connection for later; it is closed instead where the pool is.

        Args:
            line: the connection.
            patience: seconds for which its server says that it keeps it.
        """
        now = monotonic()
        # A request that arrives when the server has just given up is lost: the last second is not for us.
        self._until[line] = now + min(self._keepalive, max(patience - 1, 0))
        for oldest in list(self._until):
            until = self._until.get(oldest, now)
            if self._open and until > now and len(self._until) <= self._max_idle:
                break
            self._drop(oldest)

    def close(self) -> None:
        """Close all connections and keep none from now on."""
        self._open = False
        for line in list(self._until):
            self._drop(line)

    def _drop(self, line: L) -> None:
        if self._until.pop(line, None) is not None:
            line.close()
