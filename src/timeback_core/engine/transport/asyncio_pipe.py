"""What came over an asyncio transport and was not read yet, and the waiting for more."""

import asyncio
import contextlib
import ssl
from collections import deque
from typing import Any, cast

from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER
from timeback_core.engine.transport.traffic import Traffic

HIGH_WATER = 256 * 1024
"""Unread bytes above which no more are taken from the socket."""
HANDSHAKE_LIMIT = 3600.0
"""Seconds; asyncio wants a limit of its own beside our deadline."""

EXTRA_INFO = {
    "ssl_object": "ssl_object",
    "client_addr": "sockname",
    "server_addr": "peername",
    "socket": "socket",
}
"""Names of httpcore and what asyncio calls them."""


class Pipe(asyncio.Protocol):
    """Both directions of one connection: one reader and one writer may wait at a time."""

    def __init__(self, traffic: Traffic) -> None:
        """A pipe that is not connected yet."""
        self._traffic = traffic
        self._transport: asyncio.Transport | None = None
        self._chunks: deque[bytes] = deque()
        self._unread = 0
        self._paused = False
        self._full = False
        self._ended = False
        self._lost: OSError | None = None
        self._aborted = False
        self._reader: asyncio.Future[bool] | None = None
        self._writer: asyncio.Future[bool] | None = None

    async def readable(self, seconds: float) -> bool:
        """Wait until a read has something to tell; False if it has not within so many seconds."""
        if seconds <= 0:
            return False
        if self._chunks or self._ended or self._lost is not None:
            return True
        future = self._reader = asyncio.get_running_loop().create_future()
        return await wait(future, seconds)

    def take(self, max_bytes: int) -> bytes:
        """The next bytes; empty at the end.

        Raises:
            OSError: the connection broke.
        """
        if not self._chunks:
            if self._lost is not None:
                raise self._lost
            self._traffic.ended = True
            return b""
        data = self._chunks.popleft()
        if len(data) > max_bytes:
            self._chunks.appendleft(data[max_bytes:])
            data = data[:max_bytes]
        self._unread -= len(data)
        if self._paused and self._unread <= HIGH_WATER // 4 and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        self._traffic.received = True
        return data

    async def write(self, data: memoryview, seconds: float) -> bool:
        """Write, and wait until there is room for more; False if there is none within so many seconds.

        Raises:
            OSError: the connection broke.
        """
        if seconds <= 0:
            return False
        if self._lost is not None or self._ended or self._transport is None:
            raise self._failure()
        self._traffic.wrote = True
        self._transport.write(data)
        if self._full:
            future = self._writer = asyncio.get_running_loop().create_future()
            if not await wait(future, seconds):
                return False
            if self._full:  # woken by the connection's end
                raise self._failure()
        return True

    async def start_tls(self, context: ssl.SSLContext, server_hostname: str | None) -> None:
        """Go on under TLS.

        Raises:
            OSError: the handshake failed.
        """
        if self._transport is None or self._ended:  # asyncio would wait for ever
            raise ConnectionError(CLOSED_BY_SERVER)
        secure = await asyncio.get_running_loop().start_tls(
            self._transport,
            self,
            context,
            server_hostname=server_hostname,
            ssl_handshake_timeout=HANDSHAKE_LIMIT,
        )
        if secure is None:  # after an abort in mid-handshake
            raise ConnectionError("aborted")
        self._transport = secure
        self._traffic.start_tls()

    def abort(self) -> None:
        """Close without waiting; whoever waits is woken."""
        self._aborted = True
        if self._lost is None:
            self._lost = ConnectionError("aborted")
        if self._transport is not None:
            # A coroutine that is only collected after its loop was closed comes too late.
            with contextlib.suppress(RuntimeError):
                self._transport.abort()
        self._wake()

    def get_extra_info(self, info: str) -> Any:
        """What httpcore and users of its streams ask for."""
        if info == "is_readable":
            return bool(self._chunks) or self._ended or self._lost is not None
        if info not in EXTRA_INFO or self._transport is None:
            return None
        return self._transport.get_extra_info(EXTRA_INFO[info])

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self._transport = cast(
            asyncio.Transport, transport
        )  # what TCP gives; uvloop's has no such base class
        if self._aborted:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        self._chunks.append(data)
        self._unread += len(data)
        if self._unread > HIGH_WATER and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        wake(self._reader)

    def eof_received(self) -> None:
        """Called by the loop."""
        self._ended = True
        wake(self._reader)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop."""
        self._transport = None  # to abort it once more may raise
        if self._lost is None and exc is not None:
            self._lost = exc if isinstance(exc, OSError) else ConnectionError(str(exc))
        self._ended = True
        self._wake()

    def pause_writing(self) -> None:
        """Called by the loop."""
        self._full = True

    def resume_writing(self) -> None:
        """Called by the loop."""
        self._full = False
        wake(self._writer)

    def _failure(self) -> OSError:
        return self._lost or ConnectionError(CLOSED_BY_SERVER)

    def _wake(self) -> None:
        wake(self._reader)
        wake(self._writer)


def wake(future: "asyncio.Future[bool] | None") -> None:
    """Tell whoever waits that what it waits for is there."""
    if future is not None and not future.done():
        future.set_result(True)


async def wait(future: "asyncio.Future[bool]", seconds: float) -> bool:
    """Wait for `wake`; False if it does not come within so many seconds."""
    timer = future.get_loop().call_later(seconds, give_up, future)
    try:
        return await future
    finally:
        timer.cancel()


def give_up(future: "asyncio.Future[bool]") -> None:
    """Tell whoever waits that the time is over."""
    if not future.done():
        future.set_result(False)
