"""Bodies: content codings, their limits, and what is no body at all."""

import gzip
import socket
import tracemalloc
import zlib
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st
from tests.transport.outcomes import failed

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendOutcome
from timeback_core.engine.transport.conversation import PIECE, UNSUSPICIOUS, Body
from timeback_core.engine.transport.reasons import ExchangeError

Ask = Callable[..., list[SendOutcome]]
Serve = Callable[[Callable[[socket.socket], None]], int]


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def members(data: bytes) -> bytes:
    middle = len(data) // 2
    return gzip.compress(data[:middle]) + gzip.compress(b"") + gzip.compress(data[middle:])


CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "none": ("", bytes),
    "identity": ("Identity", bytes),
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZip", gzip.compress),
    "gzip of several members": ("gzip", members),
    "padded gzip": ("gzip", lambda data: gzip.compress(data) + bytes(7)),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", raw_deflate),
}


def collect(coding: str, pieces: list[bytes], cap: int) -> bytes | ExchangeError:
    body = Body(cap, coding)
    try:
        for piece in pieces:
            body.feed(piece)
        return body.whole()
    except ExchangeError as error:
        return error


@given(
    name=st.sampled_from(sorted(CODINGS)),
    text=st.binary(max_size=300),
    repeat=st.integers(1, 50),
    cuts=st.lists(st.integers(0, 16_000), max_size=8),
)
def test_law_any_cutting_of_a_packed_body_unpacks_to_it(name: str, text: bytes, repeat: int, cuts: list[int]) -> None:
    coding, pack = CODINGS[name]
    data = text * repeat
    packed = pack(data)
    edges = sorted({0, *(cut for cut in cuts if cut < len(packed)), len(packed)})
    pieces = [packed[start:end] for start, end in pairwise(edges)]
    outcome = collect(coding, pieces, cap=max(len(data), len(packed)))
    assert outcome == data


@given(name=st.sampled_from(["gzip", "deflate", "bare deflate"]), text=st.binary(min_size=1), data=st.data())
def test_law_a_packed_body_that_is_cut_short_is_garbage(name: str, text: bytes, data: st.DataObject) -> None:
    coding, pack = CODINGS[name]
    packed = pack(text)
    length = data.draw(st.integers(1, len(packed) - 1))
    outcome = collect(coding, [packed[:length]], cap=10_000)
    assert isinstance(outcome, ExchangeError)
    assert outcome.kind == "garbage"


@given(coding=st.sampled_from(["", "gzip", "deflate", "br", "gzip, gzip"]), pieces=st.lists(st.binary()))
def test_law_any_bytes_give_an_outcome(coding: str, pieces: list[bytes]) -> None:
    outcome = collect(coding, pieces, cap=100)
    if isinstance(outcome, bytes):
        assert len(outcome) <= 100
    else:
        assert outcome.kind in ("garbage", "too_large")


@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
@pytest.mark.parametrize("name", ["gzip", "gzip of several members", "deflate", "bare deflate"])
def test_bodies_around_the_size_of_a_piece_unpack_whole(name: str, size: int) -> None:
    coding, pack = CODINGS[name]
    assert collect(coding, [pack(bytes(size))], cap=size) == bytes(size)


def test_a_cap_is_the_largest_size_that_passes() -> None:
    for coding, data in (("", b"x" * 101), ("gzip", gzip.compress(bytes(101)))):
        outcome = collect(coding, [data], cap=100)
        assert isinstance(outcome, ExchangeError)
        assert outcome.kind == "too_large"
    assert collect("gzip", [gzip.compress(bytes(100))], cap=100) == bytes(100)


@pytest.mark.parametrize("name", ["gzip", "gzip of several members", "deflate", "bare deflate"])
@pytest.mark.parametrize(("size", "passes"), [(UNSUSPICIOUS, True), (UNSUSPICIOUS + PIECE, False)])
def test_a_body_may_be_packed_tightly_only_while_it_is_small(name: str, size: int, *, passes: bool) -> None:
    coding, pack = CODINGS[name]
    outcome = collect(coding, [pack(bytes(size))], cap=10 * size)
    if passes:
        assert outcome == bytes(size)
    else:
        assert isinstance(outcome, ExchangeError)
        assert outcome.kind == "too_large"


def test_a_large_body_that_is_packed_as_real_ones_are_passes() -> None:
    rows = ",".join('{"sourcedId": "%x", "status": "active", "enabledUser": true}' % (n * 7919) for n in range(200_000))
    data = rows.encode()
    assert len(data) > 2 * UNSUSPICIOUS
    assert collect("gzip", [gzip.compress(data, 9)], cap=len(data)) == data


def serving(head: bytes, body: bytes, times: int = 1) -> Callable[[socket.socket], None]:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n")
        for _ in range(times):
            connection.sendall(body)

    return script


def test_a_body_of_200_mb_is_given_up_at_the_cap(ask: Ask, serve: Serve) -> None:
    sent = [0]

    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n")
        for _ in range(200):
            connection.sendall(bytes(1_000_000))
            sent[0] += 1

    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ()), cap=1_000_000)
    assert (failed(outcome).kind, failed(outcome).sent) == ("too_large", True)
    assert sent[0] < 50


@cache
def gzip_bomb() -> bytes:
    """200 MB of nothing in 200 kB."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()


def test_a_gzip_bomb_neither_fills_the_memory_nor_passes(ask: Ask, serve: Serve) -> None:
    bomb = gzip_bomb()
    port = serve(serving(b"Content-Encoding: gzip\r\nContent-Length: %d" % len(bomb), bomb))
    tracemalloc.start()
    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", port, b"/", ()), cap=10_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert failed(outcome).kind == "too_large"
    assert peak < 16_000_000


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        pytest.param(b"gzip", gzip.compress(b"data" * 100)[:-9], id="truncated"),
        pytest.param(b"gzip", b"no gzip at all", id="no gzip"),
        pytest.param(b"gzip", gzip.compress(b"data") + b"trailing", id="trailing data"),
        pytest.param(b"br", b"whatever", id="unknown coding"),
        pytest.param(b"gzip, br", b"whatever", id="two codings"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_garbage(ask: Ask, serve: Serve, coding: bytes, body: bytes) -> None:
    head = b"Content-Encoding: %b\r\nContent-Length: %d" % (coding, len(body))
    port = serve(serving(head, body))
    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", port, b"/", ()))
    problem = failed(outcome)
    assert (problem.kind, problem.sent, problem.stale) == ("garbage", True, False)


@pytest.mark.parametrize("name", sorted(CODINGS))
def test_codings_are_undone_over_the_wire(ask: Ask, serve: Serve, name: str) -> None:
    coding, pack = CODINGS[name]
    body = pack(b"some text " * 1000)
    head = b"Content-Encoding: %b\r\nContent-Length: %d" % (coding.encode() or b"identity", len(body))
    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", serve(serving(head, body)), b"/", ()))
    assert isinstance(outcome, HttpResponse)
    assert outcome.body == b"some text " * 1000
