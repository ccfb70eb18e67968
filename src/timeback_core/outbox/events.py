"""What an outbox takes: typed events and JSON that can be read as one, checked before anything is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeAlias

from returns.result import Failure, Result

from timeback_core.caliper.documents import read_event
from timeback_core.caliper.models.base import Event, is_iri
from timeback_core.documents import as_problems
from timeback_core.engine.call.bodies import body_bytes
from timeback_core.engine.codec import JsonObject
from timeback_core.engine.codec.runtime import parse
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.outbox.file import OutboxFile
from timeback_core.outbox.store import Kept, keep
from timeback_core.outbox.values import Accepted
from timeback_core.problems import Problem

AnyEvent: TypeAlias = Event | JsonObject | bytes | str


def accept(file: OutboxFile, sensor: str, events: Sequence[AnyEvent]) -> Result[Accepted, StorageFailed | InvalidInput]:
    """Put events into the file, all of them or none, unless something is wrong with one or with the sensor."""
    sensor = str(sensor).strip()
    text = is_iri(sensor.encode(errors="backslashreplace").decode())  # half an emoji is in no IRI, and in no file
    problems = [Problem("sensor", text)] if text else []
    kept: list[Kept] = []
    for index, event in enumerate(events):
        found: list[Problem] = []
        read = event if isinstance(event, Event) else _read(event, found)
        body = body_bytes(read, found)
        if read is not None and not found:
            digest = blake2b(json.dumps(parse(body), sort_keys=True).encode(), digest_size=16).digest()
            kept.append(Kept(read.id, digest, body))
        problems += (problem.under(f"events[{index}]") for problem in found)
    return Failure(InvalidInput(tuple(problems))) if problems else keep(file, sensor, kept)


def _read(event: JsonObject | bytes | str, found: list[Problem]) -> Event | None:
    """The event that JSON says; what is wrong with it is added to `found`."""
    read = read_event(event)
    if isinstance(read, Failure):
        found += as_problems(read.failure())
        return None
    return read.unwrap()
