"""Every documented operation answers with its documented status and envelope: a table copied by hand."""

from typing import Any

import httpx
import pytest

ROSTERING = "/ims/oneroster/rostering/v1p2"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2"
RESOURCES = "/ims/oneroster/resources/v1p2"

USER = {
    "givenName": "Ann",
    "familyName": "Lee",
    "enabledUser": True,
    "email": "ann.lee@example.com",
    "roles": [{"roleType": "primary", "role": "student", "org": {"sourcedId": "school-1"}}],
}
ORG = {"name": "Annex", "type": "department"}
SCHOOL = {"name": "Annex", "type": "school"}
SESSION = {
    "sourcedId": "new",
    "status": "active",
    "title": "Term",
    "startDate": "2026-01-05",
    "endDate": "2026-06-05",
    "type": "term",
    "schoolYear": "2026",
    "org": {"sourcedId": "school-1"},
}
PERIOD = {**SESSION, "type": "gradingPeriod"}
TERM_PERIOD = {**PERIOD, "tenantId": None, "clientAppId": None}
COURSE = {"status": "active", "title": "Art", "org": {"sourcedId": "school-1"}}
COMPONENT = {"status": "active", "title": "Unit", "course": {"sourcedId": "course-1"}}
LINK = {
    "sourcedId": "new",
    "status": "active",
    "title": "Link",
    "courseComponent": {"sourcedId": "course-1-unit-1"},
    "resource": {"sourcedId": "course-1-unit-1-lesson-1-resource"},
}
ITEM = {
    "url": "u",
    "skillCode": "s",
    "lessonCode": "l",
    "title": "t",
    "unit-title": "U",
    "status": "a",
    "xp": 1,
}
CLASS = {
    "title": "Art 1",
    "course": {"sourcedId": "course-1"},
    "org": {"sourcedId": "school-1"},
    "terms": [{"sourcedId": "session-1-term-1"}],
}
SEAT = {"user": {"sourcedId": "student-1"}}
ENROLLMENT = {"role": "student", "user": {"sourcedId": "student-1"}, "class": {"sourcedId": "class-1"}}
CATEGORY = {"status": "active", "title": "Projects"}
SCALE = {
    "status": "active",
    "title": "Pass or fail",
    "type": "text",
    "class": {"sourcedId": "class-1"},
    "scoreScaleValue": [{"itemValueLHS": "1", "itemValueRHS": "pass"}],
}
LINE_ITEM = {
    "title": "Essay",
    "assignDate": "2025-10-01T08:00:00Z",
    "dueDate": "2025-10-08T08:00:00Z",
    "class": {"sourcedId": "class-1"},
    "school": {"sourcedId": "school-1"},
    "category": {"sourcedId": "category-1"},
}
RESULT = {
    "status": "active",
    "lineItem": {"sourcedId": "class-1-item-1"},
    "student": {"sourcedId": "student-1"},
    "scoreStatus": "fully graded",
    "score": 91.5,
    "scoreDate": "2025-10-09T08:00:00Z",
}
CHECK = {"status": "active", "title": "Check"}
CHECK_RESULT = {
    "status": "active",
    "assessmentLineItem": {"sourcedId": "class-1-assessment"},
    "student": {"sourcedId": "student-1"},
    "scoreStatus": "submitted",
    "scoreDate": "2025-10-09T08:00:00Z",
}
RESOURCE = {"title": "Text", "vendorResourceId": "v-1"}

