"""EduBridge's users, tracks, applications, reports, goals and lessons on the sandbox."""

import json
from typing import Any

import httpx
import pytest
from tests.sandbox.caliper_bodies import activity, sent
from tests.sandbox.test_edubridge_enrollments import enroll, refused, row

from timeback_core.sandbox import Sandbox

ROSTERING = "/ims/oneroster/rostering/v1p2"
USERS = "/edubridge/users/"
TRACKS = "/edubridge/subject-track"
GROUPS = f"{TRACKS}/groups"
METRICS = "/edubridge/applicationMetrics"
MATH = {"subject": "Math", "grade": "9"}


def ids(api: httpx.Client, query: str) -> list[str]:
    answer = api.get(f"{USERS}?{query}")
    assert answer.status_code == 200, answer.text
    return [user["sourcedId"] for user in answer.json()["users"]]


def given_roles(api: httpx.Client, sourced_id: str, *roles: tuple[str, str]) -> None:
    user = {
        "sourcedId": sourced_id,
        "givenName": "Zelda",
        "familyName": "Quill",
        "enabledUser": True,
        "username": f"zq-{sourced_id}",
        "email": f"{sourced_id}@example.com",
        "roles": [{"roleType": "primary", "role": role, "org": {"sourcedId": org}} for role, org in roles],
    }
    assert api.post(f"{ROSTERING}/users/", json={"user": user}).status_code == 201


def test_users_have_no_other_roles_than_those_asked_for(api: httpx.Client) -> None:
    given_roles(api, "both", ("teacher", "school-1"), ("student", "school-2"))
    students = [f"student-{number}" for number in range(1, 13)]
    assert ids(api, "roles=student") == students
    assert ids(api, "roles=guardian") == ["guardian-1", "guardian-2"]
    assert sorted(ids(api, "roles=student&roles=teacher&search=zelda")) == ["both"]
    # Pages and answers of the one question are not those of the other.
    assert ids(api, "roles=student&limit=1") == ["student-1"]
    assert ids(api, "roles=guardian&limit=1") == ["guardian-1"]
    assert ids(api, "roles=aide") == []
    assert sorted(ids(api, "roles=teacher&roles=student&orgSourcedIds=school-2&search=quill")) == ["both"]


def test_users_of_some_orgs(api: httpx.Client) -> None:
    of_first = ids(api, "roles=student&orgSourcedIds=school-1")
    assert of_first == [f"student-{number}" for number in range(1, 13, 2)]
    assert len(ids(api, "roles=student&orgSourcedIds=school-1&orgSourcedIds=school-2")) == 12
    assert ids(api, "roles=student&orgSourcedIds=nowhere") == []


def test_users_are_searched_filtered_sorted_and_paged_as_in_oneroster(api: httpx.Client) -> None:
    assert ids(api, "roles=student&search=STUDENT-12") == ["student-12"]
    given_roles(api, "z", ("student", "school-1"))
    assert ids(api, "roles=student&search=ZQ-") == ["z"]
    assert ids(api, "roles=student&filter=sourcedId='student-2' OR sourcedId='guardian-1'") == ["student-2"]
    told = api.get(f"{USERS}?roles=student&sort=sourcedId&orderBy=desc&limit=5&offset=5&fields=sourcedId").json()
    names = sorted(["z", *(f"student-{number}" for number in range(1, 13))], reverse=True)
    assert told == {
        "users": [{"sourcedId": name} for name in names[5:10]],
        "totalCount": 13,
        "pageCount": 3,
        "pageNumber": 2,
        "offset": 5,
        "limit": 5,
    }


@pytest.mark.parametrize("query", ["", "roles=", "roles=wizard", "roles=student&limit=0", "roles=student&orderBy=up"])
def test_users_that_are_not_asked_for_rightly(api: httpx.Client, query: str) -> None:
    assert api.get(f"{USERS}?{query}").status_code == 422


def test_a_user_is_shown_with_ids_and_demographics(api: httpx.Client) -> None:
    users = {user["sourcedId"]: user for user in api.get(f"{USERS}?roles=student&roles=teacher").json()["users"]}
    of_oneroster = row(api, "users/student-2")
    assert users["student-2"] == {**of_oneroster, "demographics": row(api, "demographics/student-2")}
    assert users["student-1"] == row(api, "users/student-1")
    assert users["teacher-1"] == {**row(api, "users/teacher-1"), "userIds": []}


def tracks(api: httpx.Client) -> dict[str, Any]:
    return {track["id"]: track for track in api.get(f"{TRACKS}/").json()["subjectTrack"]}


def test_a_track_is_one_for_each_org_subject_and_grade(api: httpx.Client) -> None:
    before = tracks(api)
    made = {}
    for org in (None, "school-1", "school-2"):
        for course in ("course-1", "course-2"):
            body = {**MATH, "courseId": course, "orgSourcedId": org}
            answer = api.put(
                f"{TRACKS}/", json={name: value for name, value in body.items() if value or course == "course-2"}
            )
            assert answer.status_code == 200
            made[org] = answer.json()["subjectTrack"]
    assert len({track["id"] for track in made.values()}) == 3
    assert tracks(api) == {**before, **{track["id"]: track for track in made.values()}}
    assert {track["course"]["sourcedId"] for track in made.values()} == {"course-2"}
    assert made["school-1"]["course"] == row(api, "courses/course-2")
    assert made["school-1"]["org"] == row(api, "orgs/school-1")
    assert made[None]["org"] is None
    removed = api.delete(f"{TRACKS}/{made['school-1']['id']}")
    assert (removed.status_code, removed.json()) == (200, {"data": None})
    assert made["school-1"]["id"] not in tracks(api)
    refused(api.delete(f"{TRACKS}/{made['school-1']['id']}"), 404)


