"""From annotations to shapes."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from timeback_core.engine.codec.compound import Choice, ListOf, MapOf, Nested, Tagged
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.kinds import DATE, DATETIME, Kind, OneOrManyMark, Unknown
from timeback_core.engine.codec.model import Model, attributes_of
from timeback_core.engine.codec.shapes import FreeJson, FreeObject, LiteralValue, Primitive, Shape
from timeback_core.engine.codec.spelled import Foreign, OfEnum, OfKind, OfLiteral, Text
from timeback_core.engine.codec.wire import spec_of, wire_name

FREE: Final[object] = JsonValue


PARSED: Final[dict[Any, Shape]] = {}
"""Shapes by annotation; models repeat a few of them all the time."""


def annotations_of(cls: type[Model]) -> dict[str, Any]:
    """The evaluated annotations of a model."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        found |= vars(base).get("__annotations__", {})
    if any(isinstance(each, str) for each in found.values()) or sys.version_info >= (3, 14):
        return get_type_hints(cls, include_extras=True)
    return found


def shape_of(annotation: Any) -> Shape:
    """The shape of an annotation, made once."""
    try:
        found = PARSED.get(annotation)
    except TypeError:  # a mark without a hash
        return parse(annotation)
    if found is None:
        found = PARSED[annotation] = parse(annotation)
    return found


def parse(annotation: Any) -> Shape:
    """The shape of an annotation.

    Raises:
        TypeError: it says nothing that JSON could be, or a union whose arms cannot be told apart.
    """
    origin, args = get_origin(annotation), get_args(annotation)
    if annotation == FREE:
        return FreeJson()
    if origin is Annotated:
        return parse_annotated(args[0], args[1:])
    if origin in (Union, UnionType):
        return parse_union(args)
    if origin is Literal:
        return OfLiteral(args)
    if (origin is tuple and len(args) == 2 and args[1] is ...) or origin is Sequence:
        return ListOf(shape_of(args[0]))
    if origin is Mapping and args[0] is str:
        item = shape_of(args[1])
        return FreeObject() if type(item) is FreeJson else MapOf(item)
    if isinstance(annotation, type) and origin is None:
        return parse_class(annotation)
    if isinstance(origin, type) and issubclass(origin, Model):
        return Nested(origin)
    raise TypeError(f"a model cannot hold {annotation!r}")


def parse_class(cls: type[Any]) -> Shape:
    """The shape of a plain class."""
    if cls in Primitive.NAMES:
        return Primitive(cls)
    if cls is datetime:
        return OfKind(DATETIME, (datetime,))
    if cls is date:
        return OfKind(DATE, (date,))
    if issubclass(cls, Model):
        return Nested(cls)
    if cls in (object, Any):
        raise TypeError("a model cannot hold just anything; `JsonValue` is free JSON")
    if issubclass(cls, Enum) and all(isinstance(member.value, str) for member in cls):
        return OfEnum(cls)
    return Foreign(cls)


def parse_annotated(base: Any, marks: tuple[object, ...]) -> Shape:
    """The shape of an annotation with marks: a kind, a lenient list, rules."""
    kinds: list[Kind[Any]] = [mark for mark in marks if isinstance(mark, Kind)]
    shape: Shape
    if kinds:
        shape = OfKind(kinds[0], tuple(python_classes(base)))
    elif any(isinstance(mark, OneOrManyMark) for mark in marks):
        shape = ListOf(shape_of(get_args(base)[0]), lenient=True)
    else:
        shape = shape_of(base)
    rules: list[Any] = [mark for mark in marks if callable(mark)]
    return shape.with_checks(rules)


def python_classes(annotation: Any) -> Iterator[type]:
    """The classes of an annotation's values, for `isinstance`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from python_classes(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for arm in get_args(annotation):
            yield from python_classes(arm)
    else:
        yield origin or annotation


def parse_union(args: tuple[Any, ...]) -> Shape:
    """The shape of a union: models by their tag, the rest by JSON type."""
    arms = [arm for arm in args if arm is not NoneType]
    shapes = [*parse_arms(arms)]
    if len(arms) < len(args):
        shapes.append(Primitive(NoneType))
    if len(shapes) > 1:
        seen = [json_type for shape in shapes for json_type in shape.json_types]
        if len(seen) > len(set(seen)):
            raise TypeError(f"JSON cannot tell the arms of {' | '.join(map(str, arms))} apart")
    return shapes[0] if len(shapes) == 1 else Choice(shapes)


def parse_arms(arms: list[Any]) -> Iterator[Shape]:
    """The shapes of a union's arms, those that belong together as one."""
    models = [arm for arm in arms if isinstance(arm, type) and issubclass(arm, Model)]
    if len(models) > 1 or Unknown in arms:
        yield tagged(models, keeps_unknown=Unknown in arms)
    elif models:
        yield Nested(models[0])
    if int in arms and float in arms:
        yield Primitive(float)
    elif int in arms or float in arms:
        yield Primitive(int if int in arms else float)
    others = [shape_of(arm) for arm in arms if arm not in (*models, Unknown, int, float, str)]
    if str in arms:
        known = next((shape for shape in others if shape.json_types == ("string",)), None)
        yield Primitive(str) if known is None else Text(known)
        others = [shape for shape in others if shape is not known]
    yield from others


def tagged(models: list[type[Model]], *, keeps_unknown: bool) -> Tagged:
    """The union of models: its tag is the field that is a `Literal` in every arm but at most one."""
    tables = {model: literal_fields(model) for model in models}
    for tag in dict.fromkeys(name for table in tables.values() for name in table):
        known = [(value, model) for model in models for value in tables[model].get(tag, ())]
        others = [model for model in models if tag not in tables[model]]
        if len(others) <= (0 if keeps_unknown else 1) and len(dict(known)) == len(known):
            return Tagged(tag, dict(known), others[0] if others else None, keeps_unknown)
    raise TypeError(f"no field tells {', '.join(model.__name__ for model in models)} apart")


def literal_fields(cls: type[Model]) -> dict[str, tuple[LiteralValue, ...]]:
    """The fields of a model that are a `Literal`: their values by wire name."""
    annotations = annotations_of(cls)
    return {
        spec_of(field).name or wire_name(field.name): get_args(annotations[field.name])
        for field in attributes_of(cls)
        if get_origin(annotations[field.name]) is Literal
    }
