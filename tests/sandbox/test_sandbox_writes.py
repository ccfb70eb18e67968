"""Creating, replacing, patching and deleting: ids, stamps, what survives, what a reference needs."""

from typing import Any

import httpx
import pytest
from tests.sandbox.oneroster_bodies import COURSE, GRADEBOOK, LINE_ITEM, RESOURCES, ROSTERING, USER, described

from timeback_core.sandbox import Sandbox

NOW = "2026-09-21T14:13:20.125Z"


def pairs(answer: httpx.Response) -> Any:
    assert answer.status_code == 201, answer.text
    return answer.json()["sourcedIdPairs"]


def test_a_supplied_id_is_kept(api: httpx.Client) -> None:
    answer = api.post(f"{ROSTERING}/users/", json={"user": {**USER, "sourcedId": "any text/at all"}})
    assert pairs(answer) == {"suppliedSourcedId": "any text/at all", "allocatedSourcedId": "any text/at all"}


def test_a_missing_id_is_allocated_and_the_stamp_is_the_servers(api: httpx.Client) -> None:
    body = {**USER, "dateLastModified": "1999-01-01T00:00:00Z"}
    pair = pairs(api.post(f"{ROSTERING}/users/", json={"user": body}))
    assert pair["suppliedSourcedId"] == pair["allocatedSourcedId"]
    assert len(pair["allocatedSourcedId"]) == 36
    assert pair["allocatedSourcedId"][14] == "4"
    user = api.get(f"{ROSTERING}/users/{pair['allocatedSourcedId']}").json()["user"]
    assert (user["status"], user["dateLastModified"]) == ("active", NOW)


def test_unset_members_are_null_where_they_may_be_and_absent_elsewhere(api: httpx.Client) -> None:
    pair = pairs(api.post(f"{ROSTERING}/users/", json={"user": {**USER, "password": "secret"}}))
    user = api.get(f"{ROSTERING}/users/{pair['allocatedSourcedId']}").json()["user"]
    assert {user[name] for name in ("middleName", "username", "metadata", "sms", "identifier")} == {None}
    assert user["password"] is None
    assert (user["agents"], user["userProfiles"]) == ([], [])
    assert not {"grades", "userIds", "primaryOrg", "demographics", "isTestUser"} & set(user)


@pytest.mark.parametrize(
    ("path", "body", "noun"),
    [
        ("users", {"user": {**USER, "sourcedId": "student-1"}}, "User"),
        ("orgs", {"org": {"sourcedId": "school-1", "name": "x", "type": "local"}}, "Organization"),
        ("courses", {"course": {**COURSE, "sourcedId": "course-1"}}, "Course"),
    ],
)
def test_an_id_can_be_created_once_also_after_a_delete(
    api: httpx.Client, path: str, body: dict[str, Any], noun: str
) -> None:
    url = f"{ROSTERING}/{path}/"
    sourced_id = next(iter(body.values()))["sourcedId"]
    assert described(api.post(url, json=body)) == (404, f"{noun} already exists.")
    assert api.delete(url + sourced_id).status_code == 204
    assert described(api.post(url, json=body)) == (404, f"{noun} already exists.")
    api.post("/.sandbox/switches", json={"standard_conflict": True})
    assert described(api.post(url, json=body)) == (409, f"{noun} already exists.")


def test_deletes_are_soft_repeatable_and_stamp_once() -> None:
    now = [1_790_000_000.0]
    sandbox = Sandbox(students=12, clock=lambda: now[0])
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        form = {"grant_type": "client_credentials"}
        answer = client.post("/oauth2/token", data=form, auth=(sandbox.client_id, sandbox.client_secret))
        client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        url = f"{ROSTERING}/courses/course-1"
        assert client.delete(url).status_code == 204
        deleted = client.get(url).json()["course"]
        assert deleted["status"] == "tobedeleted"
        now[0] += 60
        assert client.delete(url).status_code == 204
        assert client.get(url).json()["course"] == deleted
        listed = client.get(f"{ROSTERING}/courses/").json()["courses"]
        assert "course-1" in {row["sourcedId"] for row in listed}
        assert client.get(f"{ROSTERING}/courses/course-1/classes").json()["totalCount"] == 1
        assert client.delete(f"{ROSTERING}/courses/nope").status_code == 404
        assert client.put(url, json={"course": COURSE}).status_code == 200
        assert client.get(url).json()["course"]["status"] == "active"


