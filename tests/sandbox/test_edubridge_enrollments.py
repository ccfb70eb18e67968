"""Enrolling through EduBridge: what it makes in OneRoster, what it takes away, and what it leaves alone."""

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

import httpx
import pytest
from tests.sandbox.caliper_bodies import activity, sent
from tests.sandbox.conftest import authorized

from timeback_core.sandbox import Sandbox

ENROLLMENTS = "/edubridge/enrollments"
ROSTERING = "/ims/oneroster/rostering/v1p2"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2"
GOALS = {"dailyXp": 25, "dailyLessons": 1, "dailyActiveMinutes": 25, "dailyAccuracy": 80, "dailyMasteredUnits": 2}


@pytest.fixture
def old_sandbox() -> Sandbox:
    """One whose district is of the school year before."""
    moments = chain((1_760_000_000.0,), repeat(1_790_000_000.0))
    return Sandbox(students=12, clock=lambda: next(moments))


@pytest.fixture
def old_api(old_sandbox: Sandbox) -> Iterator[httpx.Client]:
    with httpx.Client(transport=old_sandbox.transport(), base_url=old_sandbox.base_url) as client:
        yield authorized(client, old_sandbox)


def enroll(api: httpx.Client, *ids: str, status: int = 201, **options: object) -> Any:
    answer = api.post(f"{ENROLLMENTS}/enroll/{'/'.join(ids)}", json=options)
    assert answer.status_code == status, answer.text
    return answer.json()["data"]


def row(api: httpx.Client, path: str) -> Any:
    (document,) = api.get(f"{ROSTERING}/{path}").json().values()
    return document


def seats_of(api: httpx.Client, user_id: str) -> dict[str, Any]:
    return {seat["id"]: seat for seat in api.get(f"{ENROLLMENTS}/user/{user_id}").json()["data"]}


def class_of(api: httpx.Client, course_id: str, *school_ids: str) -> Any:
    answer = api.get("/".join((f"{ENROLLMENTS}/defaultClass", course_id, *school_ids)))
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def refused(answer: httpx.Response, status: int, *details: str) -> str:
    assert answer.status_code == status, answer.text
    error = answer.json()
    assert [detail["path"] for detail in error["imsx_error_details"]] == list(details)
    return str(error["imsx_description"])


def test_an_enrollment_stands_in_oneroster_with_its_class_term_and_year(old_api: httpx.Client) -> None:
    api = old_api
    told = enroll(api, "student-1", "course-2")
    assert (told["role"], told["beginDate"], told["endDate"]) == ("student", "2026-09-21", None)
    assert told["school"] == {"id": "school-1", "name": row(api, "orgs/school-1")["name"]}
    course = row(api, "courses/course-2")
    app = {"id": "application-2", "name": "Fern Reader", "domains": ["fern-reader.example.com"]}
    assert told["course"] == {
        "id": "course-2",
        **{name: course[name] for name in ("title", "metadata", "subjects", "grades")},
        "primaryApp": app,
    }
    assert told["metadata"] == {name: course["metadata"][name] for name in ("goals", "metrics")}
    assert seats_of(api, "student-1")[told["id"]] == told

    seat = row(api, f"enrollments/{told['id']}")
    assert (seat["status"], seat["primary"], seat["user"]["sourcedId"]) == ("active", "false", "student-1")
    taught = row(api, f"classes/{seat['class']['sourcedId']}")
    assert (taught["title"], taught["classType"], taught["metadata"]) == (
        "Reading Class",
        "scheduled",
        {"is_automanaged": True},
    )
    assert (taught["subjects"], taught["grades"], taught["classCode"]) == (course["subjects"], course["grades"], None)
    term = row(api, f"academicSessions/{taught['terms'][0]['sourcedId']}")
    year = row(api, f"academicSessions/{term['parent']['sourcedId']}")
    assert (year["title"], year["schoolYear"], year["org"]["sourcedId"]) == ("2026-2027 School Year", 2027, "school-1")
    for session, kind in ((year, "schoolYear"), (term, "term")):
        assert (session["type"], session["startDate"], session["endDate"]) == (kind, "2026-08-01", "2027-07-31")
    assert [child["sourcedId"] for child in year["children"]] == [term["sourcedId"]]


