"""Broadcasts of the async manager, on asyncio and trio."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint
from returns.future import FutureFailure, FutureResult, FutureSuccess
from returns.io import IOSuccess
from returns.result import Failure, Result, Success

from timeback_core import AsyncTimebackClient, AsyncTimebackManager, BroadcastResults, Config, TimebackError, or_raise
from timeback_core.errors import NotFound, SessionClosed, Unexpected
from timeback_core.sandbox import Sandbox

NAMES = ("zeta", "alpha", "mid")
Fn = Callable[[AsyncTimebackClient], Any]


@pytest.fixture(params=["asyncio", "trio"])
def backend(request: pytest.FixtureRequest) -> str:
    """Either kind of event loop."""
    chosen: str = request.param
    return chosen


@pytest.fixture
def manager(config: Config) -> Iterator[AsyncTimebackManager]:
    manager = AsyncTimebackManager.of(dict.fromkeys(NAMES, config)).unwrap()
    yield manager
    manager.close()


def run(backend: str, main: Callable[[], Awaitable[BroadcastResults[Any]]]) -> BroadcastResults[Any]:
    return anyio.run(main, backend=backend)


def only(backend: str, manager: AsyncTimebackManager, fn: Fn) -> Result[Any, TimebackError]:
    """The entry of a client, which is that of all of them."""
    results = run(backend, lambda: manager.broadcast(fn))
    entries = [entry for _, entry in results.items()]
    assert tuple(results) == NAMES
    assert len({kind_of(entry) for entry in entries}) == 1
    return entries[0]


def kind_of(entry: Result[Any, TimebackError]) -> tuple[bool, type[object]]:
    failed = isinstance(entry, Failure)
    return failed, type(entry.failure() if failed else entry.unwrap())


def unexpected(entry: Result[Any, TimebackError]) -> Unexpected:
    error = entry.failure()
    assert isinstance(error, Unexpected)
    return error


def test_calls_reach_every_client(backend: str, manager: AsyncTimebackManager, sandbox: Sandbox) -> None:
    results = run(backend, lambda: manager.broadcast(lambda client: client.oneroster.users.list(limit=2)))
    assert [len(page) for page in results.values().unwrap()] == [2, 2, 2]
    assert sum("/users/" in request.target for request in sandbox.requests()) == 3
    assert sum(request.target.startswith(sandbox.token_path) for request in sandbox.requests()) == 1


def test_a_failing_client_disturbs_no_other(backend: str, manager: AsyncTimebackManager) -> None:
    manager.get("alpha").unwrap().close()
    results = run(backend, lambda: manager.broadcast(lambda c: c.oneroster.users.list(limit=1).map(len)))
    assert results.succeeded == (("zeta", 1), ("mid", 1))
    assert results.failed == (("alpha", SessionClosed()),)


async def plain_later(client: AsyncTimebackClient) -> int:
    await checkpoint()
    return 1


async def result_later(client: AsyncTimebackClient) -> Result[int, str]:
    return Success(1)


class Other:
    """An awaitable of another kind."""

    def __await__(self) -> Iterator[Any]:
        return plain_later_of_nobody().__await__()


async def plain_later_of_nobody() -> int:
    return 1


@pytest.mark.parametrize(
    "fn",
    [
        plain_later,
        result_later,
        lambda c: plain_later(c),
        lambda _: 1,
        lambda _: Success(1),
        lambda _: IOSuccess(1),
        lambda _: FutureSuccess(1),
        lambda _: FutureResult.from_value(0).map(lambda x: x + 1),
        lambda _: Other(),
    ],
)
def test_whatever_is_given_is_awaited_and_flattened(backend: str, manager: AsyncTimebackManager, fn: Fn) -> None:
    assert only(backend, manager, fn) == Success(1)


@pytest.mark.parametrize(
    "fn",
    [
        lambda c: asyncio.create_task(plain_later(c)),
        lambda c: asyncio.ensure_future(result_later(c)),
        lambda c: asyncio.gather(plain_later(c), plain_later(c)),
    ],
)
def test_tasks_and_futures_are_awaited(manager: AsyncTimebackManager, fn: Fn) -> None:
    assert only("asyncio", manager, fn) in (Success(1), Success([1, 1]))


def test_failures_are_taken_as_they_are(backend: str, manager: AsyncTimebackManager) -> None:
    async def raised(client: AsyncTimebackClient) -> str:
        return (await or_raise(client.oneroster.users.get("nobody"))).given_name

    assert only(backend, manager, lambda _: FutureFailure(SessionClosed())) == Failure(SessionClosed())
    assert isinstance(only(backend, manager, lambda c: c.oneroster.users.get("nobody")).failure(), NotFound)
    assert isinstance(only(backend, manager, raised).failure(), NotFound)
    assert unexpected(only(backend, manager, lambda _: FutureFailure("no"))).text == "no"


@pytest.mark.parametrize(
    "error", [ValueError("no"), SystemExit(3), GeneratorExit(), StopIteration(), StopAsyncIteration()]
)
@pytest.mark.parametrize("at_once", [True, False])
def test_nothing_that_is_raised_loses_the_others(
    backend: str, manager: AsyncTimebackManager, error: BaseException, at_once: bool
) -> None:
    alpha = manager.get("alpha").unwrap()

    async def later(client: AsyncTimebackClient) -> str:
        await checkpoint()
        if client is alpha:
            raise error
        return "well"

    def now(client: AsyncTimebackClient) -> str:
        if client is alpha:
            raise error
        return "well"

    async def both() -> BroadcastResults[str]:
        return await manager.broadcast(now) if at_once else await manager.broadcast(later)

    results = run(backend, both)
    assert results.succeeded == (("zeta", "well"), ("mid", "well"))
    assert isinstance(results.alpha.failure(), Unexpected)


async def raise_cancelled(client: AsyncTimebackClient) -> None:
    raise asyncio.CancelledError("by itself")


async def await_a_cancelled_future(client: AsyncTimebackClient) -> None:
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    future.cancel()
    await future


async def cancel_itself_and_wait(client: AsyncTimebackClient) -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()
    await asyncio.sleep(10)


async def cancel_itself_and_end(client: AsyncTimebackClient) -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


@pytest.mark.parametrize(
    "fn", [raise_cancelled, await_a_cancelled_future, cancel_itself_and_wait, cancel_itself_and_end]
)
def test_a_client_cancelled_by_itself_disturbs_no_other(
    manager: AsyncTimebackManager, fn: Callable[[AsyncTimebackClient], Awaitable[None]]
) -> None:
    alpha = manager.get("alpha").unwrap()

    async def one_is_cancelled(client: AsyncTimebackClient) -> str:
        if client is alpha:
            await fn(client)
        await asyncio.sleep(0.01)
        return "well"

    results = run("asyncio", lambda: manager.broadcast(one_is_cancelled))
    assert results.succeeded == (("zeta", "well"), ("mid", "well"))
    assert unexpected(results.alpha).exception == "asyncio.exceptions.CancelledError"


def test_a_client_that_ends_cancelled_is_noticed(manager: AsyncTimebackManager) -> None:
    entry = only("asyncio", manager, cancel_itself_and_end)
    assert unexpected(entry).exception == "asyncio.exceptions.CancelledError"


def test_cancelling_the_broadcast_cancels_all_of_it(backend: str, manager: AsyncTimebackManager) -> None:
    begun: list[AsyncTimebackClient] = []
    ended: list[AsyncTimebackClient] = []

    async def main() -> bool:
        with anyio.CancelScope() as scope:

            async def wait(client: AsyncTimebackClient) -> None:
                begun.append(client)
                if len(begun) == 2:
                    scope.cancel()
                try:
                    await anyio.sleep(60)
                finally:
                    ended.append(client)

            await manager.broadcast(wait, concurrency=2)
        return scope.cancelled_caught

    assert anyio.run(main, backend=backend)
    assert len(begun) == 2
    assert set(ended) == set(begun)


def test_an_error_on_the_way_out_does_not_hide_the_cancellation(backend: str, manager: AsyncTimebackManager) -> None:
    async def wait(client: AsyncTimebackClient) -> None:
        try:
            await anyio.sleep(60)
        finally:
            raise ValueError("on the way out")

    async def main() -> bool:
        with anyio.move_on_after(0.02) as scope:
            await manager.broadcast(wait)
        return scope.cancelled_caught

    assert anyio.run(main, backend=backend)


def test_ctrl_c_gets_through(manager: AsyncTimebackManager) -> None:
    async def interrupt(client: AsyncTimebackClient) -> None:
        await checkpoint()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(manager.broadcast(interrupt))


def test_cancelling_the_task_of_a_broadcast_cancels_all_of_it(manager: AsyncTimebackManager) -> None:
    begun: list[AsyncTimebackClient] = []
    ended: list[AsyncTimebackClient] = []

    async def wait(client: AsyncTimebackClient) -> None:
        begun.append(client)
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(client)

    async def main() -> None:
        task = asyncio.create_task(manager.broadcast(wait))
        while len(begun) < 3:  # noqa: ASYNC110  # until all of them wait
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert len(ended) == 3


def test_clients_run_at_the_same_time_and_no_more_than_asked_for(backend: str, config: Config) -> None:
    manager = AsyncTimebackManager.of({str(number): config for number in range(12)}).unwrap()
    under_way = most = 0

    async def count(client: AsyncTimebackClient) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await anyio.sleep(0.005)
        under_way -= 1

    run(backend, lambda: manager.broadcast(count, concurrency=5)).values().unwrap()
    assert most == 5
    most = 0
    run(backend, lambda: manager.broadcast(count, concurrency=0)).values().unwrap()
    assert most == 1


def test_order_is_that_of_registration_and_late_clients_are_not_included(
    backend: str, manager: AsyncTimebackManager, config: Config
) -> None:
    delays = {manager.get(name).unwrap(): 0.02 - 0.01 * place for place, name in enumerate(NAMES)}

    async def later(client: AsyncTimebackClient) -> float:
        manager.register("late", config)
        await anyio.sleep(delays[client])
        return delays[client]

    results = run(backend, lambda: manager.broadcast(later))
    assert results.values() == Success(tuple(delays.values()))
    assert "late" in manager.names


def test_no_clients_all_succeeded(backend: str) -> None:
    results = run(backend, lambda: AsyncTimebackManager().broadcast(plain_later))
    assert results.all_succeeded
    assert results.values() == Success(())


def test_a_manager_is_a_context_and_serves_one_loop_after_another(backend: str, served_config: Config) -> None:
    manager = AsyncTimebackManager.of({"a": served_config, "b": served_config}).unwrap()

    async def count() -> BroadcastResults[int]:
        return await manager.broadcast(lambda client: client.oneroster.users.list(limit=1).map(len))

    async def close() -> None:
        async with manager as same:
            assert same.size == 2

    assert run(backend, count).values() == Success((1, 1))
    assert run(backend, count).values() == Success((1, 1))
    anyio.run(close, backend=backend)
    assert manager.size == 0
