"""Our connections as a transport for any synchronous httpx client."""

import weakref
from collections.abc import Iterator

import httpcore
import httpx

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.direct import ClosedError, DirectTransport
from timeback_core.engine.transport.exchange import Exchanger
from timeback_core.engine.transport.httpx_errors import as_httpx_errors
from timeback_core.engine.transport.httpx_messages import core_request, origin_of, streamed
from timeback_core.engine.transport.lease import Lease
from timeback_core.engine.transport.proxies import UnusableProxyError


class PooledTransport(httpx.BaseTransport, DirectTransport):
    """An `Exchanger` that speaks httpx as well: `httpx.Client(transport=PooledTransport(connections))`."""

    def __init__(self, connections: Connections | None = None) -> None:
        """A transport over shared connections, or over its own where none are given."""
        self._exchanger = Exchanger(connections or Connections())

    def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; see `DirectTransport`."""
        return self._exchanger.exchange(request, until, cap)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body still to be read, as httpx wants it."""
        try:
            lease = self._exchanger.check_out(origin_of(request.url))
        except (ClosedError, UnusableProxyError, OSError) as error:
            raise httpx.ConnectError(str(error)) from error
        try:
            with as_httpx_errors():
                response = lease.connection.handle_request(core_request(request))
            stream = LeasedStream(self._exchanger, lease, response)
        except BaseException:
            self._exchanger.check_in(lease, keep=False)
            raise
        return streamed(response, stream)

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._exchanger.abort()

    def close(self) -> None:
        """The same as `abort`."""
        self._exchanger.abort()


class LeasedStream(httpx.SyncByteStream):
    """A body still to be read; closing it gives its connection back, forgetting it aborts that."""

    def __init__(self, exchanger: Exchanger, lease: Lease, response: httpcore.Response) -> None:
        """The body of that answer over that connection."""
        self._exchanger = exchanger
        self._lease = lease
        self._response = response
        self._forgotten = weakref.finalize(self, exchanger.forget, lease)

    def __iter__(self) -> Iterator[bytes]:
        with as_httpx_errors():
            yield from self._response.iter_stream()

    def close(self) -> None:
        """Give the connection back."""
        if self._forgotten.detach() is None:
            return
        keep = False
        try:
            with as_httpx_errors():
                self._response.close()
            keep = True
        finally:
            self._exchanger.check_in(self._lease, keep=keep)
