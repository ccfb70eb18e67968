"""What creates of OneRoster want, and what they answer."""

import json
from datetime import date

import pytest
from tests.answering import CREATED, PAIR, RESULT, Answering, refused
from tests.scripted_server import Reply
from tests.support import calls, documents_sent, error, new_user, value

from timeback_core import UNSET, IdPair, TimebackClient, evolve
from timeback_core.errors import DecodeError, ServerFault
from timeback_core.oneroster import (
    ClassInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    ResourceInput,
    ScoreScaleInput,
    ScoreScaleValueInput,
    TermGradingPeriodInput,
    TextMetadata,
    create_class,
    create_component_resource,
    create_course_component,
    create_grading_period_for_term,
    create_resource,
    create_result,
    create_results_for_line_item,
    create_score_scale,
    create_user,
    get_academic_session,
    get_component_resource,
    get_course_component,
    get_grading_period,
    get_resource,
    get_score_scale,
    ref_to,
    update_course_component,
)
from timeback_core.sandbox import Sandbox


@pytest.mark.parametrize(
    ("pairs", "single", "bulk"),
    [
        (PAIR, ("b",), ("b",)),
        ([PAIR], ("b",), ("b",)),
        ([PAIR, {"allocatedSourcedId": "c"}], ("b", "c"), ("b", "c")),
        ({"suppliedSourcedId": "a"}, ("a",), ("a",)),
        ({"suppliedSourcedId": "a", "allocatedSourcedId": None}, ("a",), ("a",)),
        ([], None, ()),
        ({}, None, ()),
        (None, None, None),
        ("b", None, None),
    ],
    ids=str,
)
def test_id_pairs_come_in_every_form(
    answering: Answering, pairs: object, single: tuple[str, ...] | None, bulk: tuple[str, ...] | None
) -> None:
    answer = Reply(json.dumps({"sourcedIdPairs": pairs}).encode(), 201)
    one = create_user(answering(answer), new_user())
    many = create_results_for_line_item(answering(answer), "l", [RESULT, RESULT])
    for told, expected in ((one, single), (many, bulk)):
        if expected is None:
            assert isinstance(error(told), DecodeError)
        else:
            assert value(told).sourced_ids == expected


@pytest.mark.parametrize("status", [200, 201, 204])
def test_id_pairs_come_in_every_form__or_without_a_body_as_those_of_the_caller(
    answering: Answering, status: int
) -> None:
    answer = Reply(None, status)
    assert value(create_user(answering(answer), new_user("own"))).pairs == (IdPair("own", None),)
    rows = [evolve(RESULT, sourced_id="r-1"), evolve(RESULT, sourced_id="r-2")]
    assert value(create_results_for_line_item(answering(answer), "l", rows)).sourced_ids == ("r-1", "r-2")
    for told in (
        create_user(answering(answer), new_user(UNSET)),
        create_results_for_line_item(answering(answer), "l", [*rows, RESULT]),
    ):
        assert isinstance(error(told), DecodeError)


@pytest.mark.parametrize("body", [b"{}", b"null", b"[]", b"<html>"])
def test_id_pairs_come_in_every_form__or_not_at_all(answering: Answering, body: bytes) -> None:
    assert isinstance(error(create_user(answering(Reply(body, 201)), new_user())), DecodeError)
    bulk = create_results_for_line_item(answering(Reply(body, 201)), "l", [RESULT])
    assert isinstance(error(bulk), DecodeError)


def test_a_grading_period_of_a_term_answers_a_session(client: TimebackClient, sandbox: Sandbox) -> None:
    session = client.session
    term = value(get_academic_session(session, "session-1-term-1"))
    period = TermGradingPeriodInput(
        sourced_id="gp",
        title="Quarter 5",
        start_date=term.start_date,
        end_date=term.end_date,
        school_year=2026,
        org=ref_to("school-1"),
    )
    created = value(create_grading_period_for_term(session, "session-1-term-1", period))
    assert (created.sourced_id, created.type) == ("gp", "gradingPeriod")
    sent = json.loads(calls(sandbox)[-1].body)["academicSession"]
    assert (sent["tenantId"], sent["clientAppId"], sent["schoolYear"]) == (None, None, "2026")
    assert value(get_grading_period(session, "gp")).title == "Quarter 5"


def test_a_grading_period_of_a_term_names_tenant_and_application(answering: Answering) -> None:
    period = TermGradingPeriodInput(
        sourced_id="p",
        title="t",
        start_date=date(2026, 1, 1),
        end_date=date(2026, 2, 1),
        school_year=2026,
        org=ref_to("o"),
    )
    stored = {
        "sourcedId": "p",
        "title": "t",
        "type": "gradingPeriod",
        "startDate": "2026-01-01",
        "endDate": "2026-02-01",
    }
    session = answering(Reply({"academicSession": {**stored, "tenantId": None}}, 201))
    assert value(create_grading_period_for_term(session, "t", period)).sourced_id == "p"
    sent = answering.document("academicSession")
    assert (sent["tenantId"], sent["clientAppId"]) == (None, None)
    assert (sent["type"], sent["schoolYear"]) == ("gradingPeriod", "2026")


