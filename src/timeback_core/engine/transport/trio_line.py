"""One connection in the hands of a trio loop: a socket that never blocks, and trio's waiting for it."""

import socket
from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic

import trio

from timeback_core.engine.transport.addresses import STAGGER
from timeback_core.engine.transport.connections import Origin
from timeback_core.engine.transport.exchange import READ, await_ready
from timeback_core.engine.transport.exchanging import LONGEST_WAIT, READ_SIZE, Line
from timeback_core.engine.transport.loops import call_in
from timeback_core.engine.transport.opening import Way
from timeback_core.engine.transport.reasons import LATE, ExchangeError, reason


class TrioLine(Line):
    """A connection whose socket trio waits for."""

    def __init__(self, origin: Origin, way: Way) -> None:
        """A connection of the running loop that is still to be made."""
        super().__init__(origin, way)
        self._loop = trio.lowlevel.current_trio_token()
        self._scope: trio.CancelScope | None = None
        self._sock: socket.socket | None = None

    async def connect(self, until: float) -> None:
        """Connect to the address that answers first."""

        async def dial() -> None:
            stream = await trio.open_tcp_stream(*self.address, happy_eyeballs_delay=STAGGER)
            plain = stream.socket
            self._sock = socket.socket(plain.family, plain.type, plain.proto, fileno=plain.detach())
            self._sock.setblocking(False)

        await self._within(until, dial)

    async def flush(self, until: float) -> bool:
        """Send what is unsent; False as soon as there is something to read instead."""
        sock = self._socket()
        while self.unsent:
            if monotonic() >= until:
                raise ExchangeError("timeout", LATE)
            try:
                self.unsent = self.unsent[sock.send(self.unsent) :]
                self.sent = True
            except BlockingIOError:
                await self._within(until, self._movement)
                if self.readable():
                    return False
        return True

    async def receive(self, until: float) -> bytes:
        """The bytes that came, waiting for them; empty at the end."""
        try:
            while True:
                sock = self._socket()
                await self._within(until, partial(trio.lowlevel.wait_readable, sock))
                try:
                    return sock.recv(READ_SIZE)
                except BlockingIOError:
                    continue
        except OSError as error:
            raise ExchangeError("broken", reason(error)) from error

    def readable(self) -> bool:
        """Whether bytes of the server, or its end, wait to be read."""
        return self._sock is None or bool(await_ready([self._sock], READ, 0))

    async def _movement(self) -> None:
        """Wait until there is something to read, or room to write."""
        sock = self._socket()

        async def first(wait: Callable[[socket.socket], Awaitable[None]]) -> None:
            await wait(sock)
            nursery.cancel_scope.cancel()

        async with trio.open_nursery() as nursery:
            nursery.start_soon(first, trio.lowlevel.wait_readable)
            nursery.start_soon(first, trio.lowlevel.wait_writable)

    async def _within(self, until: float, act: Callable[[], Awaitable[None]]) -> None:
        """Do something that the deadline ends, and an abort."""
        left = until - monotonic()
        if left <= 0:
            raise ExchangeError("timeout", LATE)
        with trio.CancelScope(deadline=trio.current_time() + min(left, LONGEST_WAIT)) as self._scope:
            try:
                return await act()
            finally:
                self._scope = None
        raise ConnectionError("aborted") if self.aborted else ExchangeError("timeout", LATE)

    def _socket(self) -> socket.socket:
        if self._sock is None:
            raise ConnectionError("aborted")
        return self._sock

    def interrupt(self) -> None:
        """Wake whoever waits on the connection and close it; from any thread."""
        call_in(self._loop, self.close)

    def close(self) -> None:
        """Wake whoever waits on the connection and close it, without waiting; in its own loop only."""
        self.aborted = True
        if self._scope is not None:
            self._scope.cancel()
        if self._sock is not None:
            self._sock.close()
            self._sock = None
