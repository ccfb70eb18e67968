"""One connection in the hands of a trio loop: trio waits for its socket."""

from collections.abc import Awaitable, Callable
from functools import partial
from socket import socket

import trio

from timeback_core.engine.transport.connections import Origin
from timeback_core.engine.transport.exchange import Dial, SocketLine, time_left
from timeback_core.engine.transport.exchanging import Phase
from timeback_core.engine.transport.loops import call_in
from timeback_core.engine.transport.reasons import LATE, ExchangeError
from timeback_core.engine.transport.ways import Way


class TrioLine(SocketLine):
    """A connection whose socket trio waits for."""

    def __init__(self, origin: Origin, way: Way) -> None:
        super().__init__(origin, way)
        self._loop = trio.lowlevel.current_trio_token()
        self._scope: trio.CancelScope | None = None

    async def wait(self, phase: Phase) -> bool:
        left = time_left(self.until(phase))
        if self.aborted:  # in the moment in which the connection was made
            raise ConnectionError("aborted")
        if phase == "write" and not self.full:
            return False
        with trio.CancelScope(deadline=trio.current_time() + left) as self._scope:
            try:
                if phase == "connect":
                    await self._connect(left)
                elif phase == "read":
                    await trio.lowlevel.wait_readable(self.sock)
                else:
                    await self._movement()
                return self.readable()
            finally:
                self._scope = None
        raise self._unmet()

    def _unmet(self) -> Exception:
        """Why a wait ended without what it was for."""
        return ConnectionError("aborted") if self.aborted else ExchangeError("timeout", LATE)

    async def _connect(self, left: float) -> None:
        told = trio.Event()
        dial = Dial(self.way.address, left, partial(call_in, self._loop, told.set))
        try:
            await told.wait()
            self._sock = dial.outcome()
        finally:
            dial.abandon()

    async def _movement(self) -> None:
        sock = self.sock
        async with trio.open_nursery() as nursery:

            async def first(wait: Callable[[socket], Awaitable[None]]) -> None:
                await wait(sock)
                nursery.cancel_scope.cancel()

            nursery.start_soon(first, trio.lowlevel.wait_readable)
            nursery.start_soon(first, trio.lowlevel.wait_writable)

    def close(self) -> None:
        call_in(self._loop, self._close)

    def _close(self) -> None:
        self.aborted = True
        if self._scope is not None:
            self._scope.cancel()
        if self._sock is not None:
            self._sock.close()
            self._sock = None
