"""Rosters between files and a platform: what is written, in which order, and what is told of the rest."""

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.rosters.bundles import SMALL, put, read
from tests.scripted_server import TOKEN, Reply, ScriptedServer
from tests.support import calls, client_of, error, value

from timeback_core import TimebackClient, evolve
from timeback_core.errors import ConnectionFailed, InvalidInput, ServerFault
from timeback_core.oneroster import Org, Ref, User, UserMetadata, get_user
from timeback_core.rosters import FieldChange, Plan, Roster, plan, pull, push, read_bundle, read_roster
from timeback_core.sandbox import Sandbox


def small(tmp_path: Path) -> Roster:
    """The roster of a school of one class."""
    return read(tmp_path / "elm", SMALL).roster


def planned(roster: Roster, current: Any, **options: bool) -> Plan:
    """What it takes to write a roster."""
    return value(plan(roster, current, **options))


def written(sandbox: Sandbox) -> list[str]:
    """The writes that arrived, each by its verb and its kind."""
    return [f"{each.verb} {each.path.split('/')[5]}" for each in calls(sandbox) if each.verb != "GET"]


def test_a_roster_goes_in__in_the_order_of_its_references(
    client: TimebackClient, sandbox: Sandbox, tmp_path: Path
) -> None:
    roster = small(tmp_path)
    roster = attrs.evolve(roster, orgs=roster.orgs[::-1])  # a school before its district
    found = planned(roster, client)
    assert (found.refused, found.notes, found.unchanged) == ((), (), 0)
    sandbox.forget_requests()
    report = value(push(client, found))
    assert (report.created, report.failed, report.is_complete) == (9, (), True)
    kinds = ("orgs", "orgs", "academicSessions", "courses", "classes", "users", "users", "enrollments", "enrollments")
    assert written(sandbox) == [f"POST {kind}" for kind in kinds]
    again = planned(roster, client)
    assert (again.changes, again.unchanged) == ((), 9)


def test_only_what_a_row_says_is_changed(client: TimebackClient, sandbox: Sandbox, tmp_path: Path) -> None:
    roster = small(tmp_path)
    value(push(client, planned(roster, client)))
    session = client.session
    stored = value(get_user(session, "elm-p"))
    kept = {"metadata": UserMetadata(extra={"onboarded": True, "house": "Fir"}), "pronouns": "they"}
    value(client.oneroster.users.modify("elm-p", lambda user: evolve(user, **kept)))
    pim = evolve(roster.users[1], given_name="Pimm", metadata=UserMetadata(extra={"house": "Oak"}))
    found = planned(attrs.evolve(roster, users=(roster.users[0], pim)), client)
    (change,) = found.changes
    assert (change.action, change.id) == ("change", "elm-p")
    assert change.fields == (
        FieldChange("given_name", "Pim", "Pimm"),
        FieldChange("metadata", {"onboarded": True, "house": "Fir"}, {"house": "Oak"}),
    )
    assert str(change).startswith("change users elm-p (given_name: 'Pim' -> 'Pimm'; metadata: ")
    assert value(push(client, found)).changed == 1
    after = value(get_user(session, "elm-p"))
    assert (after.given_name, after.pronouns, after.roles) == ("Pimm", "they", stored.roles)
    assert after.metadata is not None
    assert after.metadata.extra == {"onboarded": True, "house": "Oak"}


def test_what_is_ended_is_ended_last_and_only_where_it_is_asked_for(
    client: TimebackClient, sandbox: Sandbox, tmp_path: Path
) -> None:
    roster = small(tmp_path)
    value(push(client, planned(roster, client)))
    current = value(read_roster(client, with_ended=True))
    less = attrs.evolve(
        current,
        enrollments=tuple(each for each in current.enrollments if each.sourced_id not in {"elm-1", "elm-2"}),
        users=tuple(each for each in current.users if each.sourced_id != "elm-p"),
    )
    assert planned(less, client).changes == ()
    assert planned(attrs.evolve(less, whole=frozenset()), client, end_missing=True).changes == ()
    found = planned(less, client, end_missing=True)
    *seats, person = map(str, found.changes)
    assert (sorted(seats), person) == (["end enrollments elm-1", "end enrollments elm-2"], "end users elm-p")
    sandbox.forget_requests()
    assert value(push(client, found)).ended == 3
    assert written(sandbox) == ["DELETE enrollments", "DELETE enrollments", "DELETE users"]
    assert planned(less, client, end_missing=True).changes == ()
    back = planned(current, client)
    assert {(each.action, each.id) for each in back.changes} == {
        ("change", each) for each in ("elm-p", "elm-1", "elm-2")
    }
    said_by_row = tuple(evolve(seat, status="tobedeleted") for seat in current.enrollments)
    ends = planned(Roster(enrollments=said_by_row), client)
    assert {each.action for each in ends.changes} == {"end"}


