"""What arrives on a connection, as whole requests in their order; what is none is refused, and nothing guessed."""

from collections import deque
from typing import Final

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from timeback_core.sandbox.messages import MAX_BODY, Reply, Request, json_reply

_MAX_HEAD: Final = 1 << 20
"""Ids of ten thousand characters, percent-encoded, still fit."""
_VERSIONS: Final = ("1.1", "1.0")
_REFUSALS: Final = {
    400: "this is no request of HTTP/1.1",
    431: f"the head of a request has at most {_MAX_HEAD} bytes",
    501: "of the transfer codings only `chunked` is known",
    505: "of HTTP, versions 1.1 and 1.0 are spoken",
}
_FRAMING: Final = ("content-length", "transfer-encoding")


class Arrivals:
    """Takes in bytes and holds the requests that they complete, each with whether the connection lasts beyond it."""

    def __init__(self, peer: str) -> None:
        self.whole: deque[tuple[Request, bool]] = deque()
        self.refusal: Reply | None = None
        """What answers that which cannot be read, after the requests before it."""
        self.expects: bool = False
        """Whether a sender asks to be told to go on before it sends a body."""
        self._peer = peer
        self._parser = HttpRequestParser(self)
        self._unread = 0
        """About how many bytes have come since the last head, or piece of a body."""
        self._verb: str = ""
        self._target: bytes = b""
        self._headers: list[tuple[str, str]] = []
        self._body = bytearray()
        self._has_head: bool = False
        self._lasts: bool = True

    def feed(self, data: bytes) -> None:
        """Take in bytes."""
        if self.refusal is not None:
            return
        self._unread += len(data)
        rest = memoryview(data)
        try:
            while rest:
                try:
                    self._parser.feed_data(rest)
                    break
                except HttpParserUpgrade as wish:
                    rest = rest[wish.args[0] :]
                    self._parser = HttpRequestParser(self)
                    self._parser.feed_data(self._without_wish())
        except HttpParserError:
            self._refuse(400)
        if self._unread > _MAX_HEAD:
            self._refuse(431)

    def on_url(self, piece: bytes) -> None:
        """A piece of the target has come."""
        if not self._has_head:
            self._target += piece

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header has come, before the body or after it."""
        if not self._has_head:
            self._headers.append((name.decode("latin-1").lower(), value.decode("latin-1").rstrip(" \t")))

    def on_headers_complete(self) -> None:
        """The head is there: refuse what a server and one before it could take for different requests."""
        self._unread = 0
        if self._has_head:
            return
        self._has_head, self._verb = True, self._parser.get_method().decode()
        version = self._parser.get_http_version()
        names = [name for name, _ in self._headers]
        hosts = names.count("host")
        if version not in _VERSIONS:
            self._refuse(505)
        elif hosts > 1 or (hosts == 0 and version == "1.1"):
            self._refuse(400)
        elif "transfer-encoding" in names and self._is_coded_otherwise():
            self._refuse(501)
        self._lasts = version == "1.1" and self._verb != "CONNECT" and self._parser.should_keep_alive()
        self.expects = version == "1.1" and "expect" in names and self.refusal is None

    def on_body(self, piece: bytes) -> None:
        """A piece of the body has come; of one that is too large the end is awaited, and no more is kept."""
        self.expects, self._unread = False, 0
        if len(self._body) <= MAX_BODY:
            self._body += piece

    def on_message_complete(self) -> None:
        """A request is whole, unless its body is still to be read."""
        if self._parser.should_upgrade():
            return
        self.expects, self._unread = False, 0
        if self.refusal is None:
            target = self._target.decode("latin-1")
            request = Request(self._verb, target, tuple(self._headers), bytes(self._body), self._peer)
            self.whole.append((request, self._lasts))
        self._begin()

    def _without_wish(self) -> bytes:
        """A head for what follows one that wishes for another protocol: that is not granted, and its body is read."""
        framing = [f"{name}: {value}\r\n" for name, value in self._headers if name in _FRAMING]
        return f"POST / HTTP/1.1\r\n{''.join(framing)}\r\n".encode()

    def _is_coded_otherwise(self) -> bool:
        codings = [value.lower() for name, value in self._headers if name == "transfer-encoding"]
        return codings != ["chunked"]

    def _refuse(self, status: int) -> None:
        if self.refusal is None:
            self.refusal = json_reply(status, {"error": _REFUSALS[status]})

    def _begin(self) -> None:
        self._verb, self._target, self._headers, self._body = "", b"", [], bytearray()
        self._has_head, self._lasts = False, False
