"""One connection in the hands of threads."""

# ruff: noqa: ARG002 - httpcore fixes the signatures of backends and streams

import os
import socket
from collections.abc import Iterable

import httpcore

from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.core_messages import core_origin, core_proxy
from timeback_core.engine.transport.limits import seconds_left
from timeback_core.engine.transport.reasons import reason
from timeback_core.engine.transport.shelf import Origin, Shelf
from timeback_core.engine.transport.streams import SocketStream
from timeback_core.engine.transport.traffic import Traffic


class Lease(httpcore.NetworkBackend):
    """A connection; it is its own network backend, so that it can be aborted in every phase of its making."""

    def __init__(self, origin: Origin, connections: Connections, shelf: "Shelf[Lease]") -> None:
        """A connection that is made by its first request, and waits on that shelf between requests.

        Raises:
            OSError: the TLS context cannot be built.
            UnusableProxyError: the proxy that leads to the server has a problem.
        """
        self.origin = origin
        self.shelf = shelf
        self.pid: int = os.getpid()
        self.traffic: Traffic = Traffic(needs_tls=origin[0] == "https")
        self._aborted = False
        self._stream: SocketStream | None = None
        factory = httpcore.ConnectionPool(
            ssl_context=connections.ssl_context() if self.traffic.needs_tls else None,
            proxy=core_proxy(connections.proxy_for(origin)),
            keepalive_expiry=connections.keepalive,
            network_backend=self,
        )
        self.connection: httpcore.ConnectionInterface = factory.create_connection(core_origin(origin))

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; a dead one uses up its share of the time only."""
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(reason(error)) from error
        failure: Exception = httpcore.ConnectError("the name has no address")
        for tried, (family, kind, protocol, _, address) in enumerate(addresses):
            share = seconds_left(timeout) / (len(addresses) - tried)
            if share <= 0:
                break
            try:
                self._stream = stream = SocketStream(family, kind, protocol, self.traffic, timeout)
                if self._aborted:
                    stream.abort()
                stream.connect(address, share)
            except (httpcore.ConnectTimeout, httpcore.ConnectError) as error:
                failure = error
            else:
                return stream
        raise failure

    def expired(self) -> bool:
        """Whether the connection can serve no more."""
        return self.connection.has_expired()

    def abort(self) -> None:
        """Wake whoever waits on the socket; from any thread."""
        self._aborted = True
        if self._stream is not None:
            self._stream.abort()

    def discard(self) -> None:
        """Close the socket, on which nobody waits any more."""
        if self._stream is not None:
            self._stream.close()
