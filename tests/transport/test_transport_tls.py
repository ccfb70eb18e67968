"""TLS: what is trusted, and that it is only built where it is needed."""

import socket
import ssl
from collections.abc import Callable

import pytest

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendFailed, SendOutcome
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.tls import verifying_context

Ask = Callable[..., list[SendOutcome]]
Serve = Callable[[Callable[[socket.socket], None]], int]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def secure_port(serve: Serve, server_tls: ssl.SSLContext) -> int:
    def script(connection: socket.socket) -> None:
        with server_tls.wrap_socket(connection, server_side=True) as secure:
            while secure.recv(65536):
                secure.sendall(OK)

    return serve(script)


def test_a_trusted_server_answers(ask: Ask, secure_port: int, client_tls: ssl.SSLContext) -> None:
    requests = [HttpRequest("GET", "https", host, secure_port, b"/", ()) for host in ("localhost", "127.0.0.1") * 2]
    outcomes = ask(*requests, connections=Connections(ssl_context=client_tls))
    assert [type(outcome) for outcome in outcomes] == [HttpResponse] * 4


def test_an_upload_under_tls_arrives(
    ask: Ask, serve: Serve, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext
) -> None:
    body = bytes(range(256)) * 10_000
    received: list[bytes] = []

    def script(connection: socket.socket) -> None:
        with server_tls.wrap_socket(connection, server_side=True) as secure:
            data = b""
            while len(data) < len(body):
                data += secure.recv(65536)
            received.append(data[-len(body) :])
            secure.sendall(OK)
            secure.recv(100)

    request = HttpRequest("POST", "https", "localhost", serve(script), b"/", (), body)
    [outcome] = ask(request, connections=Connections(ssl_context=client_tls))
    assert isinstance(outcome, HttpResponse)
    assert received[0][-1000:] == body[-1000:]


def test_a_server_that_is_not_trusted_gets_nothing(ask: Ask, secure_port: int) -> None:
    [outcome] = ask(HttpRequest("GET", "https", "localhost", secure_port, b"/", ()))
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent) == ("barred", False)
    assert "not trusted" in outcome.detail


def test_a_server_of_another_name_gets_nothing(
    ask: Ask, secure_port: int, client_tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", secure_port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **settings: here)
    [outcome] = ask(
        HttpRequest("GET", "https", "api.example", secure_port, b"/", ()),
        connections=Connections(ssl_context=client_tls),
    )
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent) == ("barred", False)
    assert "not trusted" in outcome.detail


def test_a_server_that_speaks_no_tls(ask: Ask, serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    [outcome] = ask(HttpRequest("GET", "https", "localhost", serve(script), b"/", ()))
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent) == ("connect", False)


def test_a_server_that_hangs_up_before_the_handshake(
    ask_timed: Callable[..., list[tuple[SendOutcome, float]]], serve: Serve
) -> None:
    port = serve(lambda connection: None)
    [(outcome, seconds)] = ask_timed(HttpRequest("GET", "https", "localhost", port, b"/", ()))
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent) == ("connect", False)
    assert seconds < 1


def test_certificates_that_the_environment_names_and_that_cannot_be_read(
    ask: Ask, secure_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file.pem")
    verifying_context.cache_clear()
    [outcome] = ask(HttpRequest("GET", "https", "localhost", secure_port, b"/", ()))
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent) == ("barred", False)
    [ignored] = ask(
        HttpRequest("GET", "https", "localhost", secure_port, b"/", ()), connections=Connections(trust_env=False)
    )
    assert isinstance(ignored, SendFailed)
    assert "not trusted" in ignored.detail


def test_one_context_serves_all() -> None:
    assert len({Connections().way(("https", "api.example", 443)).context for _ in range(2)}) == 1