def test_one_year_and_term_of_a_school_and_one_class_of_a_course_serve_everyone(
    old_sandbox: Sandbox, old_api: httpx.Client
) -> None:
    sandbox, api = old_sandbox, old_api
    names = ("academicSessions", "classes", "enrollments")
    before = [len(sandbox.documents(name)) for name in names]
    for user_id in ("student-1", "student-3", "student-5"):
        enroll(api, user_id, "course-1")
    enroll(api, "student-1", "course-2")
    first = class_of(api, "course-1")
    assert class_of(api, "course-1", "school-1") == first == class_of(api, "course-1")
    assert [len(sandbox.documents(name)) - count for name, count in zip(names, before, strict=True)] == [2, 2, 4]
    assert class_of(api, "course-1", "school-2")["id"] != first["id"]
    assert [len(sandbox.documents(name)) - count for name, count in zip(names, before, strict=True)] == [4, 3, 4]


def test_a_class_is_shown_as_it_is(api: httpx.Client) -> None:
    shown = class_of(api, "course-1")
    course = shown.pop("course")
    assert (course["id"], course["primaryApp"]["id"]) == ("course-1", "application-1")
    assert shown == {
        "id": shown["id"],
        "title": "Math Class",
        "classCode": None,
        "subjectCodes": [],
        "subjects": ["Math"],
        "grades": ["3", "4", "5"],
        "periods": [],
    }


def test_a_year_of_the_school_that_covers_today_is_used(api: httpx.Client) -> None:
    term = row(api, f"classes/{class_of(api, 'course-1')['id']}")["terms"][0]["sourcedId"]
    session = row(api, f"academicSessions/{term}")
    assert (session["startDate"], session["endDate"]) == ("2026-08-01", "2027-07-31")
    assert session["parent"]["sourcedId"] == "session-1-year"


def test_what_oneroster_deletes_is_made_anew(api: httpx.Client) -> None:
    first = class_of(api, "course-1")["id"]
    api.delete(f"{ROSTERING}/classes/{first}")
    second = class_of(api, "course-1")["id"]
    term = row(api, f"classes/{second}")["terms"][0]["sourcedId"]
    api.delete(f"{ROSTERING}/academicSessions/{term}")
    third = class_of(api, "course-1")["id"]
    assert len({first, second, third}) == 3


def test_the_school_is_that_of_the_path_else_of_the_user_else_of_the_course(api: httpx.Client) -> None:
    homeless = {
        "sourcedId": "homeless",
        "givenName": "A",
        "familyName": "B",
        "enabledUser": True,
        "email": "a@example.com",
        "roles": [{"roleType": "primary", "role": "student", "org": {"sourcedId": "school-1"}}],
    }
    assert api.post(f"{ROSTERING}/users/", json={"user": homeless}).status_code == 201
    assert row(api, "courses/course-8")["org"]["sourcedId"] == "school-2"
    assert enroll(api, "student-1", "course-8", "school-2")["school"]["id"] == "school-2"
    assert enroll(api, "student-1", "course-8")["school"]["id"] == "school-1"
    assert enroll(api, "homeless", "course-8")["school"]["id"] == "school-2"


def test_who_is_enrolled_stays_as_he_is(api: httpx.Client) -> None:
    first = enroll(api, "student-1", "course-1", sourcedId="mine")
    assert enroll(api, "student-1", "course-1", role="teacher", sourcedId="other", status=200) == first
    assert first["id"] == "mine"


