"""Our transports under httpx's own clients."""

import gc
import socket
import time
from collections.abc import Awaitable, Callable
from time import monotonic

import httpx
import pytest

from timeback_core.engine.call.http import HttpRequest, HttpResponse
from timeback_core.engine.transport.connections import Connections
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


def hang_up(connection: socket.socket) -> None:
    connection.recv(65536)


def drip(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
    for _ in range(8):
        time.sleep(0.1)
        connection.sendall(b"x")


def wait_for(condition: Callable[[], bool]) -> None:
    end = monotonic() + 2
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
    timeout = httpx.Timeout(connect=5, read=0.3, write=5, pool=5)
    with httpx.Client(transport=PooledTransport(), timeout=timeout) as client:
        assert client.get(f"http://127.0.0.1:{serve(drip)}/").content == b"x" * 8
        start = monotonic()
        with pytest.raises(httpx.ReadTimeout):
            client.get(f"http://127.0.0.1:{serve(silent)}/")
        assert 0.29 <= monotonic() - start < 0.4


def test_async_timeouts_of_httpx_are_durations(run: Run, serve: Serve) -> None:
    async def main() -> None:
        timeout = httpx.Timeout(connect=5, read=0.3, write=5, pool=5)
        async with httpx.AsyncClient(transport=AsyncPooledTransport(), timeout=timeout) as client:
            assert (await client.get(f"http://127.0.0.1:{serve(drip)}/")).content == b"x" * 8
            start = monotonic()
            with pytest.raises(httpx.ReadTimeout):
                await client.get(f"http://127.0.0.1:{serve(silent)}/")
            assert 0.29 <= monotonic() - start < 0.4

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
    connections = Connections()
    transport = PooledTransport(connections)
    assert isinstance(send(transport, wanted, monotonic() + 5, 10**6), HttpResponse)
    transport.handle_request(httpx.Request("GET", f"http://127.0.0.1:{port}/")).read()
    assert script.opened == 1
    transport.abort()

    async def main() -> None:
        async with AsyncPooledTransport(connections) as asynchronous:
            assert isinstance(await asend(asynchronous, wanted, monotonic() + 5, 10**6), HttpResponse)

    run(main)
    assert script.opened == 2
