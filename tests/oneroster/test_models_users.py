"""Users and their roles, as documented and as live answers differ from it."""

import copy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from timeback_core.engine.codec import evolve
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode, partial_decoder
from timeback_core.oneroster.models.agents import AgentUser
from timeback_core.oneroster.models.credentials import (
    CredentialInput,
    CredentialPair,
    DecryptedCredential,
)
from timeback_core.oneroster.models.demographics import Sex
from timeback_core.oneroster.models.enums import RoleType, Status
from timeback_core.oneroster.models.refs import Ref, RefInput, ref_to
from timeback_core.oneroster.models.user_metadata import (
    OnboardingCompleted,
    OnboardingNotStarted,
    RoleMetadata,
    TimebackRole,
    UserMetadata,
)
from timeback_core.oneroster.models.users import (
    User,
    UserId,
    UserIdInput,
    UserInput,
    UserRole,
    UserRoleAssignment,
    UserRoleAssignmentInput,
)

USER: dict[str, Any] = {
    "sourcedId": "u-1",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": {
        "isTestUser": True,
        "onboarding": {
            "math": {"state": "completed", "completedAt": "2025-09-01T08:00:00Z", "courseId": None},
            "reading": {"state": "not_started"},
            "fastmath": {"state": "paused", "by": "guide"},
        },
        "alphaanywhere": {"schoolGrade": "4", "enrollmentStatus": "enrolled"},
    },
    "userMasterIdentifier": None,
    "username": "ada",
    "userIds": [{"type": "clever", "identifier": "c-9"}],
    "enabledUser": True,
    "givenName": "Ada",
    "familyName": "Byron",
    "middleName": None,
    "roles": [
        {
            "roleType": "primary",
            "role": "student",
            "org": {"href": "https://x.test/orgs/o-1", "sourcedId": "o-1", "type": "org"},
            "metadata": {"timebackRole": "student", "alphaLevelAccess": ["math"]},
            "beginDate": "2025-08-15",
            "endDate": None,
        }
    ],
    "agents": [{"href": "https://x.test/users/u-2", "sourcedId": "u-2", "type": "user"}],
    "userProfiles": [
        {
            "profileId": "p-1",
            "profileType": "app",
            "vendorId": "math_academy",
            "applicationId": "a-1",
            "description": None,
            "app": {
                "sourcedId": "a-1",
                "name": "Math Academy",
                "description": None,
                "domain": ["mathacademy.com"],
                "metadata": {"launch": {"kind": "sso"}},
            },
            "credentials": [{"id": "c-1", "type": "login", "username": "ada", "password": None}],
        }
    ],
    "primaryOrg": {"href": "https://x.test/orgs/o-1", "sourcedId": "o-1", "type": "org", "name": "North"},
    "identifier": None,
    "email": "ada@north.test",
    "preferredFirstName": "Ada",
    "preferredMiddleName": None,
    "preferredLastName": None,
    "pronouns": "she/her",
    "grades": ["4"],
    "password": None,
    "sms": None,
    "phone": "+1 555 0100",
    "demographics": None,
}

ROLE_INPUT = UserRoleAssignmentInput(role=UserRole.STUDENT, role_type=RoleType.PRIMARY, org=ref_to("o-1"))


def read_user(**changes: object) -> User:
    return decoder(User)({**copy.deepcopy(USER), **changes})


def user_input(**changes: object) -> UserInput:
    known = UserInput(
        given_name="Ada", family_name="Byron", enabled_user=True, roles=(ROLE_INPUT,), email="ada@north.test"
    )
    return evolve(known, **changes)


def problems_of(body: Any) -> list[str]:
    return [str(problem) for problem in check(body)]


def test_a_documented_user_is_read_in_full_and_written_back_exactly() -> None:
    user = read_user()
    assert user.sourced_id == "u-1"
    assert user.status is Status.ACTIVE
    assert user.date_last_modified == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert user.enabled_user is True
    assert user.user_ids == (UserId(type="clever", identifier="c-9"),)
    assert user.roles[0].role is UserRole.STUDENT
    assert user.roles[0].role_type is RoleType.PRIMARY
    assert user.roles[0].org == Ref(sourced_id="o-1", href="https://x.test/orgs/o-1", type="org")
    assert user.roles[0].begin_date == date(2025, 8, 15)
    assert user.roles[0].end_date is None
    assert user.agents[0].sourced_id == "u-2"
    assert user.user_profiles[0].app is not None
    assert user.user_profiles[0].app.domain == ("mathacademy.com",)
    assert user.user_profiles[0].credentials[0].id == "c-1"
    assert user.primary_org is not None
    assert user.primary_org.name == "North"
    assert user.grades == ("4",)
    assert encode(user) == USER


