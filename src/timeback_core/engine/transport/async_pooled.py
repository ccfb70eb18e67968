"""Our connections as a transport for any asynchronous httpx client."""

import weakref
from collections.abc import AsyncIterator

import httpcore
import httpx

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.async_lease import AsyncLease
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.direct import AsyncDirectTransport, ClosedError
from timeback_core.engine.transport.httpx_errors import as_httpx_errors
from timeback_core.engine.transport.httpx_messages import core_request, origin_of, streamed
from timeback_core.engine.transport.proxies import UnusableProxyError


class AsyncPooledTransport(httpx.AsyncBaseTransport, AsyncDirectTransport):
    """An `AsyncExchanger` that speaks httpx as well, for asyncio and trio."""

    def __init__(self, connections: Connections | None = None) -> None:
        """A transport over shared connections, or over its own where none are given."""
        self._exchanger = AsyncExchanger(connections or Connections())

    async def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; see `AsyncDirectTransport`."""
        return await self._exchanger.exchange(request, until, cap)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body still to be read, as httpx wants it."""
        try:
            lease = await self._exchanger.check_out(origin_of(request.url))
        except (ClosedError, UnusableProxyError, OSError) as error:
            raise httpx.ConnectError(str(error)) from error
        try:
            with as_httpx_errors():
                response = await lease.connection.handle_async_request(core_request(request))
            stream = AsyncLeasedStream(self._exchanger, lease, response)
        except BaseException:
            self._exchanger.check_in(lease, keep=False)
            raise
        return streamed(response, stream)

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._exchanger.abort()

    async def aclose(self) -> None:
        """The same as `abort`."""
        self._exchanger.abort()


class AsyncLeasedStream(httpx.AsyncByteStream):
    """A body still to be read; closing it gives its connection back, forgetting it aborts that."""

    def __init__(self, exchanger: AsyncExchanger, lease: AsyncLease, response: httpcore.Response) -> None:
        """The body of that answer over that connection."""
        self._exchanger = exchanger
        self._lease = lease
        self._response = response
        self._forgotten = weakref.finalize(self, exchanger.forget, lease)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with as_httpx_errors():
            async for data in self._response.aiter_stream():
                yield data

    async def aclose(self) -> None:
        """Give the connection back."""
        if self._forgotten.detach() is None:
            return
        keep = False
        try:
            with as_httpx_errors():
                await self._response.aclose()
            keep = True
        finally:
            self._exchanger.check_in(self._lease, keep=keep)
