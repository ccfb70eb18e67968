"""From a shape to a function that writes one value of it as JSON, for what is not written inline."""

from enum import Enum
from typing import Any, Final

from timeback_core.engine.codec.accepts import accepts
from timeback_core.engine.codec.bad import Bad
from timeback_core.engine.codec.kinds import DATETIME, FLAG, Unknown
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.moments import write_moment
from timeback_core.engine.codec.narrow import is_array, is_object
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
from timeback_core.engine.codec.workshop import Function, Workshop

PLAIN: Final = frozenset((str, int, bool, type(None)))
"""Classes of values that are JSON as they are, by far the most."""

DEEPEST: Final = 250
"""How many levels of JSON are written; the limit of the serializer is a little above."""


def writer(shape: Shape, shop: Workshop) -> Function | None:
    """A function that writes a value as JSON, or `None` where the value is JSON already."""
    match shape:
        case Primitive() if shape.python is float:
            return write_number
        case Primitive() | OfLiteral():
            return None
        case FreeJson() | FreeObject():
            return write_json
        case OfKind(kind=kind) if kind is FLAG:
            return None
        case OfKind(kind=kind) if kind is DATETIME:
            return write_moment
        case OfKind():
            write: Function = shape.kind.write
            return write
        case OfEnum():
            return write_member
        case Text():
            return write_text(writer(shape.known, shop))
        case Nested():
            return shop.late(shape.model)
        case Tagged():
            return write_arm(shop)
        case ListOf():
            return write_list(writer(shape.item, shop))
        case MapOf():
            return write_map(writer(shape.item, shop))
        case Nullable():
            return write_nullable(writer(shape.inner, shop))
        case Choice():
            return write_choice(shape, shop)
        case Foreign():
            return write_foreign(shape)
        case _:
            raise TypeError(f"{type(shape).__name__} cannot be written")


def write_number(value: Any) -> Any:
    """A number; JSON has no infinity."""
    if value - value != 0:
        raise Bad("finite number", value)
    return value


def write_json(value: Any, level: int = 0) -> Any:
    """Free JSON as plain lists and dicts."""
    kind: type[object] = value.__class__
    if kind in PLAIN:
        return value
    if kind is float:
        return write_number(value)
    if level >= DEEPEST:
        raise Bad(f"at most {DEEPEST} levels", value)
    if kind is dict or is_object(value):
        members = dict(value)
        for key, each in members.items():
            if type(each) not in PLAIN:
                members[key] = write_json(each, level + 1)
        return members
    if kind is list or is_array(value):
        return [each if type(each) in PLAIN else write_json(each, level + 1) for each in value]
    if isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return write_number(value)
    raise Bad("JSON", value)


def write_member(value: Any) -> Any:
    """A member of an enum, or the text of one."""
    return value.value if isinstance(value, Enum) else value


def write_text(known: Function | None) -> Function | None:
    """Text, in a form of its own or as it is."""
    if known is None or known is write_member:
        return known

    def write(value: Any) -> Any:
        return value if isinstance(value, str) else known(value)

    return write


def write_arm(shop: Workshop) -> Function:
    """A model of a union, or what no arm knew."""

    def write(value: Any) -> Any:
        return write_json(value.raw) if isinstance(value, Unknown) else write_model(value, shop)

    return write


def write_model(value: Model, shop: Workshop) -> Any:
    """A model by its own encoder."""
    return shop.function(type(value))(value)


def write_list(item: Function | None) -> Function:
    """A list."""
    if item is None:
        return list

    def write(value: Any) -> Any:
        return [item(each) for each in value]

    return write


def write_map(item: Function | None) -> Function:
    """An object whose members all have one shape."""
    if item is None:
        return dict

    def write(value: Any) -> Any:
        return {key: item(each) for key, each in value.items()}

    return write


def write_nullable(inner: Function | None) -> Function | None:
    """A value or null."""
    if inner is None:
        return None

    def write(value: Any) -> Any:
        return None if value is None else inner(value)

    return write


def write_choice(shape: Choice, shop: Workshop) -> Function:
    """One of several shapes, by the class of the value."""
    arms = [(arm, writer(arm, shop)) for arm in shape.arms]
    expected = shape.expected

    def write(value: Any) -> Any:
        for arm, convert in arms:
            if accepts(arm, value):
                return convert(value) if convert else value
        raise Bad(expected, value)

    return write


def write_foreign(shape: Foreign) -> Function:
    """A value of a type that cattrs knows."""
    from timeback_core.engine.codec.converter import converter

    unstructure: Function = converter().get_unstructure_hook(shape.python)

    def write(value: Any) -> Any:
        return write_json(unstructure(value))

    return write
