"""Models of people: users, agents, credentials, demographics."""

from datetime import UTC, date, datetime
from typing import Any

from tests.services.model_case import GRADE, STORED, Back, Document, Json, Refused, Written, changed, guid, without

from timeback_core import oneroster as o
from timeback_core.oneroster import ref_to

USER: Json = {
    **STORED,
    "sourcedId": "u-1",
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
            "org": guid("org", "o-1"),
            "metadata": {"timebackRole": "student", "alphaLevelAccess": ["math"]},
            "beginDate": "2025-08-15",
            "endDate": None,
        }
    ],
    "agents": [guid("user", "u-2")],
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
    "primaryOrg": {**guid("org", "o-1"), "name": "North"},
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
USER_GOES_BACK = {
    **without("dateLastModified", "userProfiles", "identifier", "password", "demographics"),
    "roles": [changed(USER["roles"][0], {"org": {"sourcedId": "o-1"}})],
    "agents": [{"sourcedId": "u-2"}],
    "primaryOrg": {"sourcedId": "o-1"},
}
ROLE = o.UserRoleAssignmentInput(role=o.UserRole.STUDENT, role_type=o.RoleType.PRIMARY, org=ref_to("o-1"))
ROLE_JSON: Json = {"role": "student", "roleType": "primary", "org": {"sourcedId": "o-1"}}


def role(**changes: Any) -> tuple[o.UserRoleAssignmentInput, ...]:
    return (
        o.UserRoleAssignmentInput(
            **{"role": o.UserRole.STUDENT, "role_type": o.RoleType.PRIMARY, "org": ref_to("o-1"), **changes}
        ),
    )


EMPTY = {"username": "", "middleName": "", "phone": "", "userMasterIdentifier": ""}
UNKNOWN_TO_WRITES = ("primaryOrg", "agents", "userIds", "grades", "status")

USERS = Document(
    o.User,
    USER,
    ("sourcedId", "givenName", "familyName"),
    seen={
        "sourced_id": "u-1",
        "status": o.Status.ACTIVE,
        "date_last_modified": datetime(2026, 1, 5, 10, tzinfo=UTC),
        "enabled_user": True,
        "user_ids": (o.UserId(type="clever", identifier="c-9"),),
        "roles.0.role": o.UserRole.STUDENT,
        "roles.0.role_type": o.RoleType.PRIMARY,
        "roles.0.org": o.Mention(sourced_id="o-1", href="https://x.test/org/o-1", type="org"),
        "roles.0.begin_date": date(2025, 8, 15),
        "roles.0.end_date": None,
        "roles.0.metadata": o.RoleMetadata(timeback_role=o.TimebackRole.STUDENT, alpha_level_access=("math",)),
        "agents.0.sourced_id": "u-2",
        "user_profiles.0.app.domain": ("mathacademy.com",),
        "user_profiles.0.credentials.0.id": "c-1",
        "primary_org.name": "North",
        "grades": ("4",),
        "metadata.is_test_user": True,
        "metadata.onboarding.math": o.OnboardingCompleted(completed_at="2025-09-01T08:00:00Z"),
        "metadata.onboarding.reading": o.OnboardingNotStarted(),
        "metadata.extra.alphaanywhere": {"schoolGrade": "4", "enrollmentStatus": "enrolled"},
    },
    spelled=[
        ({"enabledUser": "false"}, {"enabled_user": False}),
        ({"metadata": {"isTestUser": "true"}}, {"metadata": o.UserMetadata(is_test_user=True)}),
        ({"grades": ["K", "09", "TK", 5, 5.0, -1]}, {"grades": ("K", "09", "TK", "5", "5", "-1")}),
        ({"orgs": [{"sourcedId": "o-1"}]}, {"orgs": (o.Ref(sourced_id="o-1"),)}),
        ({"role": "student", "status": "inactive"}, {"role": "student", "status": "inactive"}),
        (
            {"roles": [{"roleType": "tertiary", "role": "wizard", "org": None, "status": "active"}]},
            {
                "roles.0.role": "wizard",
                "roles.0.role_type": "tertiary",
                "roles.0.org": None,
                "roles.0.status": o.Status.ACTIVE,
            },
        ),
        ({"agents": [{"href": "x", "type": "user"}]}, {"agents.0.sourced_id": None, "agents.0.href": "x"}),
        ({"roles": [{"role": "student", "org": {"href": "x"}}]}, {"roles.0.org": o.Mention(href="x")}),
        ({"favouriteColour": {"name": "blue"}}, {"extra": {"favouriteColour": {"name": "blue"}}}),
        (
            {"userProfiles": [{"profileId": "p", "app": {"sourcedId": "a", "domain": "x.test"}}]},
            {"user_profiles.0.app.domain": ("x.test",)},
        ),
        (
            {"demographics": {"sourcedId": "u-1", "sex": "other", "asian": "true", "white": "false"}},
            {"demographics.sex": o.Sex.OTHER, "demographics.asian": True, "demographics.white": False},
        ),
    ],
    refused=[
        Refused({"givenName": None}, "$.givenName", "string"),
        Refused({"enabledUser": "yes"}, "$.enabledUser", 'true, false, "true" or "false"'),
        Refused({"roles": [{"role": 1}]}, "$.roles[0].role", "string"),
        Refused({"roles": {}}, "$.roles", "array"),
        Refused({"agents": [{"sourcedId": 1}]}, "$.agents[0].sourcedId", "string or null"),
        Refused({"dateLastModified": "yesterday"}, "$.dateLastModified", "date and time (ISO 8601)"),
    ],
    back=[
        Back(o.UserInput, USER_GOES_BACK),
        Back(o.UserInput, {**USER_GOES_BACK, **EMPTY}, read=EMPTY),
        Back(o.UserInput, {**USER_GOES_BACK, **without(*UNKNOWN_TO_WRITES)}, read=dict.fromkeys(UNKNOWN_TO_WRITES)),
    ],
    no_input=[
        (o.UserInput, {"email": None, "roles": [{"role": "student", "roleType": "primary"}]}, {"email", "roles[0].org"})
    ],
)

