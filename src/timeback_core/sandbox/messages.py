"""A request as it arrived and the reply to it, as plain values without any socket."""

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, Final, Literal, TypeAlias, TypeGuard, TypeVar

import attrs
import orjson

Document: TypeAlias = dict[str, Any]
"""A JSON object."""

Headers: TypeAlias = tuple[tuple[str, str], ...]

Cut: TypeAlias = Literal["never", "reset", "before", "half", "after"]
"""Where the connection breaks: never, before a byte of the reply (by a reset), after half of its body, after all."""

JSON_TYPE: Final = "application/json; charset=utf-8"

MAX_BODY: Final = 10 << 20
"""Bytes that the body of a request may have."""

S = TypeVar("S")
T = TypeVar("T")

Steps: TypeAlias = Generator[None, None, T]
"""Work that may take a while: it pauses often, so that its driver can serve others, and returns what it gives."""


PACE: Final = 64
"""How many documents are looked at between two pauses."""


def finish(steps: Steps[T]) -> T:
    """Do the work without a pause and give what it gives."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            value: T = done.value
            return value


def mapped(rows: Iterable[S], look: Callable[[S], T]) -> Steps[list[T]]:
    """What a function gives for each row, with pauses."""
    found: list[T] = []
    for at, row in enumerate(rows):
        if at % PACE == PACE - 1:
            yield
        found.append(look(row))
    return found


def those(rows: Iterable[S], check: Callable[[S], bool]) -> Steps[list[S]]:
    """The rows for which a check holds, with pauses."""
    kept: list[S] = []
    for at, row in enumerate(rows):
        if at % PACE == PACE - 1:
            yield
        if check(row):
            kept.append(row)
    return kept


_BODILESS: Final = frozenset((204, 304))
"""Statuses whose answers have no body, whatever was meant to be in it."""


def is_object(value: object) -> TypeGuard[Document]:
    """Whether a value read from JSON is an object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether a value read from JSON is an array."""
    return isinstance(value, list)


def _path_of(request: "Request") -> str:
    return request.target.partition("?")[0]


@attrs.frozen
class Request:
    """What arrived: the verb, the target byte for byte, headers with names in lower case, the body."""

    verb: str
    target: str
    headers: Headers = ()
    body: bytes = b""
    peer: str = ""
    """The address of whoever sent it; empty within one process."""
    path: str = attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(_path_of, takes_self=True))
    """The path as received, nothing decoded."""

    @property
    def query(self) -> str:
        """The query as received, without its question mark."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name."""
        for key, value in self.headers:
            if key == name:
                return value
        return None


@attrs.frozen
class Reply:
    """What is answered, and how: late, slowly, repeated or cut off where a fault asks for it."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    repeat: int = 1
    """How many times the body is sent, one after another: large bodies cost no memory."""
    delay: float = 0.0
    """Seconds before the first byte."""
    chunk: int = 0
    """How many bytes of the body go out between two pauses."""
    pause: float = 0.0
    """Seconds after each chunk; 0 sends the body at once."""
    pauses: int | None = None
    """How many pauses are made at most; the rest follows the last one."""
    cut: Cut = "never"
    head_only: bool = False
    """Whether the headers alone are sent, as to HEAD."""
    operation: str = ""
    """What was asked for, such as `oneroster.users.get`; empty where the path is of no operation."""
    service: str = ""
    """The API that was asked, such as `oneroster`; empty where the path belongs to none."""

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name."""
        for key, value in self.headers:
            if key == name:
                return value
        return None

    def with_headers(self, *more: tuple[str, str]) -> "Reply":
        """The same reply with further headers."""
        return attrs.evolve(self, headers=(*self.headers, *more))

    @property
    def framed_headers(self) -> list[tuple[str, str]]:
        """The headers with the length that the whole body has, also where it is cut off, or told in them already."""
        if self.status in _BODILESS or self.header("content-length") is not None:
            return list(self.headers)
        return [*self.headers, ("content-length", str(len(self.body) * self.repeat))]

    @property
    def is_answered(self) -> bool:
        """Whether any of it goes out."""
        return self.cut not in ("reset", "before")

    @property
    def sent_body(self) -> bytes:
        """What goes out of the body, once where it is repeated."""
        if self.head_only or self.status in _BODILESS or not self.is_answered:
            return b""
        return self.body[: len(self.body) // 2] if self.cut == "half" else self.body

    def pieces(self) -> Iterator[tuple[bytes, float]]:
        """The body as it goes out: pieces, and the seconds to wait after each."""
        body, at, pauses = self.sent_body, 0, 0
        if not self.pause:
            for _ in range(self.repeat if body else 1):
                yield body, 0.0
            return
        while at < len(body) and pauses != self.pauses:
            yield body[at : at + self.chunk], self.pause
            at, pauses = at + self.chunk, pauses + 1
        yield body[at:], 0.0


def json_reply(status: int, value: object, *headers: tuple[str, str]) -> Reply:
    """A reply that holds a JSON value."""
    return json_bytes(status, orjson.dumps(value), *headers)


def json_bytes(status: int, body: bytes, *headers: tuple[str, str]) -> Reply:
    """A reply whose JSON text is there already."""
    return Reply(status, (("content-type", JSON_TYPE), *headers), body)


def empty_reply(status: int) -> Reply:
    """A reply without a body."""
    return Reply(status)
