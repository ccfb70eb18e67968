"""A request and its answer as pure values, and what can happen instead of an answer."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

FailureKind: TypeAlias = Literal[
    "connect", "barred", "timeout", "slot", "broken", "held", "closed", "too_large", "garbage", "unexpected"
]
"""`connect`: no connection was made; `barred`: none can be made, and another try would change nothing; `timeout`: the
deadline passed; `slot`: it passed while waiting for a free slot; `held`: the origin had asked to wait; `broken`: the
connection broke; `closed`: the session was closed; `too_large`: the body passed the cap; `garbage`: what came is no
HTTP or cannot be decompressed; `unexpected`: a transport of the caller's raised something else."""


class HttpRequest(NamedTuple):
    """What goes over the wire: exact bytes, nothing left to interpret."""

    verb: str
    scheme: str
    host: str
    port: int
    target: bytes
    """Path and query as sent, percent-encoded."""
    headers: Sequence[tuple[str, str]]
    body: bytes = b""

    def with_headers(self, more: Sequence[tuple[str, str]]) -> "HttpRequest":
        """The same request with further headers."""
        return self._replace(headers=(*self.headers, *more))

    def __repr__(self) -> str:  # without headers and body: they hold secrets
        return f"<HttpRequest {self.verb} {self.scheme}://{self.host}:{self.port}>"


class SendFailed(NamedTuple):
    """No whole answer, and what is known about it."""

    kind: FailureKind
    sent: bool
    """Whether a byte of the request may have reached the server."""
    detail: str
    stale: bool = False
    """Whether a kept-alive connection broke, or was silent for long, before a byte of the answer came."""


class HttpResponse(NamedTuple):
    """An answer: decompressed body, headers with names in lower case."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    flaw: SendFailed | None = None
    """Why there is no body to read although the head came: then the status is all that is known."""

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)

    def __repr__(self) -> str:  # without headers and body: they hold people's data
        return f"<HttpResponse {self.status}>"


SendOutcome: TypeAlias = HttpResponse | SendFailed


def with_body(outcome: SendOutcome) -> SendOutcome:
    """The outcome for those who read the body of a success: without one it is a failure; any other status counts."""
    if isinstance(outcome, HttpResponse) and outcome.flaw is not None and outcome.status // 100 == 2:
        return outcome.flaw
    return outcome
