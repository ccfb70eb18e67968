"""Exchanges for threads: a socket that never blocks, and a poll before each wait."""

import os
import select
import socket
from collections.abc import Sequence
from queue import Empty, SimpleQueue
from threading import RLock
from time import monotonic
from typing import TYPE_CHECKING

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.addresses import STAGGER, Address, Found, look_up
from timeback_core.engine.transport.connections import Origin, Pool
from timeback_core.engine.transport.exchanging import LONGEST_WAIT, READ_SIZE, Exchanging, Line, run
from timeback_core.engine.transport.reasons import LATE, ExchangeError, reason
from timeback_core.engine.transport.send import DirectTransport

if TYPE_CHECKING:
    from timeback_core.engine.transport.opening import Way

READ, WRITE = 1, 4
"""What to wait for, in the numbers of poll."""


class SocketLine(Line):
    """A connection that can be interrupted in every phase of its life, from other threads and from signal handlers."""

    def __init__(self, origin: Origin, way: "Way") -> None:
        """A connection that is still to be made."""
        super().__init__(origin, way)
        self._socks: list[socket.socket] = []
        """The socket; while it is being connected, all that race."""
        self._found: SimpleQueue[Found] = SimpleQueue()
        # Between interrupting from another thread and closing; a signal handler may come back to it.
        self._lock = RLock()

    def flush(self, until: float) -> bool:
        """Send what is unsent; False as soon as there is something to read instead."""
        [sock] = self._socks
        ready = WRITE
        while self.unsent:
            if monotonic() >= until:
                raise ExchangeError("timeout", LATE)
            if ready & READ:
                return False
            try:
                self.unsent = self.unsent[sock.send(self.unsent) :]
                self.sent = True
            except BlockingIOError:
                ready = self._wait(READ | WRITE, until)
        return True

    def receive(self, until: float) -> bytes:
        """The bytes that came, waiting for them; empty at the end."""
        try:
            while True:
                self._wait(READ, until)
                try:
                    return self._socks[0].recv(READ_SIZE)
                except BlockingIOError:
                    continue
        except OSError as error:
            raise ExchangeError("broken", reason(error)) from error

    def _wait(self, events: int, until: float) -> int:
        left = until - monotonic()
        ready = await_ready(self._socks, events, left) if left > 0 else {}
        if not ready:
            raise ExchangeError("timeout", LATE)
        return ready[self._socks[0].fileno()]

    def readable(self) -> bool:
        """Whether bytes of the server, or its end, wait to be read."""
        return bool(await_ready(self._socks, READ, 0))

    def interrupt(self) -> None:
        """Wake whoever waits on the connection, which closing it would not do; from any thread."""
        self.aborted = True
        self._found.put(OSError("aborted"))
        with self._lock:
            for sock in list(self._socks):
                shut(sock)

    def close(self) -> None:
        """Close the socket, on which nobody waits any more."""
        with self._lock:
            for sock in self._socks:
                sock.close()

    def connect(self, until: float) -> None:
        """Connect to the address that answers first."""
        look_up(*self.address, self._found.put)
        try:
            found = self._found.get(timeout=min(max(until - monotonic(), 0), LONGEST_WAIT))
        except Empty:
            raise ExchangeError("timeout", LATE) from None
        if isinstance(found, OSError):
            raise found
        waiting = list(found)
        failure = OSError("aborted")
        next_start = 0.0
        while waiting or self._socks:
            now = monotonic()
            if self.aborted or now >= until:
                break
            if waiting and (now >= next_start or not self._socks):
                try:
                    self._start(waiting.pop(0))
                except OSError as error:
                    failure = error
                next_start = now + STAGGER
                continue
            limit = min(until, next_start) if waiting else until
            for descriptor in await_ready(self._socks, WRITE, limit - now):
                sock = next(each for each in self._socks if each.fileno() == descriptor)
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if not code:
                    self._win(sock)
                    return
                failure, next_start = OSError(code, os.strerror(code)), now
                self._lose(sock)
        raise ExchangeError("timeout", LATE) if monotonic() >= until else failure

    def _start(self, address: Address) -> None:
        family, kind, protocol, _, target = address
        sock = socket.socket(family, kind, protocol)
        with self._lock:
            self._socks.append(sock)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect(target)
        except BlockingIOError:
            pass
        except OSError:
            self._lose(sock)
            raise

    def _lose(self, sock: socket.socket) -> None:
        with self._lock:
            self._socks.remove(sock)
            sock.close()

    def _win(self, sock: socket.socket) -> None:
        for other in list(self._socks):
            if other is not sock:
                self._lose(other)
        if self.aborted:  # while there was nothing to wake
            shut(sock)


class Exchanger(Exchanging[SocketLine], DirectTransport):
    """An exchanger for threads."""

    def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; see `DirectTransport`."""
        return run(self.exchanging(request, cap), until)

    def _pool(self) -> Pool[SocketLine]:
        return self._connections.pool()

    def _new_line(self, origin: Origin) -> SocketLine:
        return SocketLine(origin, self._connections.way(origin))


def shut(sock: socket.socket) -> None:
    """End both directions, which wakes whoever waits."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def await_ready(socks: Sequence[socket.socket], events: int, seconds: float) -> dict[int, int]:
    """Wait for so many seconds until one of the sockets is ready; what each is ready for, by descriptor."""
    if not hasattr(select, "poll"):  # Windows
        writers = socks if events & WRITE else ()
        readers = socks if events & READ else ()
        readable, writable, failed = select.select(readers, writers, socks, min(seconds, LONGEST_WAIT))
        ready = dict.fromkeys([sock.fileno() for sock in [*readable, *failed]], READ)
        return ready | {sock.fileno(): WRITE | ready.get(sock.fileno(), 0) for sock in writable}
    poll = select.poll()
    for sock in socks:
        poll.register(sock, events)
    return dict(poll.poll(min(seconds, LONGEST_WAIT) * 1000))
