"""Rosters between files and a platform."""

from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.rosters.bundles import planned, put, small, written
from tests.scripted_server import TOKEN, Reply, ScriptedServer
from tests.support import client_of, error, value

from timeback_core import TimebackClient, evolve
from timeback_core.errors import InvalidInput, ServerFault
from timeback_core.oneroster import Org, Ref, UserMetadata, get_user
from timeback_core.rosters import FieldChange, Roster, pull, push, read_bundle, read_roster
from timeback_core.sandbox import Sandbox


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


def test_what_a_bundle_lacks_is_ended_where_that_is_asked_for(
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


def test_a_bundle_is_written_wholly_or_not_at_all(tmp_path: Path) -> None:
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


def test_a_roster_that_was_pushed_changes_nothing_when_it_is_pushed_again(
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