@pytest.mark.parametrize(
    ("change", "status", "details"),
    [
        ({"subject": "Alchemy"}, 422, ["subject"]),
        ({"grade": "14"}, 422, ["grade"]),
        ({"courseId": ""}, 422, ["courseId"]),
        ({"courseId": "nothing"}, 404, []),
        ({"orgSourcedId": "nowhere"}, 404, []),
    ],
)
def test_tracks_that_make_no_sense(api: httpx.Client, change: dict[str, str], status: int, details: list[str]) -> None:
    before = tracks(api)
    refused(api.put(f"{TRACKS}/", json={**MATH, "courseId": "course-1", **change}), status, *details)
    many = {name: value for name, value in change.items() if name != "orgSourcedId"}
    orgs = [change["orgSourcedId"]] if "orgSourcedId" in change else []
    refused(api.post(GROUPS, json={**MATH, "courseId": "course-1", **many, "orgSourcedIds": orgs}), status, *details)
    assert tracks(api) == before


def group(course: str, *, is_global: bool = False) -> dict[str, Any]:
    return {**MATH, "courseId": course, "isGlobal": is_global}


def groups(api: httpx.Client) -> list[tuple[dict[str, Any], list[str | None]]]:
    listed = api.get(GROUPS).json()["groups"]
    return [
        (each["key"], [track["org"] and track["org"]["sourcedId"] for track in each["tracks"]])
        for each in listed
        if each["key"]["grade"] == "9"
    ]


def done(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.content) == (204, b"")


def test_groups_are_tracks_that_agree(api: httpx.Client) -> None:
    schools = ["school-1", "school-2"]
    done(api.post(GROUPS, json={**MATH, "courseId": "course-1", "orgSourcedIds": schools}))
    assert groups(api) == [(group("course-1"), schools)]
    done(api.post(GROUPS, json={**MATH, "courseId": "course-1"}))
    assert groups(api)[1:] == [(group("course-1", is_global=True), [None])]

    change = {**MATH, "currentCourseId": "course-1", "courseId": "course-2"}
    done(api.put(GROUPS, json={**change, "isGlobal": False, "orgSourcedIds": ["school-2"]}))
    assert (group("course-2"), ["school-2"]) in groups(api)
    assert (group("course-1"), schools) not in groups(api)
    refused(api.put(GROUPS, json={**change, "isGlobal": False, "orgSourcedIds": []}), 404)

    to_global = {**MATH, "currentCourseId": "course-2", "courseId": "course-3", "isGlobal": False}
    before = groups(api)
    refused(api.put(GROUPS, json={**to_global, "strategy": "fail"}), 409)
    refused(api.put(GROUPS, json={**to_global, "strategy": "guess"}), 422, "strategy")
    assert groups(api) == before
    done(api.put(GROUPS, json=to_global))
    assert groups(api) == [(group("course-3", is_global=True), [None])]
    done(api.put(GROUPS, json={**group("course-3", is_global=True), "currentCourseId": "course-3", "strategy": "fail"}))

    done(api.request("DELETE", GROUPS, json=group("course-3", is_global=True)))
    assert groups(api) == []
    refused(api.request("DELETE", GROUPS, json=group("course-3", is_global=True)), 404)
    refused(api.request("DELETE", GROUPS, json=MATH), 422, "courseId", "isGlobal")


def test_applications_and_what_they_report(api: httpx.Client) -> None:
    listed = api.get("/edubridge/applications/").json()["applications"]
    assert [app["sourcedId"] for app in listed] == ["application-1", "application-2", "application-3"]
    assert {type(app["domain"]) for app in listed} == {list}
    url = f"{METRICS}/application-1"
    body = {"applicationMetric": {"metric": "quizzes", "metricSource": "powerpath"}}
    shown = {"applicationSourcedId": "application-1", **body["applicationMetric"]}
    for _ in range(2):
        answer = api.post(url, json=body)
        assert (answer.status_code, answer.json()) == (201, {"data": shown})
    assert api.get(url).json()["data"].count(shown) == 1
    done(api.request("DELETE", url, json=body))
    assert shown not in api.get(url).json()["data"]
    refused(api.request("DELETE", url, json=body), 404)
    wrong = {"applicationMetric": {"metric": "fun"}}
    refused(api.post(url, json=wrong), 422, "applicationMetric.metric", "applicationMetric.metricSource")
    refused(api.post(url, json={"metric": "xp", "metricSource": "powerpath"}), 400, "applicationMetric")
    for answer in (api.get(f"{METRICS}/x"), api.post(f"{METRICS}/x", json=body)):
        assert refused(answer, 404) == "Application not found."


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

    chosen = told["lessons"][:2]
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


def test_what_is_seeded_carries_the_prefix_and_leads_to_each_other() -> None:
    plain, own = Sandbox(students=4), Sandbox(students=4, id_prefix="north-")
    for name in ("applications", "applicationMetrics", "subjectTracks", "mapProfiles", "gradesMastered", "courses"):
        rows = own.documents(name)
        assert all(str(found["sourcedId"]).startswith("north-") for found in rows)
        assert [json.loads(json.dumps(found).replace("north-", "")) for found in rows] == plain.documents(name)
        assert rows


def test_a_job_is_queued(api: httpx.Client) -> None:
    texts = ("studentTimebackId", "studentEmail", "subject", "grade", "currentCourseSourcedId")
    body = {"assignmentId": 7, **dict.fromkeys(texts, "x")}
    told = api.post("/edubridge/progression/enqueue", json=body).json()
    assert (told["success"], len(told["messageId"])) == (True, 36)
    refused(api.post("/edubridge/progression/enqueue", json={"assignmentId": "7"}), 422, "assignmentId", *texts)
