"""Exchanges over shared connections, for threads."""

import os
import weakref

from timeback_core.engine.call.http import HttpRequest, SendFailed, SendOutcome
from timeback_core.engine.transport.bodies import Body
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.core_messages import content_coding, core_request, plain_headers
from timeback_core.engine.transport.direct import ClosedError, DirectTransport
from timeback_core.engine.transport.failures import explain
from timeback_core.engine.transport.lease import Lease
from timeback_core.engine.transport.reasons import reason
from timeback_core.engine.transport.shelf import Origin


class Exchanger(DirectTransport):
    """Carries the requests of one session over connections that several may share, and can abort its own."""

    def __init__(self, connections: Connections) -> None:
        """An exchanger that owns its part of the connections until it is aborted or forgotten."""
        self._connections = connections
        self._live: set[Lease] = set()
        self._token = connections.acquire()
        self._closed = False
        weakref.finalize(self, connections.release, self._token)

    def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; see `DirectTransport`."""
        try:
            lease = self.check_out((request.scheme, request.host, request.port))
        except ClosedError as error:
            return SendFailed("closed", sent=False, detail=str(error))
        except Exception as error:
            return SendFailed("connect", sent=False, detail=f"no connection can be prepared: {reason(error)}")
        body: Body | None = None
        keep = False
        try:
            response = lease.connection.handle_request(core_request(request, until))
            headers = plain_headers(response.headers)
            body = Body(cap, content_coding(headers))
            for data in response.iter_stream():
                if not body.feed(data):
                    lease.abort()
            response.close()
            keep = body.failure() is None
            return body.answer(response.status, headers)
        except Exception as error:
            if self._closed:
                return SendFailed("closed", sent=lease.traffic.sent, detail=str(ClosedError()))
            failed = None if body is None else body.failure()
            return failed or explain(error, lease.traffic)
        finally:
            self.check_in(lease, keep=keep)

    def check_out(self, origin: Origin) -> Lease:
        """A connection to that server: an idle one that lives, else one that its first request makes.

        Raises:
            ClosedError: the exchanger was aborted.
            OSError: the TLS context cannot be built.
            UnusableProxyError: the environment names a proxy that cannot be used.
        """
        shelf = self._connections.shelf()
        lease = shelf.take(origin)
        if lease is None:
            lease = Lease(origin, self._connections, shelf)
        else:
            lease.traffic.next_request()
        self._live.add(lease)
        # Only now, so that an abort either sees the connection or is seen here.
        if self._closed:
            self.check_in(lease, keep=False)
            raise ClosedError
        return lease

    def check_in(self, lease: Lease, *, keep: bool) -> None:
        """Give a connection back, to be kept for the next request or closed."""
        self._live.discard(lease)
        if keep and not self._closed and lease.connection.is_idle():
            lease.shelf.put(lease)
        else:
            lease.discard()

    def forget(self, lease: Lease) -> None:
        """Close a connection that nobody gave back."""
        if lease.pid == os.getpid():
            self.check_in(lease, keep=False)

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._closed = True
        for lease in list(self._live):
            if lease.pid == os.getpid():
                lease.abort()
        self._connections.release(self._token)