def test_metadata_of_users_and_roles_is_typed_and_keeps_what_it_does_not_know() -> None:
    user = read_user()
    assert user.metadata is not None
    assert user.metadata.is_test_user is True
    assert user.metadata.onboarding is not None
    assert user.metadata.onboarding["math"] == OnboardingCompleted(completed_at="2025-09-01T08:00:00Z")
    assert user.metadata.onboarding["reading"] == OnboardingNotStarted()
    assert user.metadata.extra["alphaanywhere"] == {"schoolGrade": "4", "enrollmentStatus": "enrolled"}
    assert user.roles[0].metadata == RoleMetadata(
        timeback_role=TimebackRole.STUDENT, alpha_level_access=("math",)
    )


def test_flags_and_grades_of_live_rows_are_read_in_every_spelling_seen() -> None:
    user = read_user(enabledUser="false", grades=["K", 5, "09"], metadata={"isTestUser": "true"})
    assert user.enabled_user is False
    assert user.grades == ("K", "5", "09")
    assert user.metadata == UserMetadata(is_test_user=True)


@pytest.mark.parametrize("name", sorted(USER.keys() - {"sourcedId", "givenName", "familyName"}))
def test_every_field_but_id_and_names_may_be_null_or_missing(name: str) -> None:
    with_null = read_user(**{name: None})
    document = copy.deepcopy(USER)
    del document[name]
    without = decoder(User)(copy.deepcopy(document))
    assert with_null == without
    assert encode(with_null) == {**USER, name: None}
    assert encode(without) == document


def test_live_extras_are_read_and_unknown_vocabulary_stays_text() -> None:
    user = read_user(
        orgs=[{"sourcedId": "o-1"}],
        role="student",
        status="inactive",
        roles=[{"roleType": "tertiary", "role": "wizard", "org": None, "status": "active"}],
        favouriteColour={"name": "blue"},
    )
    assert user.orgs == (Ref(sourced_id="o-1"),)
    assert user.role == "student"
    assert user.status == "inactive"
    assert (user.roles[0].role, user.roles[0].role_type, user.roles[0].org) == ("wizard", "tertiary", None)
    assert user.roles[0].status is Status.ACTIVE
    assert user.extra == {"favouriteColour": {"name": "blue"}}


@pytest.mark.parametrize(
    ("changes", "path", "expected"),
    [
        ({"givenName": None}, "$.givenName", "string"),
        ({"enabledUser": "yes"}, "$.enabledUser", 'true, false, "true" or "false" or null'),
        ({"roles": [{"role": 1}]}, "$.roles[0].role", "string"),
        ({"roles": {}}, "$.roles", "array"),
        ({"agents": [{"href": "x"}]}, "$.agents[0].sourcedId", "string"),
        ({"dateLastModified": "yesterday"}, "$.dateLastModified", "date and time (ISO 8601)"),
    ],
)
def test_a_value_of_another_type_is_told_with_its_path(
    changes: dict[str, Any], path: str, expected: str
) -> None:
    with pytest.raises(Bad) as caught:
        read_user(**changes)
    assert caught.value.where() == path
    assert expected in caught.value.expected or caught.value.expected in expected


def test_a_domain_may_be_a_single_text() -> None:
    profiles = [{"profileId": "p", "app": {"sourcedId": "a", "domain": "x.test"}}]
    app = read_user(userProfiles=profiles).user_profiles[0].app
    assert app is not None
    assert app.domain == ("x.test",)


def test_a_user_can_be_read_with_demographics() -> None:
    user = read_user(demographics={"sourcedId": "u-1", "sex": "other", "asian": "true", "white": "false"})
    assert user.demographics is not None
    assert user.demographics.sex is Sex.OTHER
    assert user.demographics.asian is True
    assert user.demographics.white is False


def test_a_minimal_user_input_is_written_with_nothing_but_what_was_given() -> None:
    assert problems_of(user_input()) == []
    assert encode(user_input()) == {
        "givenName": "Ada",
        "familyName": "Byron",
        "enabledUser": True,
        "roles": [{"role": "student", "roleType": "primary", "org": {"sourcedId": "o-1"}}],
        "email": "ada@north.test",
    }


def test_grades_are_written_as_the_servers_texts() -> None:
    body = user_input(grades=("K", "4th grade", 5, "05"))
    assert problems_of(body) == []
    assert encode(body) == {**encoded(user_input()), "grades": ["0", "4", "5", "5"]}


