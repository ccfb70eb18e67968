"""Bulk writes of the gradebook, a course in one call, a grading period under a term, export."""

import io
import zipfile
from typing import Any

import httpx
import pytest
from tests.sandbox.oneroster_bodies import GRADEBOOK, LINE_ITEM, RESOURCES, ROSTERING

from timeback_core.sandbox import Sandbox

RESULT = {
    "status": "active",
    "lineItem": {"sourcedId": "class-1-item-1"},
    "student": {"sourcedId": "student-1"},
    "scoreStatus": "fully graded",
    "score": 91.5,
    "scoreDate": "2025-10-09T08:00:00Z",
}


@pytest.mark.parametrize(
    ("path", "body", "collection", "member", "owner"),
    [
        ("classes/class-7/lineItems", {"lineItems": [LINE_ITEM]}, "lineItems", "class", "class-7"),
        ("schools/school-2/lineItems", {"lineItems": [LINE_ITEM]}, "lineItems", "school", "school-2"),
        ("lineItems/class-7-item-1/results", {"results": [RESULT]}, "results", "lineItem", "class-7-item-1"),
        (
            "classes/class-7/academicSessions/session-2-term-1/results",
            {"results": [RESULT]},
            "results",
            "class",
            "class-7",
        ),
    ],
)
def test_rows_belong_to_the_path(
    api: httpx.Client, path: str, body: Any, collection: str, member: str, owner: str
) -> None:
    pair = api.post(f"{GRADEBOOK}/{path}", json=body).json()["sourcedIdPairs"]
    found = api.get(f"{GRADEBOOK}/{collection}/{pair['allocatedSourcedId']}").json()
    assert next(iter(found.values()))[member] == {"sourcedId": owner}


def test_one_bad_row_refuses_the_call(sandbox: Sandbox, api: httpx.Client) -> None:
    before = sandbox.documents("results")
    url = f"{GRADEBOOK}/lineItems/class-1-item-1/results"
    bad = api.post(url, json={"results": [RESULT, {**RESULT, "score": "x"}]})
    assert bad.status_code == 422
    assert bad.json()["imsx_error_details"][0]["path"] == "results.1.score"
    taken = {**RESULT, "sourcedId": "class-1-item-1-result-1"}
    assert api.post(url, json={"results": [RESULT, taken]}).status_code == 404
    twice = {**RESULT, "sourcedId": "same"}
    assert api.post(url, json={"results": [twice, twice]}).status_code == 422
    assert sandbox.documents("results") == before


@pytest.mark.parametrize(
    ("path", "key", "text"),
    [
        ("classes/x/lineItems", "lineItems", "Class not found."),
        ("schools/district-1/lineItems", "lineItems", "School not found."),
        ("lineItems/x/results", "results", "Line item not found."),
        ("classes/x/academicSessions/session-1-year/results", "results", "Class or academic session not found."),
        ("classes/class-1/academicSessions/x/results", "results", "Class or academic session not found."),
    ],
)
def test_owners_must_exist(api: httpx.Client, path: str, key: str, text: str) -> None:
    row = LINE_ITEM if key == "lineItems" else RESULT
    answer = api.post(f"{GRADEBOOK}/{path}", json={key: [row]})
    assert (answer.status_code, answer.json()["imsx_description"]) == (404, text)


PERIOD = {
    "sourcedId": "p",
    "status": "active",
    "title": "Quarter",
    "startDate": "2026-01-05",
    "endDate": "2026-03-13",
    "type": "gradingPeriod",
    "schoolYear": "2026",
    "org": {"sourcedId": "school-1"},
    "tenantId": None,
    "clientAppId": None,
}


