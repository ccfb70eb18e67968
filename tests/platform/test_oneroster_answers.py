"""In which forms OneRoster answers, and what they mean."""

import json
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any, TypeAlias

import pytest
from returns.io import IOResult
from returns.result import Success
from tests.answering import NOON, Answering
from tests.oneroster_kinds import KINDS, Kind
from tests.scripted_server import Reply
from tests.support import calls, error, new_user, value

from timeback_core import Session, TimebackClient, TimebackError
from timeback_core.compose import plain
from timeback_core.errors import DecodeError, InvalidInput, NotFound, Rejected
from timeback_core.oneroster import (
    AcademicSessionInput,
    AssessmentLineItemInput,
    AssessmentLineItemPatch,
    AssessmentResultInput,
    AssessmentResultPatch,
    CategoryInput,
    ClassUpdateInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    CredentialInput,
    CredentialPair,
    DemographicsInput,
    EnrollmentPatch,
    EnrollmentUpdateInput,
    GradingPeriodInput,
    LineItemInput,
    OrgInput,
    ResourceUpdateInput,
    ResultInput,
    SchoolInput,
    ScoreScaleInput,
    ScoreScaleValueInput,
    add_agent,
    decrypt_credential,
    delete_user,
    export_resource,
    get_user,
    list_agents_for_user,
    list_users,
    patch_assessment_line_item,
    patch_assessment_result,
    patch_enrollment,
    ref_to,
    register_credential,
    remove_agent,
    update_academic_session,
    update_assessment_line_item,
    update_assessment_result,
    update_category,
    update_class,
    update_component_resource,
    update_course,
    update_course_component,
    update_demographics,
    update_enrollment,
    update_grading_period,
    update_line_item,
    update_org,
    update_resource,
    update_result,
    update_school,
    update_score_scale,
    update_user,
)
from timeback_core.sandbox import Sandbox

OTHER_FORMS = [b"", b" \n", b"{}", b"null", b"[]", b'"done"', b'{"message": "updated"}', b"<p>updated</p>"]
Entity: TypeAlias = Callable[[Session], IOResult[Any, TimebackError]]
LINE = ScoreScaleValueInput(item_value_lhs="1", item_value_rhs="A")

ENTITIES: dict[str, Entity] = {
    "user": lambda session: update_user(session, "x", new_user()),
    "category": lambda session: update_category(session, "x", CategoryInput(title="t")),
    "scoreScale": lambda session: update_score_scale(
        session, "x", ScoreScaleInput(title="t", type="letter", class_=ref_to("c"), score_scale_value=(LINE,))
    ),
    "lineItem": lambda session: update_line_item(
        session,
        "x",
        LineItemInput(
            title="t", assign_date=NOON, due_date=NOON, class_=ref_to("c"), school=ref_to("s"), category=ref_to("k")
        ),
    ),
    "result": lambda session: update_result(
        session, "x", ResultInput(line_item=ref_to("l"), student=ref_to("s"), score_status="submitted", score_date=NOON)
    ),
    "assessmentLineItem": lambda session: update_assessment_line_item(session, "x", AssessmentLineItemInput(title="t")),
    "assessmentResult": lambda session: update_assessment_result(
        session,
        "x",
        AssessmentResultInput(
            assessment_line_item=ref_to("l"), student=ref_to("s"), score_status="submitted", score_date=NOON
        ),
    ),
}
"""Updates that answer the document in its envelope."""

STORED: dict[str, object] = {
    "sourcedId": "x",
    "title": "t",
    "name": "n",
    "givenName": "A",
    "familyName": "B",
    "type": "school",
    "startDate": "2026-01-01",
    "endDate": "2026-02-01",
    "student": {"sourcedId": "s"},
    "lineItem": {"sourcedId": "l"},
    "assessmentLineItem": {"sourcedId": "l"},
}


@pytest.mark.parametrize("key", ENTITIES)
def test_an_update_may_answer_the_document_or_nothing(answering: Answering, key: str) -> None:
    update = ENTITIES[key]
    for status in (200, 201):
        told = value(update(answering(Reply({key: {**STORED}}, status))))
        assert told is not None
        assert told.sourced_id == "x"
    for body in OTHER_FORMS:
        assert value(update(answering(Reply(body)))) is None
    assert value(update(answering(Reply(None, 204)))) is None


FIRST, LAST = date(2026, 1, 1), date(2026, 2, 1)

