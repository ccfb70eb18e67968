"""Answers as servers send them, sound and odd, each with what is to come of it."""

import gzip
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from timeback_core.engine.call.http import HttpRequest, HttpResponse
from timeback_core.engine.transport.conversation import Conversation


class Case(NamedTuple):
    """An answer to a request, and what is to come of it."""

    name: str
    data: bytes
    status: int | None
    """None where it is no answer."""
    body: bytes = b""
    keep: bool = False
    """Whether the connection can serve another request."""
    problem: str | None = None
    """The kind of failure, of the body where there is a status."""
    verb: str = "GET"


class Seen(NamedTuple):
    """What came of an answer."""

    status: int | None
    body: bytes
    keep: bool
    problem: str | None


def converse(verb: str, pieces: list[bytes], *, ended: bool = True) -> Seen | None:
    """What comes of an answer that arrives in those pieces; None where more is to come and the server has not ended."""
    talk = Conversation(HttpRequest(verb, "http", "127.0.0.1", 80, b"/", ()), cap=1_000_000)
    talk.sent = talk.told = True
    coming = iter(pieces)
    for piece in coming:
        if talk.receive(piece):
            break
    left = b"".join(coming)  # still on the connection, which a driver finds out
    if not talk.over and not ended:
        return None
    if not talk.over:
        talk.receive(b"")
    outcome = talk.outcome()
    keep = talk.clean and not left
    if isinstance(outcome, HttpResponse):
        return Seen(outcome.status, outcome.body, keep, None if outcome.flaw is None else outcome.flaw.kind)
    return Seen(None, b"", keep, outcome.kind)


def cases() -> list[Case]:
    """All of them."""
    return [*regular(), *odd()]


def regular() -> Iterator[Case]:
    """Every way to frame a body, under every combination of what may stand around it."""
    framings = {
        "length": (b"Content-Length: 7{n}", b"{\n\r\n\r\n}", True),
        "no bytes": (b"Content-Length: 0{n}", b"", True),
        "chunks": (b"Transfer-Encoding: chunked{n}", b"3\r\nabc\r\n4;x=y\r\n\r\n\r\n\r\n0\r\n\r\n", True),
        "trailer": (b"transfer-encoding: Chunked{n}", b"2\r\nok\r\n00\r\nX-Sum: 1\r\nETag: 3\r\n\r\n", True),
        "end": (b"Content-Type: text/plain{n}", b"up to the\r\n\r\nend", False),
    }
    bodies = {"length": b"{\n\r\n\r\n}", "chunks": b"abc\r\n\r\n", "trailer": b"ok", "end": b"up to the\r\n\r\nend"}
    around = product(
        framings,
        (b"1.1", b"1.0"),
        (b"\r\n", b"\n"),
        (b"", b"HTTP/1.1 100 Continue{n}{n}HTTP/1.1 103 Early Hints{n}Link: </x>{n}{n}"),
        (b"", b"close", b"Keep-Alive"),
        (b"", b"\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother"),
    )
    for name, version, end, before, connection, after in around:
        framing, sent, framed = framings[name]
        if after and not framed:
            continue
        told = b"Connection: %b{n}" % connection if connection else b""
        head = b"%bHTTP/%b 200 OK{n}Server: x{n}%b%b{n}" % (before, version, told, framing)
        lives = connection == b"Keep-Alive" or (version == b"1.1" and not connection)
        yield Case(
            f"{name}, {version.decode()}, {end!r}, {before[9:12]!r}, {connection!r}, {after[:9]!r}",
            head.replace(b"{n}", end) + sent + after,
            200,
            bodies.get(name, b""),
            keep=lives and framed and not after,
        )


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
ZIPPED = gzip.compress(b"text")


