"""What the sandbox remembers of the requests that arrived: everything but their secrets, within bounds."""

from collections import deque
from typing import Final

import attrs

from timeback_core.sandbox.masking import masked_body, masked_headers, masked_target
from timeback_core.sandbox.messages import MAX_BODY, Headers, Reply, Request

LOG_LENGTH: Final = 10_000
LOG_BYTES: Final = 32 << 20
BODY_KEPT: Final = 256 << 10


@attrs.frozen
class LoggedRequest:
    """A request as it arrived; passwords, keys, tokens and other secrets are masked."""

    verb: str
    target: str
    """Path and query as received."""
    headers: Headers
    body: bytes
    """Its first 256 KiB; empty where it was refused as too large."""
    status: int
    """What was answered; 0 when the connection was cut first."""
    at: float
    """When it was answered, in seconds of the epoch."""
    seconds: float
    """How long the answer took, a fault's delay included."""

    @property
    def path(self) -> str:
        """The path exactly as received."""
        return self.target.partition("?")[0]


class RequestLog:
    """The last requests: 10,000 of them at most, and 32 MiB at most."""

    def __init__(self) -> None:
        self._entries: deque[LoggedRequest] = deque()
        self._bytes = 0

    def add(self, request: Request, reply: Reply, at: float, seconds: float) -> LoggedRequest:
        """Remember a request with its answer; gives what is remembered of it."""
        entry = LoggedRequest(
            request.verb,
            masked_target(request.target),
            masked_headers(request.headers),
            b"" if len(request.body) > MAX_BODY else masked_body(request.body, BODY_KEPT),
            0 if reply.cut == "before" else reply.status,
            at,
            seconds + reply.delay,
        )
        self._entries.append(entry)
        self._bytes += _size(entry)
        while len(self._entries) > LOG_LENGTH or self._bytes > LOG_BYTES:
            self._bytes -= _size(self._entries.popleft())
        return entry

    def entries(self) -> tuple[LoggedRequest, ...]:
        """What is remembered, the oldest first."""
        return tuple(self._entries)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._bytes = 0


def _size(entry: LoggedRequest) -> int:
    """About how many bytes remembering it takes."""
    return len(entry.target) + len(entry.body) + sum(len(name) + len(value) for name, value in entry.headers)
