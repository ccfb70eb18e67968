"""What is refused before anything is stored, with which status, path and message."""

import json
from typing import Any

import httpx
import pytest

from timeback_core.sandbox import Sandbox

ROSTERING = "/ims/oneroster/rostering/v1p2"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2"
RESOURCES = "/ims/oneroster/resources/v1p2"

ROLE = {"roleType": "primary", "role": "student", "org": {"sourcedId": "school-1"}}
USER: dict[str, Any] = {
    "givenName": "Ann",
    "familyName": "Lee",
    "enabledUser": True,
    "email": "ann.lee@example.com",
    "roles": [ROLE],
}


def problems(answer: httpx.Response, status: int = 422) -> list[str]:
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert (body["imsx_codeMajor"], body["imsx_severity"]) == ("failure", "error")
    assert body["imsx_description"] == ("Validation error" if status == 422 else "Invalid data")
    minor = body["imsx_CodeMinor"]["imsx_codeMinorField"][0]
    assert minor["imsx_codeMinorFieldValue"] == "invaliddata"
    assert all(detail["message"] for detail in body["imsx_error_details"])
    return [detail["path"] for detail in body["imsx_error_details"]]


def test_what_is_nested_too_deep_is_refused(api: httpx.Client) -> None:
    def post(levels: int) -> httpx.Response:
        deep: object = 1
        for _ in range(levels):
            deep = {"a": deep}
        return api.post(f"{ROSTERING}/users/", json={"user": {**USER, "sourcedId": "deep", "metadata": deep}})

    assert problems(post(260), 400) == problems(post(900), 400) == [""]
    assert api.post(f"{ROSTERING}/users/", content=b"[" * 5000).status_code == 400
    assert (post(249).status_code, post(248).status_code) == (400, 201)
    assert api.post(f"{ROSTERING}/users/deep/agents", json={"agentSourcedId": "student-1"}).status_code == 200
    assert api.post(f"{ROSTERING}/users/student-2/agents", json={"agentSourcedId": "deep"}).status_code == 200
    for path in ("deep", "deep/demographics", "student-1/agentFor", "student-2/agents"):
        assert api.get(f"{ROSTERING}/users/{path}").status_code == 200
    assert api.get(f"{ROSTERING}/users/", params={"limit": 3000}).status_code == 200


def test_integers_are_kept_to_the_last_digit_or_refused(api: httpx.Client) -> None:
    def post(digits: str) -> httpx.Response:
        user = json.dumps({"user": {**USER, "metadata": {"number": 0}}}).replace('"number": 0', f'"number": {digits}')
        return api.post(f"{ROSTERING}/users/", content=user)

    for digits in ("18446744073709551616", "-9223372036854775809", "9" * 5000):
        assert problems(post(digits), 400) == [""]
    answer = post("18446744073709551615")
    found = api.get(f"{ROSTERING}/users/{answer.json()['sourcedIdPairs']['allocatedSourcedId']}")
    assert found.json()["user"]["metadata"] == {"number": 2**64 - 1}
    assert api.post(f"{ROSTERING}/users/", json={"user": {**USER, "email": "a@b.c", "sms": "9" * 30}}).is_success


