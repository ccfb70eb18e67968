"""One token serves everybody, as long as it is good."""

import asyncio
from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus

import pytest
from tests.deadlines import AT_ONCE
from tests.scripted_server import TOKEN, Reply, ScriptedServer, Seen, in_turn
from tests.session.asking import wait_for
from tests.support import USER, async_client_of, calls, client_of, error, tokens_asked, value

from timeback_core import AsyncTimebackClient, Settings, TimebackClient
from timeback_core.engine.policy import tokens
from timeback_core.errors import AuthError, ConnectionFailed, SessionClosed, TimedOut, Unauthorized, Unexpected
from timeback_core.oneroster import get_user
from timeback_core.sandbox import Fault, Sandbox, Server

TOKENS = "*/token"


@pytest.mark.parametrize("cancelled", [0, 1, 2])
def test_one_token_serves_all_who_wait(server: Server, sandbox: Sandbox, cancelled: int) -> None:
    sandbox.faults(Fault("latency", seconds=0.2, path=TOKENS))

    async def main() -> list[str]:
        async with async_client_of(server) as client:
            tasks = [asyncio.ensure_future(get_user(client.session, f"student-{n}").awaitable()) for n in (1, 2, 3)]
            await asyncio.sleep(0.05)
            tasks[cancelled].cancel()
            told = await asyncio.gather(*tasks, return_exceptions=True)
            assert isinstance(told[cancelled], asyncio.CancelledError)
            return [value(each).sourced_id for each in told if not isinstance(each, BaseException)]

    assert asyncio.run(main()) == [f"student-{n}" for n in (1, 2, 3) if n != cancelled + 1]
    assert tokens_asked(sandbox) == 1


def test_one_token_serves_all_who_wait__one_may_lose_patience() -> None:
    come = Event()

    def token(_: Seen) -> Reply:
        assert come.wait(AT_ONCE)
        return TOKEN

    with (
        ScriptedServer(in_turn(Reply(USER)), token) as server,
        client_of(server) as client,
        ThreadPoolExecutor() as pool,
    ):
        patient = pool.submit(get_user, client.session, "u")
        wait_for(lambda: server.tokens_asked() == 1)
        impatient = error(get_user(client.using(timeout=0.1).session, "u"))
        assert isinstance(impatient, TimedOut)
        assert impatient.waiting_for == "token"
        come.set()
        assert value(patient.result()).sourced_id == "u"
        assert server.tokens_asked() == 1


def test_a_revoked_token_is_replaced_once_for_all_calls(client: TimebackClient, sandbox: Sandbox) -> None:
    value(get_user(client.session, "student-1"))
    sandbox.revoke_tokens()
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda n: get_user(client.session, f"student-{n}"), range(1, 7)))
    assert [value(each).sourced_id for each in told] == [f"student-{n}" for n in range(1, 7)]
    assert tokens_asked(sandbox) == 2


def test_a_revoked_token_is_replaced_once_for_all_calls__in_an_event_loop(server: Server, sandbox: Sandbox) -> None:
    async def main() -> list[str]:
        async with async_client_of(server) as client:
            value(await get_user(client.session, "student-1"))
            sandbox.revoke_tokens()
            told = await asyncio.gather(*(get_user(client.session, f"student-{n}").awaitable() for n in range(1, 7)))
            return [value(each).sourced_id for each in told]

    assert asyncio.run(main()) == [f"student-{n}" for n in range(1, 7)]
    assert tokens_asked(sandbox) == 2


def test_a_good_token_is_kept() -> None:
    names = iter(("old", "new", "newest"))

    def token(_: Seen) -> Reply:
        assert isinstance(TOKEN.body, dict)
        return Reply({**TOKEN.body, "access_token": next(names)})

    def answer(seen: Seen) -> Reply:
        refused = seen.headers["authorization"] == "Bearer old"
        late = 0.2 if seen.path.endswith("/late") else 0.0
        return Reply({}, 401, delay=late) if refused else Reply(USER)

    with ScriptedServer(answer, token) as server, client_of(server) as client:
        with ThreadPoolExecutor(2) as pool:
            late = pool.submit(get_user, client.session, "late")
            value(get_user(client.session, "early"))
            assert value(late.result()).sourced_id == "u"
        assert server.tokens_asked() == 2


