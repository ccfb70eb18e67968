"""The district is believable, valid by the sandbox's own rules, and the same for the same seed."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from tests.sandbox.conftest import authorized

from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.oneroster.kind import Kinds
from timeback_core.sandbox.oneroster.kinds import KINDS
from timeback_core.sandbox.schema import Findings

COLLECTIONS = sorted(KINDS)


def everything(sandbox: Sandbox) -> dict[str, Any]:
    return {name: sandbox.documents(name) for name in (*COLLECTIONS, "agentPairs", "classResources")}


def test_equal_seeds_give_equal_districts() -> None:
    first, second, other = Sandbox(seed=7), Sandbox(seed=7), Sandbox(seed=8)
    assert everything(first) == everything(second)
    assert everything(first) != everything(other)


def test_ids_carry_the_prefix_and_still_lead_to_each_other() -> None:
    plain, own = Sandbox(students=12), Sandbox(students=12, id_prefix="north-")
    for name, rows in everything(own).items():
        assert [row["sourcedId"].count("north-") for row in rows] == [1 + row["sourcedId"].count("\0") for row in rows]
        bare = json.loads(json.dumps(rows).replace("north-", ""))
        assert bare == plain.documents(name)
    assert own._world.store.referring("enrollments", "user", "north-student-1")
    assert own._world.new_id().startswith("north-")


def test_the_district_is_of_the_school_year_of_its_clock() -> None:
    moments = (
        datetime(2027, 8, 1, tzinfo=UTC),
        datetime(2028, 7, 31, 23, 59, tzinfo=UTC),
        datetime(2028, 8, 1, tzinfo=UTC),
    )
    first, last, following = (everything(Sandbox(students=12, now=now)) for now in moments)
    assert first == last
    assert first != following
    assert json.loads(re.sub(r"20(\d\d)", lambda year: f"20{int(year[1]) + 1}", json.dumps(first))) == following


@pytest.mark.parametrize("students", [0, 1, 50, 1300])
def test_sizes(students: int) -> None:
    sandbox = Sandbox(students=students)
    roles = Counter(user["roles"][0]["role"] for user in sandbox.documents("users"))  # type: ignore[index]  # object
    assert roles["student"] == students
    schools = [org for org in sandbox.documents("orgs") if org["type"] == "school"]
    assert len(schools) == max(2, -(-students // 500))
    assert all(sandbox.documents(name) for name in ("classes", "courses", "resources", "categories"))


@pytest.fixture(scope="module")
def used() -> Sandbox:
    """A district with what EduBridge adds to it."""
    sandbox = Sandbox(students=30)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        api = authorized(client, sandbox)
        lessons = {"lessonIds": ["course-1-unit-1-lesson-1-resource"], "email": sandbox.documents("users")[5]["email"]}
        course = {"subject": "math", "grade": 3, "app": "timeback", **lessons}
        assert api.post("/edubridge/progression/create-course", json=course).status_code == 201
        assert api.post("/edubridge/enrollments/enroll/student-1/course-1", json={}).status_code == 201
    return sandbox


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_documents_pass_the_checks_for_written_ones(used: Sandbox, collection: str) -> None:
    world = used._world
    kind, kinds = KINDS[collection], Kinds(world, "https://x.test", KINDS)
    rows = world.store.rows(collection)
    assert rows
    for row in rows:
        findings = Findings()
        stored = kind.record.check(as_written(kinds.show(kind, row)), collection, findings)
        assert findings.problems == []
        for _, target, sourced_id in findings.references:
            assert world.store.get(target, sourced_id) is not None
        kept = {name: value for name, value in row.items() if name not in {"dateLastModified", "school"}}
        assert {name: stored[name] for name in kept} == kept


def as_written(shown: dict[str, Any]) -> dict[str, Any]:
    """What a client would send to get this answer."""
    written = {name: value for name, value in shown.items() if value is not None}
    written["roles"] = [
        {name: value for name, value in role.items() if value is not None} if isinstance(role, dict) else role
        for role in written.get("roles", ())
    ]
    if "schoolYear" in written:
        written["schoolYear"] = str(written["schoolYear"])
    if "terms" in written:
        written["org"] = written.pop("school")
    return written


@pytest.mark.parametrize(
    "size",
    [{"students": -1}, {"students_per_school": 0}, {"courses_per_student": -1}, {"gradebook_classes": -1}],
    ids=str,
)
def test_sizes_of_no_district_are_refused(size: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=f"{min(size)} must be a whole number from"):
        Sandbox(**size)  # type: ignore[arg-type]  # numbers, by the names of the sizes


def test_emails_are_unique_and_plain() -> None:
    emails = [str(user["email"]) for user in Sandbox(students=400).documents("users")]
    assert len(set(emails)) == len(emails)
    assert all(email.isascii() and "'" not in email and " " not in email for email in emails)


def test_most_seats_are_open_some_have_ended() -> None:
    seats = Sandbox(students=200).documents("enrollments")
    states = Counter((seat["status"], "endDate" in seat) for seat in seats)
    assert states["active", False] > 0.8 * len(seats)
    assert states["active", True] > 0
    assert states["tobedeleted", True] > 0
