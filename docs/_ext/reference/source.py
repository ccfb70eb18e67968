"""What only the source text tells: the types as they are written, and the docstrings under fields and aliases."""

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from types import FunctionType, ModuleType
from typing import NamedTuple

from timeback_core import lazy
from timeback_core.docstrings import documented


class Written(NamedTuple):
    """A field or an alias as its source has it."""

    type: str
    """The annotation of a field, the value of an alias."""
    value: ast.expr | None
    doc: str
    """The docstring under it; empty where there is none."""


def members_of(namespace: type) -> dict[str, str]:
    """The docstrings under the members of a namespace; the others have those of their functions."""
    body = classes_of(sys.modules[namespace.__module__])[namespace.__name__].body
    return {
        target.id: doc
        for statement, doc in documented(body)
        if doc and isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


@cache
def tree_of(module: ModuleType) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(inspect.getsource(module))


def names_in(body: list[ast.stmt]) -> Iterator[tuple[str, Written]]:
    """The names that the statements of a module or of a class give a type or a value, in order."""
    for statement, doc in documented(body):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        shown = statement.annotation
        if ast.unparse(shown) == "TypeAlias" and statement.value is not None:
            shown = statement.value
        text = shown.value if isinstance(shown, ast.Constant) else ast.unparse(shown)
        yield statement.target.id, Written(str(text), statement.value, doc)


def fields_of_class(cls: type) -> dict[str, Written]:
    """The annotated names of a class, those of the classes of ours that it is derived from included."""
    found: dict[str, Written] = {}
    for base in reversed(bases_of(cls)):
        found |= dict(names_in(classes_of(sys.modules[base.__module__])[base.__name__].body))
    return found


@cache
def classes_of(module: ModuleType) -> dict[str, ast.ClassDef]:
    """The classes that a module defines."""
    return {node.name: node for node in tree_of(module).body if isinstance(node, ast.ClassDef)}


def bases_of(cls: type) -> tuple[type, ...]:
    """A class and those of this package that it is derived from, also where it is a TypedDict."""
    bases = inspect.getmro(cls)
    if not hasattr(cls, "__total__"):
        return tuple(base for base in bases if base.__module__.startswith("timeback_core"))
    module = sys.modules[cls.__module__]
    written = [getattr(module, ast.unparse(base), None) for base in classes_of(module)[cls.__name__].bases]
    return (cls, *(each for base in written if inspect.isclass(base) for each in bases_of(base)))


def aliases_of(module: ModuleType) -> dict[str, Written]:
    """The type aliases that a module defines."""
    return {
        name: written
        for name, written in names_in(tree_of(module).body)
        if written.value is not None and hasattr(module, name)
    }


class Shown(str):
    """An annotation that a signature shows as it is written."""

    def __repr__(self) -> str:
        return str(self)


def signature_of(function: FunctionType) -> inspect.Signature:
    """The signature of a function, the aliases in its annotations by their names."""
    nodes = (node for node in ast.walk(tree_of(sys.modules[function.__module__])) if isinstance(node, ast.FunctionDef))
    node = next(node for node in nodes if node.name == function.__name__)
    every = [each for each in ast.walk(node.args) if isinstance(each, ast.arg)]
    written = {each.arg: annotation_as_written(each.annotation) for each in every}
    found = inspect.signature(function)
    parameters = [each.replace(annotation=written[each.name]) for each in found.parameters.values()]
    return found.replace(parameters=parameters, return_annotation=annotation_as_written(node.returns))


def annotation_as_written(written: ast.expr | None) -> object:
    """An annotation of a signature; one that is quoted without its quotes."""
    if written is None:
        return inspect.Parameter.empty
    text = str(written.value) if isinstance(written, ast.Constant) else ast.unparse(written)
    return Shown(re.sub(r"^Unpack\[(.*)\]$", r"\1", text))


def alias_in(package: ModuleType, name: str) -> Written | None:
    """The type alias that a package offers under a name."""
    if not hasattr(package, "__getattr__"):
        return None  # its names have no homes elsewhere
    homes, _ = lazy.names_in(lazy.text_of(package.__name__, str(package.__file__)))
    written = aliases_of(importlib.import_module(homes[name])).get(name) if name in homes else None
    return written if written and not written.type.startswith("Final") else None


def keyword(call: ast.expr | None, name: str) -> str | None:
    """An argument of a call, as it is written."""
    if not isinstance(call, ast.Call):
        return None
    return next((ast.unparse(each.value) for each in call.keywords if each.arg == name), None)
