"""Servers that refuse, break off or answer nonsense: what is known about each failure."""

import socket
import struct
import threading
from collections.abc import Callable

import pytest
from tests.deadlines import AT_ONCE
from tests.transport.outcomes import failed

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendFailed, SendOutcome

Ask = Callable[..., list[SendOutcome]]
Serve = Callable[[Callable[[socket.socket], None]], int]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def get(port: int) -> HttpRequest:
    return HttpRequest("GET", "http", "127.0.0.1", port, b"/", (("Authorization", "Bearer s3cret"),))


def failure(outcome: SendOutcome) -> SendFailed:
    problem = failed(outcome)
    assert "s3cret" not in problem.detail
    assert problem.detail
    return problem


def reset(connection: socket.socket) -> None:
    """Close with a reset instead of an orderly end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_a_refused_connection(ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    problem = failure(*ask(get(port)))
    assert (problem.kind, problem.sent, problem.stale) == ("connect", False, False)
    assert "refused" in problem.detail.lower()


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 70 + ".example", "..", "h\xf6st"])
def test_a_name_that_leads_nowhere(ask: Ask, host: str) -> None:
    problem = failure(*ask(HttpRequest("GET", "http", host, 80, b"/", ())))
    assert (problem.kind, problem.sent) == ("connect", False)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", OK[:-1]])
@pytest.mark.parametrize("harsh", [False, True])
def test_a_connection_that_breaks_off(ask: Ask, serve: Serve, answer: bytes, harsh: bool) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(answer)
        if harsh:
            reset(connection)

    problem = failure(*ask(get(serve(script))))
    assert (problem.kind, problem.sent, problem.stale) == ("broken", True, False)


@pytest.mark.parametrize(
    "answer", [b"SSH-2.0-OpenSSH_9.6\r\n", b"\x16\x03\x01\x02\x00\x01", b"HTTP/1.1 20 secret\r\n\r\n", b"y" * 200_000]
)
def test_an_answer_that_is_no_http(ask: Ask, serve: Serve, answer: bytes) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(answer + b"\r\n")
        connection.recv(65536)

    problem = failure(*ask(get(serve(script))))
    assert (problem.kind, problem.sent) == ("garbage", True)
    assert "SSH" not in problem.detail
    assert "secret" not in problem.detail


def test_a_request_that_is_no_http_is_not_sent(ask: Ask, serve: Serve) -> None:
    seen: list[bytes] = []
    port = serve(lambda connection: seen.append(connection.recv(65536)))
    headers = (("Authorization", "Bearer s3cret\r\nX-Evil: 1"),)
    problem = failure(*ask(HttpRequest("GET", "http", "127.0.0.1", port, b"/", headers)))
    assert (problem.kind, problem.sent) == ("unexpected", False)
    assert b"Evil" not in b"".join(seen)


def test_a_header_beyond_latin_1_is_a_failure(ask: Ask, serve: Serve) -> None:
    port = serve(lambda connection: None)
    problem = failure(*ask(HttpRequest("GET", "http", "127.0.0.1", port, b"/", (("X", "\u4e2d"),))))
    assert (problem.kind, problem.sent) == ("unexpected", False)


def test_an_idle_connection_that_the_server_closed_is_replaced_before_anything_is_sent(ask: Ask, serve: Serve) -> None:
    first_closed = threading.Event()
    connections: list[bytes] = []

    def script(connection: socket.socket) -> None:
        connections.append(connection.recv(65536))
        connection.sendall(OK)
        if len(connections) == 1:
            connection.close()
            first_closed.set()
        else:
            connection.recv(65536)

    def wait_for_the_close(connection: socket.socket) -> None:
        connection.recv(65536)
        first_closed.wait(AT_ONCE)
        connection.sendall(OK)

    port = serve(script)
    waiting = get(serve(wait_for_the_close))
    post = HttpRequest("POST", "http", "127.0.0.1", port, b"/", (), b"body")
    outcomes = ask(get(port), waiting, post)
    assert [type(outcome) for outcome in outcomes] == [HttpResponse] * 3
    assert len(connections) == 2


def test_a_kept_connection_that_breaks_while_the_request_travels_is_stale(ask: Ask, serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(OK)
        connection.recv(65536)
        reset(connection)

    port = serve(script)
    _, second = ask(get(port), get(port))
    problem = failure(second)
    assert (problem.kind, problem.sent, problem.stale) == ("broken", True, True)


def test_a_kept_connection_that_breaks_within_an_answer_is_not_stale(ask: Ask, serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(OK)
        connection.recv(65536)
        connection.sendall(OK[:20])

    port = serve(script)
    _, second = ask(get(port), get(port))
    problem = failure(second)
    assert (problem.kind, problem.sent, problem.stale) == ("broken", True, False)


def test_connection_close_is_heeded(ask: Ask, serve: Serve) -> None:
    connections: list[bytes] = []

    def script(connection: socket.socket) -> None:
        connections.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        connection.recv(65536)

    port = serve(script)
    ask(get(port), get(port), get(port))
    assert len(connections) == 3
