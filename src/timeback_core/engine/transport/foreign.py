"""Sending over any transport of httpx's kind, for threads."""

import contextlib
from time import monotonic

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


def send_foreign(transport: httpx.BaseTransport, request: HttpRequest, until: float, cap: int) -> SendOutcome:
    """The answer, or what happened instead of it; see `send`.

    The deadline is checked after each piece of the body; before, the transport's own timeouts have to serve.
    """
    if monotonic() >= until:
        return late(sent=False)
    try:
        native = httpx_request(request, until)
        response = transport.handle_request(native)
        try:
            return read(response, native, until, cap)
        finally:
            with contextlib.suppress(Exception):
                response.close()
    except Exception as error:
        return explain_foreign(error)


def read(response: httpx.Response, native: httpx.Request, until: float, cap: int) -> SendOutcome:
    """The whole answer, read from the stream itself, since httpx's readers know no cap."""
    if not isinstance(response.stream, httpx.SyncByteStream):
        return NO_STREAM
    headers = plain_headers(response.headers.raw)
    body = Body(cap, content_coding(headers))
    lower_timeouts(native, until)
    for data in response.stream:
        if monotonic() >= until:
            return late(sent=True)
        if not body.feed(data):
            break
    return body.answer(response.status_code, headers)