def test_a_fresh_token_is_tried_once(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.faults(Fault("unauthorized"))
    failed = error(get_user(client.session, "student-1"))
    assert isinstance(failed, Unauthorized)
    assert failed.call.attempts == len(calls(sandbox)) == tokens_asked(sandbox) == 2


def test_a_fresh_token_is_tried_once__and_a_refusal_is_believed_for_a_while(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    sandbox.faults(Fault("unauthorized", path="*/users/*"))
    for _ in range(5):
        assert isinstance(error(get_user(client.session, "student-1")), Unauthorized)
    assert tokens_asked(sandbox) == 2
    assert value(client.oneroster.schools.list())
    sandbox.clear_faults()
    assert value(get_user(client.session, "student-1")).sourced_id == "student-1"


@pytest.mark.parametrize("seconds", [2, 30, 60])
def test_a_token_is_used_while_it_lives__a_short_life(seconds: float) -> None:
    box = Sandbox(students=2, token_seconds=seconds)
    with box.serve() as server, client_of(server) as client:
        for _ in range(4):
            value(get_user(client.session, "student-1"))
        assert tokens_asked(box) == 1


def test_a_token_is_used_while_it_lives__an_hour_without_an_expiry(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.switches.token_without_expiry = True
    for _ in range(3):
        value(get_user(client.session, "student-1"))
    assert tokens_asked(sandbox) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        Fault("unavailable", times=2, retry_after=0, path=TOKENS),
        Fault("throttled", times=2, retry_after=0, path=TOKENS),
        Fault("cut", times=1, path=TOKENS),
    ],
    ids=lambda fault: fault.kind,
)
def test_a_token_is_asked_for_again_after_trouble(client: TimebackClient, sandbox: Sandbox, trouble: Fault) -> None:
    sandbox.faults(trouble)
    value(get_user(client.session, "student-1"))


def scopes_asked(sandbox: Sandbox) -> list[str]:
    """The scopes of the first token request."""
    form = parse_qs(sandbox.requests()[0].body.decode())
    return form.get("scope", [""])[0].split()


@pytest.mark.parametrize(("scopes", "asked"), [(("a", "b"), ["a", "b"]), ("a b", ["a", "b"]), ((), [])])
def test_scopes_can_be_chosen(
    server: Server, sandbox: Sandbox, scopes: tuple[str, ...] | str, asked: list[str]
) -> None:
    with client_of(server, scopes=scopes) as client:
        value(get_user(client.session, "student-1"))
        assert scopes_asked(sandbox) == asked


def test_scopes_can_be_chosen__and_are_those_of_the_platform_otherwise() -> None:
    roster = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster.createput"
    events = "https://purl.imsglobal.org/spec/caliper/v1p2/scope/events.write"
    box = Sandbox(students=2, platform="LEARNWITH_AI", scopes=(roster, events))
    with box.serve() as server, client_of(server) as client:
        assert value(client.check_auth()).ok
        assert sorted(scopes_asked(box)) == sorted((roster, events))


def test_a_check_of_credentials_asks_afresh(client: TimebackClient, sandbox: Sandbox) -> None:
    value(get_user(client.session, "student-1"))
    assert value(client.check_auth()).ok
    assert tokens_asked(sandbox) == 2
    sandbox.faults(Fault("status", status=400, path=TOKENS))
    report = value(client.check_auth())
    assert not report.ok
    assert [type(check.error) for check in report.checks] == [AuthError]
    assert all(check.latency > 0 for check in report.checks)


def test_a_check_of_credentials_asks_afresh__and_never_raises(server: Server) -> None:
    without = client_of(server, auth_url=None, client_id=None, client_secret=None)
    assert value(without.check_auth()).checks == ()
    without.close()
    assert error(without.check_auth()) == SessionClosed()


def test_a_check_of_credentials_asks_afresh__at_each_endpoint(server: Server) -> None:
    with ScriptedServer(in_turn(Reply({})), in_turn(Reply({"error": "invalid_client"}, 400))) as other:
        settings = {"base_url": other.base_url, "auth_url": other.token_url}
        client = client_of(
            server,
            base_url=None,
            services={"oneroster": server.base_url, "caliper": settings},  # type: ignore[dict-item]  # a plain dict
        )
        with client:
            report = value(client.check_auth())
    assert not report.ok
    assert {check.token_url: check.ok for check in report.checks} == {server.token_url: True, other.token_url: False}


def test_a_check_of_credentials_asks_afresh__also_after_a_failure() -> None:
    with (
        ScriptedServer(in_turn(Reply(USER)), in_turn(Reply({"error": "invalid_client"}, 401), TOKEN)) as server,
        client_of(server) as client,
    ):
        assert isinstance(error(get_user(client.session, "u")), AuthError)
        assert isinstance(error(get_user(client.session, "u")), AuthError)
        assert server.tokens_asked() == 1
        assert value(client.check_auth()).ok
        assert value(get_user(client.session, "u")).sourced_id == "u"


NOWHERE = "http://127.0.0.1:9"


def test_an_endpoint_that_is_down_is_no_refusal(server: Server) -> None:
    with client_of(server, auth_url=f"{NOWHERE}/token") as client:
        failed = error(get_user(client.session, "student-1"))
        assert isinstance(failed, ConnectionFailed)
        assert f"no token from {NOWHERE}/token" in failed.reason
        assert not failed.sent
        [check] = value(client.check_auth()).checks
        assert isinstance(check.error, ConnectionFailed)
    with ScriptedServer(in_turn(Reply(USER)), in_turn(Reply(delay=9))) as slow, client_of(slow, timeout=0.1) as client:
        late = error(get_user(client.session, "u"))
        assert isinstance(late, TimedOut)
        assert late.waiting_for == "token"


@pytest.mark.parametrize(
    "trouble", [Reply(None, 500), Reply({"error": "invalid_client"}, 401), Reply(cut=True)], ids=str
)
def test_a_failed_token_is_told_for_a_while(trouble: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "UNREACHABLE", 60.0)
    with ScriptedServer(in_turn(Reply(USER)), in_turn(trouble)) as server, client_of(server, max_attempts=1) as client:
        failed = error(get_user(client.session, "u"))
        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(lambda _: error(get_user(client.session, "u")), range(100)))
        assert {type(each) for each in told} == {type(failed)}
        assert (server.tokens_asked(), server.calls()) == (1, [])


