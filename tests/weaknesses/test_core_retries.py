"""Repetition: core wire reference, section 15, rows 4, 5 and 6."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from statistics import pstdev

import pytest
from tests.scripted_server import TOKEN, Reply, ScriptedServer, Seen, in_turn
from tests.support import async_client_of, calls, client_of, error, new_user, tokens_asked, value

from timeback_core import TimebackClient
from timeback_core.engine.policy.retry import backoff
from timeback_core.errors import ConnectionFailed, ServerFault, Unauthorized
from timeback_core.oneroster.operations.users import create_user, delete_user, get_user, list_users
from timeback_core.sandbox import Fault, Sandbox
from timeback_core.sandbox.faces.server import Server

USER = {"user": {"sourcedId": "u", "givenName": "A", "familyName": "B"}}


def test_core_04_revoked_token(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official client fails on every call in flight when a token is revoked, and never tries again.

    Guard: `timeback_core.engine.policy.call.call`, `timeback_core.engine.session.flight.Flight`.
    """
    value(get_user(client.session, "student-1"))
    sandbox.revoke_tokens()
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda n: get_user(client.session, f"student-{n}"), range(1, 7)))
    assert [value(each).sourced_id for each in told] == [f"student-{n}" for n in range(1, 7)]
    assert tokens_asked(sandbox) == 2


def test_core_04_revoked_token_in_an_event_loop(server: Server, sandbox: Sandbox) -> None:
    """The same in an event loop.

    Guard: `timeback_core.engine.session.loop_core.LoopCore`.
    """

    async def main() -> list[str]:
        async with async_client_of(server) as client:
            value(await get_user(client.session, "student-1"))
            sandbox.revoke_tokens()
            told = await asyncio.gather(
                *(get_user(client.session, f"student-{n}").awaitable() for n in range(1, 7))
            )
            return [value(each).sourced_id for each in told]

    assert asyncio.run(main()) == [f"student-{n}" for n in range(1, 7)]
    assert tokens_asked(sandbox) == 2


def test_core_04_the_good_token_is_kept() -> None:
    """The official client drops whatever token is cached when a 401 comes, also one fetched since.

    Here a late 401 for the old token arrives when the new one is in use already: it is not fetched again.

    Guard: `timeback_core.engine.policy.tokens.usable`.
    """
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


def test_core_04_a_401_that_stays_is_told(client: TimebackClient, sandbox: Sandbox) -> None:
    """A fresh token is tried once, not for ever.

    Guard: `timeback_core.engine.policy.call.call`.
    """
    sandbox.faults(Fault("unauthorized"))
    failed = error(get_user(client.session, "student-1"))
    assert isinstance(failed, Unauthorized)
    assert failed.call.attempts == len(calls(sandbox)) == tokens_asked(sandbox) == 2


TROUBLES = [
    Fault("throttled", times=2, retry_after=0),
    Fault("unavailable", times=2, retry_after=0),
    Fault("html", times=2, status=502, retry_after=0),
    Fault("status", times=2, status=504, retry_after=0),
    Fault("cut", times=1),
    Fault("cut_body", times=1),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda fault: f"{fault.kind}-{fault.status}")
def test_core_05_transient_trouble(client: TimebackClient, sandbox: Sandbox, trouble: Fault) -> None:
    """The official client repeats after 429 and 503 only, and lets connection errors out as they are.

    Guard: `timeback_core.engine.policy.retry.repeatable`.
    """
    sandbox.faults(trouble)
    assert len(value(list_users(client.session, limit=3))) == 3
    assert trouble.times is not None
    assert len(calls(sandbox)) == trouble.times + 1


def test_core_05_a_lost_answer_to_a_delete(client: TimebackClient, sandbox: Sandbox) -> None:
    """A delete whose answer was lost is sent again, and that it is gone by then is a success.

    Guard: `timeback_core.engine.policy.call.call`.
    """
    sandbox.faults(Fault("cut", times=1, processed=True, verb="DELETE"))
    sandbox.faults(Fault("status", status=404, times=1, verb="DELETE"))
    value(delete_user(client.session, "student-1"))
    assert [request.verb for request in calls(sandbox)] == ["DELETE", "DELETE"]


def test_core_05_waits_are_spread() -> None:
    """The official client waits 1 s, then 2 s, and all clients of an outage come back at the same moment.

    Guard: `timeback_core.engine.policy.retry.backoff`.
    """
    draws = [n / 10 for n in range(10)]
    for attempt in (1, 2, 3):
        waits = [backoff(attempt, draw) for draw in draws]
        assert waits == sorted(waits)
        assert waits[0] == 0
        assert pstdev(waits) > 0.1 * attempt
    assert backoff(3, 0.9) > backoff(1, 0.9)


@pytest.mark.parametrize("trouble", [Fault("unavailable", processed=True), Fault("status", status=504)])
def test_core_06_a_post_is_sent_once(client: TimebackClient, sandbox: Sandbox, trouble: Fault) -> None:
    """The official client sends a create three times after 503, although the first may have been processed.

    Guard: `timeback_core.engine.policy.retry.repeatable`.
    """
    sandbox.faults(trouble)
    assert isinstance(error(create_user(client.session, new_user())), ServerFault)
    assert [request.verb for request in calls(sandbox)] == ["POST"]


def test_core_06_a_post_whose_answer_is_lost_is_sent_once(client: TimebackClient, sandbox: Sandbox) -> None:
    """A create whose connection breaks tells that it may have arrived.

    Guard: `timeback_core.engine.policy.retry.repeatable`.
    """
    sandbox.faults(Fault("cut", processed=True))
    failed = error(create_user(client.session, new_user()))
    assert isinstance(failed, ConnectionFailed)
    assert failed.sent
    assert [request.verb for request in calls(sandbox)] == ["POST"]


@pytest.mark.parametrize(
    "trouble",
    [
        Fault("unavailable", times=1, retry_after=0),
        Fault("throttled", times=1),
        Fault("unauthorized", times=1),
    ],
    ids=lambda fault: fault.kind,
)
def test_core_06_a_post_that_was_not_processed_is_repeated(
    client: TimebackClient, sandbox: Sandbox, trouble: Fault
) -> None:
    """Where the server says that it did nothing, a create is sent again.

    Guard: `timeback_core.engine.policy.retry.repeatable`.
    """
    sandbox.faults(trouble)
    assert value(create_user(client.session, new_user())).sourced_id == "new"
    assert [request.status for request in calls(sandbox)][1:] == [201]


def test_core_06_a_stale_connection_does_not_double_a_post() -> None:
    """An idle connection that the server has closed costs no create, and sends none twice.

    Guard: `timeback_core.engine.transport.lease`.
    """
    pair = {"sourcedIdPairs": {"suppliedSourcedId": "new", "allocatedSourcedId": "new"}}
    script = in_turn(Reply(USER, headers=(("Connection", "close"),)), Reply(pair, 201))
    with ScriptedServer(script) as server, client_of(server) as client:
        value(get_user(client.session, "u"))
        assert value(create_user(client.session, new_user())).sourced_id == "new"
        assert [seen.verb for seen in server.calls()] == ["GET", "POST"]
