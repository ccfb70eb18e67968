"""One session, or several of equal configuration, in threads and event loops at the same time."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from typing import Any

import anyio
import httpx
import trio
from tests.scripted_server import TOKEN, Reply, ScriptedServer, in_turn
from tests.session.ways import Way, perform, run
from tests.support import async_client_of, client_of, settings_of, tokens_asked, value

from timeback_core import AsyncTimebackClient, Settings, TimebackClient
from timeback_core.oneroster import get_user, list_users
from timeback_core.sandbox import Fault, Sandbox, Server

USER = Reply({"user": {"sourcedId": "u", "givenName": "A", "familyName": "B"}})


async def call_often(client: AsyncTimebackClient, times: int, start: threading.Barrier) -> list[str]:
    """So many calls at once, begun together with everybody else's."""
    found: list[str] = []

    async def call(number: int) -> None:
        user = value(await get_user(client.session, f"student-{number % 12 + 1}"))
        found.append(user.sourced_id)

    await anyio.to_thread.run_sync(start.wait)
    async with anyio.create_task_group() as group:
        for number in range(times):
            group.start_soon(call, number)
    return found


def test_a_thousand_first_calls_fetch_one_token(server: Server, sandbox: Sandbox) -> None:
    sandbox.faults(Fault("latency", seconds=0.2, path="*/token"))
    threads = 100
    start = threading.Barrier(threads + 2, timeout=20)
    clients = [client_of(server, timeout=30.0) for _ in range(2)]
    async_client = async_client_of(server, timeout=30.0, max_concurrency=40)

    def call(number: int) -> list[str]:
        start.wait()
        session = clients[number % 2].session
        return [value(get_user(session, f"student-{number % 12 + 1}")).sourced_id for _ in range(2)]

    with ThreadPoolExecutor(threads + 2) as pool:
        loops = [pool.submit(run, way, lambda: call_often(async_client, 400, start)) for way in ("asyncio", "trio")]
        found = [each for told in pool.map(call, range(threads)) for each in told]
        for loop in loops:
            found.extend(loop.result(timeout=30))
    assert len(found) == 1000
    assert tokens_asked(sandbox) == 1
    for client in clients:
        client.close()
    async_client.close()


def test_event_loops_of_both_kinds_and_threads_share_a_session(server: Server, sandbox: Sandbox) -> None:
    client, async_client = client_of(server), async_client_of(server)
    start = threading.Barrier(6, timeout=10)

    def in_thread() -> int:
        start.wait()
        return len(value(list_users.collect(client.using(prefetch=2).session, limit=3)))

    async def in_loop() -> int:
        await anyio.to_thread.run_sync(start.wait)
        return len(value(await list_users.collect(async_client.using(prefetch=2).session, limit=3)))

    works: list[Callable[[], int]] = [
        in_thread,
        in_thread,
        lambda: asyncio.run(in_loop()),
        lambda: asyncio.run(in_loop()),
        lambda: trio.run(in_loop),
        lambda: trio.run(in_loop),
    ]
    with ThreadPoolExecutor(len(works)) as pool:
        told = [each.result(timeout=20) for each in [pool.submit(work) for work in works]]
    assert told == [len(sandbox.documents("users"))] * len(works)
    assert tokens_asked(sandbox) == 1
    client.close()
    async_client.close()


def test_event_loops_one_after_the_other(server: Server, sandbox: Sandbox) -> None:
    client = async_client_of(server)
    requests = [get_user.request(f"student-{number}") for number in range(1, 5)]

    async def work() -> set[str]:
        rows = [told.unwrap().sourced_id async for told in list_users.stream(client.session, limit=5)]
        bulk = [told.unwrap().sourced_id async for _, told in client.session.perform_all(requests)]
        assert value(await client.check_auth()).ok
        return {*rows, *bulk}

    everybody = {str(document["sourcedId"]) for document in sandbox.documents("users")}
    loops: tuple[Way, ...] = ("asyncio", "asyncio", "trio", "asyncio", "trio")
    for way in loops:
        assert run(way, work) == everybody
    client.close()


def test_calls_within_calls_of_an_event_loop(loop: Way, server: Server) -> None:
    """A thread that an event loop started uses its own session meanwhile."""
    client, async_client = client_of(server), async_client_of(server)

    def in_thread() -> str:
        return value(get_user(client.session, "student-1")).sourced_id

    async def work() -> list[str]:
        found: list[str] = []

        async def other() -> None:
            found.append(value(await get_user(async_client.session, "student-1")).sourced_id)

        async def own() -> None:
            found.append(await anyio.to_thread.run_sync(in_thread))

        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(other)
                group.start_soon(own)
        return found

    assert run(loop, work) == ["student-1"] * 10
    client.close()
    async_client.close()


def test_clients_of_equal_credentials_share_their_token(way: Way) -> None:
    with ScriptedServer(in_turn(USER), in_turn(TOKEN)) as server:

        async def work() -> None:
            clients = [AsyncTimebackClient.open(**settings_of(server)).unwrap() for _ in range(3)]
            for client in clients:
                value(await get_user(client.session, "u"))
            for client in clients:
                client.close()

        def work_in_threads() -> None:
            clients = [TimebackClient.open(**settings_of(server)).unwrap() for _ in range(3)]
            for client in clients:
                value(get_user(client.session, "u"))
            for client in clients:
                client.close()

        if way == "threads":
            work_in_threads()
        else:
            run(way, work)
        assert server.tokens_asked() == 1


def test_a_token_goes_with_the_last_session(way: Way) -> None:
    """Tokens are shared as long as somebody needs them, and not kept for ever."""
    with ScriptedServer(in_turn(USER)) as server:
        work: Callable[[], Awaitable[Any]]

        for _ in range(2):
            if way == "threads":
                with client_of(server) as client:
                    value(get_user(client.session, "u"))
                del client
            else:

                async def work() -> None:
                    async with async_client_of(server) as client:
                        value(await get_user(client.session, "u"))

                run(way, work)
        assert server.tokens_asked() == 2


def test_a_token_is_fetched_without_the_context_of_its_first_caller(way: Way) -> None:
    """It belongs to no caller, and so to none of their traces; everything else is done in their contexts."""
    span: ContextVar[str] = ContextVar("span", default="nobody's")
    seen: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.path, span.get()))
        return httpx.Response(200, json={"access_token": "t"} if request.url.path == "/token" else USER.body)

    settings = Settings(
        base_url="http://localhost/api", auth_url="http://localhost/token", client_id="a", client_secret="context",
        transport=httpx.MockTransport(answer), environ={},
    )  # fmt: skip

    def work() -> None:
        span.set("mine")
        assert perform(way, settings, get_user.request("u"))[0].unwrap().sourced_id == "u"

    copy_context().run(work)
    assert [each for _, each in seen] == ["nobody's", "mine"]
