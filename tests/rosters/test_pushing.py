"""Rosters between files and a platform: what is written, in which order, and what is told of the rest."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import attrs
from tests.rosters.bundles import planned, small, written
from tests.scripted_server import Reply, ScriptedServer
from tests.support import client_of, error, value

from timeback_core import TimebackClient, evolve
from timeback_core.errors import ConnectionFailed
from timeback_core.oneroster import Org, User
from timeback_core.rosters import Roster, pull, push, read_bundle, read_roster, write_bundle
from timeback_core.sandbox import Sandbox


def test_a_district_that_was_pulled_and_pushed_is_the_same(tmp_path: Path) -> None:
    with (
        Sandbox(students=40, id_prefix="x-").serve() as one,
        Sandbox(students=0, seed=2).serve() as other,
        client_of(one) as source,
        client_of(other) as target,
    ):
        told: list[tuple[str, int]] = []
        pulled = value(pull(source, tmp_path / "district.zip", on_rows=lambda *rows: told.append(rows)))
        bundle = value(read_bundle(tmp_path / "district.zip"))
        assert (bundle.bad, bundle.notes) == ((), ())
        assert bundle.roster == value(read_roster(source))
        assert sum(pulled.rows.values()) == len(bundle.roster)

        found = planned(bundle.roster, target)
        report = value(push(target, found, journal=tmp_path / "journal"))
        assert (report.created, report.failed) == (len(bundle.roster), ())
        assert not (tmp_path / "journal").exists()
        back = value(read_roster(target))
        for kind in ("orgs", "academic_sessions", "classes", "users", "enrollments", "demographics"):
            assert rows_of(back, kind) == rows_of(bundle.roster, kind)
        assert planned(bundle.roster, target).changes == ()

        changed = tuple(
            evolve(user, given_name="Zoe") if at % 20 == 0 else user for at, user in enumerate(bundle.roster.users)
        )
        one.sandbox.forget_requests()
        other.sandbox.forget_requests()
        found = planned(attrs.evolve(bundle.roster, users=changed), target)
        assert value(push(target, found)).changed == len(changed[::20])
        assert len(written(other.sandbox)) == len(changed[::20])
        assert written(one.sandbox) == []


def rows_of(roster: Roster, kind: str) -> dict[str, Any]:
    """The rows of the pulled district, without the moments at which they were stored."""
    rows = [row for row in getattr(roster, kind) if row.sourced_id.startswith("x-")]
    return {row.sourced_id: evolve(row, date_last_modified=None) for row in rows}


def test_all_kinds_can_be_moved(client: TimebackClient, tmp_path: Path) -> None:
    kinds = ("categories", "score_scales", "line_items", "results", "resources")
    pulled = value(pull(client, tmp_path / "grades", kinds=kinds, format="parquet"))
    assert min(pulled.rows.values()) > 0
    roster = value(read_bundle(tmp_path / "grades")).roster
    assert roster == value(read_roster(client, kinds=kinds))
    assert planned(roster, client).changes == ()
    lines = planned(
        attrs.evolve(roster, line_items=tuple(evolve(row, title="Quiz") for row in roster.line_items)), client
    )
    assert value(push(client, lines)).changed == len(roster.line_items)
    wrong = error(pull(client, tmp_path / "out", kinds=["user"]))
    assert wrong.message == "invalid input: kinds: unknown kind 'user'; did you mean 'users'?"


def test_a_platform_that_is_gone_is_given_up__and_the_rest_waits(tmp_path: Path) -> None:
    users = tuple(
        User(
            sourced_id=f"u-{at}",
            given_name="A",
            family_name="B",
            email=f"{at}@elm.example.com",
            enabled_user=True,
            roles=small(tmp_path).users[0].roles,
        )
        for at in range(60)
    )
    found = planned(Roster(users=users), Roster())
    with ScriptedServer(lambda _: Reply()) as server:
        client = client_of(
            server, max_attempts=1, access_token="token", auth_url=None, client_id=None, client_secret=None
        )
    with client:
        report = value(push(client, found, journal=tmp_path / "journal"))
    assert isinstance(report.error, ConnectionFailed)
    assert 0 < len(report.failed) < 60
    assert len(report.failed) + report.not_tried == 60
    assert (tmp_path / "journal").exists()
    assert error(push(client, found, journal=tmp_path)).reason == "Is a directory"


def test_a_row_that_json_cannot_say_is_refused(tmp_path: Path) -> None:
    naive = Roster(orgs=(Org(sourced_id="o", name="O", type="school", date_last_modified=datetime(2026, 1, 1)),))
    assert error(write_bundle(naive, tmp_path / "out")).message.startswith("invalid input: ")
    assert not (tmp_path / "out").exists()
    (refused,) = planned(naive, Roster()).refused
    assert refused.reason == "invalid input: date_last_modified: needs a time zone"


def test_a_plan_can_be_made_of_two_rosters(tmp_path: Path) -> None:
    roster = small(tmp_path)
    found = planned(roster, Roster())
    assert str(found).splitlines()[-2:] == ["enrollments: 2 to create", "0 unchanged, 0 that cannot be written"]
    assert (found.count("create"), found.count("create", "users"), found.count("end")) == (9, 2, 0)
    assert json.dumps([each.id for each in found.changes[:2]]) == '["elm-d", "elm-s"]'


def test_a_status_that_is_no_word_of_the_platform_ends_nothing() -> None:
    ash = Org(sourced_id="o", name="Ash", type="school")
    odd = Roster(orgs=(evolve(ash, status="actve"),))
    for there, action in ((Roster(orgs=(ash,)), "change"), (Roster(), "create")):
        found = planned(odd, there)
        (refused,) = found.refused
        assert (found.changes, refused.action) == ((), action)
        assert "status" in refused.reason
