"""EduBridge's users on the sandbox: those of OneRoster, by all the roles that they have."""

import httpx
import pytest
from tests.sandbox.test_edubridge_enrollments import ROSTERING, row

USERS = "/edubridge/users/"


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
