"""`timeback outbox`: what lies in an outbox, what was refused of it, and the sending of the rest."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime
from pathlib import Path
from typing import Final

from returns.result import Failure, Result

from timeback_core import Outbox, encode
from timeback_core.cli.complaints import FAILED, complain, in_one_line
from timeback_core.cli.options import Form
from timeback_core.cli.profiles import clients
from timeback_core.compose import plain, then
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.outbox import OutboxStatus, SensorStatus

TELL_EVERY: Final = 5.0
"""Seconds after which it is told how much is left."""


def show_status(file: Path, form: Form) -> int:
    """Print how many events wait, were delivered and were refused; gives the exit status."""
    told = then(opened(file), lambda outbox: outbox.status())
    if isinstance(told, Failure):
        return complain(told.failure())
    status = told.unwrap()
    if form == "json":
        whole = {**counts(status), "sensors": {each.sensor: counts(each) for each in status.sensors}}
        print(json.dumps(whole, indent=2, default=datetime.isoformat))
        return 0
    rows: list[tuple[str, OutboxStatus | SensorStatus]] = [(each.sensor, each) for each in status.sensors]
    for name, each in [*rows, ("all", status)]:
        oldest = f", the first since {each.oldest_waiting:%Y-%m-%dT%H:%M:%SZ}" if each.oldest_waiting else ""
        print(f"{name}: {each.delivered} delivered, {each.refused} refused, {each.waiting} waiting{oldest}")
    return 0


def show_refused(file: Path, form: Form) -> int:
    """Print the events that were refused, one a line; gives the exit status."""
    told = then(opened(file), lambda outbox: outbox.refused())
    if isinstance(told, Failure):
        return complain(told.failure())
    for each in told.unwrap():
        event = encode(each.event).unwrap()  # it was written before
        row = {"id": each.id, "sensor": each.sensor, "reason": each.reason, "event": event}
        print(json.dumps(row) if form == "json" else f"{each.id}: {in_one_line(each.reason)}")
    return 0


def send(file: Path, seconds: float, profile: str | None) -> int:
    """Send what waits, by a client of a profile or of the environment; gives the exit status."""
    outbox = opened(file)
    client = clients.opened(profile)
    if isinstance(outbox, Failure) or isinstance(client, Failure):
        return max(complain(each.failure()) for each in (outbox, client) if isinstance(each, Failure))
    with ThreadPoolExecutor(1) as pool, client.unwrap() as using:
        sending = pool.submit(outbox.unwrap().send, using.using(total_timeout=seconds))
        while not wait([sending], TELL_EVERY).done:
            outbox.unwrap().status().map(lambda status: print(f"{status.waiting} waiting", flush=True))
        told = plain(sending.result())
    if isinstance(told, Failure):
        return complain(told.failure())
    report = told.unwrap()
    print(f"{report.delivered} delivered, {report.refused} refused, {report.waiting} waiting")
    if report.error is not None:
        print(report.error.message, file=sys.stderr)
    return FAILED if report.refused or report.waiting else 0


def opened(file: Path) -> Result[Outbox, StorageFailed | InvalidInput]:
    """The outbox in a file that is there."""
    return Outbox.open(file, create=False)


def counts(status: OutboxStatus | SensorStatus) -> dict[str, int | datetime | None]:
    """The figures of a status, as JSON."""
    names = ("waiting", "delivered", "refused", "oldest_waiting")
    return {name: getattr(status, name) for name in names}
