"""Tokens: core wire reference, section 15, rows 13, 14, 21 and 29."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from urllib.parse import parse_qs

import pytest
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import async_client_of, client_of, error, tokens_asked, value

from timeback_core import TimebackClient
from timeback_core.errors import AuthError, SessionClosed, TimedOut
from timeback_core.oneroster.operations.users import get_user
from timeback_core.sandbox import Fault, Sandbox
from timeback_core.sandbox.faces.server import Server

TOKENS = "*/token"
USER = {"user": {"sourcedId": "u", "givenName": "A", "familyName": "B"}}


def test_core_13_token_and_calls_share_a_connection() -> None:
    """The official client makes a connection and a TLS context for each token that it fetches.

    Guard: `timeback_core.engine.session.core.Core.connections`.
    """
    with ScriptedServer(in_turn(Reply(USER))) as server, client_of(server) as client:
        value(get_user(client.session, "u"))
        assert value(client.check_auth()).ok
        value(get_user(client.session, "u"))
        assert server.tokens_asked() == 2
        assert server.connections == 1


@pytest.mark.parametrize("seconds", [2, 30, 60])
def test_core_13_short_lived_tokens_are_used(seconds: float) -> None:
    """The official client fetches a token for every call when it lives for 60 s or less.

    Guard: `timeback_core.engine.policy.tokens.read_token`.
    """
    box = Sandbox(students=2, token_seconds=seconds)
    with box.serve() as server, client_of(server) as client:
        for _ in range(4):
            value(get_user(client.session, "student-1"))
        assert tokens_asked(box) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        Fault("unavailable", times=2, retry_after=0, path=TOKENS),
        Fault("throttled", times=2, retry_after=0, path=TOKENS),
        Fault("cut", times=1, path=TOKENS),
    ],
    ids=lambda fault: fault.kind,
)
def test_core_13_a_token_is_asked_for_again(client: TimebackClient, sandbox: Sandbox, trouble: Fault) -> None:
    """The official client gives up on a token after one attempt.

    Guard: `timeback_core.engine.policy.tokens.fetch_token`.
    """
    sandbox.faults(trouble)
    value(get_user(client.session, "student-1"))


def test_core_13_tokens_without_expiry(client: TimebackClient, sandbox: Sandbox) -> None:
    """A token endpoint that tells no expiry is believed for an hour.

    Guard: `timeback_core.engine.policy.tokens.read_token`.
    """
    sandbox.switches.token_without_expiry = True
    for _ in range(3):
        value(get_user(client.session, "student-1"))
    assert tokens_asked(sandbox) == 1


@pytest.mark.parametrize("cancelled", [0, 1, 2])
def test_core_14_one_cancelled_caller(server: Server, sandbox: Sandbox, cancelled: int) -> None:
    """In the official client one cancelled caller cancels everybody who waits for the token.

    Guard: `timeback_core.engine.session.flight.Flight`, `timeback_core.engine.session.loop.detach`.
    """
    sandbox.faults(Fault("latency", seconds=0.2, path=TOKENS))

    async def main() -> list[str]:
        async with async_client_of(server) as client:
            tasks = [
                asyncio.ensure_future(get_user(client.session, f"student-{n}").awaitable()) for n in (1, 2, 3)
            ]
            await asyncio.sleep(0.05)
            tasks[cancelled].cancel()
            told = await asyncio.gather(*tasks, return_exceptions=True)
            assert isinstance(told[cancelled], asyncio.CancelledError)
            return [value(each).sourced_id for each in told if not isinstance(each, BaseException)]

    assert asyncio.run(main()) == [f"student-{n}" for n in (1, 2, 3) if n != cancelled + 1]
    assert tokens_asked(sandbox) == 1


def test_core_14_one_impatient_caller(client: TimebackClient, sandbox: Sandbox) -> None:
    """A caller whose own deadline passes leaves the fetch to the others.

    Guard: `timeback_core.engine.session.flight.Flight`.
    """
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


def scopes_asked(sandbox: Sandbox) -> list[str]:
    """The scopes of the first token request."""
    form = parse_qs(sandbox.requests()[0].body.decode())
    return form.get("scope", [""])[0].split()


def test_core_21_scopes_of_learnwith_ai() -> None:
    """There the official client asks for Caliper's scope alone, so that OneRoster has to be refused.

    Guard: `timeback_core.engine.config.tokens.TokenPlanner`.
    """
    roster = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster.createput"
    events = "https://purl.imsglobal.org/spec/caliper/v1p2/scope/events.write"
    box = Sandbox(students=2, platform="LEARNWITH_AI", scopes=(roster, events))
    with box.serve() as server, client_of(server) as client:
        assert value(client.check_auth()).ok
        assert sorted(scopes_asked(box)) == sorted((roster, events))


@pytest.mark.parametrize(("scopes", "asked"), [(("a", "b"), ["a", "b"]), ("a b", ["a", "b"]), ((), [])])
def test_core_21_scopes_can_be_chosen(
    server: Server, sandbox: Sandbox, scopes: tuple[str, ...] | str, asked: list[str]
) -> None:
    """The official unified client has no way to name scopes.

    Guard: `timeback_core.engine.config.options.scopes_option`.
    """
    with client_of(server, scopes=scopes) as client:
        value(get_user(client.session, "student-1"))
        assert scopes_asked(sandbox) == asked


def test_core_29_check_auth_asks_afresh(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official `check_auth` answers from its cache, so that it cannot notice a revoked credential.

    Guard: `timeback_core.engine.session.synchronous.Session.check_auth`.
    """
    value(get_user(client.session, "student-1"))
    assert value(client.check_auth()).ok
    assert tokens_asked(sandbox) == 2
    sandbox.faults(Fault("status", status=400, path=TOKENS))
    report = value(client.check_auth())
    assert not report.ok
    assert [type(check.error) for check in report.checks] == [AuthError]
    assert all(check.latency > 0 for check in report.checks)


def test_core_29_check_auth_never_raises(server: Server) -> None:
    """The official one raises when nothing is configured, and after `close`.

    Guard: `timeback_core.engine.session.auth_report.AuthReport`.
    """
    without = client_of(server, auth_url=None, client_id=None, client_secret=None)
    assert value(without.check_auth()).checks == ()
    without.close()
    assert error(without.check_auth()) == SessionClosed()


def test_core_29_check_auth_of_each_endpoint(server: Server) -> None:
    """Each token endpoint is asked and reported by itself.

    Guard: `timeback_core.engine.session.auth_report.AuthReport`.
    """
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
    assert {check.token_url: check.ok for check in report.checks} == {
        server.token_url: True,
        other.token_url: False,
    }