def test_a_failed_token_is_told_for_a_while__and_then_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "UNREACHABLE", 0.3)
    with ScriptedServer(in_turn(Reply(USER)), in_turn(Reply(None, 500), TOKEN)) as server, client_of(server) as client:
        assert isinstance(error(get_user(client.session, "u")), AuthError)
        sleep(0.35)
        assert value(get_user(client.session, "u")).sourced_id == "u"
        assert server.tokens_asked() == 2


SECRET = "a+b/c%41= é"


def credentials(seen: Seen) -> tuple[str, str] | None:
    """Id and secret as they came in the header, or in the form."""
    scheme, _, encoded = seen.headers.get("authorization", "").partition(" ")
    if scheme == "Basic":
        client_id, _, secret = b64decode(encoded).decode().partition(":")
        return client_id, secret
    form = dict(parse_qsl(seen.body.decode()))
    return form["client_id"], form["client_secret"]


@pytest.mark.parametrize("status", [400, 401])
@pytest.mark.parametrize(
    ("client_auth", "taken", "asked"),
    [
        (None, lambda seen: "authorization" in seen.headers and credentials(seen), 1),
        ("client_secret_basic", lambda seen: "authorization" in seen.headers and credentials(seen), 1),
        (None, lambda seen: tuple(map(unquote_plus, credentials(seen) or ())), 2),
        ("client_secret_post", lambda seen: "authorization" not in seen.headers and credentials(seen), 1),
    ],
    ids=["as it is", "as it is by name", "form-encoded", "in the form"],
)
def test_credentials_are_sent_as_the_endpoint_takes_them(
    client_auth: str | None, taken: Callable[[Seen], object], asked: int, status: int
) -> None:
    def token(seen: Seen) -> Reply:
        return TOKEN if taken(seen) == ("i@d", SECRET) else Reply({"error": "invalid_client"}, status)

    with (
        ScriptedServer(in_turn(Reply(USER)), token) as server,
        client_of(server, client_id="i@d", client_secret=SECRET, client_auth=client_auth, max_attempts=1) as client,
    ):
        assert value(get_user(client.session, "u")).sourced_id == "u"
        assert server.tokens_asked() == asked


