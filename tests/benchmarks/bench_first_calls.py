"""A thousand first calls at once, by threads and tasks of several event loops: how many tokens are fetched."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
from tests.benchmarks.bench_calls import settings
from tests.benchmarks.side_by_side import canned_server, row

from timeback_core import AsyncTimebackClient, TimebackClient
from timeback_core.oneroster import get_user


async def tasks(client: AsyncTimebackClient, count: int) -> None:
    """So many calls at once."""
    await asyncio.gather(*(get_user(client.session, "user-1") for _ in range(count)))


def main() -> None:
    with canned_server() as origin:
        client = TimebackClient.open(**settings(origin, 0, 64)).unwrap()
        loops = AsyncTimebackClient.open(**settings(origin, 0, 64)).unwrap()
        with ThreadPoolExecutor(504) as pool:
            begun = [pool.submit(get_user, client.session, "user-1") for _ in range(500)]
            begun_loops = [pool.submit(asyncio.run, tasks(loops, 125)) for _ in range(4)]
            assert all(future.result().map(lambda _: True).value_or(False) for future in begun)
            for future in begun_loops:
                future.result()
        tokens = httpx.get(f"{origin}/stats").json()["tokens"]
        client.close()
        loops.close()
        row("1,000 first calls at once, threads and tasks mixed: token requests per credential", str(tokens), "1")


if __name__ == "__main__":
    main()
