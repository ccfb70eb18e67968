"""Proxies: named by hand or by the environment, forwarding and tunnelling."""

import base64
import socket
import ssl
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext

import pytest

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendFailed, SendOutcome
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.ways import environment_proxy, proxy_at

Ask = Callable[..., list[SendOutcome]]
Serve = Callable[[Callable[[socket.socket], None]], int]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def read_head(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
    return data


def copy(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        return


class Tunnel:
    """A proxy that opens tunnels to one port, whatever host it is asked for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heads: list[bytes] = []

    def __call__(self, connection: socket.socket) -> None:
        self.heads.append(read_head(connection))
        with socket.create_connection(("127.0.0.1", self.port)) as server:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=copy, args=(server, connection))
            back.start()
            copy(connection, server)
            server.shutdown(socket.SHUT_RDWR)
            back.join()


def test_plain_requests_are_forwarded(ask: Ask, serve: Serve) -> None:
    heads: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        while head := read_head(connection):
            heads.append(head)
            connection.sendall(OK)

    port = serve(proxy)
    requests = [HttpRequest("GET", "http", "nowhere.invalid", 8080, b"/a%2Fb?c", ())] * 2
    outcomes = ask(*requests, connections=Connections(proxy=f"http://us%40er:p%3Aw@127.0.0.1:{port}"))
    assert [type(outcome) for outcome in outcomes] == [HttpResponse] * 2
    assert heads[0].startswith(b"GET http://nowhere.invalid:8080/a%2Fb?c HTTP/1.1\r\n")
    assert b"Host: nowhere.invalid:8080" in heads[0]
    credentials = base64.b64encode(b"us@er:p:w")
    assert b"Proxy-Authorization: Basic " + credentials in heads[0]
    assert len(heads) == 2


def test_secure_requests_go_through_a_tunnel(
    ask: Ask, serve: Serve, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext
) -> None:
    seen: list[bytes] = []

    def server(connection: socket.socket) -> None:
        with server_tls.wrap_socket(connection, server_side=True) as secure:
            while head := secure.recv(65536):
                seen.append(head)
                secure.sendall(OK)

    tunnel = Tunnel(serve(server))
    proxy = f"http://user:pw@127.0.0.1:{serve(tunnel)}"
    request = HttpRequest("GET", "https", "localhost", 443, b"/a", (("Authorization", "Bearer s3cret"),))
    outcomes = ask(request, request, connections=Connections(proxy=proxy, ssl_context=client_tls))
    assert [type(outcome) for outcome in outcomes] == [HttpResponse] * 2
    assert len(tunnel.heads) == 1
    assert tunnel.heads[0].startswith(b"CONNECT localhost:443 HTTP/1.1\r\n")
    assert b"s3cret" not in tunnel.heads[0]
    assert len(seen) == 2
    assert b"Proxy-Authorization" not in seen[0]


@pytest.mark.parametrize(
    ("status", "kind"), [(407, "barred"), (403, "barred"), (301, "barred"), (502, "connect"), (429, "connect")]
)
def test_a_proxy_that_refuses(ask: Ask, serve: Serve, status: int, kind: str) -> None:
    """What may pass is told apart from what another try cannot change."""

    def proxy(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 %d Refused\r\nContent-Length: 0\r\n\r\n" % status)

    connections = Connections(proxy=f"http://127.0.0.1:{serve(proxy)}")
    [outcome] = ask(HttpRequest("POST", "https", "example.invalid", 443, b"/", (), b"x"), connections=connections)
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent) == (kind, False)
    assert str(status) in outcome.detail


@pytest.mark.parametrize("answer", [b"", b"no HTTP at all\r\n\r\n"])
def test_a_proxy_that_breaks_off_was_never_sent_the_request(ask: Ask, serve: Serve, answer: bytes) -> None:
    def proxy(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(answer)

    connections = Connections(proxy=f"http://127.0.0.1:{serve(proxy)}")
    [outcome] = ask(HttpRequest("POST", "https", "example.invalid", 443, b"/", (), b"x"), connections=connections)
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent, outcome.stale) == ("connect", False, False)


def test_a_proxy_that_hangs_is_held_to_the_deadline(
    ask_timed: Callable[..., list[tuple[SendOutcome, float]]], serve: Serve
) -> None:
    def proxy(connection: socket.socket) -> None:
        read_head(connection)
        connection.recv(100)

    connections = Connections(proxy=f"http://127.0.0.1:{serve(proxy)}")
    request = HttpRequest("POST", "https", "example.invalid", 443, b"/", (), b"x")
    [(outcome, seconds)] = ask_timed(request, connections=connections, seconds=0.6)
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent) == ("timeout", False)
    assert 0.59 <= seconds <= 0.7


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "request_method"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def test_the_environment_names_proxies(environment: pytest.MonkeyPatch) -> None:
    assert environment_proxy("https", "api.example", 443) is None
    environment.setenv("HTTPS_PROXY", "http://one:1")
    environment.setenv("ALL_PROXY", "two:2")
    assert environment_proxy("https", "api.example", 443) == "http://one:1"
    assert environment_proxy("http", "api.example", 80) == "http://two:2"
    environment.setenv("NO_PROXY", ".internal,api.example:8443")
    assert environment_proxy("https", "x.internal", 443) is None
    assert environment_proxy("https", "api.example", 8443) is None
    assert environment_proxy("https", "api.example", 443) == "http://one:1"
    environment.setenv("NO_PROXY", "*")
    assert environment_proxy("https", "api.example", 443) is None


@pytest.mark.parametrize("host", ["localhost", "sandbox.localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_loopback_is_never_reached_by_a_proxy_of_the_environment(environment: pytest.MonkeyPatch, host: str) -> None:
    environment.setenv("HTTP_PROXY", "http://one:1")
    assert environment_proxy("http", host, 80) is None


def test_the_environment_counts_only_where_it_is_trusted(ask: Ask, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("HTTP_PROXY", "ftp://s3cret:pw@proxy:1")
    request = HttpRequest("GET", "http", "nowhere.invalid", 80, b"/", ())
    [trusting], [other] = ask(request), ask(request, connections=Connections(trust_env=False))
    assert isinstance(trusting, SendFailed)
    assert isinstance(other, SendFailed)
    assert (trusting.kind, trusting.sent) == ("barred", False)
    assert "proxy" in trusting.detail
    assert "s3cret" not in trusting.detail
    assert "resolved" in other.detail


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://proxy:3128", None),
        ("http://user:pw@proxy", None),
        ("http://[::1]:3128", None),
        ("https://proxy:3128", "begin with"),
        ("proxy:3128", "begin with"),
        ("", "begin with"),
        ("http://", "names no host"),
        ("http://a..b", "names no host"),
        ("http://proxy:port", "is no URL"),
        ("http://proxy:99999", "is no URL"),
        ("http://[::1", "is no URL"),
        ("socks5://proxy:1080", None),
    ],
)
def test_what_can_be_a_proxy(url: str, said: str | None) -> None:
    with nullcontext() if said is None else pytest.raises(ValueError, match=said):
        assert proxy_at(url).port


def test_the_host_of_a_proxy_is_written_as_browsers_write_it() -> None:
    assert [proxy_at(f"http://{host}").host for host in ("Faß.example", "[::1]")] == ["xn--fa-hia.example", "::1"]


def test_a_socks_proxy_needs_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(ValueError, match="socksio"):
        proxy_at("socks5://proxy:1080")


class Socks:
    """A SOCKS proxy that leads to one port, whatever host it is asked for, and sends each byte by itself."""

    def __init__(self, port: int, login: bytes | None = None, code: int = 0) -> None:
        self.port = port
        self.login = login
        self.code = code
        self.asked: list[bytes] = []

    def __call__(self, connection: socket.socket) -> None:
        wanted = 0 if self.login is None else 2
        methods = connection.recv(10)
        self.tell(connection, bytes([5, wanted if wanted in methods[2:] else 255]))
        if self.login is not None:
            self.tell(connection, bytes([1, connection.recv(600) != self.login]))
        self.asked.append(connection.recv(600))
        self.tell(connection, bytes([5, self.code, 0, 3, 4]) + b"here" + bytes(2))
        with socket.create_connection(("127.0.0.1", self.port)) as server:
            back = threading.Thread(target=copy, args=(server, connection))
            back.start()
            copy(connection, server)
            server.shutdown(socket.SHUT_RDWR)
            back.join()

    def tell(self, connection: socket.socket, data: bytes) -> None:
        for at in range(len(data)):
            connection.sendall(data[at : at + 1])


def answering(connection: socket.socket) -> None:
    while read_head(connection):
        connection.sendall(OK)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("login", [None, b"\x01\x02us\x05p\xc3\xa4ss"])
def test_a_socks_proxy_leads_to_the_server(
    ask: Ask, serve: Serve, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext, scheme: str, login: bytes | None
) -> None:
    def secure(connection: socket.socket) -> None:
        with server_tls.wrap_socket(connection, server_side=True) as tls:
            answering(tls)

    socks = Socks(serve(answering if scheme == "http" else secure), login)
    user = "" if login is None else "us:p%C3%A4ss@"
    connections = Connections(proxy=f"socks5://{user}127.0.0.1:{serve(socks)}", ssl_context=client_tls)
    request = HttpRequest("GET", scheme, "localhost", 8443, b"/a", ())
    outcomes = ask(request, request, connections=connections)
    assert [type(outcome) for outcome in outcomes] == [HttpResponse] * 2
    assert socks.asked == [b"\x05\x01\x00\x03\x09localhost" + (8443).to_bytes(2, "big")]


@pytest.mark.parametrize(
    ("login", "code", "kind", "said"),
    [
        (b"x", 0, "barred", "to let us in"),
        (None, 2, "barred", "not allowed"),
        (None, 5, "connect", "connection refused"),
        (None, 77, "connect", "speaks no SOCKS"),
    ],
)
def test_a_socks_proxy_that_refuses(
    ask: Ask, serve: Serve, login: bytes | None, code: int, kind: str, said: str
) -> None:
    connections = Connections(proxy=f"socks5h://127.0.0.1:{serve(Socks(1, login, code))}")
    [outcome] = ask(HttpRequest("POST", "http", "example.invalid", 80, b"/", ()), connections=connections)
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent) == (kind, False)
    assert said in outcome.detail


def test_a_socks_proxy_that_hangs_up(ask: Ask, serve: Serve) -> None:
    connections = Connections(proxy=f"socks5://127.0.0.1:{serve(lambda connection: None)}")
    [outcome] = ask(HttpRequest("POST", "http", "example.invalid", 80, b"/", ()), connections=connections)
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent, outcome.stale) == ("connect", False, False)


def test_a_password_for_a_proxy_may_hold_any_letter(ask: Ask, serve: Serve) -> None:
    heads: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        heads.append(read_head(connection))
        connection.sendall(OK)

    for spelling in ("p%C3%A4ss", "p\xe4ss"):
        connections = Connections(proxy=f"http://me:{spelling}@127.0.0.1:{serve(proxy)}")
        [outcome] = ask(HttpRequest("GET", "http", "nowhere.invalid", 80, b"/", ()), connections=connections)
        assert isinstance(outcome, HttpResponse)
    credentials = base64.b64encode("me:p\xe4ss".encode())
    assert [b"Basic " + credentials in head for head in heads] == [True, True]
