"""A recorder before a sandbox, over HTTP: what is passed on, what is kept, and what another server's trouble does."""

import contextlib
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from tests.sandbox.conftest import authorized

from timeback_core.sandbox import RecordingError, RecordingServer, Sandbox, Server, record
from timeback_core.sandbox.messages import MAX_BODY
from timeback_core.sandbox.recording.upstreams import upstream

USERS = "/ims/oneroster/rostering/v1p2/users/"
USER = f"{USERS}student-1"


@pytest.fixture(scope="module")
def origin() -> Iterator[Server]:
    """The other server."""
    with Sandbox(students=2).serve() as server:
        yield server


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is recorded to."""
    return tmp_path_factory.mktemp("recorded") / "recording.jsonl"


@pytest.fixture(scope="module")
def relay(origin: Server, recorded: Path) -> Iterator[RecordingServer]:
    """The recorder before it."""
    with record(origin.base_url, recorded) as recorder, recorder.serve() as server:
        yield server


@pytest.fixture(scope="module")
def plain() -> Iterator[httpx.Client]:
    """A client that follows nothing."""
    with httpx.Client(timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def web(origin: Server, relay: RecordingServer) -> Iterator[httpx.Client]:
    """A client of the recorder with a token of the other server."""
    with httpx.Client(base_url=relay.base_url, timeout=30) as client:
        yield authorized(client, origin.sandbox)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Where else it may be recorded to."""
    return tmp_path / "recording.jsonl"


@pytest.fixture
def news(recorded: Path, web: httpx.Client) -> Callable[[], list[dict[str, Any]]]:
    """Gives the exchanges that were recorded since the test began."""
    web.get(USER)
    before = len(recorded.read_bytes().splitlines())
    return lambda: [orjson.loads(line) for line in recorded.read_bytes().splitlines()[before:]]


News = Callable[[], list[dict[str, Any]]]

FAULTS = (
    *("404", "429; retry_after=2", "503", "204", "304", "599", "html; status=502", "malformed", "truncated", "empty"),
    *("shape", "redirect; location=/elsewhere?a=b", "body; status=418; body=7", "big; size=300000"),
    "big; size=300000; gzip=true",
)


@pytest.mark.parametrize("fault", FAULTS)
def test_answers_come_as_they_were_sent(
    origin: Server, web: httpx.Client, plain: httpx.Client, news: News, fault: str
) -> None:
    headers = {"x-sandbox-fault": fault}
    with (
        web.stream("GET", USER, headers=headers) as passed,
        plain.stream("GET", f"{origin.base_url}{USER}", headers={**web.headers, **headers}) as own,
    ):
        assert (passed.status_code, b"".join(passed.iter_raw())) == (own.status_code, b"".join(own.iter_raw()))
        passed.headers["x-amzn-requestid"] = own.headers["x-amzn-requestid"]
        assert passed.headers.multi_items() == own.headers.multi_items()
    assert [exchange["answer"]["status"] for exchange in news()] == [passed.status_code]


@pytest.mark.parametrize("path", [USER, USERS, f"{USERS}nobody"])
def test_a_head_stays_one(origin: Server, web: httpx.Client, path: str) -> None:
    origin.sandbox.forget_requests()
    answer, whole = web.head(path), web.get(path)
    assert (answer.status_code, answer.content) == (whole.status_code, b"")
    assert answer.headers["content-length"] == str(len(whole.content))
    assert [entry.verb for entry in origin.sandbox.requests()] == ["HEAD", "GET"]


def test_requests_arrive_as_they_were_sent(origin: Server, relay: RecordingServer) -> None:
    origin.sandbox.forget_requests()
    target = b"/x/..//%2e%2E/%zz/'?a='&b=%27+%20"
    head = b"PATCH " + target + b" HTTP/1.1\r\nHost: x\r\nX-Own: caf\xe9\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n"
    with socket.create_connection(("127.0.0.1", relay.port), timeout=30) as connection:
        connection.sendall(
            head + b"TE: trailers\r\nCookie: a=b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
        )
        while connection.recv(65536):
            pass
    (arrived,) = origin.sandbox.requests()
    assert (arrived.verb, arrived.target.encode(), arrived.body) == ("PATCH", target, b"{}")
    headers = dict(arrived.headers)
    assert (headers["x-own"], headers["host"]) == ("caf\xe9", f"127.0.0.1:{origin.port}")
    assert not {"x-hop", "te", "transfer-encoding", "user-agent"} & headers.keys()


@pytest.mark.parametrize("fault", ["cut", "cut_body"])
def test_a_broken_connection_is_502(web: httpx.Client, news: News, fault: str) -> None:
    answer = web.get(USER, headers={"x-sandbox-fault": fault})
    assert (answer.status_code, answer.json()["error"]) == (502, "upstream_failed")
    assert web.get(USER).status_code == 200
    assert len(news()) == 1


