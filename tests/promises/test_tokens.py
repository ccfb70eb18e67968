"""One token serves everybody, as long as it is good."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from urllib.parse import parse_qs

import pytest
from tests.scripted_server import TOKEN, Reply, ScriptedServer, Seen, in_turn
from tests.support import USER, async_client_of, calls, client_of, error, tokens_asked, value

from timeback_core import TimebackClient
from timeback_core.errors import AuthError, SessionClosed, TimedOut, Unauthorized
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


def test_one_token_serves_all_who_wait__one_may_lose_patience(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.faults(Fault("latency", seconds=0.6, path=TOKENS))
    with ThreadPoolExecutor(2) as pool:
        patient = pool.submit(get_user, client.session, "student-2")
        begun = monotonic()
        impatient = error(get_user(client.using(timeout=0.1).session, "student-1"))
        assert monotonic() - begun < 0.5
        assert isinstance(impatient, TimedOut)
        assert impatient.waiting_for == "token"
        assert value(patient.result()).sourced_id == "student-2"
    assert tokens_asked(sandbox) == 1


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
