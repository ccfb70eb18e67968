"""A district: pulled, pushed into an empty platform, compared, and written again after a twentieth has changed.

`python -m tests.benchmarks.bench_rosters 20000` takes a district of that size instead of 2,000 students.
"""

import sys
from contextlib import ExitStack
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter

import attrs
from tests.benchmarks.bench_bulk import client_of_a_sandbox
from tests.benchmarks.side_by_side import row

from timeback_core import TimebackClient, evolve, or_raise
from timeback_core.rosters import Plan, plan, pull, push, read_bundle

STUDENTS = 2000


def most_memory() -> float:
    """The most megabytes that this process has used so far."""
    return getrusage(RUSAGE_SELF).ru_maxrss / 1000


def written(client: TimebackClient, found: Plan) -> float:
    """The seconds that a plan takes to be carried out."""
    begun = perf_counter()
    report = or_raise(push(client, found))
    assert report.is_complete, report
    return perf_counter() - begun


def main(students: int = STUDENTS) -> None:
    with ExitStack() as stack:
        source = stack.enter_context(client_of_a_sandbox(0, 0, students))
        target = stack.enter_context(client_of_a_sandbox(0, 0, 0, seed=2))
        folder = Path(stack.enter_context(TemporaryDirectory()))
        before, begun = most_memory(), perf_counter()
        rows = sum(or_raise(pull(source, folder / "district")).rows.values())
        pulled = perf_counter() - begun
        row(f"a district of {students} students, {rows} rows: pulled, rows a second", f"{rows / pulled:.0f}", "")
        row("memory that the pull added", f"{most_memory() - before:.0f} MB", "flat")
        roster = or_raise(read_bundle(folder / "district")).roster
        whole = written(target, or_raise(plan(roster, target)))
        begun = perf_counter()
        again = or_raise(plan(roster, target))
        compared = perf_counter() - begun
        row("the same pushed into an empty platform, rows a second", f"{rows / whole:.0f}", "")
        row("compared with it, rows a second", f"{rows / compared:.0f}, {len(again.changes)} to write", "0 to write")
        users = tuple(evolve(each, given_name="Ada") if at % 20 == 0 else each for at, each in enumerate(roster.users))
        seats = tuple(
            evolve(each, primary=True) if at % 20 == 0 else each for at, each in enumerate(roster.enrollments)
        )
        found = or_raise(plan(attrs.evolve(roster, users=users, enrollments=seats), target))
        part = written(target, found)
        share = len(found.changes) / rows
        row(f"{share:.1%} of it changed: time of the writes, of those of all", f"{part / whole:.1%}", "the share")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