def test_every_row_that_failed_is_told_and_the_others_are_written(client: TimebackClient, tmp_path: Path) -> None:
    roster = small(tmp_path)
    tia, pim = roster.users
    taken = value(client.oneroster.students.list.first())
    assert taken is not None
    assert taken.email is not None
    found = planned(
        attrs.evolve(
            roster,
            orgs=(*roster.orgs, Org(sourced_id="lost", name="Lost", type="school", parent=Ref(sourced_id="nowhere"))),
            users=(
                evolve(tia, email=taken.email),
                evolve(pim, email=None),
                *(evolve(pim, sourced_id="elm-q", email="q@elm.example.com") for _ in range(2)),
            ),
            enrollments=(
                *roster.enrollments,
                evolve(roster.enrollments[1], sourced_id="elm-3", user=Ref(sourced_id="elm-q")),
            ),
        ),
        client,
    )
    assert found.notes == ("orgs lost: written without parent 'nowhere', which is nowhere",)
    assert [(each.id, each.reason) for each in found.refused] == [
        ("elm-q", "stands twice in the roster; the first one counts"),
        ("elm-p", "invalid input: email: is required, and was null"),
        ("elm-2", "user 'elm-p' is neither on the platform nor a row of users that can be written"),
    ]
    assert isinstance(found.refused[1].error, InvalidInput)
    report = value(push(client, found))
    assert report.created == 8
    refused, needing = report.failed[3:]
    assert (refused.kind, refused.id) == ("users", "elm-t")
    assert refused.reason.endswith("A user with this email exists already")
    assert str(needing) == "create enrollments elm-1: needs 'elm-t' of users, which could not be created"
    assert not report.is_complete


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


def test_a_list_that_breaks_off_leaves_no_bundle(tmp_path: Path) -> None:
    rows = [{"sourcedId": f"o-{at}", "name": "O", "type": "school"} for at in range(2)]

    def answer(request: Any) -> Reply:
        if "users" in request.path:
            return Reply(status=500)
        return TOKEN if "token" in request.path else Reply({"orgs": [*rows, {"sourcedId": "o-3"}], "totalCount": 3})

    put(tmp_path / "out", {"orgs.csv": "as it was"})
    with ScriptedServer(answer) as server, client_of(server, max_attempts=1) as client:
        assert isinstance(error(pull(client, tmp_path / "out", kinds=["orgs", "users"])), ServerFault)
        assert (tmp_path / "out" / "orgs.csv").read_text() == "as it was"
        pulled = value(pull(client, tmp_path / "out", kinds=["orgs"]))
        assert (pulled.rows, [row.id for row in pulled.bad]) == ({"orgs": 2}, ["o-3"])
        assert value(read_bundle(tmp_path / "out")).roster.whole == frozenset()
        assert isinstance(error(read_roster(client, kinds=["orgs"])), Exception)
        refused = planned(Roster(orgs=(Org(sourced_id="o-3", name="O", type="school"),)), client).refused
        assert [each.reason[:35] for each in refused] == ["the platform's own cannot be read: "]


def test_what_was_written_is_not_written_again_after_a_crash(
    client: TimebackClient, sandbox: Sandbox, tmp_path: Path
) -> None:
    roster, journal = small(tmp_path), tmp_path / "journal"
    found = planned(roster, client)

    class Killed(BaseException):
        """The end of a process."""

    def kill(rows: int) -> None:
        if rows == 5:
            raise Killed

    with pytest.raises(Killed):
        push(client, found, journal=journal, on_row=kill)
    with journal.open("a") as file:
        file.write("half a li")  # a line that did not come to its end
    sandbox.forget_requests()
    report = value(push(client, found, journal=journal))
    assert (report.done_before, report.created, report.failed) == (5, 4, ())
    assert len(written(sandbox)) == 4
    assert not journal.exists()
    assert planned(roster, client).changes == ()


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


def test_a_plan_can_be_made_of_two_rosters(tmp_path: Path) -> None:
    roster = small(tmp_path)
    found = planned(roster, Roster())
    assert str(found).splitlines()[-2:] == ["enrollments: 2 to create", "0 unchanged, 0 that cannot be written"]
    assert (found.count("create"), found.count("create", "users"), found.count("end")) == (9, 2, 0)
    assert json.dumps([each.id for each in found.changes[:2]]) == '["elm-d", "elm-s"]'
