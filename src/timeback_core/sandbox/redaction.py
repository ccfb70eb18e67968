"""What the request log keeps of a request: everything but its secrets."""

import re

from timeback_core.sandbox.messages import Request
from timeback_core.sandbox.tokens import TOKEN_PATHS
from timeback_core.sandbox.world import LoggedRequest

_SECRET = re.compile(rb"(client_secret=)[^&]*")


def masked(request: Request, status: int) -> LoggedRequest:
    """The request for the log: of authorization only the scheme stays, of a client secret nothing."""
    headers = tuple(
        (name, _scheme_only(value) if name in {"authorization", "proxy-authorization"} else value)
        for name, value in request.headers
    )
    body = _SECRET.sub(rb"\1***", request.body) if request.path in TOKEN_PATHS.values() else request.body
    return LoggedRequest(request.verb, request.target, headers, body, status)


def _scheme_only(value: str) -> str:
    scheme, blank, _ = value.partition(" ")
    return f"{scheme} ***" if blank else "***"
