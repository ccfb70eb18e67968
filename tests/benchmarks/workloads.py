"""Workloads for comparing two versions of the package: `python workloads.py ORIGIN` reads names and tells seconds.

Only public names are used that both versions have, and httpx for answers without a network.
"""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import httpx
import orjson

from timeback_core import AsyncTimebackClient, Settings, TimebackClient, TimebackManager
from timeback_core.oneroster import get_user, list_users

ORIGIN = sys.argv[1] if len(sys.argv) > 1 else ""


def sync_client(delay_ms: int = 0, concurrency: int = 64) -> TimebackClient:
    """A client for threads whose answers come after a delay."""
    return TimebackClient.open(
        base_url=f"{ORIGIN}/{delay_ms}",
        auth_url=f"{ORIGIN}/token",
        client_id="a",
        client_secret="b",
        max_concurrency=concurrency,
    ).unwrap()


def async_client(delay_ms: int = 0, concurrency: int = 1000) -> AsyncTimebackClient:
    """A client for event loops whose answers come after a delay."""
    return AsyncTimebackClient.open(
        base_url=f"{ORIGIN}/{delay_ms}",
        auth_url=f"{ORIGIN}/token",
        client_id="a",
        client_secret="b",
        max_concurrency=concurrency,
    ).unwrap()


def sync_get() -> float:
    """400 reads, one after another."""
    with sync_client() as client:
        get_user(client.session, "user-1").unwrap()
        begun = perf_counter()
        for _ in range(400):
            get_user(client.session, "user-1").unwrap()
        return perf_counter() - begun


def request_only() -> float:
    """2,000 reads as data."""
    get_user.request("user-1")
    begun = perf_counter()
    for _ in range(2000):
        get_user.request("user-1", fields=("email",))
    return perf_counter() - begun


def async_get(at_a_time: int, count: int) -> float:
    """Reads in one event loop, so many at a time."""

    async def run() -> float:
        async with async_client() as client:

            async def worker(calls: int) -> None:
                for _ in range(calls):
                    await get_user(client.session, "user-1")

            await asyncio.gather(*(worker(2) for _ in range(at_a_time)))
            begun = perf_counter()
            await asyncio.gather(*(worker(count // at_a_time) for _ in range(at_a_time)))
            return perf_counter() - begun

    return asyncio.run(run())


def threads() -> float:
    """1,280 reads by 64 threads, 20 ms each."""
    with sync_client(20) as client, ThreadPoolExecutor(64) as pool:
        list(pool.map(lambda _: get_user(client.session, "user-1").unwrap(), range(128)))
        begun = perf_counter()
        list(pool.map(lambda _: get_user(client.session, "user-1").unwrap(), range(1280)))
        return perf_counter() - begun


def sync_stream(delay_ms: int = 0, prefetch: int = 0) -> float:
    """4,000 rows as a stream, by threads."""
    with sync_client(delay_ms) as opened:
        client = opened.using(prefetch=prefetch)
        client.oneroster.users.list(limit=1).unwrap()
        begun = perf_counter()
        assert sum(1 for _ in client.oneroster.users.list.stream(limit=100)) == 4000
        return perf_counter() - begun


def async_stream(delay_ms: int = 0, prefetch: int = 0) -> float:
    """4,000 rows as a stream, by an event loop."""

    async def run() -> float:
        async with async_client(delay_ms) as opened:
            client = opened.using(prefetch=prefetch)
            await client.oneroster.users.list(limit=1)
            begun = perf_counter()
            rows = [row async for row in client.oneroster.users.list.stream(limit=100)]
            assert len(rows) == 4000
            return perf_counter() - begun

    return asyncio.run(run())


def decode_page() -> float:
    """A page of 1,000 users, ten times, without a network."""
    page = httpx.get(f"{ORIGIN}/0/ims/oneroster/rostering/v1p2/users/?limit=1000").content
    token = orjson.dumps({"access_token": "canned", "expires_in": 3600, "token_type": "Bearer"})

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=token if request.url.path == "/token" else page)

    opened = TimebackClient.open(
        base_url="http://localhost",
        auth_url="http://localhost/token",
        client_id="a",
        client_secret="b",
        transport=httpx.MockTransport(answer),
    )
    with opened.unwrap() as client:
        list_users(client.session, limit=1000).unwrap()
        begun = perf_counter()
        for _ in range(10):
            list_users(client.session, limit=1000).unwrap()
        return perf_counter() - begun


def broadcast() -> float:
    """A broadcast to 200 clients at 20 ms."""
    settings: Settings = {
        "base_url": f"{ORIGIN}/20",
        "auth_url": f"{ORIGIN}/token",
        "client_id": "a",
        "client_secret": "b",
    }
    manager = TimebackManager.of({f"c{number}": settings for number in range(200)}).unwrap()
    manager.broadcast(lambda client: client.oneroster.users.get("user-1"))
    begun = perf_counter()
    assert manager.broadcast(lambda client: client.oneroster.users.get("user-1")).all_succeeded
    took = perf_counter() - begun
    manager.close()
    return took


WORKLOADS: dict[str, Callable[[], float]] = {
    "one GET, sync": sync_get,
    "one GET, async, 1 in flight": lambda: async_get(1, 400),
    "one GET, async, 50 in flight": lambda: async_get(50, 1000),
    "one GET, async, 256 in flight": lambda: async_get(256, 2048),
    "64 threads at 20 ms": threads,
    "a call as data": request_only,
    "stream of 4,000 rows, sync": sync_stream,
    "stream of 4,000 rows, async": async_stream,
    "stream at 20 ms, prefetch 16, sync": lambda: sync_stream(20, 16),
    "stream at 20 ms, prefetch 16, async": lambda: async_stream(20, 16),
    "page of 1,000 rows without a network": decode_page,
    "broadcast to 200 clients at 20 ms": broadcast,
}


if __name__ == "__main__":
    for line in sys.stdin:
        print(WORKLOADS[line.strip()](), flush=True)
