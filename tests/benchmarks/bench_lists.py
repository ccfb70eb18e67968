"""Long lists: pages asked for ahead, and the memory of a stream."""

import asyncio
import tracemalloc
from time import perf_counter

from tests.benchmarks.bench_calls import settings
from tests.benchmarks.side_by_side import canned_server, row

from timeback_core import AsyncTimebackClient, TimebackClient


def sync_list(origin: str, prefetch: int) -> float:
    """Seconds for all rows, by threads."""
    client = TimebackClient.open(**settings(origin, 20, 32)).unwrap().using(prefetch=prefetch)
    begun = perf_counter()
    rows = sum(1 for _ in client.oneroster.users.list.stream(limit=100))
    client.close()
    assert rows == 20_000
    return perf_counter() - begun


async def async_list(origin: str, prefetch: int) -> float:
    """Seconds for all rows, by an event loop."""
    client = AsyncTimebackClient.open(**settings(origin, 20, 32)).unwrap().using(prefetch=prefetch)
    begun = perf_counter()
    rows = 0
    async for _ in client.oneroster.users.list.stream(limit=100):
        rows += 1
    client.close()
    assert rows == 20_000
    return perf_counter() - begun


def memory(origin: str) -> list[float]:
    """Megabytes in use after each twentieth of a stream of 200,000 rows."""
    client = TimebackClient.open(**settings(origin, 0, 4)).unwrap()
    tracemalloc.start()
    seen: list[float] = []
    for number, _ in enumerate(client.oneroster.users.list.stream(limit=1000)):
        if number % 10_000 == 5_000:
            seen.append(tracemalloc.get_traced_memory()[0] / 1e6)
    tracemalloc.stop()
    client.close()
    return seen


def main() -> None:
    with canned_server(20_000) as origin:
        title = "20,000 users, limit 100, 20 ms latency: prefetch 16 / page after page"
        ratios = sorted(sync_list(origin, 16) / sync_list(origin, 0) for _ in range(3))
        row(f"{title}, sync", f"{ratios[1]:.2f}", "<= 0.2")
        ratios = sorted(asyncio.run(async_list(origin, 16)) / asyncio.run(async_list(origin, 0)) for _ in range(3))
        row(f"{title}, async", f"{ratios[1]:.2f}", "<= 0.2")
    with canned_server(200_000) as origin:
        seen = memory(origin)
        row("memory over a stream of 200,000 rows", f"{min(seen):.1f} to {max(seen):.1f} MB", "flat")


if __name__ == "__main__":
    main()
