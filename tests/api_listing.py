"""The public API as text, one line for each name, field and signature: `python -m tests.api_listing > tests/api.txt`.

Types are spelled by rules of our own, as `repr` spells them differently from one version of Python to the next.
"""

import collections.abc
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cached_property
from importlib import import_module
from types import ModuleType, UnionType
from typing import (
    Annotated,
    ForwardRef,
    Literal,
    ParamSpec,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_overloads,
    is_typeddict,
)

import attrs

import timeback_core
from timeback_core.engine.surface.catalogue import catalogue
from timeback_core.engine.surface.flow import Flow
from timeback_core.engine.surface.operation import Operation
from timeback_core.errors import TimebackError

INNER = {
    "broadcast", "cli", "client", "containers", "docstrings", "engine", "error_parts", "lazy", "manager", "problems",
    "twins", "version",
}  # fmt: skip
"""Modules from which users import nothing: what is public in them is so elsewhere."""
SPECIAL = {"__call__", "__getitem__", "__iter__", "__len__", "__enter__", "__aenter__", "__and__", "__or__"}
"""Methods with a name of Python's that users rely on."""


def listing() -> str:
    """The whole API: every public module with its names, then the namespaces of a client."""
    seen: dict[int, str] = {}
    blocks = [block for module in public_modules() for block in module_lines(module, seen)]
    places = (f"client.{entry.qualified}: {entry.name}" for entry in catalogue())
    return "\n".join([*blocks, "[namespaces]", *sorted(places)]) + "\n"


def public_modules() -> Iterator[ModuleType]:
    """The package, and what stands directly in it."""
    yield timeback_core
    for found in pkgutil.iter_modules(timeback_core.__path__, "timeback_core."):
        if found.name.rpartition(".")[2] not in INNER:
            yield import_module(found.name)


def module_lines(module: ModuleType, seen: dict[int, str]) -> Iterator[str]:
    """A module's heading and names; a thing that another module has shown already is only named."""
    names = sorted(public_names(module))
    if not names:
        return
    yield f"[{module.__name__}]"
    for name in names:
        value = getattr(module, name)
        here = f"{module.__name__}.{name}"
        home = here if isinstance(value, str | int | float | tuple) else seen.setdefault(id(value), here)
        yield from described(name, value) if home == here else [f"{name}: {home}"]
    yield ""


def public_names(module: ModuleType) -> Iterable[str]:
    """What a module says that it offers; without a list, everything that it defines."""
    listed: Iterable[str] | None = getattr(module, "__all__", None)
    if listed is not None:
        return listed
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and getattr(value, "__module__", None) == module.__name__
        and not isinstance(value, TypeVar | ParamSpec)
    ]


def described(name: str, value: object) -> Iterator[str]:
    """The lines of one name."""
    match value:
        case Operation():
            yield f"operation {name}{signature(value)}: {value.verb} {value.template} {expected(value.expect)}"
        case Flow():
            yield f"flow {name}{signature(value)}: {spelled(value.steps.__annotations__['return'])}"
        case type():
            bases = ", ".join(bases_of(value))
            yield f"class {name}({bases})" if bases else f"class {name}"
            yield from (f"    {line}" for line in sorted(members(value), key=name_of))
        case ModuleType():
            yield f"module {name}"
        case _ if inspect.isroutine(value):
            yield from (f"def {name}{shown}" for shown in signatures(value))
        case _ if value == TimebackError:
            yield f"{name} = {' | '.join(map(spelled, get_args(value)))}"
        case _:
            yield f"{name} = {spelled(value)}"


def bases_of(cls: type) -> Iterable[str]:
    """The bases of a class as they are written; which ones typed dictionaries and tuples keep depends on Python."""
    if is_typeddict(cls):
        return ["TypedDict"]
    written: tuple[object, ...] = vars(cls).get("__orig_bases__", cls.__bases__)
    bases = [spelled(base) for base in written if base is not object]
    return ["NamedTuple" if base == "tuple" and hasattr(cls, "_fields") else base for base in bases]


def expected(expect: object) -> str:
    """What an operation expects to be answered, and of which model."""
    inner, model = getattr(expect, "inner", None), getattr(expect, "model", None)
    of = expected(inner) if inner is not None else spelled(model) if model is not None else ""
    return f"{type(expect).__name__}[{of}]" if of else type(expect).__name__


def name_of(line: str) -> str:
    """The name that a member's line is about."""
    words = re.match(r"(?:(?:def|property|classmethod|staticmethod) )?(\w+)", line)
    return words[1] if words else line


