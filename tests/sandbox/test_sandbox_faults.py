"""Each kind of trouble, how often and for whom, in process and by control call."""

import gzip
import json
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

import anyio
import httpx
import pytest

from timeback_core.sandbox import Fault, Reply, Request, Sandbox
from timeback_core.sandbox.faults import parse_fault, read_fault

USERS = "/ims/oneroster/rostering/v1p2/users/"
USER = f"{USERS}student-1"


def test_latency_delays_the_true_answer(sandbox: Sandbox) -> None:
    sandbox.faults(Fault("latency", seconds=0.25), Fault("latency", seconds=0.5, path="*/nothing"))
    reply = sandbox.handle(Request("GET", USER))
    assert (reply.status, reply.delay) == (401, 0.25)


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault("unauthorized"), 401, "unauthorisedrequest"),
        (Fault("throttled"), 429, "server_busy"),
        (Fault("unavailable"), 503, "server_busy"),
        (Fault("status"), 500, "internal_server_error"),
        (Fault("status", status=403), 403, "forbidden"),
    ],
)
def test_refusals_have_the_body_of_the_api(
    sandbox: Sandbox, api: httpx.Client, fault: Fault, status: int, code: str
) -> None:
    sandbox.faults(fault)
    answer = api.get(USER)
    minor = answer.json()["imsx_CodeMinor"]["imsx_codeMinorField"][0]
    assert (answer.status_code, minor["imsx_codeMinorFieldValue"]) == (status, code)
    assert "retry-after" not in answer.headers