USER_INPUT = Written(
    o.UserInput(given_name="Ada", family_name="Byron", enabled_user=True, roles=(ROLE,), email="ada@north.test"),
    {"givenName": "Ada", "familyName": "Byron", "enabledUser": True, "roles": [ROLE_JSON], "email": "ada@north.test"},
    good=[
        ({"grades": ("K", "4th grade", 5, "05")}, {"grades": ["0", "4", "5", "5"]}),
        *(({"email": it}, {"email": it}) for it in ("a@localhost", "ada@north.test", "A.B@EXAMPLE.COM")),
        *(
            ({"roles": role(role=it)}, {"roles": [{**ROLE_JSON, "role": str(it)}]})
            for it in ("system_administrator", o.UserRole.TEACHER, "teacher")
        ),
    ],
    wrong=[
        ({"sourced_id": " "}, ["sourced_id: must not be empty"]),
        ({"given_name": ""}, ["given_name: must not be empty"]),
        ({"family_name": "\t"}, ["family_name: must not be empty"]),
        ({"email": "ada"}, ["email: must be an e-mail address"]),
        ({"roles": ()}, ["roles: must have at least 1, has 0"]),
        ({"status": "inactive"}, ["status: must be one of active, tobedeleted"]),
        ({"grades": ("0", "14")}, [f"grades[1]: {GRADE}"]),
        ({"grades": ("TK",)}, [f"grades[0]: {GRADE}"]),
        ({"enabled_user": "yes"}, ['enabled_user: expected true, false, "true" or "false", found string']),
        ({"agents": (o.RefInput(sourced_id=""),)}, ["agents[0].sourced_id: must not be empty"]),
        ({"user_ids": (o.UserIdInput(type="", identifier="1"),)}, ["user_ids[0].type: must not be empty"]),
        ({"roles": role(role="studnt")}, [f"roles[0].role: must be one of {', '.join(o.UserRole)}"]),
        ({"roles": role(role_type="x")}, ["roles[0].role_type: must be one of primary, secondary"]),
        ({"roles": role(org=ref_to(" "))}, ["roles[0].org.sourced_id: must not be empty"]),
        (
            {"given_name": "", "email": "x", "roles": role(org=ref_to(""))},
            [
                "given_name: must not be empty",
                "roles[0].org.sourced_id: must not be empty",
                "email: must be an e-mail address",
            ],
        ),
    ],
)

