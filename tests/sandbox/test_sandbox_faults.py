"""Each kind of trouble, how often and for whom, in process and by control call."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from random import Random
from typing import Any

import anyio
import attrs
import httpx
import pytest

from timeback_core.sandbox import Fault, Limit, Reply, Request, Sandbox
from timeback_core.sandbox.faults import KINDS, parse_fault, read_fault

USERS = "/ims/oneroster/rostering/v1p2/users/"
USER = f"{USERS}student-1"
ORGS = "/ims/oneroster/rostering/v1p2/orgs/"


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
    for seconds, told in ((0, "0"), (0.01, "0.01"), (10, "10"), (31_536_000, "31536000"), (1e-5, "0.00001")):
        sandbox.faults(Fault("throttled", retry_after=seconds, times=1))
        assert api.get(USER).headers["retry-after"] == told
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
    assert 1_000_000 - 15 < len(plain) <= 1_000_000
    assert len(api.get(USER, headers={"X-Sandbox-Fault": "big; size=10"}).content) == 10
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
    assert api.get(ORGS).status_code == 200
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
    assert told.startswith("unknown options of a fault: second; known are verb, ")
    assert "times" in api.post("/.sandbox/faults", json={"fault": "latency", "times": None}).json()["error"]


def test_text_and_json_spell_the_same_fault() -> None:
    expected = Fault("throttled", times=3, retry_after=2.5, verb="GET", retry_after_date=True)
    text = "429; times=3; retry_after=2.5; verb=GET; retry_after_date=true"
    members = {"fault": "429", "times": 3, "retry_after": 2.5, "verb": "GET", "retry_after_date": True}
    assert parse_fault(text) == read_fault(members) == expected


EACH = [Fault("status", status=418), Fault("latency", seconds=0.125)]


def met(sandbox: Sandbox, count: int, verb: str = "GET", path: str = USER, body: bytes = b"") -> str:
    """Of so many requests which meet a fault, as a row of crosses."""
    replies = (sandbox.handle(Request(verb, path, body=body)) for _ in range(count))
    return "".join("x" if reply.status == 418 or reply.delay else "." for reply in replies)


@pytest.mark.parametrize(
    ("options", "row"),
    [
        ({}, "xxxxxxxxxxxx"),
        ({"times": 2}, "xx.........."),
        ({"after": 3}, "...xxxxxxxxx"),
        ({"every": 3}, "..x..x..x..x"),
        ({"every": 4, "in_a_row": 2}, "...xx..xx..x"),
        ({"after": 2, "every": 3, "times": 2}, "....x..x...."),
        ({"probability": 0}, "............"),
        ({"for_seconds": 0}, "............"),
    ],
    ids=str,
)
@pytest.mark.parametrize("fault", EACH, ids=lambda fault: fault.kind)
def test_which_of_those_that_fit_are_met(sandbox: Sandbox, fault: Fault, options: dict[str, Any], row: str) -> None:
    sandbox.faults(attrs.evolve(fault, **options))
    assert met(sandbox, 12) == row


BODY = b'{"user": {"roles": [{"role": "student"}, {"role": "guardian"}], "grades": [1, true]}}'


@pytest.mark.parametrize(
    ("options", "is_met"),
    [
        ({"operation": "oneroster.users.create"}, True),
        ({"operation": "oneroster.*.create"}, True),
        ({"operation": "oneroster.users.get"}, False),
        ({"service": "oneroster"}, True),
        ({"service": "caliper"}, False),
        ({"containing": '"guardian"'}, True),
        ({"containing": '"teacher"'}, False),
        ({"containing": {"user": {"roles": [{"role": "guardian"}]}}}, True),
        ({"containing": {"user": {"roles": [{"role": "guardian"}, {"role": "teacher"}]}}}, False),
        ({"containing": {"user": {"grades": [True]}}}, True),
        ({"containing": {"user": {"grades": [False]}}}, False),
        ({"containing": {"user": {"roles": {"role": "guardian"}}}}, False),
        ({"containing": [7]}, False),
        ({"verb": "post", "path": "*/users*", "service": "oneroster", "containing": "guardian"}, True),
    ],
    ids=str,
)
def test_which_requests_fit(sandbox: Sandbox, options: dict[str, Any], is_met: bool) -> None:
    sandbox.faults(Fault("status", status=418, **options))
    assert met(sandbox, 1, "POST", USERS, BODY) == ("x" if is_met else ".")
    if "containing" in options:
        assert met(sandbox, 1, "POST", USERS, b"{") == "."


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"operation": "oneroster.users.gte"}, "operation: there is no .*did you mean oneroster.users.get?"),
        ({"operation": "oneroster.user.*"}, "operation: there is no operation oneroster.user.*"),
        ({"service": "onerooster"}, "service: there is no service onerooster; did you mean oneroster?"),
    ],
    ids=str,
)
def test_what_no_api_has_is_refused_wherever_it_is_told(
    sandbox: Sandbox, api: httpx.Client, options: dict[str, Any], told: str
) -> None:
    told = told.replace("?", r"\?")
    ways: list[Callable[[], object]] = [
        lambda: Sandbox(students=1, faults=[Fault("cut", operation="qti.*"), Fault("cut", **options)]),
        lambda: sandbox.faults(Fault("cut"), Fault("cut", **options)),
        lambda: sandbox.limit(Limit(1), Limit(1, **options)),
    ]
    for way in ways:
        with pytest.raises(ValueError, match=told):
            way()
    pairs = "".join(f"; {name}={value}" for name, value in options.items())
    answers = [
        api.post("/.sandbox/faults", json=[{"fault": "cut"}, {"fault": "cut", **options}]),
        api.post("/.sandbox/limit", json=[{"rate": 1}, {"rate": 1, **options}]),
        api.get(USERS, headers={"x-sandbox-fault": f"cut{pairs}"}),
        api.post("/.sandbox/page/faults/add", data={"kind": "cut", **options}),
        api.post("/.sandbox/page/faults/limit", data={"rate": "1", **options}),
    ]
    in_force = [api.get(f"/.sandbox/{name}").json() for name in ("faults", "limit")]
    assert [answer.status_code for answer in answers] == [400] * 5
    assert [each.text for each in answers if re.search(told, each.text) is None] == []
    assert [answer.json()["error"][:5] for answer in answers[:2]] == ["[1]: "] * 2
    assert in_force == [{"faults": []}, {"limits": []}]


def test_a_fault_lasts_by_the_clock_of_the_sandbox() -> None:
    now = [1000.0]
    sandbox = Sandbox(students=1, clock=lambda: now[0], faults=[Fault("status", status=418, for_seconds=60)])
    now[0] += 59
    assert met(sandbox, 2) == "xx"
    now[0] += 1
    assert met(sandbox, 2) == ".."
    sandbox.reset()
    assert met(sandbox, 2) == "xx"


def test_chance_of_one_fault_is_not_changed_by_another_and_begins_again_with_a_reset() -> None:
    shaky = Fault("latency", probability=0.5, distribution="exponential", seconds=1)
    sandbox, other = Sandbox(students=1, seed=4, faults=[shaky]), Sandbox(students=1, seed=5, faults=[shaky])

    def delays(of: Sandbox) -> list[float]:
        return [of.handle(Request("GET", USER)).delay for _ in range(40)]

    alone = delays(sandbox)
    assert alone != delays(sandbox) != delays(other)
    sandbox.reset()
    assert delays(sandbox) == alone
    sandbox.clear_faults()
    sandbox.faults(Fault("throttled", probability=0.5), shaky, Fault("latency", probability=0.5, seconds=0))
    assert delays(sandbox) == alone
    sandbox.clear_faults()
    sandbox.faults(shaky, shaky)
    assert delays(sandbox) not in ([2 * delay for delay in alone], alone)


@pytest.mark.parametrize(
    ("fault", "low", "middle", "high"),
    [
        (Fault("latency", seconds=2), 2, 2, 2),
        (Fault("latency", distribution="uniform", seconds=2, spread=1), 1.2, 2, 2.8),
        (Fault("latency", distribution="uniform", seconds=1, spread=4), 0, 1, 4.2),
        (Fault("latency", distribution="normal", seconds=2, spread=0.5), 1.36, 2, 2.64),
        (Fault("latency", distribution="exponential", seconds=2), 0.21, 1.39, 4.6),
        (Fault("latency", distribution="lognormal", p50=1, p99=10), 0.28, 1, 3.55),
        (Fault("latency", distribution="lognormal", p50=1e-300, p99=86_400), 0, 0, 0),
    ],
    ids=lambda value: value.distribution if isinstance(value, Fault) else "",
)
def test_times_are_drawn_from_their_distribution(fault: Fault, low: float, middle: float, high: float) -> None:
    random = Random(1)
    drawn = sorted(fault.draw_seconds(random) for _ in range(4000))
    assert [drawn[400], drawn[2000], drawn[3600]] == pytest.approx([low, middle, high], rel=0.08, abs=0.02)
    assert drawn[0] >= 0


@pytest.mark.parametrize(
    ("kind", "options", "problems"),
    [
        ("latency", {"distribution": "normal"}, ["normal needs spread"]),
        ("latency", {"spread": 1}, ["spread is for uniform and normal"]),
        ("latency", {"p50": 1, "p99": 2}, ["p50 and p99 are for lognormal"]),
        ("latency", {"distribution": "lognormal", "p50": 1}, ["lognormal needs p50 and p99"]),
        ("latency", {"distribution": "lognormal", "p50": 2, "p99": 1}, ["p99 must be at least p50"]),
        ("latency", {"distribution": "lognormal", "p50": 1, "p99": 2, "seconds": 1}, ["neither seconds nor spread"]),
        ("cut", {"in_a_row": 2, "seconds": 3}, ["option seconds of a fault is not for cut", "in_a_row needs every"]),
        ("drip", {"seconds": 1, "bytes_per_second": 9}, ["exclude each other"]),
        ("status", {"retry_after_date": True, "size": 3}, ["needs retry_after", "option size of a fault is not for"]),
        ("html", {"status": 99, "every": 0, "x": 1}, ["option status of", "option every of", "unknown options of a"]),
    ],
)
def test_what_makes_no_sense_together_is_told_at_once(
    api: httpx.Client, kind: str, options: dict[str, Any], problems: list[str]
) -> None:
    told = api.post("/.sandbox/faults", json=[{"fault": "cut"}, {"fault": kind, **options}])
    assert (told.status_code, api.get("/.sandbox/faults").json()) == (400, {"faults": []})
    assert told.json()["error"].startswith("[1]: ")
    assert [problem for problem in problems if problem not in told.json()["error"]] == []


def test_what_is_told_of_faults_puts_them_in_force_again(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.faults(Fault("drip", bytes_per_second=9, containing={"a": [1]}), Fault("html", times=3, retry_after=2))
    assert api.get(USER).status_code == 502
    told = api.get("/.sandbox/faults").json()["faults"]
    assert [(fault.pop("met"), fault.pop("left")) for fault in told] == [(0, None), (1, 2)]
    sandbox.clear_faults()
    again = api.post("/.sandbox/faults", json=told).json()["faults"]
    assert [{**fault, "met": 0, "left": fault.get("times")} for fault in told] == again


def test_a_body_that_drips_at_a_speed_or_stalls_is_whole(sandbox: Sandbox, api: httpx.Client) -> None:
    whole = api.get(USER).content
    for fault, sizes in (
        (Fault("drip", bytes_per_second=8_000), [400, 400]),
        (Fault("drip", bytes_per_second=2), [1, 1]),
        (Fault("stall", seconds=0.5), [len(whole) // 2, len(whole) - len(whole) // 2]),
        (Fault("stall", seconds=0.5, place="head"), [0, len(whole)]),
    ):
        sandbox.clear_faults()
        sandbox.faults(fault)
        reply = sandbox.handle(Request("GET", USER, tuple(api.headers.items())))
        pieces = [piece for piece, _ in reply.pieces()]
        assert (b"".join(pieces), [len(piece) for piece in pieces[:2]]) == (whole, sizes)


def test_over_http_a_stall_a_reset_and_a_hang_are_what_they_are(sandbox: Sandbox, web: httpx.Client) -> None:
    whole = web.get(USER).content
    sandbox.faults(*(Fault("stall", seconds=0.01, place=place, times=1) for place in ("head", "middle")))
    assert [web.get(USER).content for _ in range(2)] == [whole, whole]
    sandbox.faults(Fault("reset", times=1), Fault("hang", seconds=0.01, times=1), Fault("hang", times=1))
    with pytest.raises(httpx.ReadError, match=r"(?i)reset"):
        web.get(USER)
    with pytest.raises(httpx.RemoteProtocolError):
        web.get(USER)
    with pytest.raises(httpx.ReadTimeout):
        web.get(USER, timeout=0.05)
    assert [entry.status for entry in sandbox.requests()] == [200, 200, 200, 0, 0, 0]


def test_in_process_a_reset_and_a_hang_are_the_errors_of_a_socket(sandbox: Sandbox, api: httpx.Client) -> None:
    sandbox.faults(Fault("reset", times=1), Fault("hang"))
    with pytest.raises(httpx.ReadError):
        api.get(USER)
    with pytest.raises(httpx.ReadTimeout):
        api.get(USER, timeout=0.01)


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", USERS),
        ("DELETE", f"{ORGS}district-1"),
        ("POST", "/ims/oneroster/resources/v1p2/resources/export/course-1-unit-1-lesson-1-resource"),
        ("GET", "/lesson/lesson-1"),
        ("HEAD", USERS),
        ("GET", "/openapi.json"),
    ],
)
def test_each_fault_can_meet_any_answer(
    sandbox: Sandbox, api: httpx.Client, caplog: pytest.LogCaptureFixture, verb: str, path: str
) -> None:
    headers = tuple(api.headers.items())
    for kind in KINDS:
        sandbox.faults(Fault(kind, times=1))
        reply = sandbox.handle(Request(verb, path, headers))
        assert b"".join(piece for piece, _ in reply.pieces()) == reply.sent_body * reply.repeat
    assert caplog.records == []


def test_replies_carry_what_a_face_has_to_do(sandbox: Sandbox) -> None:
    def replies() -> Iterator[Reply]:
        for fault in (Fault("cut"), Fault("cut_body"), Fault("drip", seconds=0.5), Fault("big", size=131072)):
            sandbox.clear_faults()
            sandbox.faults(fault)
            yield sandbox.handle(Request("GET", USER))

    head = Request("HEAD", USER, (("x-sandbox-fault", "big; size=1000000000000"),))
    assert list(sandbox.handle(head).pieces()) == [(b"", 0.0)]
    cut, cut_body, drip, big = replies()
    assert (cut.cut, cut_body.cut, drip.pause, big.repeat) == ("before", "half", 0.5, 2)
