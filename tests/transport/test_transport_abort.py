"""Closing a transport ends its own calls at once, from any thread, and nobody else's."""

import signal
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import anyio
import anyio.to_thread
import pytest
from tests.deadlines import AT_ONCE

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendFailed, SendOutcome
from timeback_core.engine.transport import async_exchange, trio_line
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.exchange import Dial, Exchanger
from timeback_core.engine.transport.send import asend, send

Serve = Callable[[Callable[[socket.socket], None]], int]
Run = Callable[[Callable[[], Awaitable[None]]], None]
CAP = 100_000_000
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def hang(connection: socket.socket) -> None:
    time.sleep(30)


def hang_in_body(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
    time.sleep(30)


def keep_answering(connection: socket.socket) -> None:
    while connection.recv(65536):
        connection.sendall(OK)


def answer_late(connection: socket.socket) -> None:
    connection.recv(65536)
    time.sleep(0.5)
    connection.sendall(OK)


@pytest.fixture
def hanging(serve: Serve, unanswered_port: int, server_tls: ssl.SSLContext) -> list[HttpRequest]:
    """Requests that each hang in another phase."""

    def hang_in_body_under_tls(connection: socket.socket) -> None:
        with server_tls.wrap_socket(connection, server_side=True) as secure:
            hang_in_body(secure)

    def get(port: int, scheme: str = "http") -> HttpRequest:
        return HttpRequest("GET", scheme, "127.0.0.1", port, b"/", ())

    return [
        get(serve(hang)),
        get(serve(hang_in_body)),
        get(serve(hang), "https"),
        get(serve(hang_in_body_under_tls), "https"),
        get(unanswered_port),
        HttpRequest("POST", "http", "127.0.0.1", serve(hang), b"/", (), bytes(30_000_000)),
    ]


def assert_closed(outcomes: list[SendOutcome]) -> None:
    kinds = [outcome.kind if isinstance(outcome, SendFailed) else "answer" for outcome in outcomes]
    assert kinds == ["closed"] * len(outcomes)


def test_threads_in_every_phase_are_back_at_once(hanging: list[HttpRequest], client_tls: ssl.SSLContext) -> None:
    exchanger = Exchanger(Connections(ssl_context=client_tls))
    with ThreadPoolExecutor(len(hanging)) as pool:
        calls = [pool.submit(send, exchanger, request, monotonic() + 30, CAP) for request in hanging]
        time.sleep(0.3)
        start = monotonic()
        exchanger.abort()
        outcomes = [call.result() for call in calls]
        seconds = monotonic() - start
    assert_closed(outcomes)
    assert seconds < AT_ONCE


@pytest.mark.parametrize("from_thread", [False, True])
def test_tasks_in_every_phase_are_back_at_once(
    run: Run, hanging: list[HttpRequest], client_tls: ssl.SSLContext, from_thread: bool
) -> None:
    exchanger = AsyncExchanger(Connections(ssl_context=client_tls))
    outcomes: list[SendOutcome] = []
    seconds: list[float] = []

    async def call(request: HttpRequest) -> None:
        outcomes.append(await asend(exchanger, request, monotonic() + 30, CAP))

    async def main() -> None:
        async with anyio.create_task_group() as group:
            for request in hanging:
                group.start_soon(call, request)
            await anyio.sleep(0.3)
            start = monotonic()
            if from_thread:
                await anyio.to_thread.run_sync(exchanger.abort)
            else:
                exchanger.abort()
        seconds.append(monotonic() - start)

    run(main)
    assert_closed(outcomes)
    assert seconds[0] < AT_ONCE


def test_an_abort_in_the_moment_of_connecting_is_heeded(
    run: Run, serve: Serve, client_tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchanger = AsyncExchanger(Connections(ssl_context=client_tls))
    request = HttpRequest("GET", "https", "127.0.0.1", serve(hang), b"/", ())
    outcomes: list[SendOutcome] = []

    def dial(address: tuple[str, int], seconds: float, wake: Callable[[], None]) -> Dial:
        def wake_and_abort() -> None:
            wake()
            exchanger.abort()

        return Dial(address, seconds, wake_and_abort)

    async def main() -> None:
        with anyio.fail_after(AT_ONCE):
            outcomes.append(await asend(exchanger, request, monotonic() + 30, CAP))

    monkeypatch.setattr(async_exchange, "Dial", dial)
    monkeypatch.setattr(trio_line, "Dial", dial)
    run(main)
    assert_closed(outcomes)


def test_a_closed_transport_refuses_and_closing_again_does_nothing(serve: Serve) -> None:
    exchanger = Exchanger(Connections())
    exchanger.abort()
    exchanger.abort()
    outcome = send(exchanger, HttpRequest("GET", "http", "127.0.0.1", serve(hang), b"/", ()), monotonic() + 1, CAP)
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent) == ("closed", False)


def test_a_closed_async_transport_refuses(run: Run, serve: Serve) -> None:
    exchanger = AsyncExchanger(Connections())
    exchanger.abort()

    async def main() -> None:
        request = HttpRequest("GET", "http", "127.0.0.1", serve(hang), b"/", ())
        outcome = await asend(exchanger, request, monotonic() + 1, CAP)
        assert isinstance(outcome, SendFailed)
        assert (outcome.kind, outcome.sent) == ("closed", False)

    run(main)


def test_others_over_the_same_connections_go_on(serve: Serve) -> None:
    connections = Connections()
    mine, other = Exchanger(connections), Exchanger(connections)
    request = HttpRequest("GET", "http", "127.0.0.1", serve(answer_late), b"/", ())
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(send, each, request, monotonic() + 30, CAP) for each in (mine, other)]
        time.sleep(0.2)
        mine.abort()
        outcomes = [call.result() for call in calls]
    assert isinstance(outcomes[0], SendFailed)
    assert isinstance(outcomes[1], HttpResponse)
    other.abort()


