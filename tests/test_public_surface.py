"""What users see: no `Any` where a type could stand, public names that exist, a docstring on each."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from types import FunctionType, ModuleType

import attrs
import pytest
from tests.api_listing import listing

import timeback_core
from timeback_core import sandbox, testing
from timeback_core.engine.codec import Model
from timeback_core.engine.surface.catalogue import catalogue, root_of, services
from timeback_core.engine.surface.flow import Flow
from timeback_core.engine.surface.namespace import children_of
from timeback_core.engine.surface.operation import AsyncBound, AsyncBoundCall, Bound, BoundCall, Operation

APIS = tuple(importlib.import_module(f"timeback_core.{service}") for service in services())
FACES = (timeback_core, *APIS, sandbox, testing)
"""The packages whose names users import."""


def named(face: ModuleType) -> Iterator[tuple[str, object]]:
    """The public names of a package and what they stand for."""
    for name in face.__all__:
        yield f"{face.__name__}.{name}", getattr(face, name)


def modules_below(package: str) -> Iterator[ModuleType]:
    """The modules of a package."""
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        yield importlib.import_module(found.name)


PUBLIC = dict(pair for face in FACES for pair in named(face))
CLASSES = [each for each in PUBLIC.values() if inspect.isclass(each)]
BOUND = [Operation, Flow, Bound, AsyncBound, BoundCall, AsyncBoundCall]


def functions_of(cls: type) -> Iterator[tuple[str, FunctionType]]:
    """The public functions that a class of ours defines, those of properties included."""
    for base in cls.__mro__:
        if not base.__module__.startswith("timeback_core"):
            continue
        for name, value in vars(base).items():
            if name.startswith("_") and name not in ("__call__", "__init__", "__getitem__", "__iter__"):
                continue
            value = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
            if isinstance(value, FunctionType) and value.__module__.startswith("timeback_core"):
                yield f"{base.__qualname__}.{name}", value


def annotations_of(function: FunctionType) -> Iterator[tuple[str, str]]:
    """The annotations that users see: those of the overloads where there are some."""
    for shown in typing.get_overloads(function) or [function]:
        yield from ((name, spelled(each)) for name, each in shown.__annotations__.items())


def spelled(annotation: object) -> str:
    """An annotation as text."""
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)


def holds_any(annotation: str) -> bool:
    """Whether `Any` is a part of an annotation; what a coroutine yields and takes has no other type."""
    annotation = annotation.replace("Coroutine[Any, Any, ", "Coroutine[")
    words = "".join(char if char.isalnum() or char == "_" else " " for char in annotation).split()
    return "Any" in words


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.__name__)
def test_every_public_name_can_be_imported(face: ModuleType) -> None:
    assert len(set(face.__all__)) == len(face.__all__)
    assert [name for name in face.__all__ if not hasattr(face, name)] == []
    assert set(face.__all__) <= set(dir(face))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.__name__)
def test_a_name_that_is_not_there_is_an_attribute_error(face: ModuleType) -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = face.no_such_name


def test_no_public_function_has_any_in_its_signature() -> None:
    functions = [(name, each) for name, each in PUBLIC.items() if isinstance(each, FunctionType)]
    functions += [pair for cls in [*CLASSES, *BOUND] for pair in functions_of(cls)]
    assert len(functions) > 100
    spared = {
        "Effect.__iter__(return: Generator[Effect[Any], Any, A])",  # no type says what a driver sends
        "timeback_core.wire(return: Any)",  # it stands for the value of any field, as `attrs.field` does
    }
    found = {
        f"{name}({argument}: {annotation})"
        for name, function in functions
        for argument, annotation in annotations_of(function)
        if holds_any(annotation)
    }
    assert found - spared == set()


def test_no_operation_or_flow_has_any_in_its_signature() -> None:
    found = [
        (entry.qualified, name)
        for entry in catalogue()
        for name, parameter in inspect.signature(entry.operation).parameters.items()
        if parameter.annotation is not inspect.Parameter.empty and holds_any(spelled(parameter.annotation))
    ]
    results = [
        entry.qualified
        for entry in catalogue()
        if isinstance(entry.operation, Flow) and holds_any(spelled(entry.operation.steps.__annotations__["return"]))
    ]
    assert (found, results) == ([], [])


def test_no_field_of_a_model_is_any() -> None:
    models = {
        each
        for api in APIS
        for module in modules_below(f"{api.__name__}.models")
        for each in vars(module).values()
        if inspect.isclass(each) and issubclass(each, Model) and each.__module__ == module.__name__
    }
    assert len(models) > 50
    found = [
        f"{model.__qualname__}.{name}"
        for model in models
        for name, annotation in model.__annotations__.items()
        if holds_any(spelled(annotation))
    ]
    assert found == []


def test_every_public_thing_has_a_docstring() -> None:
    documented = [(name, each) for name, each in PUBLIC.items() if is_ours(each)]
    assert len(documented) > 200
    assert [name for name, each in documented if not own_doc(each)] == []


def test_every_public_method_has_a_docstring() -> None:
    spare = {"__init__", "__call__", "__getitem__", "__iter__", "handle_request", "handle_async_request"}
    found = {
        name
        for cls in CLASSES
        for name, function in functions_of(cls)
        if not (inspect.getdoc(getattr(cls, name.rpartition(".")[2])) or function.__doc__)
        and name.rpartition(".")[2] not in spare
    }
    assert found == set()


def test_every_module_has_a_docstring() -> None:
    modules = [
        timeback_core,
        testing,
        *(module for api in APIS for module in modules_below(api.__name__)),
        *modules_below("timeback_core.engine"),
    ]
    empty = {"timeback_core.engine"}
    assert [each.__name__ for each in modules if not each.__doc__ and each.__name__ not in empty] == []


def test_every_namespace_says_what_it_is_about() -> None:
    for service in services():
        root = root_of(service)
        assert [each for each in (root, *children_of(root).values()) if not each.__doc__] == []


def is_ours(value: object) -> bool:
    """Whether a value can have a docstring of ours: aliases of types cannot."""
    if isinstance(value, ModuleType):
        return True
    if inspect.isclass(value) or callable(value):
        return str(getattr(value, "__module__", "")).startswith("timeback_core")
    return False


def own_doc(value: object) -> str:
    """The docstring that was written for a value, and not one that attrs or enum made up."""
    doc = str(getattr(value, "__doc__", "") or "")
    made_up = inspect.isclass(value) and attrs.has(value) and doc.startswith("Method generated by attrs")
    return "" if made_up else doc


def test_the_api_is_the_one_that_is_written_down() -> None:
    written = Path(__file__).with_name("api.txt").read_text().splitlines()
    changes = list(unified_diff(written, listing().splitlines(), "tests/api.txt", "the code", lineterm="", n=1))
    told = "The public API changed. If that is meant: `python -m tests.api_listing > tests/api.txt`."
    assert not changes, "\n".join([told, *changes])