def test_only_schools_are_deleted_under_schools(api: httpx.Client) -> None:
    assert described(api.delete(f"{ROSTERING}/schools/district-1")) == (404, "School not found.")
    assert api.delete(f"{ROSTERING}/orgs/district-1").status_code == 204
    assert described(api.put(f"{ROSTERING}/schools/district-1", json={"org": {"name": "x", "type": "school"}})) == (
        404,
        "School not found.",
    )


def test_put_replaces_whole_documents(api: httpx.Client) -> None:
    url = f"{ROSTERING}/users/student-1"
    full = {**USER, "username": "a", "grades": ["3"], "metadata": {"a": 1}, "status": "tobedeleted"}
    assert api.put(url, json={"user": full}).json()["user"]["username"] == "a"
    bare = api.put(url, json={"user": {**USER, "sourcedId": "other"}}).json()["user"]
    assert (bare["sourcedId"], bare["username"], bare["metadata"], bare["status"]) == (
        "student-1",
        None,
        None,
        "active",
    )
    assert "grades" not in bare
    assert api.get(url).json()["user"] == bare


def test_put_of_most_kinds_needs_the_document(api: httpx.Client) -> None:
    assert described(api.put(f"{ROSTERING}/users/nope", json={"user": USER})) == (404, "User not found.")
    assert described(api.put(f"{ROSTERING}/courses/nope", json={"course": COURSE})) == (404, "Course not found.")
    assert described(api.put(f"{ROSTERING}/classes/nope", json={"class": {}})) == (404, "Class not found.")
    assert described(api.put(f"{RESOURCES}/resources/nope", json={"resource": {}})) == (404, "Resource not found.")


def test_put_of_gradebook_kinds_creates_and_the_path_wins(api: httpx.Client) -> None:
    url = f"{GRADEBOOK}/lineItems/fresh"
    for title in ("First", "Second"):
        answer = api.put(url, json={"lineItem": {**LINE_ITEM, "sourcedId": "other", "title": title}})
        assert answer.status_code == 201
        assert answer.json()["lineItem"] == api.get(url).json()["lineItem"]
        assert (answer.json()["lineItem"]["sourcedId"], answer.json()["lineItem"]["title"]) == ("fresh", title)
    assert api.get(f"{GRADEBOOK}/lineItems/other").status_code == 404


def test_course_metadata_is_completed_and_merged(api: httpx.Client) -> None:
    course = {**COURSE, "sourcedId": "c", "metadata": {"own": 1, "primaryApp": "alpha_read"}}
    pairs(api.post(f"{ROSTERING}/courses/", json={"course": course}))
    url = f"{ROSTERING}/courses/c"
    first = api.get(url).json()["course"]
    assert first["metadata"]["AlphaLearn"] == {"DailyXPGoal": 25}
    assert (first["metadata"]["own"], first["primaryApp"]) == (1, "alpha_read")
    assert first["metadata"]["goals"]["dailyXp"] > 0
    api.put(url, json={"course": {**COURSE, "level": "AP", "metadata": {"goals": {"dailyXp": 5}}}})
    second = api.get(url).json()["course"]
    assert second["metadata"] == {**first["metadata"], "goals": {"dailyXp": 5}}
    api.put(url, json={"course": COURSE})
    assert (api.get(url).json()["course"]["level"], api.get(url).json()["course"]["metadata"]) == (
        None,
        second["metadata"],
    )


