"""Lessons that the sandbox makes, those that it has, and what their completion leaves in Caliper and in analytics."""

from typing import Any

import httpx
import pytest
from tests.sandbox.powerpath_lessons import Taker, add_lesson, given, refused

ROSTERING = "/ims/oneroster/rostering/v1p2"
RESOURCES = "/ims/oneroster/resources/v1p2/resources"
QTI = {"url": "https://qti.example/api/assessment-tests/t", "title": "A test", "metadata": {"language": "en"}}
BODY = {"courseId": "course-2", "lessonType": "placement", "testType": "qti", "qti": QTI}


def make(api: httpx.Client, **told: Any) -> Any:
    return given(api.post("/powerpath/createInternalTest", json={**BODY, **told}))


def row(api: httpx.Client, path: str) -> Any:
    (document,) = given(api.get(path)).values()
    return document


def test_an_internal_test_is_a_lesson_of_its_course(api: httpx.Client) -> None:
    told = {"xp": 20, "grades": [5, "6"], "courseIdOnFail": "course-1", "resourceMetadata": {"note": "n"}}
    made = make(api, unitTitle="Unit", lessonTitle="Lesson", **told)
    assert {name: value for name, value in made.items() if not name.endswith("Id")} == {
        "lessonType": "placement",
        "testType": "qti",
        "courseIdOnFail": "course-1",
        "grades": ["5", "6"],
    }
    resource = row(api, f"{RESOURCES}/{made['resourceId']}")
    assert resource["metadata"] == {
        "type": "qti",
        "subType": "qti-test",
        "lessonType": "placement",
        "url": QTI["url"],
        "language": "en",
        "note": "n",
        "subject": "Reading",
        "xp": 20,
        "grades": ["5", "6"],
        "courseIdOnFail": "course-1",
    }
    link = row(api, f"{ROSTERING}/courses/component-resources/{made['lessonId']}")
    assert (link["title"], link["lessonType"]) == ("Lesson", "placement")
    assert link["metadata"] == {"lessonType": "placement"}
    assert link["resource"]["sourcedId"] == made["resourceId"]
    unit = row(api, f"{ROSTERING}/courses/components/{made['courseComponentId']}")
    assert (unit["title"], unit["sortOrder"], unit["course"]["sourcedId"]) == ("Unit", 3, "course-2")
    # Another one may stand in the same unit, and bears the title of its test.
    second = make(api, courseComponentSourcedId=unit["sourcedId"], resourceMetadata={"subject": "Science"})
    assert second["courseComponentId"] == unit["sourcedId"]
    link = row(api, f"{ROSTERING}/courses/component-resources/{second['lessonId']}")
    assert (link["title"], link["sortOrder"]) == ("A test", 2)
    assert row(api, f"{RESOURCES}/{second['resourceId']}")["metadata"]["subject"] == "Science"


def test_a_course_has_one_test_out_and_one_placement_test_of_each_grade(api: httpx.Client) -> None:
    for lesson_type, told, other in (("placement", {"grades": [8]}, {"grades": [9]}), ("test-out", {}, None)):
        first = make(api, lessonType=lesson_type, courseIdOnFail="course-1", xp=5, **told)
        bank = {"resources": [{"url": "https://qti.example/api/assessment-tests/other"}]}
        changed = {"courseIdOnFail": None, "lessonTitle": "New", "testType": "assessment-bank", "assessmentBank": bank}
        again = make(api, lessonType=lesson_type, **changed, **told)
        assert [again[name] for name in ("lessonId", "resourceId", "courseComponentId")] == [
            first[name] for name in ("lessonId", "resourceId", "courseComponentId")
        ]
        resource = row(api, f"{RESOURCES}/{first['resourceId']}")
        assert (resource["title"], resource["metadata"]["type"], resource["metadata"]["xp"]) == (
            "New",
            "assessment-bank",
            5,
        )
        assert "courseIdOnFail" not in resource["metadata"]
        if other is not None:
            assert make(api, lessonType=lesson_type, **other)["lessonId"] != first["lessonId"]
        external = {
            "courseId": "course-2",
            "lessonType": lesson_type,
            "toolProvider": "edulastic",
            "grades": [8],
            "xp": 1,
        }
        operation = "createExternalPlacementTest" if lesson_type == "placement" else "createExternalTestOut"
        refused(api.post(f"/powerpath/{operation}", json=external), 400)
    assert make(api, lessonType="quiz")["lessonId"] != make(api, lessonType="quiz")["lessonId"]


def test_an_internal_test_needs_a_course_and_a_test(api: httpx.Client) -> None:
    def post(**told: Any) -> httpx.Response:
        return api.post("/powerpath/createInternalTest", json={**BODY, **told})

    assert refused(post(courseId="nowhere"), 404) == "Course not found."
    assert refused(post(courseIdOnFail="nowhere"), 404) == "Course not found."
    assert refused(post(courseComponentSourcedId="nowhere"), 404) == "Course Component not found."
    refused(post(courseComponentSourcedId="course-1-unit-1"), 400)
    refused(post(testType="essay"), 422, "testType")
    refused(post(testType=["qti"]), 422, "testType")
    refused(post(testType="assessment-bank"), 422, "assessmentBank")
    refused(post(testType="assessment-bank", assessmentBank={"resources": []}), 422, "assessmentBank.resources")
    refused(post(lessonType="essay", qti={"url": "nowhere"}), 422, "lessonType", "qti.url")
    refused(post(grades=["14"], xp="5"), 422, "grades.0", "xp")
    refused(api.post("/powerpath/createInternalTest", content=b"["), 400, "")


@pytest.mark.parametrize("lesson_type", ["quiz", "powerpath-100"])
def test_a_completed_lesson_is_told_by_caliper_and_counts_in_analytics(api: httpx.Client, lesson_type: str) -> None:
    student = Taker(api, add_lesson(api, lesson_type, {"q": {}}, xp=10, lessonTitle="Sums"), "student-2")
    answers = 11 if lesson_type == "powerpath-100" else 1
    for _ in range(answers):
        student.answer("q")
    if lesson_type == "quiz":
        student.finish()
        student.finish()
    (event,) = given(api.get("/caliper/events"))["events"]
    assert (event["type"], event["action"], event["profile"]) == ("ActivityEvent", "Completed", "TimebackProfile")
    assert event["object"]["activity"]["name"] == "Sums"
    span = {"startDate": "2026-09-21T00:00:00Z", "endDate": "2026-09-22T00:00:00Z"}
    told = given(api.get("/edubridge/analytics/activity", params={"studentId": "student-2", **span}))
    assert told["facts"]["2026-09-21"]["Math"] == {
        "activityMetrics": {
            "xpEarned": 12.5,
            "totalQuestions": answers,
            "correctQuestions": answers,
            "masteredUnits": 0,
        },
        "timeSpentMetrics": {"activeSeconds": 0, "inactiveSeconds": 0, "wasteSeconds": 0},
        "apps": ["PowerPath"],
    }
