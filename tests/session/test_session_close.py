"""Closing a session: whoever is in a call is back at once with `SessionClosed`, whatever the call waits for."""

import asyncio
import signal
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from time import monotonic
from typing import NamedTuple

import anyio
import anyio.to_thread
import httpx
import pytest
from returns.result import Result
from tests.deadlines import AT_ONCE
from tests.scripted_server import Reply, Script, ScriptedServer, Seen, in_turn
from tests.session.asking import Ask, Asking, open_client, wait_for, wait_for_in_loop
from tests.session.ways import Way, run
from tests.support import async_client_of, client_of, error, printed, settings_of, value

from timeback_core import AsyncTimebackClient, Sleep, Steps, flow
from timeback_core.errors import SessionClosed, TimebackError, Unexpected
from timeback_core.oneroster import User
from timeback_core.oneroster.users import get_user, list_users

USER = {"sourcedId": "u", "givenName": "A", "familyName": "B"}
NEVER = Reply(delay=30)
PAGE = Reply({"users": [USER]}, headers=(("X-Total-Count", "9"),))


@flow
def wait_long() -> Steps[int]:
    """A flow that sleeps."""
    yield from Sleep(30)
    raise AssertionError("the session was to be closed")


class Case(NamedTuple):
    """What calls wait for when the session is closed."""

    ask: Ask
    script: Script = in_turn(NEVER)
    token: Script | None = None
    calls: int = 1
    arrived: int = 1
    """Requests, those for tokens included, that have come when all of them wait."""


CASES: dict[str, Callable[[], Case]] = {
    "answer": lambda: Case(lambda client: client.oneroster.users.get("u"), calls=3, arrived=4),
    "token": lambda: Case(lambda client: client.oneroster.users.get("u"), token=in_turn(NEVER), calls=3),
    "next attempt": lambda: Case(
        lambda client: client.oneroster.users.get("u"),
        in_turn(Reply(None, 503, (("Retry-After", "20"),))),
        calls=2,
        arrived=3,
    ),
    "next token attempt": lambda: Case(
        lambda client: client.oneroster.users.get("u"),
        token=in_turn(Reply(None, 503, (("Retry-After", "20"),))),
        calls=2,
    ),
    "next page": lambda: Case(
        lambda client: client.oneroster.users.list.collect(limit=1), in_turn(PAGE, NEVER), arrived=3
    ),
    "pages ahead": lambda: Case(
        lambda client: client.using(prefetch=2).oneroster.users.list.collect(limit=1), in_turn(PAGE, NEVER), arrived=4
    ),
    "a flow's sleep": lambda: Case(lambda client: wait_long(client.session), arrived=0),
}


@pytest.mark.parametrize("name", CASES)
def test_whoever_waits_is_back_at_once(way: Way, name: str) -> None:
    case = CASES[name]()
    with ScriptedServer(case.script, case.token) as server:
        settings = settings_of(server)
        settings["max_concurrency"] = 3
        client = open_client(way, settings)
        asking = Asking(way, client)
        waiting = [asking.start(case.ask) for _ in range(case.calls)]
        wait_for(lambda: len(server.seen) == case.arrived)
        assert not any(each.done() for each in waiting)
        client.close()
        ends = [each.result(timeout=AT_ONCE) for each in waiting]
    assert list(map(error, ends)) == [SessionClosed()] * case.calls


def test_whoever_waits_for_a_slot_is_back_at_once() -> None:
    with ScriptedServer(in_turn(NEVER)) as server:
        client = client_of(server, max_concurrency=3)
        asking = Asking("threads", client)
        waiting = [asking.start(lambda client: client.oneroster.users.get("u")) for _ in range(9)]
        wait_for(lambda: len(server.calls()) == 3)
        client.close()
        ends = [each.result(timeout=AT_ONCE) for each in waiting]
        assert len(server.calls()) == 3
    assert list(map(error, ends)) == [SessionClosed()] * 9


@pytest.mark.parametrize("from_a_thread", [False, True])
def test_calls_and_waiters_for_slots_of_one_event_loop(loop: Way, *, from_a_thread: bool) -> None:
    with ScriptedServer(in_turn(NEVER)) as server:

        async def main() -> tuple[list[TimebackError], float]:
            client = async_client_of(server, max_concurrency=2)
            failed: list[TimebackError] = []

            async def ask() -> None:
                failed.append(error(await get_user(client.session, "u")))

            async with anyio.create_task_group() as group:
                for _ in range(5):
                    group.start_soon(ask)
                await wait_for_in_loop(lambda: len(server.seen) == 3)
                begun = monotonic()
                if from_a_thread:
                    await anyio.to_thread.run_sync(client.close)
                else:
                    client.close()
            return failed, monotonic() - begun

        failed, seconds = run(loop, main)
        assert failed == [SessionClosed()] * 5
        assert seconds < AT_ONCE
        assert len(server.calls()) == 2