def test_what_could_not_be_passed_on_whole_is_refused(
    origin: Server, web: httpx.Client, relay: RecordingServer
) -> None:
    origin.sandbox.forget_requests()
    assert web.post(USERS, content=b"x" * (MAX_BODY + 1)).status_code == 413
    with socket.create_connection(("127.0.0.1", relay.port), timeout=30) as connection:
        connection.sendall(b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")
    assert origin.sandbox.requests() == ()


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/"),
        ("GET", "/.well-known/timeback-sandbox"),
        ("GET", "/.sandbox/requests?limit=1"),
        ("POST", "/.sandbox/page/faults"),
        ("DELETE", "/.sandbox/requests"),
    ],
)
def test_what_is_of_a_sandbox_alone_is_neither_passed_on_nor_kept(
    origin: Server, web: httpx.Client, news: News, verb: str, path: str
) -> None:
    answer = web.request(verb, path)
    assert (answer.status_code, answer.json()["error"]) == (404, "not_passed_on")
    assert news() == []
    assert origin.sandbox.requests()


@contextlib.contextmanager
def answering(answer: bytes) -> Generator[int]:
    """A server that answers the first request by these bytes, and keeps silent where there are none."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError), listener.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(answer)
                if not answer:
                    connection.recv(65536)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
    thread.join()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"", 504),
        (b"nonsense\r\n\r\n", 502),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 502),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 502),
        (b"HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\nuntil the end", 200),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip", 200),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: odd\r\nContent-Length: 2\r\n\r\nab", 200),
    ],
)
def test_whatever_is_answered_does_no_harm(plain: httpx.Client, kept: Path, answer: bytes, status: int) -> None:
    timeout = 30 if answer else 0.1
    with (
        answering(answer) as port,
        record(f"http://127.0.0.1:{port}", kept, timeout=timeout) as recorder,
        recorder.serve() as relay,
        plain.stream("GET", f"{relay.base_url}/x") as got,
    ):
        body = b"".join(got.iter_raw())
        assert got.status_code == status, body
        if status == 200:
            assert body == answer.rpartition(b"\r\n\r\n")[2]
        else:
            assert set(orjson.loads(body)) == {"error", "error_description"}


def test_nobody_there_is_502_and_leaves_no_file(plain: httpx.Client, kept: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with record(f"http://127.0.0.1:{port}", kept) as recorder, recorder.serve() as relay:
        assert plain.get(f"{relay.base_url}/x").status_code == 502
        assert kept.exists()
    assert not kept.exists()


def test_a_recording_is_not_written_over(web: httpx.Client, origin: Server, recorded: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="is there already"):
        record(origin.base_url, recorded)
    with pytest.raises(RecordingError, match="cannot be written"):
        record(origin.base_url, tmp_path / "nowhere" / "x.jsonl")
    assert web.get(USER).status_code == 200


@pytest.mark.parametrize("url", ["", "x", "ftp://a", "http://", "http://a:x", "http://u@a", "http://a?b", "http://a b"])
def test_what_is_no_address_is_told(kept: Path, url: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        record(url, kept)
    assert not kept.exists()


def test_the_hosts_of_the_platforms_are_known() -> None:
    known = upstream("https://api.alpha-1edtech.ai/")
    found = {
        target: "".join(known.find(target))
        for target in ("/ims/oneroster/x?a=b", "/caliper/event", "/webhooks/", "/api/assessment-items", "/authorizer")
    }
    assert found == {
        "/ims/oneroster/x?a=b": "https://api.alpha-1edtech.ai/ims/oneroster/x?a=b",
        "/caliper/event": "https://caliper.alpha-1edtech.ai/caliper/event",
        "/webhooks/": "https://caliper.alpha-1edtech.ai/webhooks/",
        "/api/assessment-items": "https://qti.alpha-1edtech.ai/api/assessment-items",
        "/authorizer": "https://l407b3xadi.execute-api.us-east-1.amazonaws.com/prod/authorizer",
    }
    assert known.find("/oauth2/token")[0].startswith("https://prod-beyond-timeback-api-2-idp.auth.")
    with pytest.raises(ValueError, match="is of BEYOND_AI"):
        upstream("https://api.alpha-1edtech.ai", "LEARNWITH_AI")
    own = upstream("http://a/base", auth_url="http://b/token", masterytrack_url="http://c/dev")
    targets = ("/oauth2/token", "/delivery/assignments/assign", "/x")
    assert ["".join(own.find(target)) for target in targets] == [
        "http://b/token",
        "http://c/dev/delivery/assignments/assign",
        "http://a/base/x",
    ]
