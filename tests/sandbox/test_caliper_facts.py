"""What events become: rows of facts, and results in the gradebook."""

import hashlib
from typing import Any

import httpx
import pytest
from tests.sandbox.caliper_bodies import API, activity, sent, time_spent, urn, viewed, within

from timeback_core.sandbox import Sandbox

ITEMS = "/ims/oneroster/gradebook/v1p2/assessmentLineItems"
RESULTS = "/ims/oneroster/gradebook/v1p2/assessmentResults"


def of_week(api: httpx.Client, **query: str) -> list[dict[str, Any]]:
    """The facts of student 1 in the week of the events."""
    asked = {"studentId": "student-1", "weekDate": "2026-01-15T00:00:00Z", **query}
    answer = api.get("/edubridge/analytics/facts/weekly", params=asked)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["facts"]
    return rows


def test_a_row_for_every_event_of_the_timeback_profile(sandbox: Sandbox, api: httpx.Client) -> None:
    elsewhere = within(time_spent(), "object.course", {"id": f"{API}/courses/course-2/?x=1#y", "name": "Reading"})
    sent(api, activity(), viewed(), within(elsewhere, "eventTime", "2026-01-15T12:29:00.123999+02:00"))
    user = api.get("/ims/oneroster/rostering/v1p2/users/student-1").json()["user"]
    shared = {
        "email": "student-1@app.example",
        "date": "2026-01-15",
        "year": 2026,
        "month": 1,
        "day": 15,
        "dayOfWeek": 4,
        "username": user["username"],
        "userGrade": user["grades"][0],
        "userFamilyName": user["familyName"],
        "userGivenName": user["givenName"],
        "userId": "student-1",
        "campusId": user["primaryOrg"]["sourcedId"],
        "campusName": user["primaryOrg"]["name"],
        "subject": "Math",
        "app": "My App",
        "activityId": "https://app.example/activities/1",
        "activityName": "Quiz 1",
        "alphaLevel": None,
        "sensor": "https://app.example/sensor",
        "sendTime": "2026-01-15T11:00:01.000Z",
        "generatedAt": "2026-09-21T14:13:20.125Z",
    }
    counted = {"xpEarned": 12.5, "totalQuestions": 10, "correctQuestions": 8, "masteredUnits": None}
    timed = {"activeSeconds": "600.00", "inactiveSeconds": "0.00", "wasteSeconds": "14.50"}
    assert of_week(api) == [
        {
            **shared,
            **dict.fromkeys(counted),
            **timed,
            "id": 2,
            "datetime": "2026-01-15T10:29:00.123Z",
            "courseId": "course-2",
            "courseName": "Reading",
            "enrollmentId": None,
            "source": f"caliper:event:{urn(2)}",
            "eventType": "TimeSpentEvent",
        },
        {
            **shared,
            **counted,
            **dict.fromkeys(timed),
            "id": 1,
            "datetime": "2026-01-15T10:30:00.123Z",
            "courseId": "course-1",
            "courseName": "Math 3",
            "enrollmentId": "enrollment-2",
            "source": f"oneroster:assessment_result:caliper_{urn(1)}",
            "eventType": "ActivityEvent",
        },
    ]
    assert [row["sourcedId"] for row in sandbox.documents("facts")] == [urn(1), urn(2)]


def test_an_event_that_comes_again_counts_once(sandbox: Sandbox, api: httpx.Client) -> None:
    for _ in range(2):
        sent(api, activity(), within(activity(), "generated.items", []))
    assert len(sandbox.documents("facts")) == 1


def test_who_and_what_is_not_known_stays_empty(api: httpx.Client) -> None:
    stranger = within(activity(1, "nobody"), "object.course", ...)
    sent(api, within(within(stranger, "object.activity", {"id": "urn:x:1", "name": "Q"}), "generated.items", []))
    (row,) = of_week(api, studentId="", email="NOBODY@app.example")
    unknown = {name for name, value in row.items() if value is None}
    assert unknown >= {
        "userId",
        "username",
        "userGrade",
        "campusId",
        "courseId",
        "courseName",
        "enrollmentId",
        "xpEarned",
    }
    assert (row["activityId"], row["email"]) == ("urn:x:1", "nobody@app.example")


