"""`timeback pull roster` and `timeback push roster`: whole rosters, moved between the platform and files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from returns.result import Failure

from timeback_core.cli.complaints import FAILED, complain, in_one_line
from timeback_core.cli.profiles import clients
from timeback_core.compose import plain
from timeback_core.rosters import Bundle, FailedRow, Plan, plan, pull, push, read_bundle
from timeback_core.rosters.kinds import ROSTERING
from timeback_core.rosters.writing import Format

MOST_LINES: Final = 50
"""How many changes a dry run shows, unless all are asked for."""


def pull_roster(to: Path, form: Format, kinds: tuple[str, ...], *, with_ended: bool, profile: str | None) -> int:
    """Write the platform's roster into files; gives the exit status."""
    opened = clients.opened(profile)
    if isinstance(opened, Failure):
        return complain(opened.failure())
    with opened.unwrap() as client, progress() as show:
        told = plain(
            pull(
                client,
                to,
                kinds=kinds or ROSTERING,
                format=form,
                with_ended=with_ended,
                on_rows=lambda kind, count: show(f"{kind}: {count}"),
            )
        )
    if isinstance(told, Failure):
        return complain(told.failure())
    pulled = told.unwrap()
    for kind, count in pulled.rows.items():
        print(f"{kind}: {count}")
    for row in pulled.bad:
        print(in_one_line(row.message), file=sys.stderr)
    return FAILED if pulled.bad else 0


def push_roster(
    source: Path, *, owner: str | None, dry_run: bool, end_missing: bool, show_all: bool, profile: str | None
) -> int:
    """Make the platform say what files say; gives the exit status."""
    read, opened = plain(read_bundle(source, owner=owner)), clients.opened(profile)
    if isinstance(read, Failure):
        return complain(read.failure())
    if isinstance(opened, Failure):
        return complain(opened.failure())
    bundle = read.unwrap()
    tell(bundle)
    with opened.unwrap() as client, progress() as show:
        planned = plain(plan(bundle.roster, client, end_missing=end_missing))
        if isinstance(planned, Failure):
            return complain(planned.failure())
        found = planned.unwrap()
        for note in found.notes:
            print(in_one_line(note), file=sys.stderr)
        if dry_run:
            show_plan(found, bundle, most=len(found.changes) if show_all else MOST_LINES)
            return FAILED if bundle.bad or found.refused else 0
        place = source.resolve()
        journal = f"{place}.journal" if os.access(place.parent, os.W_OK) else None
        rows = len(found.changes)
        told = plain(push(client, found, journal=journal, on_row=lambda done: show(f"{done} of {rows} rows")))
    if isinstance(told, Failure):
        return complain(told.failure())
    report = told.unwrap()
    tell_failed(report.failed, bundle)
    if report.error is not None:
        print(f"{in_one_line(report.error.message)}; run it again to go on", file=sys.stderr)
    print(report)
    return FAILED if bundle.bad or not report.is_complete else 0


def tell(bundle: Bundle) -> None:
    """Print what of a bundle could not be read, or was read kindly."""
    for each in (*bundle.bad, *bundle.notes):
        print(in_one_line(str(each)), file=sys.stderr)


def tell_failed(rows: tuple[FailedRow, ...], bundle: Bundle) -> None:
    """Print the rows that were not written, each with its place in the bundle."""
    for row in rows:
        place = bundle.place_of(row.kind, row.id)
        print(in_one_line(f"{place}: {row}" if place else str(row)), file=sys.stderr)


def show_plan(found: Plan, bundle: Bundle, *, most: int) -> None:
    """Print what would be written."""
    tell_failed(found.refused, bundle)
    for change in islice(found.changes, most):
        print(in_one_line(str(change)))
    if len(found.changes) > most:
        print(f"... and {len(found.changes) - most} more")
    print(found)


@contextmanager
def progress() -> Generator[Callable[[str], None]]:
    """Shows on a terminal how far it is, in one line; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading ...") as status:
        yield status.update
