"""A request and its answer as pure values, and what can happen instead of an answer."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

FailureKind: TypeAlias = Literal["connect", "timeout", "slot", "broken", "closed", "too_large", "garbage", "unexpected"]


class HttpRequest:
    """What goes over the wire: exact bytes, nothing left to interpret."""

    __slots__ = ("body", "headers", "host", "port", "scheme", "target", "verb")

    def __init__(
        self,
        verb: str,
        scheme: str,
        host: str,
        port: int,
        target: bytes,
        headers: Sequence[tuple[str, str]],
        body: bytes = b"",
    ) -> None:
        self.verb: str = verb
        self.scheme: str = scheme
        self.host: str = host
        self.port: int = port
        self.target: bytes = target
        """Path and query as sent, percent-encoded."""
        self.headers: Sequence[tuple[str, str]] = headers
        self.body: bytes = body

    def with_headers(self, more: Sequence[tuple[str, str]]) -> "HttpRequest":
        """The same request with further headers."""
        headers = (*self.headers, *more)
        return HttpRequest(self.verb, self.scheme, self.host, self.port, self.target, headers, self.body)


class HttpResponse:
    """An answer: decompressed body, headers with names in lower case."""

    __slots__ = ("body", "flaw", "headers", "status")

    def __init__(
        self, status: int, headers: Sequence[tuple[str, str]], body: bytes, flaw: "SendFailed | None" = None
    ) -> None:
        self.status: int = status
        self.headers: Sequence[tuple[str, str]] = headers
        self.body: bytes = body
        self.flaw: SendFailed | None = flaw
        """Why there is no body to read although the head came: then the status is all that is known."""

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name."""
        return next((value for key, value in self.headers if key == name), None)


class SendFailed:
    """No whole answer, and what is known about it."""

    __slots__ = ("detail", "kind", "sent", "stale")

    def __init__(self, kind: FailureKind, *, sent: bool, detail: str, stale: bool = False) -> None:
        self.kind: FailureKind = kind
        """`connect`: no connection was made; `timeout`: the deadline passed; `slot`: it passed while waiting
        for a free slot; `broken`: the connection broke; `closed`: the session was closed; `too_large`: the
        body passed the cap; `garbage`: what came is no HTTP or cannot be decompressed; `unexpected`: a
        transport of the caller's raised something else."""
        self.sent: bool = sent
        """Whether a byte of the request may have reached the server."""
        self.stale: bool = stale
        """Whether a kept-alive connection broke before a byte of the answer came."""
        self.detail: str = detail


SendOutcome: TypeAlias = HttpResponse | SendFailed


def with_body(outcome: SendOutcome) -> SendOutcome:
    """The outcome for those who read the body of a success: without one it is a failure; any other status counts."""
    if isinstance(outcome, HttpResponse) and outcome.flaw is not None and outcome.status // 100 == 2:
        return outcome.flaw
    return outcome
