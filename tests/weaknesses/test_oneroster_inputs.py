"""Inputs of OneRoster: its wire reference, section 12, rows 8, 18, 19, 20 and 27."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from returns.io import IOResult
from tests.support import calls, error, new_user, unchecked, value

from timeback_core import Session, TimebackClient, TimebackError, evolve
from timeback_core.errors import InvalidInput
from timeback_core.oneroster import (
    AcademicSessionInput,
    AssessmentResultPatch,
    CategoryInput,
    ClassEnrollInput,
    CourseInput,
    CredentialInput,
    CredentialPair,
    DemographicsInput,
    OtherMetadata,
    QtiMetadata,
    ResourceInput,
    ResultInput,
    ScoreScaleInput,
    UserRoleAssignmentInput,
    add_student_to_class,
    create_academic_session,
    create_category,
    create_course,
    create_resource,
    create_results_for_line_item,
    create_score_scale,
    create_user,
    delete_course,
    enroll,
    get_course,
    list_users,
    patch_assessment_result,
    ref_to,
    register_credential,
    update_course,
    update_demographics,
    update_user,
)
from timeback_core.sandbox import Sandbox

BAD_USER = evolve(
    new_user(), given_name=" ", email="nobody", grades=("K", "5.5"), roles=(), status="sleeping"
)
BAD_ROW = ResultInput(
    line_item=ref_to(""),
    student=ref_to("s"),
    score_status="lost",
    score_date="today",  # type: ignore[arg-type]  # wrong on purpose
    score=float("inf"),
)
WRITES: dict[str, tuple[Callable[[Session], IOResult[object, TimebackError]], set[str]]] = {
    "update_user": (
        lambda session: update_user(session, "u", BAD_USER),
        {"user.givenName", "user.email", "user.grades[1]", "user.roles", "user.status"},
    ),
    "create_user": (
        lambda session: create_user(session, BAD_USER),
        {"user.givenName", "user.email", "user.grades[1]", "user.roles", "user.status"},
    ),
    "create_score_scale": (
        lambda session: create_score_scale(
            session, ScoreScaleInput(title="", type="letter", class_=ref_to("c"), score_scale_value=())
        ),
        {"scoreScale.title", "scoreScale.scoreScaleValue"},
    ),
    "patch_assessment_result": (
        lambda session: patch_assessment_result(
            session, "r", AssessmentResultPatch(score=float("nan"), score_status="lost")
        ),
        {"assessmentResult.score", "assessmentResult.scoreStatus"},
    ),
    "create_results_for_line_item": (
        lambda session: create_results_for_line_item(session, "l", [BAD_ROW]),
        {
            "results[0].lineItem.sourcedId",
            "results[0].scoreStatus",
            "results[0].scoreDate",
            "results[0].score",
        },
    ),
    "register_credential": (
        lambda session: register_credential(
            session,
            "u",
            CredentialInput(application_name="", credentials=CredentialPair(username="a", password="")),
        ),
        {"applicationName", "credentials.password"},
    ),
    "update_user with nothing": (lambda session: unchecked(update_user)(session, "u", {}), {"user"}),
}


@pytest.mark.parametrize("write", WRITES)
def test_oneroster_08_every_write_is_checked(client: TimebackClient, sandbox: Sandbox, write: str) -> None:
    """The official client sends `{"given_name": " x ", "zzz": 1}` as an update of a user as it is.

    Guard: `timeback_core.engine.policy.bodies.body_bytes`.
    """
    send, paths = WRITES[write]
    failed = error(send(client.session))
    assert isinstance(failed, InvalidInput)
    assert {problem.path for problem in failed.problems} == paths
    assert calls(sandbox) == []


def test_oneroster_18_grades_are_text(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official client writes grades as numbers, where the schema has texts.

    Guard: `timeback_core.oneroster.models.grades`.
    """
    grades = ("K", "4th grade", 5, "05", "Pre-K", "12th", "AP", -1)
    value(create_user(client.session, evolve(new_user(), grades=grades)))
    assert json.loads(calls(sandbox)[0].body)["user"]["grades"] == [
        "0",
        "4",
        "5",
        "5",
        "-1",
        "12",
        "13",
        "-1",
    ]


