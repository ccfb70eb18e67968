"""A bulk in one process, and on one and two workers of dask.distributed, request by request and in parts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module
from time import perf_counter
from typing import Any, TypeAlias

from returns.result import Result, Success
from tests.benchmarks.bench_manager import user_server
from tests.benchmarks.side_by_side import row

from timeback_core import Request, TimebackClient, TimebackError
from timeback_core.oneroster import User, get_user

COUNT = 1000
PARTS = 10
AT_ONCE = 10
"""In flight in each process."""
Work: TypeAlias = Sequence[tuple[int, Request[User]]]
Told: TypeAlias = Mapping[int, Result[User, TimebackError]]
Run: TypeAlias = Callable[[TimebackClient, Work], Told]


@contextmanager
def workers(count: int, threads: int) -> Iterator[Executor]:
    """So many processes of so many threads each."""
    dask: Any = import_module("dask")  # which, and distributed, have no types
    distributed: Any = import_module("distributed")
    options = {"n_workers": count, "threads_per_worker": threads, "dashboard_address": "127.0.0.1:0"}
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(**options) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


def each_alone(count: int, executor: Executor) -> Run:
    """Each request is a piece of work of its own."""
    return lambda client, work: dict(client.session.perform_all(work, concurrency=AT_ONCE * count, executor=executor))


def in_parts(_: int, executor: Executor) -> Run:
    """A tenth of the bulk is a piece of work."""

    def run(client: TimebackClient, work: Work) -> Told:
        parts = [executor.submit(here, client, work[start::PARTS]) for start in range(PARTS)]
        return {number: told for part in parts for number, told in part.result().items()}

    return run


def here(client: TimebackClient, work: Work) -> Told:
    """The bulk in this process."""
    return dict(client.session.perform_all(work, concurrency=AT_ONCE))


def a_second(run: Run, port: int, delay: int) -> float:
    """Requests a second, after a bulk that warms up whoever works."""
    with TimebackClient.open(base_url=f"http://127.0.0.1:{port}/{delay}/1", environ={}).unwrap() as client:
        run(client, [(number, get_user.request("u-1")) for number in range(40)])
        begun = perf_counter()
        told = run(client, [(number, get_user.request("u-1")) for number in range(COUNT)])
        took = perf_counter() - begun
    assert len(told) == COUNT
    assert all(isinstance(each, Success) for each in told.values())
    return COUNT / took


def main() -> None:
    with user_server() as port:
        for delay in (50, 0):
            row(f"requests a second at {delay} ms, {AT_ONCE} at once, here", f"{a_second(here, port, delay):.0f}", "")
        for name, way, threads in (("in parts", in_parts, 1), ("each alone", each_alone, AT_ONCE)):
            for count in (1, 2):
                with workers(count, threads) as executor:
                    for delay in (50, 0):
                        figure = a_second(way(count, executor), port, delay)
                        row(f"at {delay} ms, {AT_ONCE} on each of {count} workers, {name}", f"{figure:.0f}", "")


if __name__ == "__main__":
    main()
