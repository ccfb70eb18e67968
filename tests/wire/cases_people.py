"""Cases of users, agents, credentials, students, teachers and demographics."""

from datetime import date

from tests.wire.case import RESOURCES, ROSTERING, Case, Shows, deleted

from timeback_core import oneroster as api
from timeback_core.oneroster import (
    CredentialInput,
    CredentialPair,
    DemographicsInput,
    RefInput,
    UserInput,
    UserRoleAssignmentInput,
)

USERS = f"{ROSTERING}/users"
STUDENT = f"{USERS}/student-1"

ADA = UserInput(
    sourced_id="ada",
    given_name="Ada",
    family_name="Löwe",
    email="ada@example.org",
    enabled_user=True,
    roles=(UserRoleAssignmentInput(role="student", role_type="primary", org=RefInput(sourced_id="school-1")),),
    grades=("5",),
)
ADA_JSON = {
    "sourcedId": "ada",
    "givenName": "Ada",
    "familyName": "Löwe",
    "email": "ada@example.org",
    "enabledUser": True,
    "roles": [{"role": "student", "roleType": "primary", "org": {"sourcedId": "school-1"}}],
    "grades": ["5"],
}
LOGIN = CredentialInput(application_name="Reader", credentials=CredentialPair(username="ada", password="s3cret"))
LOGIN_JSON = {"applicationName": "Reader", "credentials": {"username": "ada", "password": "s3cret"}}
PERSONAL = DemographicsInput(sourced_id="student-1", birth_date=date(2015, 4, 30), sex="female", asian=True)
PERSONAL_JSON = {"sourcedId": "student-1", "birthDate": "2015-04-30", "sex": "female", "asian": "true"}
NAMED = {"givenName": "Ada", "familyName": "Löwe", "email": "ada@example.org", "grades": ["5"]}

PEOPLE = (
    Case(api.list_users, (), f"{USERS}/"),
    Case(api.create_user, (ADA,), f"{USERS}/", {"user": ADA_JSON}, Shows(f"{USERS}/ada", ("user",), NAMED)),
    Case(api.get_user, ("student-1",), STUDENT),
    Case(
        api.update_user,
        ("student-1", ADA),
        STUDENT,
        {"user": ADA_JSON},
        Shows(STUDENT, ("user",), {**NAMED, "sourcedId": "student-1"}),
    ),
    deleted(api.delete_user, "student-1", USERS, "user"),
    Case(api.get_user_with_demographics, ("student-2",), f"{USERS}/student-2/demographics"),
    Case(api.list_classes_for_user, ("student-1",), f"{STUDENT}/classes"),
    Case(api.list_resources_for_user, ("student-1",), f"{RESOURCES}/resources/users/student-1/resources"),
    Case(api.list_users_for_agent, ("guardian-1",), f"{USERS}/guardian-1/agentFor"),
    Case(api.list_agents_for_user, ("student-5",), f"{USERS}/student-5/agents"),
    Case(
        api.add_agent,
        ("student-1", "guardian-1"),
        f"{STUDENT}/agents",
        {"agentSourcedId": "guardian-1"},
        Shows(f"{STUDENT}/agents", ("agents", 0, "sourcedId"), "guardian-1"),
    ),
    Case(
        api.remove_agent,
        ("student-5", "guardian-1"),
        f"{USERS}/student-5/agents/guardian-1",
        shows=Shows(f"{USERS}/student-5/agents", ("agents",), []),
    ),
    Case(
        api.register_credential,
        ("student-1", LOGIN),
        f"{STUDENT}/credentials",
        LOGIN_JSON,
        Shows(STUDENT, ("user", "userProfiles", 0, "app", "name"), "Reader"),
    ),
    Case(api.list_students, (), f"{ROSTERING}/students/"),
    Case(api.get_student, ("student-1",), f"{ROSTERING}/students/student-1"),
    Case(api.list_classes_for_student, ("student-1",), f"{ROSTERING}/students/student-1/classes"),
    Case(api.list_teachers, (), f"{ROSTERING}/teachers/"),
    Case(api.get_teacher, ("teacher-1",), f"{ROSTERING}/teachers/teacher-1"),
    Case(api.list_classes_for_teacher, ("teacher-1",), f"{ROSTERING}/teachers/teacher-1/classes"),
    Case(api.list_demographics, (), f"{ROSTERING}/demographics/"),
    Case(
        api.create_demographics,
        (PERSONAL,),
        f"{ROSTERING}/demographics/",
        {"demographics": PERSONAL_JSON},
        Shows(f"{ROSTERING}/demographics/student-1", ("demographics",), PERSONAL_JSON),
    ),
    Case(api.get_demographics, ("student-2",), f"{ROSTERING}/demographics/student-2"),
    Case(
        api.update_demographics,
        ("student-2", DemographicsInput(sourced_id="student-2", white=False)),
        f"{ROSTERING}/demographics/student-2",
        {"demographics": {"sourcedId": "student-2", "white": "false"}},
        Shows(f"{ROSTERING}/demographics/student-2", ("demographics",), {"white": "false", "sex": None}),
    ),
    deleted(api.delete_demographics, "student-2", f"{ROSTERING}/demographics", "demographics"),
)