# (row of the reference, verb, path with ids of the seeded district, body, status, key of the answer)
# A key of "" is an answer without an envelope, None an empty object, "-" no body at all.
ROWS: list[tuple[int, str, str, Any, int, str | None]] = [
    (1, "GET", f"{ROSTERING}/users/", None, 200, "users"),
    (2, "POST", f"{ROSTERING}/users/", {"user": USER}, 201, "sourcedIdPairs"),
    (3, "GET", f"{ROSTERING}/users/student-1", None, 200, "user"),
    (4, "PUT", f"{ROSTERING}/users/student-1", {"user": USER}, 200, "user"),
    (5, "DELETE", f"{ROSTERING}/users/student-1", None, 204, "-"),
    (6, "GET", f"{ROSTERING}/users/student-2/demographics", None, 200, "user"),
    (7, "GET", f"{ROSTERING}/users/student-1/classes", None, 200, "classes"),
    (8, "GET", f"{ROSTERING}/users/guardian-1/agentFor", None, 200, "users"),
    (9, "GET", f"{ROSTERING}/users/student-5/agents", None, 200, "agents"),
    (10, "POST", f"{ROSTERING}/users/student-1/agents", {"agentSourcedId": "guardian-1"}, 200, None),
    (11, "DELETE", f"{ROSTERING}/users/student-5/agents/guardian-1", None, 200, None),
    (
        12,
        "POST",
        f"{ROSTERING}/users/student-1/credentials",
        {"applicationName": "App", "credentials": {"username": "u", "password": "p"}},
        201,
        "",
    ),
    (14, "GET", f"{ROSTERING}/students/", None, 200, "users"),
    (15, "GET", f"{ROSTERING}/students/student-1", None, 200, "user"),
    (16, "GET", f"{ROSTERING}/students/student-1/classes", None, 200, "classes"),
    (17, "GET", f"{ROSTERING}/teachers/", None, 200, "users"),
    (18, "GET", f"{ROSTERING}/teachers/teacher-1", None, 200, "user"),
    (19, "GET", f"{ROSTERING}/teachers/teacher-1/classes", None, 200, "classes"),
    (20, "GET", f"{ROSTERING}/orgs/", None, 200, "orgs"),
    (21, "POST", f"{ROSTERING}/orgs/", {"org": ORG}, 201, "sourcedIdPairs"),
    (22, "GET", f"{ROSTERING}/orgs/district-1", None, 200, "org"),
    (23, "PUT", f"{ROSTERING}/orgs/district-1", {"org": ORG}, 201, None),
    (24, "DELETE", f"{ROSTERING}/orgs/district-1", None, 204, "-"),
    (25, "GET", f"{ROSTERING}/schools/", None, 200, "orgs"),
    (26, "POST", f"{ROSTERING}/schools/", {"org": SCHOOL}, 201, "sourcedIdPairs"),
    (27, "GET", f"{ROSTERING}/schools/school-1", None, 200, "org"),
    (28, "PUT", f"{ROSTERING}/schools/school-1", {"org": SCHOOL}, 200, ""),
    (29, "DELETE", f"{ROSTERING}/schools/school-1", None, 204, "-"),
    (30, "GET", f"{ROSTERING}/schools/school-1/classes", None, 200, "classes"),
    (31, "GET", f"{ROSTERING}/schools/school-1/students", None, 200, "users"),
    (32, "GET", f"{ROSTERING}/schools/school-1/teachers", None, 200, "users"),
    (33, "GET", f"{ROSTERING}/schools/school-1/courses", None, 200, "courses"),
    (34, "GET", f"{ROSTERING}/schools/school-1/enrollments", None, 200, "enrollments"),
    (35, "GET", f"{ROSTERING}/schools/school-1/terms", None, 200, "terms"),
    (36, "GET", f"{ROSTERING}/schools/school-1/classes/class-1/enrollments", None, 200, "enrollments"),
    (37, "GET", f"{ROSTERING}/schools/school-1/classes/class-1/students", None, 200, "users"),
    (38, "GET", f"{ROSTERING}/schools/school-1/classes/class-1/teachers", None, 200, "users"),
    (39, "GET", f"{GRADEBOOK}/schools/school-1/lineItems", None, 200, "lineItems"),
    (
        40,
        "POST",
        f"{GRADEBOOK}/schools/school-1/lineItems",
        {"lineItems": [LINE_ITEM]},
        201,
        "sourcedIdPairs",
    ),
    (41, "GET", f"{GRADEBOOK}/schools/school-1/scoreScales", None, 200, "scoreScales"),
    (42, "GET", f"{ROSTERING}/academicSessions/", None, 200, "academicSessions"),
    (43, "POST", f"{ROSTERING}/academicSessions/", {"academicSession": SESSION}, 201, "sourcedIdPairs"),
    (44, "GET", f"{ROSTERING}/academicSessions/session-1-year", None, 200, "academicSession"),
    (45, "PUT", f"{ROSTERING}/academicSessions/session-1-term-1", {"academicSession": SESSION}, 200, ""),
    (46, "DELETE", f"{ROSTERING}/academicSessions/session-1-year", None, 204, "-"),
    (47, "GET", f"{ROSTERING}/terms/", None, 200, "terms"),
    (48, "GET", f"{ROSTERING}/terms/session-1-term-1", None, 200, "term"),
    (49, "GET", f"{ROSTERING}/terms/session-1-term-1/classes", None, 200, "classes"),
    (50, "GET", f"{ROSTERING}/terms/session-1-term-1/gradingPeriods", None, 200, "gradingPeriods"),
    (
        51,
        "POST",
        f"{ROSTERING}/terms/session-1-term-1/gradingPeriods",
        {"academicSession": TERM_PERIOD},
        201,
        "academicSession",
    ),
    (52, "GET", f"{ROSTERING}/gradingPeriods/", None, 200, "gradingPeriods"),
    (53, "POST", f"{ROSTERING}/gradingPeriods/", {"academicSession": PERIOD}, 201, "sourcedIdPairs"),
    (54, "GET", f"{ROSTERING}/gradingPeriods/session-1-period-1", None, 200, "gradingPeriod"),
    (55, "PUT", f"{ROSTERING}/gradingPeriods/session-1-period-1", {"academicSession": PERIOD}, 201, None),
    (56, "DELETE", f"{ROSTERING}/gradingPeriods/session-1-period-1", None, 204, "-"),
    (57, "GET", f"{ROSTERING}/courses/", None, 200, "courses"),
    (58, "POST", f"{ROSTERING}/courses/", {"course": COURSE}, 201, "sourcedIdPairs"),
    (59, "GET", f"{ROSTERING}/courses/course-1", None, 200, "course"),
    (60, "PUT", f"{ROSTERING}/courses/course-1", {"course": COURSE}, 200, None),
    (61, "DELETE", f"{ROSTERING}/courses/course-1", None, 204, "-"),
    (62, "GET", f"{ROSTERING}/courses/course-1/classes", None, 200, "classes"),
    (
        63,
        "POST",
        f"{ROSTERING}/courses/structure",
        {"course": COURSE, "courseStructure": {"1": ITEM}},
        201,
        "sourcedIdPairs",
    ),
    (64, "GET", f"{ROSTERING}/courses/components", None, 200, "courseComponents"),
    (65, "POST", f"{ROSTERING}/courses/components", {"courseComponent": COMPONENT}, 201, "sourcedIdPairs"),
    (66, "GET", f"{ROSTERING}/courses/components/course-1-unit-1", None, 200, "courseComponent"),
    (67, "PUT", f"{ROSTERING}/courses/components/course-1-unit-1", {"courseComponent": COMPONENT}, 200, None),
    (68, "DELETE", f"{ROSTERING}/courses/components/course-1-unit-1", None, 204, "-"),
    (69, "GET", f"{ROSTERING}/courses/component-resources", None, 200, "componentResources"),
    (
        70,
        "POST",
        f"{ROSTERING}/courses/component-resources",
        {"componentResource": LINK},
        201,
        "sourcedIdPairs",
    ),
    (
        71,
        "GET",
        f"{ROSTERING}/courses/component-resources/course-1-unit-1-lesson-1-link",
        None,
        200,
        "componentResource",
    ),
    (
        72,
        "PUT",
        f"{ROSTERING}/courses/component-resources/course-1-unit-1-lesson-1-link",
        {"componentResource": LINK},
        200,
        None,
    ),
    (73, "DELETE", f"{ROSTERING}/courses/component-resources/course-1-unit-1-lesson-1-link", None, 204, "-"),
    (74, "GET", f"{ROSTERING}/classes/", None, 200, "classes"),
    (75, "POST", f"{ROSTERING}/classes/", {"class": CLASS}, 201, "sourcedIdPairs"),
    (76, "GET", f"{ROSTERING}/classes/class-1", None, 200, "class"),
    (77, "PUT", f"{ROSTERING}/classes/class-1", {"class": {"title": "Renamed"}}, 200, ""),
    (78, "DELETE", f"{ROSTERING}/classes/class-1", None, 204, "-"),
    (79, "GET", f"{ROSTERING}/classes/class-1/students", None, 200, "users"),
    (80, "POST", f"{ROSTERING}/classes/class-1/students", {"enrollment": SEAT}, 201, "sourcedIdPairs"),
    (81, "GET", f"{ROSTERING}/classes/class-1/teachers", None, 200, "users"),
    (82, "POST", f"{ROSTERING}/classes/class-1/teachers", {"enrollment": SEAT}, 201, "sourcedIdPairs"),
    (83, "GET", f"{ROSTERING}/enrollments/", None, 200, "enrollments"),
    (84, "POST", f"{ROSTERING}/enrollments/", {"enrollment": ENROLLMENT}, 201, "sourcedIdPairs"),
    (85, "GET", f"{ROSTERING}/enrollments/enrollment-1", None, 200, "enrollment"),
    (86, "PUT", f"{ROSTERING}/enrollments/enrollment-1", {"enrollment": ENROLLMENT}, 201, None),
    (87, "DELETE", f"{ROSTERING}/enrollments/enrollment-1", None, 204, "-"),
    (88, "PATCH", f"{ROSTERING}/enrollments/enrollment-1", {"enrollment": {"status": "active"}}, 200, None),
    (89, "GET", f"{ROSTERING}/demographics/", None, 200, "demographics"),
    (
        90,
        "POST",
        f"{ROSTERING}/demographics/",
        {"demographics": {"sourcedId": "student-1"}},
        201,
        "sourcedIdPairs",
    ),
    (91, "GET", f"{ROSTERING}/demographics/student-2", None, 200, "demographics"),
    (92, "PUT", f"{ROSTERING}/demographics/student-2", {"demographics": {"sourcedId": "student-2"}}, 200, ""),
    (93, "DELETE", f"{ROSTERING}/demographics/student-2", None, 204, "-"),
    (94, "GET", f"{GRADEBOOK}/categories/", None, 200, "categories"),
    (95, "POST", f"{GRADEBOOK}/categories/", {"category": CATEGORY}, 201, "sourcedIdPairs"),
    (96, "GET", f"{GRADEBOOK}/categories/category-1", None, 200, "category"),
    (97, "PUT", f"{GRADEBOOK}/categories/category-1", {"category": CATEGORY}, 201, "category"),
    (98, "DELETE", f"{GRADEBOOK}/categories/category-1", None, 204, "-"),
    (99, "GET", f"{GRADEBOOK}/scoreScales/", None, 200, "scoreScales"),
    (100, "POST", f"{GRADEBOOK}/scoreScales/", {"scoreScale": SCALE}, 201, "sourcedIdPairs"),
    (101, "GET", f"{GRADEBOOK}/scoreScales/class-1-scale", None, 200, "scoreScale"),
    (102, "PUT", f"{GRADEBOOK}/scoreScales/class-1-scale", {"scoreScale": SCALE}, 201, "scoreScale"),
    (103, "DELETE", f"{GRADEBOOK}/scoreScales/class-1-scale", None, 204, "-"),
    (104, "GET", f"{GRADEBOOK}/lineItems/", None, 200, "lineItems"),
    (105, "POST", f"{GRADEBOOK}/lineItems/", {"lineItem": LINE_ITEM}, 201, "sourcedIdPairs"),
    (106, "GET", f"{GRADEBOOK}/lineItems/class-1-item-1", None, 200, "lineItem"),
    (107, "PUT", f"{GRADEBOOK}/lineItems/class-1-item-1", {"lineItem": LINE_ITEM}, 201, "lineItem"),
    (108, "DELETE", f"{GRADEBOOK}/lineItems/class-1-item-1", None, 204, "-"),
    (
        109,
        "POST",
        f"{GRADEBOOK}/lineItems/class-1-item-1/results",
        {"results": [RESULT]},
        201,
        "sourcedIdPairs",
    ),
    (110, "GET", f"{GRADEBOOK}/results/", None, 200, "results"),
    (111, "POST", f"{GRADEBOOK}/results/", {"result": RESULT}, 201, "sourcedIdPairs"),
    (112, "GET", f"{GRADEBOOK}/results/class-1-item-1-result-1", None, 200, "result"),
    (113, "PUT", f"{GRADEBOOK}/results/class-1-item-1-result-1", {"result": RESULT}, 201, "result"),
    (114, "DELETE", f"{GRADEBOOK}/results/class-1-item-1-result-1", None, 204, "-"),
    (115, "GET", f"{GRADEBOOK}/classes/class-1/categories", None, 200, "categories"),
    (116, "GET", f"{GRADEBOOK}/classes/class-1/lineItems", None, 200, "lineItems"),
    (
        117,
        "POST",
        f"{GRADEBOOK}/classes/class-1/lineItems",
        {"lineItems": [LINE_ITEM]},
        201,
        "sourcedIdPairs",
    ),
    (118, "GET", f"{GRADEBOOK}/classes/class-1/results", None, 200, "results"),
    (119, "GET", f"{GRADEBOOK}/classes/class-1/scoreScales", None, 200, "scoreScales"),
    (120, "GET", f"{GRADEBOOK}/classes/class-1/lineItems/class-1-item-1/results", None, 200, "results"),
    (121, "GET", f"{GRADEBOOK}/classes/class-1/students/student-1/results", None, 200, "results"),
    (
        122,
        "POST",
        f"{GRADEBOOK}/classes/class-1/academicSessions/session-1-term-1/results",
        {"results": [RESULT]},
        201,
        "sourcedIdPairs",
    ),
    (123, "GET", f"{GRADEBOOK}/assessmentLineItems/", None, 200, "assessmentLineItems"),
    (124, "POST", f"{GRADEBOOK}/assessmentLineItems/", {"assessmentLineItem": CHECK}, 201, "sourcedIdPairs"),
    (125, "GET", f"{GRADEBOOK}/assessmentLineItems/class-1-assessment", None, 200, "assessmentLineItem"),
    (
        126,
        "PUT",
        f"{GRADEBOOK}/assessmentLineItems/class-1-assessment",
        {"assessmentLineItem": CHECK},
        201,
        "assessmentLineItem",
    ),
    (127, "DELETE", f"{GRADEBOOK}/assessmentLineItems/class-1-assessment", None, 204, "-"),
    (
        128,
        "PATCH",
        f"{GRADEBOOK}/assessmentLineItems/class-1-assessment",
        {"assessmentLineItem": {"title": "T"}},
        200,
        None,
    ),
    (129, "GET", f"{GRADEBOOK}/assessmentResults/", None, 200, "assessmentResults"),
    (
        130,
        "POST",
        f"{GRADEBOOK}/assessmentResults/",
        {"assessmentResult": CHECK_RESULT},
        201,
        "sourcedIdPairs",
    ),
    (131, "GET", f"{GRADEBOOK}/assessmentResults/class-1-assessment-result-1", None, 200, "assessmentResult"),
    (
        132,
        "PUT",
        f"{GRADEBOOK}/assessmentResults/class-1-assessment-result-1",
        {"assessmentResult": CHECK_RESULT},
        201,
        "assessmentResult",
    ),
    (133, "DELETE", f"{GRADEBOOK}/assessmentResults/class-1-assessment-result-1", None, 204, "-"),
    (
        134,
        "PATCH",
        f"{GRADEBOOK}/assessmentResults/class-1-assessment-result-1",
        {"assessmentResult": {"score": 1}},
        200,
        None,
    ),
    (135, "GET", f"{RESOURCES}/resources/", None, 200, "resources"),
    (136, "POST", f"{RESOURCES}/resources/", {"resource": RESOURCE}, 201, "sourcedIdPairs"),
    (137, "GET", f"{RESOURCES}/resources/course-1-unit-1-lesson-1-resource", None, 200, "resource"),
    (
        138,
        "PUT",
        f"{RESOURCES}/resources/course-1-unit-1-lesson-1-resource",
        {"resource": {"title": "T"}},
        200,
        None,
    ),
    (139, "DELETE", f"{RESOURCES}/resources/course-1-unit-1-lesson-1-resource", None, 204, "-"),
    (140, "GET", f"{RESOURCES}/resources/classes/class-1/resources", None, 200, "resources"),
    (141, "GET", f"{RESOURCES}/resources/courses/course-1/resources", None, 200, "resources"),
    (142, "GET", f"{RESOURCES}/resources/users/student-1/resources", None, 200, "resources"),
]
"""Rows 13 and 143 need a test of their own: see test_sandbox_people and test_sandbox_special."""


