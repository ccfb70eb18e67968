"""Placement and screening of PowerPath on the sandbox: what the next test is, what a result brings about."""

from typing import Any

import httpx
import pytest
from tests.sandbox.test_edubridge_enrollments import refused, row, seats_of

from timeback_core.sandbox import Sandbox

BASE = "/powerpath/placement"
SCREENING = "/powerpath/screening"
STUDENT = "student-1"
MATH = {"student": STUDENT, "subject": "Math"}
TESTS = ["placement-math-3", "placement-math-4", "placement-math-5"]


def told(api: httpx.Client, path: str, **query: str) -> Any:
    answer = api.get(f"{BASE}/{path}", params={**MATH, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


def take(api: httpx.Client, lesson: str, score: float, student: str = STUDENT) -> None:
    """Let a student have a final result of a lesson, as the gradebook keeps it."""
    begun = api.post("/powerpath/createNewAttempt", json={"student": student, "lesson": lesson})
    assert begun.status_code == 200, begun.text
    questions = api.get("/powerpath/getAssessmentProgress", params={"student": student, "lesson": lesson}).json()
    assert questions["lessonType"] == "placement"
    for each in questions["questions"] if score >= 90 else ():
        answered = {"student": student, "lesson": lesson, "question": each["id"], "responses": right(api, each["id"])}
        assert api.put("/powerpath/updateStudentQuestionResponse", json=answered).status_code == 200
    final = api.post("/powerpath/finalStudentAssessmentResponse", json={"student": student, "lesson": lesson})
    assert final.json() == {"lessonType": "placement", "finalized": True, "attempt": final.json()["attempt"]}


def right(api: httpx.Client, item: str) -> dict[str, Any]:
    """The right answer to an item, as its declarations tell it."""
    declared = api.get(f"/assessment-items/{item}").json()["responseDeclarations"]
    return {
        each["identifier"]: values if each["cardinality"] != "single" else values[0]
        for each in declared
        for values in [each.get("correctResponse", {}).get("value") or ["anything"]]
    }


def state(api: httpx.Client) -> tuple[Any, ...]:
    following, level = told(api, "getNextPlacementTest"), told(api, "getCurrentLevel")
    assert following["availableTests"] == level["availableTests"] == 3
    assert following["onboarded"] == level["onboarded"]
    return (
        following["lesson"],
        following["gradeLevel"],
        level["gradeLevel"],
        following["onboarded"],
        following["exhaustedTests"],
    )


def test_passing_leads_to_the_next_test_up_to_the_last(api: httpx.Client) -> None:
    assert [
        test["component_resources"]["sourcedId"] for test in told(api, "getAllPlacementTests")["placementTests"]
    ] == TESTS
    assert state(api) == (TESTS[0], "3", "3", False, False)
    take(api, TESTS[0], 100)
    assert state(api) == (TESTS[1], "4", "4", False, False)
    take(api, TESTS[1], 100)
    take(api, TESTS[2], 100)
    assert state(api) == (None, None, "5", True, True)
    shown = told(api, "getAllPlacementTests")["placementTests"][0]
    assert shown["resources_metadata"]["grades"] == ["3"]
    assert shown["assessment_line_items"]["title"] == "PowerPath Test: Math Placement 3"
    assert [result["score"] for result in shown["assessment_results"]] == [100]
    assert row(api, f"users/{STUDENT}")["metadata"]["onboarding"]["Math"]["state"] == "completed"


def test_failing_places_and_enrolls(api: httpx.Client) -> None:
    before = set(seats_of(api, STUDENT))
    take(api, TESTS[0], 100)
    assert set(seats_of(api, STUDENT)) == before
    take(api, TESTS[1], 0)
    assert state(api) == (None, None, "4", True, False)
    added = [seat for seat_id, seat in seats_of(api, STUDENT).items() if seat_id not in before]
    assert [seat["course"]["id"] for seat in added] == ["course-1"]
    onboarding = row(api, f"users/{STUDENT}")["metadata"]["onboarding"]["Math"]
    assert (onboarding["state"], onboarding["courseId"]) == ("completed", "course-1")
    data = api.get(f"{BASE}/{STUDENT}").json()
    assert list(data) == ["Math"]
    math = data["Math"]
    assert [(each["status"], each.get("score")) for each in math["results"]] == [
        ("PASSED", 100),
        ("FAILED", 0),
        ("NOT_STARTED", None),
    ]
    assert {name: math[name] for name in math if name not in {"results", "RIT"}} == {
        "startingGrade": 3,
        "currentGrade": 4,
        "subjectLowestGrade": 3,
        "subjectHighestGrade": 5,
        "status": "completed",
        "nextTestId": None,
    }


def test_the_course_that_the_test_names_comes_before_the_track(api: httpx.Client) -> None:
    resource = api.get("/ims/oneroster/resources/v1p2/resources/placement-math-3-resource").json()["resource"]
    metadata = {**resource["metadata"], "courseIdOnFail": "course-3"}
    changed = {"resource": {**resource, "metadata": metadata}}
    assert api.put("/ims/oneroster/resources/v1p2/resources/placement-math-3-resource", json=changed).status_code == 200
    take(api, TESTS[0], 0, "student-2")
    assert "course-3" in {seat["course"]["id"] for seat in seats_of(api, "student-2").values()}


def test_starting_over_deletes_the_results(api: httpx.Client) -> None:
    take(api, TESTS[0], 100)
    take(api, TESTS[1], 0)
    body = {"student": STUDENT, "subject": "math"}
    answer = api.post(f"{BASE}/resetUserPlacement", json=body)
    assert answer.json() == {"success": True, "placementResultsDeleted": 2, "onboardingReset": True}
    assert state(api) == (TESTS[0], "3", "3", False, False)
    assert row(api, f"users/{STUDENT}")["metadata"]["onboarding"]["Math"] == {"state": "in_progress"}
    begun = api.post("/powerpath/createNewAttempt", json={"student": STUDENT, "lesson": TESTS[0]}).json()["attempt"]
    assert (begun["attempt"], begun["score"]) == (1, 0)
    progress = api.get("/powerpath/getAssessmentProgress", params={"student": STUDENT, "lesson": TESTS[0]}).json()
    assert all("responses" not in each for each in progress["questions"])
    assert api.get(f"{BASE}/{STUDENT}").json()["Math"]["results"][0]["status"] == "STARTED"


def test_progress_in_every_course_of_a_subject(api: httpx.Client) -> None:
    progress = {each["course"]["sourcedId"]: each for each in told(api, "getSubjectProgress")["progress"]}
    assert list(progress) == ["course-1", "course-7", "placement-math"]
    first = progress["course-1"]
    assert (first["course"]["orgSourcedId"], first["totalLessons"]) == ("school-1", 4)
    lesson = {"student": STUDENT, "lesson": "course-1-unit-2-lesson-1-link"}
    for _ in range(2):
        api.post("/powerpath/createNewAttempt", json=lesson)
        for each in api.get("/powerpath/getAssessmentProgress", params=lesson).json()["questions"]:
            answer = {**lesson, "question": each["id"], "responses": right(api, each["id"])}
            assert api.put("/powerpath/updateStudentQuestionResponse", json=answer).status_code == 200
        assert api.post("/powerpath/finalStudentAssessmentResponse", json=lesson).status_code == 200
    after = next(iter(told(api, "getSubjectProgress")["progress"]))
    resource = api.get("/ims/oneroster/resources/v1p2/resources/course-1-unit-2-lesson-1-resource").json()["resource"]
    assert after["completedLessons"] == first["completedLessons"] + 1
    assert after["totalXpEarned"] == first["totalXpEarned"] + 1.25 * resource["metadata"]["xp"]
    in_course = sum(course["inEnrolled"] for course in progress.values())
    enrolled = {seat["course"]["id"] for seat in seats_of(api, STUDENT).values()}
    assert in_course == len(enrolled & set(progress))


@pytest.mark.parametrize(
    "path", ["getAllPlacementTests", "getCurrentLevel", "getNextPlacementTest", "getSubjectProgress"]
)
def test_queries_that_make_no_sense(api: httpx.Client, path: str) -> None:
    url = f"{BASE}/{path}"
    refused(api.get(url, params={"student": "nobody", "subject": "Math"}), 404)
    refused(api.get(url, params={"studentId": STUDENT, "subject": "Math"}), 422, "student")
    refused(api.get(url, params={"student": STUDENT}), 422, "subject")
    refused(api.get(url, params={"student": STUDENT, "subject": "Alchemy"}), 422, "subject")
    assert api.get(url, params={"student": STUDENT, "subject": "mATH"}).status_code == 200
    answer = api.get(url, params={"student": STUDENT, "subject": "FastMath"})
    assert answer.status_code == (200 if path == "getAllPlacementTests" else 404)


def test_a_student_without_placement_has_no_data(api: httpx.Client) -> None:
    assert refused(api.get(f"{BASE}/{STUDENT}"), 404) == "The student has no placement data."
    refused(api.get(f"{BASE}/nobody"), 404)
    refused(api.post(f"{BASE}/resetUserPlacement", json={"student": "nobody", "subject": "Math"}), 404)
    refused(api.post(f"{BASE}/resetUserPlacement", json={"student": STUDENT, "subject": "x"}), 422, "subject")


def test_a_screening_test_is_assigned_taken_and_scored(api: httpx.Client, sandbox: Sandbox) -> None:
    first = api.get(f"{SCREENING}/session/{STUDENT}").json()
    assert api.get(f"{SCREENING}/session/{STUDENT}").json() == first
    assert first["assignment"] == {"assignedTestKey": None, "status": None, "nweaStatus": None}
    body = {"userId": STUDENT, "subject": "Math"}
    assigned = api.post(f"{SCREENING}/tests/assign", json=body)
    assert (assigned.status_code, assigned.json()["pin"]) == (200, first["pin"])
    assert assigned.json()["assignment"]["nweaStatus"] == "ENQUEUED"
    refused(api.post(f"{SCREENING}/tests/assign", json=body), 400)
    for news, status in (("AWAITING_STUDENT", "assigned"), ("IN_PROGRESS", "in_progress"), ("COMPLETED", "completed")):
        score = {"ritScore": 201, "grade": 4} if news == "COMPLETED" else {}
        assert api.post("/.sandbox/screenings", json={**body, "nweaStatus": news, **score}).status_code == 200
        shown = api.get(f"{SCREENING}/session/{STUDENT}").json()["assignment"]
        assert (shown["status"], shown["nweaStatus"]) == (status, news)
    results = api.get(f"{SCREENING}/results/{STUDENT}").json()
    assert {name: result and (result["ritScore"], result["grade"]) for name, result in results.items()} == {
        "Math": (201, "4"),
        "Reading": None,
        "Language": None,
        "Science": None,
    }
    assert api.post(f"{SCREENING}/tests/assign", json={**body, "subject": "Reading"}).status_code == 200
    answer = api.post(f"{SCREENING}/session/reset", json={"userId": STUDENT})
    assert (answer.status_code, answer.content) == (204, b"")
    assert api.get(f"{SCREENING}/session/{STUDENT}").json() == first
    for answer in (
        api.get(f"{SCREENING}/session/nobody"),
        api.get(f"{SCREENING}/results/nobody"),
        api.post(f"{SCREENING}/session/reset", json={"userId": "nobody"}),
        api.post(f"{SCREENING}/tests/assign", json={**body, "userId": "nobody"}),
    ):
        refused(answer, 404)
    refused(api.post(f"{SCREENING}/tests/assign", json={**body, "subject": "Writing"}), 422, "subject")
    take(api, TESTS[1], 0)
    assert api.get(f"{BASE}/{STUDENT}").json()["Math"]["RIT"] == {"SCREENING": {"score": 201, "grade": 4}}
    sandbox.reset()
    assert api.get(f"{SCREENING}/results/{STUDENT}").json()["Math"] is None


def test_sequences_of_courses_and_the_tests_between_them(api: httpx.Client, sandbox: Sandbox) -> None:
    math, reading = sandbox.documents("courseSequences")
    base = f"/powerpath/course-sequence/{math['sourcedId']}"
    whole = api.get(base).json()
    assert (whole["id"], whole["subject"], whole["status"]) == (math["sourcedId"], "Math", "active")
    stages = api.get(f"{base}/stages").json()
    assert stages == whole["stages"]
    assert [(stage["type"], *stage["grades"]) for stage in stages] == [
        (kind, grade) for grade in "345" for kind in ("course", "assessment")
    ]
    assert stages[0]["properties"]["courseReferences"][0]["courseId"] == "course-1"
    assert api.get(f"{base}/stages", params={"grade": "4", "limit": 1}).json() == stages[2:3]
    after = f"{base}/stages/after/assessment"
    assert api.get(after, params={"test_grade": "3"}).json() == stages[2]
    assert api.get(after, params={"test_grade": "4", "test_type": "test_out"}).json() == stages[4]
    refused(api.get(after, params={"test_grade": "5"}), 404)
    refused(api.get(after, params={"test_grade": "3", "test_type": "placement"}), 404)
    refused(api.get(after), 422, "test_grade")
    refused(api.get(f"{base}/stages", params={"limit": "0"}), 422, "limit")
    refused(api.get("/powerpath/course-sequence/x"), 404)
    assert reading["subject"] == "Reading"
