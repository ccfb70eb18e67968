"""What runs when a body is read or written: parse, decode, check, encode.

Importing it imports orjson; the functions of a model are made when it is first read or written.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from timeback_core.engine.codec.bad import Bad
from timeback_core.engine.codec.check import check, check_json
from timeback_core.engine.codec.compound import Nested
from timeback_core.engine.codec.decode import DECODERS
from timeback_core.engine.codec.encode import ENCODERS
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.mask import COMPLETE
from timeback_core.engine.codec.model import Model, mask_of
from timeback_core.engine.codec.parse import shape_of
from timeback_core.engine.codec.shapes import Shape, write_json
from timeback_core.engine.codec.spelled import Foreign
from timeback_core.engine.codec.text import parse, unparse
from timeback_core.engine.codec.workshop import Function

if TYPE_CHECKING:
    from timeback_core.errors import RowProblem

__all__ = ("Bad", "parse", "decoder", "partial_decoder", "decode_rows", "check", "check_json", "encode", "dumps")

T = TypeVar("T")

MADE: Final[dict[object, Function]] = {}
SOUND: Final[set[type[Model]]] = set()
"""Models that were found to be declared well, with all that they hold."""


def decoder(tp: type[T]) -> Callable[[object], T]:
    """The decoder of a model, or of any type that a field may have. It consumes the JSON that it is given.

    It raises `Bad` for JSON of another shape, and nothing else.

    Args:
        tp: the model; a union works as well, though not every type checker takes it.

    Raises:
        TypeError: the declaration of the model, or of one that it holds, makes no sense; the text names model and
            field.
    """
    made = MADE.get(tp)
    if made is None:
        shape = shape_of(tp)
        refuse_unsound(shape)
        read = DECODERS.function(shape.model) if isinstance(shape, Nested) else shape.reader(DECODERS)
        made = MADE[tp] = guarded(read)
    return made


def guarded(decode: Function) -> Function:
    """A decoder that answers JSON which is nested too deeply for Python like any other bad JSON."""

    def decode_guarded(value: Any) -> Any:
        try:
            return decode(value)
        except RecursionError:
            raise Bad("fewer levels", value) from None

    return decode_guarded


def partial_decoder(tp: type[T]) -> Callable[[object], T]:
    """The decoder of a model that was asked for with some of its fields only.

    Its models know that they are partial, and no input is made of them; else it is `decoder`.
    """
    decode = decoder(tp)

    def decode_partial(value: object) -> T:
        made = decode(value)
        if isinstance(made, Model):
            object.__setattr__(made, "_mask", mask_of(made) & ~COMPLETE)
        return made

    return decode_partial


def refuse_unsound(shape: Shape) -> None:
    """Refuse a shape that holds what cannot be read, however deep inside.

    Raises:
        TypeError: the text names model and field.
    """
    found: set[type[Model]] = set()
    left = [(shape, "")]
    while left:
        each, place = left.pop()
        for leaf in each.leaves:
            if isinstance(leaf, Foreign):
                from timeback_core.engine.codec.converter import refuse_unreadable

                refuse_unreadable(leaf.python, place)
            for model in {*leaf.models} - found - SOUND:
                found.add(model)
                left += ((field.shape, f"{model.__name__}.{field.name}: ") for field in fields_of(model))
    SOUND.update(found)


def decode_rows(rows: list[object], decode: Callable[[Any], T], root: str = "$") -> tuple[list["T | RowProblem"], int]:
    """One entry per row, in order: its value, or what is wrong with it; and how many rows are bad.

    Args:
        rows: the rows as parsed; they are consumed.
        decode: the decoder of a row.
        root: path of the list, such as `$.users`.
    """
    entries: list[Any] = rows  # in place: a row is freed when it is decoded, which is measurably faster
    bad_rows = 0
    for index, row in enumerate(rows):
        try:
            entries[index] = decode(row)
        except Bad as bad:
            from timeback_core.errors import RowProblem  # errors cost milliseconds to import

            entries[index] = RowProblem(index, bad.where(f"{root}[{index}]"), bad.expected, bad.found)
            bad_rows += 1
    return entries, bad_rows


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
    if not isinstance(value, Model):
        return write_json
    refuse_unsound(Nested(type(value)))
    return ENCODERS.function(type(value))


def dumps(value: Model | JsonValue) -> bytes:
    """A model, or free JSON, as bytes; equal values give equal bytes.

    Raises:
        Bad: it holds what JSON cannot say; `check` tells all of it and where.
    """
    try:
        return unparse(encode(value))
    except Bad:
        raise
    except (TypeError, ValueError, RecursionError):
        raise explained(value) from None


def explained(value: Model | JsonValue) -> Bad:
    """Why a value cannot be written."""
    problems = check(value) if isinstance(value, Model) else check_json(value)
    reason = f" ({problems[0]})" if problems else ""
    return Bad(f"JSON that can be sent{reason}", value)
