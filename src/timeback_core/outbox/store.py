"""What lies in an outbox, and each change to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from time import time
from typing import NamedTuple

from returns.result import Failure, Result, Success

from timeback_core.caliper.models.base import Event
from timeback_core.documents import decode
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.outbox.file import OutboxFile, Unusable
from timeback_core.outbox.values import Accepted, OutboxStatus, RefusedEvent, SensorStatus
from timeback_core.problems import Problem


class Kept(NamedTuple):
    """An event to be kept: its id, what tells it from others of that id, and its JSON."""

    id: str
    digest: bytes
    body: bytes


class Waiting(NamedTuple):
    """An event to be sent."""

    seq: int
    id: str
    event: Event


class Settled(NamedTuple):
    """Events that are done with, and why where the server did not take them."""

    events: Sequence[Waiting]
    refused_for: str | None = None


def keep(file: OutboxFile, sensor: str, events: Sequence[Kept]) -> Result[Accepted, StorageFailed | InvalidInput]:
    """Put events into the file, all of them or none; those that lie there already stay as they are."""

    def work(connection: sqlite3.Connection) -> Result[Accepted, InvalidInput]:
        if file.max_bytes is not None:
            (page_size,) = connection.execute("PRAGMA page_size").fetchone()
            connection.execute(f"PRAGMA max_page_count = {max(file.max_bytes // page_size, 1)}")
        new: list[str] = []
        known: list[str] = []
        problems: list[Problem] = []
        now = time()
        for index, event in enumerate(events):
            row = (event.id, sensor, event.digest, event.body, now)
            done = connection.execute(
                "INSERT OR IGNORE INTO events (id, sensor, digest, body, accepted_at) VALUES (?, ?, ?, ?, ?)", row
            )
            if done.rowcount:
                new.append(event.id)
                continue
            before = connection.execute("SELECT sensor, digest FROM events WHERE id = ?", (event.id,)).fetchone()
            known.append(event.id)
            if before != (sensor, event.digest):
                problems.append(Problem(f"events[{index}].id", "is that of another event, which was accepted before"))
        return Failure(InvalidInput(tuple(problems))) if problems else Success(Accepted(tuple(new), tuple(known)))

    return file.write(work)


def waiting_sensors(file: OutboxFile) -> Result[list[str], StorageFailed]:
    """The sensors of events that wait, the one whose turn is first before the others."""
    query = "SELECT sensor FROM events WHERE state = 'waiting' GROUP BY sensor ORDER BY MIN(seq)"
    return file.read(lambda connection: [sensor for (sensor,) in connection.execute(query)])


def first_waiting(
    file: OutboxFile, counts: Mapping[str, int], most_bytes: int
) -> Result[dict[str, tuple[Waiting, ...]], StorageFailed]:
    """The events of each sensor whose turn it is, in order: so many at most, and so many bytes or one."""
    query = "SELECT seq, id, body FROM events WHERE state = 'waiting' AND sensor = ? ORDER BY seq LIMIT ?"

    def first(rows: Iterable[tuple[int, str, bytes]]) -> Iterator[Waiting]:
        size = 0
        for seq, id_, body in rows:
            size += len(body)
            if size > most_bytes and size > len(body):
                return
            yield Waiting(seq, id_, event_of(body))

    def work(connection: sqlite3.Connection) -> dict[str, tuple[Waiting, ...]]:
        found: dict[str, tuple[Waiting, ...]] = {}
        for sensor, most in counts.items():
            with closing(connection.execute(query, (sensor, most))) as rows:  # one that lives on keeps its lock
                found[sensor] = tuple(first(rows))
        return found

    return file.read(work)


def settle(file: OutboxFile, settled: Sequence[Settled]) -> Result[None, StorageFailed]:
    """Keep what became of events; of those that were delivered the id alone is kept."""
    delivered = "UPDATE events SET state = 'delivered', settled_at = ?, body = NULL WHERE seq = ?"
    refused = "UPDATE events SET state = 'refused', settled_at = ?, reason = ? WHERE seq = ?"

    def work(connection: sqlite3.Connection) -> Result[None, StorageFailed]:
        now = time()
        for events, reason in settled:
            if reason is None:
                connection.executemany(delivered, [(now, event.seq) for event in events])
            else:
                connection.executemany(refused, [(now, reason, event.seq) for event in events])
        return Success(None)

    return file.write(work)


def status(file: OutboxFile) -> Result[OutboxStatus, StorageFailed]:
    """How many events of which sensor wait, were delivered and were refused."""
    query = "SELECT sensor, state, COUNT(*), MIN(seq) FROM events GROUP BY state, sensor"

    def work(connection: sqlite3.Connection) -> OutboxStatus:
        by_sensor: dict[str, dict[str, int]] = {}
        oldest: dict[str, datetime] = {}
        for sensor, state, count, first in connection.execute(query).fetchall():
            by_sensor.setdefault(sensor, {"waiting": 0, "delivered": 0, "refused": 0})[state] = count
            if state == "waiting":
                (accepted,) = connection.execute("SELECT accepted_at FROM events WHERE seq = ?", (first,)).fetchone()
                oldest[sensor] = moment(accepted)
        counted = sorted(by_sensor.items())
        return OutboxStatus(
            tuple(SensorStatus(each, **counts, oldest_waiting=oldest.get(each)) for each, counts in counted)
        )

    return file.read(work)


def refused(file: OutboxFile) -> Result[tuple[RefusedEvent, ...], StorageFailed]:
    """The events that were refused, in the order in which they were accepted."""
    query = "SELECT id, sensor, reason, body, accepted_at, settled_at FROM events WHERE state = 'refused' ORDER BY seq"

    def work(connection: sqlite3.Connection) -> tuple[RefusedEvent, ...]:
        return tuple(
            RefusedEvent(id_, sensor, reason, event_of(body), moment(accepted), moment(settled))
            for id_, sensor, reason, body, accepted, settled in connection.execute(query).fetchall()
        )

    return file.read(work)


def retry_refused(file: OutboxFile, ids: Sequence[str]) -> Result[int, StorageFailed]:
    """Let refused events wait again."""
    query = "UPDATE events SET state = 'waiting', reason = NULL, settled_at = NULL WHERE state = 'refused' AND id = ?"

    def work(connection: sqlite3.Connection) -> Result[int, StorageFailed]:
        return Success(connection.executemany(query, [(each,) for each in ids]).rowcount)

    return file.write(work)


def forget_delivered(file: OutboxFile, before: datetime) -> Result[int, StorageFailed | InvalidInput]:
    """Forget the ids of events that were delivered before a moment."""
    query = "DELETE FROM events WHERE state = 'delivered' AND settled_at < ?"

    def work(connection: sqlite3.Connection) -> Result[int, InvalidInput]:
        if before.tzinfo is None:
            return Failure(InvalidInput((Problem("before", "must have a time zone"),)))
        return Success(connection.execute(query, (before.timestamp(),)).rowcount)

    return file.write(work)


def event_of(body: bytes) -> Event:
    """An event of the file; raises `Unusable` where it is none, as everything was one when it was kept."""
    read = decode(Event, body)
    if isinstance(read, Failure):
        raise Unusable("is damaged")
    return read.unwrap()


def moment(seconds: float) -> datetime:
    """A moment of the file, which counts seconds of UTC."""
    return datetime.fromtimestamp(seconds, UTC)
