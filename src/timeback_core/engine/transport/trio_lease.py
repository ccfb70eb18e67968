"""Connections of a trio loop."""

# ruff: noqa: ARG002, ASYNC109 - httpcore fixes the signatures of backends and streams

import ssl
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, TypeAlias, TypeVar

import httpcore
import trio

from timeback_core.engine.transport.async_lease import AsyncLease
from timeback_core.engine.transport.limits import seconds_left
from timeback_core.engine.transport.reasons import LATE, reason

T = TypeVar("T")
Failure: TypeAlias = type[httpcore.NetworkError | httpcore.TimeoutException]
SecureStream: TypeAlias = trio.SSLStream[trio.SocketStream]


class TrioLease(AsyncLease):
    """A connection whose socket is trio's."""

    _scope: trio.CancelScope | None = None
    _sock: trio.SocketStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the address that answers first."""
        plain = self._sock = await self.within(
            timeout,
            partial(trio.open_tcp_stream, host, port),
            httpcore.ConnectTimeout,
            httpcore.ConnectError,
        )
        return TrioStream(self, plain, plain, timeout)

    async def within(
        self, limit: float | None, act: Callable[[], Awaitable[T]], late: Failure, broken: Failure
    ) -> T:
        """Do something that may end by the deadline, as `late`, or by network or abort, as `broken`."""
        left = seconds_left(limit)
        if left <= 0:
            raise late(LATE)
        with trio.CancelScope(deadline=trio.current_time() + left) as self._scope:
            try:
                return await act()
            except (trio.BrokenResourceError, trio.ClosedResourceError, OSError, UnicodeError) as error:
                raise broken(reason(error)) from error
            finally:
                self._scope = None
        if self.aborted:
            raise broken("aborted")
        raise late(LATE)

    def abort(self) -> None:
        """Wake whoever waits on the connection and close it, without waiting; in its own loop only."""
        self.aborted = True
        if self._scope is not None:
            self._scope.cancel()
        if self._sock is not None:
            self._sock.socket.close()


class TrioStream(httpcore.AsyncNetworkStream):
    """A socket as httpcore reads and writes it; a `timeout` is an instant, see `seconds_left`."""

    def __init__(
        self,
        lease: TrioLease,
        plain: trio.SocketStream,
        stream: trio.SocketStream | SecureStream,
        limit: float | None,
    ) -> None:
        """A stream over a connected socket; `limit` serves operations that are given none (SOCKS)."""
        self._lease = lease
        self._plain = plain
        self._stream = stream
        self._limit = limit

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What came, waiting for it if need be; empty at the end."""
        data = await self._lease.within(
            self._limit if timeout is None else timeout,
            partial(self._stream.receive_some, max_bytes),
            httpcore.ReadTimeout,
            httpcore.ReadError,
        )
        if data:
            self._lease.traffic.received = True
        else:
            self._lease.traffic.ended = True
        return bytes(data)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        if not buffer:
            return
        self._lease.traffic.wrote = True
        await self._lease.within(
            self._limit if timeout is None else timeout,
            partial(self._stream.send_all, buffer),
            httpcore.WriteTimeout,
            httpcore.WriteError,
        )

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Go on under TLS."""
        secure: SecureStream = trio.SSLStream(
            self._plain, ssl_context, server_hostname=server_hostname, https_compatible=True
        )
        await self._lease.within(
            self._limit if timeout is None else timeout,
            secure.do_handshake,
            httpcore.ConnectTimeout,
            httpcore.ConnectError,
        )
        self._lease.traffic.start_tls()
        return TrioStream(self._lease, self._plain, secure, self._limit)

    async def aclose(self) -> None:
        """Close the socket at once."""
        self._plain.socket.close()

    def get_extra_info(self, info: str) -> Any:
        """What httpcore and users of its streams ask for."""
        match info:
            case "ssl_object":
                return self._stream if isinstance(self._stream, trio.SSLStream) else None
            case "client_addr":
                return self._plain.socket.getsockname()
            case "server_addr":
                return self._plain.socket.getpeername()
            case "socket":
                return self._plain.socket
            case "is_readable":
                return self._plain.socket.is_readable()
            case _:
                return None
