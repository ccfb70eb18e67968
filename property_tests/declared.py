"""What a model declares, read from its annotations by means of the standard library alone.

The codec has a reading of its own; the laws must not share it.
"""

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import attrs

from timeback_core.engine.codec import Input, JsonValue, Model, Unset
from timeback_core.engine.codec.kinds import Kind, OneOrManyMark

JSON_MARK = get_args(JsonValue)


class Declared(NamedTuple):
    """One field of a model."""

    name: str
    wire: str
    also: Sequence[str]
    annotation: Any
    default: object
    read: str
    remembers: bool
    """Whether its model remembers what was absent and null: inputs do not."""

    @property
    def required(self) -> bool:
        return self.default is attrs.NOTHING

    @property
    def is_list(self) -> bool:
        arms = arms_of(self.annotation)
        return len(arms) == 1 and is_tuple(strip(arms[0]))

    @property
    def takes_null(self) -> bool:
        """Whether null is read: as `None`, as an empty list, or as another default."""
        return is_nullable(self.annotation) or (self.remembers and (self.is_list or not self.required))


READ: dict[type[Model], tuple[Declared, ...]] = {}


def declared(cls: type[Model]) -> tuple[Declared, ...]:
    """The fields of a model; read once, since the laws ask for them all the time."""
    if cls not in READ:
        READ[cls] = tuple(read_declared(cls))
    return READ[cls]


def read_declared(cls: type[Model]) -> list[Declared]:
    """The fields of a model from its annotations."""
    hints = get_type_hints(cls, include_extras=True)
    found: list[Declared] = []
    for field in attrs.fields(cls):  # type: ignore[arg-type]  # mypy does not see attrs through `model`
        if field.name in ("extra", "_mask"):
            continue
        spec = field.metadata.get("timeback_core.wire")
        words = field.name.rstrip("_").split("_")
        by_rule = words[0] + "".join(word[0].upper() + word[1:] for word in words[1:])
        found.append(
            Declared(
                field.name,
                (spec.name if spec else None) or by_rule,
                spec.also if spec else (),
                hints[field.name],
                field.default,
                (spec.read if spec else None) or field.name,
                not issubclass(cls, Input),
            )
        )
    return found


def read_as(cls: type[Model], body: Mapping[str, object]) -> type[Model]:
    """The class that an object is read as: the declared one, or one that this chooses."""
    chosen = cls.__variant__(body) if "__variant__" in vars(cls) else cls
    return cls if chosen is cls else read_as(chosen, body)


def arms_of(annotation: Any) -> list[Any]:
    """The arms of a union, without `None` and `Unset`; marks that are rules say nothing here."""
    if is_ruled(annotation):
        return arms_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [inner for arm in get_args(annotation) if arm not in (NoneType, Unset) for inner in arms_of(arm)]
    return [annotation]


def is_nullable(annotation: Any) -> bool:
    """Whether null is a value of it."""
    if is_ruled(annotation):
        return is_nullable(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return any(arm is NoneType or is_free(arm) for arm in get_args(annotation))
    return is_free(annotation)


def may_be_unset(annotation: Any) -> bool:
    """Whether `UNSET` is a value of it."""
    return Unset in get_args(annotation)


def is_free(annotation: Any) -> bool:
    """Whether it is free JSON."""
    return get_origin(annotation) is Annotated and get_args(annotation) == JSON_MARK


def is_ruled(annotation: Any) -> bool:
    """Whether its marks are rules only."""
    is_marked = get_origin(annotation) is Annotated
    return is_marked and not (is_free(annotation) or kind_of(annotation) or is_one_or_many(annotation))


def kind_of(annotation: Any) -> Kind[Any] | None:
    """The kind that marks it."""
    marks = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    return next((mark for mark in marks if isinstance(mark, Kind)), None)


def is_one_or_many(annotation: Any) -> bool:
    """Whether it is a list that may come as its only element."""
    return get_origin(annotation) is Annotated and any(
        isinstance(mark, OneOrManyMark) for mark in get_args(annotation)[1:]
    )


def strip(annotation: Any) -> Any:
    """Without its marks."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def tag_values(cls: type[Model], tag: str) -> tuple[Any, ...]:
    """The values of a tag for which an arm of a union stands; none for the arm that takes all others."""
    annotation = next((each.annotation for each in declared(cls) if each.wire == tag), None)
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def tag_of(models: Sequence[type[Model]]) -> str:
    """The field that tells the arms of a union apart."""
    first = [each.wire for cls in models for each in declared(cls) if get_origin(each.annotation) is Literal]
    for wire in first:
        values = [value for cls in models for value in tag_values(cls, wire)]
        untagged = [cls for cls in models if not tag_values(cls, wire)]
        if len(set(values)) == len(values) and len(untagged) < 2:
            return wire
    raise AssertionError(models)


def is_tuple(annotation: Any) -> bool:
    """Whether it is a list."""
    return get_origin(annotation) in (tuple, Sequence)


def is_model(annotation: Any) -> bool:
    """Whether it is a model."""
    return isinstance(annotation, type) and issubclass(annotation, Model)


def is_object(annotation: Any) -> bool:
    """Whether it is an object by name."""
    return get_origin(annotation) is Mapping
