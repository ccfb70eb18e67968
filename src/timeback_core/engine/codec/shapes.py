"""Shapes: what an annotation says about a value, and how one is told, read and written; here those of single values.

Reading and writing are generated source; whatever else walks through values (checks, faults of a document, the way to
an input) asks a shape for its arms and parts.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import UTC, datetime
from enum import Enum
from types import NoneType
from typing import Any, ClassVar, Final, TypeAlias

from timeback_core.engine.codec.json import PYTHON_OF, Bad
from timeback_core.engine.codec.kinds import DATETIME, FLAG, Kind, write_number
from timeback_core.engine.codec.wire import Check
from timeback_core.engine.codec.workshop import Workshop, indent
from timeback_core.engine.narrow import is_listing, is_mapping

JSON_TYPES: Final = ("string", "number", "boolean", "array", "object")

DEEPEST: Final = 250
"""How many levels of JSON are written; the limit of the serializer is a little above."""

DEEPEST_READ: Final = DEEPEST + 6
"""How many levels of JSON are read: with what may be around a model."""

PLAIN: Final = frozenset((str, int, bool, NoneType))
"""Classes of values that are JSON as they are, by far the most."""

LiteralValue: TypeAlias = str | int | bool


class Shape:
    """What a value looks like in JSON and in Python; never changed once it is made.

    expected: what error messages call it.
    classes: the classes, as the parser gives them, of the JSON that it reads.
    python: the classes of its Python values.
    write: turns a value into JSON; raises `ValueError` for one that cannot be. None where it is JSON already.
    """

    as_is: ClassVar[bool] = False
    """Whether JSON of its classes is its value."""
    free: ClassVar[bool] = False
    """Whether it says nothing about the names of its members."""
    single: ClassVar[bool] = False
    """Whether it is one value by which a server can sort and compare."""
    nothing: str = ""
    """Name of the function that tells what, where it cannot be read, means null as well."""
    consumes: bool = False
    """Whether reading it changes lists and objects of the JSON in place."""
    inner: "tuple[Shape, ...]" = ()
    """The shapes of its items or arms."""
    checks: tuple[Check, ...] = ()
    """Rules that stand in the annotation itself."""

    def __init__(
        self,
        expected: str,
        classes: Iterable[type],
        python: tuple[type, ...] = (),
        write: Callable[[Any], object] | None = None,
    ) -> None:
        self.expected = expected
        self.classes: tuple[type, ...] = tuple(classes)
        self.python = python
        self.write = write

    def with_checks(self, checks: Sequence[Check]) -> "Shape":
        """The same shape with further rules."""
        other = copy(self)
        other.checks = (*self.checks, *checks)
        return other

    @property
    def key(self) -> object:
        """What a workshop calls it."""
        return self

    @property
    def leaves(self) -> "tuple[Shape, ...]":
        """The shapes in which it ends: itself, or those of its items or arms."""
        return tuple(leaf for each in self.inner for leaf in each.leaves) if self.inner else (self,)

    def arm(self, value: object) -> "Shape":
        """The shape that a JSON value is read by: itself, or one of several."""
        return self

    def parts(self, value: object) -> "Iterable[tuple[Any, Shape, object]]":
        """What a value holds: the index or name of each part, its shape and itself."""
        return ()

    def without_null(self) -> "tuple[Shape, bool]":
        """The same shape for values that are not null, and whether null is one."""
        return self, self.accepts(None)

    def accepts(self, value: object) -> bool:
        """Whether the class of a Python value fits; what a list or an object holds is not looked at."""
        return isinstance(value, self.python) and (bool in self.python or not isinstance(value, bool))

    def misfits(self, name: str) -> str:
        """A generated condition: that the JSON of a name is of none of the classes."""
        return " and ".join(f"{name}.__class__ is not {python.__name__}" for python in self.classes)

    def misfit(self, expected: str) -> str:
        """The generated statement for JSON in `v` of none of the classes: raises `Bad`, or mends the spelling."""
        return f"v = object_of({expected!r}, v)" if self.nothing == "is_empty" else f"raise Bad({expected!r}, v)"

    def read_lines(self, shop: Workshop) -> list[str]:
        """The generated lines that turn the JSON in `v` into the value; they raise `Bad` and nothing else."""
        return [f"if {self.misfits('v')}: {self.misfit(self.expected)}"]

    def or_null(self, lines: list[str]) -> list[str]:
        """Lines that read a value, for a place where null may stand too: what is empty and no value means null."""
        if not self.nothing:
            return lines
        return ["try:", *indent(lines), "except Bad:", f"  if not {self.nothing}(v): raise", "  v = None"]

    def write_expression(self, shop: Workshop, value: str) -> str:
        """The generated expression that gives the JSON of the value of a name."""
        return f"{shop.constant(self.write, 'write')}({value})" if self.write else value


class Primitive(Shape):
    """Text, a whole number, a number, a boolean or null: the same value in JSON and in Python."""

    as_is = True
    single = True
    NAMES: ClassVar[dict[type, str]] = {
        str: "string",
        bool: "boolean",
        int: "integer",
        float: "number",
        NoneType: "null",
    }

    def __init__(self, python: type) -> None:
        classes = (int, float) if python is float else (python,)
        super().__init__(self.NAMES[python], classes, classes, write_number if python is float else None)


class FreeJson(Shape):
    """Any JSON."""

    free = True

    def __init__(self) -> None:
        super().__init__("JSON", classes_of(JSON_TYPES), (object,))

    def accepts(self, value: object) -> bool:
        return True

    def read_lines(self, shop: Workshop) -> list[str]:
        return []

    def write_expression(self, shop: Workshop, value: str) -> str:
        return f"write_json({value})"


class FreeObject(FreeJson):
    """Any JSON object."""

    as_is = True
    nothing = "is_empty"

    def __init__(self) -> None:
        Shape.__init__(self, "object", (dict,))

    def accepts(self, value: object) -> bool:
        return is_mapping(value)

    def read_lines(self, shop: Workshop) -> list[str]:
        return Shape.read_lines(self, shop)


class OfKind(Shape):
    """A kind with a spelling of its own."""

    single = True

    def __init__(self, kind: Kind[Any], python: tuple[type, ...]) -> None:
        super().__init__(kind.expected or " or ".join(kind.json_types), classes_of(kind.json_types), python, kind.write)
        self.kind = kind
        self.nothing = "is_blank" if str in self.classes else ""

    def read_lines(self, shop: Workshop) -> list[str]:
        return [
            "try:",
            f"  if {self.misfits('v')}: raise ValueError",
            f"  v = {self.read_expression(shop, 'v')}",
            f"except Exception: raise Bad({self.expected!r}, v) from None",  # whatever a kind raises
        ]

    def read_expression(self, shop: Workshop, value: str) -> str:
        """The generated expression of what the kind reads, which raises anything for what it does not read."""
        read = f"{shop.constant(self.kind.read, 'read')}({value})"
        if self.kind is DATETIME:  # the usual spelling without a call of Python's
            moment, utc = shop.constant(datetime.fromisoformat, "moment"), shop.constant(UTC, "utc")
            return f"(y if {value}[7] == '-' and (y := {moment}({value})).tzinfo is {utc} else {read})"
        same = " or ".join(f"{value}.__class__ is {python.__name__}" for python in self.kind.kept)
        return f"({value} if {same} else {read})" if same else read

    def write_expression(self, shop: Workshop, value: str) -> str:
        if self.kind is FLAG:
            return value
        if self.kind is DATETIME:
            from timeback_core.engine.codec.moments import write_moment

            return f"{shop.constant(write_moment, 'write')}({value})"
        return super().write_expression(shop, value)


class Foreign(Shape):
    """A class of somebody else's, which cattrs knows how to read and write."""

    hooks: ClassVar[Any] = None
    """The converter of cattrs, from its import on: whoever gives it a hook, or uses such a class, imports it."""

    def __init__(self, python: type) -> None:
        super().__init__(
            python.__name__,
            classes_of(JSON_TYPES),
            (python,),
            lambda value: write_json(Foreign.hooks.unstructure(value)),
        )

    def read_lines(self, shop: Workshop) -> list[str]:
        def read(value: Any) -> Any:
            return Foreign.hooks.structure(value, *self.python)

        return [
            f"try: v = {shop.constant(read, 'read')}(v)",
            f"except Exception: raise Bad({self.expected!r}, v) from None",  # whatever a hook raises
        ]


