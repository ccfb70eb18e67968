"""The deadline: core wire reference, section 15, rows 11 and 12."""

import asyncio
from time import monotonic

import pytest
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import async_client_of, calls, client_of, error

from timeback_core import TimebackClient
from timeback_core.errors import RateLimited, ServerFault, TimedOut
from timeback_core.oneroster.operations.users import get_user
from timeback_core.sandbox import Fault, Sandbox
from timeback_core.sandbox.faces.server import Server

TOKENS = "*/token"


@pytest.mark.parametrize("as_date", [False, True])
def test_core_11_a_wait_beyond_the_deadline(
    client: TimebackClient, sandbox: Sandbox, *, as_date: bool
) -> None:
    """The official client turns a 429 that asks for 120 s into a 408 that no server sent.

    Ours stops at once and tells what the server said.

    Guard: `timeback_core.engine.policy.call.next_wait`.
    """
    sandbox.faults(Fault("throttled", retry_after=120, retry_after_date=as_date))
    begun = monotonic()
    failed = error(get_user(client.session, "student-1"))
    assert monotonic() - begun < 1
    assert isinstance(failed, RateLimited)
    assert failed.status == 429
    assert failed.retry_after == pytest.approx(120, abs=2)
    assert len(calls(sandbox)) == 1


def test_core_11_a_timeout_tells_what_was_before() -> None:
    """A timeout is no HTTP status, and the 503 before it is not forgotten.

    Guard: `timeback_core.engine.policy.failures.no_answer`.
    """
    script = in_turn(Reply({}, 503, (("Retry-After", "0"),)), Reply({}, delay=30))
    with ScriptedServer(script) as server, client_of(server, timeout=0.3) as client:
        failed = error(get_user(client.session, "student-1"))
        assert isinstance(failed, TimedOut)
        assert failed.waiting_for == "answer"
        assert isinstance(failed.after, ServerFault)
        assert failed.after.status == 503


TROUBLES = {
    "token": (Fault("latency", seconds=0.25, path=TOKENS), Fault("latency", seconds=0.25)),
    "drip": (Fault("drip", seconds=0.02),),
    "hang": (Fault("latency", seconds=30),),
    "slow token": (Fault("latency", seconds=30, path=TOKENS),),
    "retries": (Fault("latency", seconds=0.15), Fault("unavailable", retry_after=0.1)),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_core_12_one_deadline(server: Server, trouble: str) -> None:
    """The official client gave a success after 1.77 s with a timeout of 1 s: the token has a time of its own.

    Guard: `timeback_core.engine.policy.call.call`, `timeback_core.engine.transport.exchange`.
    """
    server.sandbox.faults(*TROUBLES[trouble])
    with client_of(server, timeout=0.4) as client:
        begun = monotonic()
        failed = error(get_user(client.session, "student-1"))
        took = monotonic() - begun
    assert isinstance(failed, TimedOut | ServerFault)
    assert isinstance(failed, TimedOut) or trouble == "retries"
    assert took < 0.4 + 0.5
    assert took > 0.3 or trouble == "retries"


@pytest.mark.parametrize("trouble", TROUBLES)
def test_core_12_one_deadline_in_an_event_loop(server: Server, trouble: str) -> None:
    """The same in an event loop.

    Guard: `timeback_core.engine.policy.call.call`, `timeback_core.engine.transport.async_exchange`.
    """
    server.sandbox.faults(*TROUBLES[trouble])

    async def main() -> float:
        async with async_client_of(server, timeout=0.4) as client:
            begun = monotonic()
            failed = error(await get_user(client.session, "student-1"))
            assert isinstance(failed, TimedOut | ServerFault)
            assert isinstance(failed, TimedOut) or trouble == "retries"
            return monotonic() - begun

    assert asyncio.run(main()) < 0.4 + 0.5
