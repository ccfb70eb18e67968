"""Measuring two things in turn, so that a noisy machine disturbs both alike; and the servers for it."""

import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).parent


@contextmanager
def canned_server(rows: int = 200) -> Iterator[str]:
    """The origin of a server of canned answers in a process of its own."""
    command = [sys.executable, str(HERE / "canned_server.py"), str(rows)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def seconds(run: Callable[[], object]) -> float:
    """How long something takes once."""
    begun = perf_counter()
    run()
    return perf_counter() - begun


def compare(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 9) -> tuple[float, float, float]:
    """Median seconds of both, and the median of the ratios pair by pair; one warm-up of each is not counted."""
    ours()
    theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    ratio = statistics.median(mine / other for mine, other in pairs)
    return statistics.median(mine for mine, _ in pairs), statistics.median(other for _, other in pairs), ratio


def row(measure: str, figure: str, goal: str) -> None:
    """Print one row of the table."""
    print(f"| {measure} | {figure} | {goal} |", flush=True)
