"""What EduBridge tells of a student on the sandbox, the goals that are set, and the lessons that fill gaps."""

import json
from typing import Any

import httpx
from tests.sandbox.caliper_bodies import activity, sent
from tests.sandbox.test_edubridge_enrollments import enroll, refused, row
from tests.sandbox.test_edubridge_users import given_roles

from timeback_core.sandbox import Sandbox


def test_map_profiles_of_some_students(api: httpx.Client) -> None:
    (report,) = api.get("/edubridge/learning-reports/map-profile/student-1").json()["data"]
    assert report["schoolname"] == row(api, "orgs/school-1")["name"]
    assert isinstance(report["tests"], list)
    refused(api.get("/edubridge/learning-reports/map-profile/student-2"), 404)


def test_the_highest_grade_is_the_greatest_of_those_shown(api: httpx.Client) -> None:
    url = "/edubridge/analytics/highestGradeMastered"
    for student in ("student-1", "student-4", "student-7"):
        told = api.get(f"{url}/{student}/Math").json()
        assert (told["studentId"], told["subject"]) == (student, "Math")
        highest = told["grades"].pop("highestGradeOverall")
        shown = [int(grade) for grade in told["grades"].values() if grade is not None]
        assert (highest and int(highest)) == max(shown, default=None)
        assert api.get(f"{url}/{student}/math").json()["grades"].items() >= told["grades"].items()
    unseeded = api.get(f"{url}/student-2/Social%20Studies").json()
    assert (unseeded["subject"], set(unseeded["grades"].values())) == ("Social Studies", {None})
    refused(api.get(f"{url}/nobody/Math"), 404)


def test_time_is_saved_from_the_first_enrollment_or_the_beginning_of_the_year(api: httpx.Client) -> None:
    def saved(user_id: str) -> Any:
        return api.get(f"/edubridge/time-saved/user/{user_id}").json()["data"]

    given_roles(api, "new", ("student", "school-1"))
    refused(api.get("/edubridge/time-saved/user/new"), 404)
    refused(api.get("/edubridge/time-saved/user/nobody"), 404)
    enroll(api, "new", "course-1", beginDate="2026-09-04T00:00:00.000Z")
    told = saved("new")
    # From Friday to Monday two weeks later, both included: no holiday among them.
    assert (told["schoolDaysElapsed"], told["totalHoursSaved"], told["totalDaysSaved"]) == (12, 60, 2.5)
    assert told["earliestStartDate"] == "2026-09-04T00:00:00.000Z"
    assert told["schoolYearStartDate"] == "2026-08-01T00:00:00.000Z"
    assert told["calculation"]["formula"].startswith("12 school days")
    # The first of September is a holiday here.
    assert saved("student-1")["schoolDaysElapsed"] == 35
    assert saved("student-1")["earliestStartDate"] == "2026-08-01T00:00:00.000Z"
    enroll(api, "new", "course-2", beginDate="2027-01-01")
    api.delete("/edubridge/enrollments/unenroll/new/course-1")
    assert saved("new")["schoolDaysElapsed"] == 0


def test_goals_are_kept_and_told_with_the_progress(api: httpx.Client) -> None:
    url = "/goals/student-1/subjects"
    rows = {each["subject"]: each for each in api.get(url).json()["subjects"]}
    assert [*rows] == ["Math", "Science", "Language"]
    assert {each["goal"] for each in rows.values()} == {None}
    total = row(api, "courses/course-1")["metadata"]["metrics"]["totalXp"]
    assert rows["Math"]["computed"]["xp"] == {"total": total, "earned": 0, "remaining": total, "pctComplete": 0}

    wanted = {
        "objective": {"type": "grade_mastery", "value": "5"},
        "pacing": {"mode": "target_date", "endDate": "2026-10-02"},
    }
    preview = api.post(f"{url}/preview", json={"subject": "Writing", **wanted}).json()["preview"]
    assert set(preview) == {"subject", "goal", "execution", "computed"}
    assert preview["goal"] == {"type": "grade_mastery", **wanted}
    assert preview["computed"]["pace"]["schoolDaysRemaining"] == 10
    assert len(api.get(url).json()["subjects"]) == 3

    made = api.post(url, json={"subject": "Writing", **wanted})
    assert made.status_code == 201
    goal = made.json()["subject"]["goal"]
    assert (goal["status"], goal["startDate"], goal["objective"]) == ("active", "2026-09-21", wanted["objective"])
    changed = api.patch(f"{url}/Writing", json={"pacing": {"dailyTargetXP": 12.5}}).json()["subject"]
    assert changed["goal"]["pacing"] == {**wanted["pacing"], "dailyTargetXP": 12.5}
    assert changed["computed"]["pace"]["effectiveDailyXP"] == 12.5
    assert api.get(url).json()["subjects"][-1] == changed
    slow = api.post(url, json={"subject": "Math", "pacing": {"dailyTargetXP": 1e-308}}).json()["subject"]
    assert slow["computed"]["projection"]["daysToNextGrade"] == 36_500
    other = api.patch(f"{url}/Writing", json={"objective": {"type": "percentile"}}).json()["subject"]["goal"]
    assert (other["type"], other["objective"]) == ("percentile", {"type": "percentile", "value": "5"})
    again = api.post(url, json={"subject": "Writing"}).json()["subject"]["goal"]
    assert (again["pacing"], again["id"] != goal["id"]) == ({}, True)

    refused(api.patch(f"{url}/Reading", json={}), 404)
    refused(api.post(url, json={"subject": "Alchemy", "pacing": {"endDate": "soon"}}), 422, "subject", "pacing.endDate")
    for path in ("subjects", "courses"):
        assert api.post(f"/goals/nobody/{path}", json={}).status_code == 404