AGENTS = Document(
    o.AgentUser,
    {
        "sourcedId": "u-2",
        "givenName": "Anne",
        "familyName": "Byron",
        "enabledUser": True,
        "primaryOrg": "o-1",
        "tenantId": "t",
        "clientAppId": "c",
        "isTestUser": False,
    },
    ("sourcedId",),
    seen={"primary_org": "o-1", "enabled_user": True, "is_test_user": False, "roles": ()},
    spelled=[
        ({"enabledUser": "true"}, {"enabled_user": True}),
        ({"primaryOrg": {"sourcedId": "o"}}, {"primary_org": o.Ref(sourced_id="o")}),
    ],
    rewritten=[({"enabledUser": "true"}, {"enabledUser": True})],
)

SAVED_CREDENTIALS = Document(
    o.CredentialResult,
    {"userProfileId": "p-1", "credentialId": "c-1", "message": "created"},
    ("userProfileId", "credentialId"),
    seen={"user_profile_id": "p-1", "credential_id": "c-1", "message": "created"},
)

DECRYPTED_CREDENTIALS = Document(
    o.DecryptedCredential, {"password": "s3cret"}, ("password",), seen={"password": "s3cret"}
)

CREDENTIAL_INPUT = Written(
    o.CredentialInput(application_name="AlphaNumbers", credentials=o.CredentialPair(username="ada", password="s3cret")),
    {"applicationName": "AlphaNumbers", "credentials": {"username": "ada", "password": "s3cret"}},
    wrong=[
        (
            {"application_name": " ", "credentials": o.CredentialPair(username="ada", password="")},
            ["application_name: must not be empty", "credentials.password: must not be empty"],
        )
    ],
)

DEMOGRAPHICS = Document(
    o.Demographics,
    {
        **STORED,
        "sourcedId": "u-1",
        "metadata": None,
        "birthDate": "2015-03-04",
        "sex": "female",
        "americanIndianOrAlaskaNative": "false",
        "asian": "true",
        "blackOrAfricanAmerican": "false",
        "nativeHawaiianOrOtherPacificIslander": None,
        "white": "false",
        "demographicRaceTwoOrMoreRaces": "false",
        "hispanicOrLatinoEthnicity": "false",
        "countryOfBirthCode": "US",
        "stateOfBirthAbbreviation": "TX",
        "cityOfBirth": None,
        "publicSchoolResidenceStatus": None,
    },
    ("sourcedId",),
    seen={
        "birth_date": date(2015, 3, 4),
        "sex": o.Sex.FEMALE,
        "asian": True,
        "white": False,
        "native_hawaiian_or_other_pacific_islander": None,
    },
    spelled=[({"birthDate": "2015-03-04T00:00:00.000Z"}, {"birth_date": date(2015, 3, 4)})],
    back=[Back(o.DemographicsInput, without("dateLastModified"))],
)

DOCUMENTS = [USERS, AGENTS, SAVED_CREDENTIALS, DECRYPTED_CREDENTIALS, DEMOGRAPHICS]

INPUTS = [
    USER_INPUT,
    CREDENTIAL_INPUT,
    Written(
        o.AgentInput(agent_sourced_id="u-2"),
        {"agentSourcedId": "u-2"},
        wrong=[({"agent_sourced_id": ""}, ["agent_sourced_id: must not be empty"])],
    ),
    Written(
        o.DemographicsInput(sourced_id="u", sex="male", asian=True),
        {"sourcedId": "u", "sex": "male", "asian": "true"},
        wrong=[
            ({"sex": o.Sex.OTHER}, ["sex: must be one of male, female"]),
            ({"sourced_id": ""}, ["sourced_id: must not be empty"]),
        ],
    ),
    Written(
        o.GuidRefInput(sourced_id="s", href="https://x.test", type=o.GuidType.TERM),
        {"sourcedId": "s", "href": "https://x.test", "type": "term"},
        wrong=[
            (
                {"sourced_id": "", "href": "x", "type": "planet"},
                [
                    "sourced_id: must not be empty",
                    "href: must be an http or https address",
                    f"type: must be one of {', '.join(o.GuidType)}",
                ],
            )
        ],
    ),
]