def encoded(body: Any) -> dict[str, Any]:
    written = encode(body)
    assert isinstance(written, dict)
    return written


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"sourced_id": " "}, "sourcedId: must not be empty"),
        ({"given_name": ""}, "givenName: must not be empty"),
        ({"family_name": "\t"}, "familyName: must not be empty"),
        ({"email": "ada"}, "email: must be an e-mail address"),
        ({"roles": ()}, "roles: must have at least 1, has 0"),
        ({"status": "inactive"}, "status: must be one of active, tobedeleted"),
        ({"grades": ("0", "14")}, "grades[1]: must be a grade from -1 (before kindergarten) to 13"),
        ({"enabled_user": "yes"}, 'enabledUser: expected true, false, "true" or "false", found string'),
        ({"agents": (RefInput(sourced_id=""),)}, "agents[0].sourcedId: must not be empty"),
        ({"user_ids": (UserIdInput(type="", identifier="1"),)}, "userIds[0].type: must not be empty"),
        (
            {"roles": (evolve(ROLE_INPUT, role="studnt"),)},
            f"roles[0].role: must be one of {', '.join(UserRole)}",
        ),
        (
            {"roles": (evolve(ROLE_INPUT, role_type="x"),)},
            "roles[0].roleType: must be one of primary, secondary",
        ),
        ({"roles": (evolve(ROLE_INPUT, org=ref_to(" ")),)}, "roles[0].org.sourcedId: must not be empty"),
    ],
)
def test_a_wrong_user_input_is_refused_with_the_path_of_the_wire(
    changes: dict[str, Any], problem: str
) -> None:
    assert problems_of(user_input(**changes)) == [problem]


def test_all_problems_of_an_input_are_told_at_once() -> None:
    body = user_input(given_name="", email="x", roles=(evolve(ROLE_INPUT, org=ref_to("")),))
    assert problems_of(body) == [
        "givenName: must not be empty",
        "roles[0].org.sourcedId: must not be empty",
        "email: must be an e-mail address",
    ]


@pytest.mark.parametrize("email", ["a@localhost", "ada@north.test", "A.B@EXAMPLE.COM"])
def test_addresses_that_the_server_takes_are_sent_as_they_are(email: str) -> None:
    body = user_input(email=email)
    assert problems_of(body) == []
    assert encoded(body)["email"] == email


@pytest.mark.parametrize("role", ["system_administrator", UserRole.TEACHER, "teacher"])
def test_roles_are_taken_as_members_and_as_text(role: UserRole | str) -> None:
    body = user_input(roles=(evolve(ROLE_INPUT, role=role),))
    assert problems_of(body) == []
    assert encoded(body)["roles"][0]["role"] == str(role)


def test_passwords_are_in_no_repr() -> None:
    pair = CredentialPair(username="ada", password="s3cret")
    shown = [
        repr(user_input(password="s3cret")),
        repr(read_user(password="s3cret")),
        repr(CredentialInput(application_name="AlphaNumbers", credentials=pair)),
        repr(DecryptedCredential(password="s3cret")),
        repr(decoder(AgentUser)({"sourcedId": "u", "password": "s3cret"})),
    ]
    assert [text for text in shown if "s3cret" in text] == []


def test_a_user_is_written_back_without_what_only_the_server_says() -> None:
    body = UserInput.of(read_user()).unwrap()
    assert problems_of(body) == []
    expected = copy.deepcopy(USER)
    for name in ("dateLastModified", "userProfiles", "identifier", "password", "demographics"):
        del expected[name]
    expected["roles"][0]["org"] = {"sourcedId": "o-1"}
    expected["agents"] = [{"sourcedId": "u-2"}]
    expected["primaryOrg"] = {"sourcedId": "o-1"}
    assert encode(body) == expected


def test_null_is_written_back_only_where_the_server_takes_it() -> None:
    body = UserInput.of(
        read_user(primaryOrg=None, agents=None, userIds=None, grades=None, status=None)
    ).unwrap()
    written = encoded(body)
    assert written.keys().isdisjoint({"primaryOrg", "agents", "userIds", "grades", "status"})
    assert written["middleName"] is None


def test_a_user_without_email_or_role_org_is_no_input_yet() -> None:
    refused = UserInput.of(
        read_user(email=None, roles=[{"role": "student", "roleType": "primary"}])
    ).failure()
    assert {problem.path for problem in refused.problems} == {"email", "roles[0].org"}


def test_a_user_read_with_some_fields_only_is_no_input() -> None:
    partial = partial_decoder(User)({"sourcedId": "u", "givenName": "A", "familyName": "B"})
    assert UserInput.of(partial).failure().problems


def test_ids_in_other_systems_and_roles_are_translated_on_their_own() -> None:
    assert UserIdInput.of(UserId(type="clever", identifier="1")).unwrap() == UserIdInput(
        type="clever", identifier="1"
    )
    role = UserRoleAssignment(
        role=UserRole.AIDE, role_type=RoleType.SECONDARY, org=Ref(sourced_id="o", name="N")
    )
    assert encode(UserRoleAssignmentInput.of(role).unwrap()) == {
        "role": "aide",
        "roleType": "secondary",
        "org": {"sourcedId": "o"},
    }


def test_empty_texts_that_the_server_holds_do_not_hinder_a_change() -> None:
    user = read_user(username="", middleName="", phone="", userMasterIdentifier="")
    assert problems_of(UserInput.of(user).unwrap()) == []
