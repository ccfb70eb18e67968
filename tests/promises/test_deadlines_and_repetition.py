"""A call ends in time, and is repeated where that can do no harm."""

import asyncio
from datetime import UTC, datetime
from statistics import pstdev
from time import monotonic

import pytest
from returns.result import Success
from tests.deadlines import AT_ONCE
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import USER, async_client_of, calls, client_of, error, new_user, value

from timeback_core import TimebackClient
from timeback_core.compose import plain
from timeback_core.engine.policy.call import backoff
from timeback_core.errors import ConnectionFailed, RateLimited, ServerFault, TimedOut
from timeback_core.oneroster import create_user, delete_user, get_user, list_users
from timeback_core.sandbox import Fault, Sandbox, Server

TOKENS = "*/token"

TROUBLES = {
    "token": (Fault("latency", seconds=0.25, path=TOKENS), Fault("latency", seconds=0.25)),
    "drip": (Fault("drip", seconds=0.02),),
    "hang": (Fault("latency", seconds=30),),
    "slow token": (Fault("latency", seconds=30, path=TOKENS),),
    "retries": (Fault("latency", seconds=0.15), Fault("unavailable", retry_after=0.1)),
}


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """The first calls of a process load modules, which is no part of what is measured here."""

    async def read() -> None:
        async with async_client_of(server) as client:
            value(await get_user(client.session, "student-1"))

    with Sandbox(students=1).serve() as server:
        asyncio.run(read())
        with client_of(server) as client:
            value(get_user(client.session, "student-1"))


@pytest.mark.parametrize("trouble", TROUBLES)
def test_one_deadline_holds_for_the_whole_call(server: Server, trouble: str) -> None:
    server.sandbox.faults(*TROUBLES[trouble])
    with client_of(server, timeout=0.4) as client:
        begun = monotonic()
        failed = error(get_user(client.session, "student-1"))
        took = monotonic() - begun
    assert isinstance(failed, TimedOut | ServerFault)
    assert isinstance(failed, TimedOut) or trouble == "retries"
    assert took < AT_ONCE
    assert took > 0.3 or trouble == "retries"


@pytest.mark.parametrize("trouble", TROUBLES)
def test_one_deadline_holds_for_the_whole_call__in_an_event_loop(server: Server, trouble: str) -> None:
    server.sandbox.faults(*TROUBLES[trouble])

    async def main() -> float:
        async with async_client_of(server, timeout=0.4) as client:
            begun = monotonic()
            failed = error(await get_user(client.session, "student-1"))
            assert isinstance(failed, TimedOut | ServerFault)
            assert isinstance(failed, TimedOut) or trouble == "retries"
            return monotonic() - begun

    assert asyncio.run(main()) < AT_ONCE


@pytest.mark.parametrize("as_date", [False, True])
def test_a_wait_beyond_the_deadline_is_not_begun(client: TimebackClient, sandbox: Sandbox, *, as_date: bool) -> None:
    sandbox.clock.move_to(datetime.now(UTC))  # by which the client reads a date
    sandbox.faults(Fault("throttled", retry_after=120, retry_after_date=as_date))
    begun = monotonic()
    failed = error(get_user(client.session, "student-1"))
    assert monotonic() - begun < AT_ONCE
    assert isinstance(failed, RateLimited)
    assert failed.status == 429
    assert failed.retry_after == pytest.approx(120, abs=2)
    assert len(calls(sandbox)) == 1


def test_a_throttled_platform_is_waited_for_by_all() -> None:
    work = [
        (number, create_user.request(new_user(sourced_id=f"n{number}", email=f"n{number}@x.example")))
        for number in range(60)
    ]
    with Sandbox(students=1, rate=50, burst=10).serve() as server, client_of(server, max_attempts=1) as client:
        results = dict(client.session.perform_all(work, concurrency=16))
        verbs = [(request.verb, request.status) for request in calls(server.sandbox)]
    assert len(results) == sum(isinstance(told, Success) for told in results.values()) == 60
    assert verbs.count(("POST", 201)) == 60
    assert 0 < verbs.count(("POST", 429)) < 60


def test_a_throttled_platform_is_waited_for_by_all__in_an_event_loop() -> None:
    async def main(server: Server) -> int:
        async with async_client_of(server, max_attempts=1) as client:
            told = await asyncio.gather(*(client.oneroster.users.get("student-1") for _ in range(60)))
            return sum(isinstance(plain(each), Success) for each in told)

    with Sandbox(students=1, rate=50, burst=10).serve() as server:
        assert asyncio.run(main(server)) == 60
        statuses = [request.status for request in calls(server.sandbox)]
    assert 0 < statuses.count(429) < 30


