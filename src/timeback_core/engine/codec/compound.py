"""Shapes that hold others: models, lists, objects, and choices, which null may be one of."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import attrgetter
from types import NoneType
from typing import Any

from timeback_core.engine.codec.json import MISSING, Bad
from timeback_core.engine.codec.kinds import Kind, Unknown
from timeback_core.engine.codec.model import Loose, Model, varies
from timeback_core.engine.codec.shapes import LiteralValue, OfEnum, OfKind, Primitive, Shape
from timeback_core.engine.codec.workshop import Workshop, indent
from timeback_core.engine.narrow import is_listing, is_mapping, is_object


class Nested(Shape):
    """Another model."""

    nothing = "is_empty"

    def __init__(self, model: type[Model]) -> None:
        super().__init__("object", (dict,), (model,))
        self.model = model
        self.consumes: bool = not issubclass(model, Loose)

    @property
    def key(self) -> object:
        return self.model

    @property
    def is_plain(self) -> bool:
        """Whether what is read is always of the model's own class, and remembers what was absent."""
        return self.model.remembers and not varies(self.model)

    def arm(self, value: object) -> Shape:
        variant = self.model.__variant__(value) if varies(self.model) and is_object(value) else self.model
        return self if variant is self.model else Nested(variant)

    def read_lines(self, shop: Workshop) -> list[str]:
        return [f"v = {shop.name(self.model)}(v)"]

    def write_expression(self, shop: Workshop, value: str) -> str:
        return f"{shop.name(self.model)}({value})"


class OfUnknown(OfKind):
    """An object of a union that none of its models describes."""

    def __init__(self) -> None:
        super().__init__(Kind(Unknown, attrgetter("raw"), "object"), (Unknown,))

    def write_expression(self, shop: Workshop, value: str) -> str:
        return f"write_json({value}.raw)"


class ListOf(Shape):
    """A list, of which the only text may come bare; a lenient one also reads any other only element so."""

    consumes = True

    def __init__(self, item: Shape, *, lenient: bool = False) -> None:
        super().__init__(
            f"array or {item.expected}" if lenient else "array", (list, *(item.classes if lenient else ()))
        )
        self.item: Shape = item
        self.inner: tuple[Shape, ...] = (item,)
        self.lenient = lenient

    def arm(self, value: object) -> Shape:
        return self.item if self.lenient and not is_listing(value) else self

    def parts(self, value: object) -> Iterable[tuple[int, Shape, object]]:
        return ((index, self.item, each) for index, each in enumerate(value)) if is_listing(value) else ()

    def accepts(self, value: object) -> bool:
        return is_listing(value)

    def read_lines(self, shop: Workshop) -> list[str]:
        """A list is decoded in place, so that its rows are freed one by one."""
        if self.item.as_is:
            each = f"if {self.item.misfits('x')}: v[i] = {shop.name(self.item.key)}(x)"
        else:
            each = f"v[i] = {shop.name(self.item.key)}(x)"
        one = f"v = () if is_blank(v) else ({shop.name(self.item.key)}(v),)"
        texts = not self.lenient and str in self.item.classes and dict not in self.item.classes
        return [
            "if v.__class__ is list:",
            "  for i, x in enumerate(v):",
            f"    {each}",
            "  v = tuple(v)",
            *([f"elif not ({self.item.misfits('v')}): {one}"] if texts else []),
            f"else: {one if self.lenient else self.misfit('array')}",
        ]

    def write_expression(self, shop: Workshop, value: str) -> str:
        item = self.item.write_expression(shop, "x")
        return f"list({value})" if item == "x" else f"[{item} for x in {value}]"


class MapOf(Shape):
    """An object whose members all have one shape."""

    consumes = True
    free = True
    nothing = "is_empty"

    def __init__(self, item: Shape) -> None:
        super().__init__("object", (dict,))
        self.item: Shape = item
        self.inner: tuple[Shape, ...] = (item,)

    def parts(self, value: object) -> Iterable[tuple[Any, Shape, object]]:
        return ((name, self.item, each) for name, each in value.items()) if is_mapping(value) else ()

    def accepts(self, value: object) -> bool:
        return is_mapping(value)

    def read_lines(self, shop: Workshop) -> list[str]:
        return [*super().read_lines(shop), f"for i, x in v.items(): v[i] = {shop.name(self.item.key)}(x)"]

    def write_expression(self, shop: Workshop, value: str) -> str:
        return f"{{x: {self.item.write_expression(shop, 'y')} for x, y in members({value}).items()}}"


