"""What holds of stimuli, items and tests, their scoring and what is said about them."""

import logging
from collections.abc import Iterator
from typing import Any, assert_never

import pytest
from tests.answering import Answering
from tests.qti.model_cases_interactions import INTERACTIONS, ITEM, class_of, interaction
from tests.qti.model_cases_qti import PART, SECTION, STIMULUS, TEST
from tests.qti.test_rules import ITEM as ITEM_INPUT, TEST as TEST_INPUT
from tests.scripted_server import Reply
from tests.support import calls, error, value

from timeback_core import TimebackClient, evolve, qti as q
from timeback_core.engine.codec import Unknown
from timeback_core.errors import InvalidInput, ServerFault, TimedOut
from timeback_core.sandbox import Sandbox

XMLNS = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
ITEM_XML = f"""<?xml version='1.0' encoding="UTF-8"?>\r
<qti-assessment-item {XMLNS} identifier='own' title="Caf\u00e9" adaptive="false" time-dependent="false">
  <qti-response-declaration identifier="R1" cardinality="multiple" base-type="identifier">
    <qti-correct-response><qti-value>A</qti-value><qti-value>C</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
  <!-- kept --><qti-item-body><p>\u2044</p><qti-choice-interaction response-identifier="R1" max-choices="0">
    <qti-simple-choice identifier="A">a</qti-simple-choice><qti-simple-choice identifier="B">b</qti-simple-choice>
    <qti-simple-choice identifier="C">c</qti-simple-choice></qti-choice-interaction></qti-item-body>
  <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct"/>
</qti-assessment-item>
"""
TEST_XML = f"""<qti-assessment-test {XMLNS} identifier="own" title="\u00e9">\r
  <qti-test-part identifier="p" navigation-mode="linear" submission-mode="individual">
    <qti-assessment-section identifier="s" title="S" visible="true"/></qti-test-part></qti-assessment-test>"""
RECORD = q.FeedbackInput(user_id="u", feedback="Too hard", lesson_id="l-1")


@pytest.fixture(scope="module")
def box() -> Sandbox:
    return Sandbox(students=1)


@pytest.fixture(scope="module")
def client(box: Sandbox) -> Iterator[TimebackClient]:
    with TimebackClient.open(**box.settings, environ={}).unwrap() as opened:
        yield opened


def page(*rows: Any) -> Reply:
    """A page of a list."""
    return Reply({"items": rows, "total": len(rows), "page": 1, "pages": 1})


def test_a_grade_may_be_text_or_a_number(answering: Answering) -> None:
    for told, seen in (("5", "5"), (5, "5"), (-1, "-1"), (None, None)):
        (item,) = value(q.list_assessment_items(answering(page({**ITEM, "metadata": {"grade": told}}))))
        assert item.metadata is not None
        assert item.metadata.grade == seen
    for given in ("5", 5):
        body = evolve(ITEM_INPUT, metadata=q.ItemMetadata(grade=given))
        value(q.create_assessment_item(answering(Reply(ITEM, 201)), body))
        assert answering.document("metadata") == {"grade": "5"}


def test_one_odd_item_costs_no_page(answering: Answering) -> None:
    declaration = {"identifier": "R", "cardinality": "single"}
    odd: list[dict[str, Any]] = [
        {"type": "gap-match"},
        {"responseDeclarations": [{**declaration, "baseType": ""}]},
        {"responseDeclarations": [declaration]},
        {"responseProcessing": {"templateType": "match_correct"}},
        {"responseProcessing": "none"},
        {"interaction": {"type": "gesture"}},
        {"interaction": {"type": "choice"}},
        {"metadata": []},
        dict.fromkeys(set(ITEM) - {"identifier", "title", "type", "rawXml", "content", "createdAt", "updatedAt"}),
    ]
    rows = value(q.list_assessment_items(answering(page(*({**ITEM, **each} for each in odd)))))
    assert len(rows) == len(odd)
    assert rows[4].extra["responseProcessing"] == "none"
    assert rows[5].interaction == Unknown({"type": "gesture"})
    assert rows[6].extra["interaction"] == {"type": "choice"}


def test_members_that_nobody_has_declared_survive(answering: Answering) -> None:
    sections = [{**SECTION, "_id": "x", "qti-assessment-item-ref": [{"identifier": "a", "weight": 2}]}]
    test = {**TEST, "note": 1, "qti-test-part": [{**PART, "qti-branch-rule": [{}], "qti-assessment-section": sections}]}
    read = value(q.get_assessment_test(answering(Reply(test)), "t"))
    value(q.update_assessment_test(answering(Reply(test)), "test-1", q.AssessmentTestInput.of(read).unwrap()))
    sent: Any = answering.body()
    (part,) = sent["qti-test-part"]
    (section,) = part["qti-assessment-section"]
    assert (sent["note"], part["qti-branch-rule"], section["_id"]) == (1, [{}], "x")
    assert section["qti-assessment-item-ref"][0]["weight"] == 2
    noted = {**ITEM, "metadata": {"subject": "Math", "standard": "5.NF", "lesson": {"a": None}}}
    item = value(q.get_assessment_item(answering(Reply(noted)), "i"))
    value(q.update_assessment_item(answering(Reply(noted)), "i", q.AssessmentItemInput.of(item).unwrap()))
    assert answering.document("metadata") == noted["metadata"]


