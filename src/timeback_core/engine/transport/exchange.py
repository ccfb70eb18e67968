"""Exchanges for threads: a poll before each wait, on a socket that can be interrupted."""

import socket
from threading import RLock
from typing import TYPE_CHECKING

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.connections import Origin, Pool
from timeback_core.engine.transport.exchanging import Exchanging, Phase, run
from timeback_core.engine.transport.reasons import LATE, ExchangeError
from timeback_core.engine.transport.send import DirectTransport
from timeback_core.engine.transport.sockets import READ, WRITE, Dial, SocketLine, await_ready, time_left

if TYPE_CHECKING:
    from timeback_core.engine.transport.ways import Way

EVENTS = {"read": READ, "write": READ | WRITE}


class ThreadLine(SocketLine):
    """A connection that can be interrupted in every phase of its life, from other threads and from signal handlers."""

    def __init__(self, origin: Origin, way: "Way") -> None:
        super().__init__(origin, way)
        self._dial: Dial | None = None
        # Between interrupting from another thread and closing; a signal handler may come back to it.
        self._lock = RLock()

    async def wait(self, phase: Phase) -> bool:
        left = time_left(self.until(phase))
        if phase == "connect":
            self._connect(left)
            return False
        if phase == "write" and not self.full:
            return False
        sock = self.sock
        ready = await_ready([sock], EVENTS[phase], left)
        if not ready:
            raise ExchangeError("timeout", LATE)
        return bool(ready[sock.fileno()] & READ)

    def _connect(self, left: float) -> None:
        self._dial = Dial(self.address, left)
        try:
            if not self.aborted:  # before there was something to abandon
                self._sock = self._dial.outcome(left)
        finally:
            self._dial.abandon()
        if self.aborted:
            raise ConnectionError("aborted")
        if self._sock is None:
            raise ExchangeError("timeout", LATE)

    def interrupt(self) -> None:
        self.aborted = True
        if self._dial is not None:
            self._dial.abandon()
        with self._lock:
            if self._sock is not None:
                try:
                    self._sock.shutdown(socket.SHUT_RDWR)  # wakes whoever waits, which closing would not do
                except OSError:
                    return

    def close(self) -> None:
        with self._lock:
            if self._sock is not None:
                self._sock.close()


class Exchanger(Exchanging[ThreadLine], DirectTransport):
    """An exchanger for threads."""

    def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        return run(self.carried(request, until, cap))

    def forget(self, line: ThreadLine) -> None:
        super().forget(line)
        line.close()

    def _pool(self) -> Pool[ThreadLine]:
        return self._connections.pool()

    def _new_line(self, origin: Origin) -> ThreadLine:
        return ThreadLine(origin, self._connections.way(origin))
