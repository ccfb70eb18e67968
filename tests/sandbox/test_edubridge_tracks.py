"""EduBridge's subject tracks and applications on the sandbox."""

from typing import Any

import httpx
import pytest
from tests.sandbox.test_edubridge_enrollments import refused, row

TRACKS = "/edubridge/subject-track"
GROUPS = f"{TRACKS}/groups"
METRICS = "/edubridge/applicationMetrics"
MATH = {"subject": "Math", "grade": "9"}


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
