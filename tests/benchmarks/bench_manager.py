"""A manager of a thousand clients: what registering costs, and broadcasts beside their ideal; run it as a script."""

import asyncio
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from time import perf_counter

from tests.benchmarks.side_by_side import row

from timeback_core import AsyncTimebackManager, Settings, TimebackManager

CLIENTS = 1000
DELAY_MS = 50
ROUNDS = 5


@contextmanager
def user_server() -> Iterator[int]:
    """The port of a server in a process of its own."""
    script = Path(__file__).with_name("user_server.py")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def clients(port: int) -> dict[str, Settings]:
    """Settings of all clients; a path of its own makes each configuration another one."""
    return {
        f"tenant-{number}": {"base_url": f"http://127.0.0.1:{port}/{DELAY_MS}/{number}", "environ": {}}
        for number in range(CLIENTS)
    }


def time_of(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


def register(settings: dict[str, Settings]) -> None:
    manager = TimebackManager()
    for name, setting in settings.items():
        manager.register(name, setting).unwrap()
    for name in settings:
        assert manager.get(name).unwrap().oneroster.users is not None
    manager.close()


def broadcast(settings: dict[str, Settings], concurrency: int) -> float:
    """Seconds of a broadcast in threads; the median."""
    manager = TimebackManager.of(settings).unwrap()

    def once() -> None:
        results = manager.broadcast(lambda client: client.oneroster.users.get("u-1"), concurrency=concurrency)
        assert results.all_succeeded, results.failed[0]

    with manager:
        return statistics.median(time_of(once) for _ in range(ROUNDS))


def broadcast_async(settings: dict[str, Settings], concurrency: int) -> float:
    """Seconds of a broadcast in tasks; the median."""
    manager = AsyncTimebackManager.of(settings).unwrap()

    async def once() -> float:
        begun = perf_counter()
        results = await manager.broadcast(lambda client: client.oneroster.users.get("u-1"), concurrency=concurrency)
        assert results.all_succeeded, results.failed[0]
        return perf_counter() - begun

    async def rounds() -> float:
        async with manager:
            return statistics.median([await once() for _ in range(ROUNDS)])

    return asyncio.run(rounds())


def main() -> None:
    with user_server() as port:
        settings = clients(port)
        registering = statistics.median(time_of(lambda: register(settings)) for _ in range(ROUNDS))
        row(f"registering and opening {CLIENTS:,} clients in a manager", f"{registering:.2f} s", "< 1 s")
        for concurrency in (32, 64):
            ideal = ceil(CLIENTS / concurrency) * DELAY_MS / 1000
            for kind, measure in (("threads", broadcast), ("tasks", broadcast_async)):
                took = measure(settings, concurrency)
                title = f"broadcast to {CLIENTS:,} clients at {DELAY_MS} ms, {concurrency} {kind} / the ideal"
                row(title, f"{took / ideal:.2f} ({took:.2f} / {ideal:.2f} s)", "<= 1.2")


if __name__ == "__main__":
    main()
