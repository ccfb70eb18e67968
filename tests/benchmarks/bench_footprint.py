"""What an API costs a process before its first call: time, memory and modules, of each alone and of all nine."""

import statistics
import subprocess
import sys

from tests.benchmarks.side_by_side import row

from timeback_core.engine.surface.catalogue import services

LOAD = """
import resource, sys, time
from timeback_core import TimebackClient
client = TimebackClient.open(base_url="http://localhost", environ={{}}).unwrap()
from timeback_core.engine.surface.catalogue import walk, root_of
def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
def modules():
    return sum(name.startswith("timeback_core.") for name in sys.modules)
began, memory, loaded = time.process_time(), used(), modules()
for service in {services!r}:
    face = __import__("timeback_core." + service, fromlist=["*"])
    calls = [*walk(service, root_of(service))]
    names = [getattr(face, name) for name in face.__all__]
print(time.process_time() - began, used() - memory, modules() - loaded)
"""
"""Loads every operation, flow and model of services into a process that has a client; nothing is sent or decoded."""


def cost(*names: str) -> tuple[float, float, int]:
    """Seconds of CPU, MB and modules that services take on top of a client, the middle of five processes."""
    told = [
        subprocess.run(  # noqa: S603 -- a command of our own
            [sys.executable, "-c", LOAD.format(services=names)], check=True, capture_output=True, text=True
        ).stdout.split()
        for _ in range(5)
    ]
    seconds, megabytes, modules = (statistics.median(map(float, column)) for column in zip(*told, strict=True))
    return seconds, megabytes, round(modules)


def tell(title: str, goal: str, *names: str) -> None:
    """One row."""
    seconds, megabytes, modules = cost(*names)
    row(title, f"{seconds * 1000:.0f} ms of CPU, {megabytes:.1f} MB, {modules} modules", goal)


def main() -> None:
    for service in services():
        tell(f"all calls and models of `{service}`, on top of a client", "< 1 s", service)
    tell("all calls and models of all nine", "< 2 s, 64 MB", *services())


if __name__ == "__main__":
    main()
