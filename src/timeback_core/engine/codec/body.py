"""Bytes and JSON: `parse` and `dumps`, total on whatever they are given."""

import orjson

from timeback_core.engine.codec.bad import Bad
from timeback_core.engine.codec.encode import ENCODERS
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.workshop import Function
from timeback_core.engine.codec.writers import write_json


def parse(body: bytes) -> JsonValue:
    """The JSON of a body.

    Raises:
        Bad: it is no JSON in UTF-8, nested deeper than 1,024 levels, or holds a number beyond all bounds.
    """
    try:
        value: JsonValue = orjson.loads(body)
    except ValueError:
        bad = Bad("JSON", None)
        bad.found = "something else" if body.strip() else "nothing"
        raise bad from None
    return value


def encode(value: Model | JsonValue) -> JsonValue:
    """A model, or free JSON, as plain lists and dicts.

    Raises:
        Bad: it holds what JSON cannot say; `check` tells all of it and where.
    """
    try:
        write = ENCODERS.ready.get(type(value)) or writer_of(value)  # one look-up, save the first time
        written: JsonValue = write(value)
    except Exception:  # a model made by hand may hold anything
        raise explained(value) from None
    return written


def writer_of(value: Model | JsonValue) -> Function:
    """The function that writes a value."""
    return ENCODERS.function(type(value)) if isinstance(value, Model) else write_json


def dumps(value: Model | JsonValue) -> bytes:
    """A model, or free JSON, as bytes.

    Raises:
        Bad: it holds what JSON cannot say; `check` tells all of it and where.
    """
    try:
        return orjson.dumps(encode(value))
    except (TypeError, RecursionError):  # orjson's own error is a TypeError
        raise explained(value) from None


def explained(value: Model | JsonValue) -> Bad:
    """Why a value cannot be written."""
    from timeback_core.engine.codec.check import check, check_json

    problems = check(value) if isinstance(value, Model) else check_json(value)
    reason = f" ({problems[0]})" if problems else ""
    return Bad(f"JSON that can be sent{reason}", value)
