"""Single calls and many at a time, everything included, beside bare httpx and orjson."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from time import perf_counter

import httpx
import orjson
from tests.benchmarks.side_by_side import canned_server, compare, row

from timeback_core import AsyncTimebackClient, TimebackClient
from timeback_core.engine.config.settings import Settings
from timeback_core.oneroster import get_user

PATH = "/ims/oneroster/rostering/v1p2/users/user-1"
HEADERS = {"Authorization": "Bearer canned"}


def settings(origin: str, delay_ms: int, concurrency: int) -> Settings:
    """Settings of a client whose answers come after a delay."""
    return {
        "base_url": f"{origin}/{delay_ms}",
        "auth_url": f"{origin}/token",
        "client_id": "a",
        "client_secret": "b",
        "max_concurrency": concurrency,
    }


def sync_one(origin: str) -> None:
    client = TimebackClient.open(**settings(origin, 0, 1)).unwrap()
    with httpx.Client(headers=HEADERS) as bare:
        url = f"{origin}/0{PATH}"

        def ours() -> None:
            for _ in range(300):
                get_user(client.session, "user-1").unwrap()

        def theirs() -> None:
            for _ in range(300):
                orjson.loads(bare.get(url).content)

        mine, other, ratio = compare(ours, theirs)
    client.close()
    title = "one GET, everything included / bare `httpx.Client` + orjson, sync"
    row(title, f"{ratio:.2f} ({mine / 300 * 1e6:.0f} / {other / 300 * 1e6:.0f} us)", "<= 0.9")


def threads(origin: str) -> None:
    client = TimebackClient.open(**settings(origin, 20, 64)).unwrap()
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    with httpx.Client(headers=HEADERS, limits=limits, timeout=60) as bare, ThreadPoolExecutor(64) as pool:
        url = f"{origin}/20{PATH}"

        def ours() -> None:
            list(pool.map(lambda _: get_user(client.session, "user-1").unwrap(), range(640)))

        def theirs() -> None:
            list(pool.map(lambda _: orjson.loads(bare.get(url).content), range(640)))

        mine, other, ratio = compare(ours, theirs, 5)
    client.close()
    title = "requests per second, 64 threads on one session, 20 ms latency / one bare `httpx.Client`"
    row(title, f"{1 / ratio:.2f} ({640 / mine:.0f} / {640 / other:.0f})", ">= 2.2")


async def in_flight(call: Callable[[], Awaitable[object]], count: int, at_a_time: int) -> float:
    """Seconds for so many calls, so many at a time."""

    async def worker() -> None:
        for _ in range(count // at_a_time):
            await call()

    begun = perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_a_time)))
    return perf_counter() - begun


async def async_calls(origin: str, at_a_time: int, count: int) -> tuple[float, float, float]:
    """Median seconds per call of ours and of bare httpx, and the median ratio."""
    limits = httpx.Limits(max_connections=1000, max_keepalive_connections=1000)
    async with AsyncExitStack() as stack:
        bare = await stack.enter_async_context(httpx.AsyncClient(headers=HEADERS, limits=limits, timeout=60))
        client = AsyncTimebackClient.open(**settings(origin, 0, 1000)).unwrap()
        stack.callback(client.close)

        async def ours() -> object:
            return await get_user(client.session, "user-1")

        async def theirs() -> object:
            return orjson.loads((await bare.get(f"{origin}/0{PATH}")).content)

        await in_flight(ours, at_a_time * 2, at_a_time)
        await in_flight(theirs, at_a_time * 2, at_a_time)
        pairs = [
            (await in_flight(ours, count, at_a_time) / count, await in_flight(theirs, count, at_a_time) / count)
            for _ in range(7)
        ]
    ratios = sorted(mine / other for mine, other in pairs)
    return sorted(mine for mine, _ in pairs)[3], sorted(other for _, other in pairs)[3], ratios[3]


async def retention(origin: str, delay_ms: int) -> float:
    """Throughput at 256 in flight over that at 16."""
    client = AsyncTimebackClient.open(**settings(origin, delay_ms, 1000)).unwrap()

    async def ours() -> object:
        return await get_user(client.session, "user-1")

    await in_flight(ours, 512, 256)
    pairs = [(await in_flight(ours, 512, 16), await in_flight(ours, 2048, 256)) for _ in range(5)]
    client.close()
    return sorted((2048 / many) / (512 / few) for few, many in pairs)[2]


def main() -> None:
    with canned_server() as origin:
        sync_one(origin)
        one = "one GET, everything included / bare `httpx.AsyncClient` + orjson, async"
        mine, other, ratio = asyncio.run(async_calls(origin, 1, 300))
        row(f"{one}, 1 in flight", f"{ratio:.2f} ({mine * 1e6:.0f} / {other * 1e6:.0f} us)", "<= 0.9")
        mine, other, ratio = asyncio.run(async_calls(origin, 50, 1000))
        row(f"{one}, 50 in flight", f"{ratio:.2f} ({mine * 1e6:.0f} / {other * 1e6:.0f} us)", "<= 0.3")
        title = "throughput at 256 in flight / at 16"
        row(f"{title}, 20 ms latency", f"{asyncio.run(retention(origin, 20)):.2f}", ">= 1.0")
        row(f"{title}, 0 ms", f"{asyncio.run(retention(origin, 0)):.2f}", ">= 0.7")
        threads(origin)


if __name__ == "__main__":
    main()
