"""What the sandbox remembers of requests: when, how long, with which answer, no secret, and within bounds."""

import json
from urllib.parse import quote

import httpx
import pytest

from timeback_core.sandbox import Fault, LoggedRequest, Sandbox
from timeback_core.sandbox.messages import MAX_BODY, Reply, Request
from timeback_core.sandbox.request_log import BODY_KEPT, LOG_BYTES, LOG_LENGTH, RequestLog

S = "S3CRET"
CREDENTIALS = "/ims/oneroster/rostering/v1p2/users/student-1/credentials"
FORM = (("content-type", "application/x-www-form-urlencoded"),)


def seen(sandbox: Sandbox, request: Request) -> LoggedRequest:
    """The request as it is remembered."""
    sandbox.handle(request)
    return sandbox.requests()[-1]


def nested(value: object, levels: int) -> object:
    """The value deep within arrays and objects."""
    for _ in range(levels):
        value = {"a": [value]}
    return value


@pytest.mark.parametrize(
    ("target", "headers", "body"),
    [
        (CREDENTIALS, (), json.dumps({"credentials": {"username": "u", "password": S}})),
        ("/x", (), json.dumps({"user": {"password": S, "passWord": S, "Pass-word": S, "new_password": S}})),
        ("/x", (), json.dumps([{"client_secret": S}, {"clientSecret": {"value": [S]}}, {"apiKey": S}])),
        ("/x", (), json.dumps({"access_token": S, "refreshToken": S, "privateKey": S, "assertion": S})),
        ("/x", (), json.dumps(nested({"password": S}, 150))),
        ("/x", (), json.dumps(nested({"password": S}, 400))),
        ("/x", (), '{"pass\\u0077ord": "' + S + '"}'),
        ("/x", (), '{"user": {"password": "' + S),
        ("/x", (), "{'password': '" + S + "'}"),
        ("/x", (), "<password>" + S + "</password>"),
        ("/oauth2/token", FORM, f"grant_type=client_credentials&client_secret={S}&scope=x"),
        ("/oauth2/token/", FORM, f"client%5Fsecret={S}"),
        ("/oauth2/token", (), json.dumps({"client_secret": S})),
        (f"/oauth2/token?client_secret={S}&a=b", (), ""),
        (f"/x?a=b&api%5Fkey={S}&Password={S}&access_token={quote(S)}", (), ""),
        ("/x", (("authorization", f"Bearer {S}"), ("proxy-authorization", S), ("cookie", f"a={S}")), ""),
        ("/x", (("referer", f"https://x.test/?a=b&access_token={S}"),), ""),
        ("/x", (), f'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n{S}\r\n--b--'),
        ("/x", (("x-api-key", S), ("x-amz-security-token", S), ("set-cookie", S), ("x-client-secret", S)), ""),
    ],
)
def test_no_secret_is_remembered(
    sandbox: Sandbox, bare: httpx.Client, target: str, headers: tuple[tuple[str, str], ...], body: str
) -> None:
    entry = seen(sandbox, Request("POST", target, headers, body.encode()))
    assert S not in f"{entry!r} {bare.get('/.sandbox/requests').text}"
    assert "***" in repr(entry)


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("/x?a=%27+b&&c", b'{ "x": "\xc3\xa9" }'),
        ("/x?filter=status%3D%27active%27", b'{"credentials": {"username": "u"}, "big": 12345678901234567890123}'),
        ("/x", b'{"password": null, "a": "%"}'),
        ("/x", b"\xff\xfe%00 not JSON"),
    ],
)
def test_everything_else_is_remembered_byte_for_byte(sandbox: Sandbox, target: str, body: bytes) -> None:
    entry = seen(sandbox, Request("POST", target, (("x-mine", "1"),), body))
    assert (entry.target, entry.headers, entry.body) == (target, (("x-mine", "1"),), body)


def test_time_duration_and_status(sandbox: Sandbox, bare: httpx.Client) -> None:
    sandbox.faults(Fault("latency", seconds=0.02, times=1))
    bare.get("/x")
    sandbox.faults(Fault("cut", times=1))
    with pytest.raises(httpx.RemoteProtocolError):
        bare.get("/x")
    first, second = sandbox.requests()
    assert (first.at, first.status, second.status) == (1_790_000_000.125, 401, 0)
    assert 0.02 < first.seconds < 5
    assert 0 < second.seconds < 5
    told = bare.get("/.sandbox/requests").json()["requests"]
    assert [(entry["at"], entry["seconds"]) for entry in told] == [
        (entry.at, entry.seconds) for entry in (first, second)
    ]


