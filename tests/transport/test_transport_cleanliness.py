"""A connection serves another request only if nothing is left on it; and the status counts, whatever the body is."""

import socket
import ssl
import time
from collections.abc import Callable

import pytest
from tests.transport.outcomes import failed

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendOutcome
from timeback_core.engine.transport.connections import Connections

Ask = Callable[..., list[SendOutcome]]
AskTimed = Callable[..., list[tuple[SendOutcome, float]]]
Script = Callable[[socket.socket], None]
Serve = Callable[[Script], int]

OTHER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother"


def own(target: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(target), target)


def followed_by(leftover: bytes, after: float = 0) -> Script:
    """A script that sends something behind each answer, at once or later."""

    def script(connection: socket.socket) -> None:
        while head := connection.recv(65536):
            connection.sendall(own(head.split(b" ")[1]) + (b"" if after else leftover))
            if after:
                time.sleep(after)
                connection.sendall(leftover)

    return script


def answering_after(seconds: float) -> Script:
    def script(connection: socket.socket) -> None:
        while head := connection.recv(65536):
            time.sleep(seconds)
            connection.sendall(own(head.split(b" ")[1]))

    return script


def secured(script: Script, context: ssl.SSLContext) -> Script:
    def secure(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as tls:
            script(tls)

    return secure


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("leftover", [OTHER, OTHER[:9], b"\r\n"])
@pytest.mark.parametrize("after", [0, 0.02])
def test_what_follows_an_answer_is_nobodys(
    ask: Ask,
    serve: Serve,
    server_tls: ssl.SSLContext,
    client_tls: ssl.SSLContext,
    scheme: str,
    leftover: bytes,
    after: float,
) -> None:
    script = followed_by(leftover, after)
    port = serve(script if scheme == "http" else secured(script, server_tls))
    between = HttpRequest("GET", "http", "127.0.0.1", serve(answering_after(4 * after)), b"/between", ())
    requests = [HttpRequest("GET", scheme, "127.0.0.1", port, b"/%d" % index, ()) for index in range(3)]
    # The one in between gives what comes later the time to arrive.
    asked = [each for request in requests for each in (request, between)]
    outcomes = ask(*asked, connections=Connections(ssl_context=client_tls))
    for request, outcome in zip(asked, outcomes, strict=True):
        assert isinstance(outcome, HttpResponse)
        assert outcome.body == request.target


@pytest.mark.parametrize(
    ("told", "kept"), [(b"timeout=60", True), (b"timeout=5, max=9", True), (b"timeout=1", False), (b"x", True)]
)
def test_a_server_may_say_for_how_long_it_keeps_a_connection(ask: Ask, serve: Serve, told: bytes, kept: bool) -> None:
    connections: list[int] = []

    def script(connection: socket.socket) -> None:
        connections.append(1)
        while connection.recv(65536):
            connection.sendall(b"HTTP/1.1 200 OK\r\nKeep-Alive: %b\r\nContent-Length: 0\r\n\r\n" % told)

    request = HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ())
    ask(request, request)
    assert len(connections) == (1 if kept else 2)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_answer_that_comes_while_the_body_is_sent_is_read(
    ask_timed: AskTimed, serve: Serve, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext, scheme: str
) -> None:
    def refuse(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
        time.sleep(5)  # holds the connection open and reads no further

    port = serve(refuse if scheme == "http" else secured(refuse, server_tls))
    upload = HttpRequest("POST", scheme, "127.0.0.1", port, b"/", (), bytes(20_000_000))
    [(outcome, seconds)] = ask_timed(upload, connections=Connections(ssl_context=client_tls))
    assert isinstance(outcome, HttpResponse)
    assert (outcome.status, outcome.body, outcome.flaw) == (413, b"no", None)
    assert seconds < 3


def test_an_upload_goes_on_while_a_first_part_of_the_answer_comes(ask: Ask, serve: Serve) -> None:
    body = bytes(10_000_000) + b"the end"

    def script(connection: socket.socket) -> None:
        data = connection.recv(65536)
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n")
        while not data.endswith(b"the end") and (more := connection.recv(1 << 20)):
            data = data[-2000:] + more
        connection.sendall(b"%08d" % len(body))
        connection.recv(100)

    [outcome] = ask(HttpRequest("PUT", "http", "127.0.0.1", serve(script), b"/", (), body))
    assert isinstance(outcome, HttpResponse)
    assert outcome.body == b"%08d" % len(body)


@pytest.mark.parametrize("length", [b"", b"Content-Length: 100\r\n"])
def test_an_answer_under_tls_that_is_cut_is_never_told_as_the_whole(
    ask: Ask, serve: Serve, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext, length: bytes
) -> None:
    def script(connection: socket.socket) -> None:
        with server_tls.wrap_socket(connection, server_side=True) as tls:
            tls.recv(65536)
            tls.sendall(b"HTTP/1.1 200 OK\r\n%b\r\nrow 1\nrow " % length)
            socket.socket.shutdown(tls, socket.SHUT_RDWR)

    request = HttpRequest("GET", "https", "127.0.0.1", serve(script), b"/", ())
    [outcome] = ask(request, connections=Connections(ssl_context=client_tls))
    problem = failed(outcome)
    assert (problem.kind, problem.sent) == ("broken", True)


def test_an_answer_under_tls_may_end_with_the_closing_message(
    ask: Ask, serve: Serve, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext
) -> None:
    def script(connection: socket.socket) -> None:
        with server_tls.wrap_socket(connection, server_side=True) as tls:
            tls.recv(65536)
            tls.sendall(b"HTTP/1.1 200 OK\r\n\r\nrow 1\nrow 2")
            tls.unwrap()

    request = HttpRequest("GET", "https", "127.0.0.1", serve(script), b"/", ())
    [outcome] = ask(request, connections=Connections(ssl_context=client_tls))
    assert isinstance(outcome, HttpResponse)
    assert (outcome.body, outcome.flaw) == (b"row 1\nrow 2", None)


def test_a_status_is_known_although_its_body_never_ends(ask: Ask, serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 10\r\n\r\nhal")
        time.sleep(5)

    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ()), seconds=0.3)
    assert isinstance(outcome, HttpResponse)
    assert (outcome.status, outcome.body, failed(outcome).kind) == (404, b"", "timeout")