def test_a_grading_period_under_its_term(api: httpx.Client) -> None:
    url = f"{ROSTERING}/terms/session-1-term-2/gradingPeriods"
    answer = api.post(url, json={"academicSession": PERIOD})
    assert answer.status_code == 201
    created = answer.json()["academicSession"]
    assert (created["parent"]["sourcedId"], created["schoolYear"]) == ("session-1-term-2", 2026)
    assert not {"tenantId", "clientAppId"} & set(created)
    assert created == api.get(f"{ROSTERING}/gradingPeriods/p").json()["gradingPeriod"]
    own_parent = {**PERIOD, "sourcedId": "q", "parent": {"sourcedId": "session-1-year"}}
    kept = api.post(url, json={"academicSession": own_parent}).json()["academicSession"]
    assert kept["parent"]["sourcedId"] == "session-1-year"
    assert api.post(url.replace("term-2", "year"), json={"academicSession": PERIOD}).status_code == 404
    assert api.post(url, json={"academicSession": {**PERIOD, "type": "term"}}).status_code == 422


def item(title: str, unit: str, **more: Any) -> dict[str, Any]:
    base = {"url": f"https://x.test/{title}", "skillCode": "s", "lessonCode": f"l-{title}", "status": "active"}
    return {**base, "title": title, "unit-title": unit, "xp": 10, **more}


def test_a_course_in_one_call(api: httpx.Client) -> None:
    stimulus = {"title": "Article", "identifier": "stim-1"}
    video = {"url": "https://x.test/v.mp4", "title": "Film"}
    structure = {
        "1": item("One", "Unit A", stimulus=stimulus),
        "2": item("Two", "Unit B"),
        "3": item("Three", "Unit A", video=video),
    }
    course = {"sourcedId": "c", "status": "active", "title": "Art", "org": {"sourcedId": "school-1"}}
    answer = api.post(f"{ROSTERING}/courses/structure", json={"course": course, "courseStructure": structure})
    assert answer.status_code == 201
    assert answer.json()["sourcedIdPairs"]["allocatedSourcedId"] == "c"
    found = api.get(f"{ROSTERING}/courses/components", params={"filter": "course.sourcedId='c'"}).json()
    by_id = {row["sourcedId"]: row for row in found["courseComponents"]}
    units = [row for row in by_id.values() if row["parent"] is None]
    assert [(row["title"], row["sortOrder"]) for row in units] == [("Unit A", 0), ("Unit B", 1)]
    under = {row["title"]: by_id[row["parent"]["sourcedId"]]["title"] for row in by_id.values() if row["parent"]}
    assert under == {"One": "Unit A", "Two": "Unit B", "Three": "Unit A"}
    resources = api.get(f"{RESOURCES}/resources/courses/c/resources").json()["resources"]
    assert [row["title"] for row in resources] == ["One", "Article", "Two", "Three", "Film"]
    assert resources[0]["metadata"]["xp"] == 10
    assert (resources[0]["metadata"]["type"], resources[0]["metadata"]["subType"]) == ("qti", "qti-test")
    assert resources[4]["metadata"]["url"] == "https://x.test/v.mp4"


def test_a_course_in_one_call_is_all_or_nothing(sandbox: Sandbox, api: httpx.Client) -> None:
    url = f"{ROSTERING}/courses/structure"
    course = {"status": "active", "title": "Art", "org": {"sourcedId": "school-1"}}
    before = sandbox.documents("courses")
    assert api.post(url, json={"course": course}).status_code == 400
    bad = api.post(url, json={"course": course, "courseStructure": {"1": {**item("x", "y"), "xp": "1"}}})
    assert bad.json()["imsx_error_details"][0]["path"] == "courseStructure.1.xp"
    lost = {**course, "org": {"sourcedId": "x"}}
    assert api.post(url, json={"course": lost, "courseStructure": {}}).status_code == 404
    taken = {**course, "sourcedId": "course-1"}
    assert api.post(url, json={"course": taken, "courseStructure": {"1": item("x", "y")}}).status_code == 404
    assert sandbox.documents("courses") == before


def test_export_is_a_zip_file(api: httpx.Client) -> None:
    url = f"{RESOURCES}/resources/export/course-1-unit-1-lesson-1-resource"
    answer = api.post(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="assessment.imscc"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["imsmanifest.xml"]
        assert b"course-1-unit-1-lesson-1-resource" in archive.read("imsmanifest.xml")
    assert api.post(url).content == answer.content
    assert api.post(f"{RESOURCES}/resources/export/nope").status_code == 400
