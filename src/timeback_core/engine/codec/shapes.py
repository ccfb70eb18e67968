"""Shapes: what an annotation says about a value, and how a value of it is read, written, checked and translated.

Here stand those that are the same in JSON and in Python. `spelled` has those that are not, `compound` those that hold
others.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from types import NoneType
from typing import Any, ClassVar, Final, Protocol, TypeAlias, TypeGuard

from timeback_core.engine.codec.bad import PYTHON_OF, Bad
from timeback_core.engine.codec.kinds import Unknown, write_number
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.wire import Check
from timeback_core.engine.codec.workshop import Function, Workshop
from timeback_core.engine.narrow import is_listing, is_mapping, is_number

JSON_TYPES: Final = ("string", "number", "boolean", "array", "object")

DEEPEST: Final = 250
"""How many levels of JSON are written; the limit of the serializer is a little above."""

PLAIN: Final = frozenset((str, int, bool, type(None)))
"""Classes of values that are JSON as they are, by far the most."""

LiteralValue: TypeAlias = str | int | bool

Faults: TypeAlias = Iterator[Bad]
FaultsOf: TypeAlias = Callable[[type[Model], object], Faults]
"""Everything that is wrong with the JSON of a model."""


class Inspector(Protocol):
    """What collects the problems of a value that is about to be sent."""

    def add(self, path: str, text: str) -> None: ...
    def json(self, value: object, path: str, level: int) -> None: ...
    def key(self, key: object, path: str) -> TypeGuard[str]: ...
    def model(self, value: Model, path: str, level: int) -> None: ...
    def value(self, shape: "Shape", value: object, path: str, level: int) -> None: ...


class Translator(Protocol):
    """What turns the values of a model that was read into those of an input."""

    def value(self, shape: "Shape", value: object, path: str) -> Any: ...
    def nested(self, model: type[Model], value: object, path: str) -> Any: ...
    def fits(self, shape: "Shape", value: object) -> bool: ...
    def as_json(self, value: Model, path: str) -> Any: ...


class Shape:
    """What a value looks like in JSON and in Python; never changed once it is made."""

    __slots__ = ("checks", "expected", "json_types")

    free: ClassVar[bool] = False
    """Whether it says nothing about the names of its members."""
    single: ClassVar[bool] = False
    """Whether it is one value by which a server can sort and compare."""
    consumes: bool = False
    """Whether reading it changes lists and objects of the JSON in place."""
    models: tuple[type[Model], ...] = ()
    """The models of which it may be."""

    def __init__(self, expected: str, *json_types: str) -> None:
        self.expected: str = expected
        """What error messages call it."""
        self.json_types: tuple[str, ...] = json_types
        self.checks: tuple[Check, ...] = ()
        """Rules that stand in the annotation itself."""

    def with_checks(self, checks: Sequence[Check]) -> "Shape":
        """The same shape with further rules."""
        if not checks:
            return self
        other = copy(self)
        other.checks = (*self.checks, *checks)
        return other

    @property
    def classes(self) -> tuple[type, ...]:
        """The classes, as the parser gives them, of the JSON that it reads."""
        return tuple(python for json_type in self.json_types for python in PYTHON_OF[json_type])

    @property
    def leaves(self) -> tuple["Shape", ...]:
        """The shapes in which it ends: itself, or those of its items or arms."""
        return (self,)

    def without_null(self) -> tuple["Shape", bool]:
        """The same shape for values that are not null, and whether null is one."""
        return self, self.accepts(None)

    def accepts(self, value: object) -> bool:
        """Whether the class of a Python value fits; what a list or an object holds is not looked at."""
        raise TypeError(f"{type(self).__name__} accepts nothing")

    def reader(self, shop: Workshop) -> Function:
        """A function that reads a JSON value; it raises `Bad` and nothing else."""
        return as_is(self)

    def as_is_test(self, name: str) -> str:
        """A condition that is true if JSON is not taken as it is; empty where that is never done."""
        return ""

    def read_lines(self, shop: Workshop) -> list[str]:
        """The generated lines that turn the JSON in `v` into the value."""
        return [f"v = {shop.constant(self.reader(shop), 'read')}(v)"]

    def writer(self, shop: Workshop) -> Function | None:
        """A function that writes a value as JSON, or `None` where the value is JSON already."""
        return None

    def write_expression(self, shop: Workshop, value: str) -> str:
        """The generated expression that gives the JSON of the value of an expression."""
        write = self.writer(shop)
        return f"{shop.constant(write, 'write')}({value})" if write else value

    def inspect(self, inspector: Inspector, value: Any, path: str, level: int) -> None:
        """Find what is wrong inside a value whose class fits."""
        inspector.json(value, path, level)

    def translated(self, translator: Translator, value: Any, path: str) -> Any:
        """A value of a model that was read as an input has it; what cannot be turned is left as it is."""
        return value

    def faults(self, value: Any, shop: Workshop, faults_of: FaultsOf) -> Faults:
        """Everything that is wrong with a JSON value, each with its path from here."""
        try:
            self.reader(shop)(value)
        except Bad as bad:
            yield bad


def as_is(shape: Shape) -> Function:
    """Reads a value that is the same in JSON and in Python."""
    expected, classes = shape.expected, shape.classes

    def read(value: Any) -> Any:
        if value.__class__ not in classes:
            raise Bad(expected, value)
        return value

    return read


class Primitive(Shape):
    """Text, a whole number, a number, a boolean or null: the same value in JSON and in Python."""

    __slots__ = ("python",)
    single = True
    NAMES: ClassVar[Mapping[type, tuple[str, str]]] = {
        str: ("string", "string"),
        bool: ("boolean", "boolean"),
        int: ("integer", "number"),
        float: ("number", "number"),
        NoneType: ("null", "null"),
    }

    def __init__(self, python: type) -> None:
        super().__init__(*self.NAMES[python])
        self.python: type = python
        """`float` stands for int and float, and leaves either as it is."""

    @property
    def classes(self) -> tuple[type, ...]:
        return (int, float) if self.python is float else (self.python,)

    def accepts(self, value: object) -> bool:
        if self.python is float:
            return is_number(value)
        return isinstance(value, self.python) and (self.python is bool or not isinstance(value, bool))

    def as_is_test(self, name: str) -> str:
        return " and ".join(f"{name}.__class__ is not {python.__name__}" for python in self.classes[::-1])

    def writer(self, shop: Workshop) -> Function | None:
        return write_finite if self.python is float else None


def write_finite(value: Any) -> Any:
    """A number; JSON has no infinity."""
    try:
        return value if value.__class__ is int else write_number(value)
    except (TypeError, ValueError):
        raise Bad("finite number", value) from None


class FreeJson(Shape):
    """Any JSON."""

    __slots__ = ()
    free = True

    def __init__(self) -> None:
        super().__init__("JSON", *JSON_TYPES)

    def accepts(self, value: object) -> bool:
        return True

    def reader(self, shop: Workshop) -> Function:
        return read_anything

    def writer(self, shop: Workshop) -> Function | None:
        return write_json

    def translated(self, translator: Translator, value: Any, path: str) -> Any:
        if isinstance(value, Unknown):
            return value.raw
        return translator.as_json(value, path) if isinstance(value, Model) else value


def read_anything(value: Any) -> Any:
    """Free JSON."""
    return value


class FreeObject(FreeJson):
    """Any JSON object."""

    __slots__ = ()

    def __init__(self) -> None:
        Shape.__init__(self, "object", "object")

    def accepts(self, value: object) -> bool:
        return is_mapping(value)

    def reader(self, shop: Workshop) -> Function:
        return as_is(self)

    def as_is_test(self, name: str) -> str:
        return f"{name}.__class__ is not dict"


def write_json(value: Any, level: int = 0) -> Any:
    """Free JSON as plain lists and dicts."""
    kind: type[object] = value.__class__
    if kind in PLAIN:
        return value
    if kind is float:
        return write_finite(value)
    if level >= DEEPEST:
        raise Bad(f"at most {DEEPEST} levels", value)
    if kind is dict or is_mapping(value):
        members: dict[Any, Any] = dict(value)
        for key, each in members.items():
            if not isinstance(key, str):
                raise Bad("text as the name of a member", key)
            if each.__class__ not in PLAIN:
                members[key] = write_json(each, level + 1)
        return members
    if kind is list or is_listing(value):
        return [each if each.__class__ in PLAIN else write_json(each, level + 1) for each in value]
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int | float):
        return write_finite(value)
    raise Bad("JSON", value)


def listed(values: Sequence[object]) -> str:
    """A few allowed values for an error message."""
    shown = ", ".join(f'"{value}"' if isinstance(value, str) else str(value).lower() for value in values[:8])
    more = ", ..." if len(values) > 8 else ""
    return f"one of {shown}{more}" if len(values) > 1 else shown