def test_class_put_takes_given_members_and_keeps_course_and_school(api: httpx.Client) -> None:
    url = f"{ROSTERING}/classes/class-1"
    before = api.get(url).json()["class"]
    change = {
        "title": "New",
        "location": None,
        "course": {"sourcedId": "course-2"},
        "org": {"sourcedId": "school-2"},
        "sourcedId": "other",
        "resources": [{"sourcedId": "course-1-unit-1-lesson-1-resource"}],
    }
    after = api.put(url, json={"class": change}).json()
    assert after == {**before, "title": "New", "location": None, "dateLastModified": NOW}


def test_class_create_turns_org_into_school_and_drops_resources(api: httpx.Client) -> None:
    body = {
        "sourcedId": "k",
        "title": "x",
        "course": {"sourcedId": "course-1"},
        "org": {"sourcedId": "school-1"},
        "terms": [{"sourcedId": "session-1-term-1"}],
        "resources": [{"sourcedId": "course-1-unit-1-lesson-1-resource"}],
    }
    pairs(api.post(f"{ROSTERING}/classes/", json={"class": body}))
    found = api.get(f"{ROSTERING}/classes/k").json()["class"]
    assert (found["school"]["sourcedId"], found["classType"]) == ("school-1", "scheduled")
    assert not {"org", "resources"} & set(found)


def test_resource_put_takes_given_members(api: httpx.Client) -> None:
    url = f"{RESOURCES}/resources/course-1-unit-1-lesson-1-resource"
    before = api.get(url).json()["resource"]
    change = {"title": "New", "status": "tobedeleted", "metadata": {"type": "text"}}
    assert api.put(url, json={"resource": change}).json() == {}
    expected = {**before, "title": "New", "metadata": {"type": "text"}, "dateLastModified": NOW}
    assert api.get(url).json()["resource"] == expected


def test_importance_defaults_to_primary(api: httpx.Client) -> None:
    pair = pairs(api.post(f"{RESOURCES}/resources/", json={"resource": {"title": "x", "vendorResourceId": "v"}}))
    found = api.get(f"{RESOURCES}/resources/{pair['allocatedSourcedId']}").json()["resource"]
    assert found["importance"] == "primary"


def test_patch_merges_metadata_at_the_top(api: httpx.Client) -> None:
    url = f"{GRADEBOOK}/assessmentResults/class-1-assessment-result-1"
    before = api.get(url).json()["assessmentResult"]
    patch = {"score": 5, "comment": "x", "sourcedId": "other", "metadata": {"xp": None, "new": {"a": 1}}}
    assert api.patch(url, json={"assessmentResult": patch}).json() == {}
    after = api.get(url).json()["assessmentResult"]
    assert after == {
        **before,
        "score": 5,
        "comment": "x",
        "metadata": {**before["metadata"], "xp": None, "new": {"a": 1}},
        "dateLastModified": NOW,
    }
    api.patch(url, json={"assessmentResult": {"metadata": None, "comment": None}})
    cleared = api.get(url).json()["assessmentResult"]
    assert (cleared["metadata"], cleared["comment"], cleared["score"]) == (None, None, 5)
    assert described(api.patch(f"{url}x", json={"assessmentResult": {}})) == (404, "Assessment result not found.")
    assert api.patch(url, json={"assessmentResult": {"score": "x"}}).status_code == 422


