"""Sending over any transport of httpx's kind, for event loops."""

import contextlib
from collections.abc import AsyncGenerator
from time import monotonic

import anyio
import httpx

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.bodies import Body
from timeback_core.engine.transport.core_messages import content_coding, plain_headers
from timeback_core.engine.transport.foreign_messages import (
    NO_STREAM,
    explain_foreign,
    httpx_request,
    late,
    lower_timeouts,
)

GRACE = 1.02
"""By this factor the cancellation comes later than the transport's own timeouts, which do less harm."""


async def asend_foreign(
    transport: httpx.AsyncBaseTransport, request: HttpRequest, until: float, cap: int
) -> SendOutcome:
    """The answer, or what happened instead of it; see `asend`."""
    left = until - monotonic()
    if left <= 0:
        return late(sent=False)
    with anyio.move_on_after(left * GRACE):
        return await exchange(transport, request, until, cap)
    return late(sent=True)


async def exchange(
    transport: httpx.AsyncBaseTransport, request: HttpRequest, until: float, cap: int
) -> SendOutcome:
    """The answer, with the transport's own timeouts only."""
    try:
        native = httpx_request(request, until)
        response = await transport.handle_async_request(native)
        try:
            return await read(response, native, until, cap)
        finally:
            with contextlib.suppress(Exception):
                await response.aclose()
    except Exception as error:
        return explain_foreign(error)


async def read(response: httpx.Response, native: httpx.Request, until: float, cap: int) -> SendOutcome:
    """The whole answer, read from the stream itself, since httpx's readers know no cap."""
    if not isinstance(response.stream, httpx.AsyncByteStream):
        return NO_STREAM
    headers = plain_headers(response.headers.raw)
    body = Body(cap, content_coding(headers))
    lower_timeouts(native, until)
    parts = aiter(response.stream)
    try:
        async for data in parts:
            if monotonic() >= until:
                return late(sent=True)
            if not body.feed(data):
                break
    finally:
        if isinstance(parts, AsyncGenerator):  # left unfinished, it would disturb the loop when collected
            await parts.aclose()
    return body.answer(response.status_code, headers)
