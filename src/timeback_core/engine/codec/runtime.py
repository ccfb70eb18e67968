"""What runs when a body is read the general way, or written, with orjson: parse, decode, check, encode."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from timeback_core.engine.codec.check import check
from timeback_core.engine.codec.fields import shape_of
from timeback_core.engine.codec.generate import DECODERS, ENCODERS, SENDERS, write_sorted
from timeback_core.engine.codec.json import Bad, JsonValue
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.shapes import write_json
from timeback_core.engine.codec.sound import refuse_unsound
from timeback_core.engine.codec.text import parse, unparse
from timeback_core.engine.codec.workshop import Function, Workshop

__all__ = ("Bad", "parse", "decoder", "decode_rows", "check", "encode", "dumps")

T = TypeVar("T")

MADE: Final[dict[object, Function]] = {}


def decoder(tp: type[T]) -> Callable[[object], T]:
    """The decoder of a model, or of any type that a field may have; it consumes its JSON and raises `Bad` only."""
    made = MADE.get(tp)
    if made is None:
        refuse_unsound(tp)
        read = DECODERS.function(shape_of(tp).key)

        def guarded(value: object) -> Any:
            try:
                return read(value)
            except RecursionError:
                raise Bad("fewer levels", value) from None

        made = MADE[tp] = guarded
    return made


def decode_rows(rows: list[object], decode: Callable[[Any], T]) -> tuple[list[T], list[tuple[int, object, Bad]]]:
    """The rows that can be read, and of each other one its index, the row as it is, and what is wrong with it."""
    read: list[Any] = rows  # in place: a row is freed when it is decoded, which is measurably faster
    wrong: list[tuple[int, object, Bad]] = []
    for index, row in enumerate(rows):
        try:
            read[index] = decode(row)
        except Bad as bad:
            wrong.append((index, row, bad.with_traceback(None)))
    for index, _, _ in reversed(wrong):
        del read[index]
    return read, wrong


def encode(value: Model | JsonValue) -> JsonValue:
    """A model, or free JSON, as plain lists and dicts; raises `Bad` for what JSON cannot say."""
    try:
        write = ENCODERS.ready.get(type(value)) or writer_of(value, ENCODERS, write_json)  # one look-up, as a rule
        written: JsonValue = write(value)
    except Exception:  # a model made by hand may hold anything
        raise unwritable(value) from None
    return written


def dumps(value: Model | JsonValue) -> bytes:
    """A model, or free JSON, as bytes, which are equal for equal inputs; raises `Bad` for what JSON cannot say."""
    try:
        if isinstance(value, Model) and value.remembers:
            return unparse(encode(value))
        write = SENDERS.ready.get(type(value)) or writer_of(value, SENDERS, write_sorted)
        return unparse(write(value))
    except Bad:
        raise
    except Exception:  # as above
        raise unwritable(value) from None


def writer_of(value: Model | JsonValue, shop: Workshop, write_free: Function) -> Function:
    if not isinstance(value, Model):
        return write_free
    refuse_unsound(type(value))
    return shop.function(type(value))


def unwritable(value: Model | JsonValue) -> Bad:
    reason = ", ".join(f" ({problem})" for problem in check(value)[:1])
    return Bad(f"JSON that can be sent{reason}", value)
