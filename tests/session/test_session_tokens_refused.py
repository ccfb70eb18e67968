"""Tokens that are refused, and fetches whose beginner goes away."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any

import anyio
import pytest
from tests.deadlines import AT_ONCE
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.session.asking import Asking, open_client, wait_for, wait_for_in_loop
from tests.session.ways import Way, run
from tests.support import async_client_of, client_of, error, new_user, settings_of, tokens_asked, value

from timeback_core.engine.session import sharing
from timeback_core.errors import Unauthorized
from timeback_core.oneroster import create_user, get_user
from timeback_core.sandbox import Fault, Sandbox, Server

USER = Reply({"user": {"sourcedId": "u", "givenName": "A", "familyName": "B"}})
SLOW_TOKEN = in_turn(Reply({"access_token": "first"}, delay=0.3))


def test_twenty_calls_with_a_revoked_token(way: Way, server: Server, sandbox: Sandbox) -> None:
    ids = [f"student-{number % 12 + 1}" for number in range(20)]

    async def work() -> list[str]:
        found: list[str] = []
        async with async_client_of(server, max_concurrency=20) as client:
            value(await get_user(client.session, "student-1"))
            revoke()

            async def ask(sourced_id: str) -> None:
                found.append(value(await get_user(client.session, sourced_id)).sourced_id)

            async with anyio.create_task_group() as group:
                for each in ids:
                    group.start_soon(ask, each)
        return found

    def revoke() -> None:
        sandbox.revoke_tokens()
        sandbox.faults(Fault("latency", seconds=0.1))

    if way == "threads":
        with client_of(server, max_concurrency=20) as client, ThreadPoolExecutor(20) as pool:
            value(get_user(client.session, "student-1"))
            revoke()
            told = pool.map(lambda each: get_user(client.session, each), ids)
            found = [value(each).sourced_id for each in told]
    else:
        found = run(way, work)
    assert sorted(found) == sorted(ids)
    assert tokens_asked(sandbox) == 2


def test_a_service_that_refuses_every_token(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({"message": "no"}, 401))) as server:
        client = open_client(way, settings_of(server))
        told = Asking(way, client).start(lambda client: client.oneroster.users.get("u")).result(AT_ONCE)
        assert isinstance(error(told), Unauthorized)
        assert (server.tokens_asked(), len(server.calls())) == (2, 2)
        client.close()


def test_a_write_is_sent_again_with_a_fresh_token(server: Server, sandbox: Sandbox) -> None:
    with client_of(server) as client:
        value(get_user(client.session, "student-1"))
        sandbox.revoke_tokens()
        assert value(create_user(client.session, new_user())).sourced_id == "new"
    assert tokens_asked(sandbox) == 2


def test_a_token_that_ends_while_the_answer_is_on_its_way(way: Way) -> None:
    """The service knows the end of a token better than its margin: a 401 is answered with a fresh one."""
    tokens = in_turn(Reply({"access_token": "old"}), Reply({"access_token": "new"}))

    def script(seen: Seen) -> Reply:
        return USER if seen.headers["authorization"] == "Bearer new" else Reply(None, 401)

    with ScriptedServer(script, tokens) as server:
        client = open_client(way, settings_of(server))
        told = Asking(way, client).start(lambda client: client.oneroster.users.get("u")).result(AT_ONCE)
        assert told.unwrap().sourced_id == "u"
        client.close()


def test_a_cancelled_first_caller(loop: Way) -> None:
    with ScriptedServer(in_turn(USER), SLOW_TOKEN) as server:

        async def work() -> list[str]:
            found: list[str] = []

            async def ask() -> None:
                found.append(value(await get_user(client.session, "u")).sourced_id)

            async def be_impatient() -> None:
                with anyio.move_on_after(0.05):
                    await ask()

            async with async_client_of(server) as client, anyio.create_task_group() as group:
                group.start_soon(be_impatient)
                await anyio.sleep(0.02)
                for _ in range(5):
                    group.start_soon(ask)
            return found

        assert run(loop, work) == ["u"] * 5
        assert server.tokens_asked() == 1


def wait_in_a_thread(server: ScriptedServer, pool: ThreadPoolExecutor) -> Any:
    """A call in a thread that waits for the token which somebody else fetches."""
    client = client_of(server)
    wait_for(lambda: server.tokens_asked() == 1)
    return pool.submit(get_user, client.session, "u")


def test_the_fetching_loop_ends(loop: Way) -> None:
    """The loop whose task fetches the token ends before it comes: a waiter elsewhere fetches anew."""
    tokens = in_turn(Reply({"access_token": "never"}, delay=30), Reply({"access_token": "second"}))
    with ScriptedServer(in_turn(USER), tokens) as server, ThreadPoolExecutor(2) as pool:
        leave = threading.Event()

        async def work() -> None:
            with anyio.move_on_after(AT_ONCE) as scope:
                async with anyio.create_task_group() as group:
                    client = async_client_of(server)
                    group.start_soon(get_user(client.session, "u").awaitable)
                    await anyio.to_thread.run_sync(leave.wait)
                    scope.cancel()

        ending = pool.submit(run, loop, work)
        waiter = wait_in_a_thread(server, pool)
        wait_for(lambda: True)
        leave.set()
        ending.result(timeout=AT_ONCE)
        assert value(waiter.result(timeout=AT_ONCE)).sourced_id == "u"
        assert server.tokens_asked() == 2


def test_the_fetching_loop_stands_still(way: Way) -> None:
    """A loop that was stopped in the middle of the fetch keeps nobody else from having a token."""
    tokens = in_turn(Reply({"access_token": "never"}, delay=30), Reply({"access_token": "second"}))
    with ScriptedServer(in_turn(USER), tokens) as server:
        stopped = async_client_of(server)
        standing = asyncio.new_event_loop()

        async def begin() -> None:
            async with anyio.create_task_group() as group:
                group.start_soon(get_user(stopped.session, "u").awaitable)
                await wait_for_in_loop(lambda: server.tokens_asked() == 1)
                group.cancel_scope.cancel()

        standing.run_until_complete(begin())
        client = open_client(way, settings_of(server))
        told = Asking(way, client).start(lambda client: client.oneroster.users.get("u"))
        assert told.result(timeout=AT_ONCE).unwrap().sourced_id == "u"
        assert server.tokens_asked() == 2
        client.close()
        for task in asyncio.all_tasks(standing):
            task.cancel()
        standing.run_until_complete(asyncio.sleep(0.01))
        standing.close()


def test_a_call_of_threads_inside_the_fetching_loop(loop: Way) -> None:
    """It would keep that loop, and so the fetch, waiting for itself: it fetches a token of its own."""
    with ScriptedServer(in_turn(USER), SLOW_TOKEN) as server:

        async def work() -> tuple[list[str], float]:
            found: list[str] = []

            async def ask() -> None:
                found.append(value(await get_user(client.session, "u")).sourced_id)

            async with async_client_of(server) as client, anyio.create_task_group() as group:
                group.start_soon(ask)
                await wait_for_in_loop(lambda: server.tokens_asked() == 1)
                begun = monotonic()
                with client_of(server) as other:
                    found.append(value(get_user(other.session, "u")).sourced_id)
                took = monotonic() - begun
            return found, took

        found, took = run(loop, work)
        assert found == ["u"] * 2
        assert took < AT_ONCE
        assert server.tokens_asked() == 2


def test_a_fetching_loop_that_is_blocked_keeps_nobody_waiting(loop: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "PATIENCE", 0.2)
    tokens = in_turn(Reply({"access_token": "first"}, delay=0.3), Reply({"access_token": "second"}))
    with ScriptedServer(in_turn(USER), tokens) as server, ThreadPoolExecutor(1) as pool:
        leave = threading.Event()

        async def work() -> str:
            async with async_client_of(server) as client:
                async with anyio.create_task_group() as group:
                    group.start_soon(get_user(client.session, "u").awaitable)
                    await wait_for_in_loop(lambda: server.tokens_asked() == 1)
                    leave.wait(AT_ONCE)
                return value(await get_user(client.session, "u")).sourced_id

        blocked = pool.submit(run, loop, work)
        wait_for(lambda: server.tokens_asked() == 1)
        client = open_client("threads", settings_of(server))
        told = Asking("threads", client).start(lambda client: client.oneroster.users.get("u"))
        assert told.result(timeout=AT_ONCE).unwrap().sourced_id == "u"
        assert not blocked.done()
        leave.set()
        assert blocked.result(timeout=AT_ONCE) == "u"
        assert server.tokens_asked() == 2
        client.close()