def members(cls: type) -> Iterator[str]:
    """Fields, properties and methods, those that a base of ours gives included."""
    if issubclass(cls, Enum):
        yield from (f"{name} = {member.value!r}" for name, member in cls.__members__.items())
    elif is_typeddict(cls):
        yield from (f"{name}: {spelled(kind)}" for name, kind in cls.__annotations__.items())
    elif hasattr(cls, "_fields"):
        yield from (f"{name}: {spelled(cls.__annotations__[name])}" for name in cls._fields)
    elif attrs.has(cls):
        yield from (field_line(field) for field in attrs.fields(cls) if not field.name.startswith("_"))
    elif "__init__" in vars(cls):
        yield f"__init__{signature(cls)}"
    inherited: dict[str, object] = {}
    for base in reversed([base for base in cls.__mro__ if base.__module__.startswith("timeback_core")]):
        inherited.update(vars(base))
    for name, value in inherited.items():
        if name in SPECIAL or not name.startswith("_"):
            yield from member_lines(name, value)


def field_line(field: "attrs.Attribute[object]") -> str:
    """One field of an attrs class, with its default."""
    line = f"{field.name}: {spelled(field.type)}"
    if field.default is attrs.NOTHING:
        return line
    made = isinstance(field.default, attrs.Factory)  # type: ignore[arg-type]  # attrs types this class as a function
    return f"{line} = {'...' if made else spelled_default(field.default)}"


def member_lines(name: str, value: object) -> Iterator[str]:
    """The lines of one method or property."""
    if isinstance(value, property | cached_property):
        getter = value.fget if isinstance(value, property) else value.func
        yield f"property {name}: {spelled(inspect.signature(getter).return_annotation) if getter else ''}"
    elif isinstance(value, classmethod | staticmethod):
        kind = type(value).__name__
        yield from (f"{kind} {name}{shown}" for shown in signatures(value.__func__))
    elif inspect.isfunction(value):
        yield from (f"def {name}{shown}" for shown in signatures(value))


def signatures(function: Callable[..., object]) -> Iterator[str]:
    """What a function takes and gives, once for each overload."""
    yield from (signature(each) for each in get_overloads(function) or [function])


class Shown:
    """A text that stands for a type or a default in a signature."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def signature(function: Callable[..., object]) -> str:
    """The parameters of a callable, each with type and default, and what it gives."""

    def shown(value: object, spell: Callable[[object], str]) -> object:
        return value if value is inspect.Parameter.empty else Shown(spell(value))

    found = inspect.signature(function)
    parameters = [
        each.replace(annotation=shown(each.annotation, spelled), default=shown(each.default, spelled_default))
        for each in found.parameters.values()
    ]
    gives = shown(found.return_annotation, spelled)
    return str(found.replace(parameters=parameters, return_annotation=gives))


def spelled_default(value: object) -> str:
    """A default; of what has no spelling of its own only the name or the type."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if inspect.isroutine(value) or isinstance(value, type):
        return value.__name__
    text = repr(value)
    return f"<{type(value).__name__}>" if " at 0x" in text else text


def spelled(kind: object) -> str:
    """A type as it is written."""
    origin, args = get_origin(kind), get_args(kind)
    match kind:
        case str():
            return kind.replace('"', "").replace("'", "") if "Literal" not in kind else kind.replace('"', "'")
        case None:
            return "None"
        case ForwardRef():
            return spelled(kind.__forward_arg__)
        case TypeVar() | ParamSpec():
            return kind.__name__
        case list():
            return f"[{', '.join(map(spelled, kind))}]"
        case _ if kind is ...:
            return "..."
        case _ if kind is type(None):
            return "None"
        case _ if origin is UnionType and kind == TimebackError:
            return "TimebackError"
        case _ if origin in (Union, UnionType):
            return " | ".join(map(spelled, args))
        case _ if origin is Annotated:
            return spelled(args[0])
        case _ if origin is Literal:
            return f"Literal[{', '.join(repr(each) for each in args)}]"
        case _ if origin is collections.abc.Callable:
            return f"Callable[{', '.join(map(spelled, args))}]"
        case _ if origin not in (None, kind):
            return f"{spelled(origin)}[{', '.join(map(spelled, args))}]"
        case type():
            return kind.__qualname__
        case _:
            return spelled_default(kind).removeprefix("typing.")


if __name__ == "__main__":
    print(listing(), end="")