def test_options_are_taken(api: httpx.Client) -> None:
    metadata = {"goals": {"dailyXp": 7.5}, "studentSpecificGoals": True, "own": [1]}
    told = enroll(api, "teacher-1", "course-1", role="teacher", beginDate="2026-01-05T00:00:00.000Z", metadata=metadata)
    assert (told["role"], told["beginDate"]) == ("teacher", "2026-01-05T00:00:00.000Z")
    assert told["metadata"] == {**metadata, "metrics": told["course"]["metadata"]["metrics"]}
    without = api.post(f"{ENROLLMENTS}/enroll/teacher-2/course-1")
    assert (without.status_code, without.json()["data"]["metadata"]["goals"]) == (201, GOALS)


def test_enrollments_that_make_no_sense_make_nothing(sandbox: Sandbox, api: httpx.Client) -> None:
    before = [sandbox.documents(name) for name in ("academicSessions", "classes", "enrollments")]
    url = f"{ENROLLMENTS}/enroll"
    options = {"role": "guest", "beginDate": "soon", "metadata": {"goals": {"dailyXp": "7"}}, "sourcedId": ""}
    details = ("sourcedId", "metadata.goals.dailyXp", "role", "beginDate")
    refused(api.post(f"{url}/student-1/course-1", json=options), 422, *details)
    refused(api.post(f"{url}/student-1/course-1", json={"metadata": None}), 422, "metadata")
    assert refused(api.post(f"{url}/nobody/course-1", json={}), 404) == "User not found."
    assert refused(api.post(f"{url}/student-1/nothing", json={}), 404) == "Course not found."
    assert refused(api.post(f"{url}/student-1/course-1/nowhere", json={}), 404) == "School not found."
    assert refused(api.post(f"{url}/student-1/course-1/district-1", json={}), 404) == "School not found."
    assert refused(api.get(f"{ENROLLMENTS}/defaultClass/nothing"), 404) == "Course not found."
    assert api.post(f"{url}/student-1/course-1", content="{").status_code == 400
    taken = api.post(f"{url}/student-1/course-1", json={"sourcedId": "enrollment-1"})
    assert refused(taken, 404) == "Enrollment already exists."
    assert [sandbox.documents(name) for name in ("academicSessions", "classes", "enrollments")] == before


def test_events_count_for_the_latest_enrollment_in_their_course(api: httpx.Client) -> None:
    seat = enroll(api, "student-1", "course-1")
    sent(api, activity())
    facts = api.get(f"/edubridge/analytics/enrollment/{seat['id']}").json()["facts"]
    assert facts["2026-01-15"]["Math"]["activityMetrics"]["xpEarned"] == 12.5


def test_nobody_has_no_enrollments(api: httpx.Client) -> None:
    assert api.get(f"{ENROLLMENTS}/user/nobody").json() == {"data": []}


def test_unenrolling_deletes_every_active_seat_in_the_course(api: httpx.Client) -> None:
    mine = {seat_id for seat_id, seat in seats_of(api, "student-1").items() if seat["course"]["id"] == "course-1"}
    mine |= {enroll(api, "student-1", "course-1")["id"], enroll(api, "student-1", "course-1", "school-2")["id"]}
    others = enroll(api, "student-3", "course-1")["id"]
    assert len(mine) == 3
    url = f"{ENROLLMENTS}/unenroll/student-1/course-1"
    for path, left in ((f"{url}/school-2", 2), (url, 0)):
        answer = api.delete(path)
        assert (answer.status_code, answer.content) == (204, b"")
        assert len(mine & set(seats_of(api, "student-1"))) == left
    assert {row(api, f"enrollments/{seat_id}")["status"] for seat_id in mine} == {"tobedeleted"}
    assert others in seats_of(api, "student-3")
    assert refused(api.delete(url), 404) == "Enrollment not found."
    assert refused(api.delete(f"{ENROLLMENTS}/unenroll/nobody/course-1"), 404) == "User not found."
    assert refused(api.delete(f"{url}/nowhere"), 404) == "School not found."
    assert enroll(api, "student-1", "course-1")["id"] not in mine


