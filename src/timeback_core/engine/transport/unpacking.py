"""Undoing a compressed content coding piece by piece, so that no piece can fill the memory."""

import zlib
from collections.abc import Iterator

GZIP, ZLIB, RAW = 31, 15, -15  # values of zlib's `wbits`
PIECE = 1 << 20  # bytes that are unpacked at once


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
        """The pieces that the data unpacks to; raises `zlib.error` where it is not what its coding says."""
        if not data:
            return
        self._fed = True
        if self._inflate is None:
            data = self._head = self._head + data
            if len(data) < 2:
                return
            # Some servers send deflated data without the zlib header.
            zlib_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._inflate = zlib.decompressobj(ZLIB if zlib_header else RAW)
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
