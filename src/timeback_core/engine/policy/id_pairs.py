"""The id pairs of a create, in every form that servers use: one object, a list, an empty list."""

from __future__ import annotations

from collections.abc import Iterator

from timeback_core.engine.call.pairs import Created, IdPair
from timeback_core.engine.codec.runtime import Bad
from timeback_core.engine.narrow import is_array, is_object

KEY = "sourcedIdPairs"


def read_pairs(body: object, *, bulk: bool) -> Created:
    """The pairs that an answer holds; a single create must have one.

    Raises:
        Bad: there are none, or they are something else.
    """
    if not is_object(body) or KEY not in body:
        raise Bad(f"member {KEY!r}", body)
    held = body[KEY]
    pairs = tuple(_pairs(held if is_array(held) else [held]))
    if not bulk and not any(pair.allocated_sourced_id or pair.supplied_sourced_id for pair in pairs):
        raise _at(Bad("at least one id pair", held))
    return Created(pairs)


def _pairs(held: list[object]) -> Iterator[IdPair]:
    for entry in held:
        if not is_object(entry):
            raise _at(Bad("object", entry))
        yield IdPair(_id(entry, "suppliedSourcedId"), _id(entry, "allocatedSourcedId"))


def _id(entry: dict[str, object], name: str) -> str | None:
    value = entry.get(name)
    if value is None or isinstance(value, str):
        return value
    raise _at(Bad("string or null", value), name)


def _at(bad: Bad, *names: str) -> Bad:
    bad.path += [*names, KEY]
    return bad
