"""The transport beside stock httpx, as ratios of time per request; run it as a script.

Arms are interleaved and medians compared, so that a noisy machine disturbs both sides alike.
"""

import asyncio
import statistics
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, perf_counter

import httpx

from timeback_core.engine.call.http import HttpRequest, HttpResponse
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.exchange import Exchanger
from timeback_core.engine.transport.send import asend, send

ROUNDS = 5
CAP = 10_000_000
HEADERS = (("Accept", "application/json"), ("Authorization", "Bearer 0123456789"), ("User-Agent", "bench"))


@contextmanager
def delaying_server() -> Iterator[int]:
    """The port of a server in a process of its own."""
    script = Path(__file__).with_name("delaying_server.py")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def request(port: int, delay_ms: int) -> HttpRequest:
    """A GET that is answered after so many milliseconds."""
    return HttpRequest("GET", "http", "127.0.0.1", port, b"/%d/users" % delay_ms, HEADERS)


class SyncArms:
    """The same GET by us and by `httpx.Client`, from any number of threads."""

    def __init__(self, port: int, delay_ms: int) -> None:
        self.request = request(port, delay_ms)
        self.url = f"http://127.0.0.1:{port}/{delay_ms}/users"
        self.exchanger = Exchanger(Connections())
        self.client = httpx.Client(headers=dict(HEADERS), timeout=30)
        self.their_failures = 0

    def ours(self) -> None:
        outcome = send(self.exchanger, self.request, monotonic() + 30, CAP)
        assert isinstance(outcome, HttpResponse), outcome.detail

    def theirs(self) -> None:
        try:
            self.client.get(self.url).raise_for_status()
        except httpx.TransportError:  # happens to it with many threads
            self.their_failures += 1

    def close(self) -> None:
        self.exchanger.abort()
        self.client.close()


def seconds_per_request(call: Callable[[], None], threads: int, each: int) -> float:
    """Wall time over all requests, with so many threads at once."""

    def work() -> None:
        for _ in range(each):
            call()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    start = perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return (perf_counter() - start) / (threads * each)


async def seconds_per_task_request(call: Callable[[], Awaitable[None]], tasks: int, each: int) -> float:
    """Wall time over all requests, with so many tasks at once."""

    async def work() -> None:
        for _ in range(each):
            await call()

    start = perf_counter()
    await asyncio.gather(*(work() for _ in range(tasks)))
    return (perf_counter() - start) / (tasks * each)


def compare_sync(port: int, delay_ms: int, threads: int, each: int) -> tuple[float, float]:
    """Medians of seconds per request: ours, httpx's."""
    arms = SyncArms(port, delay_ms)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds_per_request(arms.ours, threads, each))
        theirs.append(seconds_per_request(arms.theirs, threads, each))
    arms.close()
    if arms.their_failures:
        print(f"  (requests of httpx that failed: {arms.their_failures})")
    return statistics.median(ours), statistics.median(theirs)


async def compare_async(port: int, delay_ms: int, tasks: int, each: int) -> tuple[float, float]:
    """Medians of seconds per request: ours, httpx's."""
    wanted = request(port, delay_ms)
    exchanger = AsyncExchanger(Connections())
    ours, theirs = [], []
    async with httpx.AsyncClient(headers=dict(HEADERS), timeout=30) as client:

        async def our_call() -> None:
            outcome = await asend(exchanger, wanted, monotonic() + 30, CAP)
            assert isinstance(outcome, HttpResponse), outcome.detail

        async def their_call() -> None:
            (await client.get(f"http://127.0.0.1:{port}/{delay_ms}/users")).raise_for_status()

        for _ in range(ROUNDS):
            ours.append(await seconds_per_task_request(our_call, tasks, each))
            theirs.append(await seconds_per_task_request(their_call, tasks, each))
    exchanger.abort()
    return statistics.median(ours), statistics.median(theirs)


async def retention(port: int, delay_ms: int) -> float:
    """Our throughput with 256 in flight over that with 16."""
    wanted = request(port, delay_ms)
    exchanger = AsyncExchanger(Connections(max_idle=256))

    async def call() -> None:
        outcome = await asend(exchanger, wanted, monotonic() + 30, CAP)
        assert isinstance(outcome, HttpResponse), outcome.detail

    few, many = [], []
    for _ in range(ROUNDS):
        few.append(await seconds_per_task_request(call, 16, 128))
        many.append(await seconds_per_task_request(call, 256, 16))
    exchanger.abort()
    return statistics.median(few) / statistics.median(many)


def show(measure: str, pair: tuple[float, float]) -> None:
    """One line of the table."""
    ours, theirs = pair
    print(f"{measure:44} {ours * 1e6:8.0f} us  {theirs * 1e6:8.0f} us   ratio {ours / theirs:.2f}")


def main() -> None:
    """Print the table."""
    with delaying_server() as port:
        print(f"{'per request':44} {'ours':>11}  {'httpx':>11}")
        show("sync, 1 thread, 0 ms", compare_sync(port, 0, 1, 500))
        show("sync, 64 threads, 20 ms", compare_sync(port, 20, 64, 10))
        show("async, 1 in flight, 0 ms", asyncio.run(compare_async(port, 0, 1, 500)))
        show("async, 50 in flight, 0 ms", asyncio.run(compare_async(port, 0, 50, 20)))
        for delay_ms in (20, 0):
            kept = asyncio.run(retention(port, delay_ms))
            print(f"{f'throughput at 256 in flight over 16, {delay_ms} ms':44} {kept:.2f}")


if __name__ == "__main__":
    main()
