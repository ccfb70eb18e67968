"""The public names of OneRoster: the table that imports them lazily says what a type checker is told."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest

from timeback_core import oneroster
from timeback_core.engine.codec import Model
from timeback_core.engine.surface.catalogue import walk
from timeback_core.oneroster import flows, operations
from timeback_core.oneroster.namespaces import OneRoster

ROOMS = [operations, flows, oneroster]


def told_to_checkers(module: ModuleType) -> Iterator[tuple[str, str]]:
    """Names and their modules as the imports for type checkers have them; those of `import *` included."""
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            for line in statement.body:
                assert isinstance(line, ast.ImportFrom)
                assert line.module is not None
                for alias in line.names:
                    if alias.name == "*":
                        yield from told_to_checkers(import_module(line.module))
                    else:
                        assert alias.name == alias.asname
                        yield alias.name, line.module


@pytest.mark.parametrize("room", ROOMS)
def test_table_and_imports_are_equal(room: ModuleType) -> None:
    told = list(told_to_checkers(room))
    assert len({name for name, _ in told}) == len(told)
    assert set(room.__all__) == {name for name, _ in told}
    for name, module in told:
        assert getattr(room, name) is getattr(import_module(module), name)
    assert set(dir(room)) >= set(room.__all__)


def test_every_operation_and_flow_is_a_public_name() -> None:
    for entry in walk("oneroster", OneRoster):
        assert getattr(oneroster, entry.name) is entry.operation


def test_every_model_that_an_operation_takes_or_gives_is_a_public_name() -> None:
    used = {
        argument
        for entry in walk("oneroster", OneRoster)
        for annotation in entry.signature.parameters.values()
        for argument in _classes(annotation.annotation)
    }
    assert len(used) > 20
    assert {model for model in used if getattr(oneroster, model.__name__, None) is not model} == set()


def test_an_unknown_name_is_none() -> None:
    with pytest.raises(AttributeError, match="get_nobody"):
        oneroster.get_nobody  # type: ignore[attr-defined]  # noqa: B018 -- asked for on purpose


def _classes(annotation: object) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    parts = getattr(annotation, "__args__", ())
    for part in parts if isinstance(parts, tuple) else ():
        yield from _classes(part)
