"""One connection in the hands of an event loop."""

import os
from abc import abstractmethod

import httpcore

from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.core_messages import core_origin, core_proxy
from timeback_core.engine.transport.loops import Loop, call_in
from timeback_core.engine.transport.shelf import Origin, Shelf
from timeback_core.engine.transport.traffic import Traffic


class AsyncLease(httpcore.AsyncNetworkBackend):
    """A connection; it is its own network backend, so that it can be aborted in every phase of its making."""

    def __init__(
        self, origin: Origin, connections: Connections, shelf: "Shelf[AsyncLease]", loop: Loop
    ) -> None:
        """A connection that is made by its first request, and waits on that shelf between requests.

        Raises:
            OSError: the TLS context cannot be built.
            UnusableProxyError: the proxy that leads to the server has a problem.
        """
        self.origin = origin
        self.shelf = shelf
        self.pid: int = os.getpid()
        self.traffic: Traffic = Traffic(needs_tls=origin[0] == "https")
        self.aborted = False
        self._loop = loop
        factory = httpcore.AsyncConnectionPool(
            ssl_context=connections.ssl_context() if self.traffic.needs_tls else None,
            proxy=core_proxy(connections.proxy_for(origin)),
            keepalive_expiry=connections.keepalive,
            network_backend=self,
        )
        self.connection: httpcore.AsyncConnectionInterface = factory.create_connection(core_origin(origin))

    def expired(self) -> bool:
        """Whether the connection can serve no more."""
        return self.connection.has_expired()

    def interrupt(self) -> None:
        """Abort from any thread."""
        call_in(self._loop, self.abort)

    @abstractmethod
    def abort(self) -> None:
        """Wake whoever waits on the connection and close it, without waiting; in its own loop only."""

    def discard(self) -> None:
        """Close the connection, on which nobody waits any more."""
        self.abort()
