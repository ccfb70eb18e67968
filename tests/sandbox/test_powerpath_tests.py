"""Tests that other applications give, assignments of them, and test-outs, in PowerPath on the sandbox."""

from typing import Any

import httpx
import pytest
from tests.sandbox.test_edubridge_enrollments import GRADEBOOK, enroll, refused, seats_of

ASSIGNMENTS = "/powerpath/test-assignments"
PLANS = "/powerpath/lessonPlans"
STUDENT = "student-1"
SHEET = {"spreadsheetUrl": "https://docs.google.com/spreadsheets/d/1/edit#gid=0", "sheet": "Fall"}
NEW = {"courseId": "course-1", "toolProvider": "edulastic", "grades": [3], "lessonType": "placement"}


def made(api: httpx.Client, path: str = "createExternalPlacementTest", **changes: object) -> Any:
    answer = api.post(f"/powerpath/{path}", json={**NEW, **changes})
    assert answer.status_code == 200, answer.text
    return answer.json()


def assigned(api: httpx.Client, lesson: str, **more: object) -> Any:
    answer = api.post("/powerpath/makeExternalTestAssignment", json={"student": STUDENT, "lesson": lesson, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def imported(api: httpx.Client, lesson: str, *questions: float, graded: bool = True) -> Any:
    """What is imported after the application has told these scores."""
    if questions:
        told = {"student": STUDENT, "lesson": lesson, "questions": questions, "graded": graded}
        assert api.post("/.sandbox/external-scores", json=told).status_code == 200
    path = "/powerpath/importExternalTestAssignmentResults"
    answer = api.get(path, params={"student": STUDENT, "lesson": lesson})
    assert answer.status_code == 200, answer.text
    return answer.json()


def progress(api: httpx.Client, lesson: str) -> Any:
    return api.get("/powerpath/getAssessmentProgress", params={"student": STUDENT, "lesson": lesson}).json()


def courses_of(api: httpx.Client) -> set[str]:
    return {seat["course"]["id"] for seat in seats_of(api, STUDENT).values()}


def test_an_external_test_is_made_once_for_a_course_and_grade(api: httpx.Client) -> None:
    first = made(api, launchUrl="https://test.example/1", vendorId="v1", xp=20, courseIdOnFail="course-3")
    assert {name: first[name] for name in first if not name.endswith("Id")} == {
        "lessonType": "placement",
        "launchUrl": "https://test.example/1",
        "toolProvider": "edulastic",
        "courseIdOnFail": "course-3",
        "grades": ["3"],
    }
    assert first["vendorId"] == "v1"
    again = made(api, grades=["3", "4"], courseIdOnFail=None, lessonTitle="Again")
    assert {name: again[name] for name in ("lessonId", "resourceId", "courseComponentId")} == {
        name: first[name] for name in ("lessonId", "resourceId", "courseComponentId")
    }
    assert (again["courseIdOnFail"], again["launchUrl"], again["grades"]) == (None, first["launchUrl"], ["3", "4"])
    other = made(api, grades=["4"], courseComponentSourcedId="course-1-unit-2", resourceMetadata={"subject": "Science"})
    assert (other["lessonId"] != first["lessonId"], other["courseComponentId"]) == (True, "course-1-unit-2")
    body = {**NEW, "lessonType": "test-out", "xp": 5}
    outs = [made(api, "createExternalTestOut", **{**body, "grades": [grade]}) for grade in (3, 4)]
    assert outs[0]["lessonId"] == outs[1]["lessonId"]
    url = "/powerpath/createExternalPlacementTest"
    refused(api.post(url, json={**NEW, "toolProvider": "mastery-track"}), 400)
    for change in ({"courseId": "x"}, {"courseIdOnFail": "x"}, {"courseComponentSourcedId": "x"}):
        refused(api.post(url, json={**NEW, "grades": ["9"], **change}), 404)
    refused(api.post(url, json={**NEW, "lessonType": "quiz"}), 422, "lessonType")
    refused(
        api.post(url, json={"lessonType": "test-out", "grades": []}), 422, "courseId", "toolProvider", "grades", "xp"
    )


def test_an_assigned_test_is_imported_once_it_is_graded(api: httpx.Client) -> None:
    lesson = made(api, courseIdOnFail="course-3", xp=20)["lessonId"]
    first = assigned(api, lesson)
    assert (first["toolProvider"], first["lessonType"], first["attempt"]) == ("edulastic", "placement", 1)
    assert set(first["credentials"]) == {"email", "password"}
    assert first["testId"] == first["assignmentId"]
    assert assigned(api, lesson) == first
    waiting = imported(api, lesson)
    assert waiting == {**first, "lessonId": lesson, "finalized": False}
    assert imported(api, lesson, 1, 0, graded=False) == waiting
    assert progress(api, lesson)["score"] == 50
    before = courses_of(api)
    done = imported(api, lesson, 1, 0.5)
    assert done == {**waiting, "finalized": True}
    shown = progress(api, lesson)
    assert (shown["score"], shown["finalized"], shown["toolProvider"], shown["questions"]) == (
        75,
        True,
        "edulastic",
        [],
    )
    assert courses_of(api) - before == {"course-3"} - before
    assert imported(api, lesson, 1) == done
    assert progress(api, lesson)["score"] == 75
    second = assigned(api, lesson)
    assert (second["attempt"], second["assignmentId"] != first["assignmentId"]) == (2, True)


@pytest.mark.parametrize(("skip", "failed"), [(False, True), (True, None)])
def test_a_missing_track_is_told(api: httpx.Client, *, skip: bool, failed: bool | None) -> None:
    lesson = made(api, grades=["9"], toolProvider="mastery-track")["lessonId"]
    given = assigned(api, lesson, skipCourseEnrollment=skip, testId="mine")
    assert (given["testId"], given["classId"]) == ("mine", "")
    before = courses_of(api)
    assert imported(api, lesson, 0)["finalized"] is True
    assert courses_of(api) == before
    assert progress(api, lesson).get("enrollmentFailed") is failed


def test_only_tests_of_other_applications_are_assigned_and_imported(api: httpx.Client) -> None:
    make, take = "/powerpath/makeExternalTestAssignment", "/powerpath/importExternalTestAssignmentResults"
    for lesson in ("course-1-unit-1-lesson-1-link", "placement-math-3"):
        named = {"student": STUDENT, "lesson": lesson}
        refused(api.post(make, json=named), 400)
        refused(api.get(take, params=named), 400)
    lesson = made(api)["lessonId"]
    refused(api.get(take, params={"student": STUDENT, "lesson": lesson}), 400)
    for named in ({"student": "x", "lesson": lesson}, {"student": STUDENT, "lesson": "x"}):
        refused(api.post(make, json=named), 404)
        refused(api.get(take, params=named), 404)
    refused(api.post(make, json={"lesson": lesson}), 422, "student")


def test_a_test_is_assigned_taken_and_over(api: httpx.Client) -> None:
    body = {"student": STUDENT, "subject": "Math", "grade": 5, "testName": "Fall"}
    created = api.post(ASSIGNMENTS, json=body)
    assert created.status_code == 200
    ids = created.json()
    url = f"{ASSIGNMENTS}/{ids['assignmentId']}"
    shown = api.get(url).json()
    assert (shown["subject"], shown["grade"], shown["testName"], shown["assignmentStatus"]) == (
        "Math",
        "5",
        "Fall",
        "assigned",
    )
    assert (shown["componentResourceSourcedId"], shown["resourceSourcedId"]) == (ids["lessonId"], ids["resourceId"])
    refused(api.post(ASSIGNMENTS, json=body), 422, "student")
    answer = api.put(url, json={"testName": "Later"})
    assert (answer.status_code, answer.content) == (204, b"")
    refused(api.put(url, json={"testName": "", "name": "x"}), 422, "", "testName")
    assert assigned(api, ids["lessonId"])["lessonType"] == "test-out"
    assert api.get(url).json()["assignmentStatus"] == "in_progress"
    imported(api, ids["lessonId"], 1, 1)
    over = api.get(url).json()
    assert (over["assignmentStatus"], over["testName"], over["completedAt"]) == (
        "completed",
        "Later",
        "2026-09-21T14:13:20.125Z",
    )
    items = api.get(f"{GRADEBOOK}/assessmentLineItems", params={"filter": "title='PowerPath Test: Fall'"}).json()
    assert len(items["assessmentLineItems"]) == 1
    again = api.post(ASSIGNMENTS, json=body).json()
    imported_id = again["lessonId"]
    assigned(api, imported_id)
    imported(api, imported_id, 0.8)
    assert api.get(f"{ASSIGNMENTS}/{again['assignmentId']}").json()["assignmentStatus"] == "failed"
    answer = api.delete(url)
    assert (answer.status_code, answer.content) == (204, b"")
    for verb, sent in (("GET", None), ("PUT", {"testName": "x"}), ("DELETE", None)):
        refused(api.request(verb, url, json=sent), 404)
    listed = api.get(ASSIGNMENTS, params={"student": STUDENT}).json()
    assert [row["sourcedId"] for row in listed["testAssignments"]] == [again["assignmentId"]]


def test_assignments_come_in_pages_newest_first(api: httpx.Client) -> None:
    items = [
        {"student": STUDENT, "subject": subject, "grade": grade}
        for grade in (3, "4")
        for subject in ("Math", "Reading")
    ]
    answer = api.post(f"{ASSIGNMENTS}/bulk", json={"items": [*items, {**items[0], "student": "student-2"}]})
    assert (answer.status_code, answer.json()["success"], answer.json()["errors"]) == (200, True, [])
    ids = [made["assignmentId"] for made in answer.json()["results"]]

    def page(path: str = "", **query: str | int) -> tuple[list[str], list[int]]:
        told = api.get(ASSIGNMENTS + path, params=query).json()
        numbers = [told[name] for name in ("totalCount", "pageCount", "pageNumber", "offset", "limit")]
        return [row["sourcedId"] for row in told["testAssignments"]], numbers

    assert page("/admin", limit=2, offset=2) == (ids[::-1][2:4], [5, 3, 2, 2, 2])
    assert page("/admin", student="student-2") == (ids[4:], [1, 1, 1, 0, 100])
    assert page(student=STUDENT, subject="math")[0] == [ids[2], ids[0]]
    assert page(student=STUDENT, grade="3", status="assigned")[0] == [ids[1], ids[0]]
    assert page(student=STUDENT, status="failed") == ([], [0, 0, 1, 0, 100])
    refused(api.get(ASSIGNMENTS), 422, "student")
    refused(api.get(ASSIGNMENTS, params={"student": "x"}), 404)
    for name, wrong in (
        ("limit", "0"),
        ("limit", "3001"),
        ("limit", "x"),
        ("offset", "-1"),
        ("status", "x"),
        ("grade", "14"),
    ):
        refused(api.get(f"{ASSIGNMENTS}/admin", params={name: wrong}), 422, name)


def test_many_are_assigned_or_none(api: httpx.Client) -> None:
    good = {"student": STUDENT, "subject": "Math", "grade": "3"}
    answer = api.post(f"{ASSIGNMENTS}/bulk", json={"items": [good, {**good, "student": "x"}, {"subject": []}, good]})
    told = answer.json()
    assert (answer.status_code, told["success"], told["results"]) == (400, False, [])
    assert [(error["row"], error["message"].split(":")[0]) for error in told["errors"]] == [
        (1, "Student not found."),
        (2, "student"),
        (2, "subject"),
        (2, "grade"),
        (3, "An earlier row is the same."),
    ]
    assert api.get(f"{ASSIGNMENTS}/admin").json()["totalCount"] == 0
    refused(api.post(f"{ASSIGNMENTS}/bulk", json={"items": []}), 422, "items")
    refused(api.post(f"{ASSIGNMENTS}/bulk", json={"items": [good], "more": 1}), 422, "")


def test_a_sheet_is_imported(api: httpx.Client) -> None:
    def sheet(*lines: str) -> Any:
        put = {**SHEET, "csv": "\n".join(lines)}
        assert api.post("/.sandbox/sheets", json=put).status_code == 200
        return api.post(f"{ASSIGNMENTS}/import", json=SHEET)

    def errors(answer: httpx.Response) -> list[tuple[int, str]]:
        assert answer.status_code == 400
        return [(error["row"], error["message"]) for error in answer.json()["errors"]]

    email = api.get("/ims/oneroster/rostering/v1p2/users/student-2").json()["user"]["email"]
    assert errors(api.post(f"{ASSIGNMENTS}/import", json=SHEET)) == [(0, "The sheet cannot be read.")]
    assert errors(sheet("student,Subject")) == [(0, "The sheet has no column grade.")]
    assert errors(sheet("student,subject,grade")) == [(0, "The sheet has no rows.")]
    wrong = sheet("STUDENT,Subject,grade", "student-1,Math,3", "", "nobody,Math,3", "student-1,Maths,3")
    assert [row for row, _ in errors(wrong)] == [2, 3]
    done = sheet("Grade,student,Subject,note", "3, student-1 ,Math,x", f'4,{email},"Social Studies"')
    assert (done.status_code, len(done.json()["results"])) == (200, 2)
    listed = api.get(f"{ASSIGNMENTS}/admin").json()["testAssignments"]
    assert [(row["studentSourcedId"], row["subject"], row["grade"]) for row in listed] == [
        ("student-2", "Social Studies", "4"),
        ("student-1", "Math", "3"),
    ]
    url = "/powerpath/test-assignments/import"
    refused(api.post(url, json={"spreadsheetUrl": "sheet"}), 422, "spreadsheetUrl", "sheet")


def test_a_test_out_is_started_once(api: httpx.Client) -> None:
    url, body = f"{PLANS}/startTestOut", {"courseId": "course-2", "studentId": STUDENT}

    def stands() -> Any:
        return api.get(f"{PLANS}/getCourseProgress/course-2/student/{STUDENT}").json()["testOut"]

    if stands() == {"status": "not_eligible"}:
        refused(api.post(url, json=body), 400)
        enroll(api, STUDENT, "course-2")
    assert stands() == {"status": "available"}
    first, again = (api.post(url, json=body).json() for _ in range(2))
    assert (first.pop("status"), again.pop("status")) == ("created", "existing")
    assert first == again
    ids = {name: first[name] for name in ("assignmentId", "lessonId")}
    assert stands() == {"status": "in_progress", **ids}
    assigned(api, first["lessonId"])
    imported(api, first["lessonId"], 0)
    assert stands() == {"status": "failed", **ids}
    refused(api.post(url, json=body), 400)
    refused(api.post(url, json={**body, "courseId": "x"}), 404)
    refused(api.post(url, json={**body, "studentId": "x"}), 404)
    refused(api.post(url, json={"courseId": ""}), 422, "courseId", "studentId")


@pytest.mark.parametrize(("score", "is_enrolled"), [(1, True), (0.5, False)])
def test_a_test_out_that_is_passed_leads_to_the_course_of_the_next_grade(
    api: httpx.Client, score: float, *, is_enrolled: bool
) -> None:
    (home,) = (seat["school"]["id"] for seat in [enroll(api, STUDENT, "course-6")])
    for grade, course in (("3", "course-10"), ("4", "course-11")):
        track = {"subject": "Math", "grade": grade, "courseId": course, "orgSourcedId": home}
        assert api.put("/edubridge/subject-track/", json=track).status_code == 200
    lesson = api.post(ASSIGNMENTS, json={"student": STUDENT, "subject": "Math", "grade": "3"}).json()["lessonId"]
    before = courses_of(api)
    assert "course-11" not in before
    assigned(api, lesson)
    imported(api, lesson, score)
    assert courses_of(api) == before | ({"course-11"} if is_enrolled else set())


def test_the_test_out_lesson_of_a_course(api: httpx.Client) -> None:
    query = {"student": STUDENT, "course": "course-1"}
    none = {"lessonType": "test-out", "lessonId": None, "finalized": False, "toolProvider": None}
    assert api.get("/powerpath/testOut", params=query).json() == none
    lesson = made(api, "createExternalTestOut", lessonType="test-out", xp=5)["lessonId"]
    told = {**none, "lessonId": lesson, "toolProvider": "edulastic"}
    assert api.get("/powerpath/testOut", params=query).json() == told
    given = assigned(api, lesson)
    assert api.get("/powerpath/testOut", params=query).json() == {**given, **told}
    imported(api, lesson, 1)
    assert api.get("/powerpath/testOut", params=query).json()["finalized"] is True
    refused(api.get("/powerpath/testOut", params={**query, "course": "x"}), 404)


def test_a_student_asks_for_a_test_out(api: httpx.Client) -> None:
    def eligible(subject: str, student: str = STUDENT) -> Any:
        return api.get(f"/powerpath/test-out/getTestOutEligibility/{student}/{subject}").json()

    def ask(subject: str, student: str = STUDENT) -> httpx.Response:
        body = {"oneRosterSourcedId": student, "subject": subject}
        return api.post("/powerpath/test-out/makeExternalStudentTestOutAssignment", json=body)

    for subject in ("Alchemy", "Social Studies", "Vocabulary"):
        assert (eligible(subject)["eligible"], refused(ask(subject), 400)) == (False, eligible(subject)["reason"])
    seats = seats_of(api, "student-3").values()
    for course in {seat["course"]["id"] for seat in seats}:
        assert api.delete(f"/edubridge/enrollments/unenroll/student-3/{course}").status_code == 204
    enroll(api, "student-3", "placement-reading")
    assert eligible("Reading", "student-3")["reason"] == "The student is not enrolled in a course of this subject."
    enroll(api, "student-3", "course-2")
    assert eligible("READING", "student-3") == {"eligible": True}
    given = ask("reading", "student-3").json()
    assert (given["success"], given["data"]["subject"], given["data"]["grade"]) == (True, "Reading", "3")
    assert eligible("Reading", "student-3")["eligible"] is False
    lesson = given["data"]["lessonId"]
    named = {"student": "student-3", "lesson": lesson}
    assert api.post("/powerpath/makeExternalTestAssignment", json=named).status_code == 200
    assert api.post("/.sandbox/external-scores", json={**named, "questions": [1]}).status_code == 200
    assert api.get("/powerpath/importExternalTestAssignmentResults", params=named).json()["finalized"] is True
    assert ask("Reading", "student-3").json()["data"]["grade"] == "4"
    refused(ask("Math", "nobody"), 404)


def test_a_result_that_an_application_writes_stands_in_the_progress(api: httpx.Client) -> None:
    url, lesson = f"{PLANS}/updateStudentItemResponse", "course-2-unit-2-lesson-2-link"
    result: dict[str, Any] = {
        "status": "active",
        "score": 80,
        "scoreDate": "2026-01-15T17:08:22.348Z",
        "scoreStatus": "fully graded",
    }
    body: dict[str, Any] = {
        "studentId": STUDENT,
        "componentResourceId": lesson,
        "result": {**result, "metadata": {"attempt": 7}},
    }
    first = api.post(url, json=body)
    assert first.status_code == 201
    kept, item = first.json()["componentResourceResult"], first.json()["componentResourceLineItem"]
    assert (kept["score"], kept["student"], item["componentResource"]) == (
        80,
        {"sourcedId": STUDENT},
        {"sourcedId": lesson},
    )
    api.post(url, json={**body, "result": {**body["result"], "score": 90}})
    api.post(url, json={**body, "result": {**result, "textScore": "Completed"}})
    unit = {"studentId": STUDENT, "componentId": "course-2-unit-1", "result": result}
    assert set(api.post(url, json=unit).json()) == {"componentLineItem", "componentResult"}

    def items(**query: str) -> Any:
        path = f"{PLANS}/getCourseProgress/course-2/student/{STUDENT}"
        return api.get(path, params=query).json()["lineItems"]

    (shown,) = items(lessonId=lesson)
    assert (shown["type"], shown["courseComponentResourceSourcedId"]) == ("resource", lesson)
    assert [(each["score"], each["textScore"]) for each in shown["results"]] == [(90, None), (80, "Completed")]
    assert [each["courseComponentSourcedId"] for each in items() if each["type"] == "component"] == ["course-2-unit-1"]
    assert shown in items()
    assert items(lessonId="x") == []
    refused(api.get(f"{PLANS}/getCourseProgress/course-2/student/{STUDENT}", params={"lessonId": ""}), 422, "lessonId")
    for path in ("x/student/student-1", "course-2/student/x"):
        refused(api.get(f"{PLANS}/getCourseProgress/{path}"), 404)
    refused(api.post(url, json={**body, "componentId": "course-2-unit-1"}), 422, "componentResourceId")
    refused(api.post(url, json={**body, "componentResourceId": "x"}), 404)
    refused(api.post(url, json={**body, "studentId": "x"}), 404)
    refused(
        api.post(url, json={**body, "result": {"scoreDate": "x"}}),
        422,
        "result.status",
        "result.scoreDate",
        "result.scoreStatus",
    )