def test_enrollments_get_school_and_course_from_the_class(api: httpx.Client) -> None:
    body = {
        "sourcedId": "e",
        "role": "proctor",
        "primary": True,
        "user": {"sourcedId": "teacher-1"},
        "class": {"sourcedId": "class-7"},
        "school": {"sourcedId": "school-1"},
    }
    pairs(api.post(f"{ROSTERING}/enrollments/", json={"enrollment": body}))
    url = f"{ROSTERING}/enrollments/e"
    found = api.get(url).json()["enrollment"]
    assert (found["school"]["sourcedId"], found["course"]["sourcedId"]) == ("school-2", "course-7")
    assert (found["primary"], found["beginDate"], found["endDate"]) == ("true", None, None)
    assert found["user"]["name"]
    assert found["class"]["name"] == "Math 1"
    replaced = {name: body[name] for name in ("role", "user", "class")}
    assert api.put(url, json={"enrollment": replaced}).json() == {}
    assert api.get(url).json()["enrollment"]["primary"] == "false"
    assert api.put(url, json={"enrollment": {"role": "student"}}).status_code == 422
    api.patch(url, json={"enrollment": {"metadata": {"goals": {"dailyXp": 4}}}})
    api.patch(url, json={"enrollment": {"metadata": {"metrics": {"totalXp": 9}}, "status": "tobedeleted"}})
    patched = api.get(url).json()["enrollment"]
    assert patched["metadata"] == {"goals": {"dailyXp": 4}, "metrics": {"totalXp": 9}}
    assert (patched["status"], patched["role"]) == ("tobedeleted", "proctor")


def test_components_mirror_their_parent(api: httpx.Client) -> None:
    base = {"status": "active", "title": "x", "course": {"sourcedId": "course-1"}}
    unit = {"sourcedId": "course-1-unit-1"}
    for sourced_id, above, parent, old_name in (
        ("a", {"parent": unit}, unit, unit),
        ("b", {"courseComponent": unit}, None, unit),
        ("c", {}, None, None),
    ):
        body = {**base, **above, "sourcedId": sourced_id}
        pairs(api.post(f"{ROSTERING}/courses/components", json={"courseComponent": body}))
        found = api.get(f"{ROSTERING}/courses/components/{sourced_id}").json()["courseComponent"]
        assert (found["parent"], found["courseComponent"]) == (parent, old_name)
        assert "sortOrder" not in found


def test_demographics_belong_to_a_user(api: httpx.Client) -> None:
    url = f"{ROSTERING}/demographics/"
    assert described(api.post(url, json={"demographics": {"sourcedId": "nobody"}})) == (404, "User not found.")
    assert described(api.post(url, json={"demographics": {"sourcedId": "student-2"}})) == (
        404,
        "Demographics record already exists.",
    )
    body = {"sourcedId": "student-1", "sex": "female", "asian": "true", "white": None}
    pairs(api.post(url, json={"demographics": body}))
    found = api.get(f"{url}student-1").json()["demographics"]
    assert (found["asian"], found["white"], found["hispanicOrLatinoEthnicity"]) == ("true", None, "false")
    assert (found["sex"], found["birthDate"]) == ("female", None)


def test_put_switches(api: httpx.Client) -> None:
    url = f"{ROSTERING}/courses/course-1"
    api.post("/.sandbox/switches", json={"live_status": True})
    assert api.put(url, json={"course": COURSE}).status_code == 201
    api.post("/.sandbox/switches", json={"empty_put_bodies": True})
    answer = api.put(f"{ROSTERING}/users/student-1", json={"user": USER})
    assert (answer.status_code, answer.content) == (200, b"")


def test_forms_of_id_pairs(api: httpx.Client) -> None:
    one, many = f"{ROSTERING}/users/", f"{GRADEBOOK}/classes/class-1/lineItems"
    rows = {"lineItems": [{**LINE_ITEM, "sourcedId": "a"}, LINE_ITEM]}
    listed = pairs(api.post(many, json=rows))
    assert (len(listed), listed[0]["suppliedSourcedId"]) == (2, "a")
    assert isinstance(pairs(api.post(many, json={"lineItems": [LINE_ITEM]})), dict)
    api.post("/.sandbox/switches", json={"pairs_always_object": True})
    rows["lineItems"][0] = {**LINE_ITEM, "sourcedId": "b"}
    assert pairs(api.post(many, json=rows))["allocatedSourcedId"] == "b"
    api.post("/.sandbox/switches", json={"pairs_as_list": True})
    assert len(pairs(api.post(one, json={"user": USER}))) == 1
