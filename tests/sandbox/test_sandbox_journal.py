"""What the sandbox remembers of requests: when, how long, with which answer, no secret, and within bounds."""

import json
import re
from urllib.parse import quote, urlencode

import httpx
import pytest

from timeback_core.sandbox import Expected, Fault, LoggedRequest, Sandbox, WhichRequests
from timeback_core.sandbox.messages import MAX_BODY, Reply, Request
from timeback_core.sandbox.request_log import BODY_KEPT, LOG_BYTES, LOG_LENGTH, RequestLog

S = "S3CRET"
CREDENTIALS = "/ims/oneroster/rostering/v1p2/users/student-1/credentials"
USERS = "/ims/oneroster/rostering/v1p2/users/"
FORM = (("content-type", "application/x-www-form-urlencoded"),)


def seen(sandbox: Sandbox, request: Request) -> LoggedRequest:
    """The request as it is remembered."""
    sandbox.handle(request)
    return sandbox.requests()[-1]


TOKEN = f"eyJhbGciOiJIUzI1NiJ9.{S}"
TOKEN_TOO = f"Bearer {S}.aGVsbG8gd29ybGQ-"


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
        (
            "/x",
            (),
            json.dumps({"note": f"it was sent with authorisation: Bearer {TOKEN}, and refused", "a": [TOKEN_TOO]}),
        ),
        ("/x", (), f"GET /x, bearer {TOKEN}=="),
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
        ("/x", b'{"a": "Bearer", "b": ["The bearer presents this certificate", "bearer responsibilities, 2 of them"]}'),
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


def test_no_token_of_masterytrack_is_remembered(sandbox: Sandbox, bare: httpx.Client) -> None:
    answer = bare.post("/authorizer", json={"email": "app@example.com"}, headers={"x-api-key": "sandbox-key"})
    bare.get("/authoring/inventory/search", headers={"x-auth-token": f"Bearer {answer.json()['jwt']}"})
    assert json.loads(sandbox.requests()[0].reply_body) == {"success": True, "jwt": "***"}
    assert answer.json()["jwt"] not in bare.get("/.sandbox/requests").text


def test_each_request_is_told_once_it_is_answered() -> None:
    told: list[LoggedRequest] = []
    sandbox = Sandbox(students=1, on_request=told.append)
    sandbox.handle(Request("GET", "/x"))
    sandbox.handle(Request("GET", "/.sandbox/requests"))
    assert tuple(told) == sandbox.requests()
    assert [entry.target for entry in told] == ["/x"]


@pytest.fixture
def busy(sandbox: Sandbox, api: httpx.Client) -> Sandbox:
    """A sandbox that was asked four times."""
    api.get(USERS, params={"limit": "3", "filter": "role='student'"}, headers={"X-Mine": "1"})
    for name in ("Ada", "Bea"):
        api.post(USERS, json={"user": {"givenName": name, "roles": [{"role": "student"}, {"role": "aide"}]}})
    api.get("/nowhere")
    return sandbox


@pytest.mark.parametrize(
    ("which", "meant"),
    [
        ({}, [0, 1, 2, 3]),
        ({"verb": "post"}, [1, 2]),
        ({"path": "*/users/"}, [0, 1, 2]),
        ({"operation": "oneroster.users.create"}, [1, 2]),
        ({"operation": "oneroster.*"}, [0, 1, 2]),
        ({"service": "oneroster", "verb": "GET"}, [0]),
        ({"status": "4xx"}, [1, 2, 3]),
        ({"status": 404}, [3]),
        ({"limit": 2}, [2, 3]),
        ({"limit": 0}, []),
        ({"limit": 9, "verb": "GET"}, [0, 3]),
    ],
)
def test_requests_are_selected(busy: Sandbox, bare: httpx.Client, which: WhichRequests, meant: list[int]) -> None:
    whole, selected = busy.requests(), busy.requests(**which)
    assert [whole.index(entry) for entry in selected] == meant
    told = bare.get("/.sandbox/requests", params=urlencode(which)).json()["requests"]
    assert [entry["id"] for entry in told] == [entry.id for entry in selected]


@pytest.mark.parametrize(
    ("which", "wrong"),
    [
        ({"service": ""}, ["service: "]),
        ({"verb": "", "status": "999", "limit": "few", "path": "users"}, ["verb: ", "path: ", "status: ", "limit: "]),
        ({"operation": "oneroster.users.gte"}, ["operation: there is no", "did you mean oneroster.users.get?"]),
        ({"service": "nwea*"}, ["service: there is no service nwea*"]),
        ({"paht": "/x"}, ["'paht'", "known are verb, path, operation, service, status, since, limit"]),
    ],
)
def test_all_that_is_wrong_with_a_selection_is_told(
    sandbox: Sandbox, bare: httpx.Client, which: WhichRequests, wrong: list[str]
) -> None:
    with pytest.raises(ValueError, match=".*".join(map(re.escape, wrong))) as refused:
        sandbox.requests(**which)
    told = bare.get("/.sandbox/requests", params=urlencode(which))
    assert (told.status_code, told.json()) == (400, {"error": str(refused.value)})


def test_news_are_those_since_the_last_one_seen(busy: Sandbox, bare: httpx.Client) -> None:
    *_, third, last = busy.requests()
    assert busy.requests(since=third.id) == (last,)
    assert bare.get("/.sandbox/requests", params={"since": last.id}).json() == {"requests": []}
    assert bare.get("/.sandbox/requests?since=1&since=2").status_code == 400
    assert [bare.get(f"/.sandbox/requests/{number}").status_code for number in (last.id, last.id + 1, "x", 0)] == [
        200,
        404,
        404,
        404,
    ]


