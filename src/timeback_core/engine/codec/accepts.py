"""Whether a Python value is, by its class, of a shape."""

from timeback_core.engine.codec.kinds import Unknown
from timeback_core.engine.codec.narrow import is_array, is_number, is_object
from timeback_core.engine.codec.shapes import (
    Choice,
    Foreign,
    FreeJson,
    FreeObject,
    ListOf,
    MapOf,
    Nested,
    Nullable,
    OfEnum,
    OfKind,
    OfLiteral,
    Primitive,
    Shape,
    Tagged,
    Text,
)


def accepts(shape: Shape, value: object) -> bool:
    """Whether the value's class fits; what a list or an object holds is not looked at."""
    match shape:
        case Primitive():
            return accepts_primitive(shape.python, value)
        case OfKind():
            return isinstance(value, shape.python) and (bool in shape.python or not isinstance(value, bool))
        case Text():
            return isinstance(value, str) or accepts(shape.known, value)
        case OfEnum():
            return isinstance(value, shape.python) or (isinstance(value, str) and value in shape.members)
        case OfLiteral():
            return isinstance(value, str | int) and any(
                value == each and isinstance(value, python) for python, each in shape.values
            )
        case Nested():
            return isinstance(value, shape.model)
        case Tagged():
            return isinstance(value, shape.models) or (shape.keeps_unknown and isinstance(value, Unknown))
        case ListOf():
            return is_array(value)
        case MapOf() | FreeObject():
            return is_object(value)
        case Nullable():
            return value is None or accepts(shape.inner, value)
        case Choice():
            return any(accepts(arm, value) for arm in shape.arms)
        case Foreign():
            return isinstance(value, shape.python)
        case _:
            return isinstance(shape, FreeJson)


def accepts_primitive(python: type, value: object) -> bool:
    """Whether a value is text, a whole number, a number or a boolean."""
    if python is float:
        return is_number(value)
    return isinstance(value, python) and (python is bool or not isinstance(value, bool))