class OrText(dict[str, Enum | str]):
    """Members of an open enum by their text; any other text is itself."""

    def __missing__(self, text: str) -> str:
        return text


class OfEnum(Shape):
    """A member of an enum of texts."""

    single = True

    def __init__(self, python: type[Enum]) -> None:
        self.enum = python
        self.members: dict[str, Enum] = {member.value: member for member in python}
        self.open_members: dict[str, Enum | str] = OrText(self.members)
        self.is_plain: bool = vars(python)["_value2member_map_"] == self.members and not any(
            "_missing_" in vars(base) for base in python.__mro__ if base is not Enum
        )
        """Whether text names a member by nothing but its value."""
        super().__init__(listed(list(self.members)), (str,), (python,), write_member)

    def accepts(self, value: object) -> bool:
        return isinstance(value, self.python) or (isinstance(value, str) and value in self.members)

    def read_lines(self, shop: Workshop) -> list[str]:
        members = shop.constant(self.members, "members")
        return [f"if {self.misfits('v')} or v not in {members}: raise Bad({self.expected!r}, v)", f"v = {members}[v]"]

    def write_expression(self, shop: Workshop, value: str) -> str:
        own = f"{value}._value_ if {value}.__class__ is {shop.constant(self.enum, 'enum')}"
        return f"{value} if {value}.__class__ is str else {own} else write_member({value})"


