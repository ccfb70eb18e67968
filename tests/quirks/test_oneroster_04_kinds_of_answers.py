"""Every kind of answer in every form that servers use, by section 4.7 of the wire reference."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

import pytest
from returns.io import IOResult
from tests.quirks.answering import Answering
from tests.support import error, new_user, value

from timeback_core import Session, TimebackError
from timeback_core.engine.codec.json import JsonValue
from timeback_core.errors import DecodeError
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
from timeback_core.oneroster.status import Stored
from timeback_core.testing.scripted import Answer

Entity: TypeAlias = Callable[[Session], "IOResult[Stored | None, TimebackError]"]
Write: TypeAlias = Callable[[Session], IOResult[object, TimebackError]]

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 1, 1), date(2026, 2, 1)
LINE = ScoreScaleValueInput(item_value_lhs="1", item_value_rhs="A")
LOGIN = CredentialInput(application_name="x", credentials=CredentialPair(username="n", password="p"))
STORED: dict[str, JsonValue] = {
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

ENTITIES: dict[str, Entity] = {
    "user": lambda session: update_user(session, "x", new_user()),
    "category": lambda session: update_category(session, "x", CategoryInput(title="t")),
    "scoreScale": lambda session: update_score_scale(
        session,
        "x",
        ScoreScaleInput(title="t", type="letter", class_=ref_to("c"), score_scale_value=(LINE,)),
    ),
    "lineItem": lambda session: update_line_item(
        session,
        "x",
        LineItemInput(
            title="t",
            assign_date=NOON,
            due_date=NOON,
            class_=ref_to("c"),
            school=ref_to("s"),
            category=ref_to("k"),
        ),
    ),
    "result": lambda session: update_result(
        session,
        "x",
        ResultInput(line_item=ref_to("l"), student=ref_to("s"), score_status="submitted", score_date=NOON),
    ),
    "assessmentLineItem": lambda session: update_assessment_line_item(
        session, "x", AssessmentLineItemInput(title="t")
    ),
    "assessmentResult": lambda session: update_assessment_result(
        session,
        "x",
        AssessmentResultInput(
            assessment_line_item=ref_to("l"), student=ref_to("s"), score_status="submitted", score_date=NOON
        ),
    ),
}
"""PUTs that answer an entity in its envelope (rows 4, 97, 102, 107, 113, 126, 132)."""

BARE: dict[str, Entity] = {
    "org": lambda session: update_school(session, "x", SchoolInput(name="n")),
    "academicSession": lambda session: update_academic_session(
        session,
        "x",
        AcademicSessionInput(
            sourced_id="x",
            title="t",
            type="term",
            school_year=2026,
            org=ref_to("o"),
            start_date=FIRST,
            end_date=LAST,
        ),
    ),
    "class": lambda session: update_class(session, "x", ClassUpdateInput(title="t")),
    "demographics": lambda session: update_demographics(session, "x", DemographicsInput(sourced_id="x")),
}
"""PUTs that answer an entity without an envelope (rows 28, 45, 77, 92)."""

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
"""Writes that answer a free object or nothing (rows 10, 11, 23, 55, 60, 67, 72, 86, 138, PATCH, DELETE)."""

OTHER_FORMS = [b"", b" \n", b"{}", b"null", b"[]", b'"done"', b'{"message": "updated"}', b"<p>updated</p>"]


@pytest.mark.parametrize("key", ENTITIES)
def test_oneroster_04_07_put_with_an_entity(answering: Answering, key: str) -> None:
    """The entity comes in its envelope, and any other 2xx body gives none: all of it is success.

    Guard: `timeback_core.engine.call.expect.Maybe`.
    """
    update = ENTITIES[key]
    for status in (200, 201):
        told = value(update(answering(Answer(status, {key: {**STORED}}))))
        assert told is not None
        assert told.sourced_id == "x"
    for body in OTHER_FORMS:
        assert value(update(answering(Answer(200, body)))) is None
    assert value(update(answering(Answer(204)))) is None


@pytest.mark.parametrize("key", BARE)
def test_oneroster_04_07_put_with_a_bare_entity(answering: Answering, key: str) -> None:
    """The entity comes bare, and in its envelope as well.

    Guard: `timeback_core.engine.call.expect.One`.
    """
    update = BARE[key]
    held: tuple[JsonValue, ...] = ({**STORED}, {key: {**STORED}})
    for body in held:
        told = value(update(answering(Answer(200, body))))
        assert told is not None
        assert told.sourced_id == "x"
    for other in OTHER_FORMS:
        assert value(update(answering(Answer(200, other)))) is None


def test_oneroster_04_07_patch_with_an_entity(answering: Answering) -> None:
    """One PATCH may hold the entity under its key, though only a free object is documented.

    Guard: `timeback_core.oneroster.operations.assessment_line_items.patch_assessment_line_item`.
    """
    session = answering(Answer(200, {"assessmentLineItem": {**STORED}}), Answer(200, {}))
    patch = AssessmentLineItemPatch(title="t")
    told = value(patch_assessment_line_item(session, "x", patch))
    assert told is not None
    assert told.sourced_id == "x"
    assert value(patch_assessment_line_item(session, "x", patch)) is None


@pytest.mark.parametrize("what", SILENT)
@pytest.mark.parametrize("status", [200, 201])
def test_oneroster_04_07_writes_with_a_free_answer(answering: Answering, what: str, status: int) -> None:
    """Whatever a 2xx holds there is success, 201 included, which does not mean created.

    Guard: `timeback_core.engine.call.expect.Nothing`.
    """
    for body in OTHER_FORMS:
        value(SILENT[what](answering(Answer(status, body))))
    value(SILENT[what](answering(Answer(204))))


def test_oneroster_04_07_a_list_without_pages(answering: Answering) -> None:
    """Agents come without totals, and a missing key is an empty list.

    Guard: `timeback_core.engine.call.paging.UNPAGED`.
    """
    page = value(list_agents_for_user(answering(Answer(200, {"agents": [{"sourcedId": "a"}]})), "u"))
    assert (len(page), page.total, page.next) == (1, 1, None)
    assert len(value(list_agents_for_user(answering(Answer(200, {})), "u"))) == 0
    assert answering.sent[-1].url.query == b""


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b'{"user": null}', b'{"user": []}', b"<p>hi</p>"]
)
def test_oneroster_04_07_a_read_without_its_document(answering: Answering, body: bytes) -> None:
    """A single read unwraps its key, and what holds no document is an error with a path.

    Guard: `timeback_core.engine.policy.reading.read_value`.
    """
    failed = error(get_user(answering(Answer(200, body)), "u"))
    assert isinstance(failed, DecodeError)
    assert failed.path == ("$.user" if b"user" in body else "$")


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"users": {}}', b'{"people": []}'])
def test_oneroster_04_07_a_list_without_its_rows(answering: Answering, body: bytes) -> None:
    """A list without its key is an error, and no empty page.

    Guard: `timeback_core.engine.policy.reading.list_of`.
    """
    assert isinstance(error(list_users(answering(Answer(200, body)))), DecodeError)


@pytest.mark.parametrize(("status", "created"), [(201, True), (200, False)])
def test_oneroster_04_07_a_credential_is_new_or_changed(
    answering: Answering, status: int, created: bool
) -> None:
    """The status alone tells a new login from one that was replaced.

    Guard: `timeback_core.engine.call.expect.Stated`.
    """
    session = answering(Answer(status, {"userProfileId": "f", "credentialId": "c", "message": "ok"}))
    saved = value(register_credential(session, "u", LOGIN))
    assert (saved.created, saved.value.credential_id) == (created, "c")


def test_oneroster_04_07_a_decrypted_credential(answering: Answering) -> None:
    """The password stands in a bare object.

    Guard: `timeback_core.oneroster.operations.credentials.decrypt_credential`.
    """
    assert value(decrypt_credential(answering(Answer(200, {"password": "p"})), "u", "c")).password == "p"
    empty = decrypt_credential(answering(Answer(200, {})), "u", "c")
    assert isinstance(error(empty), DecodeError)


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
def test_oneroster_04_07_a_file(answering: Answering, disposition: str | None, name: str | None) -> None:
    """An export is bytes with a name, of which no folder is taken.

    Guard: `timeback_core.engine.call.expect.Download`.
    """
    headers = {"Content-Type": "application/zip"}
    if disposition is not None:
        headers["Content-Disposition"] = disposition
    file = value(export_resource(answering(Answer(200, b"PK\x03\x04", headers=headers)), "r"))
    assert (file.content, file.name, file.media_type) == (b"PK\x03\x04", name, "application/zip")
    assert answering.sent[-1].headers["accept"] == "application/zip"


def test_oneroster_04_07_answers_hold_what_they_are_sent_as(answering: Answering) -> None:
    """A body is read as JSON whatever type it claims to have.

    Guard: `timeback_core.engine.policy.reading.read_value`.
    """
    body = json.dumps({"user": STORED}).encode()
    for kind in ("text/html", "application/json; charset=utf-8", ""):
        told = get_user(answering(Answer(200, body, headers={"Content-Type": kind})), "u")
        assert value(told).sourced_id == "x"
