"""What the factories made of OneRoster's chapters."""

import inspect
from typing import Any

from timeback_core import TimebackClient, oneroster
from timeback_core.compose import plain
from timeback_core.engine.surface.catalogue import walk
from timeback_core.errors import Unexpected
from timeback_core.oneroster import Org, OrgInput
from timeback_core.oneroster.api import OneRoster

FLOWS = {entry.name: entry for entry in walk("oneroster", OneRoster) if entry.kind == "flow"}


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