@pytest.mark.parametrize("role", ["system_administrator", "relative", "aide"])
def test_oneroster_19_what_the_api_accepts(client: TimebackClient, sandbox: Sandbox, role: str) -> None:
    """The official client refuses roles, ids that the server allocates, local e-mail addresses, booleans.

    Guard: `timeback_core.oneroster.models.users.UserInput`.
    """
    assignment = UserRoleAssignmentInput(role=role, role_type="primary", org=ref_to("school-1"))
    for address in (f"{role}@localhost", f"{role}@timeback.test"):
        user = evolve(new_user(None, email=address), roles=(assignment,))
        created = value(create_user(client.session, user))
        assert created.sourced_id
        assert "sourcedId" not in json.loads(calls(sandbox)[-1].body)["user"]
    seat = ClassEnrollInput(user=ref_to("student-1"), primary=True)
    value(add_student_to_class(client.session, "class-1", seat))
    assert json.loads(calls(sandbox)[-1].body)["enrollment"]["primary"] is True
    flags = DemographicsInput(sourced_id="student-2", asian=True, white=False)
    value(update_demographics(client.session, "student-2", flags))
    sent = json.loads(calls(sandbox)[-1].body)["demographics"]
    assert (sent["asian"], sent["white"]) == ("true", "false")


def session_of(first: object, last: object) -> AcademicSessionInput:
    """A session from one day to another."""
    return AcademicSessionInput(
        sourced_id="s",
        title="t",
        type="term",
        start_date=first,  # type: ignore[arg-type]  # wrong ones are given on purpose
        end_date=last,  # type: ignore[arg-type]  # likewise
        school_year=2026,
        org=ref_to("school-1"),
    )


REFUSED: dict[str, Callable[[Session], IOResult[object, TimebackError]]] = {
    "dates that are none": lambda session: create_academic_session(session, session_of("garbage", "")),
    "end before start": lambda session: create_academic_session(
        session, session_of(date(2026, 6, 1), date(2026, 5, 1))
    ),
    "enrollment role": lambda session: enroll(session, "class-1", "student-1", "aide"),
    "infinite weight": lambda session: create_category(
        session, CategoryInput(title="t", weight=float("inf"))
    ),
    "lesson type": lambda session: create_resource(
        session,
        ResourceInput(
            title="t", vendor_resource_id="v", metadata=QtiMetadata(sub_type="qti-test", lesson_type="nap")
        ),
    ),
    "keys without a kind": lambda session: create_resource(
        session,
        ResourceInput(title="t", vendor_resource_id="v", metadata=OtherMetadata(url="https://x.y")),
    ),
    "kind without its keys": lambda session: create_resource(
        session, ResourceInput(title="t", vendor_resource_id="v", metadata=QtiMetadata())
    ),
    "blank class": lambda session: enroll(session, " ", "student-1"),
    "blank student": lambda session: enroll(session, "class-1", " "),
    "limit": lambda session: list_users(session, limit=5000),
    "no limit": lambda session: list_users(session, limit=0),
    "a limit that is a flag": lambda session: list_users(session, limit=True),
    "offset": lambda session: list_users(session, offset=-1),
    "order": lambda session: unchecked(list_users)(session, sort="email", order_by="sideways"),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_oneroster_20_what_it_should_refuse(client: TimebackClient, sandbox: Sandbox, refused: str) -> None:
    """The official client sends all of this.

    Guard: `timeback_core.engine.policy.plan.prepare`, `timeback_core.oneroster.models`.
    """
    assert isinstance(error(REFUSED[refused](client.session)), InvalidInput)
    assert calls(sandbox) == []


@pytest.mark.parametrize("reserved", ["components", "component-resources", "structure"])
def test_oneroster_27_ids_that_name_another_list(
    client: TimebackClient, sandbox: Sandbox, reserved: str
) -> None:
    """`courses.get("components")` asks the official client for a list of components.

    Guard: `timeback_core.oneroster.checks.is_course_id`.
    """
    course = CourseInput(title="t", org=ref_to("school-1"))
    for told in (
        get_course(client.session, reserved),
        delete_course(client.session, reserved),
        update_course(client.session, reserved, course),
    ):
        assert isinstance(error(told), InvalidInput)
    assert calls(sandbox) == []


def test_oneroster_27_ids_are_one_segment(client: TimebackClient, sandbox: Sandbox) -> None:
    """`users.get("../orgs/o1")` asks the official client for an organization, and reads it as a user.

    Guard: `timeback_core.engine.policy.plan.prepare`.
    """
    error(get_course(client.session, "../orgs/school-1"))
    assert calls(sandbox)[0].target.endswith("/courses/..%2Forgs%2Fschool-1")
    error(client.oneroster.schools.list_class_students("a/b", "c?x=1#f"))
    assert calls(sandbox)[1].path.endswith("/schools/a%2Fb/classes/c%3Fx%3D1%23f/students")
    assert "?" not in calls(sandbox)[1].target.removesuffix("?")
    created = value(create_course(client.session, CourseInput(title="t", org=ref_to("school-1"))))
    assert value(get_course(client.session, created.sourced_id)).title == "t"