def test_credentials_are_sent_as_the_endpoint_takes_them__and_by_the_sandbox_in_both_ways(server: Server) -> None:
    for client_auth in ("client_secret_basic", "client_secret_post"):
        with client_of(server, client_auth=client_auth) as client:
            assert value(client.check_auth()).ok


def fixed(server: ScriptedServer, **settings: Any) -> TimebackClient:
    """A client that has no token endpoint."""
    return TimebackClient.open(**{"base_url": server.base_url, "environ": {}, **settings}).unwrap()


def bearers(server: ScriptedServer) -> list[str | None]:
    """The tokens that came."""
    return [seen.headers.get("authorization") for seen in server.calls()]


def test_a_token_can_be_given() -> None:
    with ScriptedServer(in_turn(Reply(USER))) as server:
        with fixed(server, access_token="key") as client:
            for _ in range(2):
                assert value(get_user(client.session, "u")).sourced_id == "u"
            assert value(client.check_auth()).checks == ()
            by_hand = client.using(headers={"Authorization": "Bearer other"}).session
            assert "access_token" in error(get_user(by_hand, "u")).message
        assert (bearers(server), server.tokens_asked()) == (["Bearer key"] * 2, 0)
        with fixed(server, access_token="key") as client:
            server.script = in_turn(Reply({}, 401))
            assert isinstance(error(get_user(client.session, "u")), Unauthorized)
        assert len(server.calls()) == 3


def test_a_token_can_be_given__by_a_function_for_each_call() -> None:
    keys = iter(("one", "two", "a b", ""))
    with ScriptedServer(in_turn(Reply(USER))) as server, fixed(server, access_token=lambda: next(keys)) as client:
        for _ in range(2):
            assert value(get_user(client.session, "u")).sourced_id == "u"
        assert bearers(server) == ["Bearer one", "Bearer two"]
        for exception in ("TypeError", "TypeError", "StopIteration"):
            failed = error(get_user(client.session, "u"))
            assert isinstance(failed, Unexpected)
            assert failed.exception == exception
            assert "a b" not in failed.message
        assert len(server.calls()) == 2


def test_a_token_can_be_given__for_one_service_alone() -> None:
    with ScriptedServer(in_turn(Reply(USER))) as server:
        services = {"oneroster": {"base_url": server.base_url, "access_token": "own"}}
        with fixed(server, base_url=None, services=services, access_token="common") as client:
            assert value(get_user(client.session, "u")).sourced_id == "u"
        assert bearers(server) == ["Bearer own"]


def test_a_token_can_be_given__in_an_event_loop() -> None:
    with ScriptedServer(in_turn(Reply(USER))) as server:

        async def main() -> None:
            settings = Settings(base_url=server.base_url, access_token=lambda: "key", environ={})
            async with AsyncTimebackClient.open(**settings).unwrap() as client:
                assert value(await get_user(client.session, "u")).sourced_id == "u"

        asyncio.run(main())
        assert bearers(server) == ["Bearer key"]
