"""Shapes of values that are spelled in JSON in a way of their own: kinds, enums, literals, classes of others."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, ClassVar

from timeback_core.engine.codec.bad import Bad
from timeback_core.engine.codec.kinds import DATE, DATETIME, FLAG, FLAGS, TEXT_FLAG, Kind
from timeback_core.engine.codec.shapes import JSON_TYPES, Inspector, LiteralValue, Primitive, Shape, listed, write_json
from timeback_core.engine.codec.workshop import Function, Workshop


class OfKind(Shape):
    """A kind with a spelling of its own."""

    __slots__ = ("kind", "python")
    single = True

    def __init__(self, kind: Kind[Any], python: tuple[type, ...]) -> None:
        super().__init__(kind.expected or " or ".join(kind.json_types), *kind.json_types)
        self.kind: Kind[Any] = kind
        self.python: tuple[type, ...] = python
        """Classes of its Python values."""

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.python) and (bool in self.python or not isinstance(value, bool))

    def reader(self, shop: Workshop) -> Function:
        expected, classes, convert = self.expected, self.classes, self.kind.read

        def read(value: Any) -> Any:
            if value.__class__ not in classes:
                raise Bad(expected, value)
            try:
                return convert(value)
            except Exception:  # whatever a kind raises, the value is not of that kind
                raise Bad(expected, value) from None

        return read

    def read_lines(self, shop: Workshop) -> list[str]:
        if self.kind is FLAG or self.kind is TEXT_FLAG:
            lines = [f"v = {shop.constant(Flags(FLAGS), 'flags')}[v]"]
        elif self.kind is DATE or self.kind is DATETIME:
            lines = ["if v.__class__ is not str or v[4] != '-' or v[7] != '-': raise ValueError"]
            if self.kind is DATE:
                lines.append("v = fromisoformat(v).date()")
            else:
                lines += ["d = fromisoformat(v)", "v = d if d.tzinfo is UTC else in_utc(d)"]
        else:
            names = ", ".join(python.__name__ for python in self.classes)
            read = shop.constant(self.kind.read, "read")
            lines = [f"if v.__class__ not in ({names},): raise ValueError", f"v = {read}(v)"]
        return [
            "try:",
            *(f"  {line}" for line in lines),
            f"except Exception: raise Bad({self.expected!r}, v) from None",
        ]

    def writer(self, shop: Workshop) -> Function | None:
        if self.kind is FLAG:
            return None
        if self.kind is DATETIME:
            from timeback_core.engine.codec.text import write_moment

            return write_moment
        return self.kind.write

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        inspect_written(self, self.kind.write, inspector, value, path, level)


class Flags(dict[Any, bool]):
    """Flags by what they are read from; looks for a text in small letters if need be."""

    def __missing__(self, key: Any) -> bool:
        return FLAGS[key.lower()]


def inspect_written(
    shape: Shape, write: Callable[[Any], object], inspector: Inspector, value: Any, path: str, level: int
) -> None:
    """Find what is wrong with a value whose own writer has the say."""
    try:
        written = write(value)
    except ValueError as error:
        inspector.add(path, str(error) or f"expected {shape.expected}")
    except Exception:  # total on whatever a writer does
        inspector.add(path, f"expected {shape.expected}, found {type(value).__name__}")
    else:
        inspector.json(written, path, level)


class OfEnum(Shape):
    """A member of an enum of texts."""

    __slots__ = ("members", "python")
    single = True

    def __init__(self, python: type[Enum]) -> None:
        self.members: dict[str, Enum] = {member.value: member for member in python}
        super().__init__(listed(list(self.members)), "string")
        self.python: type[Enum] = python

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.python) or (isinstance(value, str) and value in self.members)

    def reader(self, shop: Workshop) -> Function:
        expected, members = self.expected, self.members

        def read(value: Any) -> Any:
            member = members.get(value) if value.__class__ is str else None
            if member is None:
                raise Bad(expected, value)
            return member

        return read

    def writer(self, shop: Workshop) -> Function | None:
        return write_member

    def write_expression(self, shop: Workshop, value: str) -> str:
        return f"{value} if {value}.__class__ is str else write_member({value})"

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        pass  # `accepts` has seen all there is to see


def write_member(value: Any) -> Any:
    """A member of an enum, or the text of one."""
    return value.value if isinstance(value, Enum) else value


class Members(dict[str, Any]):
    """The members of an enum by their texts; any other text is itself."""

    def __missing__(self, key: str) -> str:
        return key


class Text(Shape):
    """Text that is known in a form of its own (a member, a day), and any other text as it is."""

    __slots__ = ("known",)
    single = True

    def __init__(self, known: Shape) -> None:
        super().__init__("string", "string")
        self.known: Shape = known

    def accepts(self, value: object) -> bool:
        return isinstance(value, str) or self.known.accepts(value)

    def reader(self, shop: Workshop) -> Function:
        known = self.known.reader(shop)

        def read(value: Any) -> Any:
            if value.__class__ is not str:
                raise Bad("string", value)
            try:
                return known(value)
            except Bad:
                return value

        return read

    def read_lines(self, shop: Workshop) -> list[str]:
        if not isinstance(self.known, OfEnum):
            return super().read_lines(shop)
        members = shop.constant(Members(self.known.members), "members")
        return ["if v.__class__ is not str: raise Bad('string', v)", f"v = {members}[v]"]

    def writer(self, shop: Workshop) -> Function | None:
        known = self.known.writer(shop)
        if known is None or known is write_member:
            return known

        def write(value: Any) -> Any:
            return value if isinstance(value, str) else known(value)

        return write

    def write_expression(self, shop: Workshop, value: str) -> str:
        if isinstance(self.known, OfEnum):
            return self.known.write_expression(shop, value)
        return super().write_expression(shop, value)

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        if isinstance(value, str):
            inspector.json(value, path, level)
        else:
            inspector.value(self.known, value, path, level)


class OfLiteral(Shape):
    """One of a few values that are written out."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[LiteralValue, ...]) -> None:
        types = dict.fromkeys(Primitive.NAMES[type(value)][1] for value in values)
        super().__init__(listed(values), *types)
        self.values: Mapping[tuple[type, LiteralValue], LiteralValue] = {
            (type(value), value): value for value in values
        }

    def accepts(self, value: object) -> bool:
        return any(isinstance(value, python) and value == each for python, each in self.values)

    def reader(self, shop: Workshop) -> Function:
        expected, values = self.expected, self.values

        def read(value: Any) -> Any:
            if not isinstance(value, str | int) or (value.__class__, value) not in values:
                raise Bad(expected, value)
            return value

        return read

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        pass  # `accepts` has seen all there is to see


class Foreign(Shape):
    """A class of somebody else's, which cattrs knows how to read and write."""

    __slots__ = ("python",)
    hooks: ClassVar[Any] = None
    """The converter of cattrs, from its import on: whoever gives it a hook, or uses such a class, imports it."""

    def __init__(self, python: type) -> None:
        super().__init__(python.__name__, *JSON_TYPES)
        self.python: type = python

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.python)

    def reader(self, shop: Workshop) -> Function:
        expected, python = self.expected, self.python

        def read(value: Any) -> Any:
            try:
                return Foreign.hooks.structure(value, python)
            except Exception:  # whatever a hook raises, the value is not of that class
                raise Bad(expected, value) from None

        return read

    def writer(self, shop: Workshop) -> Function | None:
        return write_foreign

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        inspect_written(self, write_foreign, inspector, value, path, level)


def write_foreign(value: Any) -> Any:
    """A value by its hook in cattrs."""
    return write_json(Foreign.hooks.unstructure(value))
