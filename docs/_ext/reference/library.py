"""The pages of what is no API: the public classes and functions of a package, the errors, settings and options."""

import inspect
import re
import types
import typing
from collections.abc import Iterable, Iterator
from enum import Enum
from types import ModuleType

import attrs
from docs._ext.reference.source import alias_in, fields_of_class, signature_of
from docs._ext.reference.text import Links, heading, label_of, prose, sentence, spelled, table

from timeback_core import Flow, errors
from timeback_core.errors import TimebackError

SPECIAL = ("__call__", "__getitem__", "__iter__", "__len__", "__contains__")
"""Methods without a name of their own that users call."""


def public(face: ModuleType) -> dict[str, object]:
    """The public names of a package, modules and type variables apart; where none are listed, what it defines."""
    listed: Iterable[str] | None = getattr(face, "__all__", None)
    if listed is None:
        return {
            name: value
            for name, value in vars(face).items()
            if not name.startswith("_")
            and getattr(value, "__module__", None) == face.__name__
            and not isinstance(value, typing.TypeVar)
        }
    found = {name: getattr(face, name) for name in listed}
    return {name: value for name, value in found.items() if not inspect.ismodule(value)}


def label(face: ModuleType, name: str, value: object) -> str:
    """Where a public name is described."""
    return label_of(face.__name__, "class" if inspect.isclass(value) else "name", name)


def page(face: ModuleType, links: Links) -> list[str]:
    """The page of a package: its functions, its classes, its types."""
    lines = [*heading(1, face.__name__, label_of(face.__name__)), *prose(face.__doc__)]
    return lines + things(face, public(face), links)


def things(face: ModuleType, names: dict[str, object], links: Links) -> list[str]:
    """Public things of a package, in groups: functions, classes, types."""
    lines: list[str] = []
    functions = {name: each for name, each in names.items() if inspect.isfunction(each) or isinstance(each, Flow)}
    classes = {name: each for name, each in names.items() if inspect.isclass(each)}
    others = {name: each for name, each in names.items() if name not in functions and name not in classes}
    for title, group in (("Functions", functions), ("Classes", classes), ("Types and values", others)):
        if group:
            lines += heading(2, title, label_of(face.__name__, title.partition(" ")[0]))
        for name, value in sorted(group.items(), key=lambda pair: pair[0].lower()):
            lines += heading(3, name, label(face, name, value))
            written = alias_in(face, name)
            lines += [*prose(written.doc), links.type(written.type), ""] if written else thing(value, links)
    return lines


def thing(value: object, links: Links) -> list[str]:
    """One public thing."""
    if isinstance(value, Flow):
        given = by_value(inspect.signature(value)).removeprefix("(session, /, ")
        return ["```text", f"{value.__name__}(session, {given}", "```", "", *prose(value.__doc__)]
    if inspect.isfunction(value):
        return [*signatures(value), *prose(value.__doc__)]
    if inspect.isclass(value):
        return of_class(value, links)
    if isinstance(value, types.UnionType) or typing.get_origin(value) is not None:
        return [links.type(spelled(value)), ""]
    if isinstance(value, str):
        return [f"`{value!r}`", ""]
    if isinstance(value, typing.TypeVar):
        return [f"A type variable: {' or '.join(links.type(spelled(each)) for each in value.__constraints__)}.", ""]
    return [*prose(type(value).__doc__)]


def of_class(cls: type, links: Links) -> list[str]:
    """A class: what it is, its fields, its methods."""
    lines = prose(cls.__doc__)
    if issubclass(cls, Enum):
        return [*lines, ", ".join(f"`{member.value}`" for member in cls), ""]
    if typing.is_typeddict(cls) or attrs.has(cls) or hasattr(cls, "_fields"):
        lines += fields(cls, links)
    else:
        lines += constructor(cls)
    return [*lines, *methods(cls, links)]


def constructor(cls: type) -> list[str]:
    """How a class whose fields are no table is made; nothing where it is not made by arguments."""
    made = inspect.getattr_static(cls, "__init__")
    if not inspect.isfunction(made) or not made.__module__.startswith("timeback_core"):
        return []
    _, *parameters = inspect.signature(made).parameters.values()
    if not parameters:
        return []
    shown = f"{cls.__name__}{by_value(inspect.Signature(parameters))}"
    return ["```text", shown, "```", "", *prose(made.__doc__)]


