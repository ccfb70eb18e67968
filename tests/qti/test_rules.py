"""What QTI's operations refuse before anything is sent, every problem with its place; and what they fill in."""

from typing import Any

import pytest

from timeback_core import Operation, qti as q
from timeback_core.engine.codec import Model, evolve
from timeback_core.engine.codec.runtime import encode

ITEM = q.AssessmentItemInput(
    identifier="i",
    title="Sum",
    type="extended-text",
    interaction=q.ExtendedTextInteraction(response_identifier="R", question_structure=q.ExtendedTextQuestion()),
)
STIMULUS = q.StimulusInput(identifier="s", title="Forest", content="<p/>")
REF = q.AssessmentItemRefInput(identifier="a")
SECTION = q.AssessmentSectionInput(identifier="s", title="S", item_refs=[REF])
PART = q.TestPartInput(
    identifier="p",
    navigation_mode="linear",
    submission_mode="individual",
    sections=[SECTION, evolve(SECTION, sequence=7), SECTION],
)
TEST = q.AssessmentTestInput(identifier="t", title="T", test_parts=[PART])
ORDER = q.ReorderItemsInput(items=[REF, q.AssessmentItemRefInput(identifier="b", href="b.xml", sequence=2)])

SORTS = "known: title, identifier, created_at, updated_at"
NOT_RESPONSE = "must be text or a sequence of texts"
NO_RESPONSES = "must be a mapping of identifiers to responses, one at least"
COLLECTION = "must be the id of a feedback record, not {!r}, which names a collection"
MODES = [
    "navigation_mode: must be one of linear, nonlinear",
    "submission_mode: must be one of individual, simultaneous",
]
NO_FILTER = "where: unknown option 'where'; known: limit, order_by, page, search, sort"
NO_PAGE = [f"{name}: must be a whole number of at least 1" for name in ("page", "limit")]
WRONG_MODES = {"navigation_mode": "free", "submission_mode": "late"}

REFUSED: list[tuple[Operation[..., Any], tuple[Any, ...], dict[str, Any], list[str]]] = [
    (q.get_assessment_item, (" ",), {}, ["identifier: must not be blank"]),
    (q.get_assessment_item_xml, ("..",), {}, ["identifier: must not be a relative path segment"]),
    (q.delete_section, ("t", ".", "s"), {}, ["part_id: must not be a relative path segment"]),
    (q.remove_section_item, ("t", "p", "s", ""), {}, ["item_id: must not be blank"]),
    (q.update_stimulus, ("", STIMULUS), {}, ["identifier: must not be blank"]),
    (q.update_stimulus, (7, STIMULUS), {}, ["identifier: expected text, found int"]),
    (q.create_stimulus, ({"identifier": "s"},), {}, ["stimulus: expected StimulusInput, found dict"]),
    (q.create_assessment_test, (None,), {}, ["test: expected AssessmentTestInput, found NoneType"]),
    (q.update_test_part, ("t", "p", TEST), {}, ["part: expected TestPartInput, found AssessmentTestInput"]),
    (q.update_section, ("t", "p", "s", PART), {}, ["section: expected AssessmentSectionInput, found TestPartInput"]),
    *(
        (put, (*path, ORDER), {}, [f"{name}: expected {wanted.__name__}, found ReorderItemsInput"])
        for put, path, name, wanted in (
            (q.update_stimulus, "s", "stimulus", q.StimulusInput),
            (q.update_assessment_item, "i", "item", q.AssessmentItemInput),
            (q.update_assessment_test, "t", "test", q.AssessmentTestInput),
            (q.update_test_part, "tp", "part", q.TestPartInput),
            (q.update_section, "tps", "section", q.AssessmentSectionInput),
        )
    ),
    (q.add_section_item, ("t", "p", "s", "a"), {}, ["ref: expected AssessmentItemRefInput, found str"]),
    (q.reorder_section_items, ("t", "p", "s", [REF]), {}, ["order: expected ReorderItemsInput, found list"]),
    (q.list_stimuli, (), {"sort": "type"}, [f"sort: unknown field to sort by 'type'; {SORTS}"]),
    (q.list_assessment_items, (), {"sort": "raw_xml"}, [f"sort: unknown field to sort by 'raw_xml'; {SORTS}, type"]),
    (q.list_sections, ("t", "p"), {"sort": "sequence"}, [f"sort: unknown field to sort by 'sequence'; {SORTS}"]),
    (
        q.list_assessment_tests,
        (),
        {"sort": "-title"},
        ["sort: names the field alone: give sort='title' and order_by='desc'"],
    ),
    (q.list_stimuli, (), {"where": {"title": "x"}}, [NO_FILTER]),
    (q.list_test_parts, ("t",), {"where": {"title": "x"}, **WRONG_MODES}, [*MODES, NO_FILTER]),
    (q.list_assessment_tests, (), {"page": 0, "limit": True, **WRONG_MODES}, [*MODES, *NO_PAGE]),
    (
        q.list_assessment_items,
        (),
        {"where": {"colour": "red"}},
        ["where.colour: unknown field 'colour'; did you mean 'OR'?"],
    ),
    (q.process_response, ("i", 5), {}, [f"response: {NOT_RESPONSE}"]),
    (q.process_response, ("i", ["A", None]), {}, [f"response: {NOT_RESPONSE}"]),
    (q.process_responses, ("i", {}), {}, [f"responses: {NO_RESPONSES}"]),
    (q.process_responses, ("i", "A"), {}, [f"responses: {NO_RESPONSES}"]),
    (q.process_responses, ("i", {"R": "A", "S": 5}), {}, [f"responses: {NOT_RESPONSE}, at S"]),
    *(
        (q.delete_feedback, (word,), {}, [f"feedback_id: {COLLECTION.format(word)}"])
        for word in ("stimuli", " Lesson ")
    ),
    (q.delete_feedback, ("..",), {}, ["feedback_id: must not be a relative path segment"]),
    (q.delete_feedback, ("",), {}, ["feedback_id: must not be blank"]),
]