def closed_by_client(serve: Serve) -> tuple[HttpRequest, threading.Event]:
    """A request, and what is set once the client has closed the connection."""
    ended = threading.Event()

    def script(connection: socket.socket) -> None:
        keep_answering(connection)
        ended.set()

    return HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ()), ended


def test_idle_connections_end_with_the_last_owner(serve: Serve) -> None:
    request, ended = closed_by_client(serve)
    connections = Connections()
    first, second = Exchanger(connections), Exchanger(connections)
    send(first, request, monotonic() + 30, CAP)
    first.abort()
    assert not ended.wait(0.1)
    second.abort()
    assert ended.wait(AT_ONCE)


def test_a_forgotten_exchanger_owns_nothing(serve: Serve) -> None:
    request, ended = closed_by_client(serve)
    exchanger = Exchanger(Connections())
    send(exchanger, request, monotonic() + 30, CAP)
    del exchanger
    assert ended.wait(AT_ONCE)


def test_connections_serve_new_owners_after_the_last_one_left(serve: Serve) -> None:
    request, ended = closed_by_client(serve)
    connections = Connections()
    for _ in range(2):
        exchanger = Exchanger(connections)
        assert isinstance(send(exchanger, request, monotonic() + 30, CAP), HttpResponse)
        exchanger.abort()
        assert ended.wait(AT_ONCE)
        ended.clear()


def test_idle_connections_are_bounded_and_expire(serve: Serve) -> None:
    ended: list[int] = []

    def script(connection: socket.socket) -> None:
        keep_answering(connection)
        ended.append(1)

    connections = Connections(max_idle=3, keepalive=0.3)
    exchanger = Exchanger(connections)
    requests = [HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ()) for _ in range(5)]
    for request in requests:
        send(exchanger, request, monotonic() + 30, CAP)
    assert len(connections.pool()) == 3
    time.sleep(0.4)
    send(exchanger, requests[0], monotonic() + 30, CAP)
    assert len(connections.pool()) == 1
    exchanger.abort()
    while len(ended) < 6:
        time.sleep(0.01)


def test_a_signal_handler_may_abort_in_the_middle_of_calls(serve: Serve) -> None:
    request = HttpRequest("GET", "http", "127.0.0.1", serve(keep_answering), b"/", ())
    exchanger = Exchanger(Connections())
    previous = signal.signal(signal.SIGALRM, lambda *_: exchanger.abort())
    try:
        for round_ in range(100):
            exchanger = Exchanger(Connections())
            send(exchanger, request, monotonic() + 30, CAP)
            signal.setitimer(signal.ITIMER_REAL, 0.001 + 0.00003 * round_)
            while isinstance(outcome := send(exchanger, request, monotonic() + 30, CAP), HttpResponse):
                pass
            assert outcome.kind == "closed"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
