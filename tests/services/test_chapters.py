"""What holds for every chapter of every service: where its operations stand, and what its flows tell of themselves."""

import ast
import inspect
import pickle
import re
from collections.abc import Iterator
from types import FunctionType
from typing import get_args

import pytest

from timeback_core import TimebackClient, fold
from timeback_core.engine.surface.catalogue import Entry, catalogue, root_of, services
from timeback_core.engine.surface.namespace import children_of
from timeback_core.errors import NotFound, TimebackError
from timeback_core.flows import factories
from timeback_core.sandbox import Sandbox

ENTRIES = catalogue()
FLOWS = [entry for entry in ENTRIES if entry.kind == "flow"]
OPERATIONS = {entry.operation.full_name for entry in ENTRIES if entry.kind == "operation"}

every_flow = pytest.mark.parametrize("entry", FLOWS, ids=lambda entry: entry.qualified)


def is_made(entry: Entry) -> bool:
    """Whether a flow was made by a factory."""
    steps = getattr(entry.operation, "steps", None)
    return isinstance(steps, FunctionType) and steps.__globals__ is vars(factories)


def sentences() -> Iterator[tuple[str, str]]:
    """The members of all namespaces that have a docstring under them, each with that."""
    for service in services():
        for resource, namespace in children_of(root_of(service)).items():
            (body,) = ast.parse(inspect.getsource(namespace)).body
            assert isinstance(body, ast.ClassDef)
            for member, text in zip(body.body, body.body[1:], strict=False):
                match member, text:
                    case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(said))):
                        yield f"{service}.{resource}.{name}", said
                    case _:
                        pass


def test_every_namespace_stands_in_the_chapter_of_its_name() -> None:
    for service in services():
        homes = {name: each.__module__ for name, each in children_of(root_of(service)).items()}
        assert homes == {name: f"timeback_core.{service}.{name}" for name in homes}


def test_every_operation_stands_in_the_chapter_of_its_namespace_or_in_one_that_only_this_has() -> None:
    owners: dict[str, set[str]] = {}
    for entry in ENTRIES:
        owners.setdefault(entry.operation.__module__, set()).add(f"timeback_core.{entry.service}.{entry.resource}")
    namespaces = {name for names in owners.values() for name in names}
    shared = {module for module, names in owners.items() if not all(each.startswith(min(names)) for each in names)}
    assert shared == set()  # a namespace may have those below it beside it
    assert {module for module, names in owners.items() if module in namespaces and names != {module}} == set()


@every_flow
def test_a_flow_is_pickled_by_its_name(entry: Entry) -> None:
    assert entry.operation.__qualname__ == entry.name
    assert pickle.loads(pickle.dumps(entry.operation)) is entry.operation  # noqa: S301 -- made here


@every_flow
def test_a_flow_tells_what_it_takes_and_what_it_does(entry: Entry) -> None:
    assert entry.summary.endswith(".")
    assert "~" not in str(entry.signature)
    assert entry.operations
    assert set(entry.operations) <= OPERATIONS


def test_members_that_a_factory_made_have_their_sentence_for_editors() -> None:
    told = dict(sentences())
    made = {entry.qualified for entry in FLOWS if is_made(entry)}
    assert len(made) > 60
    assert made - told.keys() == set()
    assert [member for member, said in told.items() if not said.endswith(".")] == []


def test_every_error_that_is_told_of_is_one() -> None:
    told = {
        (entry.qualified, name)
        for entry in ENTRIES
        for said in re.findall(r"Errors: (?:.+\n?)+", inspect.getdoc(entry.operation) or "")
        for name in re.findall("`([A-Z][A-Za-z]+)`", said)
    }
    assert len(told) > 300
    assert {each for each in told if each[1] not in {kind.__name__ for kind in get_args(TimebackError)}} == set()


def ids_of_nothing(entry: Entry) -> dict[str, str]:
    """What a call cannot do without, with ids that nothing has."""
    needed = [each for each in entry.signature.parameters.values() if each.default is each.empty]
    names = [each.name for each in needed if each.kind is each.POSITIONAL_OR_KEYWORD]
    return {name: "Math" if name == "subject" else "nowhere" for name in names}


def test_every_read_that_may_find_nothing_tells_so() -> None:
    silent = [entry for entry in ENTRIES if entry.verb == "GET" and "`NotFound`" not in str(entry.operation.__doc__)]
    with TimebackClient.open(**Sandbox(students=1).settings, environ={}).unwrap() as client:
        asked = {
            entry.qualified: client.session.perform(entry.operation.request(**ids))
            for entry in silent
            if (ids := ids_of_nothing(entry))
        }
    found = {name: fold(told, lambda _: None, lambda failed: failed) for name, told in asked.items()}
    assert [name for name, failed in found.items() if isinstance(failed, NotFound)] == []
