"""What the sandbox remembers of the requests that arrived: everything but their secrets."""

import re

import attrs

from timeback_core.sandbox.messages import Headers, Request
from timeback_core.sandbox.tokens import TOKEN_PATHS

LOG_LENGTH = 10_000

_SECRET = re.compile(rb"(client_secret=)[^&]*")


@attrs.frozen
class LoggedRequest:
    """A request as it arrived; authorization values and client secrets are masked."""

    verb: str
    target: str
    """Path and query exactly as received."""
    headers: Headers
    body: bytes
    status: int
    """What was answered; 0 when the connection was cut first."""

    @property
    def path(self) -> str:
        """The path exactly as received."""
        return self.target.partition("?")[0]


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
