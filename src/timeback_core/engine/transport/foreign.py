"""Sending over any transport of httpx's kind, with the deadline and the cap as well as it allows."""

import contextlib
from collections.abc import AsyncGenerator
from time import monotonic

import anyio
import httpx

from timeback_core.engine.call.http import FailureKind, HttpRequest, HttpResponse, SendFailed, SendOutcome
from timeback_core.engine.transport.conversation import Body, complete_headers
from timeback_core.engine.transport.reasons import LATE, ExchangeError

GRACE = 1.02
"""By this factor the cancellation comes later than the transport's own timeouts, which do less harm."""

KINDS: tuple[tuple[type[Exception], FailureKind, bool], ...] = (
    (httpx.ConnectError, "connect", False),
    (httpx.ConnectTimeout, "connect", False),
    (httpx.ProxyError, "connect", False),
    (httpx.PoolTimeout, "slot", False),
    (httpx.TimeoutException, "timeout", True),
    (TimeoutError, "timeout", True),
    (httpx.NetworkError, "broken", True),
    (httpx.RemoteProtocolError, "broken", True),
    (httpx.DecodingError, "garbage", True),
    (httpx.LocalProtocolError, "unexpected", False),
    (httpx.InvalidURL, "unexpected", False),
)
"""Exception, kind of failure, and whether the request may have been sent; the first that fits counts."""


OTHER_KIND = SendFailed("unexpected", sent=True, detail="the transport answered with a stream of the other kind")


class Reading:
    """The answer of such a transport while its body is read."""

    def __init__(self, request: HttpRequest, until: float, cap: int) -> None:
        """The reading of the answer to that request; see `send`."""
        self.native = httpx_request(request, until)
        self._until = until
        self._cap = cap
        self._body: Body | None = None
        self._response: httpx.Response | None = None

    def begin(self, response: httpx.Response) -> None:
        """Note the head; httpx's transports look at the timeouts again when the body begins."""
        self._body = Body(self._cap, response.headers.get("content-encoding", ""))
        self._response = response
        left = max(self._until - monotonic(), 0.0)
        self.native.extensions["timeout"].update(dict.fromkeys(("read", "write"), left))

    def feed(self, data: bytes) -> None:
        """Take a part of the body.

        Raises:
            ExchangeError: the deadline passed, or the body is too large or not what its coding says.
        """
        if monotonic() >= self._until:
            raise ExchangeError("timeout", LATE)
        if self._body is not None:
            self._body.feed(data)

    def outcome(self, error: Exception | None = None) -> SendOutcome:
        """What was read, or why there is not all of it."""
        response, body = self._response, b""
        try:
            if error is None and self._body is not None:
                body = self._body.whole()
        except ExchangeError as trouble:
            error = trouble
        flaw = None if error is None else explain(error)
        if response is None:
            return flaw or SendFailed("unexpected", sent=True, detail="there is no answer")
        headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw]
        return HttpResponse(response.status_code, headers, body, flaw)


def send_foreign(transport: httpx.BaseTransport, request: HttpRequest, until: float, cap: int) -> SendOutcome:
    """The answer, or what happened instead of it; see `send`.

    The deadline is checked after each piece of the body; before, the transport's own timeouts have to serve.
    """
    if monotonic() >= until:
        return SendFailed("timeout", sent=False, detail=LATE)
    try:
        reading = Reading(request, until, cap)
        response = transport.handle_request(reading.native)
        stream = response.stream
    except Exception as error:
        return explain(error)
    if not isinstance(stream, httpx.SyncByteStream):
        return OTHER_KIND
    try:
        reading.begin(response)
        for data in stream:
            reading.feed(data)
        return reading.outcome()
    except Exception as error:
        return reading.outcome(error)
    finally:
        with contextlib.suppress(Exception):
            response.close()


async def asend_foreign(
    transport: httpx.AsyncBaseTransport, request: HttpRequest, until: float, cap: int
) -> SendOutcome:
    """The answer, or what happened instead of it; see `asend`."""
    left = until - monotonic()
    if left <= 0:
        return SendFailed("timeout", sent=False, detail=LATE)
    with anyio.move_on_after(left * GRACE):
        return await _exchange(transport, request, until, cap)
    return SendFailed("timeout", sent=True, detail=LATE)


async def _exchange(transport: httpx.AsyncBaseTransport, request: HttpRequest, until: float, cap: int) -> SendOutcome:
    """The answer, with the transport's own timeouts only."""
    try:
        reading = Reading(request, until, cap)
        response = await transport.handle_async_request(reading.native)
        stream = response.stream
    except Exception as error:
        return explain(error)
    if not isinstance(stream, httpx.AsyncByteStream):
        return OTHER_KIND
    parts = aiter(stream)
    try:
        reading.begin(response)
        async for data in parts:
            reading.feed(data)
        return reading.outcome()
    except Exception as error:
        return reading.outcome(error)
    finally:
        with contextlib.suppress(Exception):
            if isinstance(parts, AsyncGenerator):  # left unfinished, it would disturb the loop when collected
                await parts.aclose()
            await response.aclose()


def httpx_request(request: HttpRequest, until: float) -> httpx.Request:
    """The request; its path goes out as it is, since the extension `target` overrules httpx's URL."""
    host = f"[{request.host}]" if ":" in request.host else request.host
    url = httpx.URL(f"{request.scheme}://{host}:{request.port}").copy_with(raw_path=request.target)
    left = until - monotonic()
    return httpx.Request(
        request.verb,
        url,
        headers=[(name.encode("ascii"), value.encode("latin-1")) for name, value in complete_headers(request)],
        content=request.body or None,
        extensions={"target": request.target, "timeout": dict.fromkeys(("connect", "read", "write", "pool"), left)},
    )


def explain(error: Exception) -> SendFailed:
    """Why there is no answer, or not all of it."""
    if isinstance(error, ExchangeError):
        return SendFailed(error.kind, sent=True, detail=error.detail)
    for family, kind, sent in KINDS:
        if isinstance(error, family):
            # The text of a protocol error may repeat a header, and with it a secret.
            secret = isinstance(error, httpx.ProtocolError)
            detail = type(error).__name__ if secret else f"{type(error).__name__}: {error}"
            return SendFailed(kind, sent=sent, detail=detail)
    return SendFailed("unexpected", sent=True, detail=f"{type(error).__qualname__}: {error}")
