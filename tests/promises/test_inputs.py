"""What a write takes is checked before it is sent, and goes out as it is meant."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from returns.io import IOResult
from tests.caliper.happenings import LESSON, NOON, SENSOR, STUDENT
from tests.support import calls, error, new_user, spelled_alike, unchecked, value

from timeback_core import Session, TimebackClient, TimebackError, evolve
from timeback_core.caliper import TimeSpentMetric, time_spent_event
from timeback_core.engine.codec import UNSET
from timeback_core.errors import InvalidInput
from timeback_core.oneroster import (
    AcademicSessionInput,
    AssessmentResultPatch,
    CategoryInput,
    ClassEnrollInput,
    CredentialInput,
    CredentialPair,
    DemographicsInput,
    FailFast,
    InteractiveMetadata,
    OtherMetadata,
    QtiMetadata,
    ResourceInput,
    ResultInput,
    ScoreScaleInput,
    UserRoleAssignmentInput,
    add_student_to_class,
    create_academic_session,
    create_category,
    create_line_items_for_class,
    create_resource,
    create_results_for_line_item,
    create_score_scale,
    create_user,
    enroll,
    get_resource,
    list_users,
    patch_assessment_result,
    ref_to,
    register_credential,
    update_demographics,
    update_user,
)
from timeback_core.sandbox import Sandbox

BAD_USER = evolve(new_user(), given_name=" ", email="nobody", grades=("K", "5.5"), roles=(), status="sleeping")

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
        {"results[0].lineItem.sourcedId", "results[0].scoreStatus", "results[0].scoreDate", "results[0].score"},
    ),
    "register_credential": (
        lambda session: register_credential(
            session, "u", CredentialInput(application_name="", credentials=CredentialPair(username="a", password=""))
        ),
        {"applicationName", "credentials.password"},
    ),
    "update_user with nothing": (lambda session: unchecked(update_user)(session, "u", {}), {"user"}),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_write_is_checked_before_it_is_sent(client: TimebackClient, sandbox: Sandbox, write: str) -> None:
    send, paths = WRITES[write]
    failed = error(send(client.session))
    assert isinstance(failed, InvalidInput)
    assert {spelled_alike(problem.path) for problem in failed.problems} == set(map(spelled_alike, paths))
    assert calls(sandbox) == []


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
    "infinite weight": lambda session: create_category(session, CategoryInput(title="t", weight=float("inf"))),
    "lesson type": lambda session: create_resource(
        session,
        ResourceInput(title="t", vendor_resource_id="v", metadata=QtiMetadata(sub_type="qti-test", lesson_type="nap")),
    ),
    "keys without a kind": lambda session: create_resource(
        session, ResourceInput(title="t", vendor_resource_id="v", metadata=OtherMetadata(url="https://x.y"))
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
def test_what_makes_no_sense_is_refused(client: TimebackClient, sandbox: Sandbox, refused: str) -> None:
    assert isinstance(error(REFUSED[refused](client.session)), InvalidInput)
    assert calls(sandbox) == []


def test_what_makes_no_sense_is_refused__a_bulk_of_nothing(client: TimebackClient, sandbox: Sandbox) -> None:
    assert isinstance(error(create_line_items_for_class(client.session, "class-1", [])), InvalidInput)
    assert calls(sandbox) == []


@pytest.mark.parametrize("role", ["system_administrator", "relative", "aide"])
def test_what_the_platform_accepts_is_accepted(client: TimebackClient, sandbox: Sandbox, role: str) -> None:
    assignment = UserRoleAssignmentInput(role=role, role_type="primary", org=ref_to("school-1"))
    for address in (f"{role}@localhost", f"{role}@timeback.test"):
        user = evolve(new_user(UNSET, email=address), roles=(assignment,))
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


def test_a_model_that_was_read_is_no_input(client: TimebackClient, sandbox: Sandbox) -> None:
    (user,) = value(list_users.take(client.session, 1))
    sandbox.forget_requests()
    failed = error(unchecked(update_user)(client.session, user.sourced_id, user))
    assert isinstance(failed, InvalidInput)
    assert "expected UserInput, found User" in failed.message
    assert calls(sandbox) == []


@pytest.mark.parametrize("address", ["https://x.y", "https://x.y/", "https://X.y/a%20b?c#d", "HTTPS://x.y"])
def test_an_address_is_sent_as_it_is_given(client: TimebackClient, sandbox: Sandbox, address: str) -> None:
    metadata = QtiMetadata(sub_type="qti-test", url=address)
    resource = ResourceInput(sourced_id="r", title="t", vendor_resource_id=address, metadata=metadata)
    value(create_resource(client.session, resource))
    assert json.loads(calls(sandbox)[-1].body)["resource"]["metadata"]["url"] == address
    read = value(get_resource(client.session, "r")).metadata
    assert isinstance(read, QtiMetadata)
    assert read.url == address


def test_a_field_has_one_name_on_the_wire(client: TimebackClient, sandbox: Sandbox) -> None:
    fail_fast = FailFast(consecutive_failures=3, stagnation_limit=2)
    metadata = InteractiveMetadata(launch_url="https://x.y", fail_fast=fail_fast)
    resource = ResourceInput(sourced_id="r", title="t", vendor_resource_id="v", metadata=metadata)
    value(create_resource(client.session, resource))
    sent = json.loads(calls(sandbox)[-1].body)["resource"]["metadata"]
    assert sent["failFast"] == {"consecutiveFailures": 3, "stagnationLimit": 2}
    assert "fail_fast" not in sent


def test_a_field_has_one_name_on_the_wire__of_events_too(client: TimebackClient, sandbox: Sandbox) -> None:
    spent = TimeSpentMetric(type="waste", value=1, sub_type="eating", start_date=NOON, end_date=NOON)
    value(client.caliper.events.send(SENSOR, [time_spent_event(actor=STUDENT, object=LESSON, metrics=[spent])]))
    (sent,) = json.loads(calls(sandbox)[-1].body)["data"]
    (metric,) = sent["generated"]["items"]
    assert metric.keys() == {"type", "value", "subType", "startDate", "endDate"}


def test_a_bulk_create_sends_a_list_for_one_row_too(client: TimebackClient, sandbox: Sandbox) -> None:
    (row,) = value(client.oneroster.results.list.take(1))
    result = evolve(ResultInput.of(row).unwrap(), sourced_id="one")
    made = value(create_results_for_line_item(client.session, row.line_item.sourced_id, [result]))
    assert made.sourced_ids == ("one",)
    assert [sent["sourcedId"] for sent in json.loads(calls(sandbox)[-1].body)["results"]] == ["one"]