BARE: dict[str, Entity] = {
    "org": lambda session: update_school(session, "x", SchoolInput(name="n")),
    "academicSession": lambda session: update_academic_session(
        session,
        "x",
        AcademicSessionInput(
            sourced_id="x", title="t", type="term", school_year=2026, org=ref_to("o"), start_date=FIRST, end_date=LAST
        ),
    ),
    "class": lambda session: update_class(session, "x", ClassUpdateInput(title="t")),
    "demographics": lambda session: update_demographics(session, "x", DemographicsInput(sourced_id="x")),
}
"""Updates that answer the document without an envelope."""


@pytest.mark.parametrize("key", BARE)
def test_an_update_may_answer_the_document_or_nothing__without_its_envelope(answering: Answering, key: str) -> None:
    update = BARE[key]
    held: tuple[object, ...] = ({**STORED}, {key: {**STORED}})
    for body in held:
        told = value(update(answering(Reply(body))))
        assert told is not None
        assert told.sourced_id == "x"
    for other in OTHER_FORMS:
        assert value(update(answering(Reply(other)))) is None


def test_an_update_may_answer_the_document_or_nothing__a_patch_too(answering: Answering) -> None:
    session = answering(Reply({"assessmentLineItem": {**STORED}}), Reply({}))
    patch = AssessmentLineItemPatch(title="t")
    told = value(patch_assessment_line_item(session, "x", patch))
    assert told is not None
    assert told.sourced_id == "x"
    assert value(patch_assessment_line_item(session, "x", patch)) is None


def test_an_update_may_answer_the_document_or_nothing__from_the_sandbox(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    sandbox.switches.empty_put_bodies = True
    assert value(update_user(client.session, "student-1", new_user("student-1"))) is None
    assert value(get_user(client.session, "student-1")).given_name == "Ada"


Write: TypeAlias = Callable[[Session], IOResult[object, TimebackError]]

SILENT: dict[str, Write] = {
    "org": lambda session: update_org(session, "x", OrgInput(name="n", type="state")),
    "gradingPeriod": lambda session: update_grading_period(
        session,
        "x",
        GradingPeriodInput(
            sourced_id="x", title="t", school_year=2026, org=ref_to("o"), start_date=FIRST, end_date=LAST
        ),
    ),
    "enrollment": lambda session: update_enrollment(
        session, "x", EnrollmentUpdateInput(role="student", user=ref_to("u"), class_=ref_to("c"))
    ),
    "course": lambda session: update_course(session, "x", CourseInput(title="t", org=ref_to("o"))),
    "courseComponent": lambda session: update_course_component(
        session, "x", CourseComponentInput(title="t", course=ref_to("c"), sort_order=1)
    ),
    "componentResource": lambda session: update_component_resource(
        session,
        "x",
        ComponentResourceInput(
            sourced_id="x", title="t", course_component=ref_to("c"), resource=ref_to("r"), sort_order=1
        ),
    ),
    "resource": lambda session: update_resource(session, "x", ResourceUpdateInput(title="t")),
    "patch of an enrollment": lambda session: patch_enrollment(session, "x", EnrollmentPatch(role="student")),
    "patch of an assessment line item": lambda session: patch_assessment_line_item(
        session, "x", AssessmentLineItemPatch(title="t")
    ),
    "patch of an assessment result": lambda session: patch_assessment_result(
        session, "x", AssessmentResultPatch(score=1)
    ),
    "agent": lambda session: add_agent(session, "x", "a"),
    "removed agent": lambda session: remove_agent(session, "x", "a"),
    "removed user": lambda session: delete_user(session, "x"),
}
"""Writes that answer a free object or nothing."""


@pytest.mark.parametrize("what", SILENT)
@pytest.mark.parametrize("status", [200, 201])
def test_any_2xx_is_success(answering: Answering, what: str, status: int) -> None:
    for body in OTHER_FORMS:
        value(SILENT[what](answering(Reply(body, status))))
    value(SILENT[what](answering(Reply(None, 204))))


COURSE = CourseInput(title="t", org=ref_to("school-1"))


def test_any_2xx_is_success__a_list_answered_204_is_empty(answering: Answering) -> None:
    session = answering(Reply(None, 204))
    page = value(list_users(session, limit=10))
    assert (page.items, page.next) == ((), None)
    assert value(list_users.collect(session)) == ()
    assert list(list_users.stream(session)) == []
    assert value(list_users.first(session)) is None
    assert value(list_agents_for_user(session, "u")).items == ()
    assert isinstance(error(list_users(answering(Reply(b"", 200)))), DecodeError)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_success__202_too(answering: Answering, status: int) -> None:
    session = answering(Reply(b"" if status == 204 else b"{}", status))
    value(update_course(session, "course-1", COURSE))
    value(update_org(session, "o", OrgInput(name="n", type="district")))
    value(update_category(session, "c", CategoryInput(title="t")))
    assert len(answering.sent) == 3


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.collection)
def test_six_updates_create_what_is_missing(client: TimebackClient, sandbox: Sandbox, kind: Kind) -> None:
    (row,) = value(kind.listing.take(client.session, 1))
    told = kind.update(client.session, "new", kind.input_of(row).unwrap())
    assert isinstance(plain(told), Success) == kind.creates
    assert kind.creates or isinstance(error(told), NotFound)
    assert calls(sandbox)[-1].status == (201 if kind.creates else 404)
    assert ("new" in [each["sourcedId"] for each in sandbox.documents(kind.collection)]) == kind.creates


