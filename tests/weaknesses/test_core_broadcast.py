"""Broadcast: core wire reference, section 15, row 27."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import sleep

import pytest
from returns.result import Result, Success
from tests.support import error, settings_of, value

from timeback_core import AsyncTimebackClient, AsyncTimebackManager, TimebackClient, TimebackManager
from timeback_core.errors import BroadcastFailed, NotFound, SessionClosed, Unexpected
from timeback_core.oneroster.operations.users import get_user
from timeback_core.sandbox.faces.server import Server

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


def test_core_27_every_awaitable_is_awaited(server: Server) -> None:
    """The official broadcast awaits coroutines only; a task or a future comes back as it is.

    Guard: `timeback_core.manager.loops.await_all`.
    """

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
            gathered = await manager.broadcast(
                lambda client: asyncio.gather(name_of(client), name_of(client))
            )
        assert [way.values() for way in ways] == [Success(("student-1",) * 3)] * len(ways)
        assert gathered.values() == Success((["student-1"] * 2,) * 3)

    asyncio.run(main())


@pytest.mark.parametrize("raised", [SystemExit(3), KeyError("x"), asyncio.CancelledError(), GeneratorExit()])
def test_core_27_nothing_escapes(manager: TimebackManager, raised: BaseException) -> None:
    """In the official broadcast a cancellation or `SystemExit` of one client loses the results of all.

    Guard: `timeback_core.manager.entries.call_plainly`.
    """
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
def test_core_27_nothing_escapes_in_an_event_loop(server: Server, raised: BaseException) -> None:
    """The same in an event loop.

    Guard: `timeback_core.manager.loops.await_all`.
    """

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


def test_core_27_entries_are_results(manager: TimebackManager) -> None:
    """Official entries are plain dictionaries, and their documentation uses attributes that do not exist.

    Guard: `timeback_core.broadcast.BroadcastResults`.
    """
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
def test_core_27_it_is_bounded(manager: TimebackManager, *, own_executor: bool) -> None:
    """The official broadcast starts every client at once, however many there are.

    Guard: `timeback_core.manager.threads.call_all`.
    """
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


def test_core_27_it_is_bounded_in_an_event_loop(server: Server) -> None:
    """The same in an event loop.

    Guard: `timeback_core.manager.loops.await_all`.
    """
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
