"""Whom EduBridge's lists of people hold, and what they tell of them."""

import pytest
from tests.answering import Answering
from tests.scripted_server import Reply
from tests.support import PERSON, error, value

from timeback_core import TimebackClient
from timeback_core.edubridge import list_applications, list_students, list_users
from timeback_core.oneroster import UserInput, UserRoleAssignmentInput, list_users as list_all_users, ref_to


def test_a_list_holds_those_who_have_no_other_roles(client: TimebackClient) -> None:
    school = ref_to("school-1")
    roles = [UserRoleAssignmentInput(role=role, role_type="primary", org=school) for role in ("teacher", "parent")]
    both = UserInput(
        sourced_id="both", given_name="A", family_name="B", email="b@example.com", enabled_user=True, roles=roles
    )
    value(client.oneroster.users.create(both))
    users = client.edubridge.users

    def found(*wanted: str) -> bool:
        return "both" in {user.sourced_id for user in value(users.list.collect(wanted))}

    assert [found("teacher"), found("parent"), found("parent", "teacher")] == [False, False, True]
    assert "both" not in {user.sourced_id for user in value(users.list_teachers.collect())}
    assert {str(role.role) for user in value(users.list_students()) for role in user.roles} == {"student"}


BARE: dict[str, object] = {
    **PERSON,
    "roles": [{"roleType": "primary", "role": "student", "org": {"href": "https://x.test/o", "type": "org"}}],
    "agents": [{"href": "https://x.test/u", "sourcedId": "p-1", "type": "user"}, {"href": "x", "type": "user"}],
    "enabledUser": True,
    "demographics": {"sourcedId": "u", "asian": "false"},
}


def test_references_to_people_s_organizations_may_lack_the_id(answering: Answering) -> None:
    answer = Reply({"users": [BARE], "totalCount": 1})
    (user,) = value(list_users(answering(answer), ["student"]))
    assert list(value(list_all_users(answering(answer)))) == [user]
    assert user.roles[0].org is not None
    assert (user.roles[0].org.sourced_id, user.roles[0].org.type) == (None, "org")
    assert [agent.sourced_id for agent in user.agents] == ["p-1", None]
    assert (user.enabled_user, user.demographics and user.demographics.asian) == (True, False)
    problems = error(UserInput.of(user)).problems
    assert {"roles[0].org.sourced_id", "agents[1].sourced_id"} <= {problem.path for problem in problems}


@pytest.mark.parametrize("domain", ["a.test", ["a.test"]])
def test_the_domain_of_an_application_is_a_list_or_a_text(answering: Answering, domain: object) -> None:
    app = {"sourcedId": "a", "name": "A", "domain": domain}
    profile = {"profileId": "p", "profileType": "t", "vendorId": "v", "applicationId": "a", "app": app}
    (user,) = value(
        list_students(answering(Reply({"users": [{**PERSON, "userProfiles": [profile]}], "totalCount": 1})))
    )
    assert user.user_profiles[0].app is not None
    assert user.user_profiles[0].app.domain == ("a.test",)
    assert value(list_applications(answering(Reply({"applications": [app]}))))[0].domain == ("a.test",)


def test_people_come_in_pages_by_offset(client: TimebackClient, answering: Answering) -> None:
    students = client.edubridge.users.list_students
    page = value(students(limit=5))
    assert (len(page), page.total, page.next is not None) == (5, 12, True)
    assert len(value(students.collect(limit=5))) == 12
    assert [user.sourced_id for user in value(students(limit=5, offset=10))] == [
        user.sourced_id for user in value(students.collect())[10:]
    ]
    rows = [{**PERSON, "sourcedId": str(number)} for number in range(3)]
    pages = [Reply({"users": part, "totalCount": 3, "limit": 100}) for part in (rows[:2], rows[2:])]
    assert len(value(list_students.collect(answering(*pages)))) == 3
    assert [seen.query.get("offset") for seen in answering.sent] == [None, "2"]
    assert len(value(client.edubridge.applications.list())) == 3