def odd() -> Iterator[Case]:
    """What is read nevertheless, and what is refused."""
    yield Case("equal lengths", OK + b"content-length:2\r\n\r\nok", 200, b"ok", keep=True)
    yield Case(
        "equal lengths in one header", b"HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", 200, b"ok", keep=True
    )
    yield Case("different lengths", OK + b"Content-Length: 3\r\n\r\nok!", None, problem="garbage")
    yield Case(
        "different lengths in one header",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok!",
        None,
        problem="garbage",
    )
    yield Case("no length", b"HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nok", None, problem="garbage")
    yield Case("a negative length", b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok", None, problem="garbage")
    yield Case("length and chunks", OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", None, problem="garbage")
    yield Case(
        "a length after an interim one",
        b"HTTP/1.1 103 E\r\nContent-Length: 2\r\n\r\n" + OK + b"\r\nok",
        200,
        b"ok",
        keep=True,
    )
    yield Case("a folded header", OK + b"X-Long: a\r\n  b\r\n\tc\r\n\r\nok", 200, b"ok", keep=True)
    yield Case("empty lines before", b"\r\n\r\n" + OK + b"\r\nok", 200, b"ok", keep=True)
    yield Case("no reason", b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", 200, b"ok", keep=True)
    yield Case("an unknown status", b"HTTP/1.1 799 X\r\nContent-Length: 2\r\n\r\nok", 799, b"ok", keep=True)
    yield Case("no header", b"HTTP/1.1 200 OK\r\n\r\nok", 200, b"ok")
    yield Case("no header and no body", b"HTTP/1.0 500 Oops\r\n\r\n", 500)
    yield Case("cut in the head", OK, None, problem="broken")
    yield Case("cut in the body", OK + b"\r\no", 200, problem="broken")
    yield Case("cut in a chunk", b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", 404, problem="broken")
    yield Case(
        "cut before the last chunk",
        b"HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        503,
        problem="broken",
    )
    yield Case(
        "a bad chunk", b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\nno\r\nab\r\n", 404, problem="garbage"
    )
    yield Case(
        "a chunk longer than it says",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        200,
        problem="garbage",
    )
    yield Case(
        "another transfer encoding", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nxx", 200, problem="garbage"
    )
    yield Case(
        "two transfer encodings",
        b"HTTP/1.1 403 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        403,
        problem="garbage",
    )
    yield Case("nothing", b"", None, problem="broken")
    yield Case("another protocol", b"SSH-2.0-OpenSSH_9.6\r\n", None, problem="garbage")
    yield Case("TLS", b"\x16\x03\x01\x02\x00\x01\n", None, problem="garbage")
    yield Case("a status of two digits", b"HTTP/1.1 20 OK\r\n\r\n", None, problem="garbage")
    yield Case("another version", b"HTTP/3.0 200 OK\r\nContent-Length: 0\r\n\r\n", None, problem="garbage")
    yield Case("a blank before the colon", b"HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok", None, problem="garbage")
    yield Case(
        "a length in a trailer",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 0\r\n\r\n",
        200,
        problem="garbage",
    )
    yield Case("a blank within a name", OK + b"X Y: 2\r\n\r\nok", None, problem="garbage")
    yield Case("a header of no name", b"HTTP/1.1 200 OK\r\n: x\r\n\r\n", None, problem="garbage")
    yield Case("an endless line", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 110_000, None, problem="garbage")
    yield Case("endless headers", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000, None, problem="garbage")
    yield Case("endless interim answers", b"HTTP/1.1 103 E\r\n\r\n" * 7_000, None, problem="garbage")
    yield Case(
        "another protocol from here on",
        b"HTTP/1.1 101 S\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nx",
        101,
        problem="garbage",
    )
    for status in (204, 304):
        told = b"HTTP/1.1 %d No\r\n" % status
        yield Case(f"{status}", told + b"\r\n", status, keep=True)
        yield Case(
            f"{status} that tells a length",
            told + b"Content-Length: 9\r\nContent-Encoding: br\r\n\r\n",
            status,
            keep=True,
        )
        yield Case(f"{status} with a body", told + b"Content-Length: 2\r\n\r\n{}", status)
    yield Case(
        "HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Encoding: gzip\r\n\r\n", 200, keep=True, verb="HEAD"
    )
    yield Case("HEAD without a length", b"HTTP/1.1 200 OK\r\n\r\n", 200, keep=True, verb="HEAD")
    yield Case("HEAD of chunks", b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n", 404, keep=True, verb="HEAD")
    yield Case("HEAD with a body", OK + b"\r\nok", 200, verb="HEAD")
    for coding, kind, body in (
        (b"gzip", None, b"text"),
        (b"identity, X-GZIP", None, b"text"),
        (b"UTF-8", None, ZIPPED),
        (b"application/json, none", None, ZIPPED),
        (b"br", "garbage", b""),
        (b"gzip, gzip", "garbage", b""),
        (b"deflate", "garbage", b""),
    ):
        for status in (200, 404, 503):
            head = b"HTTP/1.1 %d X\r\nContent-Encoding: %b\r\nContent-Length: %d\r\n\r\n" % (
                status,
                coding,
                len(ZIPPED),
            )
            yield Case(f"{coding!r} of {status}", head + ZIPPED, status, body, keep=kind is None, problem=kind)
    yield Case(
        "an unknown coding of nothing",
        b"HTTP/1.1 403 No\r\nContent-Encoding: br\r\nContent-Length: 0\r\n\r\n",
        403,
        keep=True,
    )
    yield Case(
        "gzip that is cut",
        b"HTTP/1.1 404 No\r\nContent-Encoding: gzip\r\nContent-Length: 9\r\n\r\n" + ZIPPED[:9],
        404,
        problem="garbage",
    )
    yield Case(
        "too large", b"HTTP/1.1 429 No\r\nContent-Length: 1000001\r\n\r\n" + bytes(1_000_001), 429, problem="too_large"
    )