def test_both_sides_are_remembered_as_they_went_over_the_line(sandbox: Sandbox, api: httpx.Client) -> None:
    answer = api.get("/ims/oneroster/rostering/v1p2/users/student-1")
    api.head("/ims/oneroster/rostering/v1p2/users/student-1")
    api.get("/ims/oneroster/nowhere")
    api.get("/nowhere")
    sandbox.faults(Fault("cut_body", times=1), Fault("cut", times=1), Fault("big", size=1 << 30, times=1))
    for _ in range(2):
        with pytest.raises(httpx.RemoteProtocolError):
            api.get("/ims/oneroster/rostering/v1p2/users/student-1")
    with api.stream("GET", "/ims/oneroster/rostering/v1p2/users/student-1"):
        pass
    whole, head, unknown, nowhere, half, cut, big = sandbox.requests()
    assert [entry.id for entry in sandbox.requests()] == [*range(whole.id, big.id + 1)]
    assert (whole.reply_headers, whole.reply_body) == (tuple(answer.headers.multi_items()), answer.content)
    assert [dict(entry.reply_headers).get("content-length") for entry in (whole, head, half, cut, big)] == [
        *[str(len(answer.content))] * 3,
        None,
        str(1 << 30),
    ]
    assert [entry.reply_size for entry in (head, half, cut, big)] == [0, len(answer.content) // 2, 0, 1 << 30]
    assert half.reply_body == answer.content[: half.reply_size]
    assert len(big.reply_body) < BODY_KEPT
    assert [entry.service for entry in (whole, unknown, nowhere)] == ["oneroster", "oneroster", ""]


def test_no_secret_of_an_answer_is_remembered(sandbox: Sandbox, bare: httpx.Client) -> None:
    answer = bare.post(
        sandbox.token_path, data={"grant_type": "client_credentials"}, auth=(sandbox.client_id, sandbox.client_secret)
    )
    (entry,) = sandbox.requests()
    assert (entry.operation, entry.service) == ("", "")
    assert json.loads(entry.reply_body) == answer.json() | {"access_token": "***"}
    assert answer.json()["access_token"] not in f"{entry!r} {bare.get('/.sandbox/requests').text}"


def test_each_request_is_told_once_it_is_answered() -> None:
    told: list[LoggedRequest] = []
    sandbox = Sandbox(students=1, on_request=told.append)
    sandbox.handle(Request("GET", "/x"))
    sandbox.handle(Request("GET", "/.sandbox/requests"))
    assert tuple(told) == sandbox.requests()
    assert [entry.target for entry in told] == ["/x"]


def test_what_is_remembered_is_bounded_in_number_and_bytes() -> None:
    log = RequestLog()
    for number in range(LOG_LENGTH + 5):
        log.add(Request("GET", f"/{number}"), Reply(200), 0.0, 0.0)
    assert [entry.target for entry in log.entries()][:: LOG_LENGTH - 1] == ["/5", f"/{LOG_LENGTH + 4}"]
    for _ in range(150):
        log.add(Request("POST", "/x", (), b"x" * (BODY_KEPT + 1)), Reply(200), 0.0, 0.0)
    assert len(log.entries()) == LOG_BYTES // (BODY_KEPT + 2)
    assert {len(entry.body) for entry in log.entries()} == {BODY_KEPT}
    assert log.add(Request("POST", "/x", (), b"x" * (MAX_BODY + 1)), Reply(413), 0.0, 0.0).body == b""
    log.clear()
    assert log.entries() == ()


def test_answers_give_way_to_later_ones_and_the_requests_stay() -> None:
    log, page = RequestLog(), b"x" * (1 << 20)
    for _ in range(40):
        log.add(Request("GET", "/x"), Reply(200, (), page), 0.0, 0.0)
    assert [len(entry.reply_body) for entry in log.entries()] == [0] * 8 + [BODY_KEPT] * 32
    assert {(entry.reply_headers, entry.reply_size) for entry in log.entries()} == {
        ((("content-length", str(1 << 20)),), 1 << 20)
    }
    log.add(Request("GET", "/x"), Reply(200, (), page * 33), 0.0, 0.0)
    assert {entry.reply_body for entry in log.entries()} == {b""}
    log.clear()
    log.add(Request("GET", "/x"), Reply(200, (), page * 33), 0.0, 0.0)
    assert [(entry.id, entry.reply_body) for entry in log.entries()] == [(42, b"")]
