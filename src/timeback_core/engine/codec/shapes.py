"""Shapes: what an annotation says about a value, as data that decoder, encoder and checks share."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, ClassVar, Final, TypeAlias

from timeback_core.engine.codec.kinds import Kind
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.wire import Check

JSON_TYPES: Final = ("string", "number", "boolean", "array", "object")

LiteralValue: TypeAlias = str | int | bool


class Shape:
    """What a value looks like in JSON and in Python."""

    __slots__ = ("checks", "expected", "json_types")

    def __init__(self, expected: str, *json_types: str) -> None:
        self.expected: str = expected
        """What error messages call it."""
        self.json_types: tuple[str, ...] = json_types
        self.checks: tuple[Check, ...] = ()
        """Rules that stand in the annotation itself."""


class Primitive(Shape):
    """Text, a whole number, a number or a boolean: the same value in JSON and in Python."""

    __slots__ = ("python",)
    NAMES: ClassVar[Mapping[type, tuple[str, str]]] = {
        str: ("string", "string"),
        bool: ("boolean", "boolean"),
        int: ("integer", "number"),
        float: ("number", "number"),
    }

    def __init__(self, python: type) -> None:
        super().__init__(*self.NAMES[python])
        self.python: type = python
        """`float` stands for int and float, and leaves either as it is."""


class FreeJson(Shape):
    """Any JSON."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("JSON", *JSON_TYPES)


class FreeObject(Shape):
    """Any JSON object."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__("object", "object")


class OfKind(Shape):
    """A kind with a spelling of its own."""

    __slots__ = ("kind", "python")

    def __init__(self, kind: Kind[Any], python: tuple[type, ...]) -> None:
        super().__init__(kind.expected or " or ".join(kind.json_types), *kind.json_types)
        self.kind: Kind[Any] = kind
        self.python: tuple[type, ...] = python
        """Classes of its Python values."""


class Text(Shape):
    """Text that is known in a form of its own (a member, a day), and any other text as it is."""

    __slots__ = ("known",)

    def __init__(self, known: Shape) -> None:
        super().__init__("string", "string")
        self.known: Shape = known


class OfEnum(Shape):
    """A member of an enum of texts."""

    __slots__ = ("members", "python")

    def __init__(self, python: type[Enum]) -> None:
        self.members: dict[str, Enum] = {member.value: member for member in python}
        super().__init__(listed(list(self.members)), "string")
        self.python: type[Enum] = python


class OfLiteral(Shape):
    """One of a few values that are written out."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[LiteralValue, ...]) -> None:
        types = dict.fromkeys(Primitive.NAMES[type(value)][1] for value in values)
        super().__init__(listed(values), *types)
        self.values: set[tuple[type[str] | type[int] | type[bool], LiteralValue]] = {
            (type(value), value) for value in values
        }


class Nested(Shape):
    """Another model."""

    __slots__ = ("model",)

    def __init__(self, model: type[Model]) -> None:
        super().__init__("object", "object")
        self.model: type[Model] = model


class Tagged(Shape):
    """One of several models, told apart by the value of one field."""

    __slots__ = ("arms", "keeps_unknown", "other", "tag")

    def __init__(
        self,
        tag: str,
        arms: Mapping[LiteralValue, type[Model]],
        other: type[Model] | None,
        keeps_unknown: bool,
    ) -> None:
        super().__init__("object", "object")
        self.tag: str = tag
        """Wire name of the field."""
        self.arms: dict[LiteralValue, type[Model]] = dict(arms)
        self.other: type[Model] | None = other
        """The model for any other tag."""
        self.keeps_unknown: bool = keeps_unknown

    @property
    def models(self) -> tuple[type[Model], ...]:
        """All arms."""
        return tuple(dict.fromkeys((*self.arms.values(), *((self.other,) if self.other else ()))))


class ListOf(Shape):
    """A list; a lenient one also reads its only element bare."""

    __slots__ = ("item", "lenient")

    def __init__(self, item: Shape, *, lenient: bool = False) -> None:
        bare = item.json_types if lenient else ()
        super().__init__(f"array or {item.expected}" if lenient else "array", "array", *bare)
        self.item: Shape = item
        self.lenient: bool = lenient


class MapOf(Shape):
    """An object whose members all have one shape."""

    __slots__ = ("item",)

    def __init__(self, item: Shape) -> None:
        super().__init__("object", "object")
        self.item: Shape = item


class Nullable(Shape):
    """A value or null."""

    __slots__ = ("inner",)

    def __init__(self, inner: Shape) -> None:
        super().__init__(f"{inner.expected} or null", *inner.json_types, "null")
        self.inner: Shape = inner


class Choice(Shape):
    """One of several shapes, told apart by their JSON type."""

    __slots__ = ("arms",)

    def __init__(self, arms: Sequence[Shape]) -> None:
        super().__init__(
            " or ".join(arm.expected for arm in arms), *(t for arm in arms for t in arm.json_types)
        )
        self.arms: tuple[Shape, ...] = tuple(arms)


class Foreign(Shape):
    """A type that cattrs knows how to read and write."""

    __slots__ = ("python",)

    def __init__(self, python: type) -> None:
        super().__init__(python.__name__, *JSON_TYPES)
        self.python: type = python


def listed(values: Sequence[object]) -> str:
    """A few allowed values for an error message."""
    shown = ", ".join(f'"{value}"' if isinstance(value, str) else str(value).lower() for value in values[:8])
    more = ", ..." if len(values) > 8 else ""
    return f"one of {shown}{more}" if len(values) > 1 else shown
