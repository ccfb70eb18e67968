"""What an outbox takes: typed events, and JSON that would do as one, checked before anything is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeAlias

from returns.result import Failure, Result

from timeback_core.caliper.models.base import Event, is_iri, is_urn_uuid
from timeback_core.documents import decode
from timeback_core.engine.call.bodies import body_bytes
from timeback_core.engine.codec import JsonObject
from timeback_core.engine.codec.runtime import check, parse
from timeback_core.engine.narrow import is_mapping
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.outbox.file import OutboxFile
from timeback_core.outbox.store import Kept, keep
from timeback_core.outbox.values import Accepted
from timeback_core.problems import Problem

AnyEvent: TypeAlias = Event | JsonObject


def accept(file: OutboxFile, sensor: str, events: Sequence[AnyEvent]) -> Result[Accepted, StorageFailed | InvalidInput]:
    """Put events into the file, all of them or none, unless something is wrong with one or with the sensor."""
    sensor = str(sensor).strip()
    problems = [Problem("sensor", text)] if (text := is_iri(sensor)) else []
    kept: list[Kept] = []
    for index, event in enumerate(events):
        found = _problems(event)
        body = b"" if found else body_bytes(event, found)
        problems += (problem.under(f"events[{index}]") for problem in found)
        if not found:
            document = parse(body)
            id_ = document["id"] if is_mapping(document) else None
            digest = blake2b(json.dumps(document, sort_keys=True).encode(), digest_size=16).digest()
            kept.append(Kept(str(id_), digest, body))
    return Failure(InvalidInput(tuple(problems))) if problems else keep(file, sensor, kept)


def _problems(event: object) -> list[Problem]:
    if isinstance(event, Event):
        return list(check(event))
    if not is_mapping(event):
        return [Problem("", "must be an event, or the JSON of one")]
    if text := is_urn_uuid(event.get("id")):
        return [Problem("id", text)]
    read = decode(Event, event)
    if isinstance(read, Failure):
        return [
            Problem(each.path.removeprefix("$").removeprefix("."), f"expected {each.expected}")
            for each in read.failure().problems
        ]
    return list(check(read.unwrap()))
