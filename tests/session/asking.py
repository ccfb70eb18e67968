"""Calls of a client of either kind, made in a thread of their own, so that the test can go on meanwhile."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any, TypeAlias

import anyio.to_thread
from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result
from tests.deadlines import AT_ONCE
from tests.session.ways import Way, run

from timeback_core import AsyncTimebackClient, Settings, TimebackClient, TimebackError
from timeback_core.compose import plain

AnyClient: TypeAlias = TimebackClient | AsyncTimebackClient
AnyResult: TypeAlias = IOResult[Any, TimebackError] | FutureResult[Any, TimebackError]
Ask: TypeAlias = Callable[[AnyClient], AnyResult]


def open_client(way: Way, settings: Settings) -> AnyClient:
    """A client for threads or for event loops."""
    if way == "threads":
        return TimebackClient.open(**settings).unwrap()
    return AsyncTimebackClient.open(**settings).unwrap()


def told_by(way: Way, client: AnyClient, ask: Ask) -> Result[Any, TimebackError]:
    """What a call gives; in an event loop of its own where the client is asynchronous."""

    async def work() -> Result[Any, TimebackError]:
        return await settle(ask(client))

    if way == "threads":
        told = ask(client)
        assert isinstance(told, IOResult)
        return plain(told)
    return run(way, work)


async def settle(told: AnyResult) -> Result[Any, TimebackError]:
    """What a call gives, inside an event loop."""
    return plain(await told if isinstance(told, FutureResult) else told)


class Asking:
    """Calls of one client that go on in threads."""

    def __init__(self, way: Way, client: AnyClient) -> None:
        self._way = way
        self._client = client
        self._pool = ThreadPoolExecutor(16)

    def start(self, ask: Ask) -> Future[Result[Any, TimebackError]]:
        """Begin a call; it gives what it was told."""
        return self._pool.submit(told_by, self._way, self._client, ask)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something has come true."""
    end = monotonic() + AT_ONCE
    while not condition():
        assert monotonic() < end
        sleep(0.005)
    sleep(0.03)


async def wait_for_in_loop(condition: Callable[[], bool]) -> None:
    """The same, without blocking the event loop."""
    await anyio.to_thread.run_sync(wait_for, condition)