def kind_of(found: q.Interaction) -> str:
    """The kind of an interaction; a type checker sees that none is missing."""
    match found:
        case q.ChoiceInteraction() | q.OrderInteraction() | q.InlineChoiceInteraction() | q.HottextInteraction():
            return found.type
        case q.TextEntryInteraction() | q.ExtendedTextInteraction() | q.SliderInteraction() | q.DrawingInteraction():
            return found.type
        case q.MatchInteraction() | q.AssociateInteraction() | q.MediaInteraction() | q.UploadInteraction():
            return found.type
        case q.SelectPointInteraction() | q.GraphicOrderInteraction() | q.GraphicAssociateInteraction():
            return found.type
        case q.GraphicGapMatchInteraction() | q.HotspotInteraction():
            return found.type
        case Unknown(raw):
            return f"unknown: {raw['type']}"
        case other:
            assert_never(other)


def test_an_interaction_has_the_class_of_its_kind(answering: Answering) -> None:
    assert set(INTERACTIONS) == {each.value for each in q.ItemType}
    for kind in INTERACTIONS:
        read = value(q.get_assessment_item(answering(Reply({**ITEM, "interaction": interaction(kind)})), "i"))
        assert read.interaction is not None
        assert (type(read.interaction), kind_of(read.interaction)) == (class_of(kind), kind)
    assert kind_of(Unknown({"type": "gesture"})) == "unknown: gesture"


def test_xml_goes_out_and_comes_back_as_it_is(box: Sandbox, client: TimebackClient) -> None:
    items, tests = client.qti.assessment_items, client.qti.assessment_tests
    item = q.AssessmentItemXmlInput(xml=ITEM_XML)
    assert value(items.create_from_xml(item)).raw_xml == ITEM_XML
    assert value(items.update_from_xml("own", item)).raw_xml == value(items.get_xml("own")) == ITEM_XML
    assert value(tests.create_from_xml(TEST_XML)).raw_xml == TEST_XML
    assert value(tests.update_from_xml("own", TEST_XML)).raw_xml == value(tests.get_xml("own")) == TEST_XML
    box.forget_requests()
    older = '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="t"/>'
    for xml, text in (
        (older, "2.1"),
        ("<a", "line 1"),
        (TEST_XML, "qti-assessment-item"),
        ("<p/>", "qti-assessment-item"),
    ):
        refused = error(items.create_from_xml(q.AssessmentItemXmlInput(xml=xml)))
        assert isinstance(refused, InvalidInput)
        assert ([problem.path for problem in refused.problems], text in refused.message) == (["xml"], True)
    assert isinstance(error(tests.update_from_xml("own", ITEM_XML)), InvalidInput)
    assert calls(box) == []


def test_a_change_loses_nothing(answering: Answering, client: TimebackClient) -> None:
    html = "<div>\n<p class='a'>x &amp; y</p><img src=\"a.png\"/></div>"
    body = q.StimulusInput(identifier="wood", title="Wood", content=html, metadata={"own": [None]})
    before = value(client.qti.stimuli.create(body))
    after = value(client.qti.stimuli.modify("wood", lambda it: evolve(it, title="Forest")))
    assert after.raw_xml == before.raw_xml.replace('"Wood"', '"Forest"')
    assert after.metadata == {"own": [None]}
    item = value(client.qti.assessment_items.modify("item-math-3", lambda it: evolve(it, metadata=q.ItemMetadata())))
    assert item.raw_xml == value(client.qti.assessment_items.get_xml("item-math-3"))
    ruled = TEST_XML.replace("</qti-test-part>", "<qti-branch-rule/></qti-test-part>")
    for refused in (
        error(q.modify_assessment_test(answering(Reply({**TEST, "rawXml": ruled})), "t", lambda it: it)),
        error(q.modify_stimulus(answering(Reply({**STIMULUS, "rawXml": "<p><q/></p>"})), "s", lambda it: it)),
    ):
        assert isinstance(refused, InvalidInput)
        assert [problem.path for problem in refused.problems] == ["raw_xml"]
        assert len(answering.sent) == 1


def test_an_upsert_survives_a_race(answering: Answering) -> None:
    gone, taken = Reply({"error": "Not found"}, 404), Reply({"error": "Conflict"}, 409)
    told = value(q.upsert_assessment_test(answering(gone, taken, Reply(TEST)), "t", TEST_INPUT))
    assert told.identifier == "test-1"
    assert [seen.verb for seen in answering.sent] == ["PUT", "POST", "PUT"]


