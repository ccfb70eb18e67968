"""From declarations to shapes: `fields_of` tells what is known about the fields of a model."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, ForwardRef, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from timeback_core.engine.annotations import own_annotations
from timeback_core.engine.codec.compound import Choice, ListOf, MapOf, Nested, OfUnknown, Tagged, Text
from timeback_core.engine.codec.json import MISSING, JsonValue
from timeback_core.engine.codec.kinds import DATE, DATETIME, Kind, OneOrManyMark, Unknown
from timeback_core.engine.codec.model import (
    BY_HAND,
    Model,
    attributes_of,
    contents,
    given,
    is_equal,
    mask_of,
    null_bit,
    omits_default,
    was_absent,
)
from timeback_core.engine.codec.shapes import Foreign, FreeJson, FreeObject, OfEnum, OfKind, OfLiteral, Primitive, Shape
from timeback_core.engine.codec.wire import UNSET, Unset, WireSpec, spec_of, wire_name
from timeback_core.engine.codec.workshop import Workshop

FREE: Final[object] = JsonValue


@attrs.frozen
class FieldInfo:
    """One field of a model."""

    name: str
    wire: str
    also: tuple[str, ...]
    """Further names on the wire under which it is read."""
    whole: Shape
    """What its value looks like, `UNSET` apart."""
    shape: Shape
    """What its value looks like, null apart as well."""
    nullable: bool
    unset: bool
    """Whether its value may be `UNSET`."""
    default: object
    position: int
    """Its place in the hidden mask."""
    spec: WireSpec

    @property
    def required(self) -> bool:
        """Whether it has no default."""
        return self.default is MISSING

    @property
    def is_list(self) -> bool:
        """Whether its value is a list."""
        return isinstance(self.shape, ListOf)

    @property
    def null_is_default(self) -> bool:
        """Whether it is read as its default, or as an empty list, where the wire has null."""
        return not (self.nullable or self.unset) and (self.is_list or not self.required)

    @property
    def nested(self) -> type[Model] | None:
        """The model of its value, or of the list's items; `None` where there is none or there are several."""
        inner, _ = (self.shape.item if isinstance(self.shape, ListOf) else self.shape).without_null()
        return inner.model if isinstance(inner, Nested) else None

    @property
    def expected(self) -> str:
        """What error messages call its value."""
        return f"{self.shape.expected} or null" if self.nullable else self.shape.expected


FIELDS: Final[dict[type[Model], tuple[FieldInfo, ...]]] = {}


def fields_of(cls: type[Model]) -> tuple[FieldInfo, ...]:
    """The fields of a model in order, without `extra`; raises a `TypeError` that says what of them makes no sense."""
    found = FIELDS.get(cls)
    if found is None:
        found = FIELDS[cls] = read_fields(cls)
    return found


def read_fields(cls: type[Model]) -> tuple[FieldInfo, ...]:
    annotations = annotations_of(cls)
    for base in (base for base in cls.__mro__ if issubclass(base, Model) and "__attrs_attrs__" not in vars(base)):
        if any("ClassVar" not in str(each) for each in own_annotations(base).values()):
            raise TypeError(f"{base.__name__} declares fields without `@model` above it, so they would never be read")
    found: list[FieldInfo] = []
    for position, field in enumerate(attributes_of(cls)):
        spec = spec_of(field)
        try:
            annotation, unset = without_unset(annotations[field.name])
            whole = shape_of(annotation)
            shape, nullable = whole.without_null()
        except TypeError as error:
            raise TypeError(f"{cls.__name__}.{field.name}: {error}") from error
        if cls.remembers and unset:
            raise TypeError(f"{cls.__name__}.{field.name}: only what inputs hold can be UNSET")
        wire = spec.name or wire_name(field.name)
        found.append(
            FieldInfo(field.name, wire, spec.also, whole, shape, nullable, unset, field.default, position, spec)
        )
    names = [name for field in found for name in (field.wire, *field.also)]
    if doubles := {name for name in names if names.count(name) > 1}:
        raise TypeError(f"{cls.__name__} has two fields for {', '.join(sorted(doubles))}")
    return tuple(found)


def starting_mask(cls: type[Model]) -> int:
    """The mask of a model that was read with all of its fields."""
    mask = BY_HAND
    for field in fields_of(cls) if cls.remembers else ():
        mask = given(mask, field.position, field.default)
    return mask


def default_source(field: FieldInfo, shop: Workshop) -> str:
    """The generated expression of what a field has where its value is absent, or a list null."""
    if field.unset or field.required:
        return "UNSET" if field.unset else "()"
    return repr(field.default) if omits_default(field.default) else shop.constant(field.default, "default")


def without_unset(annotation: Any) -> tuple[Any, bool]:
    """An annotation without `Unset`, and whether it was there."""
    args = get_args(annotation)
    if Unset not in args or get_origin(annotation) is Literal:
        return annotation, False
    return Union[tuple(arm for arm in args if arm is not Unset)], True  # noqa: UP007 - a union of a tuple


