"""How QTI's operations are called, where that is not what one would expect."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.answering import Answering
from tests.qti.model_cases_interactions import ITEM
from tests.qti.model_cases_qti import STIMULUS, TEST
from tests.qti.test_rules import TEST as TEST_INPUT
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import evolve, field, qti as q
from timeback_core.engine.codec.runtime import check
from timeback_core.engine.config import configure
from timeback_core.errors import InvalidInput

NAMESPACE = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
ITEM_XML = f'<qti-assessment-item {NAMESPACE} identifier="item-1"\n title="\u00e9"/>\r\n'
TEST_XML = f'<?xml version="1.0" encoding="UTF-8"?>\n<qti-assessment-test {NAMESPACE} identifier="test-1" title="T"/>\n'
STIMULUS_XML = f"<qti-assessment-stimulus identifier='stim-1' title='S' {NAMESPACE}/>"
EMPTY = Reply({"items": [], "total": 0})


def test_staging_and_production_are_one_host() -> None:
    hosts = set()
    for env in ("staging", "production"):
        service = configure(env=env, client_id="a", client_secret="b", environ={}).unwrap().service("qti")
        assert service is not None
        hosts.add(service.base.authority + service.base.path)
    assert hosts == {"qti.alpha-1edtech.ai/api"}


def test_xml_is_asked_for_by_the_content_type(answering: Answering) -> None:
    gets: list[tuple[Callable[..., Any], tuple[str, ...], str]] = [
        (q.get_assessment_item_xml, ("a",), ITEM_XML),
        (q.get_assessment_test_xml, ("a",), TEST_XML),
        (q.get_test_part_xml, ("a", "p"), "<qti-test-part/>"),
    ]
    for get, ids, xml in gets:
        answer = Reply(xml.encode(), headers=(("Content-Type", "application/xml"),))
        assert value(get(answering(answer), *ids)) == xml
        assert answering.sent[0].headers["content-type"] == "application/xml"
    value(q.get_assessment_item(answering(Reply(ITEM)), "a"))
    assert "content-type" not in answering.sent[0].headers


def test_each_kind_of_document_takes_xml_in_its_own_way(answering: Answering) -> None:
    item = q.AssessmentItemXmlInput(xml=ITEM_XML, metadata=q.ItemMetadata(subject="Math"))
    envelope = {"format": "xml", "xml": ITEM_XML, "metadata": {"subject": "Math"}}
    value(q.create_assessment_item_from_xml(answering(Reply(ITEM, 201)), item))
    assert (answering.sent[0].verb, answering.body()) == ("POST", envelope)
    value(q.update_assessment_item_from_xml(answering(Reply(ITEM)), "item-1", item))
    assert (answering.sent[0].verb, answering.body()) == ("PUT", envelope)
    value(q.create_stimulus_from_xml(answering(Reply(STIMULUS, 201)), STIMULUS_XML))
    assert answering.body() == {"format": "xml", "xml": STIMULUS_XML}
    for told in (
        q.create_assessment_test_from_xml(answering(Reply(TEST, 201)), TEST_XML),
        q.update_assessment_test_from_xml(answering(Reply(TEST)), "test-1", TEST_XML),
    ):
        value(told)
        (seen,) = answering.sent
        assert (seen.headers["content-type"], seen.body) == ("application/xml", TEST_XML.encode())


def test_one_response_and_several_go_out_in_two_forms(answering: Answering) -> None:
    for arguments, body in (
        (("i", "A"), {"identifier": "i", "response": "A"}),
        (("i", "A", "R"), {"identifier": "R", "response": "A"}),
        (("i", ["A", "C"]), {"responses": {"RESPONSE": ["A", "C"]}}),
    ):
        value(q.process_response(answering(Reply({"score": 1})), *arguments))
        assert answering.body() == body
    value(q.process_responses(answering(Reply({"score": 1})), "i", {"R1": "A", "R2": ["B", "C"]}))
    assert answering.body() == {"responses": {"R1": "A", "R2": ["B", "C"]}}


def page(number: int, rows: int, **totals: object) -> Reply:
    """A page of stimuli."""
    return Reply({"items": [{**STIMULUS, "identifier": f"{number}-{row}"} for row in range(rows)], **totals})


@pytest.mark.parametrize(
    "pages",
    [
        [page(1, 2, total=5, page=1, pages=3, limit=2), page(2, 2, pages=3, limit=2), page(3, 1, pages=3)],
        [page(1, 2, total=5, limit=2), page(2, 2, total=5, limit=2), page(3, 1, total=5, limit=2)],
        [page(1, 2), page(2, 1), page(3, 2), page(4, 0)],
    ],
)
def test_lists_come_by_page_number(answering: Answering, pages: list[Reply]) -> None:
    rows = value(q.list_stimuli.collect(answering(*pages), limit=2))
    assert len(rows) == 5
    asked = [seen.query for seen in answering.sent]
    assert [each["limit"] for each in asked] == ["2"] * len(pages)
    assert [each.get("page", "1") for each in asked] == [str(number) for number in range(1, len(pages) + 1)]


def test_search_looks_at_title_and_identifier(answering: Answering) -> None:
    value(q.list_stimuli(answering(EMPTY), search="Forest", page=2, order_by="asc", sort="updated_at"))
    assert answering.sent[0].query == {"query": "Forest", "page": "2", "order": "asc", "sort": "updatedAt"}


def test_items_and_tests_can_be_filtered(answering: Answering) -> None:
    where: Any = {"type": {"in": ["choice", "order"]}, "title": {"contains": "it's"}}
    value(q.list_assessment_items(answering(EMPTY), where=where))
    assert answering.sent[0].query == {"filter": "(type='choice' OR type='order') AND title~'it''s'"}
    value(q.list_assessment_tests(answering(EMPTY), where=field("max_attempts").gte(2) & field("title").ne("x")))
    assert answering.sent[0].query == {"filter": "maxAttempts>=2 AND title!='x'"}


def test_tests_and_parts_can_be_narrowed_by_mode(answering: Answering) -> None:
    modes: Any = {"navigation_mode": q.NavigationMode.LINEAR, "submission_mode": "simultaneous"}
    sent = {"navigationMode": "linear", "submissionMode": "simultaneous", "limit": "5"}
    value(q.list_assessment_tests(answering(EMPTY), limit=5, **modes))
    assert answering.sent[0].query == sent
    value(q.list_test_parts(answering(EMPTY), "t", limit=5, **modes))
    assert answering.sent[0].query == sent


def test_lists_are_sorted_by_four_fields(answering: Answering) -> None:
    value(q.list_assessment_items(answering(EMPTY), sort="type"))
    for sort in ("title", "identifier", "created_at", "createdAt", "updated_at"):
        value(q.list_sections(answering(EMPTY), "t", "p", sort=sort))
        assert answering.sent[0].query["sort"] == {"created_at": "createdAt", "updated_at": "updatedAt"}.get(sort, sort)
    refused = error(q.list_stimuli(answering(EMPTY), sort="type"))
    assert isinstance(refused, InvalidInput)
    assert [problem.path for problem in refused.problems] == ["sort"]
    assert answering.sent == []


def test_places_and_addresses_are_sent(answering: Answering) -> None:
    value(q.create_assessment_test(answering(Reply(TEST, 201)), TEST_INPUT))
    body: Any = answering.body()
    sections = body["qti-test-part"][0]["qti-assessment-section"]
    assert [section["sequence"] for section in sections] == [1, 7, 3]
    assert sections[0]["qti-assessment-item-ref"] == [{"identifier": "a", "href": "/assessment-items/a"}]
    order = q.ReorderItemsInput(items=[q.AssessmentItemRefInput(identifier=each) for each in "ba"])
    value(
        q.reorder_section_items(
            answering(Reply({"identifier": "s", "title": "S", "visible": True})), "t", "p", "s", order
        )
    )
    body = answering.body()
    assert [(ref["identifier"], ref["sequence"]) for ref in body["items"]] == [("b", 1), ("a", 2)]


def test_a_variable_has_a_base_type() -> None:
    outcome = q.OutcomeDeclarationInput(identifier="SCORE", cardinality="single")
    assert [str(problem) for problem in check(outcome)] == ["base_type: must be given"]
    assert check(evolve(outcome, base_type="float")) == check(evolve(outcome, cardinality="record")) == ()


def test_feedback_is_deleted_at_the_root(answering: Answering) -> None:
    value(q.delete_feedback(answering(Reply({"message": "Deleted"})), "65a0c0ff"))
    assert (answering.sent[0].verb, answering.sent[0].path) == ("DELETE", "/65a0c0ff")
    for word in (
        "",
        " ",
        ".",
        "..",
        "stimuli",
        "Assessment-Items",
        "assessment-tests",
        "question",
        "lesson",
        "validate",
    ):
        assert isinstance(error(q.delete_feedback(answering(Reply()), word)), InvalidInput)
        assert answering.sent == []
