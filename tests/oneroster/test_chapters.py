"""What holds for every chapter: its flows have names, signatures and sentences, whoever made them."""

import ast
import inspect
import pickle
from collections.abc import Iterator, Mapping
from types import FunctionType
from typing import Any

import pytest

from timeback_core import Operation, TimebackClient, oneroster
from timeback_core.compose import plain
from timeback_core.engine.surface.catalogue import Entry, walk
from timeback_core.engine.surface.namespace import children_of
from timeback_core.errors import Unexpected
from timeback_core.flows import factories
from timeback_core.oneroster import Org, OrgInput
from timeback_core.oneroster.api import OneRoster

FLOWS: Mapping[str, Entry] = {entry.name: entry for entry in walk("oneroster", OneRoster) if entry.kind == "flow"}

every_flow = pytest.mark.parametrize("entry", FLOWS.values(), ids=lambda entry: entry.name)


def is_made(entry: Entry) -> bool:
    """Whether a flow was made by a factory."""
    steps = getattr(entry.operation, "steps", None)
    return isinstance(steps, FunctionType) and steps.__globals__ is vars(factories)


def sentences() -> Iterator[tuple[str, str]]:
    """The members of all namespaces that have a docstring under them, each with that."""
    for resource, namespace in children_of(OneRoster).items():
        (body,) = ast.parse(inspect.getsource(namespace)).body
        assert isinstance(body, ast.ClassDef)
        for member, text in zip(body.body, body.body[1:], strict=False):
            match member, text:
                case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(said))):
                    yield f"{resource}.{name}", said
                case _:
                    pass


def test_every_operation_stands_in_the_chapter_of_its_namespace() -> None:
    homes = {"seats": "classes"}
    strangers = [
        entry.qualified
        for entry in walk("oneroster", OneRoster)
        if homes.get(chapter := entry.operation.__module__.rpartition(".")[2], chapter) != entry.resource
    ]
    assert strangers == []


@every_flow
def test_a_flow_is_pickled_by_its_name(entry: Entry) -> None:
    assert entry.operation.__qualname__ == entry.name
    assert pickle.loads(pickle.dumps(entry.operation)) is entry.operation  # noqa: S301 -- made here


@every_flow
def test_a_flow_tells_what_it_takes_and_what_it_does(entry: Entry) -> None:
    assert entry.summary.endswith(".")
    assert "~" not in str(entry.signature)
    assert entry.operations
    assert all(isinstance(getattr(oneroster, name.partition(".")[2]), Operation) for name in entry.operations)


def test_members_that_a_factory_made_have_their_sentence_for_editors() -> None:
    told = dict(sentences())
    made = {f"{entry.resource}.{entry.member}" for entry in FLOWS.values() if is_made(entry)}
    assert len(made) > 60
    assert told.keys() == made
    assert [member for member, said in told.items() if not said.endswith(".")] == []


def test_what_the_factories_make_says_which_operations_it_performs() -> None:
    assert {
        name: FLOWS[name].operations
        for name in ("org_exists", "read_orgs_by_ids", "modify_org", "upsert_org", "ensure_org")
    } == {
        "org_exists": ("oneroster.get_org",),
        "read_orgs_by_ids": ("oneroster.list_orgs",),
        "modify_org": ("oneroster.get_org", "oneroster.update_org"),
        "upsert_org": ("oneroster.update_org", "oneroster.get_org", "oneroster.create_org"),
        "ensure_org": ("oneroster.get_org", "oneroster.create_org"),
    }


def test_a_flow_over_several_chapters_names_the_operations_of_all() -> None:
    assert set(FLOWS["list_class_roster"].operations) == {
        "oneroster.list_enrollments_for_class",
        "oneroster.list_students_for_class",
        "oneroster.list_teachers_for_class",
        "oneroster.get_user",
    }


def test_the_arguments_of_made_flows_have_the_names_of_the_resource(client: TimebackClient) -> None:
    orgs = client.oneroster.orgs
    north = OrgInput(name="North", type="local")
    stored = plain(orgs.upsert(sourced_id="north", org=north)).unwrap()
    assert isinstance(stored, Org)
    assert plain(orgs.ensure(org=OrgInput(name="South", type="local"), sourced_id="north")).unwrap() == stored
    assert plain(orgs.exists(sourced_id="north")).unwrap()
    assert plain(orgs.modify(sourced_id="north", change=lambda org: org)).unwrap().name == "North"
    assert plain(orgs.get_many(ids=["north"])).unwrap().missing == ()
    assert list(inspect.signature(orgs.upsert).parameters) == ["sourced_id", "org"]
    assert list(inspect.signature(oneroster.ensure_class).parameters) == ["session", "sourced_id", "class_"]


def test_arguments_that_a_made_flow_does_not_take_are_told(client: TimebackClient) -> None:
    upsert: Any = client.oneroster.orgs.upsert
    for told in (upsert("north"), upsert("north", school=OrgInput(name="North", type="local"))):
        failed = plain(told).failure()
        assert isinstance(failed, Unexpected)
        assert failed.exception == "TypeError"