def test_the_table_is_whole() -> None:
    assert {row[0] for row in ROWS} | {13, 143} == set(range(1, 144))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]:03d}-{row[1]}")
def test_documented_operation(api: httpx.Client, row: tuple[int, str, str, Any, int, str | None]) -> None:
    _, verb, path, body, status, key = row
    answer = api.request(verb, path, json=body) if body is not None else api.request(verb, path)
    assert (answer.status_code, answer.headers.get("content-type", "")) == (
        status,
        "" if key == "-" else "application/json; charset=utf-8",
    ), answer.text
    if key == "-":
        assert answer.content == b""
    elif key is None:
        assert answer.json() == {}
    elif key:
        assert answer.json()[key]
    else:
        assert "sourcedId" in answer.json() or "credentialId" in answer.json()


def test_forty_nine_lists_tell_their_totals(api: httpx.Client) -> None:
    answers = [api.get(path).json() for _, verb, path, *_ in ROWS if verb == "GET"]
    numbers = ("totalCount", "pageCount", "pageNumber", "offset", "limit")
    assert sum(all(isinstance(answer.get(name), int) for name in numbers) for answer in answers) == 49


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]:03d}-{row[1]}")
def test_on_the_other_platform_too(
    api: httpx.Client, row: tuple[int, str, str, Any, int, str | None]
) -> None:
    _, verb, path, body, status, _ = row
    other = path.removeprefix("/ims/oneroster").replace("/v1p2/", "/1.0/", 1)
    answer = api.request(verb, other, json=body) if body is not None else api.request(verb, other)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("PATCH", f"{ROSTERING}/users/student-1"),
        ("PATCH", f"{ROSTERING}/orgs/school-1"),
        ("PATCH", f"{ROSTERING}/schools/school-1"),
        ("PATCH", f"{ROSTERING}/academicSessions/session-1-year"),
        ("PATCH", f"{ROSTERING}/gradingPeriods/session-1-period-1"),
        ("PATCH", f"{ROSTERING}/courses/course-1"),
        ("PATCH", f"{ROSTERING}/classes/class-1"),
        ("PATCH", f"{ROSTERING}/demographics/student-2"),
        ("PATCH", f"{GRADEBOOK}/categories/category-1"),
        ("PATCH", f"{GRADEBOOK}/scoreScales/class-1-scale"),
        ("PATCH", f"{GRADEBOOK}/lineItems/class-1-item-1"),
        ("PATCH", f"{GRADEBOOK}/results/class-1-item-1-result-1"),
        ("PATCH", f"{RESOURCES}/resources/course-1-unit-1-lesson-1-resource"),
        ("POST", f"{ROSTERING}/terms"),
        ("PUT", f"{ROSTERING}/terms/session-1-term-1"),
        ("DELETE", f"{ROSTERING}/terms/session-1-term-1"),
        ("PATCH", f"{ROSTERING}/terms/session-1-term-1"),
        ("GET", f"{ROSTERING}/classes/class-1/enrollments"),
        ("GET", f"{GRADEBOOK}/lineItems/class-1-item-1/results"),
    ],
)
def test_undocumented_calls_are_unknown(api: httpx.Client, verb: str, path: str) -> None:
    answer = api.request(verb, path, json={})
    assert answer.status_code == 404
    minor = answer.json()["imsx_CodeMinor"]["imsx_codeMinorField"]
    assert minor == [
        {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": "unknownobject"}
    ]


@pytest.mark.parametrize("path", [f"{ROSTERING}/users", f"{ROSTERING}/courses/components/"])
def test_either_slash_unless_strict(api: httpx.Client, path: str) -> None:
    assert api.get(path).status_code == 200
    api.post("/.sandbox/switches", json={"strict_slash": True})
    assert api.get(path).status_code == 404
    other = path[:-1] if path.endswith("/") else f"{path}/"
    assert api.get(other).status_code == 200


def test_ids_are_decoded_once(api: httpx.Client) -> None:
    for sourced_id in ("a/b", "a%2Fb", "?", "#", "ü ber", ".."):
        body = {"org": {**ORG, "sourcedId": sourced_id}}
        assert api.post(f"{ROSTERING}/orgs/", json=body).status_code == 201
    encoded = {"a/b": "a%2Fb", "a%2Fb": "a%252Fb", "?": "%3F", "#": "%23", "ü ber": "%C3%BC%20ber"}
    for sourced_id, segment in encoded.items():
        answer = api.get(f"{ROSTERING}/orgs/{segment}")
        assert answer.json()["org"]["sourcedId"] == sourced_id


def test_an_empty_segment_is_no_id(api: httpx.Client) -> None:
    assert api.get(f"{ROSTERING}/users//classes").status_code == 404


def test_every_answer_has_a_request_id(api: httpx.Client) -> None:
    first, second = (api.get(f"{ROSTERING}/users/{name}") for name in ("student-1", "nobody"))
    assert first.headers["x-amzn-requestid"] != second.headers["x-amzn-requestid"]
