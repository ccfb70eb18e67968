"""One request and its answer by HTTP/1.1, without I/O and without a clock: bytes out, bytes in, and the outcome.

llhttp reads the head, line by line, and the chunks; what has a length is counted here. So it is known to the byte
where an answer ends, whatever pieces it comes in.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendFailed, SendOutcome
from timeback_core.engine.config.urls import host_header
from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER, ExchangeError

LONGEST_HEAD = 100 * 1024  # bytes that the heads of one answer may have, interim ones included
JOINED = 64 * 1024  # bytes up to which a body is sent in one piece with the head
ACCEPTED_CODINGS = "gzip, deflate"  # what we ask servers for and can undo
CODINGS = frozenset({"gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb", "dcz"})
"""What packs a body; some servers tell something else in its place, a character set or a media type."""
PIECE = 1 << 20  # bytes that are unpacked at once, so that no piece can fill the memory
UNSUSPICIOUS = 4 << 20  # bytes up to which a body may have been packed as tightly as it likes
TIGHTEST = 100  # unpacked bytes for one packed byte, beyond that
WITH_BODY = ("POST", "PUT", "PATCH")  # verbs whose length is told even where there is no body
NO_HTTP = "the server's answer is no valid HTTP"

_GZIP, _ZLIB, _RAW = 31, 15, -15  # values of zlib's `wbits`
_PATIENCE = re.compile(r"timeout=(\d+)")
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_SENDABLE = re.compile(rb"%b [!-~]+ HTTP/1\.1\r\n(?:%b:[\t -~\x80-\xff]*\r\n)*\r\n" % (_TOKEN, _TOKEN))


class Conversation:
    """A request and its answer; the driver says what came, and what ended it from outside."""

    def __init__(
        self, request: HttpRequest, cap: int, *, forward: Sequence[tuple[str, str]] | None = None, reused: bool = False
    ) -> None:
        """A conversation that is still to begin; raises `ExchangeError` where the request cannot be written as HTTP.

        cap: bytes that the body of the answer may have, before and after decompression. forward: headers for the proxy
        that forwards the request, if one does. reused: whether the connection served a request before this one.
        """
        headers = complete_headers(request)
        target = request.target
        if forward is not None:
            target = forwarded(request.host, request.port, target)
            headers += forward
        head = head_of(request.verb, target, headers)
        body = request.body
        self.output: tuple[bytes, ...] = (head + body,) if len(body) <= JOINED else (head, body)
        # Whether a byte of the request may have reached the server, and whether all of it was sent: the driver knows.
        self.sent = self.told = False
        self.answer: Answer = Answer(request.verb)
        self._cap = cap
        self._reused = reused
        self.received: bool = False  # whether a byte of the answer came
        self._body: Body | None = None
        self._whole = b""
        self.trouble: ExchangeError | None = None  # what ended it, if it was not the end of the answer

    @property
    def over(self) -> bool:
        """Whether there is nothing more to read."""
        return self.answer.done or self.trouble is not None

    @property
    def clean(self) -> bool:
        """Whether it ended so that the connection can serve another request."""
        return self.told and self.answer.done and self.answer.keep and self.trouble is None

    @property
    def silent(self) -> bool:
        """Whether time ran out before a byte of the answer came."""
        return self.trouble is not None and self.trouble.kind == "timeout" and not self.received

    def receive(self, data: bytes) -> bool:
        """Take what came, nothing when the server has ended its side; True when there is nothing more to read."""
        self.received = self.received or bool(data)
        answer, body = self.answer, self._body
        try:
            answer.feed(data)
            if answer.status:
                if body is None:
                    body = self._body = Body(self._cap, answer.named.get("content-encoding", ""))
                for part in answer.take():
                    body.feed(part)
                if answer.done:
                    self._whole = body.whole()
        except ExchangeError as trouble:
            self.trouble = trouble
        return self.over

    def outcome(self) -> SendOutcome:
        """The answer, or why there is none; to be asked when the conversation is over."""
        trouble, answer = self.trouble, self.answer
        if trouble is None:
            return HttpResponse(answer.status, answer.headers, self._whole)
        stale = trouble.kind == "broken" and self._reused and not self.received
        failed = SendFailed(trouble.kind, sent=self.sent, detail=trouble.detail, stale=stale)
        if answer.status and trouble.kind != "closed":
            return HttpResponse(answer.status, answer.headers, b"", failed)
        return failed


class Answer:
    """An answer while it comes: its head, then the parts of its body as they were sent."""

    def __init__(self, verb: str) -> None:
        self.status: int = 0  # until the head is complete
        self.headers: list[tuple[str, str]] = []  # names in lower case
        self.done: bool = False
        self.keep: bool = False  # whether the connection can serve another request once the answer is done
        self._verb = verb
        self.named: dict[str, str] = {}  # the values of a name joined
        self._parts: list[bytes] = []
        self._line = b""
        self._room = LONGEST_HEAD
        self._length: bytes | None = None
        self._left: int | None = None
        self._chunked = False
        self._tail = b""
        self._parser = HttpResponseParser(self)
        self._parser.set_dangerous_leniencies(lenient_headers=True, lenient_optional_cr_before_lf=True)

    @property
    def patience(self) -> float:
        """Seconds for which the server says that it keeps an idle connection."""
        told = _PATIENCE.search(self.named.get("keep-alive", ""))
        return float(told[1]) if told else float("inf")

    def take(self) -> list[bytes]:
        """The parts of the body that came since the last time."""
        parts, self._parts = self._parts, []
        return parts

    def feed(self, data: bytes) -> bool:
        """Take what came, nothing at its end; True when there is nothing more to read; raises `ExchangeError`."""
        if self.done:
            self.keep = False  # it belongs to nobody
        elif not data:
            if not self.status or self._chunked or self._left is not None:
                raise ExchangeError("broken", CLOSED_BY_SERVER)
            self.done = True
        else:
            try:
                rest = data if self.status else self._feed_head(data)
                if rest:
                    self._feed_body(rest)
            except (HttpParserError, HttpParserUpgrade) as error:
                if not self.done:
                    raise ExchangeError("garbage", NO_HTTP) from error
                self.keep = False
        return self.done

    def _feed_head(self, data: bytes) -> bytes:
        """Read whole lines up to the end of the head, and give what lies behind it."""
        data, start = self._line + data, 0
        while not self.status and (end := data.find(b"\n", start) + 1):
            self._feed_line(data[start:end])
            start = end
        self._room -= start
        self._line = b"" if self.status else data[start:]
        if self._room < len(self._line):
            raise ExchangeError("garbage", "the head of the answer is larger than allowed")
        if not self.status:
            return b""
        self._frame()
        return data[start:]

    def _feed_line(self, line: bytes) -> None:
        if line[:15].lower() == b"content-length:":
            # llhttp takes no length that is told twice; told twice the same, it is only clumsy.
            told = {value.strip() for value in line[15:].split(b",")}
            if told == {self._length}:
                return
            if self._length is None and len(told) == 1:
                self._length = told.pop()
                line = b"Content-Length: %b\r\n" % self._length
        self._parser.feed_data(line)

    def _frame(self) -> None:
        """Find out where the body will end, now that the head is complete."""
        named = self.named
        for name, value in self.headers:
            if " " in name:  # llhttp takes blanks before the colon, if it is to take folded headers
                self.status = 0
                raise ExchangeError("garbage", NO_HTTP)
            named[name] = f"{named[name]}, {value}" if name in named else value
        connection = named.get("connection", "").lower()
        self.keep = "close" not in connection and (
            self._parser.get_http_version() == "1.1" or "keep-alive" in connection
        )
        if self._verb == "HEAD" or self.status in (204, 304) or (self._verb, self.status // 100) == ("CONNECT", 2):
            self._left = 0
        elif "transfer-encoding" in named:
            self._chunked = named["transfer-encoding"].lower() == "chunked"
            if not self._chunked:
                raise ExchangeError("garbage", "the answer has an unknown transfer encoding")
        elif "content-length" in named:
            self._left = int(named["content-length"])
        else:
            self.keep = False
        self.done = self._left == 0

    def _feed_body(self, data: bytes) -> None:
        if self._chunked:
            self._tail = (self._tail + data[-5:])[-5:]
            self._parser.feed_data(data)
            # llhttp passes over line ends that follow the last one of the chunks.
            if self.done and (self._tail[-4:] != b"\r\n\r\n" or self._tail[:1] in b"\r\n"):
                self.keep = False
        elif self._left is None:
            self._parts.append(data)
        else:
            self._parts.append(data[: self._left])
            self._left -= len(data)
            self.done = self._left <= 0
            if self._left < 0:
                self.keep = False

    # What follows is called by the parser.

    def on_message_begin(self) -> None:
        if self.done:
            self.keep = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.status:  # else it is a trailer
            self.headers.append((name.decode("latin-1").lower(), value.decode("latin-1").strip(" \t\r\n")))

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if not self.status and (status >= 200 or status == 101):
            self.status = status
        elif not self.status:  # of an interim answer
            self.headers.clear()
            self._length = None

    def on_body(self, data: bytes) -> None:
        if not self.done:
            self._parts.append(data)

    def on_message_complete(self) -> None:
        if self._chunked:
            self.done = True


class Body:
    """Collects the body of one answer; undoes gzip of any number of members, and deflate with or without header."""

    def __init__(self, cap: int, coding: str) -> None:
        """An empty body of a content coding, which may have so many bytes, before and after decompression."""
        self._parts: list[bytes] = []
        self._cap = self._room = self._raw_room = cap
        told = [name.strip().lower() for name in coding.split(",")] if coding else ()
        self._coding = ", ".join([name for name in told if name in CODINGS])
        self._packed = self._coding in ("gzip", "x-gzip", "deflate")
        self._inflate = zlib.decompressobj(_GZIP) if self._packed and self._coding != "deflate" else None
        self._start = b""

    def feed(self, data: bytes) -> None:
        """Take what came; raises `ExchangeError` where it is too much, or not what its coding says."""
        self._raw_room -= len(data)
        if self._raw_room < 0:
            raise ExchangeError("too_large", "the body is larger than allowed")
        if not self._packed:
            if data and self._coding:
                raise ExchangeError("garbage", "the answer has an unknown content encoding")
            self._parts.append(data)
            return
        try:
            for piece in self._unpacked(data):
                self._room -= len(piece)
                unpacked, packed = self._cap - self._room, self._cap - self._raw_room
                if self._room < 0 or unpacked > max(UNSUSPICIOUS, packed * TIGHTEST):
                    raise ExchangeError("too_large", "the decompressed body is larger than allowed")
                self._parts.append(piece)
        except zlib.error as error:
            raise ExchangeError("garbage", "the body cannot be decompressed") from error

    def whole(self) -> bytes:
        """The body, now that all of it came; raises `ExchangeError` where it ends in the middle of its coding."""
        begun = self._packed and self._raw_room < self._cap  # no data at all is an empty body
        if begun and (self._inflate is None or not self._inflate.eof):
            raise ExchangeError("garbage", "the compressed body is cut short")
        return b"".join(self._parts)

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        if self._inflate is None:
            data = self._start = self._start + data
            if len(data) < 2:
                return
            # Some servers send deflated data without the zlib header.
            zlib_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._inflate = zlib.decompressobj(_ZLIB if zlib_header else _RAW)
        full = False  # a full piece may leave output inside zlib although all input was consumed
        while data or full:
            if self._inflate.eof:
                data = data.lstrip(b"\0")
                if not data:
                    return
                if self._coding == "deflate":
                    raise zlib.error("data after the end")
                self._inflate = zlib.decompressobj(_GZIP)
            piece = self._inflate.decompress(data, PIECE)
            yield piece
            data = self._inflate.unconsumed_tail or self._inflate.unused_data
            full = len(piece) == PIECE


def head_of(verb: str, target: bytes, headers: Sequence[tuple[str, str]]) -> bytes:
    """Request line and headers; raises `ExchangeError` where one would break out of its line, or is no text of HTTP."""
    try:
        lines = "".join([f"{name}: {value}\r\n" for name, value in headers]).encode("latin-1")
        head = b"%b %b HTTP/1.1\r\n%b\r\n" % (verb.encode("latin-1"), target, lines)
    except UnicodeEncodeError:
        head = b""
    if head.count(b"\n") != len(headers) + 2 or not _SENDABLE.fullmatch(head):
        raise ExchangeError("unexpected", "the request is no valid HTTP")
    return head


def complete_headers(request: HttpRequest) -> list[tuple[str, str]]:
    """The headers and those that HTTP and we need besides, where they are not given."""
    given = {name.lower() for name, _ in request.headers}
    headers = list(request.headers)
    if "host" not in given:
        headers.insert(0, ("Host", host_header(request.host, request.port, request.scheme)))
    if "accept-encoding" not in given:
        headers.append(("Accept-Encoding", ACCEPTED_CODINGS))
    if "content-length" not in given and (request.body or request.verb in WITH_BODY):
        headers.append(("Content-Length", str(len(request.body))))
    return headers


def forwarded(host: str, port: int, target: bytes) -> bytes:
    """A target as the proxy that forwards a request wants it."""
    return b"http://%b%b" % (host_header(host, port, "").encode(), target)
