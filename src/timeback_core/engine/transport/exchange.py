"""Exchanges for threads, over sockets that never block; how one is connected by whichever address answers first."""

import contextlib
import os
import select
import socket
from collections.abc import Callable, Sequence
from itertools import zip_longest
from math import inf
from queue import Empty, SimpleQueue
from threading import RLock, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.connections import Origin, Pool
from timeback_core.engine.transport.exchanging import Exchanging, Line, Phase, run
from timeback_core.engine.transport.reasons import LATE, ExchangeError, reason
from timeback_core.engine.transport.send import DirectTransport

if TYPE_CHECKING:
    from timeback_core.engine.transport.ways import Way

Address: TypeAlias = tuple[int, int, int, str, Any]  # family, kind, protocol, canonical name, address

STAGGER = 0.2  # seconds that an address may take before the next one is tried beside it (RFC 8305)
READ_SIZE = 64 * 1024  # bytes that are read at once
LONGEST_WAIT = 86_400.0  # seconds; sockets and timers refuse infinity
READ, WRITE = 1, 4  # what to wait for, in the numbers of poll


def time_left(until: float) -> float:
    """Seconds until an instant, as many as can be waited for; raises `ExchangeError` where it has passed."""
    left = until - monotonic()
    if left <= 0:
        raise ExchangeError("timeout", LATE)
    return min(left, LONGEST_WAIT)


def await_ready(socks: Sequence[socket.socket], events: int, seconds: float) -> dict[int, int]:
    """Wait for so many seconds until one of the sockets is ready; what each is ready for, by descriptor."""
    if not hasattr(select, "poll"):  # Windows
        readable, writable, failed = select.select(
            socks if events & READ else (), socks if events & WRITE else (), socks, seconds
        )
        ready = dict.fromkeys([sock.fileno() for sock in [*readable, *failed]], READ)
        return ready | {sock.fileno(): WRITE | ready.get(sock.fileno(), 0) for sock in writable}
    poll = select.poll()
    for sock in socks:
        poll.register(sock, events)
    return dict(poll.poll(seconds * 1000))


class SocketLine(Line):
    """A connection whose socket is in our own hands."""

    def __init__(self, origin: Origin, way: "Way") -> None:
        super().__init__(origin, way)
        self._sock: socket.socket | None = None

    @property
    def sock(self) -> socket.socket:
        if self._sock is None:
            raise ConnectionError("aborted")
        return self._sock

    def push(self, data: memoryview) -> int:
        return self.sock.send(data)

    def pull(self) -> bytes:
        return self.sock.recv(READ_SIZE)

    def readable(self) -> bool:
        return self._sock is None or bool(await_ready([self._sock], READ, 0))


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
        ready = await_ready([sock], READ if phase == "read" else READ | WRITE, left)
        if not ready:
            raise ExchangeError("timeout", LATE)
        return bool(ready[sock.fileno()] & READ)

    def _connect(self, left: float) -> None:
        self._dial = Dial(self.way.address, left)
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
                with contextlib.suppress(OSError):
                    self._sock.shutdown(socket.SHUT_RDWR)  # wakes whoever waits, which closing would not do

    def close(self) -> None:
        with self._lock:
            if self._sock is not None:
                self._sock.close()


class Exchanger(Exchanging[ThreadLine], DirectTransport):
    """An exchanger for threads."""

    def exchange(self, request: HttpRequest, until: float, cap: int, silent_until: float = inf) -> SendOutcome:
        return run(self.carried(request, until, cap, silent_until))

    def _here(self) -> "tuple[Pool[ThreadLine], type[ThreadLine]]":
        return self._connections.pool(), ThreadLine


class Dial:
    """A connection on its way, in a thread: no resolver can be interrupted, so that nobody may have to wait for one."""

    def __init__(self, address: tuple[str, int], seconds: float, wake: Callable[[], None] = lambda: None) -> None:
        """Begin to connect to a host and port, for so many seconds; `wake` is called when there is an outcome."""
        self._address = address
        self._until = monotonic() + seconds
        self._wake = wake
        self._outcomes: SimpleQueue[socket.socket | OSError] = SimpleQueue()
        self._abandoned = False
        try:
            Thread(target=self._run, name="timeback-dial", daemon=True).start()
        except RuntimeError:  # no more threads, or the interpreter is about to end
            self._run()

    def outcome(self, seconds: float = 0) -> socket.socket | None:
        """The socket, if it comes in time; raises `OSError` where no address answers, or nobody waits any more."""
        try:
            outcome = self._outcomes.get(timeout=seconds)
        except Empty:
            return None
        if isinstance(outcome, OSError):
            raise outcome
        return outcome

    def abandon(self) -> None:
        """Wake whoever waits, and have the socket closed if it still comes; from any thread or signal handler."""
        self._abandoned = True
        with contextlib.suppress(Empty):
            while True:
                late = self._outcomes.get_nowait()
                if not isinstance(late, OSError):
                    late.close()
        self._outcomes.put(ConnectionError("aborted"))

    def _run(self) -> None:
        try:
            self._outcomes.put(self._first_connected(addresses_of(*self._address)))
        except (ExchangeError, OSError, UnicodeError) as error:
            self._outcomes.put(OSError(reason(error)))
        if self._abandoned:
            self.abandon()
        self._wake()

    def _first_connected(self, waiting: list[Address]) -> socket.socket:
        racing: dict[int, socket.socket] = {}
        failure = OSError("the name has no address")
        try:
            while (waiting or racing) and not self._abandoned:
                if waiting:
                    try:
                        sock = connecting(waiting.pop(0))
                        racing[sock.fileno()] = sock
                    except OSError as error:
                        failure = error
                        continue
                for descriptor in await_ready([*racing.values()], WRITE, min(STAGGER, time_left(self._until))):
                    sock = racing.pop(descriptor)
                    code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if not code:
                        return sock
                    sock.close()
                    failure = OSError(code, os.strerror(code))
            raise failure
        finally:
            for sock in racing.values():
                sock.close()


def connecting(address: Address) -> socket.socket:
    """A socket that begins to connect."""
    family, kind, protocol, _, target = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect(target)
    except BlockingIOError:
        pass
    except OSError:
        sock.close()
        raise
    return sock


def addresses_of(host: str, port: int) -> list[Address]:
    """The addresses of a host in the order in which to try them: the two families in turn."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    first = [address for address in found if address[0] == found[0][0]]
    others = [address for address in found if address[0] != found[0][0]]
    return [address for pair in zip_longest(first, others) for address in pair if address is not None]
