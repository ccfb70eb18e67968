"""Our transports under httpx's own clients."""

import gc
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from time import monotonic

import httpx
import pytest
from tests.deadlines import AT_ONCE

from timeback_core import TimebackClient
from timeback_core.engine.call.http import HttpRequest, HttpResponse
from timeback_core.engine.transport.send import asend, send
from timeback_core.transport import AsyncPooledTransport, PooledTransport

Serve = Callable[[Callable[[socket.socket], None]], int]
Run = Callable[[Callable[[], Awaitable[None]]], None]


class Counting:
    """Answers with 300 kB per request, and counts its connections."""

    def __init__(self) -> None:
        self.opened = 0
        self.closed = 0

    def __call__(self, connection: socket.socket) -> None:
        self.opened += 1
        try:
            while connection.recv(65536):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + bytes(300_000))
        finally:
            self.closed += 1


def silent(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.recv(65536)


def never_read(connection: socket.socket) -> None:
    time.sleep(30)


def hang_up(connection: socket.socket) -> None:
    connection.recv(65536)


def drip(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
    for _ in range(8):
        time.sleep(0.1)
        connection.sendall(b"x")


def wait_for(condition: Callable[[], bool]) -> None:
    end = monotonic() + AT_ONCE
    while not condition():
        assert monotonic() < end
        time.sleep(0.01)


def test_a_client_reads_streams_and_keeps_its_connection(serve: Serve) -> None:
    script = Counting()
    url = f"http://127.0.0.1:{serve(script)}/"
    with httpx.Client(transport=PooledTransport()) as client:
        assert len(client.get(url).content) == 300_000
        with client.stream("GET", url) as response:
            assert sum(map(len, response.iter_bytes())) == 300_000
        assert client.post(url).status_code == 200
        assert script.opened == 1
        with client.stream("GET", url) as response:
            next(response.iter_raw(10))
        client.get(url)
        assert script.opened == 2
    wait_for(lambda: script.closed == 2)


def test_an_async_client_reads_streams_and_keeps_its_connection(run: Run, serve: Serve) -> None:
    script = Counting()
    url = f"http://127.0.0.1:{serve(script)}/"

    async def main() -> None:
        async with httpx.AsyncClient(transport=AsyncPooledTransport()) as client:
            assert len((await client.get(url)).content) == 300_000
            async with client.stream("GET", url) as response:
                assert sum([len(data) async for data in response.aiter_bytes()]) == 300_000
            assert (await client.post(url)).status_code == 200
            assert script.opened == 1

    run(main)
    wait_for(lambda: script.closed == 1)


def test_names_of_headers_and_the_reason_are_as_the_server_wrote_them(serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
        connection.sendall(b"HTTP/1.1 404 Nobody Here\r\nX-KIND: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.sendall(b"2\r\nno\r\n0\r\nX-Trailer: b\r\n\r\n")

    with httpx.Client(transport=PooledTransport()) as client:
        answer = client.get(f"http://127.0.0.1:{serve(script)}/")
    assert (answer.status_code, answer.reason_phrase, answer.content) == (404, "Nobody Here", b"no")
    assert answer.headers.raw == [(b"X-KIND", b"a"), (b"Transfer-Encoding", b"chunked")]


def test_closing_one_transport_leaves_those_beside_it_their_connections(serve: Serve) -> None:
    script = Counting()
    url = f"http://127.0.0.1:{serve(script)}/"
    first = PooledTransport(max_idle=1)
    with httpx.Client(transport=PooledTransport(beside=first)) as client:
        client.get(url)
    with httpx.Client(transport=first) as client:
        client.get(url)
    assert script.opened == 1


def test_a_forgotten_answer_closes_its_connection(serve: Serve) -> None:
    script = Counting()
    url = f"http://127.0.0.1:{serve(script)}/"
    transport = PooledTransport()
    response = transport.handle_request(httpx.Request("GET", url))
    assert response.status_code == 200
    del response
    gc.collect()
    wait_for(lambda: script.closed == 1)
    transport.close()


def test_timeouts_of_httpx_are_durations(serve: Serve) -> None:
    timeout = httpx.Timeout(30, read=0.3)
    with httpx.Client(transport=PooledTransport(), timeout=timeout) as client:
        assert client.get(f"http://127.0.0.1:{serve(drip)}/").content == b"x" * 8
        start = monotonic()
        with pytest.raises(httpx.ReadTimeout):
            client.get(f"http://127.0.0.1:{serve(silent)}/")
        assert 0.29 <= monotonic() - start < AT_ONCE


def test_async_timeouts_of_httpx_are_durations(run: Run, serve: Serve) -> None:
    async def main() -> None:
        timeout = httpx.Timeout(30, read=0.3)
        async with httpx.AsyncClient(transport=AsyncPooledTransport(), timeout=timeout) as client:
            assert (await client.get(f"http://127.0.0.1:{serve(drip)}/")).content == b"x" * 8
            start = monotonic()
            with pytest.raises(httpx.ReadTimeout):
                await client.get(f"http://127.0.0.1:{serve(silent)}/")
            assert 0.29 <= monotonic() - start < AT_ONCE

    run(main)


def test_no_timeout_at_all(serve: Serve) -> None:
    with httpx.Client(transport=PooledTransport(), timeout=None) as client:  # noqa: S113
        assert client.get(f"http://127.0.0.1:{serve(drip)}/").content == b"x" * 8


def test_failures_are_exceptions_of_httpx(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with httpx.Client(transport=PooledTransport()) as client:
        with pytest.raises(httpx.ConnectError):
            client.get(f"http://127.0.0.1:{port}/")
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(f"http://127.0.0.1:{serve(hang_up)}/")
        with pytest.raises(httpx.UnsupportedProtocol):
            client.get("ftp://127.0.0.1/")


def test_a_closed_transport_refuses(serve: Serve) -> None:
    transport = PooledTransport()
    transport.close()
    with pytest.raises(httpx.ConnectError, match="closed"):
        transport.handle_request(httpx.Request("GET", f"http://127.0.0.1:{serve(silent)}/"))


def test_both_faces_share_connections(run: Run, serve: Serve) -> None:
    script = Counting()
    port = serve(script)
    wanted = HttpRequest("GET", "http", "127.0.0.1", port, b"/", ())
    transport = PooledTransport()
    assert isinstance(send(transport, wanted, monotonic() + 30, 10**6), HttpResponse)
    transport.handle_request(httpx.Request("GET", f"http://127.0.0.1:{port}/")).read()
    assert script.opened == 1
    transport.abort()

    async def main() -> None:
        async with AsyncPooledTransport(beside=transport) as asynchronous:
            assert isinstance(await asend(asynchronous, wanted, monotonic() + 30, 10**6), HttpResponse)

    run(main)
    assert script.opened == 2


def uploaded(connection: socket.socket) -> None:
    """Answers with what came, once a request has ended."""
    while data := connection.recv(65536):
        while not data.endswith(b"0\r\n\r\n"):
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        assert b"transfer-encoding: chunked" in head.lower()
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Kind: Real\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))


def test_a_streamed_upload_goes_out_in_chunks(run: Run, serve: Serve) -> None:
    url = f"http://127.0.0.1:{serve(uploaded)}/"
    expected = b"3\r\none\r\n5\r\nthree\r\n0\r\n\r\n"

    def parts() -> Iterator[bytes]:
        yield from (b"one", b"", b"three")

    async def aparts() -> AsyncIterator[bytes]:
        for part in parts():
            yield part

    with httpx.Client(transport=PooledTransport()) as client:
        for _ in range(2):
            answer = client.post(url, content=parts())
            assert (answer.content, answer.headers["X-Kind"]) == (expected, "Real")

    async def main() -> None:
        async with httpx.AsyncClient(transport=AsyncPooledTransport()) as client:
            assert (await client.post(url, content=aparts())).content == expected

    run(main)


def refuse_early(connection: socket.socket) -> None:
    connection.recv(100)
    connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
    time.sleep(30)


def test_a_refusal_in_the_middle_of_an_upload_is_the_answer(run: Run, serve: Serve) -> None:
    url = f"http://127.0.0.1:{serve(refuse_early)}/"
    with httpx.Client(transport=PooledTransport()) as client:
        assert client.post(url, content=bytes(20_000_000)).status_code == 413

    async def main() -> None:
        async with httpx.AsyncClient(transport=AsyncPooledTransport()) as client:
            assert (await client.post(url, content=bytes(20_000_000))).status_code == 413

    run(main)


def test_async_failures_are_exceptions_of_httpx(run: Run, serve: Serve, unanswered_port: int) -> None:
    async def main() -> None:
        timeout = httpx.Timeout(connect=0.2, read=5, write=0.3, pool=5)
        async with httpx.AsyncClient(transport=AsyncPooledTransport(), timeout=timeout) as client:
            with pytest.raises(httpx.RemoteProtocolError):
                await client.get(f"http://127.0.0.1:{serve(hang_up)}/")
            with pytest.raises(httpx.UnsupportedProtocol):
                await client.get("ftp://127.0.0.1/")
            with pytest.raises(httpx.ConnectTimeout):
                await client.get(f"http://127.0.0.1:{unanswered_port}/")
            with pytest.raises(httpx.WriteTimeout):
                await client.post(f"http://127.0.0.1:{serve(never_read)}/", content=bytes(30_000_000))

    run(main)


def test_requests_are_forwarded_by_a_proxy(serve: Serve) -> None:
    heads: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        while head := connection.recv(65536):
            heads.append(head)
            connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with httpx.Client(transport=PooledTransport(proxy=f"http://127.0.0.1:{serve(proxy)}")) as client:
        assert client.get("http://nowhere.invalid/a%2Fb?c").status_code == 204
    assert heads[0].startswith(b"GET http://nowhere.invalid:80/a%2Fb?c HTTP/1.1\r\n")


def test_a_client_of_ours_and_one_of_httpx_share_a_transport(serve: Serve) -> None:
    script = Counting()
    base = f"http://127.0.0.1:{serve(script)}"
    transport = PooledTransport()
    ours = TimebackClient.open(base_url=base, environ={}, transport=transport).unwrap()
    ours.oneroster.users.get("u-1")
    with httpx.Client(transport=transport) as client:
        assert len(client.get(base).content) == 300_000
    assert script.opened == 1
