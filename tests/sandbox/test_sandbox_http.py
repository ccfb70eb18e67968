"""The server over real sockets: what arrives, what is cut, dripped and delayed, how it starts and stops."""

import asyncio
import contextlib
import json
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.sandbox.conftest import authorized

from timeback_core.sandbox import Fault, Sandbox, Server

USERS = "/ims/oneroster/rostering/v1p2/users/"
USER = f"{USERS}student-1"


def talk(server: Server, *sent: bytes, patience: float = 30) -> bytes:
    """All bytes that come back until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=patience) as connection:
        for part in sent:
            connection.sendall(part)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received


def test_it_starts_and_answers() -> None:
    with Sandbox().serve() as server:
        assert httpx.get(f"{server.base_url}/.well-known/timeback-sandbox").status_code == 200


def test_reads_writes_and_errors(web: httpx.Client) -> None:
    user = web.get(USER).json()["user"]
    assert web.put(USER, json={"user": {**user, "givenName": "Zoë"}}).json()["user"]["givenName"] == "Zoë"
    assert web.delete(USER).status_code == 204
    assert web.get(f"{USERS}nobody").status_code == 404
    assert len(web.get(USERS).json()["users"]) > 12


def test_targets_arrive_byte_for_byte(sandbox: Sandbox, server: Server) -> None:
    target = b"/x/..//%2e%2E/%zz/'?a='&b=%27+%20#f"
    reply = talk(server, b"GET " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 401 ")
    assert sandbox.requests()[0].target.encode() == target


def test_a_long_id_arrives(web: httpx.Client) -> None:
    long = "ü" * 10_000
    answer = web.get(USERS + "%C3%BC" * 10_000)
    assert answer.status_code == 404
    user = web.get(USER).json()["user"]
    body = {"user": {**user, "sourcedId": long, "email": "long@example.com"}}
    assert web.post(USERS, json=body).status_code == 201
    assert web.get(USERS + "%C3%BC" * 10_000).json()["user"]["sourcedId"] == long


def test_chunked_bodies_and_expectations(sandbox: Sandbox, server: Server) -> None:
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head + b"Expect: 100-continue\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"3\r\nabc\r\n")
        connection.sendall(b"2\r\nde\r\n0\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 401 ")
    assert sandbox.requests()[0].body == b"abcde"


def test_several_requests_on_one_connection(server: Server) -> None:
    first = b"GET /.sandbox/faults HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /.sandbox/faults HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    assert talk(server, first + first[:10], first[10:] + last).count(b"HTTP/1.1 200 ") == 3


START = b"GET /x HTTP/1.1\r\nHost: x\r\n"
CHUNKED = START + b"Transfer-Encoding: chunked\r\n\r\n"
UNREADABLE = {
    b"nonsense\r\n\r\n": 400,
    b"GET /x\r\n\r\n": 505,
    b"GET / HTTP/2.0\r\nHost: x\r\n\r\n": 505,
    b"GET / HTTP/1.1\r\n\r\n": 400,
    b"GET /\xc3\xbc HTTP/1.1\r\nHost: x\r\n\r\n": 400,
    START + b"a b\r\n\r\n": 400,
    START + b"a: b\0c\r\n\r\n": 400,
    START + b"Host: y\r\n\r\n": 400,
    START + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd": 400,
    START + b"Content-Length: +3\r\n\r\nabc": 400,
    START + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": 400,
    START + b"Transfer-Encoding: gzip\r\n\r\nabc": 501,
    START + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n": 501,
    START + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n": 501,
    START + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n": 400,
    CHUNKED + b"0x3\r\nabc\r\n0\r\n\r\n": 400,
    CHUNKED + b"3\nabc\r\n0\r\n\r\n": 400,
    CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n": 400,
    START + b"a: b\n\r\n": 400,
    START + b"a: b\r\n  folded\r\n\r\n": 400,
    START + b"a: " + b"b" * (1 << 21): 431,
    START + b"a: b\r\n" * (1 << 19): 431,
    CHUNKED + b"1;" + b"a" * (1 << 21): 431,
    CHUNKED + b"0\r\n" + b"a: b\r\n" * (1 << 19): 431,
}
"""What is no request, or what another server could take for a different one, and the status that refuses it."""


@pytest.mark.parametrize(("sent", "status"), UNREADABLE.items(), ids=lambda part: str(part)[-60:])
def test_what_cannot_be_read_is_refused_and_the_connection_closed(
    sandbox: Sandbox, server: Server, sent: bytes, status: int
) -> None:
    first = b"GET /.sandbox/faults HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        received = b""
        with contextlib.suppress(ConnectionError):  # it is closed while there is more to be sent
            connection.sendall(first)
            received = connection.recv(65536)
            connection.sendall(sent)
            while chunk := connection.recv(65536):
                received += chunk
    answers = received.split(b"HTTP/1.1 ")[1:]
    if len(sent) < 65536 or len(answers) > 1:
        assert [int(answer[:3]) for answer in answers] == [200, status]
        head, _, body = answers[1].partition(b"\r\n\r\n")
        assert (b"connection: close" in head, list(json.loads(body))) == (True, ["error"])
    assert sandbox.requests() == ()


@pytest.mark.parametrize("head", [b"HTTP/1.0\r\n", b"HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"])
def test_the_connection_ends_where_that_is_asked_for(server: Server, head: bytes) -> None:
    request = b"GET /.sandbox/faults " + head + b"\r\n"
    received = talk(server, request + request)  # at once: what comes after the end is answered by a reset
    assert received.count(b"HTTP/1.1 200 OK") == received.count(b"connection: close") == 1


def test_a_wish_for_another_protocol_is_not_granted(sandbox: Sandbox, server: Server) -> None:
    wish = START.replace(b"GET", b"POST") + b"Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\nabc"
    bare = START + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
    received = talk(server, wish + bare + wish[:-1], b"cCONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n")
    assert received.count(b"HTTP/1.1 401 ") == 4
    requests = [(entry.verb, entry.target, entry.body) for entry in sandbox.requests()]
    assert requests == [("POST", "/x", b"abc"), ("GET", "/x", b""), ("POST", "/x", b"abc"), ("CONNECT", "x:1", b"")]
    for last in (bare.replace(b"e\r\nU", b"e, close\r\nU"), bare.replace(b"1.1", b"1.0"), wish.replace(b"1.1", b"1.0")):
        assert talk(server, last).startswith(b"HTTP/1.1 401 ")


def test_many_requests_at_once_are_answered_in_order(sandbox: Sandbox, server: Server) -> None:
    sandbox.faults(Fault("latency", seconds=0.01, times=3), Fault("empty", status=204, times=3))
    request = b"GET /x%d HTTP/1.1\r\nHost: x\r\n\r\n"
    sent = b"".join(request % number for number in range(1000))
    assert talk(server, sent + b"GET /last HTTP/1.0\r\n\r\n").count(b"HTTP/1.1 ") == 1001
    assert [entry.target for entry in sandbox.requests()] == [*(f"/x{number}" for number in range(1000)), "/last"]


@pytest.mark.parametrize("path", [USER, USERS, "/.well-known/timeback-sandbox", "/.sandbox/requests", "/nowhere"])
def test_head_is_a_get_without_its_body(web: httpx.Client, path: str) -> None:
    whole, head = web.get(path), web.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    if "requests" not in path:  # whose length each request changes
        assert head.headers["content-length"] == str(len(whole.content))
    assert web.get(USER).status_code == 200


@pytest.mark.parametrize("fault", ["204", "304", "html; status=204", "body; status=204; body=x"])
def test_statuses_without_a_body_have_none(web: httpx.Client, fault: str) -> None:
    answer = web.get(USER, headers={"X-Sandbox-Fault": fault})
    assert (answer.status_code, answer.content) == (304 if fault == "304" else 204, b"")
    assert web.get(USER).status_code == 200


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_without_measure_is_413(sandbox: Sandbox, web: httpx.Client, chunked: bool) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(12):
            yield b"x" * (1 << 20)

    answer = web.post(USERS, content=pieces() if chunked else b"x" * (12 << 20), timeout=30)
    minor = answer.json()["imsx_CodeMinor"]["imsx_codeMinorField"][0]
    assert (answer.status_code, minor["imsx_codeMinorFieldValue"]) == (413, "invaliddata")
    assert [(entry.status, entry.body) for entry in sandbox.requests()] == [(413, b"")]
    assert web.post("/.sandbox/faults", content=b"x" * (12 << 20), timeout=30).status_code == 413
    assert web.get(USER).status_code == 200


def test_long_work_lets_others_be_answered(web: httpx.Client) -> None:
    with Sandbox(students=1300).serve() as server, httpx.Client(base_url=server.base_url) as one:
        authorized(one, server.sandbox)
        with ThreadPoolExecutor(1) as thread, httpx.Client(base_url=server.base_url, headers=one.headers) as other:

            def answered_meanwhile() -> int:
                """How many requests are answered while a long one is worked at."""
                before = len(server.sandbox.requests())
                search = {"filter": "givenName~'a'", "sort": "email", "limit": "3000"}
                long = thread.submit(one.get, USERS, params=search)
                while not long.done():
                    assert other.get(USER).status_code == 200
                assert long.result().status_code == 200
                order = [entry.target for entry in server.sandbox.requests()[before:]]
                return next(place for place, target in enumerate(order) if "givenName" in target)

            assert any(answered_meanwhile() for _ in range(20))  # a busy machine may come too late with the others


def test_the_same_trouble_of_the_loop_is_told_once(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    loop = server._listener._loop
    for _ in range(1000):
        context = {"message": "socket.accept() out of system resource", "exception": OSError(24, "Too many open files")}
        loop.call_soon_threadsafe(loop.call_exception_handler, context)
    assert httpx.get(f"{server.base_url}/.sandbox/faults").status_code == 200
    (line,) = [record.getMessage() for record in caplog.records if record.name == "timeback_core.sandbox"]
    assert line == "socket.accept() out of system resource: OSError(24, 'Too many open files')"


def test_addresses_in_answers_are_those_that_the_client_used(sandbox: Sandbox) -> None:
    with sandbox.serve() as server, httpx.Client(base_url=f"http://localhost:{server.port}") as client:
        authorized(client, sandbox)
        assert (
            client.get(USER)
            .json()["user"]["roles"][0]["org"]["href"]
            .startswith(f"http://localhost:{server.port}/ims/")
        )


def test_a_public_url_begins_all_addresses(sandbox: Sandbox) -> None:
    with sandbox.serve(public_url="https://sandbox.test/a/") as server:
        assert (server.base_url, server.settings["auth_url"]) == (
            "https://sandbox.test/a",
            "https://sandbox.test/a/oauth2/token",
        )
        with httpx.Client(base_url=f"http://127.0.0.1:{server.port}") as client:
            authorized(client, sandbox)
            assert client.get(USER).json()["user"]["primaryOrg"]["href"].startswith("https://sandbox.test/a/ims/")
            assert client.get("/.well-known/timeback-sandbox").json()["base_url"] == server.base_url


def test_a_cut_connection_gives_no_byte(sandbox: Sandbox, web: httpx.Client) -> None:
    sandbox.faults(Fault("cut", times=1))
    with pytest.raises(httpx.RemoteProtocolError):
        web.get(USER)
    assert web.get(USER).status_code == 200


def test_a_cut_body_is_half_of_what_was_promised(sandbox: Sandbox, server: Server, web: httpx.Client) -> None:
    whole = len(web.get(USER).content)
    request = f"GET {USER} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
    request += f"Authorization: {web.headers['authorization']}\r\n\r\n"
    sandbox.faults(Fault("cut_body", times=1))
    head, _, body = talk(server, request.encode()).partition(b"\r\n\r\n")
    assert f"content-length: {whole}".encode() in head.lower()
    assert len(body) == whole // 2


def test_a_hangup_comes_after_a_whole_answer(sandbox: Sandbox, server: Server) -> None:
    sandbox.faults(Fault("hangup", times=1))
    head, _, body = talk(server, b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n").partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head.lower()
    assert b"connection: close" not in head.lower()


def test_a_dripping_body_takes_its_time(sandbox: Sandbox, web: httpx.Client) -> None:
    whole = web.get(USER).content
    sandbox.faults(Fault("drip", seconds=0.0005, times=1))
    started = time.perf_counter()
    assert web.get(USER).content == whole
    assert time.perf_counter() - started > 0.0004 * len(whole)


def test_a_client_that_leaves_while_it_drips(sandbox: Sandbox, web: httpx.Client) -> None:
    for fault in (Fault("drip", seconds=0.05, times=1), Fault("latency", seconds=0.2, times=1)):
        sandbox.faults(fault)
        with pytest.raises(httpx.ReadTimeout):
            web.get(USER, timeout=0.02)
    assert web.get(USER).status_code == 200


def test_a_big_body_is_whole(sandbox: Sandbox, web: httpx.Client) -> None:
    sandbox.faults(Fault("big", size=50_000_000, times=1))
    with web.stream("GET", USER) as answer:
        received = sum(map(len, answer.iter_raw()))
    assert received == int(answer.headers["content-length"]) > 49_000_000


def test_delays_run_side_by_side(sandbox: Sandbox, server: Server, web: httpx.Client) -> None:
    sandbox.faults(Fault("latency", seconds=0.3))
    request = b"GET " + USER.encode() + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    async def once() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        return answer

    async def many() -> list[bytes]:
        return await asyncio.gather(*(once() for _ in range(512)))

    started = time.perf_counter()
    answers = asyncio.run(many())
    assert all(answer.startswith(b"HTTP/1.1 401 ") for answer in answers)
    assert time.perf_counter() - started < 60  # one after the other they would take 150 seconds


def test_threads_share_one_world(sandbox: Sandbox, web: httpx.Client) -> None:
    user = web.get(USER).json()["user"]

    def create(number: int) -> int:
        body = {**user, "sourcedId": f"u-{number}", "email": f"u{number}@example.com"}
        return web.post(USERS, json={"user": body}).status_code

    before = web.get(USERS).json()["totalCount"]
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(create, range(64))) == {201}
    assert web.get(USERS).json()["totalCount"] == before + 64


def test_it_can_be_started_within_a_running_loop() -> None:
    async def start() -> int:
        with Sandbox(students=1).serve() as server:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"{server.base_url}/.sandbox/faults")).status_code

    assert asyncio.run(start()) == 200


def test_closing_frees_the_port_drops_clients_and_can_be_repeated(sandbox: Sandbox) -> None:
    server = sandbox.serve()
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(b"GET /.sandbox/faults HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        server.close()
        server.close()
        server.wait()
        with contextlib.suppress(ConnectionResetError):  # an abort may show as either
            assert connection.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=30)
    with sandbox.serve(port=server.port) as again:
        assert again.port == server.port


def test_serving_forever_ends_with_the_server(sandbox: Sandbox) -> None:
    seen: list[int] = []

    def ready(server: Server) -> None:
        seen.append(httpx.get(f"{server.base_url}/.sandbox/faults").status_code)
        server.close()

    sandbox.serve_forever(ready=ready)
    assert seen == [200]


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_serving_forever(sandbox: Sandbox, told: signal.Signals) -> None:
    ports: list[int] = []

    def ready(server: Server) -> None:
        ports.append(server.port)
        signal.raise_signal(told)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    terminating = signal.getsignal(signal.SIGTERM)
    try:
        sandbox.serve_forever(ready=ready)
    finally:
        signal.signal(signal.SIGINT, before)
    assert signal.getsignal(signal.SIGTERM) == terminating
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", ports[0]), timeout=30)


def test_a_taken_port_is_an_os_error(server: Server) -> None:
    with pytest.raises(OSError, match="in use"):
        Sandbox(students=1).serve(port=server.port)