class Choice(Shape):
    """One of several shapes, told apart by their JSON type."""

    def __init__(self, arms: Sequence[Shape], expected: str = "", classes: Iterable[type] = ()) -> None:
        super().__init__(
            expected or " or ".join(arm.expected for arm in arms),
            classes or (each for arm in arms for each in arm.classes),
        )
        self.arms: tuple[Shape, ...] = tuple(arms)
        self.inner: tuple[Shape, ...] = self.arms
        self.consumes: bool = any(arm.consumes for arm in arms)
        told = {arm.nothing for arm in self.arms}
        self.nothing: str = "is_empty" if "is_empty" in told else "is_blank" if "is_blank" in told else ""

    def arm(self, value: object) -> Shape:
        return next((arm for arm in self.arms if type(value) in arm.classes), self)

    def without_null(self) -> tuple[Shape, bool]:
        arms = [arm for arm in self.arms if NoneType not in arm.classes]
        if len(arms) == len(self.arms):
            return self, False
        return (arms[0] if len(arms) == 1 else Choice(arms)).with_checks(self.checks), True

    def accepts(self, value: object) -> bool:
        return any(arm.accepts(value) for arm in self.arms)

    def read_lines(self, shop: Workshop) -> list[str]:
        lines: list[str] = []
        for word, arm in zip(chain(["if"], repeat("elif")), self.arms, strict=False):
            lines += [f"{word} not ({arm.misfits('v')}):", *indent(arm.read_lines(shop))]
        lines.append(f"else: raise Bad({self.expected!r}, v)")
        return self.or_null(lines) if self.accepts(None) else lines

    def write_expression(self, shop: Workshop, value: str) -> str:
        tried = (
            f"({arm.write_expression(shop, value)}) if {shop.constant(arm.accepts, 'accepts')}({value}) else "
            for arm in self.arms
        )
        return "".join(tried) + f"refuse({self.expected!r}, {value})"


class Tagged(Choice):
    """One of several models, told apart by the value of one field, the tag; any other value has the other shape."""

    def __init__(self, tag: str, table: Mapping[LiteralValue, Nested], other: Shape | None) -> None:
        super().__init__([*dict.fromkeys((*table.values(), *([other] if other else [])))], "object", (dict,))
        self.tag = tag
        self.table = table
        self.other = other
        self.nothing = ""

    @property
    def is_plain(self) -> bool:
        """Whether what a tag tells is always of the very class that it tells."""
        return all(arm.is_plain for arm in self.table.values())

    def arm(self, value: object) -> Shape:
        tag = value.get(self.tag) if is_object(value) else None
        return (self.table.get(tag) if isinstance(tag, str | int) else None) or self.other or self

    def read_lines(self, shop: Workshop) -> list[str]:
        def read(value: dict[str, Any]) -> Any:
            arm = self.arm(value)
            if arm is self:
                bad = Bad(" or ".join(f'"{each}"' for each in self.table), value.get(self.tag, MISSING))
                bad.path.append(self.tag)
                raise bad
            return shop.function(arm.key)(value)

        return [*Shape.read_lines(self, shop), f"v = {shop.constant(read, 'read')}(v)"]


class Text(Choice):
    """Text that is known in a form of its own (a member, a day), and any other text as it is."""

    single = True

    def __init__(self, known: Shape) -> None:
        super().__init__([known, Primitive(str)], "string", (str,))
        self.known = known

    def arm(self, value: object) -> Shape:
        return self

    def read_lines(self, shop: Workshop) -> list[str]:
        if isinstance(self.known, OfEnum):
            lines = [f"v = {shop.constant(self.known.open_members, 'members')}[v]"]
        else:
            lines = ["try:", *indent(self.known.read_lines(shop)), "except Bad: pass"]
        return [*Shape.read_lines(self, shop), *lines]

    def write_expression(self, shop: Workshop, value: str) -> str:
        known = self.known.write_expression(shop, value)
        return known if isinstance(self.known, OfEnum) else f"{value} if isinstance({value}, str) else {known}"