@pytest.mark.parametrize(("operation", "arguments", "named", "problems"), REFUSED)
def test_what_cannot_be_meant_is_refused_with_every_problem(
    operation: Operation[..., Any], arguments: tuple[Any, ...], named: dict[str, Any], problems: list[str]
) -> None:
    assert [str(problem) for problem in operation.request(*arguments, **named).problems] == problems


def sent(operation: Operation[..., Any], *arguments: Any) -> Any:
    """The body of a call as JSON."""
    request = operation.request(*arguments)
    assert request.problems == ()
    body = request.body
    return encode(body) if isinstance(body, Model) else body


PLACED = {"identifier": "a", "href": "/assessment-items/a"}
PLACED_SECTION = {"identifier": "s", "title": "S", "visible": True, "qti-assessment-item-ref": [PLACED]}
PLACED_PART = {
    "identifier": "p",
    "navigationMode": "linear",
    "submissionMode": "individual",
    "qti-assessment-section": [{**PLACED_SECTION, "sequence": place} for place in (1, 7, 3)],
}


def test_places_and_addresses_are_filled_in_where_they_are_left_out() -> None:
    test = {"identifier": "t", "title": "T", "qti-test-part": [PLACED_PART]}
    assert sent(q.create_assessment_test, TEST) == test
    assert sent(q.update_assessment_test, "other", TEST) == {**test, "identifier": "other"}
    assert sent(q.create_test_part, "t", PART) == PLACED_PART
    assert sent(q.update_test_part, "t", "q", PART) == {**PLACED_PART, "identifier": "q"}
    assert sent(q.create_section, "t", "p", SECTION) == PLACED_SECTION
    assert sent(q.update_section, "t", "p", "z", SECTION) == {**PLACED_SECTION, "identifier": "z"}
    assert sent(q.add_section_item, "t", "p", "s", REF) == PLACED
    assert sent(q.reorder_section_items, "t", "p", "s", ORDER) == {
        "items": [{**PLACED, "sequence": 1}, {"identifier": "b", "href": "b.xml", "sequence": 2}]
    }


def test_the_identifier_of_the_path_is_sent() -> None:
    assert sent(q.update_assessment_item, "j", ITEM)["identifier"] == "j"
    assert sent(q.update_stimulus, "r", STIMULUS)["identifier"] == "r"


def test_a_response_goes_out_in_the_form_that_scores_it() -> None:
    assert sent(q.process_response, "i", "A") == {"identifier": "i", "response": "A"}
    assert sent(q.process_response, "i", "A", "RESPONSE") == {"identifier": "RESPONSE", "response": "A"}
    assert sent(q.process_response, "i", ["A", "C"]) == {"responses": {"RESPONSE": ["A", "C"]}}
    assert sent(q.process_response, "i", ["A"], "R2") == {"responses": {"R2": ["A"]}}
    assert sent(q.process_responses, "i", {"R1": "A", "R2": []}) == {"responses": {"R1": "A", "R2": []}}