class OfLiteral(Shape):
    """One of a few values that are written out."""

    def __init__(self, values: tuple[LiteralValue, ...]) -> None:
        super().__init__(listed(values), dict.fromkeys(map(type, values)))
        self.values = values

    def accepts(self, value: object) -> bool:
        return any(isinstance(value, type(each)) and value == each for each in self.values)

    def read_lines(self, shop: Workshop) -> list[str]:
        values = shop.constant({(type(value), value) for value in self.values}, "values")
        return [f"if {self.misfits('v')} or (v.__class__, v) not in {values}: raise Bad({self.expected!r}, v)"]


def classes_of(json_types: Iterable[str]) -> list[type]:
    """The classes, as the parser gives them, of some types of JSON."""
    return [python for json_type in json_types for python in PYTHON_OF[json_type]]


def write_member(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def write_json(value: Any, level: int = 0, members: Callable[[Any], dict[Any, Any]] = dict) -> Any:
    """Free JSON as plain lists and dicts; `members` makes the dict of a mapping."""
    kind: type[object] = value.__class__
    if kind in PLAIN:
        return value
    if kind is float:
        return write_number(value)
    if level >= DEEPEST:
        raise Bad(f"at most {DEEPEST} levels", value)
    if kind is dict or is_mapping(value):
        made = members(value)
        for key, each in made.items():
            if key.__class__ is not str and not isinstance(key, str):
                raise Bad("text as the name of a member", key)
            if each.__class__ not in PLAIN:
                made[key] = write_json(each, level + 1, members)
        return made
    if kind is list or is_listing(value):
        return [each if each.__class__ in PLAIN else write_json(each, level + 1, members) for each in value]
    return str.__str__(value) if isinstance(value, str) else write_number(value)


def listed(values: Sequence[object]) -> str:
    """A few allowed values for an error message."""
    shown = ", ".join(f'"{value}"' if isinstance(value, str) else str(value).lower() for value in values[:8])
    more = ", ..." if len(values) > 8 else ""
    return f"one of {shown}{more}" if len(values) > 1 else shown
