"""`fields_of`: what is known about the fields of a model, for decoder, encoder, filters and documentation."""

from typing import Any, Final, Literal, Union, get_args, get_origin

import attrs

from timeback_core.engine.codec.bad import MISSING
from timeback_core.engine.codec.compound import ListOf, Nested
from timeback_core.engine.codec.mask import null_bit, was_absent
from timeback_core.engine.codec.model import Model, attributes_of, is_default, mask_of
from timeback_core.engine.codec.parse import annotations_of, shape_of
from timeback_core.engine.codec.shapes import Shape
from timeback_core.engine.codec.wire import UNSET, Check, Unset, WireSpec, spec_of, wire_name


@attrs.frozen
class FieldInfo:
    """One field of a model."""

    name: str
    """Its name in Python."""
    wire: str
    """Its name on the wire."""
    also: tuple[str, ...]
    """Further wire names under which it is read."""
    shape: Shape
    """What its value looks like, null and `UNSET` apart."""
    nullable: bool
    """Whether its value may be `None`."""
    unset: bool
    """Whether its value may be `UNSET`."""
    default: object
    """Its default; `attrs.NOTHING` where it is required."""
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
    def may_be_null_list(self) -> bool:
        """Whether its value is a list that is read as empty where the wire has null."""
        return self.is_list and not self.nullable and not self.unset

    @property
    def nested(self) -> type[Model] | None:
        """The model of its value, or of the list's items; `None` where there is none or there are several."""
        inner = self.shape.item if isinstance(self.shape, ListOf) else self.shape
        inner, _ = inner.without_null()
        return inner.model if isinstance(inner, Nested) else None

    @property
    def checks(self) -> tuple[Check, ...]:
        """The rules for its value."""
        return self.spec.checks

    @property
    def secret(self) -> bool:
        """Whether its value stays out of every repr."""
        return self.spec.secret

    @property
    def expected(self) -> str:
        """What error messages call its value."""
        return f"{self.shape.expected} or null" if self.nullable else self.shape.expected


CACHE: Final[dict[type[Model], tuple[FieldInfo, ...]]] = {}


def fields_of(cls: type[Model]) -> tuple[FieldInfo, ...]:
    """The fields of a model, in the order of their declaration; without `extra`.

    Raises:
        TypeError: the declaration of the model makes no sense; the text says where.
    """
    found = CACHE.get(cls)
    if found is None:
        found = CACHE[cls] = read_fields(cls)
    return found


def read_fields(cls: type[Model]) -> tuple[FieldInfo, ...]:
    """The fields of a model from its declaration."""
    annotations = annotations_of(cls)
    found: list[FieldInfo] = []
    for position, field in enumerate(attributes_of(cls)):
        try:
            found.append(read_field(field, annotations[field.name], position))
        except TypeError as error:
            raise TypeError(f"{cls.__name__}.{field.name}: {error}") from error
        if cls.remembers and found[-1].unset:
            raise TypeError(f"{cls.__name__}.{field.name}: only what inputs hold can be UNSET")
    names = [name for field in found for name in (field.wire, *field.also)]
    if len(set(names)) < len(names):
        doubles = {name for name in names if names.count(name) > 1}
        raise TypeError(f"{cls.__name__} has two fields for {', '.join(sorted(doubles))}")
    return tuple(found)


def read_field(field: "attrs.Attribute[Any]", annotation: Any, position: int) -> FieldInfo:
    """One field from its declaration."""
    spec = spec_of(field)
    annotation, unset = without_unset(annotation)
    shape, nullable = shape_of(annotation).without_null()
    wire = spec.name or wire_name(field.name)
    return FieldInfo(field.name, wire, spec.also, shape, nullable, unset, field.default, position, spec)


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
    if field.required or not model.remembers or not is_default(value, field.default):
        return False
    return was_absent(mask_of(model), field.position, field.default)


def is_null_list(model: Model, field: FieldInfo, value: object) -> bool:
    """Whether an empty list of a model was null on the wire."""
    return field.may_be_null_list and not value and not mask_of(model) & null_bit(field.position)
