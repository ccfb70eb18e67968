"""Agents, credentials, demographics on a user, and seats in a class."""

import httpx
import pytest

from timeback_core.sandbox import Sandbox

USERS = "/ims/oneroster/rostering/v1p2/users"
CLASSES = "/ims/oneroster/rostering/v1p2/classes"
LOGIN = {"applicationName": "Alpha Numbers", "credentials": {"username": "ann", "password": "first"}}


def test_agents_are_pairs_seen_from_both_sides(sandbox: Sandbox, api: httpx.Client) -> None:
    url = f"{USERS}/student-1/agents"
    for _ in range(2):
        answer = api.post(url, json={"agentSourcedId": "guardian-1"})
        assert (answer.status_code, answer.json()) == (200, {})
    row = api.get(url).json()["agents"]
    assert [agent["sourcedId"] for agent in row] == ["guardian-1"]
    assert (row[0]["enabledUser"], row[0]["primaryOrg"], row[0]["isTestUser"]) == (True, "school-1", False)
    assert row[0]["tenantId"]
    assert row[0]["clientAppId"]
    wards = api.get(f"{USERS}/guardian-1/agentFor").json()
    assert [ward["sourcedId"] for ward in wards["users"]] == ["student-5", "student-1"]
    assert set(wards) == {"users"}
    assert api.get(f"{USERS}/student-1").json()["user"]["agents"] == [
        {"href": f"{sandbox.base_url}{USERS}/guardian-1", "sourcedId": "guardian-1", "type": "user"}
    ]
    removed = api.delete(f"{url}/guardian-1")
    assert (removed.status_code, removed.json()) == (200, {})
    assert api.get(url).json()["agents"] == []
    assert api.delete(f"{url}/guardian-1").status_code == 404


def test_agents_that_make_no_sense(api: httpx.Client) -> None:
    url = f"{USERS}/student-1/agents"
    assert api.post(url, json={"agentSourcedId": "nobody"}).status_code == 404
    assert api.post(f"{USERS}/nobody/agents", json={"agentSourcedId": "guardian-1"}).status_code == 404
    assert api.post(url, json={"agentSourcedId": "student-1"}).status_code == 422
    assert api.post(url, json={"agent": "guardian-1"}).status_code == 422


def test_agents_of_a_written_user_are_added(api: httpx.Client) -> None:
    user = {
        "sourcedId": "u",
        "givenName": "A",
        "familyName": "B",
        "enabledUser": True,
        "email": "u@example.com",
        "roles": [{"roleType": "primary", "role": "student", "org": {"sourcedId": "school-1"}}],
        "agents": [{"sourcedId": "guardian-2"}],
    }
    assert api.post(f"{USERS}/", json={"user": user}).status_code == 201
    assert [agent["sourcedId"] for agent in api.get(f"{USERS}/u/agents").json()["agents"]] == ["guardian-2"]


def test_credentials_are_kept_replaced_and_decrypted(api: httpx.Client) -> None:
    url = f"{USERS}/student-1/credentials"
    first = api.post(url, json=LOGIN)
    assert first.status_code == 201
    changed = {**LOGIN, "credentials": {"username": "ann", "password": "second"}}
    second = api.post(url, json=changed)
    assert second.status_code == 200
    for name in ("userProfileId", "credentialId"):
        assert first.json()[name] == second.json()[name]
    other = api.post(url, json={**LOGIN, "applicationName": "Other"})
    assert (other.status_code, other.json()["credentialId"] != first.json()["credentialId"]) == (201, True)
    secret = api.post(f"{url}/{first.json()['credentialId']}/decrypt")
    assert (secret.status_code, secret.json()) == (200, {"password": "second"})
    profiles = api.get(f"{USERS}/student-1").json()["user"]["userProfiles"]
    assert [profile["app"]["name"] for profile in profiles] == ["Alpha Numbers", "Other"]
    assert profiles[0]["profileId"] == first.json()["userProfileId"]
    assert profiles[0]["profileType"] == "application"
    assert profiles[0]["credentials"] == [
        {"id": first.json()["credentialId"], "type": "password", "username": "ann", "password": None}
    ]


def test_credentials_that_make_no_sense(api: httpx.Client) -> None:
    url = f"{USERS}/student-1/credentials"
    wrapped = api.post(url, json={"credential": LOGIN})
    assert wrapped.status_code == 422
    paths = [detail["path"] for detail in wrapped.json()["imsx_error_details"]]
    assert paths == ["applicationName", "credentials"]
    assert api.post(url, json={**LOGIN, "applicationName": ""}).status_code == 422
    assert api.post(f"{USERS}/nobody/credentials", json=LOGIN).status_code == 404
    assert api.post(f"{url}/nothing/decrypt").status_code == 404
    credential = api.post(url, json=LOGIN).json()["credentialId"]
    assert api.post(f"{USERS}/student-2/credentials/{credential}/decrypt").status_code == 404


def test_demographics_on_a_user(api: httpx.Client) -> None:
    with_record = api.get(f"{USERS}/student-2/demographics").json()["user"]
    assert with_record["demographics"]["sourcedId"] == "student-2"
    assert api.get(f"{USERS}/student-1/demographics").json()["user"]["demographics"] is None
    assert "demographics" not in api.get(f"{USERS}/student-2").json()["user"]


@pytest.mark.parametrize("role", ["student", "teacher"])
def test_a_seat_is_an_enrollment(api: httpx.Client, role: str) -> None:
    body = {"user": {"sourcedId": "student-1"}, "primary": "true", "beginDate": "2026-01-05", "role": "proctor"}
    url = f"{CLASSES}/class-12/{role}s"
    ids = []
    for _ in range(2):
        pair = api.post(url, json={"enrollment": body}).json()["sourcedIdPairs"]
        assert pair["suppliedSourcedId"] == pair["allocatedSourcedId"]
        ids.append(pair["allocatedSourcedId"])
    assert ids[0] != ids[1]
    seat = api.get(f"/ims/oneroster/rostering/v1p2/enrollments/{ids[0]}").json()["enrollment"]
    assert (seat["role"], seat["status"], seat["primary"], seat["beginDate"]) == (role, "active", "true", "2026-01-05")
    assert (seat["class"]["sourcedId"], seat["school"]["sourcedId"]) == ("class-12", "school-2")
    roster = api.get(url).json()["users"]
    assert [user["sourcedId"] for user in roster].count("student-1") == 1


def test_seats_that_make_no_sense(api: httpx.Client) -> None:
    seat = {"enrollment": {"user": {"sourcedId": "student-1"}}}
    unknown_class = api.post(f"{CLASSES}/x/students", json=seat)
    assert (unknown_class.status_code, unknown_class.json()["imsx_description"]) == (404, "Class not found.")
    stranger = {"enrollment": {"user": {"sourcedId": "x"}}}
    unknown_user = api.post(f"{CLASSES}/class-1/students", json=stranger)
    assert (unknown_user.status_code, unknown_user.json()["imsx_description"]) == (404, "User not found.")