def test_a_timeout_tells_what_was_before() -> None:
    script = in_turn(Reply({}, 503, (("Retry-After", "0"),)), Reply({}, delay=30))
    with ScriptedServer(script) as server, client_of(server, timeout=1.0) as client:
        failed = error(get_user(client.session, "student-1"))
        assert isinstance(failed, TimedOut)
        assert failed.waiting_for == "answer"
        assert isinstance(failed.after, ServerFault)
        assert failed.after.status == 503


def test_a_timeout_tells_what_was_before__and_which_limit_it_was(server: Server) -> None:
    server.sandbox.faults(Fault("latency", seconds=0.25, path="*/users*"))
    with client_of(server) as client:
        failed = error(client.using(total_timeout=0.4).oneroster.users.list.collect(limit=1))
    assert isinstance(failed, TimedOut)
    assert failed.timeout == 0.4


TRANSIENT = [
    Fault("throttled", times=2, retry_after=0),
    Fault("unavailable", times=2, retry_after=0),
    Fault("html", times=2, status=502, retry_after=0),
    Fault("status", times=2, status=504, retry_after=0),
    Fault("cut", times=1),
    Fault("cut_body", times=1),
]


@pytest.mark.parametrize("trouble", TRANSIENT, ids=lambda fault: f"{fault.kind}-{fault.status}")
def test_transient_trouble_is_waited_out(client: TimebackClient, sandbox: Sandbox, trouble: Fault) -> None:
    sandbox.faults(trouble)
    assert len(value(list_users(client.session, limit=3))) == 3
    assert trouble.times is not None
    assert len(calls(sandbox)) == trouble.times + 1


@pytest.mark.parametrize(("status", "attempts"), [(429, 2), (502, 2), (503, 2), (504, 2), (500, 1)])
def test_transient_trouble_is_waited_out__by_status(
    client: TimebackClient, sandbox: Sandbox, status: int, attempts: int
) -> None:
    sandbox.faults(Fault("status", status=status, times=1, retry_after=0))
    told = get_user(client.session, "student-1")
    assert [call.status for call in calls(sandbox)] == [status, 200][:attempts]
    if attempts == 2:
        assert value(told).sourced_id == "student-1"
    else:
        assert isinstance(error(told), ServerFault)


def test_waits_are_spread() -> None:
    draws = [n / 10 for n in range(10)]
    for attempt in (1, 2, 3):
        waits = [backoff(attempt, draw) for draw in draws]
        assert waits == sorted(waits)
        assert waits[0] == 0
        assert pstdev(waits) > 0.1 * attempt
    assert backoff(3, 0.9) > backoff(1, 0.9)


def test_a_delete_whose_answer_was_lost_succeeds(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.faults(Fault("cut", times=1, processed=True, verb="DELETE"))
    sandbox.faults(Fault("status", status=404, times=1, verb="DELETE"))
    value(delete_user(client.session, "student-1"))
    assert [request.verb for request in calls(sandbox)] == ["DELETE", "DELETE"]


@pytest.mark.parametrize("trouble", [Fault("unavailable", processed=True), Fault("status", status=504)])
def test_a_create_that_may_have_arrived_is_not_repeated(
    client: TimebackClient, sandbox: Sandbox, trouble: Fault
) -> None:
    sandbox.faults(trouble)
    assert isinstance(error(create_user(client.session, new_user())), ServerFault)
    assert [request.verb for request in calls(sandbox)] == ["POST"]


def test_a_create_that_may_have_arrived_is_not_repeated__nor_after_a_broken_connection(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    sandbox.faults(Fault("cut", processed=True))
    failed = error(create_user(client.session, new_user()))
    assert isinstance(failed, ConnectionFailed)
    assert failed.sent
    assert [request.verb for request in calls(sandbox)] == ["POST"]


@pytest.mark.parametrize(
    "trouble",
    [Fault("unavailable", times=1, retry_after=0), Fault("throttled", times=1), Fault("unauthorized", times=1)],
    ids=lambda fault: fault.kind,
)
def test_a_create_that_was_not_processed_is_repeated(client: TimebackClient, sandbox: Sandbox, trouble: Fault) -> None:
    sandbox.faults(trouble)
    assert value(create_user(client.session, new_user())).sourced_id == "new"
    assert [request.status for request in calls(sandbox)][1:] == [201]


def test_a_create_that_was_not_processed_is_repeated__over_a_connection_that_was_closed() -> None:
    pair = {"sourcedIdPairs": {"suppliedSourcedId": "new", "allocatedSourcedId": "new"}}
    script = in_turn(Reply(USER, headers=(("Connection", "close"),)), Reply(pair, 201))
    with ScriptedServer(script) as server, client_of(server) as client:
        value(get_user(client.session, "u"))
        assert value(create_user(client.session, new_user())).sourced_id == "new"
        assert [seen.verb for seen in server.calls()] == ["GET", "POST"]
