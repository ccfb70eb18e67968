"""Bodies of answers: decompressed while they come, and never larger than allowed."""

import zlib
from collections.abc import Sequence
from typing import Literal

from timeback_core.engine.call.http import HttpResponse, SendFailed, SendOutcome
from timeback_core.engine.transport.unpacking import Unpacker

ACCEPTED_CODINGS = "gzip, deflate"
"""What we ask servers for and can undo."""


class Body:
    """Collects the body of one answer; the first problem ends the collecting and is kept."""

    __slots__ = ("_parts", "_problem", "_raw_room", "_room", "_unpacker")

    def __init__(self, cap: int, coding: str) -> None:
        """A body that is still empty.

        Args:
            cap: bytes that it may have, before and after decompression.
            coding: the answer's `content-encoding`, empty where it has none.
        """
        self._parts: list[bytes] = []
        self._problem: tuple[Literal["too_large", "garbage"], str] | None = None
        self._room = cap
        self._raw_room = cap
        self._unpacker: Unpacker | None = None
        match coding.strip().lower():
            case "" | "identity":
                pass
            case "gzip" | "x-gzip":
                self._unpacker = Unpacker(deflate=False)
            case "deflate":
                self._unpacker = Unpacker(deflate=True)
            case _:
                self._problem = ("garbage", "the answer has an unknown content encoding")

    def feed(self, data: bytes) -> bool:
        """Take what came; False as soon as the rest is of no use."""
        if self._problem is not None:
            return False
        self._raw_room -= len(data)
        if self._raw_room < 0:
            return self._fail("too_large", "the body is larger than allowed")
        if self._unpacker is None:
            self._parts.append(data)
            return True
        try:
            for piece in self._unpacker.feed(data):
                self._room -= len(piece)
                if self._room < 0:
                    return self._fail("too_large", "the decompressed body is larger than allowed")
                self._parts.append(piece)
        except zlib.error:
            return self._fail("garbage", "the body cannot be decompressed")
        return True

    def failure(self) -> SendFailed | None:
        """What is wrong with the body so far."""
        if self._problem is None:
            return None
        kind, detail = self._problem
        return SendFailed(kind, sent=True, detail=detail)

    def answer(self, status: int, headers: Sequence[tuple[str, str]]) -> SendOutcome:
        """The whole answer, now that all of it came."""
        if self._problem is None and self._unpacker is not None and not self._unpacker.complete:
            self._fail("garbage", "the compressed body is cut short")
        return self.failure() or HttpResponse(status, headers, b"".join(self._parts))

    def _fail(self, kind: Literal["too_large", "garbage"], detail: str) -> Literal[False]:
        self._problem = (kind, detail)
        self._parts.clear()
        return False
