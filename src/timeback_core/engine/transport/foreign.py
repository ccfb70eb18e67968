"""Sending over any transport of httpx's kind, with the deadline and the cap as well as it allows."""

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from ssl import SSLCertVerificationError
from time import monotonic
from typing import TypeAlias

import anyio
import httpx

from timeback_core.engine.call.http import FailureKind, HttpRequest, HttpResponse, SendFailed, SendOutcome
from timeback_core.engine.config.urls import host_header
from timeback_core.engine.transport.conversation import Body, complete_headers
from timeback_core.engine.transport.exchanging import run
from timeback_core.engine.transport.reasons import LATE, ExchangeError

Stream: TypeAlias = httpx.SyncByteStream | httpx.AsyncByteStream
Handle: TypeAlias = Callable[[httpx.Request], Awaitable[httpx.Response]]

GRACE = 1.02  # by this factor the cancellation comes later than the transport's own timeouts, which do less harm

KINDS: tuple[tuple[FailureKind, bool, tuple[type[Exception], ...]], ...] = (
    ("connect", False, (httpx.ConnectError,)),
    ("barred", False, (httpx.ProxyError,)),
    ("timeout", False, (httpx.ConnectTimeout,)),
    ("slot", False, (httpx.PoolTimeout,)),
    ("timeout", True, (httpx.TimeoutException, TimeoutError)),
    ("broken", True, (httpx.NetworkError, httpx.RemoteProtocolError)),
    ("garbage", True, (httpx.DecodingError,)),
    ("unexpected", False, (httpx.LocalProtocolError, httpx.InvalidURL)),
)
"""Kind of failure, whether the request may have been sent, and its exceptions; the first that fits counts."""


def send_foreign(transport: httpx.BaseTransport, request: HttpRequest, until: float, cap: int) -> SendOutcome:
    """See `send`; up to the first piece of the body only the transport's own timeouts keep the deadline."""

    async def handle(native: httpx.Request) -> httpx.Response:
        return transport.handle_request(native)

    return run(exchanged(handle, httpx.SyncByteStream, request, until, cap))


async def asend_foreign(
    transport: httpx.AsyncBaseTransport, request: HttpRequest, until: float, cap: int
) -> SendOutcome:
    """See `asend`; a deadline that the transport's own timeouts do not keep is kept by cancellation."""
    with anyio.move_on_after((until - monotonic()) * GRACE):
        return await exchanged(transport.handle_async_request, httpx.AsyncByteStream, request, until, cap)
    return SendFailed("timeout", sent=True, detail=LATE)


async def exchanged(handle: Handle, kind: type[Stream], request: HttpRequest, until: float, cap: int) -> SendOutcome:
    """The answer, whose stream has to be of that kind; suspends only where the transport or its stream does."""
    left = until - monotonic()
    if left <= 0:
        return SendFailed("timeout", sent=False, detail=LATE)
    try:
        native = httpx_request(request, left)
        response = await handle(native)
        stream = response.stream
    except Exception as error:
        return explain(error)
    if not isinstance(stream, kind):
        return SendFailed("unexpected", sent=True, detail="the transport answered with a stream of the other kind")
    body = Body(cap, response.headers.get("content-encoding", ""))

    async def take(data: bytes) -> None:
        if monotonic() >= until:
            raise ExchangeError("timeout", LATE)
        body.feed(data)

    whole, flaw = b"", None
    try:
        # httpx's transports look at the timeouts again when the body begins.
        native.extensions["timeout"].update(dict.fromkeys(("read", "write"), max(until - monotonic(), 0.0)))
        await read(stream, kind, take)
        whole = body.whole()
    except Exception as error:
        flaw = explain(error)
    finally:
        with contextlib.suppress(Exception):
            response.close() if kind is httpx.SyncByteStream else await response.aclose()
    headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw]
    return HttpResponse(response.status_code, headers, whole, flaw)


async def read(stream: Stream, kind: type[Stream], take: Callable[[bytes], Awaitable[None]]) -> None:
    """Have each part of a stream taken; nothing suspends here where the kind is synchronous."""
    if kind is httpx.SyncByteStream and isinstance(stream, httpx.SyncByteStream):
        for data in stream:
            await take(data)
    elif isinstance(stream, httpx.AsyncByteStream):
        parts = aiter(stream)
        try:
            async for data in parts:
                await take(data)
        finally:
            if isinstance(parts, AsyncGenerator):  # left unfinished, it would disturb the loop when collected
                await parts.aclose()


def httpx_request(request: HttpRequest, left: float) -> httpx.Request:
    """The request; its path goes out as it is, since the extension `target` overrules httpx's URL."""
    server = host_header(request.host, request.port, "")
    url = httpx.URL(f"{request.scheme}://{server}").copy_with(raw_path=request.target)
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
    for kind, sent, families in KINDS:
        if isinstance(error, families):
            # The text of a protocol error may repeat a header, and with it a secret.
            secret = isinstance(error, httpx.ProtocolError)
            detail = type(error).__name__ if secret else f"{type(error).__name__}: {error}"
            return SendFailed("barred" if is_untrusted(error) else kind, sent=sent, detail=detail)
    return SendFailed("unexpected", sent=True, detail=f"{type(error).__qualname__}: {error}")


def is_untrusted(error: BaseException | None) -> bool:
    """Whether a certificate that is not trusted is the cause of an exception."""
    while error is not None and not isinstance(error, SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None