def test_several_responses_are_scored_at_once(client: TimebackClient) -> None:
    xml = ITEM_XML.replace("'own'", "'scored'")
    value(client.qti.assessment_items.create_from_xml(q.AssessmentItemXmlInput(xml=xml)))
    score = client.qti.assessment_items.process_response
    assert value(score("scored", ["C", "A"], "R1")).score == 1
    assert value(score("scored", ["A", "B"], "R1")).score == 0
    assert value(client.qti.assessment_items.process_responses("scored", {"R1": ["A", "C"]})).score == 1


def test_pending_grading_is_no_failure(answering: Answering) -> None:
    pending = {"score": None, "requiresAsyncGrading": True, "graderUrl": "https://grader.example"}
    told = value(q.process_response(answering(Reply(pending)), "i", "An essay"))
    assert (told.score, told.requires_async_grading, told.grader_url) == (None, True, "https://grader.example")


def test_long_grading_can_have_its_own_time(answering: Answering) -> None:
    session = answering(Reply({"score": 1}, delay=0.3))
    assert isinstance(error(q.process_response(session.using(timeout=0.05), "i", "An essay")), TimedOut)
    assert value(q.process_response(session.using(timeout=120), "i", "An essay")).score == 1


def test_a_reference_to_nothing_breaks_no_test(answering: Answering, client: TimebackClient) -> None:
    value(client.qti.assessment_tests.upsert("dangling", TEST_INPUT))
    assert [
        each.question
        for each in value(client.qti.assessment_tests.get_questions("dangling")).questions
        if each.question
    ] == []
    reference = {"identifier": "gone"}
    body = {"assessmentTest": "t", "title": "T", "questions": [{"reference": reference, "question": None}]}
    (found,) = value(q.get_questions(answering(Reply(body)), "t")).questions
    assert (found.reference.identifier, found.question) == ("gone", None)


def test_feedback_can_be_listed_and_deleted(box: Sandbox, client: TimebackClient) -> None:
    lesson, general = client.qti.lesson, client.qti.general
    value(lesson.submit_question(evolve(RECORD, question_id="item-math-1")))
    value(lesson.submit_lesson(RECORD))
    records = value(lesson.get_lesson("l-1"))
    assert {record.type for record in records} == {q.FeedbackType.QUESTION, q.FeedbackType.LESSON}
    for record in records:
        assert record.identifier is not None
        value(general.delete_by_id(record.identifier))
    assert list(value(lesson.get_lesson("l-1"))) == []
    box.forget_requests()
    for other in ("stimuli", "Assessment-Items", "..", " "):
        assert isinstance(error(general.delete_by_id(other)), InvalidInput)
    assert calls(box) == []


def test_validation_sends_what_it_was_given(answering: Answering) -> None:
    for given, sent in (({"xml": "<a"}, {"xml": "<a"}), ({"entity_id": "i"}, {"entityId": "i"})):
        document = evolve(q.ValidateInput(schema="item"), **given)
        value(q.validate_document(answering(Reply({"success": True})), document))
        assert answering.body() == {"schema": "item", **sent}
    several: Any = {"xml": ["<a/>", "<b"], "entity_ids": ["a", "b"]}
    value(q.validate_documents(answering(Reply({"results": []})), q.ValidateBatchInput(schema="test", **several)))
    assert answering.body() == {"schema": "test", "xml": ["<a/>", "<b"], "entityIds": ["a", "b"]}
    for refused in (
        error(q.validate_document(answering(Reply()), q.ValidateInput(schema="item"))),
        error(q.validate_documents(answering(Reply()), q.ValidateBatchInput(schema="item"))),
    ):
        assert isinstance(refused, InvalidInput)


def test_a_null_can_be_said(answering: Answering) -> None:
    outcome = q.TestOutcomeDeclarationInput(identifier="S", base_type="float", default_value=q.DefaultValue(value=None))
    body = evolve(TEST_INPUT, time_limit=None, metadata=None, outcome_declarations=[outcome])
    value(q.create_assessment_test(answering(Reply(TEST, 201)), body))
    sent: Any = answering.body()
    assert (sent["timeLimit"], sent["metadata"], "maxAttempts" in sent) == (None, None, False)
    assert sent["qti-outcome-declaration"][0]["defaultValue"] == {"value": None}


def test_what_a_server_tells_of_its_insides_stays_out_of_messages(
    answering: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    stack = {"error": "Internal Server Error", "message": "Unsupported", "details": "at /srv/items.ts:5"}
    with caplog.at_level(logging.DEBUG):
        failed = error(q.create_assessment_item(answering(Reply(stack, 500)), ITEM_INPUT))
    assert isinstance(failed, ServerFault)
    assert "Unsupported" in failed.message
    assert "items.ts" not in "".join((failed.message, failed.anonymous, repr(failed), caplog.text))
