"""The deadline of a request holds, whatever the server does to stretch it."""

import socket
import ssl
import time
from collections.abc import Callable

from tests.deadlines import AT_ONCE
from tests.transport.outcomes import failed

from timeback_core.engine.call.http import HttpRequest, SendFailed, SendOutcome
from timeback_core.engine.transport.connections import Connections

DEADLINE = 1.0
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"


def drip(connection: socket.socket, data: bytes) -> None:
    for index in range(len(data)):
        connection.sendall(data[index : index + 1])
        time.sleep(0.1)


def drip_headers(connection: socket.socket) -> None:
    connection.recv(65536)
    drip(connection, b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100)


def drip_body(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(HEAD)
    drip(connection, b"y" * 100)


def fall_silent_after_headers(connection: socket.socket) -> None:
    connection.recv(65536)
    time.sleep(0.8)
    connection.sendall(HEAD + b"partial")
    time.sleep(30)


def never_answer(connection: socket.socket) -> None:
    connection.recv(65536)
    time.sleep(30)


def never_read(connection: socket.socket) -> None:
    time.sleep(30)


def answer_without_end(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"4\r\nabcd\r\n")
        time.sleep(0.005)


def test_the_deadline_holds(
    ask_timed: Callable[..., list[tuple[SendOutcome, float]]],
    serve: Callable[[Callable[[socket.socket], None]], int],
    unanswered_port: int,
    server_tls: ssl.SSLContext,
    client_tls: ssl.SSLContext,
) -> None:
    def drip_under_tls(connection: socket.socket) -> None:
        with server_tls.wrap_socket(connection, server_side=True) as secure:
            drip_body(secure)

    def get(port: int, scheme: str = "http") -> HttpRequest:
        return HttpRequest("GET", scheme, "127.0.0.1", port, b"/", ())

    cases = {
        "headers dripped": (get(serve(drip_headers)), "timeout", True),
        "body dripped": (get(serve(drip_body)), "timeout", True),
        "silence after headers": (get(serve(fall_silent_after_headers)), "timeout", True),
        "no answer": (get(serve(never_answer)), "timeout", True),
        "endless body": (get(serve(answer_without_end)), "timeout", True),
        "body dripped under TLS": (get(serve(drip_under_tls), "https"), "timeout", True),
        "mute TLS": (get(serve(never_read), "https"), "timeout", False),
        "connecting hangs": (get(unanswered_port), "timeout", False),
        "upload stalls": (
            HttpRequest("POST", "http", "127.0.0.1", serve(never_read), b"/", (), bytes(30_000_000)),
            "timeout",
            True,
        ),
    }
    shortest = dict.fromkeys(cases, float("inf"))
    # A busy machine may wake us late: repeated, so that only what is always late fails.
    for _ in range(8):
        outcomes = ask_timed(
            *(request for request, _, _ in cases.values()),
            seconds=DEADLINE,
            cap=100_000_000,
            connections=Connections(ssl_context=client_tls),
            together=True,
        )
        for (name, (_, kind, sent)), (outcome, seconds) in zip(cases.items(), outcomes, strict=True):
            problem = failed(outcome)
            assert (problem.kind, problem.sent, problem.stale) == (kind, sent, False), (name, problem.detail)
            assert seconds >= 0.99 * DEADLINE, name
            shortest[name] = min(shortest[name], seconds)
        if max(shortest.values()) <= 1.05 * DEADLINE:
            break
    late = {name: seconds for name, seconds in shortest.items() if seconds > 1.25 * DEADLINE}
    assert late == {}


def test_a_deadline_that_passed_sends_nothing(
    ask_timed: Callable[..., list[tuple[SendOutcome, float]]], serve: Callable[[Callable[[socket.socket], None]], int]
) -> None:
    port = serve(never_answer)
    [(outcome, seconds)] = ask_timed(HttpRequest("GET", "http", "127.0.0.1", port, b"/", ()), seconds=-1)
    assert isinstance(outcome, SendFailed)
    assert outcome.sent is False
    assert seconds < AT_ONCE


def test_an_infinite_deadline_is_allowed(
    ask_timed: Callable[..., list[tuple[SendOutcome, float]]], serve: Callable[[Callable[[socket.socket], None]], int]
) -> None:
    def close(connection: socket.socket) -> None:
        connection.recv(65536)

    port = serve(close)
    [(outcome, _)] = ask_timed(HttpRequest("GET", "http", "127.0.0.1", port, b"/", ()), seconds=float("inf"))
    assert isinstance(outcome, SendFailed)
    assert outcome.kind == "broken"
