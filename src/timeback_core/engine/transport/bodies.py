"""Bodies of answers: decompressed while they come, and never larger than allowed."""

import zlib
from collections.abc import Iterator

from timeback_core.engine.transport.reasons import ExchangeError

ACCEPTED_CODINGS = "gzip, deflate"
"""What we ask servers for and can undo."""
NO_CODINGS = frozenset({"", "identity", "none", "utf-8", "utf8"})
"""What leaves a body as it is; some servers put the name of a character set here."""
GZIP, ZLIB, RAW = 31, 15, -15
"""Values of zlib's `wbits`."""
PIECE = 1 << 20
"""Bytes that are unpacked at once, so that no piece can fill the memory."""


class Body:
    """Collects the body of one answer."""

    __slots__ = ("_coding", "_parts", "_raw_room", "_room", "_unpacker")

    def __init__(self, cap: int, coding: str) -> None:
        """A body that is still empty.

        Args:
            cap: bytes that it may have, before and after decompression.
            coding: the answer's `content-encoding`, empty where it has none.
        """
        self._parts: list[bytes] = []
        self._room = cap
        self._raw_room = cap
        self._coding = "" if not coding else _named(coding)
        self._unpacker: Unpacker | None = None
        if self._coding in ("gzip", "x-gzip", "deflate"):
            self._unpacker = Unpacker(deflate=self._coding == "deflate")

    def feed(self, data: bytes) -> None:
        """Take what came.

        Raises:
            ExchangeError: the body is too large, or is not what its coding says.
        """
        self._raw_room -= len(data)
        if self._raw_room < 0:
            raise ExchangeError("too_large", "the body is larger than allowed")
        if self._unpacker is None:
            if data and self._coding:
                raise ExchangeError("garbage", "the answer has an unknown content encoding")
            self._parts.append(data)
            return
        try:
            for piece in self._unpacker.feed(data):
                self._room -= len(piece)
                if self._room < 0:
                    raise ExchangeError("too_large", "the decompressed body is larger than allowed")
                self._parts.append(piece)
        except zlib.error as error:
            raise ExchangeError("garbage", "the body cannot be decompressed") from error

    def whole(self) -> bytes:
        """The body, now that all of it came.

        Raises:
            ExchangeError: it ends in the middle of its coding.
        """
        if self._unpacker is not None and not self._unpacker.complete:
            raise ExchangeError("garbage", "the compressed body is cut short")
        return b"".join(self._parts)


class Unpacker:
    """Undoes gzip, of any number of members, and deflate, with or without the zlib header."""

    __slots__ = ("_deflate", "_fed", "_head", "_inflate")

    def __init__(self, *, deflate: bool) -> None:
        self._deflate = deflate
        self._fed = False
        self._head = b""
        self._inflate = None if deflate else zlib.decompressobj(GZIP)

    @property
    def complete(self) -> bool:
        """Whether the data ended where it may; no data at all is an empty body."""
        return not self._fed or (self._inflate is not None and self._inflate.eof)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces that the data unpacks to.

        Raises:
            zlib.error: the data is not what its coding says.
        """
        if not data:
            return
        self._fed = True
        if self._inflate is None:
            self._head += data
            if len(self._head) < 2:
                return
            data = self._head
            self._inflate = zlib.decompressobj(ZLIB if has_zlib_header(data) else RAW)
        while True:
            if self._inflate.eof:
                data = data.lstrip(b"\0")
                if not data:
                    return
                if self._deflate:
                    raise zlib.error("data after the end")
                self._inflate = zlib.decompressobj(GZIP)
            piece = self._inflate.decompress(data, PIECE)
            yield piece
            data = self._inflate.unconsumed_tail or self._inflate.unused_data
            # A full piece may leave output inside zlib although all input was consumed.
            if not data and (self._inflate.eof or len(piece) < PIECE):
                return


def has_zlib_header(data: bytes) -> bool:
    """Whether deflated data begins as zlib data does (some servers send it bare)."""
    return data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0


def _named(coding: str) -> str:
    """The codings of a body without those that do nothing; empty for none."""
    told = [name.strip().lower() for name in coding.split(",")]
    return ", ".join(name for name in told if name not in NO_CODINGS)