def test_six_updates_create_what_is_missing__once_it_was_checked(client: TimebackClient, sandbox: Sandbox) -> None:
    assert isinstance(error(update_category(client.session, "new", CategoryInput(title=""))), InvalidInput)
    assert calls(sandbox) == []


LOGIN = CredentialInput(application_name="x", credentials=CredentialPair(username="n", password="p"))


@pytest.mark.parametrize(("status", "created"), [(201, True), (200, False)])
def test_a_login_is_stored_once_per_application(answering: Answering, status: int, created: bool) -> None:
    session = answering(Reply({"userProfileId": "f", "credentialId": "c", "message": "ok"}, status))
    saved = value(register_credential(session, "u", LOGIN))
    assert (saved.created, saved.value.credential_id) == (created, "c")


def test_a_login_is_stored_once_per_application__from_the_sandbox(client: TimebackClient, sandbox: Sandbox) -> None:
    stored = [value(register_credential(client.session, "student-1", LOGIN)).created for _ in range(2)]
    assert stored == [True, False]
    assert set(json.loads(calls(sandbox)[-1].body)) == {"applicationName", "credentials"}


def test_a_decrypted_password_stands_alone(answering: Answering) -> None:
    assert value(decrypt_credential(answering(Reply({"password": "p"})), "u", "c")).password == "p"
    empty = decrypt_credential(answering(Reply({})), "u", "c")
    assert isinstance(error(empty), DecodeError)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'{"user": null}', b'{"user": []}', b"<p>hi</p>"])
def test_a_read_without_its_document_is_an_error(answering: Answering, body: bytes) -> None:
    failed = error(get_user(answering(Reply(body)), "u"))
    assert isinstance(failed, DecodeError)
    assert failed.path == ("$.user" if b"user" in body else "$")


def test_the_type_of_an_answer_does_not_count(answering: Answering) -> None:
    body = json.dumps({"user": STORED}).encode()
    for kind in ("text/html", "application/json; charset=utf-8", ""):
        told = get_user(answering(Reply(body, headers=(("Content-Type", kind),))), "u")
        assert value(told).sourced_id == "x"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="assessment.imscc"', "assessment.imscc"),
        ("attachment; filename=a.zip", "a.zip"),
        ("attachment; filename*=UTF-8''n%C3%A9.zip", "né.zip"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename=".."', None),
        ('attachment; filename="a/"', None),
        ("attachment", None),
        (None, None),
    ],
)
def test_an_export_is_a_file_with_a_name(answering: Answering, disposition: str | None, name: str | None) -> None:
    headers = [("Content-Type", "application/zip")]
    if disposition is not None:
        headers.append(("Content-Disposition", disposition))
    file = value(export_resource(answering(Reply(b"PK\x03\x04", headers=tuple(headers))), "r"))
    assert (file.content, file.name, file.media_type) == (b"PK\x03\x04", name, "application/zip")
    assert answering.sent[-1].headers["accept"] == "application/zip"


def test_an_export_is_a_file_with_a_name__from_the_sandbox(client: TimebackClient) -> None:
    file = value(export_resource(client.session, "course-1-unit-1-lesson-1-resource"))
    assert (file.name, file.media_type) == ("assessment.imscc", "application/zip")
    assert "imsmanifest.xml" in zipfile.ZipFile(BytesIO(file.content)).namelist()
    assert isinstance(error(export_resource(client.session, "nothing")), Rejected)