def test_a_resource_needs_an_importance(answering: Answering) -> None:
    value(create_resource(answering(CREATED), ResourceInput(title="t", vendor_resource_id="v")))
    assert answering.body() == {"resource": {"title": "t", "vendorResourceId": "v", "importance": "primary"}}


def test_the_address_of_a_resource_stands_in_its_metadata(client: TimebackClient, sandbox: Sandbox) -> None:
    assert not hasattr(ResourceInput, "url")
    metadata = TextMetadata(format="html", url="https://content.example.com")
    resource = ResourceInput(sourced_id="r-9", title="t", vendor_resource_id="v", metadata=metadata)
    value(create_resource(client.session, resource))
    (sent,) = documents_sent(sandbox, "POST")
    assert sent["metadata"] == {"type": "text", "format": "html", "url": "https://content.example.com"}
    assert value(get_resource(client.session, "r-9")).metadata == metadata


@pytest.mark.parametrize("vendor_id", ["12", "AP-World-Unit-1-Test", "https://qti.example.com/x?y=1"])
def test_vendor_ids_are_free_text(answering: Answering, vendor_id: str) -> None:
    value(create_resource(answering(CREATED), ResourceInput(title="t", vendor_resource_id=vendor_id)))
    assert answering.document("resource")["vendorResourceId"] == vendor_id


ROOM = ClassInput(title="t", course=ref_to("course-1"), org=ref_to("school-1"), terms=(ref_to("session-1-term-1"),))


def test_a_class_needs_a_type(answering: Answering) -> None:
    value(create_class(answering(CREATED), ROOM))
    assert answering.document("class")["classType"] == "scheduled"


def test_resources_of_courses_and_classes_are_dropped() -> None:
    assert not hasattr(CourseInput, "resources")
    assert not hasattr(ClassInput, "resources")


def test_the_lines_of_a_score_scale_have_capitals_of_their_own(client: TimebackClient, sandbox: Sandbox) -> None:
    line = ScoreScaleValueInput(item_value_lhs="90-100", item_value_rhs="A")
    scale = ScoreScaleInput(
        sourced_id="s-9", title="t", type="letter", class_=ref_to("class-1"), score_scale_value=(line,)
    )
    value(create_score_scale(client.session, scale))
    assert documents_sent(sandbox, "POST")[-1]["scoreScaleValue"] == [{"itemValueLHS": "90-100", "itemValueRHS": "A"}]
    (read,) = value(get_score_scale(client.session, "s-9")).score_scale_value
    assert (read.item_value_lhs, read.item_value_rhs) == ("90-100", "A")


def test_a_result_with_a_score_scale_may_fail(answering: Answering) -> None:
    session = answering(refused(500, "foreign key"))
    failed = error(create_result(session, evolve(RESULT, score_scale=ref_to("scale"))))
    assert isinstance(failed, ServerFault)
    assert answering.document("result")["scoreScale"] == {"sourcedId": "scale"}
    value(create_result(answering(CREATED), RESULT))
    assert "scoreScale" not in answering.document("result")


@pytest.mark.parametrize(
    ("members", "known"),
    [
        ({"lessonType": "quiz", "metadata": {"lessonType": "placement"}}, "quiz"),
        ({"lessonType": None, "metadata": {"lessonType": "placement"}}, "placement"),
        ({"metadata": {"lessonType": "unheard-of"}}, "unheard-of"),
        ({"metadata": None}, None),
        ({}, None),
    ],
)
def test_the_type_of_a_lesson_stands_in_two_places(
    answering: Answering, members: dict[str, object], known: str | None
) -> None:
    row: object = {
        "sourcedId": "l",
        "title": "t",
        "courseComponent": {"sourcedId": "c"},
        "resource": {"sourcedId": "r"},
        **members,
    }
    session = answering(Reply({"componentResource": row}))
    assert value(get_component_resource(session, "l")).known_lesson_type == known
    link = ComponentResourceInput(
        sourced_id="l", title="t", course_component=ref_to("c"), resource=ref_to("r"), sort_order=1, lesson_type="quiz"
    )
    value(create_component_resource(answering(CREATED), link))
    written = answering.document("componentResource")
    assert (written["lessonType"], written["metadata"]) == ("quiz", {"lessonType": "quiz"})


@pytest.mark.parametrize("given", ["parent", "course_component"])
def test_the_parent_of_a_component_has_two_names(client: TimebackClient, sandbox: Sandbox, given: str) -> None:
    unit = ref_to("course-1-unit-1")
    plain = CourseComponentInput(sourced_id="p-9", title="t", course=ref_to("course-1"), sort_order=1)
    component = evolve(plain, parent=unit) if given == "parent" else evolve(plain, course_component=unit)
    value(create_course_component(client.session, component))
    value(update_course_component(client.session, "p-9", component))
    for sent in (*documents_sent(sandbox, "POST"), *documents_sent(sandbox, "PUT")):
        assert sent["parent"] == sent["courseComponent"] == {"sourcedId": "course-1-unit-1"}
    read = value(get_course_component(client.session, "p-9"))
    assert read.parent == read.course_component
    value(create_course_component(client.session, evolve(plain, sourced_id="p-10")))
    assert not {"parent", "courseComponent"} & documents_sent(sandbox, "POST")[-1].keys()