def test_closing_ends_a_bulk(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({"user": USER}), NEVER)) as server:
        requests = [get_user.request(f"u{number}") for number in range(20)]

        async def work() -> list[bool]:
            client = async_client_of(server)
            good: list[bool] = []
            async for _, told in client.session.perform_all(requests, concurrency=4):
                good.append(bool(told.map(bool).value_or(False)))
                client.close()
            return good

        def work_in_threads() -> list[bool]:
            client = client_of(server)
            good: list[bool] = []
            for _, told in client.session.perform_all(requests, concurrency=4):
                good.append(bool(told.map(bool).value_or(False)))
                client.close()
            return good

        begun = monotonic()
        good = work_in_threads() if way == "threads" else run(way, work)
        assert good == [True] + [False] * 19
        assert monotonic() - begun < AT_ONCE
        assert len(server.calls()) <= 5


def test_closing_from_many_threads_at_once() -> None:
    with ScriptedServer(in_turn(Reply({"user": USER}))) as server:
        client = client_of(server)
        value(get_user(client.session, "u"))
        start = threading.Barrier(8)

        def close() -> None:
            start.wait(AT_ONCE)
            client.close()

        with ThreadPoolExecutor(8) as pool:
            for done in [pool.submit(close) for _ in range(8)]:
                done.result(timeout=AT_ONCE)
        assert client.closed
        assert error(get_user(client.session, "u")) == SessionClosed()


def test_a_call_under_way_leaves_another_session_alone(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({"user": USER}, delay=0.2))) as server:
        one, other = open_client(way, settings_of(server)), open_client(way, settings_of(server))
        told = Asking(way, other).start(lambda client: client.oneroster.users.get("u"))
        ended = Asking(way, one).start(lambda client: client.oneroster.users.get("u"))
        wait_for(lambda: len(server.calls()) == 2)
        one.close()
        assert error(ended.result(timeout=AT_ONCE)) == SessionClosed()
        assert told.result(timeout=AT_ONCE).unwrap().sourced_id == "u"
        other.close()


def test_the_fetcher_of_a_token_closes(way: Way) -> None:
    """Its session ends while others wait for the token that it fetches: one of them fetches it anew."""
    token = in_turn(Reply(delay=0.4), Reply({"access_token": "second"}))
    with ScriptedServer(in_turn(Reply({"user": USER})), token) as server:
        one, other = open_client(way, settings_of(server)), open_client(way, settings_of(server))
        ended = Asking(way, one).start(lambda client: client.oneroster.users.get("u"))
        wait_for(lambda: server.tokens_asked() == 1)
        told = Asking(way, other).start(lambda client: client.oneroster.users.get("u"))
        one.close()
        assert error(ended.result(timeout=AT_ONCE)) == SessionClosed()
        assert told.result(timeout=AT_ONCE).unwrap().sourced_id == "u"
        assert server.tokens_asked() == 2
        other.close()


def test_leaving_a_stream_closes_nothing(way: Way) -> None:
    with ScriptedServer(in_turn(PAGE)) as server:

        async def work() -> str:
            async with async_client_of(server) as client:
                stream = list_users.stream(client.using(prefetch=3).session, limit=1)
                assert isinstance(stream, AsyncGenerator)
                async with aclosing(stream):
                    assert (await anext(stream)).unwrap().sourced_id == "u"
                return value(await client.oneroster.users.list(limit=1))[0].sourced_id

        def work_in_threads() -> str:
            with client_of(server) as client:
                for told in list_users.stream(client.using(prefetch=3).session, limit=1):
                    assert told.unwrap().sourced_id == "u"
                    break
                return value(client.oneroster.users.list(limit=1))[0].sourced_id

        assert (work_in_threads() if way == "threads" else run(way, work)) == "u"


