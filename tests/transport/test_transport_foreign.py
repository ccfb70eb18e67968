"""Transports of httpx's kind that are not ours: same outcomes, deadline and cap as well as they allow."""

import asyncio
import gzip
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, MutableMapping
from time import monotonic
from typing import Any

import anyio
import httpx
import pytest
from tests.deadlines import quickest
from tests.transport.outcomes import failed

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendOutcome
from timeback_core.engine.transport.send import asend, send

Serve = Callable[[Callable[[socket.socket], None]], int]
Run = Callable[[Callable[[], Awaitable[SendOutcome]]], SendOutcome]
Both = Callable[..., SendOutcome]
OK = b"HTTP/1.1 200 OK\r\nX-Kind: Real\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture(params=["threads", "asyncio", "trio"])
def over(request: pytest.FixtureRequest) -> Both:
    """Sends over a pair of transports, one for threads and one for loops, made by two functions."""

    def over(
        make_sync: Callable[[], httpx.BaseTransport],
        make_async: Callable[[], httpx.AsyncBaseTransport],
        wanted: HttpRequest,
        seconds: float = 5,
        cap: int = 1_000_000,
    ) -> SendOutcome:
        if request.param == "threads":
            with make_sync() as transport:
                return send(transport, wanted, monotonic() + seconds, cap)

        async def main() -> SendOutcome:
            async with make_async() as transport:
                return await asend(transport, wanted, monotonic() + seconds, cap)

        return anyio.run(main, backend=request.param)

    return over


def mock(handler: Callable[[httpx.Request], httpx.Response]) -> tuple[Any, Any]:
    return (lambda: httpx.MockTransport(handler)), (lambda: httpx.MockTransport(handler))


TLS = ssl.create_default_context()
REAL = (lambda: httpx.HTTPTransport(verify=TLS)), (lambda: httpx.AsyncHTTPTransport(verify=TLS))
"""httpx's own, with a context that is made once, since that takes long."""


def get(port: int = 80, target: bytes = b"/") -> HttpRequest:
    return HttpRequest("GET", "http", "127.0.0.1", port, target, (("X-Name", "value"),))


def test_httpx_own_transport(over: Both, serve: Serve) -> None:
    seen: list[bytes] = []

    def script(connection: socket.socket) -> None:
        seen.append(connection.recv(65536))
        connection.sendall(OK)

    port = serve(script)
    target = b"/x/%2e%2e/y%2Fz/a%27b;c='1'/..?filter=a%3D'b'&x=%2F;d"
    outcome = over(*REAL, get(port, target))
    assert isinstance(outcome, HttpResponse)
    assert (outcome.status, outcome.body, outcome.header("x-kind")) == (200, b"ok", "Real")
    assert seen[0].startswith(b"GET " + target + b" HTTP/1.1\r\n")
    assert seen[0].lower().count(b"host:") == 1
    assert b"Accept-Encoding: gzip, deflate\r\n" in seen[0]


def test_a_mock_sees_the_request_and_its_answer_is_unpacked(over: Both) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201, content=gzip.compress(b"packed"), headers={"Content-Encoding": "gzip"})

    wanted = HttpRequest("POST", "http", "api.example", 80, b"/a%2Fb?x=1", (("X-Name", "v"),), b'{"a": 1}')
    outcome = over(*mock(handler), wanted)
    assert isinstance(outcome, HttpResponse)
    assert (outcome.status, outcome.body) == (201, b"packed")
    assert seen[0].url.raw_path == b"/a%2Fb?x=1"
    assert (seen[0].content, seen[0].headers["x-name"]) == (b'{"a": 1}', "v")


def test_an_asgi_application() -> None:
    async def application(scope: Any, receive: Any, send_event: Any) -> None:
        assert scope["raw_path"] == b"/a%2Fb"
        assert scope["query_string"] == b"c=%20d"
        event = await receive()
        start: MutableMapping[str, Any] = {"type": "http.response.start", "status": 200, "headers": []}
        await send_event(start)
        await send_event({"type": "http.response.body", "body": event["body"]})

    async def main() -> SendOutcome:
        wanted = HttpRequest("PUT", "http", "test", 80, b"/a%2Fb?c=%20d", (), b"echo")
        return await asend(httpx.ASGITransport(application), wanted, monotonic() + 30, 100)

    outcome = asyncio.run(main())
    assert isinstance(outcome, HttpResponse)
    assert outcome.body == b"echo"