def test_progress_towards_goals_is_what_was_earned(api: httpx.Client) -> None:
    sent(api, activity())
    xp = api.get("/goals/student-1/subjects").json()["subjects"][0]["computed"]["xp"]
    assert (xp["earned"], xp["remaining"]) == (12.5, xp["total"] - 12.5)
    assert xp["pctComplete"] == round(1250 / xp["total"])


def test_a_goal_for_a_course(api: httpx.Client) -> None:
    body = {"courseId": "course-1", "target": {"metric": "xp", "value": "100"}}
    answer = api.post("/goals/student-1/courses", json=body)
    told = answer.json()["course"]
    assert (answer.status_code, told["course"]) == (201, {"id": "course-1", "title": "Math", "subject": "Math"})
    assert (told["goal"]["target"], told["goal"]["pacing"], told["progress"]["earnedXP"]) == (body["target"], None, 0)
    refused(api.post("/goals/student-1/courses", json={"courseId": "course-1"}), 422, "target")
    refused(api.post("/goals/student-1/courses", json={**body, "courseId": "nothing"}), 404)


def test_lessons_become_a_course_of_ones_own(api: httpx.Client) -> None:
    catalog = "/edubridge/progression/catalog"
    told = api.get(f"{catalog}?subject=Math&subject=Reading&gradeLevel=3&limit=3&page=2").json()
    whole = api.get(f"{catalog}?subject=Math&subject=Reading").json()
    assert told == {"lessons": whole["lessons"][3:6], "page": 2, "limit": 3, "total": len(whole["lessons"])}
    assert api.get(f"{catalog}?gradeLevel=12").json()["lessons"] == []
    assert api.get(f"{catalog}?page=0").status_code == 422

    chosen = told["lessons"][1::-1]
    body = {
        "subject": "math",
        "grade": 3,
        "app": "timeback",
        "email": row(api, "users/student-1")["email"],
        "lessonIds": [*(lesson["id"] for lesson in chosen), "no lesson"],
        "courseDetails": {"title": "Gaps"},
    }
    url = "/edubridge/progression/create-course"
    first, second = (api.post(url, json=body).json() for _ in range(2))
    size = {"totalLessons": 2, "totalXp": sum(lesson["xp"] for lesson in chosen)}
    assert first == {
        "success": True,
        "course": {"sourcedId": first["course"]["sourcedId"], "title": "Gaps", **size},
        "enrollment": {"statusCode": 201, "message": "Enrolled"},
        "resourcesCreated": 2,
        "resourcesFailed": 1,
    }
    assert second["course"]["sourcedId"] != first["course"]["sourcedId"]
    seats = api.get("/edubridge/enrollments/user/student-1").json()["data"]
    (seat,) = [seat for seat in seats if seat["course"]["id"] == first["course"]["sourcedId"]]
    assert (seat["course"]["subjects"], seat["course"]["grades"], seat["metadata"]["metrics"]) == (
        ["Math"],
        ["3"],
        size,
    )
    resources = f"/ims/oneroster/resources/v1p2/resources/courses/{seat['course']['id']}/resources"
    assert [each["title"] for each in api.get(resources).json()["resources"]] == [each["title"] for each in chosen]
    wrong = {**body, "subject": "Math", "grade": "13", "lessonIds": []}
    refused(api.post(url, json=wrong), 422, "subject", "grade", "lessonIds")
    refused(api.post(url, json={**body, "email": "nobody@example.com"}), 404)


def test_a_job_is_queued(api: httpx.Client) -> None:
    texts = ("studentTimebackId", "studentEmail", "subject", "grade", "currentCourseSourcedId")
    body = {"assignmentId": 7, **dict.fromkeys(texts, "x")}
    told = api.post("/edubridge/progression/enqueue", json=body).json()
    assert (told["success"], len(told["messageId"])) == (True, 36)
    refused(api.post("/edubridge/progression/enqueue", json={"assignmentId": "7"}), 422, "assignmentId", *texts)


def test_what_is_seeded_carries_the_prefix_and_leads_to_each_other() -> None:
    plain, own = Sandbox(students=4), Sandbox(students=4, id_prefix="north-")
    for name in ("applications", "applicationMetrics", "subjectTracks", "mapProfiles", "gradesMastered", "courses"):
        rows = own.documents(name)
        assert all(str(found["sourcedId"]).startswith("north-") for found in rows)
        assert [json.loads(json.dumps(found).replace("north-", "")) for found in rows] == plain.documents(name)
        assert rows
