"""What QTI answers, where that is not what one would expect."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.answering import Answering
from tests.qti.model_cases_interactions import ITEM, REQUIRED, RESPONSE
from tests.qti.model_cases_qti import FEEDBACK, PART, SECTION, STIMULUS, TEST
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import qti as q
from timeback_core.errors import Rejected, ServerFault
from timeback_core.problems import Problem

DELETIONS: list[tuple[Callable[..., Any], tuple[str, ...], bool]] = [
    (q.delete_stimulus, ("a",), False),
    (q.delete_assessment_item, ("a",), False),
    (q.delete_assessment_test, ("a",), False),
    (q.delete_test_part, ("t", "p"), False),
    (q.delete_section, ("t", "p", "s"), True),
    (q.remove_section_item, ("t", "p", "s", "a"), False),
    (q.delete_feedback, ("f",), True),
]
"""Every deletion, its ids, and whether it gives what the server says."""


def item(answering: Answering, **members: Any) -> q.AssessmentItem:
    """The item that a server has, some members of which are changed."""
    return value(q.get_assessment_item(answering(Reply({**ITEM, **members})), "item-1"))


def test_documents_come_bare_or_in_an_envelope(answering: Answering) -> None:
    gets: list[tuple[Callable[..., Any], str, Any]] = [
        (q.get_assessment_item, "assessmentItem", ITEM),
        (q.get_assessment_test, "assessmentTest", TEST),
        (q.get_stimulus, "stimulus", STIMULUS),
    ]
    for get, key, document in gets:
        bare = value(get(answering(Reply(document)), "a"))
        assert value(get(answering(Reply({key: document})), "a")) == bare
        assert bare.identifier == document["identifier"]


def test_a_page_holds_its_rows_under_one_of_two_names(answering: Answering) -> None:
    for body in ({"items": [STIMULUS], "total": 1, "page": 1, "pages": 1}, {"total": 1, "data": [STIMULUS]}):
        page = value(q.list_stimuli(answering(Reply(body))))
        assert ([row.identifier for row in page], page.total) == (["stim-1"], 1)


@pytest.mark.parametrize(
    ("get", "ids", "document", "needed"),
    [
        (q.get_assessment_item, ("a",), ITEM, (*REQUIRED, "type")),
        (q.get_assessment_test, ("a",), TEST, REQUIRED),
        (q.get_stimulus, ("a",), STIMULUS, REQUIRED),
        (q.get_test_part, ("t", "p"), PART, ("identifier", "navigationMode", "submissionMode")),
        (q.get_section, ("t", "p", "s"), SECTION, ("identifier", "title", "visible")),
    ],
)
def test_a_document_may_lack_nearly_everything(
    answering: Answering, get: Callable[..., Any], ids: tuple[str, ...], document: Any, needed: tuple[str, ...]
) -> None:
    least = {name: document[name] for name in needed}
    nulls = dict.fromkeys(document) | least
    assert value(get(answering(Reply(least)), *ids)) == value(get(answering(Reply(nulls)), *ids))


def test_a_type_may_be_one_that_nobody_has_listed(answering: Answering) -> None:
    for told in ("gap-match", "custom", "unknown"):
        assert item(answering, type=told).type == told
    assert item(answering).type is q.ItemType.CHOICE


def test_correct_values_come_in_many_shapes(answering: Answering) -> None:
    for told, seen in (
        (["A", "C"], ("A", "C")),
        ("B", ("B",)),
        ([], ()),
        ([20, 0.5], (20, 0.5)),
        ([["C1", "T1"]], (("C1", "T1"),)),
    ):
        (found,) = item(
            answering, responseDeclarations=[{**RESPONSE, "correctResponse": {"value": told}}]
        ).response_declarations
        assert found.correct_response is not None
        assert found.correct_response.value == seen
    (silent,) = item(answering, responseDeclarations=[{**RESPONSE, "correctResponse": None}]).response_declarations
    assert silent.correct_response is None


def test_a_stimulus_comes_alone_or_in_a_list(answering: Answering) -> None:
    one, two = {"identifier": "a", "href": "stimuli/a"}, {"identifier": "b"}
    for members, seen in (({"stimulus": one}, ["a"]), ({"stimulus": [one, two]}, ["a", "b"]), ({"stimulus": None}, [])):
        assert [each.identifier for each in item(answering, **members).stimulus] == seen
    referring = {name: each for name, each in ITEM.items() if name != "stimulus"} | {"stimulusRef": [two]}
    read = value(q.get_assessment_item(answering(Reply(referring)), "item-1"))
    assert [each.identifier for each in read.stimulus] == ["b"]
    body = q.AssessmentItemInput.of(read).unwrap()
    value(q.update_assessment_item(answering(Reply(ITEM)), "item-1", body))
    sent: Any = answering.body()
    assert sent["stimulus"] == [two]


def test_content_is_free(answering: Answering) -> None:
    for content in ({"qti-assessment-item": {"_": "text", "p": [{"_attributes": {"a": "1"}}, "b"]}}, {}, {"a": None}):
        assert item(answering, content=content).content == content


def test_feedback_of_items_from_xml_is_in_the_xml_alone(answering: Answering) -> None:
    xml = '<qti-assessment-item><qti-modal-feedback identifier="A"/></qti-assessment-item>'
    read = item(answering, rawXml=xml, modalFeedback=[], feedbackInline=[], feedbackBlock=[])
    assert (read.modal_feedback, read.feedback_inline, read.feedback_block) == ((), (), ())
    assert read.raw_xml == xml


def test_a_score_may_not_be_there_yet(answering: Answering) -> None:
    pending = {"score": None, "requiresAsyncGrading": True, "graderUrl": "https://grader.example"}
    told = value(q.process_response(answering(Reply(pending)), "i", "An essay"))
    assert (told.score, told.feedback, told.requires_async_grading) == (None, None, True)
    assert told.grader_url == "https://grader.example"
    assert value(q.process_response(answering(Reply({})), "i", "A")).score is None


def test_validity_comes_as_a_flag_or_as_text(answering: Answering) -> None:
    document = q.ValidateInput(schema="item", xml="<a/>")
    for told, seen in ((True, True), ("true", True), ("false", False), (False, False)):
        assert value(q.validate_document(answering(Reply({"success": told})), document)).success is seen
    batch = q.ValidateBatchInput(schema="item", entity_ids=["a", "b"])
    answer = Reply({"results": [{"success": "true", "entityId": "a"}, {"success": False, "validationErrors": ["x"]}]})
    both = value(q.validate_documents(answering(answer), batch)).results
    assert [(each.success, each.entity_id, each.validation_errors) for each in both] == [
        (True, "a", ()),
        (False, None, ("x",)),
    ]


def test_feedback_of_a_lesson_comes_as_a_list_or_a_record(answering: Answering) -> None:
    for body in ([FEEDBACK], FEEDBACK):
        (record,) = value(q.list_lesson_feedback(answering(Reply(body)), "l-1"))
        assert record.feedback == "Too hard"
    assert list(value(q.list_lesson_feedback(answering(Reply([])), "l-1"))) == []


def test_the_id_of_a_feedback_record_has_three_names(answering: Answering) -> None:
    without = {name: each for name, each in FEEDBACK.items() if name != "identifier"}
    record = q.FeedbackInput(user_id="u-1", feedback="Too hard", lesson_id="l-1")
    for more, seen in (
        ({"identifier": "a", "id": "b", "_id": "c"}, "a"),
        ({"id": "b", "_id": "c"}, "b"),
        ({"_id": "c"}, "c"),
        ({}, None),
    ):
        assert value(q.submit_lesson_feedback(answering(Reply({**without, **more}, 201)), record)).identifier == seen


def test_a_question_may_lack_its_item(answering: Answering) -> None:
    reference = {"identifier": "gone", "href": "gone.xml", "testPart": "p", "section": "s"}
    body = {
        "assessmentTest": "test-1",
        "title": "T",
        "totalQuestions": 2,
        "questions": [{"reference": reference, "question": None}, {"reference": reference, "question": ITEM}],
    }
    told = value(q.get_questions(answering(Reply(body)), "test-1"))
    assert [each.question and each.question.identifier for each in told.questions] == [None, "item-1"]
    assert [each.reference.section for each in told.questions] == ["s", "s"]


@pytest.mark.parametrize(("delete", "ids", "tells"), DELETIONS)
def test_deletions_say_something_or_nothing(
    answering: Answering, delete: Callable[..., Any], ids: tuple[str, ...], tells: bool
) -> None:
    said = value(delete(answering(Reply({"message": "Gone"})), *ids))
    assert said == (q.MessageResponse(message="Gone") if tells else None)
    assert value(delete(answering(Reply(status=204)), *ids)) is None


def test_errors_come_in_several_shapes(answering: Answering) -> None:
    coded = {
        "error": "Bad Request",
        "code": "VALIDATION_ERROR",
        "meta": {"issues": [{"field": "userId", "message": "Required", "code": "invalid_type"}], "eventId": "a1"},
    }
    record = q.FeedbackInput(user_id="u-1", feedback="Too hard", lesson_id="l-1")
    refused = error(q.submit_question_feedback(answering(Reply(coded, 400)), record))
    assert isinstance(refused, Rejected)
    assert refused.reply.text == "Bad Request"
    assert refused.reply.problems == (Problem("userId", "Required"),)
    stack = {"error": "Internal Server Error", "message": "Unsupported interaction type", "details": "at /srv/a.ts:5"}
    failed = error(q.get_stimulus(answering(Reply(stack, 500)), "a"))
    assert isinstance(failed, ServerFault)
    assert failed.message == "GET /stimuli/a (qti.get_stimulus): 500 Unsupported interaction type"
    assert "a.ts" not in repr(failed)
