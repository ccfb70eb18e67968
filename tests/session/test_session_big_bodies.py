"""Bodies beyond the cap: a `DecodeError` in bounded memory, whether they are sent or unpacked."""

import socket
import tracemalloc
import zlib
from collections.abc import Iterator
from functools import cache

import pytest
from returns.result import Success
from tests.session.raw_server import RawServer, Script, answer, keep_answering, read_head
from tests.session.ways import Way, perform
from tests.support import error

from timeback_core import Base, Call, operation
from timeback_core.engine.surface.operation import GET
from timeback_core.errors import DecodeError, TimebackError
from timeback_core.expect import Json, Raw
from timeback_core.oneroster.users import get_user

HUGE = 200_000_000
CAP = 1_000_000
PIECE = b" " * 65_536


@cache
def bomb() -> bytes:
    """200 MB of blanks, packed."""
    packer = zlib.compressobj(level=1, wbits=31)
    pieces = [packer.compress(PIECE) for _ in range(HUGE // len(PIECE) + 1)]
    return b"".join(pieces) + packer.flush()


class Sent:
    """How many bytes of huge bodies left a server before its client hung up."""

    def __init__(self) -> None:
        self.bytes = 0

    def announced(self, connection: socket.socket) -> None:
        """A body whose length is told at once."""
        read_head(connection)
        self._send(connection, b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % HUGE, PIECE)

    def chunked(self, connection: socket.socket) -> None:
        """A body whose length nobody tells."""
        read_head(connection)
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        self._send(connection, head, b"%x\r\n" % len(PIECE) + PIECE + b"\r\n")

    def until_closed(self, connection: socket.socket) -> None:
        """A body that ends with its connection."""
        read_head(connection)
        self._send(connection, b"HTTP/1.1 200 OK\r\n\r\n", PIECE)

    def _send(self, connection: socket.socket, head: bytes, piece: bytes) -> None:
        connection.sendall(head)
        while self.bytes < HUGE:
            connection.sendall(piece)
            self.bytes += len(piece)


@operation(GET, Base("oneroster", "rostering"), "/document", Json())
def read_json() -> Call:
    """Read a document."""
    return Call()


@operation(GET, Base("oneroster", "rostering"), "/file", Raw(bytes))
def read_file() -> Call:
    """Read a file."""
    return Call()


def fail_on(way: Way, script: Script) -> TimebackError:
    """The error of a call to a server with a script."""
    with RawServer(script) as server:
        settings = server.settings()
        settings["max_body_bytes"] = CAP
        [told] = perform(way, settings, get_user.request("u"))
        return error(told)


@pytest.mark.parametrize(("asked", "size", "passes"), [("json", 17, False), ("file", 17, True), ("json", 15, True)])
def test_json_may_be_smaller_than_files_by_default(asked: str, size: int, *, passes: bool) -> None:
    body = b'"' + b" " * (size << 20) + b'"'

    def script(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(answer(body))

    with RawServer(script) as server:
        request = read_json.request() if asked == "json" else read_file.request()
        [told] = perform("threads", server.settings(), request)
    assert isinstance(told, Success) is passes
    assert passes or isinstance(error(told), DecodeError)


@pytest.fixture
def traced() -> Iterator[None]:
    """Counts what is allocated from here on."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.parametrize("kind", ["announced", "chunked", "until_closed"])
def test_a_body_of_200_megabytes_is_not_read(way: Way, kind: str, traced: None) -> None:
    sent = Sent()
    failed = fail_on(way, getattr(sent, kind))
    assert isinstance(failed, DecodeError)
    assert "size" in failed.expected
    # What the kernel buffers on loopback is a few megabytes.
    assert sent.bytes < HUGE / 10
    assert tracemalloc.get_traced_memory()[1] < 15 * CAP


def test_a_gzip_bomb_is_not_unpacked(way: Way) -> None:
    packed = bomb()
    assert len(packed) < CAP
    tracemalloc.start()
    failed = fail_on(way, lambda connection: explode(connection, packed))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(failed, DecodeError)
    assert peak < 15 * CAP


def explode(connection: socket.socket, packed: bytes) -> None:
    """Answer with a packed body."""
    if read_head(connection):
        connection.sendall(answer(packed, b"Content-Encoding: gzip"))
        connection.recv(1)


def test_other_calls_go_on(way: Way) -> None:
    requests = 0

    def script(connection: socket.socket) -> None:
        nonlocal requests
        requests += 1
        if requests == 1:
            read_head(connection)
            connection.sendall(answer(PIECE * 20))
        else:
            keep_answering(connection)

    with RawServer(script) as server:
        settings = server.settings()
        settings["max_body_bytes"] = CAP
        first, second = perform(way, settings, *[get_user.request("u")] * 2)
        assert isinstance(error(first), DecodeError)
        assert second.unwrap().sourced_id == "u"


def test_a_huge_token_answer(way: Way) -> None:
    sent = Sent()
    with RawServer(sent.announced) as server:
        settings = server.settings(auth=True)
        settings["max_body_bytes"] = CAP
        [told] = perform(way, settings, get_user.request("u"))
        failed = error(told)
        assert ": no token from" in failed.message
        assert sent.bytes < HUGE / 10
