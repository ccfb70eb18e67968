"""One connection in the hands of an asyncio loop (uvloop's too): a protocol that keeps what came until it is read."""

import asyncio
import contextlib
import socket
from collections import deque
from collections.abc import Sequence
from time import monotonic
from typing import Any, cast

from timeback_core.engine.transport.addresses import STAGGER, Address, Found, look_up
from timeback_core.engine.transport.connections import Origin
from timeback_core.engine.transport.exchanging import LONGEST_WAIT, WRITE_SIZE, Line
from timeback_core.engine.transport.loops import call_in
from timeback_core.engine.transport.opening import Way
from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER, LATE, ExchangeError, reason

HIGH_WATER = 256 * 1024
"""Unread bytes above which no more are taken from the socket."""


class AsyncioLine(Line, asyncio.Protocol):
    """A connection whose socket is an asyncio transport."""

    def __init__(self, origin: Origin, way: Way) -> None:
        """A connection of the running loop that is still to be made."""
        super().__init__(origin, way)
        self._loop = asyncio.get_running_loop()
        self._making: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._chunks: deque[bytes] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._lost: OSError | None = None
        self._ended = False
        self._full = False
        self._paused = False
        self._unread = 0

    async def connect(self, until: float) -> None:
        """Connect to the address that answers first."""
        # A task of its own, so that neither an abort nor the deadline needs to cancel the caller.
        task = self._making = self._loop.create_task(self._dial(*self.address))
        task.add_done_callback(look_at_exception)
        try:
            await asyncio.wait({task}, timeout=min(max(until - monotonic(), 0), LONGEST_WAIT))
        finally:
            self._making = None
            task.cancel()
        if self.aborted:
            raise ConnectionError("aborted")
        if not task.done():
            raise ExchangeError("timeout", LATE)
        task.result()

    async def _dial(self, host: str, port: int) -> None:
        loop = self._loop
        told: asyncio.Future[Found] = loop.create_future()

        def deliver(found: Found) -> None:
            call_in(loop, lambda: None if told.done() else told.set_result(found))

        look_up(host, port, deliver)
        found = await told
        if isinstance(found, OSError):
            raise found
        sock = await first_connected(found)
        try:
            await loop.create_connection(lambda: self, sock=sock)
        except BaseException:
            sock.close()
            raise

    async def flush(self, until: float) -> bool:
        """Send what is unsent; False as soon as there is something to read instead."""
        if self.sent:  # let the loop see an answer before the rest of a large body is written
            await asyncio.sleep(0)
        while self.unsent:
            if monotonic() >= until:
                raise ExchangeError("timeout", LATE)
            if self.readable():
                return False
            if self._full:
                await self._event(until)
            elif self._transport is None or self._transport.is_closing():
                raise ConnectionError(CLOSED_BY_SERVER)
            else:
                self._transport.write(self.unsent[:WRITE_SIZE])
                self.unsent = self.unsent[WRITE_SIZE:]
                self.sent = True
        return True

    async def receive(self, until: float) -> bytes:
        """The bytes that came, waiting for them; empty at the end."""
        while not self._chunks:
            if self._lost is not None:
                raise ExchangeError("broken", reason(self._lost))
            if self._ended:
                return b""
            await self._event(until)
        data = self._chunks.popleft()
        self._unread -= len(data)
        if self._paused and self._unread <= HIGH_WATER // 4 and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return data

    def readable(self) -> bool:
        """Whether bytes of the server, or its end, wait to be read."""
        return bool(self._chunks) or self._ended or self._lost is not None

    async def _event(self, until: float) -> None:
        """Wait until something happens.

        Raises:
            ExchangeError: the deadline passed.
        """
        left = until - monotonic()
        if left <= 0:
            raise ExchangeError("timeout", LATE)
        self._waiter = self._loop.create_future()
        timer = self._loop.call_later(min(left, LONGEST_WAIT), self._wake)
        try:
            await self._waiter
        finally:
            timer.cancel()
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def interrupt(self) -> None:
        """Wake whoever waits on the connection and close it; from any thread."""
        call_in(self._loop, self.close)

    def close(self) -> None:
        """Wake whoever waits on the connection and close it, without waiting; in its own loop only."""
        self.aborted = True
        self._lost = self._lost or ConnectionError("aborted")
        if self._making is not None:
            self._making.cancel()
        if self._transport is not None:
            # A coroutine that is only collected after its loop was closed comes too late.
            with contextlib.suppress(RuntimeError):
                self._transport.abort()
        self._wake()

    # What follows is called by the loop.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # What TCP gives; uvloop's has no such base class.
        self._transport = cast(asyncio.Transport, transport)
        if self.aborted:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._chunks.append(data)
        self._unread += len(data)
        if self._unread > HIGH_WATER and not self._paused and self._transport is not None:
            self._paused = True
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
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        self._wake()


async def first_connected(addresses: Sequence[Address]) -> socket.socket:
    """A socket that is connected to the address that answers first.

    Raises:
        OSError: none does.
    """
    racing: set[asyncio.Task[socket.socket]] = set()
    failure: BaseException = OSError("the name has no address")
    waiting = list(addresses)
    try:
        while waiting or racing:
            if waiting:
                racing.add(asyncio.get_running_loop().create_task(connected(waiting.pop(0))))
            done, _ = await asyncio.wait(
                racing, timeout=STAGGER if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                racing.discard(task)
                error = task.exception()
                if error is None:
                    return task.result()
                failure = error
        raise failure
    finally:
        for task in racing:
            task.cancel()
            task.add_done_callback(close_late)


async def connected(address: Address) -> socket.socket:
    """A socket that is connected to that address."""
    family, kind, protocol, _, target = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(sock, target)
    except BaseException:
        sock.close()
        raise
    return sock


def look_at_exception(task: "asyncio.Task[Any]") -> None:
    """Keep asyncio from reporting the exception of a task for which nobody waits any more."""
    if not task.cancelled():
        task.exception()


def close_late(task: "asyncio.Task[socket.socket]") -> None:
    """Close the socket of a task that lost the race, if it has one by now."""
    if not task.cancelled() and task.exception() is None:
        task.result().close()