def test_a_student_is_found_by_address_where_the_id_says_nothing(api: httpx.Client) -> None:
    email = api.get("/ims/oneroster/rostering/v1p2/users/student-1").json()["user"]["email"]
    sent(api, within(activity(1, "nobody"), "actor.email", email))
    assert [row["userId"] for row in of_week(api)] == ["student-1"]


def processed(number: int = 1, attempt: Any = ..., **metrics: float) -> dict[str, Any]:
    """An activity that asks for a result, of an attempt, with these metrics."""
    items = [{"type": name, "value": value} for name, value in metrics.items()]
    event = within(within(activity(number), "object.process", True), "generated.items", items)
    return event if attempt is ... else within(event, "generated.attempt", attempt)


def item_id(object_id: str, course_id: str) -> str:
    """The id that the platform gives to the line item of an activity."""
    return "caliper_" + hashlib.sha256(f"{object_id}_{course_id}".encode()).hexdigest()


def test_the_id_of_a_line_item() -> None:
    assert item_id("https://s.example/activities/Math/g3/q1", "course-1") == (
        "caliper_ff67f31aa37132f41530f56d01f357cbb5eb9afb6534d5460fd15fc4f8217e0a"
    )


def test_a_processed_activity_has_a_line_item_and_a_result(api: httpx.Client) -> None:
    event = processed(xpEarned=12.5, totalQuestions=8, correctQuestions=7, masteredUnits=1)
    sent(api, within(event, "generated.extensions", {"pctCompleteApp": 67}))
    item = api.get(f"{ITEMS}/{item_id('https://app.example/activities/1', 'course-1')}").json()["assessmentLineItem"]
    assert (item["title"], item["status"], item["course"]["sourcedId"]) == ("Quiz 1", "active", "course-1")
    assert item["componentResource"] is None
    result = api.get(f"{RESULTS}/caliper_{urn(1)}").json()["assessmentResult"]
    assert (result["assessmentLineItem"]["sourcedId"], result["student"]["sourcedId"]) == (
        item["sourcedId"],
        "student-1",
    )
    assert (result["scoreDate"], result["status"], result["score"]) == ("2026-01-15T10:30:00.123Z", "active", 87.5)
    assert result["metadata"] == {
        "xp": 12.5,
        "totalQuestions": 8,
        "correctQuestions": 7,
        "accuracy": 87.5,
        "masteredUnits": 1,
        "attempt": 1,
        "pctCompleteApp": "67",
    }
    seat = api.get("/ims/oneroster/rostering/v1p2/enrollments/enrollment-2").json()["enrollment"]
    assert seat["metadata"] == {"pctCompleteApp": 67, "pctCompleteAppUpdatedAt": "2026-09-21T14:13:20.125Z"}


def results(api: httpx.Client) -> list[tuple[int, float]]:
    """Attempt and XP of the results of the activity."""
    item = item_id("https://app.example/activities/1", "course-1")
    asked = {"filter": f"assessmentLineItem.sourcedId='{item}' AND status='active'"}
    rows = api.get(f"{RESULTS}/", params=asked).json()["assessmentResults"]
    return [(row["metadata"]["attempt"], row["metadata"]["xp"]) for row in rows]


def test_an_attempt_that_is_repeated_overwrites_and_a_new_one_is_separate(api: httpx.Client) -> None:
    sent(api, processed(1, xpEarned=1), processed(2, 2, xpEarned=2), processed(3, 1, xpEarned=3))
    assert results(api) == [(1, 3), (2, 2)]
    api.delete(f"{RESULTS}/caliper_{urn(1)}")
    sent(api, processed(4, 1, xpEarned=4))
    assert results(api) == [(2, 2), (1, 4)]
    assert len(of_week(api)) == 4


@pytest.mark.parametrize(
    "event",
    [
        within(processed(xpEarned=1), "object.process", False),
        within(processed(xpEarned=1), "object.process", ...),
        within(processed(xpEarned=1), "object.course", ...),
        within(processed(xpEarned=1), "object.course.id", f"{API}/courses/unknown"),
        within(processed(xpEarned=1), "actor.id", f"{API}/users/unknown"),
        within(time_spent(), "object.process", True),
    ],
)
def test_other_events_have_no_result(sandbox: Sandbox, api: httpx.Client, event: dict[str, Any]) -> None:
    before = len(sandbox.documents("assessmentResults"))
    sent(api, event)
    assert len(sandbox.documents("assessmentResults")) == before
    assert len(sandbox.documents("facts")) == 1
