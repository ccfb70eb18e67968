"""One way to perform requests from threads, asyncio and trio alike."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Literal, TypeAlias, TypeVar

import trio
from returns.result import Result

from timeback_core import AsyncTimebackClient, Request, Settings, TimebackClient, TimebackError

T = TypeVar("T")
Way: TypeAlias = Literal["threads", "asyncio", "trio"]
Told: TypeAlias = Result[T, TimebackError]

WAYS: tuple[Way, ...] = ("threads", "asyncio", "trio")
LOOPS: tuple[Way, ...] = ("asyncio", "trio")


def run(way: Way, work: Callable[[], Awaitable[T]]) -> T:
    """The result of a coroutine function, run by a new event loop."""

    async def main() -> T:
        return await work()

    return trio.run(main) if way == "trio" else asyncio.run(main())


def perform(way: Way, settings: Settings, *requests: Request[T]) -> list[Told[T]]:
    """Perform requests one after the other over a client that is closed in the end."""
    if way == "threads":
        with TimebackClient.open(**settings).unwrap() as client:
            return [client.session.result_of(request) for request in requests]

    async def work() -> list[Told[T]]:
        async with AsyncTimebackClient.open(**settings).unwrap() as client:
            return [await client.session.result_of(request) for request in requests]

    return run(way, work)


def perform_timed(way: Way, settings: Settings, request: Request[T]) -> tuple[Told[T], float]:
    """Perform a request, and how many seconds that took."""
    if way == "threads":
        with TimebackClient.open(**settings).unwrap() as client:
            begun = monotonic()
            return client.session.result_of(request), monotonic() - begun

    async def work() -> tuple[Told[T], float]:
        async with AsyncTimebackClient.open(**settings).unwrap() as client:
            begun = monotonic()
            return await client.session.result_of(request), monotonic() - begun

    return run(way, work)