def test_retry_after_in_both_forms(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.faults(Fault("throttled", retry_after=2, times=1))
    assert api.get(USER).headers["retry-after"] == "2"
    sandbox.faults(Fault("unavailable", retry_after=60, retry_after_date=True, times=1))
    moment = parsedate_to_datetime(api.get(USER).headers["retry-after"])
    assert moment.timestamp() == 1_790_000_060


def test_a_cut_before_the_answer_and_after_the_request_took_effect(sandbox: Sandbox, api: httpx.Client) -> None:
    for processed, status in ((False, "active"), (True, "tobedeleted")):
        sandbox.faults(Fault("cut", times=1, processed=processed))
        with pytest.raises(httpx.RemoteProtocolError):
            api.delete(USER)
        assert api.get(USER).json()["user"]["status"] == status
    assert [entry.status for entry in sandbox.requests()] == [0, 200, 0, 200]


def test_a_cut_within_the_body(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.faults(Fault("cut_body", times=1))
    with api.stream("GET", USER) as answer, pytest.raises(httpx.RemoteProtocolError):
        answer.read()
    assert answer.status_code == 200


def test_broken_bodies(sandbox: Sandbox, api: httpx.Client) -> None:
    whole = api.get(USER).content
    sandbox.faults(Fault("malformed", times=1))
    assert api.get(USER).content == whole[:-1] + b",]"
    sandbox.faults(Fault("truncated", times=1))
    assert api.get(USER).content == whole[: len(whole) // 2]
    sandbox.faults(Fault("empty", times=1))
    assert (api.get(USER).content, api.get(USER).content) == (b"", whole)
    sandbox.faults(Fault("shape", times=1))
    assert set(api.get(USER).json()) == {"data"}
    sandbox.faults(Fault("body", body='{"success": false}', times=1))
    answer = api.get(USER)
    assert (answer.status_code, answer.json()) == (200, {"success": False})


def test_an_empty_page_keeps_its_totals(sandbox: Sandbox, api: httpx.Client) -> None:
    total = api.get(USERS).json()["totalCount"]
    sandbox.faults(Fault("empty_page", times=1))
    page = api.get(USERS).json()
    assert (page["users"], page["totalCount"]) == ([], total)


def test_a_gateway_and_a_redirect(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.faults(Fault("html", times=1), Fault("redirect", location="https://other.test/x", times=1))
    page = api.get(USER)
    assert (page.status_code, page.headers["content-type"]) == (502, "text/html")
    assert page.text.startswith("<html>")
    moved = api.get(USER)
    assert (moved.status_code, moved.headers["location"]) == (302, "https://other.test/x")


def test_big_bodies(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.faults(Fault("big", size=1_000_000, times=1), Fault("big", size=1_000_000, gzip=True, times=1))
    plain = api.get(USER).content
    assert len(plain) == len(plain.strip(b" ")) + 15 * 65536
    with api.stream("GET", USER) as answer:
        packed = b"".join(answer.iter_raw())
    assert len(packed) < 10_000
    assert gzip.decompress(packed) == plain


def test_dripping(sandbox: Sandbox, api: httpx.Client) -> None:
    whole = api.get(USER).content
    sandbox.faults(Fault("drip", seconds=0.0001))
    with api.stream("GET", USER) as answer:
        pieces = list(answer.iter_raw())
    assert (b"".join(pieces), max(map(len, pieces))) == (whole, 1)


def test_a_slow_sandbox_meets_the_timeout_of_the_client(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.faults(Fault("latency", seconds=30))
    with pytest.raises(httpx.ReadTimeout):
        api.get(USER, timeout=0.02)
    sandbox.clear_faults()
    sandbox.faults(Fault("drip", seconds=30))
    with pytest.raises(httpx.ReadTimeout):
        api.get(USER, timeout=0.02)


def test_async_clients_get_the_same(sandbox: Sandbox) -> None:
    async def run() -> tuple[int, str]:
        transport = sandbox.transport()
        async with httpx.AsyncClient(transport=transport, base_url=sandbox.base_url) as client:
            sandbox.faults(Fault("latency", seconds=0.001), Fault("throttled", times=1))
            first = await client.get(USER)
            sandbox.faults(Fault("drip", seconds=0.0001))
            return first.status_code, (await client.get(USER)).json()["imsx_description"]

    for backend in ("asyncio", "trio"):
        assert anyio.run(run, backend=backend) == (429, "Unauthorized")
        sandbox.clear_faults()


def test_times_verbs_and_paths(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.faults(Fault("throttled", times=2, verb="get", path="*/users/*"))
    other = "/ims/oneroster/rostering/v1p2/orgs/"
    assert api.get(other).status_code == 200
    assert api.delete(USER).status_code == 204
    assert [api.get(USER).status_code for _ in range(3)] == [429, 429, 200]


def test_troubles_wait_for_their_turn_and_a_header_goes_first(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.faults(Fault("throttled", times=1), Fault("unavailable", times=1))
    assert api.get(USER, headers={"X-Sandbox-Fault": "418"}).status_code == 418
    assert [api.get(USER).status_code for _ in range(3)] == [429, 503, 200]


def test_tokens_are_met_only_by_path(sandbox: Sandbox, bare: httpx.Client) -> None:
    form = {"grant_type": "client_credentials"}
    login: dict[str, Any] = {"data": form, "auth": (sandbox.client_id, sandbox.client_secret)}
    sandbox.faults(Fault("unavailable"))
    assert bare.post("/oauth2/token", **login).status_code == 200
    sandbox.faults(Fault("html", path="/oauth2/token", times=1))
    assert bare.post("/oauth2/token", **login).status_code == 502
    assert bare.post("/oauth2/token", **login).status_code == 200


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("429", 429),
        ("429; retry_after=3", 429),
        ("unauthorized", 401),
        ("418", 418),
        ("status; status=409", 409),
        ("html; status=504", 504),
        ("latency; seconds=0.001", 200),
        ("latency; seconds=0.001, 503", 503),
        ('{"fault": "body", "status": 207, "body": "[1, 2]"}', 207),
    ],
)
def test_a_header_meets_one_request(api: httpx.Client, header: str, status: int) -> None:
    assert api.get(USER, headers={"X-Sandbox-Fault": header}).status_code == status
    assert api.get(USER).status_code == 200


@pytest.mark.parametrize("header", ["nonsense", "429; retry=3", "429; times=x", "{", "7", '{"fault": 3}', ""])
def test_a_header_that_makes_no_sense_is_told(api: httpx.Client, header: str) -> None:
    answer = api.get(USER, headers={"X-Sandbox-Fault": header})
    assert (answer.status_code, answer.json()["error"]) == (400, "unknown_fault")


def test_faults_by_control_call(api: httpx.Client) -> None:
    body: list[dict[str, Any]] = [{"fault": "throttled", "times": 1, "retry_after": 2}, {"fault": "503"}]
    assert api.post("/.sandbox/faults", json=body).status_code == 200
    listed = api.get("/.sandbox/faults").json()["faults"]
    assert [(entry["fault"], entry["left"]) for entry in listed] == [("throttled", 1), ("unavailable", None)]
    assert [api.get(USER).status_code for _ in range(3)] == [429, 503, 503]
    api.delete("/.sandbox/faults")
    assert api.get(USER).status_code == 200
    for wrong in ({"fault": "nonsense"}, {"fault": "cut", "timse": 1}, 7, "x"):
        assert api.post("/.sandbox/faults", json=wrong).status_code == 400
    assert api.post("/.sandbox/faults", content=b"{").status_code == 400


@pytest.mark.parametrize(
    "options",
    [
        *({"times": times} for times in (0, -1, True, 1.5, "1", 10**30)),
        *({"status": status} for status in (99, 100, 199, 600, 1000, True, "200")),
        *({"seconds": seconds} for seconds in (-5, -0.1, float("nan"), float("inf"), 1e300, "1", True)),
        *({"retry_after": seconds} for seconds in (-1, float("nan"), 1e300, True)),
        *({"size": size} for size in (0, -1, 10**30, 0.5)),
        *({"verb": verb} for verb in ("FETCH", "", "GET POST", 7)),
        *({"path": path} for path in ("", "users", 7)),
        *({"location": location} for location in ("", "/a b", "/a\r\nb", "/ü", 7)),
        *({flag: value} for flag in ("gzip", "processed", "retry_after_date") for value in (1, "true")),
        {"body": 7},
    ],
    ids=str,
)
def test_options_that_make_no_sense_are_refused(api: httpx.Client, options: dict[str, Any]) -> None:
    name = next(iter(options))
    with pytest.raises(ValueError, match=f"option {name} of a fault must be"):
        Fault("throttled", **options)
    answer = api.post("/.sandbox/faults", content=json.dumps({"fault": "429", **options}))
    assert answer.status_code == 400
    if "Infinity" not in json.dumps(options) and "NaN" not in json.dumps(options):  # which are not JSON
        assert f"option {name} of a fault must be" in answer.json()["error"]
    assert api.get(USER).status_code == 200


def test_a_fault_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown fault 'thorttled'; known are latency, "):
        Fault("thorttled")  # type: ignore[arg-type]  # a slip of the pen


def test_a_fault_under_another_key_is_told_the_right_one(api: httpx.Client) -> None:
    told = api.post("/.sandbox/faults", json={"kind": "latency"}).json()["error"]
    assert told.startswith("a fault is named under the key 'fault'")
    told = api.post("/.sandbox/faults", json={"fault": "latency", "second": 1}).json()["error"]
    assert told.startswith("unknown options of a fault: second; known are times, ")
    assert "times" in api.post("/.sandbox/faults", json={"fault": "latency", "times": None}).json()["error"]


def test_text_and_json_spell_the_same_fault() -> None:
    expected = Fault("throttled", times=3, retry_after=2.5, verb="GET", retry_after_date=True)
    text = "429; times=3; retry_after=2.5; verb=GET; retry_after_date=true"
    members = {"fault": "429", "times": 3, "retry_after": 2.5, "verb": "GET", "retry_after_date": True}
    assert parse_fault(text) == read_fault(members) == expected


def test_replies_carry_what_a_face_has_to_do(sandbox: Sandbox) -> None:
    def replies() -> Iterator[Reply]:
        for fault in (Fault("cut"), Fault("cut_body"), Fault("drip", seconds=0.5), Fault("big", size=131072)):
            sandbox.clear_faults()
            sandbox.faults(fault)
            yield sandbox.handle(Request("GET", USER))

    cut, cut_body, drip, big = replies()
    assert (cut.cut, cut_body.cut, drip.drip, big.repeat) == ("before", "half", 0.5, 2)
