"""Many clients in one program share what is equal, and nothing else."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep

import httpx
import pytest
from returns.result import Result, Success
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import USER, error, settings_of, tokens_asked, value

from timeback_core import AsyncTimebackClient, AsyncTimebackManager, TimebackClient, TimebackManager
from timeback_core.errors import BroadcastFailed, NotFound, SessionClosed, Unexpected
from timeback_core.oneroster import get_user
from timeback_core.sandbox import Sandbox, Server

NAMES = ("a", "b", "c")


@pytest.fixture
def manager(server: Server) -> TimebackManager:
    """Three clients of one sandbox."""
    return TimebackManager.of({name: settings_of(server) for name in NAMES}).unwrap()


def async_manager(server: Server) -> AsyncTimebackManager:
    """The same for event loops."""
    return AsyncTimebackManager.of({name: settings_of(server) for name in NAMES}).unwrap()


async def name_of(client: AsyncTimebackClient) -> str:
    """A coroutine that asks the sandbox."""
    return value(await get_user(client.session, "student-1")).sourced_id


def test_whatever_a_broadcast_is_given_is_awaited(server: Server) -> None:
    async def main() -> None:
        async with async_manager(server) as manager:
            ways = (
                await manager.broadcast(name_of),
                await manager.broadcast(lambda client: asyncio.ensure_future(name_of(client))),
                await manager.broadcast(
                    lambda client: get_user(client.session, "student-1").map(lambda user: user.sourced_id)
                ),
                await manager.broadcast(lambda client: "student-1"),
            )
            gathered = await manager.broadcast(lambda client: asyncio.gather(name_of(client), name_of(client)))
        assert [way.values() for way in ways] == [Success(("student-1",) * 3)] * len(ways)
        assert gathered.values() == Success((["student-1"] * 2,) * 3)

    asyncio.run(main())


@pytest.mark.parametrize("raised", [SystemExit(3), KeyError("x"), asyncio.CancelledError(), GeneratorExit()])
def test_each_client_of_a_broadcast_has_a_result_of_its_own__whatever_is_raised(
    manager: TimebackManager, raised: BaseException
) -> None:
    bad = manager.get("b").unwrap()

    def work(client: TimebackClient) -> str:
        if client is bad:
            raise raised
        return value(get_user(client.session, "student-1")).sourced_id

    with manager:
        results = manager.broadcast(work)
    assert results.succeeded == (("a", "student-1"), ("c", "student-1"))
    assert isinstance(error(results["b"]), Unexpected)


@pytest.mark.parametrize("raised", [SystemExit(3), KeyError("x"), asyncio.CancelledError()])
def test_each_client_of_a_broadcast_has_a_result_of_its_own__whatever_is_raised_in_an_event_loop(
    server: Server, raised: BaseException
) -> None:
    async def main() -> None:
        async with async_manager(server) as manager:
            bad = manager.get("b").unwrap()

            async def work(client: AsyncTimebackClient) -> str:
                if client is bad:
                    raise raised
                return await name_of(client)

            results = await manager.broadcast(work)
        assert results.succeeded == (("a", "student-1"), ("c", "student-1"))
        assert isinstance(error(results["b"]), Unexpected)

    asyncio.run(main())


def test_each_client_of_a_broadcast_has_a_result_of_its_own(manager: TimebackManager) -> None:
    manager.get("c").unwrap().close()
    with manager:
        results = manager.broadcast(lambda client: get_user(client.session, "student-1"))
        missing = manager.broadcast(lambda client: get_user(client.session, "nobody"))
    entry: Result[object, object] = results.a
    assert entry == results["a"]
    assert value(results.a).sourced_id == "student-1"
    assert results.failed == (("c", SessionClosed()),)
    assert results.any_failed
    assert not results.all_succeeded
    assert results.values().failure() == BroadcastFailed((("c", SessionClosed()),))
    assert [type(failed) for _, failed in missing.failed] == [NotFound, NotFound, SessionClosed]


@pytest.mark.parametrize("own_executor", [False, True])
def test_a_broadcast_is_bounded(manager: TimebackManager, *, own_executor: bool) -> None:
    lock = Lock()
    now = most = 0

    def work(_: TimebackClient) -> int:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        sleep(0.02)
        with lock:
            now -= 1
        return 1

    with manager, ThreadPoolExecutor(2) as pool:
        results = manager.broadcast(work, executor=pool if own_executor else None, concurrency=2)
    assert results.values() == Success((1, 1, 1))
    assert most == 2


def test_a_broadcast_is_bounded__in_an_event_loop(server: Server) -> None:
    now = most = 0

    async def work(_: AsyncTimebackClient) -> int:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        now -= 1
        return 1

    async def main() -> None:
        async with async_manager(server) as manager:
            assert (await manager.broadcast(work, concurrency=2)).values() == Success((1, 1, 1))

    asyncio.run(main())
    assert most == 2


def test_equal_credentials_share_a_token_and_others_do_not() -> None:
    with ScriptedServer(in_turn(Reply(USER))) as server:
        settings = settings_of(server)
        with TimebackManager.of({"a": settings, "b": settings, "c": settings}).unwrap() as manager:
            for name in manager.names:
                value(get_user(manager.get(name).unwrap().session, "u"))
        assert (server.tokens_asked(), server.connections) == (1, 1)


def test_equal_credentials_share_a_token_and_others_do_not__wrong_ones_have_none(
    server: Server, sandbox: Sandbox
) -> None:
    good = settings_of(server)
    wrong = settings_of(server)
    wrong["client_secret"] = "wrong"
    with TimebackManager.of({"good": good, "wrong": wrong}).unwrap() as manager:
        results = manager.broadcast(lambda client: get_user(client.session, "student-1"))
    assert [name for name, _ in results.succeeded] == ["good"]
    assert [name for name, _ in results.failed] == ["wrong"]


def test_one_client_closes_without_the_others(server: Server, sandbox: Sandbox) -> None:
    settings = settings_of(server)
    with TimebackManager.of({"a": settings, "b": settings}).unwrap() as manager:
        a, b = (manager.get(name).unwrap() for name in ("a", "b"))
        value(get_user(a.session, "student-1"))
        assert manager.unregister("a")
        assert error(get_user(a.session, "student-1")) == SessionClosed()
        assert value(get_user(b.session, "student-1")).sourced_id == "student-1"
        assert tokens_asked(sandbox) == 1


class Stubborn(httpx.BaseTransport):
    """A transport of the caller's that cannot be closed."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=USER, request=request)

    def close(self) -> None:
        raise RuntimeError("cannot be closed")


def test_one_client_closes_without_the_others__even_where_closing_fails(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    stubborn = settings_of(server)
    stubborn["transport"] = Stubborn()
    manager = TimebackManager.of({"a": stubborn, "b": settings_of(server)}).unwrap()
    clients = [manager.get(name).unwrap() for name in manager.names]
    with caplog.at_level(logging.CRITICAL):
        manager.close()
    assert [client.closed for client in clients] == [True, True]
    assert manager.size == 0