def is_absent(model: Model, field: FieldInfo, value: object) -> bool:
    """Whether a field of a model was not given, so that it is not written."""
    if value is UNSET:
        return True
    if field.required or not model.remembers or not is_equal(value, field.default):
        return False
    return was_absent(mask_of(model), field.position, field.default)


def was_null(model: Model, field: FieldInfo) -> bool:
    """Whether a field of a model that has its default was null on the wire."""
    return field.null_is_default and not mask_of(model) & null_bit(field.position)


def undeclared(value: object) -> Iterator[tuple[type[Model], str]]:
    """The models in a value, each with a name that came and that it does not declare."""
    left: list[Any] = [value]  # what is read may be deeper than calls go
    while left:
        each = left.pop()
        if isinstance(each, Model):
            if each.extra:
                declared = {name for field in fields_of(type(each)) for name in (field.wire, *field.also)}
                yield from ((type(each), name) for name in each.extra if name not in declared)
            left += contents(each)[:-1]
        elif each.__class__ is tuple or each.__class__ is dict:  # a class of the user's may have no end
            left += each.values() if each.__class__ is dict else each


def annotations_of(cls: type[Model]) -> dict[str, Any]:
    """The evaluated annotations of a model."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        found |= own_annotations(base)
    if any(isinstance(each, str | ForwardRef) for each in found.values()):
        return get_type_hints(cls, include_extras=True)
    return found


def shape_of(annotation: Any) -> Shape:
    """The shape of an annotation, made once where it has a hash; raises `TypeError` where JSON has none."""
    try:
        hash(annotation)
    except TypeError:  # a mark without a hash
        return parse(annotation)
    return parse_once(annotation)


def parse(annotation: Any) -> Shape:
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
        return shape_of(origin)
    raise TypeError(f"a model cannot hold {annotation!r}")


parse_once: Final = cache(parse)


def parse_class(cls: type[Any]) -> Shape:
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
    return OfUnknown() if cls is Unknown else Foreign(cls)


def parse_annotated(base: Any, marks: tuple[object, ...]) -> Shape:
    """The shape of an annotation with marks: a kind, a lenient list, rules."""
    kinds: list[Kind[Any]] = [mark for mark in marks if isinstance(mark, Kind)]
    if kinds:
        shape: Shape = OfKind(kinds[0], tuple(python_classes(base)))
    elif any(isinstance(mark, OneOrManyMark) for mark in marks):
        shape = ListOf(shape_of(get_args(base)[0]), lenient=True)
    else:
        shape = shape_of(base)
    rules: list[Any] = [mark for mark in marks if callable(mark)]
    return shape.with_checks(rules) if rules else shape


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
        shapes.append(shape_of(NoneType))
    classes = [each for shape in shapes for each in shape.classes]
    if len(shapes) > 1 and len(classes) > len(set(classes)):
        raise TypeError(f"JSON cannot tell the arms of {' | '.join(map(str, arms))} apart")
    return shapes[0] if len(shapes) == 1 else Choice(shapes)


def parse_arms(arms: list[Any]) -> Iterator[Shape]:
    """The shapes of a union's arms, those that belong together as one."""
    models = [arm for arm in arms if isinstance(arm, type) and issubclass(arm, Model)]
    if len(models) > 1 or Unknown in arms:
        yield tagged(models, keeps_unknown=Unknown in arms)
    elif models:
        yield shape_of(models[0])
    if int in arms or float in arms:
        yield shape_of(float if float in arms else int)
    others = [shape_of(arm) for arm in arms if arm not in (*models, Unknown, int, float, str)]
    if str in arms:
        known = next((shape for shape in others if shape.classes == (str,)), None)
        yield shape_of(str) if known is None else Text(known)
        others = [shape for shape in others if shape is not known]
    yield from others


def tagged(models: list[type[Model]], *, keeps_unknown: bool) -> Tagged:
    """The union of models: its tag is the field that is a `Literal` in every arm but at most one."""
    tables, shapes = {model: literal_fields(model) for model in models}, {model: Nested(model) for model in models}
    for tag in dict.fromkeys(name for table in tables.values() for name in table):
        known = [(value, shapes[model]) for model in models for value in tables[model].get(tag, ())]
        others = [shapes[model] for model in models if tag not in tables[model]]
        if len(others) <= (0 if keeps_unknown else 1) and len(dict(known)) == len(known):
            return Tagged(tag, dict(known), OfUnknown() if keeps_unknown else others[0] if others else None)
    raise TypeError(f"no field tells {', '.join(model.__name__ for model in models)} apart")


def literal_fields(cls: type[Model]) -> dict[str, tuple[Any, ...]]:
    """The fields of a model that are a `Literal`: their values by wire name."""
    annotations = annotations_of(cls)
    return {
        spec_of(field).name or wire_name(field.name): get_args(annotations[field.name])
        for field in attributes_of(cls)
        if get_origin(annotations[field.name]) is Literal
    }
