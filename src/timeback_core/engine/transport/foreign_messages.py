"""Our requests in httpx's form, and what its transports raise, told as a value."""

from time import monotonic

import httpx

from timeback_core.engine.call.http import FailureKind, HttpRequest, SendFailed
from timeback_core.engine.transport.core_messages import complete_headers
from timeback_core.engine.transport.reasons import LATE

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

NO_STREAM = SendFailed(
    "unexpected", sent=True, detail="the transport answered with a stream of the other kind"
)


def httpx_request(request: HttpRequest, until: float) -> httpx.Request:
    """The request; its path goes out as it is, since the extension `target` overrules httpx's URL."""
    host = f"[{request.host}]" if ":" in request.host else request.host
    url = httpx.URL(f"{request.scheme}://{host}:{request.port}").copy_with(raw_path=request.target)
    left = until - monotonic()
    return httpx.Request(
        request.verb,
        url,
        headers=[
            (name.encode("ascii"), value.encode("latin-1")) for name, value in complete_headers(request)
        ],
        content=request.body or None,
        extensions={
            "target": request.target,
            "timeout": dict.fromkeys(("connect", "read", "write", "pool"), left),
        },
    )


def lower_timeouts(request: httpx.Request, until: float) -> None:
    """Lower the timeouts of a request under way; httpx's transports look again when the body begins."""
    left = max(until - monotonic(), 0.0)
    request.extensions["timeout"].update(dict.fromkeys(("read", "write"), left))


def explain_foreign(error: Exception) -> SendFailed:
    """Why there is no answer."""
    for family, kind, sent in KINDS:
        if isinstance(error, family):
            # The text of a protocol error may repeat a header, and with it a secret.
            secret = isinstance(error, httpx.ProtocolError)
            detail = type(error).__name__ if secret else f"{type(error).__name__}: {error}"
            return SendFailed(kind, sent=sent, detail=detail)
    return SendFailed("unexpected", sent=True, detail=f"{type(error).__qualname__}: {error}")


def late(sent: bool) -> SendFailed:
    """The deadline passed."""
    return SendFailed("timeout", sent=sent, detail=LATE)
