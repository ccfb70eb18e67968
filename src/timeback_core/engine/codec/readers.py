"""From a shape to a function that reads one JSON value of it, for what is not written inline."""

from collections.abc import Mapping
from typing import Any

from timeback_core.engine.codec.bad import PYTHON_OF, Bad
from timeback_core.engine.codec.fields import MISSING
from timeback_core.engine.codec.kinds import Unknown
from timeback_core.engine.codec.narrow import is_dict, is_list
from timeback_core.engine.codec.shapes import (
    Choice,
    Foreign,
    FreeJson,
    FreeObject,
    ListOf,
    LiteralValue,
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


def reader(shape: Shape, shop: Workshop) -> Function:
    """A function that reads a JSON value; it raises `Bad` and nothing else."""
    match shape:
        case Primitive() | FreeObject():
            return read_as_is(shape)
        case FreeJson():
            return read_anything
        case OfKind():
            return read_kind(shape)
        case OfLiteral():
            return read_literal(shape)
        case OfEnum():
            return read_member(shape)
        case Text():
            return read_text(shape, shop)
        case Nested():
            return shop.late(shape.model)
        case Tagged():
            return read_tagged(shape, shop)
        case ListOf():
            return read_list(reader(shape.item, shop), lenient=shape.lenient)
        case MapOf():
            return read_map(reader(shape.item, shop))
        case Nullable():
            return read_nullable(reader(shape.inner, shop))
        case Choice():
            return read_choice(shape, shop)
        case Foreign():
            return read_foreign(shape)
        case _:
            raise TypeError(f"{type(shape).__name__} cannot be read")


def read_anything(value: Any) -> Any:
    """Free JSON."""
    return value


def read_as_is(shape: Shape) -> Function:
    """A value that is the same in JSON and in Python."""
    expected = shape.expected
    classes = python_classes_of(shape)

    def read(value: Any) -> Any:
        if type(value) not in classes:
            raise Bad(expected, value)
        return value

    return read


def python_classes_of(shape: Shape) -> tuple[type, ...]:
    """The classes, as the parser gives them, of the JSON that a shape reads."""
    if isinstance(shape, Primitive) and shape.python is int:
        return (int,)
    return tuple(python for json_type in shape.json_types for python in PYTHON_OF[json_type])


def read_kind(shape: OfKind) -> Function:
    """A value with a spelling of its own."""
    expected, classes, convert = shape.expected, python_classes_of(shape), shape.kind.read

    def read(value: Any) -> Any:
        if type(value) not in classes:
            raise Bad(expected, value)
        try:
            return convert(value)
        except Exception:  # whatever a kind raises, the value is not of that kind
            raise Bad(expected, value) from None

    return read


def read_literal(shape: OfLiteral) -> Function:
    """One of a few values."""
    expected, values = shape.expected, shape.values

    def read(value: Any) -> Any:
        if not isinstance(value, str | int) or (type(value), value) not in values:
            raise Bad(expected, value)
        return value

    return read


def read_member(shape: OfEnum) -> Function:
    """A member of a closed enum."""
    expected, members = shape.expected, shape.members

    def read(value: Any) -> Any:
        member = members.get(value) if type(value) is str else None
        if member is None:
            raise Bad(expected, value)
        return member

    return read


def read_text(shape: Text, shop: Workshop) -> Function:
    """Text that may be known in a form of its own."""
    known = reader(shape.known, shop)

    def read(value: Any) -> Any:
        if type(value) is not str:
            raise Bad("string", value)
        try:
            return known(value)
        except Bad:
            return value

    return read


def read_tagged(shape: Tagged, shop: Workshop) -> Function:
    """One of several models by its tag."""
    arms: Mapping[LiteralValue, Function] = {tag: shop.late(arm) for tag, arm in shape.arms.items()}
    other = shop.late(shape.other) if shape.other else None
    tag_name, keeps_unknown = shape.tag, shape.keeps_unknown
    expected = " or ".join(f'"{tag}"' for tag in arms)

    def read(value: Any) -> Any:
        if not is_dict(value):
            raise Bad("object", value)
        tag = value.get(tag_name, MISSING)
        arm = arms.get(tag) if type(tag) in (str, bool, int) else None
        if arm is not None:
            return arm(value)
        if other is not None:
            return other(value)
        if keeps_unknown:
            return Unknown(value)
        bad = Bad(expected, tag)
        bad.path.append(tag_name)
        raise bad

    return read


def read_list(item: Function, *, lenient: bool) -> Function:
    """A list; it is decoded in place, so that its rows are freed one by one."""

    def read(value: Any) -> Any:
        if not is_list(value):
            if lenient:
                return (item(value),)
            raise Bad("array", value)
        index = 0
        try:
            for index, each in enumerate(value):
                value[index] = item(each)
        except Bad as bad:
            bad.path.append(index)
            raise
        return tuple(value)

    return read


def read_map(item: Function) -> Function:
    """An object whose members all have one shape."""

    def read(value: Any) -> Any:
        if not is_dict(value):
            raise Bad("object", value)
        key = ""
        try:
            for key, each in value.items():
                value[key] = item(each)
        except Bad as bad:
            bad.path.append(key)
            raise
        return value

    return read


def read_nullable(inner: Function) -> Function:
    """A value or null."""

    def read(value: Any) -> Any:
        return None if value is None else inner(value)

    return read


def read_choice(shape: Choice, shop: Workshop) -> Function:
    """One of several shapes by JSON type."""
    expected = shape.expected
    arms: dict[Any, Function] = {
        python: reader(arm, shop) for arm in shape.arms for python in python_classes_of(arm)
    }

    def read(value: Any) -> Any:
        arm = arms.get(value.__class__)
        if arm is None:
            raise Bad(expected, value)
        return arm(value)

    return read


def read_foreign(shape: Foreign) -> Function:
    """A value of a type that cattrs knows."""
    from timeback_core.engine.codec.converter import converter

    expected, python = shape.expected, shape.python
    structure = converter().get_structure_hook(python)

    def read(value: Any) -> Any:
        try:
            return structure(value, python)
        except Exception:  # whatever a hook raises, the value is not of that type
            raise Bad(expected, value) from None

    return read
