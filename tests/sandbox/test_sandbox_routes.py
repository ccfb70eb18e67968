"""Every documented operation answers with its documented status and envelope: a table copied by hand."""

import json
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest

ROSTERING = "/ims/oneroster/rostering/v1p2"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2"
RESOURCES = "/ims/oneroster/resources/v1p2"

Row: TypeAlias = tuple[int, str, str, Any, int, str | None]


def documented(name: str) -> list[Row]:
    """The operations of a service, from its table."""
    rows: list[Row] = json.loads(Path(__file__).with_name(f"{name}_operations.json").read_text())
    return rows


ROWS = documented("documented")
"""Number, verb, path with ids of the seeded district, body, status, key of the answer.

A key of "" is an answer without an envelope, None one that holds nothing, "-" no body at all. Rows 13 and 143 need
what another call made or answer no JSON: see test_sandbox_people and test_sandbox_special.
"""
EDUBRIDGE = documented("edubridge")
"""The same of EduBridge; row 32 needs what another call made: see test_edubridge_students."""


def test_the_tables_are_whole() -> None:
    assert {row[0] for row in ROWS} | {13, 143} == set(range(1, 144))
    assert {row[0] for row in EDUBRIDGE} | {32} == set(range(1, 34))


@pytest.mark.parametrize("row", [*ROWS, *EDUBRIDGE], ids=lambda row: f"{row[0]:03d}-{row[1]}-{row[2]}")
def test_documented_operation(api: httpx.Client, row: Row) -> None:
    _, verb, path, body, status, key = row
    answer = api.request(verb, path, json=body) if body is not None else api.request(verb, path)
    assert (answer.status_code, answer.headers.get("content-type", "")) == (
        status,
        "" if key == "-" else "application/json; charset=utf-8",
    ), answer.text
    if key == "-":
        assert answer.content == b""
    elif key is None:
        assert not any(answer.json().values())
    elif key:
        assert answer.json()[key]
    else:
        assert "sourcedId" in answer.json() or "credentialId" in answer.json()


def test_forty_nine_lists_tell_their_totals(api: httpx.Client) -> None:
    answers = [api.get(path).json() for _, verb, path, *_ in ROWS if verb == "GET"]
    numbers = ("totalCount", "pageCount", "pageNumber", "offset", "limit")
    assert sum(all(isinstance(answer.get(name), int) for name in numbers) for answer in answers) == 49


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]:03d}-{row[1]}")
def test_on_the_other_platform_too(other_api: httpx.Client, row: Row) -> None:
    _, verb, path, body, status, _ = row
    other = path.removeprefix("/ims/oneroster").replace("/v1p2/", "/1.0/", 1)
    answer = other_api.request(verb, other, json=body) if body is not None else other_api.request(verb, other)
    assert answer.status_code == status


def test_one_platform_is_served_at_a_time(api: httpx.Client, other_api: httpx.Client) -> None:
    assert api.get("/rostering/1.0/users/student-1").status_code == 404
    assert other_api.get(f"{ROSTERING}/users/student-1").status_code == 404
    form = {"grant_type": "client_credentials"}
    for client, path in ((api, "/auth/1.0/token"), (other_api, "/oauth2/token")):
        del client.headers["authorization"]
        assert client.post(path, data=form, auth=("sandbox-client", "sandbox-secret")).status_code == 404


def test_addresses_in_answers_lead_to_what_they_name(other_api: httpx.Client, api: httpx.Client) -> None:
    for client, base in ((api, ROSTERING), (other_api, "/rostering/1.0")):
        user = client.get(f"{base}/users/student-1").json()["user"]
        org = client.get(user["primaryOrg"]["href"]).json()["org"]
        assert org["sourcedId"] == user["primaryOrg"]["sourcedId"]


def test_addresses_in_answers_name_the_host_that_was_asked(api: httpx.Client) -> None:
    def href(host: str) -> str:
        user = api.get(f"{ROSTERING}/users/student-1", headers={"Host": host}).json()["user"]
        return str(user["roles"][0]["org"]["href"]).partition("/ims/")[0]

    assert href("sandbox:8080") == "https://sandbox:8080"
    assert href("[::1]:80") == "https://[::1]:80"
    assert href("other.test") == "https://other.test"
    for nonsense in ("", "a/b", 'x"y', "x y"):
        assert href(nonsense) == "https://sandbox.timeback.test"
    assert api.get("/.well-known/timeback-sandbox", headers={"Host": "a:1"}).json()["base_url"] == "https://a:1"


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
    assert minor == [{"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": "unknownobject"}]


@pytest.mark.parametrize("path", [f"{ROSTERING}/users", f"{ROSTERING}/courses/components/"])
def test_either_slash_unless_strict(api: httpx.Client, path: str) -> None:
    assert api.get(path).status_code == 200
    api.post("/.sandbox/switches", json={"strict_slash": True})
    assert api.get(path).status_code == 404
    other = path[:-1] if path.endswith("/") else f"{path}/"
    assert api.get(other).status_code == 200


def test_ids_are_decoded_once(api: httpx.Client) -> None:
    for sourced_id in ("a/b", "a%2Fb", "?", "#", "ü ber", ".."):
        body = {"org": {"name": "x", "type": "local", "sourcedId": sourced_id}}
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
