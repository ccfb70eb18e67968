"""Bulks: the rows of a roster written again and again, and what a limit on requests makes of it."""

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from time import perf_counter

from returns.result import Success
from tests.benchmarks.side_by_side import row

from timeback_core import TimebackClient, or_raise
from timeback_core.oneroster import UserInput, delete_user, upsert_user

COUNT = 10_000


@contextmanager
def client_of_a_sandbox(rate: float, burst: float, students: int = 2000, seed: int = 1) -> Iterator[TimebackClient]:
    """A client of a sandbox in another process, with a limit on requests where the rate is not 0."""
    program = Path(__file__).with_name("limited_sandbox.py")
    command = [sys.executable, str(program), str(rate), str(burst), str(students), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- this interpreter
        assert process.stdout is not None
        try:
            settings = json.loads(process.stdout.readline())
            with TimebackClient.open(**settings, environ={}).unwrap().using(timeout=300) as client:
                yield client
        finally:
            process.terminate()


def upserts() -> tuple[float, list[float]]:
    """Rows a second of 10,000 upserts, and the megabytes in use after each twentieth of them."""
    with client_of_a_sandbox(0, 0) as client:
        users = or_raise(client.oneroster.users.list.take(2000, where={"role": "student"}, limit=1000))
        roster = [or_raise(UserInput.of(user)) for user in users]
        work = chain.from_iterable(repeat(roster, COUNT // len(roster)))
        requests = ((number, upsert_user.request(str(each.sourced_id), each)) for number, each in enumerate(work))
        tracemalloc.start()
        seen: list[float] = []
        begun = perf_counter()
        for number, (_, told) in enumerate(client.session.perform_all(requests, concurrency=16)):
            assert isinstance(told, Success), told
            if number % 500 == 250:
                seen.append(tracemalloc.get_traced_memory()[0] / 1e6)
        took = perf_counter() - begun
        tracemalloc.stop()
    return COUNT / took, seen


def limited(rate: float, burst: float) -> float:
    """The time of 10,000 writes to a limited origin, as a multiple of the limiter's own."""
    with client_of_a_sandbox(rate, burst) as client:
        requests = ((number, delete_user.request("student-1")) for number in range(COUNT))
        begun = perf_counter()
        told = [told for _, told in client.session.perform_all(requests, concurrency=16)]
        took = perf_counter() - begun
    assert len(told) == COUNT
    assert all(isinstance(each, Success) for each in told)
    return took / ((COUNT - burst) / rate)


def main() -> None:
    figure, seen = upserts()
    row("10,000 upserts of a roster of 2,000, 16 at once, rows a second", f"{figure:.0f}", "")
    row("memory over 10,000 upserts", f"{min(seen):.1f} to {max(seen):.1f} MB", "flat")
    ratio = limited(200, 40)
    row("10,000 writes, 200 a second and 40 at once allowed / the limiter's own time", f"{ratio:.2f}", "<= 1.3")


if __name__ == "__main__":
    main()
