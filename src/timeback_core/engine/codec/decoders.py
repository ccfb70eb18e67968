"""`decoder`: a total function from parsed JSON to a model, made on first use and kept."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from timeback_core.engine.codec.bad import Bad
from timeback_core.engine.codec.decode import DECODERS
from timeback_core.engine.codec.inside import mask_of
from timeback_core.engine.codec.mask import COMPLETE
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.parse import parse
from timeback_core.engine.codec.readers import reader
from timeback_core.engine.codec.workshop import Function

T = TypeVar("T")

MADE: Final[dict[object, Function]] = {}


def decoder(tp: type[T]) -> Callable[[object], T]:
    """The decoder of a model, or of any type that a field may have. It consumes the JSON that it is given.

    It raises `Bad` for JSON of another shape, and nothing else.

    Args:
        tp: the model; a union works as well, though not every type checker takes it.

    Raises:
        TypeError: the declaration of the model makes no sense.
    """
    made = MADE.get(tp)
    if made is None:
        made = MADE[tp] = make_decoder(tp)
    return made


def make_decoder(tp: Any) -> Function:
    """A new decoder."""
    if isinstance(tp, type) and issubclass(tp, Model):
        return guarded(DECODERS.function(tp))
    shape = parse(tp)
    return guarded(DECODERS.outside(lambda shop: reader(shape, shop)))


def partial_decoder(tp: type[T]) -> Callable[[object], T]:
    """The decoder of a model that was asked for with some of its fields only.

    Its models know that they are partial, and no input is made of them; else it is `decoder`.
    """
    decode = decoder(tp)

    def decode_partial(value: object) -> T:
        made = decode(value)
        mark_partial(made)
        return made

    return decode_partial


def mark_partial(value: object) -> None:
    """Let a fresh model know that it is partial."""
    if isinstance(value, Model):
        object.__setattr__(value, "_mask", mask_of(value) & ~COMPLETE)


def guarded(decode: Function) -> Function:
    """A decoder that answers JSON which is nested too deeply for Python like any other bad JSON."""

    def decode_guarded(value: Any) -> Any:
        try:
            return decode(value)
        except RecursionError:
            raise Bad("fewer levels", value) from None

    return decode_guarded
