"""Connections that servers close, and proxies on the way."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from time import sleep

import httpx
import pytest
from tests.session.raw_server import TOKEN, USER, RawServer, Script, answer, keep_answering, read_head
from tests.session.ways import Way, perform
from tests.support import error, new_user, value

from timeback_core import Settings, TimebackClient
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.tls import verifying_context
from timeback_core.errors import ConnectionFailed, TimedOut
from timeback_core.oneroster.users import create_user, delete_user, get_user

CERTIFICATE = Path(__file__).parents[1] / "transport" / "loopback.pem"


def answer_once(connection: socket.socket) -> None:
    """Answer one request as if there could be more, and hang up."""
    if read_head(connection):
        connection.sendall(answer(USER))


def hang_up_later(connection: socket.socket) -> None:
    """Answer one request, and hang up while the connection lies idle."""
    answer_once(connection)
    sleep(0.02)


def hang_up_on_the_second(connection: socket.socket) -> None:
    """Answer one request, and hang up when the next one has come."""
    answer_once(connection)
    connection.recv(1)


def say_goodbye(connection: socket.socket) -> None:
    """Answer one request, and say that it is the last."""
    if read_head(connection):
        connection.sendall(answer(USER, b"Connection: close"))


@pytest.mark.parametrize("script", [answer_once, hang_up_later, hang_up_on_the_second, say_goodbye])
def test_reads_do_not_notice_that_servers_hang_up(way: Way, script: "object") -> None:
    assert callable(script)
    with RawServer(script) as server:
        for told in perform(way, server.settings(), *[get_user.request("u")] * 8):
            assert told.unwrap().sourced_id == "u"
        assert server.connections >= 8


def test_writes_do_not_notice_idle_connections_that_ended(way: Way) -> None:
    """What is known to be closed is not used; a write that was not sent is sent anew."""
    with RawServer(say_goodbye) as server:
        told = perform(way, server.settings(), *[delete_user.request("u")] * 4)
        assert [each.unwrap() for each in told] == [None] * 4


def test_a_write_that_may_have_arrived_is_not_repeated(way: Way) -> None:
    arrived: list[bytes] = []

    def script(connection: socket.socket) -> None:
        while head := read_head(connection):
            arrived.append(head)
            if head.startswith(b"POST"):
                return
            connection.sendall(answer(USER))

    with RawServer(script) as server:
        [told] = perform(way, server.settings(), create_user.request(new_user()))
        failed = error(told)
        assert isinstance(failed, ConnectionFailed)
        assert failed.sent
        assert len(arrived) == 1


def test_connections_are_kept(way: Way) -> None:
    with RawServer(keep_answering) as server:
        for told in perform(way, server.settings(auth=True), *[get_user.request("u")] * 20):
            assert told.unwrap().sourced_id == "u"
        assert server.connections == 1
        assert server.wait_until_open(0)


def test_a_deadline_that_passes_while_connecting_is_a_timeout(way: Way) -> None:
    """Here under TLS, for which the server never opens its mouth."""
    with RawServer(lambda connection: sleep(1)) as server:
        settings = Settings(base_url=f"https://localhost:{server.port}", timeout=0.3, environ={})
        failed = error(perform(way, settings, get_user.request("u"))[0])
        assert isinstance(failed, TimedOut)
        assert failed.waiting_for == "connection"


def falling_silent(answers: int) -> Script:
    """On the first connection so many answers, and then never another one; connections that come later live."""
    first = threading.Lock()

    def script(connection: socket.socket) -> None:
        dies = first.acquire(blocking=False)
        for number in count():
            if not (head := read_head(connection)):
                return
            if dies and number == answers:
                connection.recv(1)  # the end of the test
                return
            connection.sendall(answer(TOKEN if head.startswith(b"POST /token") else USER))

    return script


def test_a_kept_connection_that_falls_silent_does_not_use_up_the_time(way: Way) -> None:
    with RawServer(falling_silent(1)) as server:
        settings = Settings(**server.settings(), timeout=1.2)
        told = perform(way, settings, *[get_user.request("u")] * 3)
        assert [each.unwrap().sourced_id for each in told] == ["u"] * 3
        assert server.connections == 2


def test_a_kept_connection_that_falls_silent_does_not_use_up_the_time_of_a_token() -> None:
    with RawServer(falling_silent(1)) as server:
        settings = Settings(**server.settings(auth=True), timeout=1.2)
        with TimebackClient.open(**settings).unwrap() as client:
            assert all(value(client.check_auth()).ok for _ in range(3))
        assert server.connections == 2


@pytest.mark.parametrize(("repeats", "attempts"), [(False, 3), (True, 1)])
def test_what_cannot_be_repeated_waits_to_the_end(*, repeats: bool, attempts: int) -> None:
    last = get_user.request("u") if repeats else create_user.request(new_user())
    with RawServer(falling_silent(1)) as server:
        settings = Settings(**server.settings(), timeout=1.0, max_attempts=attempts)
        failed = error(perform("threads", settings, get_user.request("u"), last)[1])
        assert isinstance(failed, TimedOut)
        assert failed.waiting_for == "answer"
        assert server.connections == 1


def test_idle_connections_are_given_up_before_servers_do() -> None:
    """Five seconds are the usual patience of servers; a second of it is left for the way."""
    assert 0 < Connections().pool()._keepalive <= 4


class Proxy:
    """A proxy that forwards to one port, by CONNECT or by whole URLs, and keeps what it was asked."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.heads: list[bytes] = []

    def __call__(self, connection: socket.socket) -> None:
        """Serve one connection."""
        while head := read_head(connection):
            self.heads.append(head)
            if head.startswith(b"CONNECT"):
                connection.sendall(b"HTTP/1.1 200 Established\r\n\r\n")
                self._tunnel(connection)
                return
            connection.sendall(answer(TOKEN if head.startswith(b"POST") else USER))

    def _tunnel(self, connection: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self._port)) as server:
            back = threading.Thread(target=copy, args=(server, connection))
            back.start()
            copy(connection, server)
            server.shutdown(socket.SHUT_RDWR)
            back.join()