def test_leaving_a_bulk_gives_its_slots_back(way: Way) -> None:
    def script(seen: Seen) -> Reply:
        return NEVER if seen.path.endswith("slow") else Reply({"user": USER}, delay=0.05)

    requests = [get_user.request("u"), get_user.request("slow")]
    with ScriptedServer(script) as server:

        async def work() -> None:
            async with async_client_of(server, max_concurrency=2) as client:
                bulk = client.session.perform_all(requests)
                assert isinstance(bulk, AsyncGenerator)
                async with aclosing(bulk):
                    assert (await anext(bulk))[1].unwrap().sourced_id == "u"
                await wait_for_in_loop(lambda: len(server.calls()) == 2)
                server.most_at_once = 0
                async for _, told in client.session.perform_all([get_user.request("u")] * 6):
                    assert told.unwrap().sourced_id == "u"

        def work_in_threads() -> None:
            with client_of(server, max_concurrency=2) as client:
                for _, told in client.session.perform_all(requests):
                    assert told.unwrap().sourced_id == "u"
                    break
                wait_for(lambda: not [one for one in threading.enumerate() if one.name == "timeback-bulk"])
                server.most_at_once = 0
                for _, told in client.session.perform_all([get_user.request("u")] * 6):
                    assert told.unwrap().sourced_id == "u"

        if way == "threads":
            work_in_threads()
        else:
            run(way, work)
        hanging = 1
        assert server.most_at_once == hanging + 2


def test_a_bulk_that_is_under_way_does_not_keep_the_process_from_ending() -> None:
    program = """
from timeback_core import TimebackClient
from timeback_core.oneroster import get_user
client = TimebackClient.open(SETTINGS).unwrap()
bulk = client.session.perform_all([get_user.request("u"), get_user.request("v")])
print(next(bulk)[1].unwrap().sourced_id)
"""
    with ScriptedServer(in_turn(Reply({"user": USER}), NEVER)) as server:
        assert printed(program, server) == "u\n"


class Slow(httpx.AsyncBaseTransport):
    """A transport of the caller's that answers late, or raises a cancellation, as an application in ASGI can."""

    def __init__(self, *, cancels: bool = False) -> None:
        self.cancels = cancels

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.cancels:
            raise asyncio.CancelledError
        await anyio.sleep(30)
        return httpx.Response(200, request=request)


def test_a_call_over_a_transport_of_the_callers_is_back_at_once(loop: Way) -> None:
    async def work() -> tuple[TimebackError, float]:
        client = AsyncTimebackClient.open(base_url="http://localhost", environ={}, transport=Slow()).unwrap()
        told: list[Result[User, TimebackError]] = []

        async def read() -> None:
            told.append(await client.session.result_of(get_user.request("u")))

        async with anyio.create_task_group() as group:
            group.start_soon(read)
            await anyio.sleep(0.05)
            begun = monotonic()
            client.close()
        return told[0].failure(), monotonic() - begun

    failed, took = run(loop, work)
    assert failed == SessionClosed()
    assert took < AT_ONCE


def test_a_bulk_whose_calls_others_cancel_comes_to_its_end() -> None:
    async def drained(client: AsyncTimebackClient) -> list[TimebackError]:
        requests = [get_user.request("u"), get_user.request("v")]
        return [told.failure() async for _, told in client.session.perform_all(requests)]

    async def work() -> list[TimebackError]:
        cancelling = AsyncTimebackClient.open(base_url="http://localhost", environ={}, transport=Slow(cancels=True))
        failures = await drained(cancelling.unwrap())
        slow = AsyncTimebackClient.open(base_url="http://localhost", environ={}, transport=Slow()).unwrap()
        bulk = asyncio.ensure_future(drained(slow))
        await asyncio.sleep(0.05)
        for other in asyncio.all_tasks() - {asyncio.current_task(), bulk}:
            other.cancel()
        return failures + await asyncio.wait_for(bulk, 5)

    told = asyncio.run(work())
    assert [each.exception for each in told if isinstance(each, Unexpected)] == ["CancelledError"] * 4


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_a_signal_handler_may_close_in_the_middle_of_calls() -> None:
    """Wherever the thread is that it interrupts; no lock is held there that closing waits for."""
    program = """
import faulthandler, signal
from timeback_core import TimebackClient
from timeback_core.oneroster import get_user
faulthandler.dump_traceback_later(120, exit=True)
for round in range(150):
    client = TimebackClient.open(SETTINGS).unwrap()
    request = get_user.request("u")
    client.session.result_of(request)
    signal.signal(signal.SIGALRM, lambda *_: client.close())
    signal.setitimer(signal.ITIMER_REAL, 0.0005 + round * 0.00002)
    while type(told := client.session.result_of(request)).__name__ == "Success":
        pass
    assert type(told.failure()).__name__ == "SessionClosed", told
"""
    with ScriptedServer(in_turn(Reply({"user": USER}))) as server:
        assert printed(program, server) == ""