@pytest.mark.parametrize(
    "date",
    ["2026-02-31", "2026-13-01", "0000-01-01", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00+25:00", "٢٠٢٦-01-01"],
)
def test_days_that_no_calendar_has_are_refused(api: httpx.Client, date: str) -> None:
    session = {**SESSION, "endDate": date}
    assert problems(api.post(f"{ROSTERING}/academicSessions/", json={"academicSession": session})) == [
        "academicSession.endDate"
    ]
    user = {**USER, "roles": [{**ROLE, "beginDate": date}]}
    assert problems(api.post(f"{ROSTERING}/users/", json={"user": user})) == ["user.roles.0.beginDate"]
    seat = {"user": {"sourcedId": "student-1"}, "beginDate": date}
    assert problems(api.post(f"{ROSTERING}/classes/class-1/students", json={"enrollment": seat})) == [
        "enrollment.beginDate"
    ]


@pytest.mark.parametrize("year", ["99999999999999999999", "1" * 10])
def test_a_year_of_too_many_digits_is_refused(api: httpx.Client, year: str) -> None:
    answer = api.post(f"{ROSTERING}/academicSessions/", json={"academicSession": {**SESSION, "schoolYear": year}})
    assert problems(answer) == ["academicSession.schoolYear"]


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({"givenName": None}, ["user.givenName"]),
        ({"givenName": 7, "familyName": True}, ["user.givenName", "user.familyName"]),
        ({"sourcedId": ""}, ["user.sourcedId"]),
        ({"status": "inactive"}, ["user.status"]),
        ({"enabledUser": "yes"}, ["user.enabledUser"]),
        ({"enabledUser": 1}, ["user.enabledUser"]),
        ({"roles": []}, ["user.roles"]),
        ({"roles": {}}, ["user.roles"]),
        ({"roles": [{**ROLE, "role": "boss"}]}, ["user.roles.0.role"]),
        ({"roles": [{"roleType": "primary"}]}, ["user.roles.0.role", "user.roles.0.org"]),
        ({"roles": [{**ROLE, "org": {}}]}, ["user.roles.0.org.sourcedId"]),
        ({"roles": [{**ROLE, "metadata": {"timebackRole": "king"}}]}, ["user.roles.0.metadata.timebackRole"]),
        ({"email": "nobody"}, ["user.email"]),
        ({"email": "a b@c.d"}, ["user.email"]),
        ({"grades": ["14"]}, ["user.grades.0"]),
        ({"grades": ["K", 3, 1.5]}, ["user.grades.0", "user.grades.2"]),
        ({"userIds": [{"type": "x"}]}, ["user.userIds.0.identifier"]),
        ({"primaryOrg": "school-1"}, ["user.primaryOrg"]),
        ({"primaryOrg": None}, ["user.primaryOrg"]),
        ({"metadata": []}, ["user.metadata"]),
        ({"metadata": {"onboarding": {"Math": {"state": "maybe"}}}}, ["user.metadata.onboarding.Math.state"]),
    ],
)
def test_users(sandbox: Sandbox, api: httpx.Client, change: dict[str, Any], paths: list[str]) -> None:
    before = sandbox.documents("users")
    assert problems(api.post(f"{ROSTERING}/users/", json={"user": {**USER, **change}})) == paths
    assert sandbox.documents("users") == before


def test_everything_that_is_missing_is_named(api: httpx.Client) -> None:
    assert problems(api.post(f"{ROSTERING}/users/", json={"user": {}})) == [
        "user.enabledUser",
        "user.givenName",
        "user.familyName",
        "user.roles",
        "user.email",
    ]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"null", b'{"org": {}}', b"[" * 5000, b'{"user": "\\ud800"}'])
def test_what_cannot_be_read_is_400(api: httpx.Client, body: bytes) -> None:
    answer = api.post(f"{ROSTERING}/users/", content=body, headers={"content-type": "application/json"})
    problems(answer, 400)


@pytest.mark.parametrize("value", [None, 7, "x", []])
def test_an_entity_that_is_no_object(api: httpx.Client, value: Any) -> None:
    assert problems(api.post(f"{ROSTERING}/users/", json={"user": value})) == ["user"]


REF = {"sourcedId": "x"}
SESSION = {
    "sourcedId": "s",
    "status": "active",
    "title": "T",
    "startDate": "2026-01-01",
    "endDate": "2026-05-01T00:00:00Z",
    "type": "term",
    "schoolYear": "2026",
    "org": {"sourcedId": "school-1"},
}
GUID = {"sourcedId": "session-1-year", "href": "https://x.test/1", "type": "academicSession"}


