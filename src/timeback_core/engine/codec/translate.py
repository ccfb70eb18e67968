"""From what was read to what is written: the work behind `Input.of`."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from returns.result import Failure, Result, Success

from timeback_core.engine.codec.accepts import accepts
from timeback_core.engine.codec.bad import Bad, name_of_type
from timeback_core.engine.codec.body import dumps, encode, parse
from timeback_core.engine.codec.check import join
from timeback_core.engine.codec.decoders import decoder
from timeback_core.engine.codec.fields import FieldInfo, fields_of, is_absent, is_null_list
from timeback_core.engine.codec.inside import is_partial, rebuild
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.kinds import Unknown
from timeback_core.engine.codec.mask import BY_HAND, absent, given, null_bit
from timeback_core.engine.codec.model import Body, Model
from timeback_core.engine.codec.narrow import is_array, is_object
from timeback_core.engine.codec.shapes import (
    Choice,
    FreeJson,
    FreeObject,
    ListOf,
    MapOf,
    Nested,
    Nullable,
    Shape,
    Tagged,
)
from timeback_core.errors import InvalidInput
from timeback_core.problems import Problem

B = TypeVar("B", bound=Body)


def translate(cls: type[B], read: Model) -> Result[B, InvalidInput]:
    """The body of a class that writes back a model that was read, or all that stands against it."""
    translation = Translation()
    made = translation.body(cls, read, "")
    if translation.problems:
        return Failure(InvalidInput(tuple(translation.problems)))
    return Success(cast(B, made))  # without problems `body` gives an instance of the class it was asked for


class Translation:
    """A walk through a model that was read; it collects problems instead of raising them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, path: str, text: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(path, text))

    def body(self, cls: type[Body], read: object, path: str) -> Model | None:
        """The body of a class from what was read; `None` where there is a problem."""
        if isinstance(read, cls):
            return read
        reads = cls.__reads__
        if reads is None or not isinstance(read, reads):
            expected = " or ".join(each.__name__ for each in (reads, cls) if each is not None)
            self.refuse(path, f"expected {expected}, found {name_of_type(read)}")
            return None
        if is_partial(read):
            self.refuse(path, "was read with some of its fields only; read it whole to write it back")
            return None
        sources = {field.name: field for field in fields_of(type(read)) if field.name not in cls.__drops__}
        values: dict[str, object] = {"extra": self.unknown_to_both(cls, reads, read)}
        mask = BY_HAND
        for field in fields_of(cls):
            source = sources.get(field.spec.read or field.name)
            values[field.name], mask = self.field(field, source, read, mask, join(path, field.wire))
        return rebuild(cls, values, mask)

    def field(
        self, field: FieldInfo, source: FieldInfo | None, read: Model, mask: int, path: str
    ) -> tuple[object, int]:
        """The value of one field, and the mask that knows whether it was there."""
        value = getattr(read, source.name) if source else None
        if source is None or is_absent(read, source, value):
            if field.required:
                self.refuse(path, "is required, and was not read")
            return field.default, absent(mask, field.position, field.default)
        if value is None or is_null_list(read, source, value):
            return self.null(field, mask, path)
        return self.value(field.shape, value, path), given(mask, field.position, field.default)

    def null(self, field: FieldInfo, mask: int, path: str) -> tuple[object, int]:
        """The value of a field that was null: null where the wire takes it, else left out."""
        position, default = field.position, field.default
        is_given = given(mask, position, default)
        if field.nullable and field.spec.null:
            return None, is_given
        if field.is_list and field.spec.null and not field.unset:
            return (), is_given & ~null_bit(position)
        if field.is_list and field.required:
            return (), is_given
        if field.required:
            self.refuse(path, "is required, and was null")
        return default, absent(mask, position, default)

    def unknown_to_both(self, cls: type[Body], reads: type[Model], read: Model) -> Mapping[str, JsonValue]:
        """What is written back although neither side declares it."""
        own = {name for field in fields_of(cls) for name in (field.wire, *field.also)}
        extra = {name: value for name, value in read.extra.items() if name not in own}
        derived = {field.wire for field in fields_of(type(read))} - {field.wire for field in fields_of(reads)}
        if derived:
            written = cast(Mapping[str, JsonValue], encode(read))  # a model is written as an object
            extra |= {name: written[name] for name in derived - own if name in written}
        return extra

    def value(self, shape: Shape, value: Any, path: str) -> Any:
        """A value as the input has it."""
        made = self.converted(shape, value, path)
        if made is not None and not accepts(shape, made):
            self.refuse(path, f"expected {shape.expected}, found {name_of_type(made)}")
        return made

    def converted(self, shape: Shape, value: Any, path: str) -> Any:
        """A value with the models in it turned into those of the input; anything else as it is."""
        match shape:
            case Nullable():
                return None if value is None else self.converted(shape.inner, value, path)
            case ListOf() if is_array(value):
                return tuple(self.value(shape.item, each, f"{path}[{i}]") for i, each in enumerate(value))
            case ListOf() if shape.lenient:
                return (self.value(shape.item, value, path),)
            case MapOf() if is_object(value):
                members = cast(Mapping[str, Any], value)  # an object of a model that was read
                return {
                    name: self.value(shape.item, each, join(path, name)) for name, each in members.items()
                }
            case Choice():
                arm = next((arm for arm in shape.arms if fits(arm, value)), None)
                return value if arm is None else self.value(arm, value, path)
            case Nested():
                return self.nested(shape.model, value, path)
            case Tagged():
                model = next((arm for arm in shape.models if fits(Nested(arm), value)), None)
                return value if model is None else self.nested(model, value, path)
            case FreeJson() | FreeObject() if isinstance(value, Model | Unknown):
                return value.raw if isinstance(value, Unknown) else self.as_json(value, path)
            case _:
                return value

    def nested(self, model: type[Model], value: Any, path: str) -> Model | None:
        """A nested model: an input by its own way, a typed one from free JSON."""
        if is_object(value):
            try:
                return decoder(model)(
                    parse(dumps(cast(JsonValue, value)))
                )  # free JSON of a model that was read
            except Bad as bad:
                self.refuse(bad.where(path), f"expected {bad.expected}, found {bad.found}")
                return None
        if issubclass(model, Body):
            return self.body(model, value, path)
        return cast(Model, value)  # `value` finds out if it is none

    def as_json(self, value: Model, path: str) -> JsonValue:
        """A model that was read where the input has free JSON."""
        try:
            return encode(value)
        except Bad as bad:
            self.refuse(path, f"expected {bad.expected}")
            return None


def fits(shape: Shape, value: object) -> bool:
    """Whether a value is of a shape, or can be turned into it."""
    if accepts(shape, value):
        return True
    if isinstance(shape, Nested) and issubclass(shape.model, Body):
        return shape.model.__reads__ is not None and isinstance(value, shape.model.__reads__)
    return isinstance(shape, Tagged) and any(fits(Nested(arm), value) for arm in shape.models)
