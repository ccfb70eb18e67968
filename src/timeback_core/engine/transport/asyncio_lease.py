"""Connections of an asyncio loop (uvloop's too)."""

# ruff: noqa: ARG002, ASYNC109 - httpcore fixes the signatures of backends and streams

import asyncio
import socket
import ssl
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

import httpcore

from timeback_core.engine.transport.async_lease import AsyncLease
from timeback_core.engine.transport.asyncio_pipe import Pipe
from timeback_core.engine.transport.limits import seconds_left
from timeback_core.engine.transport.reasons import LATE, reason

T = TypeVar("T")
WRITE_SIZE = 256 * 1024


class AsyncioLease(AsyncLease):
    """A connection whose socket is an asyncio transport."""

    _pipe: Pipe | None = None
    _making: "asyncio.Task[Any] | None" = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers; a dead one uses up its share of the time only."""
        pipe = self._pipe = Pipe(self.traffic)
        await self.within(timeout, connect(pipe, host, port, timeout))
        return AsyncioStream(self, pipe, timeout)

    async def within(self, limit: float | None, making: Coroutine[Any, Any, T]) -> T:
        """Run a step of the connection's making, which an abort or the deadline ends.

        It is a task of its own so that neither needs to cancel the caller.
        """
        task: asyncio.Task[T] = asyncio.get_running_loop().create_task(making)
        self._making = task
        task.add_done_callback(_look_at_exception)
        try:
            await asyncio.wait({task}, timeout=max(seconds_left(limit), 0))
        finally:
            self._making = None
            task.cancel()
        if self.aborted:
            raise httpcore.ConnectError("aborted")
        if not task.done():
            raise httpcore.ConnectTimeout(LATE)
        try:
            return task.result()
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(reason(error)) from error

    def abort(self) -> None:
        """Wake whoever waits on the connection and close it, without waiting; in its own loop only."""
        self.aborted = True
        if self._making is not None:
            self._making.cancel()
        if self._pipe is not None:
            self._pipe.abort()


def _look_at_exception(task: "asyncio.Task[Any]") -> None:
    """Keep asyncio from reporting the exception of a task whose caller was cancelled."""
    if not task.cancelled():
        task.exception()


async def connect(pipe: Pipe, host: str, port: int, limit: float | None) -> None:
    """Connect the pipe to the first address that answers."""
    loop = asyncio.get_running_loop()
    addresses = await resolve(host, port)
    failure: OSError = OSError("the name has no address")
    for tried, (family, kind, protocol, _, address) in enumerate(addresses):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            async with asyncio.timeout(seconds_left(limit) / (len(addresses) - tried)):
                await loop.sock_connect(sock, address)
            await loop.create_connection(lambda: pipe, sock=sock)
        except OSError as error:
            sock.close()
            failure = error
        except BaseException:
            sock.close()
            raise
        else:
            return
    raise failure


async def resolve(host: str, port: int) -> list[Any]:
    """The addresses of a host; for a name in a thread, as there is no other way."""
    try:
        return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST))
    except OSError:
        return list(await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM))


class AsyncioStream(httpcore.AsyncNetworkStream):
    """A pipe as httpcore reads and writes it; a `timeout` is an instant, see `seconds_left`."""

    def __init__(self, lease: AsyncioLease, pipe: Pipe, limit: float | None) -> None:
        """A stream over a connected pipe; `limit` serves operations that are given none (SOCKS)."""
        self._lease = lease
        self._pipe = pipe
        self._limit = limit

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What came, waiting for it if need be; empty at the end."""
        if not await self._pipe.readable(self._left(timeout)):
            raise httpcore.ReadTimeout(LATE)
        try:
            return self._pipe.take(max_bytes)
        except OSError as error:
            raise httpcore.ReadError(reason(error)) from error

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it, in pieces, since asyncio copies what it cannot send at once."""
        rest = memoryview(buffer)
        while rest:
            try:
                written = await self._pipe.write(rest[:WRITE_SIZE], self._left(timeout))
            except OSError as error:
                raise httpcore.WriteError(reason(error)) from error
            if not written:
                raise httpcore.WriteTimeout(LATE)
            rest = rest[WRITE_SIZE:]

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Go on under TLS."""
        limit = self._limit if timeout is None else timeout
        await self._lease.within(limit, self._pipe.start_tls(ssl_context, server_hostname))
        return self

    async def aclose(self) -> None:
        """Close the socket at once."""
        self._pipe.abort()

    def get_extra_info(self, info: str) -> Any:
        """What httpcore and users of its streams ask for."""
        return self._pipe.get_extra_info(info)

    def _left(self, timeout: float | None) -> float:
        return seconds_left(self._limit if timeout is None else timeout)
