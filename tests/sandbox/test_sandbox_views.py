"""Lists that are views, the shapes of references, computed members, and the sentences of 404."""

from collections.abc import Iterable
from typing import Any

import httpx
import pytest

from timeback_core.sandbox import Sandbox

ROSTERING = "/ims/oneroster/rostering/v1p2"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2"
RESOURCES = "/ims/oneroster/resources/v1p2"


def listed(api: httpx.Client, path: str, key: str | None = None) -> list[str]:
    page = api.get(path, params={"limit": 3000}).json()
    rows = page[key or path.rstrip("/").rpartition("/")[2]]
    assert len(rows) == page["totalCount"]
    return [row["sourcedId"] for row in rows]


def stored(sandbox: Sandbox, collection: str) -> list[dict[str, Any]]:
    return [dict(document) for document in sandbox.documents(collection)]


def ids(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [row["sourcedId"] for row in rows]


def test_people_by_role(sandbox: Sandbox, api: httpx.Client) -> None:
    users = stored(sandbox, "users")
    for role in ("student", "teacher"):
        expected = ids(user for user in users if any(held["role"] == role for held in user["roles"]))
        assert listed(api, f"{ROSTERING}/{role}s/", "users") == expected
    assert api.get(f"{ROSTERING}/students/teacher-1").json()["imsx_description"] == "Student not found."
    assert api.get(f"{ROSTERING}/teachers/student-1").json()["imsx_description"] == "Teacher not found."


def test_a_second_role_counts(api: httpx.Client) -> None:
    user = api.get(f"{ROSTERING}/users/teacher-1").json()["user"]
    roles = [*user["roles"], {"roleType": "secondary", "role": "student", "org": {"sourcedId": "school-2"}}]
    api.put(f"{ROSTERING}/users/teacher-1", json={"user": {**user, "roles": roles}})
    assert "teacher-1" in listed(api, f"{ROSTERING}/students/", "users")
    assert "teacher-1" in listed(api, f"{ROSTERING}/schools/school-2/students", "users")
    assert "teacher-1" not in listed(api, f"{ROSTERING}/schools/school-2/teachers", "users")


def test_schools_terms_and_grading_periods(api: httpx.Client) -> None:
    assert listed(api, f"{ROSTERING}/schools/", "orgs") == ["school-1", "school-2"]
    assert api.get(f"{ROSTERING}/schools/district-1").status_code == 404
    terms = ["session-1-term-1", "session-1-term-2"]
    assert listed(api, f"{ROSTERING}/schools/school-1/terms") == terms
    assert "session-1-semester" not in listed(api, f"{ROSTERING}/terms/")
    assert len(listed(api, f"{ROSTERING}/gradingPeriods/")) == 8
    periods = ["session-1-period-1", "session-1-period-2"]
    assert listed(api, f"{ROSTERING}/terms/session-1-term-1/gradingPeriods") == periods
    assert api.get(f"{ROSTERING}/terms/session-1-year").json()["imsx_description"] == "Term not found."
    api.post("/.sandbox/switches", json={"terms_include_semesters": True})
    assert listed(api, f"{ROSTERING}/schools/school-1/terms") == [*terms, "session-1-semester"]
    assert api.get(f"{ROSTERING}/terms/session-1-semester").status_code == 200


def test_classes_of_people_whatever_the_seat(sandbox: Sandbox, api: httpx.Client) -> None:
    seats = stored(sandbox, "enrollments")
    own = {seat["class"]["sourcedId"] for seat in seats if seat["user"]["sourcedId"] == "student-1"}
    seat_id = next(seat["sourcedId"] for seat in seats if seat["user"]["sourcedId"] == "student-1")
    api.delete(f"{ROSTERING}/enrollments/{seat_id}")
    for people in ("users", "students"):
        assert set(listed(api, f"{ROSTERING}/{people}/student-1/classes")) == own
    body = {"role": "teacher", "user": {"sourcedId": "student-1"}, "class": {"sourcedId": "class-12"}}
    api.post(f"{ROSTERING}/enrollments/", json={"enrollment": body})
    api.post(f"{ROSTERING}/enrollments/", json={"enrollment": body})
    assert listed(api, f"{ROSTERING}/users/student-1/classes").count("class-12") == 1
    assert "class-12" not in listed(api, f"{ROSTERING}/students/student-1/classes")


def test_people_of_a_class_include_removed_seats(sandbox: Sandbox, api: httpx.Client) -> None:
    seats = [seat for seat in stored(sandbox, "enrollments") if seat["class"]["sourcedId"] == "class-1"]
    students = {seat["user"]["sourcedId"] for seat in seats if seat["role"] == "student"}
    removed = next(seat for seat in seats if seat["role"] == "student")
    api.delete(f"{ROSTERING}/enrollments/{removed['sourcedId']}")
    assert set(listed(api, f"{ROSTERING}/classes/class-1/students", "users")) == students
    assert listed(api, f"{ROSTERING}/classes/class-1/teachers", "users") == ["teacher-1"]
    in_school = f"{ROSTERING}/schools/school-1/classes/class-1"
    assert set(listed(api, f"{in_school}/students", "users")) == students
    assert listed(api, f"{in_school}/teachers", "users") == ["teacher-1"]
    assert listed(api, f"{in_school}/enrollments") == ids(seats)


def test_spec_keys(api: httpx.Client) -> None:
    api.post("/.sandbox/switches", json={"spec_keys": True})
    assert listed(api, f"{ROSTERING}/classes/class-1/students", "students")
    assert listed(api, f"{ROSTERING}/classes/class-1/teachers", "teachers") == ["teacher-1"]
    assert listed(api, f"{ROSTERING}/students/", "users")


def test_views_by_school_course_and_term(sandbox: Sandbox, api: httpx.Client) -> None:
    classes = stored(sandbox, "classes")
    by_school = ids(row for row in classes if row["school"]["sourcedId"] == "school-2")
    assert listed(api, f"{ROSTERING}/schools/school-2/classes") == by_school
    assert listed(api, f"{ROSTERING}/courses/course-7/classes") == ["class-7"]
    assert listed(api, f"{ROSTERING}/terms/session-2-term-1/classes") == by_school
    assert listed(api, f"{ROSTERING}/terms/session-2-term-2/classes") == []
    courses = ids(row for row in stored(sandbox, "courses") if row["org"]["sourcedId"] == "school-2")
    assert listed(api, f"{ROSTERING}/schools/school-2/courses") == courses
    seats = ids(row for row in stored(sandbox, "enrollments") if row["class"]["sourcedId"] in by_school)
    assert listed(api, f"{ROSTERING}/schools/school-2/enrollments") == seats


def test_views_of_the_gradebook(sandbox: Sandbox, api: httpx.Client) -> None:
    items = stored(sandbox, "lineItems")
    results = stored(sandbox, "results")
    of_class = ids(item for item in items if item["class"]["sourcedId"] == "class-1")
    assert listed(api, f"{GRADEBOOK}/classes/class-1/lineItems") == of_class
    of_school = ids(item for item in items if item["school"]["sourcedId"] == "school-1")
    assert listed(api, f"{GRADEBOOK}/schools/school-1/lineItems") == of_school
    scales = [f"class-{number}-scale" for number in range(1, 7)]
    assert listed(api, f"{GRADEBOOK}/schools/school-1/scoreScales") == scales
    assert listed(api, f"{GRADEBOOK}/classes/class-1/scoreScales") == ["class-1-scale"]
    assert listed(api, f"{GRADEBOOK}/classes/class-1/categories") == ["category-1", "category-2"]
    own = [row for row in results if row["class"]["sourcedId"] == "class-1"]
    assert listed(api, f"{GRADEBOOK}/classes/class-1/results") == ids(own)
    student = own[0]["student"]["sourcedId"]
    by_item = ids(row for row in own if row["lineItem"]["sourcedId"] == "class-1-item-1")
    assert listed(api, f"{GRADEBOOK}/classes/class-1/lineItems/class-1-item-1/results") == by_item
    by_student = ids(row for row in own if row["student"]["sourcedId"] == student)
    assert listed(api, f"{GRADEBOOK}/classes/class-1/students/{student}/results") == by_student


def test_a_result_without_class_counts_by_its_line_item(api: httpx.Client) -> None:
    result = {
        "sourcedId": "r",
        "status": "active",
        "lineItem": {"sourcedId": "class-2-item-1"},
        "student": {"sourcedId": "student-1"},
        "scoreStatus": "submitted",
        "scoreDate": "2025-10-09T08:00:00Z",
    }
    api.post(f"{GRADEBOOK}/results/", json={"result": result})
    assert "r" in listed(api, f"{GRADEBOOK}/classes/class-2/results")
    found = api.get(f"{GRADEBOOK}/results/r").json()["result"]
    assert (found["late"], found["missing"], found["class"]) == ("false", "false", None)
    api.put(f"{GRADEBOOK}/results/r", json={"result": {**result, "class": {"sourcedId": "class-1"}}})
    assert "r" in listed(api, f"{GRADEBOOK}/classes/class-1/results")
    assert "r" not in listed(api, f"{GRADEBOOK}/classes/class-2/results")


def test_views_of_resources(api: httpx.Client) -> None:
    expected = [f"course-1-unit-{unit}-lesson-{lesson}-resource" for unit in (1, 2) for lesson in (1, 2)]
    assert listed(api, f"{RESOURCES}/resources/courses/course-1/resources") == expected
    assert listed(api, f"{RESOURCES}/resources/classes/class-1/resources") == expected[:1]
    assert listed(api, f"{RESOURCES}/resources/users/student-1/resources") == expected[:1]
    assert listed(api, f"{RESOURCES}/resources/users/student-9/resources") == []


def test_references_in_their_four_forms(sandbox: Sandbox, api: httpx.Client) -> None:
    base = f"{sandbox.base_url}{ROSTERING}"
    school = {"href": f"{base}/orgs/school-1", "sourcedId": "school-1", "type": "org"}
    user = api.get(f"{ROSTERING}/users/student-1").json()["user"]
    assert user["roles"][0]["org"] == school
    org = api.get(f"{ROSTERING}/orgs/school-1").json()["org"]
    assert user["primaryOrg"] == {**school, "name": org["name"]}
    seat = api.get(f"{ROSTERING}/enrollments/", params={"filter": "user.sourcedId='student-1'"}).json()
    named = seat["enrollments"][0]["user"]
    assert named == {
        "href": f"{base}/users/student-1",
        "sourcedId": "student-1",
        "type": "user",
        "name": f"{user['givenName']} {user['familyName']}",
    }
    session = api.get(f"{ROSTERING}/academicSessions/session-1-term-1").json()["academicSession"]
    assert session["parent"] == {
        "href": f"{base}/academicSessions/session-1-year",
        "sourcedId": "session-1-year",
        "type": "academicSession",
    }
    assert session["org"] == school
    item = api.get(f"{GRADEBOOK}/lineItems/class-1-item-1").json()["lineItem"]
    assert (item["class"], item["school"]) == ({"sourcedId": "class-1"}, {"sourcedId": "school-1"})
    course = api.get(f"{ROSTERING}/courses/course-1").json()["course"]
    assert course["org"] == {"sourcedId": "school-1"}


def test_hrefs_lead_to_their_targets(api: httpx.Client) -> None:
    strange = "a/b c?#"
    api.post(f"{ROSTERING}/orgs/", json={"org": {"sourcedId": strange, "name": "x", "type": "local"}})
    api.put(
        f"{ROSTERING}/schools/school-1", json={"org": {"name": "y", "type": "school", "parent": {"sourcedId": strange}}}
    )
    href = api.get(f"{ROSTERING}/schools/school-1").json()["org"]["parent"]["href"]
    assert api.get(href).json()["org"]["sourcedId"] == strange


def test_children_and_school_year_are_computed(api: httpx.Client) -> None:
    district = api.get(f"{ROSTERING}/orgs/district-1").json()["org"]
    assert ids(district["children"]) == ["school-1", "school-2"]
    assert api.get(f"{ROSTERING}/orgs/school-1").json()["org"]["children"] == []
    year = api.get(f"{ROSTERING}/academicSessions/session-1-year").json()["academicSession"]
    assert ids(year["children"]) == ["session-1-term-1", "session-1-term-2", "session-1-semester"]
    assert (year["schoolYear"], year["parent"]) == (2027, None)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("users/x/classes", "User not found."),
        ("users/x/demographics", "User not found."),
        ("users/x/agents", "User not found."),
        ("users/x/agentFor", "User not found."),
        ("students/x/classes", "Student not found."),
        ("teachers/x/classes", "Teacher not found."),
        ("orgs/x", "Organization not found."),
        *((f"schools/x/{name}", "School not found.") for name in ("classes", "students", "teachers", "courses")),
        *((f"schools/x/{name}", "School not found.") for name in ("enrollments", "terms")),
        ("schools/district-1/classes", "School not found."),
        *(
            (f"schools/{where}/{name}", "School or class not found.")
            for where in ("x/classes/class-1", "school-1/classes/x", "school-2/classes/class-1")
            for name in ("enrollments", "students", "teachers")
        ),
        ("classes/x/students", "Class not found."),
        ("classes/x/teachers", "Class not found."),
        ("terms/x/classes", "Term not found."),
        ("terms/x/gradingPeriods", "Term not found."),
        ("gradingPeriods/x", "Grading period not found."),
        ("courses/x/classes", "Course not found."),
        ("courses/components/x", "Course Component not found."),
        ("courses/component-resources/x", "Component Resource not found."),
        ("enrollments/x", "Enrollment not found."),
        ("demographics/student-1", "Demographics record not found."),
    ],
)
def test_sentences_of_rostering(api: httpx.Client, path: str, text: str) -> None:
    answer = api.get(f"{ROSTERING}/{path}")
    assert (answer.status_code, answer.json()["imsx_description"]) == (404, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        *((f"classes/x/{name}", "Class not found.") for name in ("lineItems", "results", "scoreScales")),
        ("classes/x/categories", "Class not found."),
        ("classes/x/lineItems/class-1-item-1/results", "Class or line item not found."),
        ("classes/class-1/lineItems/x/results", "Class or line item not found."),
        ("classes/class-1/students/teacher-1/results", "Class or student not found."),
        ("schools/x/lineItems", "School not found."),
        ("schools/x/scoreScales", "School not found."),
        ("categories/x", "Category not found."),
        ("scoreScales/x", "Score scale not found."),
        ("lineItems/x", "Line item not found."),
        ("results/x", "Result not found."),
        ("assessmentLineItems/x", "Assessment line item not found."),
        ("assessmentResults/x", "Assessment result not found."),
    ],
)
def test_sentences_of_the_gradebook(api: httpx.Client, path: str, text: str) -> None:
    answer = api.get(f"{GRADEBOOK}/{path}")
    assert (answer.status_code, answer.json()["imsx_description"]) == (404, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("resources/x", "Resource not found."),
        ("resources/classes/x/resources", "Class not found."),
        ("resources/courses/x/resources", "Course not found."),
        ("resources/users/x/resources", "User not found."),
    ],
)
def test_sentences_of_resources(api: httpx.Client, path: str, text: str) -> None:
    answer = api.get(f"{RESOURCES}/{path}")
    assert (answer.status_code, answer.json()["imsx_description"]) == (404, text)