@pytest.mark.parametrize(
    ("expected", "count", "verified"),
    [
        ({}, 4, True),
        ({"times": 4}, 4, True),
        ({"times": 3}, 4, False),
        ({"at_most": 3}, 4, False),
        ({"at_least": 1, "at_most": 4}, 4, True),
        ({"verb": "DELETE", "times": 0}, 0, True),
        ({"verb": "DELETE", "at_most": 2}, 0, True),
        ({"query": {"limit": "3", "filter": "role='student'"}}, 1, True),
        ({"headers": {"X-mine": "1", "authorization": "Bearer ***"}}, 1, True),
        ({"containing": "Bea"}, 1, True),
        ({"containing": {"user": {"roles": [{"role": "aide"}]}}, "times": 2}, 2, True),
        ({"containing": {"user": {"roles": [{"role": "aide"}, {}], "givenName": "Ada"}}}, 1, True),
        ({"containing": [1]}, 0, False),
        ({"sequence": [{"containing": "Ada"}, {"containing": "Bea"}]}, 2, True),
        ({"sequence": [{"containing": "Bea"}, {"containing": "Ada"}]}, 1, False),
    ],
)
def test_what_has_arrived_is_verified(
    busy: Sandbox, bare: httpx.Client, expected: Expected, count: int, verified: bool
) -> None:
    answer = bare.post("/.sandbox/verify", json=expected)
    told = answer.json()
    assert (answer.status_code, told["verified"], told["count"]) == (200 if verified else 406, verified, count)
    if "sequence" not in expected:
        own = busy.verify(**expected)
        assert (bool(own), [entry.id for entry in own.requests], str(own)) == (
            verified,
            told["requests"],
            told["message"],
        )


def test_the_nearest_request_is_told_with_its_differences(busy: Sandbox, bare: httpx.Client) -> None:
    expected = {
        "verb": "POST",
        "status": 201,
        "query": {"a b": "1"},
        "headers": {"content-type": "text/plain"},
        "containing": {"user": {"givenName": "Eve", "roles": [{"role": "x"}], "age": 1, "a b": True}},
    }
    told = bare.post("/.sandbox/verify", json=expected).json()
    assert told["nearest"]["id"] == busy.requests()[2].id
    assert told["differences"] == [
        {"path": "status", "expected": 201, "found": 422},
        {"path": 'query["a b"]', "expected": "1"},
        {"path": "headers.content-type", "expected": "text/plain", "found": "application/json"},
        {"path": "containing.user.givenName", "expected": "Eve", "found": "Bea"},
        {"path": "containing.user.roles[0].role", "expected": "x", "found": "student"},
        {"path": "containing.user.age", "expected": 1},
        {"path": 'containing.user["a b"]', "expected": True},
    ]
    assert "  containing.user.age: expected 1, is missing\n" in told["message"]
    told = bare.post("/.sandbox/verify", json={"path": "/nowhere", "containing": {"a": 1}}).json()
    assert told["differences"] == [{"path": "containing", "expected": {"a": 1}}]
    assert bare.post("/.sandbox/verify", json={"sequence": [{"verb": "PUT"}]}).json()["nearest"]["verb"] == "GET"
    busy.forget_requests()
    for path in ("/users/student-1?q=Ada", "/users/student-31", "/users/student-1?q=Bea", "/x", f"/{'y' * 500}"):
        bare.get(path)
    likest = ({"path": "/users/student-2"}, 2), ({"query": {"q": "Adam"}}, 0), ({"verb": "PUT"}, 4)
    for members, at in likest:
        assert bare.post("/.sandbox/verify", json=members).json()["nearest"]["id"] == busy.requests()[at].id
    busy.forget_requests()
    told = bare.post("/.sandbox/verify", json={}).json()
    assert (told["nearest"], told["message"]) == (None, "expected at least 1 of these requests, found 0")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[1]",
        b'{"times": -1}',
        b'{"times": 1.5}',
        b'{"times": 1, "at_most": 1}',
        b'{"at_least": 2, "at_most": 1}',
        b'{"query": {"limit": 3}}',
        b'{"status": true}',
        b'{"operation": "oneroster.users.gte", "times": 0}',
        b'{"sequence": [{"service": "onerooster"}]}',
        b'{"sequence": []}',
        b'{"sequence": [{"times": 1}]}',
        b'{"sequence": [{}], "verb": "GET"}',
        b'{"containing": ' + b"[" * 260 + b"]" * 260 + b"}",
        b"\xff",
    ],
)
def test_a_pattern_that_makes_no_sense_is_refused(bare: httpx.Client, body: bytes) -> None:
    answer = bare.post("/.sandbox/verify", content=body)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


@pytest.mark.parametrize("levels", [100, 240])
def test_json_of_any_depth_is_compared(bare: httpx.Client, levels: int) -> None:
    bare.post("/x", json=nested(1, levels // 2))
    assert bare.post("/.sandbox/verify", json={"containing": nested(1, levels // 2)}).status_code == 200
    assert bare.post("/.sandbox/verify", json={"containing": nested(True, levels // 2)}).status_code == 406


@pytest.mark.parametrize("levels", [251, 300, 1000])
def test_what_is_too_deep_is_compared_as_text(bare: httpx.Client, levels: int) -> None:
    bare.post("/x", content="[" * levels + "]" * levels)
    told = bare.post("/.sandbox/verify", json={"containing": {"a": 1}})
    assert (told.status_code, told.json()["differences"][0]["found"]) == (406, "[" * levels + "]" * levels)
    assert bare.post("/.sandbox/verify", json={"containing": "[[["}).status_code == 200


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
    many = (("a", "b"),) * 10_000
    for _ in range(60):
        log.add(Request("GET", "/x", many), Reply(200), 0.0, 0.0)
    assert sum(len(entry.headers) for entry in log.entries()) * 66 <= LOG_BYTES
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