@pytest.mark.parametrize(
    ("raised", "kind", "sent"),
    [
        (httpx.ConnectError("x"), "connect", False),
        (httpx.ConnectTimeout("x"), "timeout", False),
        (httpx.ProxyError("x"), "barred", False),
        (httpx.PoolTimeout("x"), "slot", False),
        (httpx.ReadTimeout("x"), "timeout", True),
        (httpx.WriteTimeout("x"), "timeout", True),
        (TimeoutError(), "timeout", True),
        (httpx.ReadError("x"), "broken", True),
        (httpx.WriteError("x"), "broken", True),
        (httpx.CloseError("x"), "broken", True),
        (httpx.RemoteProtocolError("x"), "broken", True),
        (httpx.DecodingError("x"), "garbage", True),
        (httpx.LocalProtocolError("s3cret"), "unexpected", False),
        (KeyError("of a mock"), "unexpected", True),
    ],
)
def test_what_a_transport_raises_is_told_as_a_value(over: Both, raised: Exception, kind: str, sent: bool) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise raised

    problem = failed(over(*mock(handler), get()))
    assert (problem.kind, problem.sent, problem.stale) == (kind, sent, False)
    assert type(raised).__name__ in problem.detail
    assert "s3cret" not in problem.detail


def test_a_transport_that_answers_nonsense(over: Both) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return None  # type: ignore[return-value]  # what a careless mock does

    assert failed(over(*mock(handler), get())).kind == "unexpected"


class Parts(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in parts, with a wait before each, which says whether it was closed."""

    def __init__(self, part: bytes, times: int, wait: float = 0) -> None:
        self.part = part
        self.times = times
        self.wait = wait
        self.given = 0
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(self.times):
            time.sleep(self.wait)
            self.given += 1
            yield self.part

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(self.times):
            await anyio.sleep(self.wait)
            self.given += 1
            yield self.part

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def test_the_cap_holds(over: Both) -> None:
    parts = Parts(bytes(1000), 1000)
    problem = failed(over(*mock(lambda request: httpx.Response(200, stream=parts)), get(), cap=10_000))
    assert problem.kind == "too_large"
    assert parts.given == 11
    assert parts.closed


def test_a_truncated_body_is_garbage(over: Both) -> None:
    parts = Parts(gzip.compress(b"data" * 100)[:-8], 1)
    headers = {"Content-Encoding": "gzip"}
    problem = failed(over(*mock(lambda request: httpx.Response(200, stream=parts, headers=headers)), get()))
    assert problem.kind == "garbage"


def test_the_deadline_holds_against_a_dripping_body(over: Both) -> None:
    parts = Parts(b"x", 1000, wait=0.01)
    problem = failed(over(*mock(lambda request: httpx.Response(200, stream=parts)), get(), seconds=0.5))
    assert (problem.kind, problem.sent) == ("timeout", True)
    assert 0 < parts.given < 100


@pytest.mark.parametrize("wait", [0.0, 0.4])
def test_the_deadline_holds_for_httpx_own_transport(over: Both, serve: Serve, wait: float) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        time.sleep(wait)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")
        connection.recv(65536)

    port = serve(script)

    def ask() -> float:
        start = monotonic()
        assert failed(over(*REAL, get(port), seconds=0.6)).kind == "timeout"
        return monotonic() - start

    assert 0.59 <= quickest(ask, 0.7) < 0.9


def test_a_deadline_that_passed_asks_nothing(over: Both) -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    problem = failed(over(*mock(handler), get(), seconds=-1))
    assert (problem.kind, problem.sent) == ("timeout", False)
    assert seen == []


def test_a_stream_of_the_other_kind() -> None:
    class AsyncOnly(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b""

    with httpx.MockTransport(lambda request: httpx.Response(200, stream=AsyncOnly())) as transport:
        outcome = send(transport, get(), monotonic() + 30, 100)
    assert failed(outcome).kind == "unexpected"


def test_a_cancellation_passes(run: Callable[[Callable[[], Awaitable[bool]]], bool]) -> None:
    async def handler(request: httpx.Request) -> httpx.Response:
        await anyio.sleep(5)
        return httpx.Response(200)

    async def main() -> bool:
        with anyio.move_on_after(0.1) as scope:
            await asend(httpx.MockTransport(handler), get(), monotonic() + 30, 100)
        return scope.cancelled_caught

    assert run(main)
