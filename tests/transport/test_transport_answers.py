"""What goes over the wire and what comes back, over plain connections."""

import socket
from collections.abc import Callable

import pytest

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendOutcome

Ask = Callable[..., list[SendOutcome]]
Serve = Callable[[Callable[[socket.socket], None]], int]


def read_request(connection: socket.socket, body: int = 0) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return data
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    while len(rest) < body:
        rest += connection.recv(65536)
    return head + b"\r\n\r\n" + rest


def answering(*answers: bytes) -> tuple[Callable[[socket.socket], None], list[bytes]]:
    """A script that gives the answers in order on one connection, and the requests that it got."""
    seen: list[bytes] = []

    def script(connection: socket.socket) -> None:
        for answer in answers:
            seen.append(read_request(connection))
            connection.sendall(answer)
        connection.recv(65536)

    return script, seen


def answer(outcome: SendOutcome) -> HttpResponse:
    assert isinstance(outcome, HttpResponse), outcome.detail
    return outcome


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def test_the_target_and_headers_arrive_unchanged(ask: Ask, serve: Serve) -> None:
    script, seen = answering(OK)
    port = serve(script)
    target = b"/x/%2e%2e/y%2Fz/a%27b;c='1'/..?filter=a%3D'b'&x=%2F;d"
    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", port, target, (("X-Name", "J\xf6rg"),)))
    assert answer(outcome).body == b"ok"
    request_line, *headers = seen[0].decode("latin-1").strip().split("\r\n")
    assert request_line == f"GET {target.decode()} HTTP/1.1"
    assert headers == [f"Host: 127.0.0.1:{port}", "X-Name: J\xf6rg", "Accept-Encoding: gzip, deflate"]


def test_given_headers_are_not_added_again(ask: Ask, serve: Serve) -> None:
    script, seen = answering(OK)
    given = (("HOST", "other.example"), ("accept-encoding", "identity"), ("content-length", "0"))
    ask(HttpRequest("POST", "http", "127.0.0.1", serve(script), b"/", given))
    assert seen[0].split(b"\r\n")[1:4] == [b"HOST: other.example", b"accept-encoding: identity", b"content-length: 0"]


def test_a_body_is_sent_with_its_length(ask: Ask, serve: Serve) -> None:
    body = bytes(range(256)) * 4000
    seen: list[bytes] = []

    def script(connection: socket.socket) -> None:
        seen.append(read_request(connection, len(body)))
        connection.sendall(OK)

    [outcome] = ask(HttpRequest("PUT", "http", "127.0.0.1", serve(script), b"/", (), body))
    assert answer(outcome).status == 200
    head, _, sent = seen[0].partition(b"\r\n\r\n")
    assert sent == body
    assert b"Content-Length: 1024000" in head


def test_headers_of_the_answer_are_lower_case_and_complete(ask: Ask, serve: Serve) -> None:
    script, _ = answering(
        b"HTTP/1.1 404 Not Here\r\nX-Request-ID: 7\r\nSet-Cookie: a\r\nset-cookie: b\r\n"
        b"X-Name: J\xf6rg\r\nContent-Length: 0\r\n\r\n"
    )
    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ()))
    response = answer(outcome)
    assert (response.status, response.body) == (404, b"")
    assert list(response.headers) == [
        ("x-request-id", "7"),
        ("set-cookie", "a"),
        ("set-cookie", "b"),
        ("x-name", "J\xf6rg"),
        ("content-length", "0"),
    ]


@pytest.mark.parametrize(
    ("verb", "head"),
    [
        ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 500\r\n\r\n"),
        ("GET", b"HTTP/1.1 204 No Content\r\n\r\n"),
        ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\n\r\n"),
        ("GET", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    ],
)
def test_answers_without_a_body_leave_the_connection_usable(ask: Ask, serve: Serve, verb: str, head: bytes) -> None:
    script, seen = answering(head, OK)
    port = serve(script)
    first, second = ask(
        HttpRequest(verb, "http", "127.0.0.1", port, b"/1", ()),
        HttpRequest("GET", "http", "127.0.0.1", port, b"/2", ()),
    )
    assert answer(first).body == b""
    assert answer(second).body == b"ok"
    assert len(seen) == 2


def test_a_chunked_body_is_put_together(ask: Ask, serve: Serve) -> None:
    script, _ = answering(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Trailer: t\r\n\r\n"
    )
    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ()))
    assert answer(outcome).body == b"abcdefg"


def test_a_body_may_end_with_the_connection(ask: Ask, serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nall of it")

    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ()))
    assert answer(outcome).body == b"all of it"


def test_redirects_are_answers_and_cookies_are_not_kept(ask: Ask, serve: Serve) -> None:
    script, seen = answering(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n", OK
    )
    request = HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ())
    first, second = ask(request, request)
    assert answer(first).status == 302
    assert answer(second).status == 200
    assert b"ookie" not in seen[1]


def test_a_large_body_comes_whole(ask: Ask, serve: Serve) -> None:
    body = bytes(range(251)) * 20_000
    script, _ = answering(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    [outcome] = ask(HttpRequest("GET", "http", "127.0.0.1", serve(script), b"/", ()))
    assert answer(outcome).body == body


def test_a_refusal_in_the_middle_of_an_upload_is_the_answer(ask: Ask, serve: Serve) -> None:
    def script(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno")
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass

    request = HttpRequest("POST", "http", "127.0.0.1", serve(script), b"/", (), bytes(2_000_000))
    for outcome in ask(*[request] * 20):
        assert (answer(outcome).status, answer(outcome).body) == (413, b"no")


def test_names_are_resolved(ask: Ask, serve: Serve) -> None:
    script, seen = answering(OK)
    [outcome] = ask(HttpRequest("GET", "http", "localhost", serve(script), b"/", ()))
    assert answer(outcome).status == 200
    assert b"Host: localhost:" in seen[0]