@pytest.mark.parametrize("call", ["resetGoals", "propagateGoals"])
def test_goals_of_a_course_go_to_its_enrollments(api: httpx.Client, call: str) -> None:
    own = enroll(api, "student-1", "course-1", metadata={"goals": {"dailyXp": 1}, "studentSpecificGoals": True})
    shared = enroll(api, "student-3", "course-1", metadata={"goals": {"dailyXp": 2}, "own": 1})
    gone = enroll(api, "student-5", "course-1", metadata={"goals": {"dailyXp": 3}})
    api.delete(f"{ENROLLMENTS}/unenroll/student-5/course-1")
    listed = api.get(f"{ROSTERING}/enrollments/?limit=3000&filter=course.sourcedId='course-1' AND status='active'")
    answer = api.post(f"{ENROLLMENTS}/{call}/course-1", json={} if call == "resetGoals" else None)
    assert (answer.status_code, answer.json()) == (
        200,
        {"data": {"updated": listed.json()["totalCount"] - 1, "errors": []}},
    )
    assert seats_of(api, "student-1")[own["id"]] == own
    assert seats_of(api, "student-3")[shared["id"]]["metadata"] == {**shared["metadata"], "goals": GOALS}
    assert row(api, f"enrollments/{gone['id']}")["metadata"]["goals"] == {"dailyXp": 3}


def test_a_course_without_goals_gives_none(api: httpx.Client) -> None:
    course = {"sourcedId": "aimless", "status": "active", "title": "Art", "org": {"sourcedId": "school-1"}}
    api.post(f"{ROSTERING}/courses/", json={"course": {**course, "metadata": {"goals": {}}}})
    refused(api.post(f"{ENROLLMENTS}/resetGoals/aimless", json={}), 422)
    refused(api.post(f"{ENROLLMENTS}/resetGoals/nothing", json={}), 404)


def test_progress_is_reset_in_one_course_of_one_user(sandbox: Sandbox, api: httpx.Client) -> None:
    def deleted() -> set[str]:
        return {str(found["sourcedId"]) for found in sandbox.documents("assessmentResults") if is_deleted(found)}

    def is_deleted(document: dict[str, Any]) -> bool:
        return bool(document["status"] == "tobedeleted")

    owners = {
        "by-class": {"class": {"sourcedId": "class-1"}},
        "by-component": {"component": {"sourcedId": "course-1-unit-1"}},
        "elsewhere": {"course": {"sourcedId": "course-2"}},
        "nowhere": {},
    }
    for item_id, owner in owners.items():
        item = {"sourcedId": item_id, "status": "active", "title": "x", **owner}
        assert api.post(f"{GRADEBOOK}/assessmentLineItems/", json={"assessmentLineItem": item}).status_code == 201
        result = {
            "sourcedId": item_id,
            "status": "active",
            "assessmentLineItem": {"sourcedId": item_id},
            "student": {"sourcedId": "student-1"},
            "scoreDate": "2026-01-05T10:00:00Z",
            "scoreStatus": "fully graded",
        }
        assert api.post(f"{GRADEBOOK}/assessmentResults/", json={"assessmentResult": result}).status_code == 201
    assert deleted() == set()
    answer = api.delete(f"{ENROLLMENTS}/resetProgress/student-1/course-1")
    assert (answer.status_code, answer.content) == (204, b"")
    seeded = [
        str(found["sourcedId"])
        for found in sandbox.documents("assessmentResults")
        if str(found["sourcedId"]).startswith("class-1-") and found["student"] == {"sourcedId": "student-1"}
    ]
    assert deleted() == {"by-class", "by-component", *seeded}
    assert len(seeded) == 1
    refused(api.delete(f"{ENROLLMENTS}/resetProgress/nobody/course-1"), 404)
    refused(api.delete(f"{ENROLLMENTS}/resetProgress/student-1/nothing"), 404)


def test_the_calls_are_those_of_one_platform(other_api: httpx.Client, bare: httpx.Client) -> None:
    assert other_api.get(f"{ENROLLMENTS}/user/student-1").status_code == 404
    refused(bare.get(f"{ENROLLMENTS}/user/student-1"), 401)
