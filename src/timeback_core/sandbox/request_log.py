"""What the sandbox remembers of the requests that arrived: everything but their secrets, within bounds."""

from collections import deque
from typing import Final

import attrs

from timeback_core.sandbox.masking import masked_body, masked_headers, masked_target
from timeback_core.sandbox.messages import MAX_BODY, Headers, Reply, Request

LOG_LENGTH: Final = 10_000
LOG_BYTES: Final = 32 << 20
"""Of what arrived, and as many again of the bodies that were answered."""
BODY_KEPT: Final = 256 << 10
_HEADER: Final = 64
"""Bytes that a header counts for beyond its letters: many short ones take much."""


@attrs.frozen(kw_only=True)
class LoggedRequest:
    """A request as it arrived, and its answer; passwords, keys, tokens and other secrets are masked."""

    id: int
    """Its number, counted from 1 on; a reset goes on counting."""
    verb: str
    target: str
    """Path and query as received."""
    operation: str
    """What it asked for, such as `oneroster.users.get`; empty where its path is of no operation."""
    service: str
    """The API that its path belongs to, such as `oneroster`; empty where it belongs to none."""
    headers: Headers
    body: bytes
    """Its first 256 KiB; empty where it was refused as too large."""
    status: int
    """What was answered; 0 when the connection was cut first."""
    reply_size: int
    """How many bytes of a body were sent."""
    at: float
    """When it arrived, in seconds of the epoch."""
    seconds: float
    """How long the answer took, a fault's delay included."""
    # To mask an answer takes longer than to give it, and it tells nothing that the sandbox does not hold anyway.
    _reply_headers: Headers = attrs.field(repr=False, alias="reply_headers")
    _reply_body: bytes = attrs.field(repr=False, alias="reply_body")

    @property
    def path(self) -> str:
        """The path exactly as received."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query exactly as received, without its question mark."""
        return self.target.partition("?")[2]

    @property
    def reply_headers(self) -> Headers:
        """The headers of the answer; none when the connection was cut first."""
        return masked_headers(self._reply_headers)

    @property
    def reply_body(self) -> bytes:
        """What was sent of the body of the answer, once where it was repeated: its first 256 KiB.

        Empty as well once it had to give way to later ones.
        """
        return masked_body(self._reply_body, BODY_KEPT)

    def __str__(self) -> str:
        name = f" ({self.operation})" if self.operation else ""
        return f"{self.verb} {self.target}{name}: {self.status or 'no answer'}"


def logged(
    number: int, request: Request, reply: Reply, at: float, seconds: float, *, body_kept: int = BODY_KEPT
) -> LoggedRequest:
    """What is to be remembered of a request and its answer, of the request's body so many bytes."""
    is_answered = reply.is_answered
    sent = reply.sent_body
    return LoggedRequest(
        id=number,
        verb=request.verb,
        target=masked_target(request.target),
        operation=reply.operation,
        service=reply.service,
        headers=masked_headers(request.headers),
        body=masked_body(request.body, body_kept),
        status=reply.status if is_answered else 0,
        reply_size=len(sent) * reply.repeat,
        at=at,
        seconds=seconds + reply.delay,
        reply_headers=tuple(reply.framed_headers) if is_answered else (),
        reply_body=sent,
    )


def without_sides(entry: LoggedRequest) -> LoggedRequest:
    """What is remembered of a request but for the headers and bodies of both sides, which may be large."""
    return attrs.evolve(entry, headers=(), body=b"", reply_headers=(), reply_body=b"")


class RequestLog:
    """The last requests: 10,000 of them at most, and 32 MiB at most, with the last 32 MiB of what was answered."""

    def __init__(self) -> None:
        self._entries: deque[LoggedRequest] = deque()
        self._bytes = 0
        self._answers: deque[tuple[int, int]] = deque()
        """Of those whose answers have their bodies still, the id and the size."""
        self._answer_bytes = 0
        self._last_id = 0

    def add(self, request: Request, reply: Reply, at: float, seconds: float) -> LoggedRequest:
        """Remember a request with its answer; gives what is remembered of it."""
        self._last_id += 1
        kept = 0 if len(request.body) > MAX_BODY else BODY_KEPT
        entry = logged(self._last_id, request, reply, at, seconds, body_kept=kept)
        self._entries.append(entry)
        self._bytes += _size(entry)
        self._answers.append((entry.id, len(reply.sent_body)))
        self._answer_bytes += len(reply.sent_body)
        while len(self._entries) > LOG_LENGTH or self._bytes > LOG_BYTES:
            oldest = self._entries.popleft()
            self._bytes -= _size(oldest)
            if self._answers and self._answers[0][0] == oldest.id:
                self._answer_bytes -= self._answers.popleft()[1]
        while self._answer_bytes > LOG_BYTES:
            number, size = self._answers.popleft()
            at_index = number - self._entries[0].id
            self._entries[at_index] = attrs.evolve(self._entries[at_index], reply_body=b"")
            self._answer_bytes -= size
        return entry

    def entries(self) -> tuple[LoggedRequest, ...]:
        """What is remembered, the oldest first."""
        return tuple(self._entries)

    def get(self, number: int) -> LoggedRequest | None:
        """The one of that id, unless it was forgotten."""
        at = number - self._entries[0].id if self._entries else -1
        return self._entries[at] if 0 <= at < len(self._entries) else None

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._answers.clear()
        self._bytes = self._answer_bytes = 0


def _size(entry: LoggedRequest) -> int:
    """About how many bytes remembering what arrived takes."""
    return len(entry.target) + len(entry.body) + sum(_HEADER + len(name) + len(value) for name, value in entry.headers)