def copy(source: socket.socket, target: socket.socket) -> None:
    """Pass on what comes, until the end."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """TLS for a server that the library trusts, as the environment names its certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    verifying_context.cache_clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    yield context
    verifying_context.cache_clear()


def test_a_tunnel_through_a_proxy(way: Way, trusted: ssl.SSLContext) -> None:
    def serve(connection: socket.socket) -> None:
        with suppress(ssl.SSLError), trusted.wrap_socket(connection, server_side=True) as secure:
            keep_answering(secure)

    with RawServer(serve) as server:
        proxy = Proxy(server.port)
        with RawServer(proxy) as way_out:
            settings = Settings(
                base_url="https://localhost:8443",
                auth_url="https://localhost:8443/token",
                client_id="a",
                client_secret="tell-nobody",
                proxy=f"http://user:pass-w0rd@127.0.0.1:{way_out.port}",
                environ={},
            )
            for told in perform(way, settings, *[get_user.request("u")] * 3):
                assert told.unwrap().sourced_id == "u"
    [head] = proxy.heads
    assert head.startswith(b"CONNECT localhost:8443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic" in head
    assert b"Bearer" not in head


def test_plain_requests_are_forwarded_by_a_proxy(way: Way) -> None:
    proxy = Proxy(0)
    with RawServer(proxy) as way_out:
        settings = Settings(
            base_url="http://nowhere.invalid/api",
            allow_insecure_http=True,
            proxy=f"http://127.0.0.1:{way_out.port}",
            environ={},
        )
        for told in perform(way, settings, *[get_user.request("a/b")] * 2):
            assert told.unwrap().sourced_id == "u"
    start = b"GET http://nowhere.invalid:80/api/ims/oneroster/rostering/v1p2/users/a%2Fb HTTP/1.1\r\n"
    assert [head[: len(start)] for head in proxy.heads] == [start] * 2


@pytest.mark.parametrize("auth", [False, True])
def test_a_proxy_that_refuses(way: Way, *, auth: bool) -> None:
    def refuse(connection: socket.socket) -> None:
        if read_head(connection):
            connection.sendall(answer(b"", status=407))

    with RawServer(refuse) as way_out:
        settings = Settings(
            base_url="https://nowhere.invalid", proxy=f"http://user:pass-w0rd@127.0.0.1:{way_out.port}", environ={}
        )
        if auth:
            settings["auth_url"] = "https://nowhere.invalid/token"
            settings["client_id"], settings["client_secret"] = "a", "b"
        [told] = perform(way, settings, get_user.request("u"))
        failed = error(told)
        assert isinstance(failed, ConnectionFailed)
        assert ("no token from https://nowhere.invalid/token" in failed.message) is auth
        assert "407" in failed.message
        assert "pass-w0rd" not in failed.message
        assert way_out.connections == 1


def test_an_untrusted_certificate(way: Way) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    def serve(connection: socket.socket) -> None:
        with suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True) as secure:
            keep_answering(secure)

    with RawServer(serve) as server:
        settings = Settings(base_url=f"https://localhost:{server.port}", environ={})
        over_httpx = httpx.HTTPTransport() if way == "threads" else httpx.AsyncHTTPTransport()
        for given in (settings, Settings(**settings, transport=over_httpx)):
            [told] = perform(way, given, get_user.request("u"))
            failed = error(told)
            assert isinstance(failed, ConnectionFailed)
            assert not failed.sent
            assert failed.call.attempts == 1