def by_value(signature: inspect.Signature) -> str:
    """A signature as code; a default that cannot be written is an ellipsis."""
    return re.sub(r" = <[^=]*>(?=[,)])", " = ...", spelled(str(signature)))


def methods(cls: type, links: Links, besides: type = object) -> list[str]:
    """The public methods and properties of a class as a list, those of the class that is named besides left out."""
    lines: list[str] = []
    known = dict(members(besides))
    for name, member in members(cls):
        if name in known or (attrs.has(cls) and name in attrs.fields_dict(cls)):
            continue
        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if not inspect.isfunction(function):
            continue
        doc = sentence(function.__doc__ or "")
        if isinstance(member, property):
            kind = links.type(spelled(function.__annotations__["return"]))
            lines.append(f"- `{name}` ({kind})" + (f": {doc}" if doc else ""))
        elif doc:
            lines.append(f"- `{name}{short(function)}`: {doc}")
    return [*lines, ""]


def members(cls: type) -> Iterator[tuple[str, object]]:
    """The public methods and properties of a class, inherited ones included, in the order of their definition."""
    shown: set[str] = set()
    for base in cls.__mro__:
        if base.__module__.startswith("timeback_core"):
            for name, value in vars(base).items():
                if name not in shown and (name in SPECIAL or not name.startswith("_")):
                    shown.add(name)
                    yield name, value


def signatures(function: types.FunctionType) -> list[str]:
    """The signatures of a function as code, one for each of its overloads."""
    every = [inspect.signature(each) for each in typing.get_overloads(function)] or [signature_of(function)]
    shown = [f"{function.__name__}{by_value(each)}" for each in every]
    return ["```text", *shown, "```", ""]


def short(function: types.FunctionType) -> str:
    """The names of a method's parameters."""
    names: list[str] = []
    for each in list(inspect.signature(function).parameters.values())[1:]:
        mark = "*" if each.kind is each.VAR_POSITIONAL else "**" if each.kind is each.VAR_KEYWORD else ""
        names.append(f"{mark}{each.name}")
    return f"({', '.join(names)})"


def fields(cls: type, links: Links, defaults: object = None) -> list[str]:
    """The fields of a class or of a TypedDict as a table; `defaults` has the values that hold where none is given."""
    written = fields_of_class(cls)
    names: Iterable[str] = [each.name for each in attrs.fields(cls)] if attrs.has(cls) else cls.__annotations__
    rows: list[tuple[str, ...]] = []
    for name in (each for each in dict.fromkeys([*written, *names]) if each in names or not attrs.has(cls)):
        if name.startswith("_") or name not in written:
            continue
        default = getattr(defaults, name, None)
        doc = sentence(written[name].doc)
        plain = isinstance(default, str | int | float) and "default" not in doc
        told = [doc, *([f"Default: `{default}`."] if plain else [])]
        rows.append((f"`{name}`", links.type(written[name].type), " ".join(told)))
    return table(("name", "type", "meaning"), rows)


def errors_page(links: Links) -> list[str]:
    """The errors: those of calls, and the few outside their union."""
    of_calls = typing.get_args(TimebackError)
    others = [
        each for each in vars(errors).values() if inspect.isclass(each) and attrs.has(each) and each not in of_calls
    ]
    lines = [*heading(1, "Errors", "errors"), *prose(errors.__doc__)]
    lines += ["[What they mean for a program, with examples](../errors.md).", ""]
    lines += heading(2, "Errors of calls")
    for cls in of_calls:
        lines += one_error(cls, links)
    lines += heading(2, "Other errors, and what errors hold")
    for cls in others:
        lines += one_error(cls, links)
    return lines


def one_error(cls: type, links: Links) -> list[str]:
    """One error: when it is given, and what it holds."""
    retryable = getattr(cls, "retryable", None)
    again = {True: "Trying again later may help.", False: "Trying again does not help."}
    told = again.get(retryable) if isinstance(retryable, bool) else None
    lines = [*heading(3, cls.__name__, label_of("errors", cls.__name__)), *prose(cls.__doc__)]
    return [*lines, *([told, ""] if told else []), *fields(cls, links)]
