"""Events, entities and envelopes as documents: read whatever their version, and checked before they are sent."""

from __future__ import annotations

from returns.result import Result, Success

from timeback_core.caliper.models.base import Envelope, Event, Item, Thing
from timeback_core.documents import as_problems, check, decode
from timeback_core.engine.codec import JsonValue, Model
from timeback_core.engine.codec.runtime import Bad, parse
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.errors import InvalidDocument
from timeback_core.problems import Problem

__all__ = ("find_problems", "read_entity", "read_envelope", "read_event")


def read_event(document: bytes | str | JsonValue) -> Result[Event, InvalidDocument]:
    """An event of any version of Caliper: of the class that its profile, type and action tell, else an `Event`.

    document: JSON as bytes, as text, or parsed. What does not fit an optional field is kept in `extra`.
    """
    return decode(Event, document)


def read_entity(document: bytes | str | JsonValue) -> Result[Thing, InvalidDocument]:
    """An entity by itself: of the class that its type tells, else an `Entity`.

    document: JSON as bytes, as text, or parsed. What does not fit an optional field is kept in `extra`.
    """
    return decode(Thing, document)


def read_envelope(document: bytes | str | JsonValue) -> Result[Envelope, InvalidDocument]:
    """What a sensor sent at once: events and entities, each as `read_event` and `read_entity` read it.

    document: JSON as bytes, as text, or parsed.
    """
    return decode(Envelope, document)


def find_problems(document: bytes | str | JsonValue | Item | Envelope) -> tuple[Problem, ...]:
    """What the platform, or the standard, would refuse of an event, an entity or an envelope; nothing is sent.

    document: a model, or its JSON as bytes, as text, or parsed.

    Gives every problem with its path, in the names of the models' fields where it could be read at all; none if it
    can be sent.
    """
    if isinstance(document, Model):
        return check(document)
    try:
        parsed = parse(document) if isinstance(document, bytes | str) else document
    except Bad as bad:
        return (Problem("", f"expected {bad.expected}, found {bad.found}"),)
    if not is_mapping(parsed) or "data" not in parsed:
        return told(decode(Item, parsed))
    read, items = decode(Envelope, parsed), parsed["data"]
    if isinstance(read, Success) or not is_listing(items):
        return told(read)
    each = ((index, problem) for index, item in enumerate(items) for problem in told(decode(Item, item)))
    return tuple(dict.fromkeys((*told(read), *(problem.under(f"data[{index}]") for index, problem in each))))


def told(read: Result[Model, InvalidDocument]) -> tuple[Problem, ...]:
    """What is wrong with what was read, or why it could not be."""
    return check(read.unwrap()) if isinstance(read, Success) else as_problems(read.failure())
