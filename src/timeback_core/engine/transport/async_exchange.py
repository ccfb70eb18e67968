"""Exchanges over shared connections, for event loops."""

import asyncio
import os
import weakref

from timeback_core.engine.call.http import HttpRequest, SendFailed, SendOutcome
from timeback_core.engine.transport.async_lease import AsyncLease
from timeback_core.engine.transport.bodies import Body
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.core_messages import content_coding, core_request, plain_headers
from timeback_core.engine.transport.direct import AsyncDirectTransport, ClosedError
from timeback_core.engine.transport.failures import explain
from timeback_core.engine.transport.loops import Loop, running_loop
from timeback_core.engine.transport.reasons import reason
from timeback_core.engine.transport.shelf import Origin, Shelf


class AsyncExchanger(AsyncDirectTransport):
    """Carries the requests of one session over connections that several may share, and can abort its own.

    It serves any number of event loops. Nothing is awaited between taking a connection and using it, nor when
    it is given back, so that a cancellation can hurt no bookkeeping.
    """

    def __init__(self, connections: Connections) -> None:
        """An exchanger that owns its part of the connections until it is aborted or forgotten."""
        self._connections = connections
        self._live: set[AsyncLease] = set()
        self._token = connections.acquire()
        self._closed = False
        weakref.finalize(self, connections.release, self._token)

    async def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; see `AsyncDirectTransport`."""
        try:
            lease = await self.check_out((request.scheme, request.host, request.port))
        except ClosedError as error:
            return SendFailed("closed", sent=False, detail=str(error))
        except Exception as error:
            return SendFailed("connect", sent=False, detail=f"no connection can be prepared: {reason(error)}")
        body: Body | None = None
        keep = False
        try:
            response = await lease.connection.handle_async_request(core_request(request, until))
            headers = plain_headers(response.headers)
            body = Body(cap, content_coding(headers))
            async for data in response.aiter_stream():
                if not body.feed(data):
                    lease.abort()
            await response.aclose()
            keep = body.failure() is None
            return body.answer(response.status, headers)
        except Exception as error:
            if self._closed:
                return SendFailed("closed", sent=lease.traffic.sent, detail=str(ClosedError()))
            failed = None if body is None else body.failure()
            return failed or explain(error, lease.traffic)
        finally:
            self.check_in(lease, keep=keep)

    async def check_out(self, origin: Origin) -> AsyncLease:
        """A connection to that server: an idle one that lives, else one that its first request makes.

        Raises:
            ClosedError: the exchanger was aborted.
            OSError: the TLS context cannot be built.
            UnusableProxyError: the environment names a proxy that cannot be used.
        """
        loop = running_loop()
        shelf = await self._connections.loop_shelves().shelf(loop)
        lease = shelf.take(origin)
        if lease is None:
            lease = new_lease(origin, self._connections, shelf, loop)
        else:
            lease.traffic.next_request()
        self._live.add(lease)
        # Only now, so that an abort either sees the connection or is seen here.
        if self._closed:
            self.check_in(lease, keep=False)
            raise ClosedError
        return lease

    def check_in(self, lease: AsyncLease, *, keep: bool) -> None:
        """Give a connection back, to be kept for the next request or closed."""
        self._live.discard(lease)
        if keep and not self._closed and lease.connection.is_idle():
            lease.shelf.put(lease)
        else:
            lease.abort()

    def forget(self, lease: AsyncLease) -> None:
        """Close a connection that nobody gave back; from any thread."""
        self._live.discard(lease)
        if lease.pid == os.getpid():
            lease.interrupt()

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._closed = True
        for lease in list(self._live):
            if lease.pid == os.getpid():
                lease.interrupt()
        self._connections.release(self._token)


def new_lease(origin: Origin, connections: Connections, shelf: Shelf[AsyncLease], loop: Loop) -> AsyncLease:
    """A connection of the loop's kind."""
    if isinstance(loop, asyncio.AbstractEventLoop):
        from timeback_core.engine.transport.asyncio_lease import AsyncioLease

        return AsyncioLease(origin, connections, shelf, loop)
    from timeback_core.engine.transport.trio_lease import TrioLease

    return TrioLease(origin, connections, shelf, loop)