@pytest.mark.parametrize(
    ("path", "body", "paths"),
    [
        (f"{ROSTERING}/orgs/", {"org": {"name": "x", "type": "club"}}, ["org.type"]),
        (f"{ROSTERING}/schools/", {"org": {"name": "x", "type": "district"}}, ["org.type"]),
        (f"{ROSTERING}/schools/", {"org": {"name": "x"}}, ["org.type"]),
        (
            f"{ROSTERING}/academicSessions/",
            {"academicSession": {}},
            [
                f"academicSession.{name}"
                for name in (*("sourcedId", "status", "title", "startDate"), *("endDate", "type", "schoolYear", "org"))
            ],
        ),
        (
            f"{ROSTERING}/academicSessions/",
            {"academicSession": {**SESSION, "schoolYear": 2026, "startDate": "garbage"}},
            ["academicSession.startDate", "academicSession.schoolYear"],
        ),
        (
            f"{ROSTERING}/academicSessions/",
            {"academicSession": {**SESSION, "children": [REF]}},
            ["academicSession.children.0.href", "academicSession.children.0.type"],
        ),
        (f"{ROSTERING}/gradingPeriods/", {"academicSession": SESSION}, ["academicSession.type"]),
        (
            f"{ROSTERING}/terms/session-1-term-1/gradingPeriods",
            {"academicSession": {**SESSION, "type": "gradingPeriod"}},
            ["academicSession.tenantId", "academicSession.clientAppId"],
        ),
        (f"{ROSTERING}/courses/", {"course": {}}, ["course.status", "course.title", "course.org"]),
        (
            f"{ROSTERING}/courses/",
            {
                "course": {
                    "status": "active",
                    "title": "x",
                    "org": {"sourcedId": "school-1"},
                    "schoolYear": {"sourcedId": "session-1-year"},
                    "subjects": ["Alchemy"],
                }
            },
            ["course.schoolYear.href", "course.schoolYear.type", "course.subjects.0"],
        ),
        (
            f"{ROSTERING}/courses/components",
            {"courseComponent": {"sortOrder": "1"}},
            ["courseComponent.status", "courseComponent.course", "courseComponent.title", "courseComponent.sortOrder"],
        ),
        (
            f"{ROSTERING}/courses/component-resources",
            {"componentResource": {"lessonType": "nap"}},
            [
                f"componentResource.{name}"
                for name in ("sourcedId", "status", "courseComponent", "resource", "title", "lessonType")
            ],
        ),
        (
            f"{ROSTERING}/classes/",
            {"class": {"classType": "nap"}},
            ["class.title", "class.classType", "class.course", "class.terms", "class.org"],
        ),
        (f"{ROSTERING}/classes/class-1/students", {"enrollment": {}}, ["enrollment.user"]),
        (
            f"{ROSTERING}/enrollments/",
            {"enrollment": {"role": "aide", "primary": "yes", "metadata": {"goals": {"dailyXp": "3"}}}},
            [
                "enrollment.metadata.goals.dailyXp",
                "enrollment.role",
                "enrollment.primary",
                "enrollment.user",
                "enrollment.class",
            ],
        ),
        (
            f"{ROSTERING}/demographics/",
            {"demographics": {"birthDate": "1.2.2012", "sex": "other", "asian": True}},
            ["demographics.sourcedId", "demographics.birthDate", "demographics.sex", "demographics.asian"],
        ),
        (
            f"{GRADEBOOK}/categories/",
            {"category": {"weight": "1"}},
            ["category.status", "category.title", "category.weight"],
        ),
        (
            f"{GRADEBOOK}/scoreScales/",
            {"scoreScale": {"scoreScaleValue": [{}]}},
            [
                *(f"scoreScale.{name}" for name in ("status", "title", "type", "class")),
                "scoreScale.scoreScaleValue.0.itemValueLHS",
                "scoreScale.scoreScaleValue.0.itemValueRHS",
            ],
        ),
        (
            f"{GRADEBOOK}/lineItems/",
            {"lineItem": {"assignDate": "2026-01-01"}},
            [f"lineItem.{name}" for name in ("title", "assignDate", "dueDate", "class", "school", "category")],
        ),
        (
            f"{GRADEBOOK}/results/",
            {"result": {"scoreStatus": "Submitted", "late": True, "score": "9"}},
            [
                f"result.{name}"
                for name in ("status", "lineItem", "student", "scoreStatus", "score", "scoreDate", "late")
            ],
        ),
        (
            f"{GRADEBOOK}/assessmentLineItems/",
            {"assessmentLineItem": {"learningObjectiveSet": [{"source": "x"}]}},
            [
                "assessmentLineItem.status",
                "assessmentLineItem.title",
                "assessmentLineItem.learningObjectiveSet.0.learningObjectiveIds",
            ],
        ),
        (
            f"{GRADEBOOK}/assessmentResults/",
            {"assessmentResult": {}},
            [
                f"assessmentResult.{name}"
                for name in ("status", "assessmentLineItem", "student", "scoreDate", "scoreStatus")
            ],
        ),
        (
            f"{RESOURCES}/resources/",
            {"resource": {"importance": "high", "roles": ["x"]}},
            ["resource.title", "resource.roles.0", "resource.importance", "resource.vendorResourceId"],
        ),
        (f"{GRADEBOOK}/lineItems/class-1-item-1/results", {"results": {}}, ["results"]),
        (f"{GRADEBOOK}/lineItems/class-1-item-1/results", {"results": []}, ["results"]),
        (f"{GRADEBOOK}/classes/class-1/lineItems", {"lineItems": ["x"]}, ["lineItems.0"]),
    ],
)
def test_the_other_kinds(api: httpx.Client, path: str, body: Any, paths: list[str]) -> None:
    assert problems(api.post(path, json=body)) == paths


