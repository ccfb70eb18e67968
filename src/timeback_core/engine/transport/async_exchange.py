"""Exchanges for event loops; asyncio's own kind of connection (uvloop's too) stands here, trio's beside it."""

import asyncio
import contextlib
from functools import partial
from math import inf
from typing import TYPE_CHECKING, cast

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.connections import Origin, Pool
from timeback_core.engine.transport.exchange import Dial, time_left
from timeback_core.engine.transport.exchanging import Exchanging, Line, Phase
from timeback_core.engine.transport.loops import call_in, running_loop
from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER
from timeback_core.engine.transport.send import AsyncDirectTransport
from timeback_core.engine.transport.ways import Way

if TYPE_CHECKING:
    from timeback_core.engine.transport.trio_line import TrioLine

HIGH_WATER = 256 * 1024  # unread bytes above which no more are taken from the socket


class AsyncioLine(Line, asyncio.Protocol):
    """A connection whose socket is an asyncio transport: a protocol that keeps what came until it is read."""

    def __init__(self, origin: Origin, way: Way) -> None:
        super().__init__(origin, way)
        self._loop = asyncio.get_running_loop()
        self._dial: Dial | None = None
        self._transport: asyncio.Transport | None = None
        self._chunks: list[bytes] = []
        self._waiter: asyncio.Future[None] | None = None
        self._lost: OSError | None = None
        self._ended = False
        self._unread = 0

    async def wait(self, phase: Phase) -> bool:
        until = self.until(phase)
        time_left(until)
        if phase == "connect":
            await self._connect(until)
        elif phase == "write" and self.sent:  # let the loop see an answer before the rest of a large body is written
            await asyncio.sleep(0)
        while not self.readable() and (phase == "read" or self.full):
            await self._event(until)
        return self.readable()

    async def _connect(self, until: float) -> None:
        self._dial = Dial(self.way.address, time_left(until), partial(call_in, self._loop, self._wake))
        sock = None
        try:
            while (sock := self._dial.outcome()) is None:
                await self._event(until)
            await self._loop.create_connection(lambda: self, sock=sock)
        except BaseException:
            self._dial.abandon()
            if sock is not None:
                sock.close()
            raise

    async def _event(self, until: float) -> None:
        self._waiter = self._loop.create_future()
        timer = self._loop.call_later(time_left(until), self._wake)
        try:
            await self._waiter
        finally:
            timer.cancel()
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def push(self, data: memoryview) -> int:
        if self._transport is None or self._transport.is_closing():
            raise ConnectionError(CLOSED_BY_SERVER)
        self._transport.write(data)
        return len(data)

    def pull(self) -> bytes:
        if self._chunks:
            data = b"".join(self._chunks)
            self._chunks.clear()
            if len(data) > HIGH_WATER and self._transport is not None:
                self._transport.resume_reading()
            self._unread = 0
            return data
        if self._lost is not None:
            raise self._lost
        if not self._ended:
            raise BlockingIOError
        return b""

    def readable(self) -> bool:
        return bool(self._chunks) or self._ended or self._lost is not None

    def close(self) -> None:
        call_in(self._loop, self._close)

    def _close(self) -> None:
        self.aborted = True
        self._lost = self._lost or ConnectionError("aborted")
        if self._dial is not None:
            self._dial.abandon()
        if self._transport is not None:
            # A coroutine that is only collected after its loop was closed comes too late.
            with contextlib.suppress(RuntimeError):
                self._transport.abort()
        self._wake()

    # What follows is called by the loop.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # what TCP gives; uvloop's has no such base class
        if self.aborted:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._chunks.append(data)
        self._unread += len(data)
        if self._unread > HIGH_WATER and self._transport is not None:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None  # to abort it once more may raise
        if exc is not None:
            self._lost = self._lost or (exc if isinstance(exc, OSError) else ConnectionError(str(exc)))
        self._ended = True
        self._wake()

    def pause_writing(self) -> None:
        self.full = True

    def resume_writing(self) -> None:
        self.full: bool = False
        self._wake()


class AsyncExchanger(Exchanging[Line], AsyncDirectTransport):
    """An exchanger for any number of event loops."""

    async def exchange(self, request: HttpRequest, until: float, cap: int, silent_until: float = inf) -> SendOutcome:
        return await self.carried(request, until, cap, silent_until)

    def _here(self) -> "tuple[Pool[Line], type[AsyncioLine | TrioLine]]":
        loop = running_loop()
        if isinstance(loop, asyncio.AbstractEventLoop):
            return self._connections.pool(loop), AsyncioLine
        from timeback_core.engine.transport.trio_line import TrioLine

        return self._connections.pool(loop), TrioLine