@pytest.mark.parametrize("verb", ["POST", "PUT"])
def test_the_wrong_envelope_is_400(api: httpx.Client, verb: str) -> None:
    path = f"{GRADEBOOK}/results/" + ("" if verb == "POST" else "class-1-item-1-result-1")
    assert problems(api.request(verb, path, json={"results": {}}), 400) == ["result"]


def test_unknown_members_are_dropped_but_metadata_is_kept(sandbox: Sandbox, api: httpx.Client) -> None:
    body = {
        "title": "x",
        "vendorResourceId": "v",
        "sourcedId": "r",
        "url": "https://x.test",
        "metadata": {"url": "https://x.test", "deep": {"er": [1, None]}},
    }
    assert api.post(f"{RESOURCES}/resources/", json={"resource": body}).status_code == 201
    resource = api.get(f"{RESOURCES}/resources/r").json()["resource"]
    assert "url" not in resource
    assert resource["metadata"] == {"url": "https://x.test", "deep": {"er": [1, None]}}


def test_grades_and_flags_are_stored_in_one_form(api: httpx.Client) -> None:
    body = {**USER, "sourcedId": "u", "grades": [-1, "0", 13], "enabledUser": "false"}
    assert api.post(f"{ROSTERING}/users/", json={"user": body}).status_code == 201
    user = api.get(f"{ROSTERING}/users/u").json()["user"]
    assert (user["grades"], user["enabledUser"]) == (["-1", "0", "13"], "false")


def test_an_email_belongs_to_one_living_user(api: httpx.Client) -> None:
    taken = api.get(f"{ROSTERING}/users/student-1").json()["user"]["email"]
    body = {"user": {**USER, "email": taken}}
    assert problems(api.post(f"{ROSTERING}/users/", json=body)) == ["user.email"]
    assert problems(api.put(f"{ROSTERING}/users/student-2", json=body)) == ["user.email"]
    assert api.put(f"{ROSTERING}/users/student-1", json=body).status_code == 200
    api.delete(f"{ROSTERING}/users/student-1")
    assert api.post(f"{ROSTERING}/users/", json=body).status_code == 201


def test_terms_of_a_class_belong_to_its_school(api: httpx.Client) -> None:
    body = {
        "title": "x",
        "course": {"sourcedId": "course-1"},
        "org": {"sourcedId": "school-1"},
        "terms": [{"sourcedId": "session-1-term-1"}, {"sourcedId": "session-2-term-1"}],
    }
    assert problems(api.post(f"{ROSTERING}/classes/", json={"class": body})) == ["class.terms.1"]
    update = {"class": {"terms": [{"sourcedId": "session-2-term-1"}]}}
    assert problems(api.put(f"{ROSTERING}/classes/class-1", json=update)) == ["class.terms.0"]
