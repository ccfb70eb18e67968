"""A case for every operation of QTI."""

from tests.wire.case import MADE, Case, Shows

from timeback_core import qti as api
from timeback_core.qti import (
    AssessmentItemInput,
    AssessmentItemRefInput,
    AssessmentItemXmlInput,
    AssessmentSectionInput,
    AssessmentTestInput,
    Choice,
    ChoiceInteraction,
    ChoiceQuestion,
    FeedbackInput,
    ItemMetadata,
    ReorderItemsInput,
    StimulusInput,
    TestPartInput,
    UpdateTestMetadataInput,
    ValidateBatchInput,
    ValidateInput,
)

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
STIMULI, ITEMS, TESTS = "/stimuli", "/assessment-items", "/assessment-tests"
STIMULUS, ITEM, TEST = f"{STIMULI}/stimulus-math", f"{ITEMS}/item-math-1", f"{TESTS}/course-1-unit-1-lesson-1"
PARTS = f"{TEST}/test-parts"
PART = f"{PARTS}/part-1"
SECTIONS = f"{PART}/sections"
SECTION = f"{SECTIONS}/section-1"
REFS = f"{SECTION}/items"

IN_TEST = ("course-1-unit-1-lesson-1",)
IN_PART = (*IN_TEST, "part-1")
IN_SECTION = (*IN_PART, "section-1")

ITEM_XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<qti-assessment-item xmlns="{NAMESPACE}" identifier="sum" title="Sum é" adaptive="false" time-dependent="false">'
    '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="string"/>'
    '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>'
    '<qti-item-body><p>1 + 1 = <qti-text-entry-interaction response-identifier="RESPONSE"/></p></qti-item-body>'
    "</qti-assessment-item>\n"
)
TEST_XML = (
    f'<qti-assessment-test xmlns="{NAMESPACE}" identifier="sums" title="Sums &amp; more">'
    '<qti-test-part identifier="p" navigation-mode="linear" submission-mode="individual">'
    '<qti-assessment-section identifier="s" title="S" visible="true">'
    '<qti-assessment-item-ref identifier="item-math-1" href="item-math-1.xml"/>'
    "</qti-assessment-section></qti-test-part></qti-assessment-test>"
)
STIMULUS_XML = (
    f'<qti-assessment-stimulus xmlns="{NAMESPACE}" identifier="canopy" title="Canopy" xml:lang="en">'
    "<qti-stimulus-body><p>Tall trees.</p></qti-stimulus-body></qti-assessment-stimulus>"
)
SENT_STIMULUS = {"identifier": "forest", "title": "Forest", "content": "<p>Trees.</p>", "metadata": {"any": [1]}}


def stimulus(identifier: str) -> StimulusInput:
    """A stimulus."""
    return StimulusInput(identifier=identifier, title="Forest", content="<p>Trees.</p>", metadata={"any": [1]})


def item(identifier: str) -> AssessmentItemInput:
    """A question with two choices."""
    return AssessmentItemInput(
        identifier=identifier,
        title="Sum",
        type="choice",
        interaction=ChoiceInteraction(
            response_identifier="RESPONSE",
            shuffle=False,
            max_choices=1,
            question_structure=ChoiceQuestion(
                prompt="1 + 1 = ?", choices=(Choice(identifier="A", content="2"), Choice(identifier="B", content="3"))
            ),
        ),
        metadata=ItemMetadata(grade="2", extra={"standard": "S1"}),
    )


def item_sent(identifier: str) -> dict[str, object]:
    """The same on the wire."""
    return {
        "identifier": identifier,
        "title": "Sum",
        "type": "choice",
        "interaction": {
            "type": "choice",
            "responseIdentifier": "RESPONSE",
            "shuffle": False,
            "maxChoices": 1,
            "questionStructure": {
                "prompt": "1 + 1 = ?",
                "choices": [{"identifier": "A", "content": "2"}, {"identifier": "B", "content": "3"}],
            },
        },
        "metadata": {"grade": "2", "standard": "S1"},
    }


def section(identifier: str) -> AssessmentSectionInput:
    """A section of one item."""
    return AssessmentSectionInput(
        identifier=identifier, title="S", sequence=1, item_refs=[AssessmentItemRefInput(identifier="item-math-2")]
    )


REF_SENT = {"identifier": "item-math-2", "href": "/assessment-items/item-math-2"}


def section_sent(identifier: str) -> dict[str, object]:
    """The same on the wire, its references with their addresses."""
    return {
        "identifier": identifier,
        "title": "S",
        "visible": True,
        "sequence": 1,
        "qti-assessment-item-ref": [REF_SENT],
    }


def part(identifier: str) -> TestPartInput:
    """A part of one section."""
    return TestPartInput(
        identifier=identifier, navigation_mode="nonlinear", submission_mode="individual", sections=[section("s")]
    )


def part_sent(identifier: str) -> dict[str, object]:
    """The same on the wire."""
    return {
        "identifier": identifier,
        "navigationMode": "nonlinear",
        "submissionMode": "individual",
        "qti-assessment-section": [section_sent("s")],
    }


def test_of(identifier: str) -> AssessmentTestInput:
    """A test of one part."""
    return AssessmentTestInput(identifier=identifier, title="T", time_limit=None, test_parts=[part("p")])


TEST_SENT = {"title": "T", "timeLimit": None, "qti-test-part": [part_sent("p")]}
XML_ITEM = AssessmentItemXmlInput(xml=ITEM_XML, metadata=ItemMetadata(extra={"k": 1}))
XML_SENT = {"format": "xml", "xml": ITEM_XML, "metadata": {"k": 1}}
FEEDBACK = FeedbackInput(user_id="student-1", feedback="Hard.", lesson_id="lesson-1", human_approved=True)
FEEDBACK_SENT = {"userId": "student-1", "feedback": "Hard.", "lessonId": "lesson-1", "humanApproved": True}

PAGE = {"search": "math", "page": 2, "limit": 3, "sort": "title", "order_by": "asc"}
PAGE_SENT = "query=math&page=2&limit=3&sort=title&order=asc"

CASES = (
    Case(api.list_stimuli, (), STIMULI, query=PAGE_SENT, named=PAGE),
    Case(
        api.create_stimulus,
        (stimulus("forest"),),
        STIMULI,
        SENT_STIMULUS,
        Shows(f"{STIMULI}/forest", (), {"title": "Forest", "metadata": {"any": [1]}}),
    ),
    Case(
        api.create_stimulus_from_xml,
        (STIMULUS_XML,),
        STIMULI,
        {"format": "xml", "xml": STIMULUS_XML},
        Shows(f"{STIMULI}/canopy", (), {"title": "Canopy", "rawXml": STIMULUS_XML}),
    ),
    Case(api.get_stimulus, ("stimulus-math",), STIMULUS),
    Case(
        api.update_stimulus,
        ("stimulus-math", stimulus("forest")),
        STIMULUS,
        SENT_STIMULUS | {"identifier": "stimulus-math"},
        Shows(STIMULUS, (), {"title": "Forest", "metadata": {"any": [1]}}),
    ),
    Case(
        api.delete_stimulus, ("stimulus-math",), STIMULUS, shows=Shows(f"{STIMULI}?query=stimulus-math", ("total",), 0)
    ),
    Case(
        api.list_assessment_items,
        (),
        ITEMS,
        query="filter=type='choice'&sort=type&order=desc&limit=2",
        named={"where": {"type": "choice"}, "sort": "type", "order_by": "desc", "limit": 2},
    ),
    Case(
        api.create_assessment_item,
        (item("sum"),),
        ITEMS,
        item_sent("sum"),
        Shows(f"{ITEMS}/sum", (), {"type": "choice", "metadata": {"grade": "2", "standard": "S1"}}),
    ),
    Case(
        api.create_assessment_item_from_xml,
        (XML_ITEM,),
        ITEMS,
        XML_SENT,
        Shows(f"{ITEMS}/sum", (), {"title": "Sum é", "type": "text-entry", "rawXml": ITEM_XML, "metadata": {"k": 1}}),
    ),
    Case(api.get_assessment_item, ("item-math-1",), ITEM),
    Case(api.get_assessment_item_xml, ("item-math-1",), ITEM),
    Case(
        api.update_assessment_item,
        ("item-math-1", item("other")),
        ITEM,
        item_sent("item-math-1"),
        Shows(ITEM, (), {"title": "Sum", "metadata": {"grade": "2", "standard": "S1"}}),
    ),
    Case(
        api.update_assessment_item_from_xml,
        ("item-math-1", XML_ITEM),
        ITEM,
        XML_SENT,
        Shows(ITEM, (), {"rawXml": ITEM_XML, "metadata": {"k": 1}}),
    ),
    Case(
        api.delete_assessment_item,
        ("item-math-12",),
        f"{ITEMS}/item-math-12",
        shows=Shows(f"{ITEMS}?query=item-math-12", ("total",), 0),
    ),
    Case(
        api.create_item_from_metadata,
        (item("sum"),),
        f"{ITEMS}/metadata",
        item_sent("sum"),
        Shows(f"{ITEMS}/sum", (), {"metadata": {"grade": "2", "standard": "S1"}}),
    ),
    Case(
        api.process_response,
        ("item-math-1", "A"),
        f"{ITEM}/process-response",
        {"identifier": "item-math-1", "response": "A"},
        harmless=True,
    ),
    Case(
        api.process_responses,
        ("item-math-1", {"RESPONSE": ["A", "B"]}),
        f"{ITEM}/process-response",
        {"responses": {"RESPONSE": ["A", "B"]}},
        harmless=True,
    ),
    Case(
        api.list_assessment_tests,
        (),
        TESTS,
        query="navigationMode=linear&submissionMode=individual&filter=title~'1'&limit=2",
        named={
            "navigation_mode": "linear",
            "submission_mode": "individual",
            "where": {"title": {"contains": "1"}},
            "limit": 2,
        },
    ),
    Case(
        api.create_assessment_test,
        (test_of("t"),),
        TESTS,
        TEST_SENT | {"identifier": "t"},
        Shows(f"{TESTS}/t/test-parts/p", (), {"navigationMode": "nonlinear"}),
    ),
    Case(
        api.create_assessment_test_from_xml,
        (TEST_XML,),
        TESTS,
        TEST_XML,
        Shows(f"{TESTS}/sums", (), {"title": "Sums & more", "rawXml": TEST_XML}),
    ),
    Case(api.get_assessment_test, IN_TEST, TEST),
    Case(api.get_assessment_test_xml, IN_TEST, TEST),
    Case(
        api.update_assessment_test,
        (*IN_TEST, test_of("t")),
        TEST,
        TEST_SENT | {"identifier": "course-1-unit-1-lesson-1"},
        Shows(f"{PARTS}/p", (), {"navigationMode": "nonlinear"}),
    ),
    Case(
        api.update_assessment_test_from_xml,
        (*IN_TEST, TEST_XML),
        TEST,
        TEST_XML,
        Shows(TEST, (), {"title": "Sums & more", "rawXml": TEST_XML}),
    ),
    Case(api.delete_assessment_test, IN_TEST, TEST, shows=Shows(f"{TESTS}?query={IN_TEST[0]}", ("total",), 0)),
    Case(api.get_questions, IN_TEST, f"{TEST}/questions"),
    Case(
        api.update_test_metadata,
        (*IN_TEST, UpdateTestMetadataInput(metadata={"k": [None]})),
        f"{TEST}/metadata",
        {"metadata": {"k": [None]}},
        Shows(TEST, (), {"metadata": {"k": [None]}}),
    ),
    Case(
        api.list_test_parts,
        IN_TEST,
        PARTS,
        query="navigationMode=linear&submissionMode=individual&limit=2",
        named={"navigation_mode": "linear", "submission_mode": "individual", "limit": 2},
    ),
    Case(
        api.create_test_part,
        (*IN_TEST, part("p")),
        PARTS,
        part_sent("p"),
        Shows(f"{PARTS}/p/sections/s", (), {"title": "S"}),
    ),
    Case(api.get_test_part, IN_PART, PART),
    Case(api.get_test_part_xml, IN_PART, PART),
    Case(
        api.update_test_part,
        (*IN_PART, part("part-1")),
        PART,
        part_sent("part-1"),
        Shows(PART, (), {"navigationMode": "nonlinear"}),
    ),
    Case(api.delete_test_part, IN_PART, PART, shows=Shows(PARTS, ("total",), 0)),
    Case(api.list_sections, IN_PART, SECTIONS, query=PAGE_SENT, named=PAGE),
    Case(
        api.create_section,
        (*IN_PART, section("s")),
        SECTIONS,
        section_sent("s"),
        Shows(f"{SECTIONS}/s", (), {"title": "S"}),
    ),
    Case(api.get_section, IN_SECTION, SECTION),
    Case(
        api.update_section,
        (*IN_SECTION, section("section-1")),
        SECTION,
        section_sent("section-1"),
        Shows(SECTION, (), {"title": "S"}),
    ),
    Case(api.delete_section, IN_SECTION, SECTION, shows=Shows(SECTIONS, ("total",), 0)),
    Case(
        api.add_section_item,
        (*IN_SECTION, AssessmentItemRefInput(identifier="item-reading-1", sequence=7)),
        REFS,
        {"identifier": "item-reading-1", "href": "/assessment-items/item-reading-1", "sequence": 7},
        Shows(SECTION, ("qti-assessment-item-ref", 6), {"identifier": "item-reading-1"}),
    ),
    Case(
        api.remove_section_item,
        (*IN_SECTION, "item-math-1"),
        f"{REFS}/item-math-1",
        shows=Shows(SECTION, ("qti-assessment-item-ref", 0), {"identifier": "item-math-2"}),
    ),
    Case(
        api.reorder_section_items,
        (*IN_SECTION, ReorderItemsInput(items=[AssessmentItemRefInput(identifier="item-math-2", sequence=1)])),
        f"{REFS}/order",
        {"items": [REF_SENT | {"sequence": 1}]},
        Shows(SECTION, ("qti-assessment-item-ref", 0), {"identifier": "item-math-2"}),
    ),
    Case(
        api.submit_question_feedback,
        (FEEDBACK,),
        "/question",
        FEEDBACK_SENT,
        Shows("/lesson/lesson-1", (0,), FEEDBACK_SENT | {"type": "QUESTION"}),
    ),
    Case(
        api.submit_lesson_feedback,
        (FEEDBACK,),
        "/lesson",
        FEEDBACK_SENT,
        Shows("/lesson/lesson-1", (0,), FEEDBACK_SENT | {"type": "LESSON"}),
    ),
    Case(
        api.list_lesson_feedback,
        ("lesson-1",),
        "/lesson/lesson-1",
        before=(api.submit_lesson_feedback.request(FEEDBACK),),
    ),
    Case(
        api.delete_feedback,
        (MADE,),
        f"/{MADE}",
        shows=Shows("/lesson/lesson-1", (), []),
        before=(api.submit_lesson_feedback.request(FEEDBACK),),
    ),
    Case(
        api.validate_document,
        (ValidateInput(schema="item", xml=ITEM_XML),),
        "/validate",
        {"schema": "item", "xml": ITEM_XML},
        harmless=True,
    ),
    Case(
        api.validate_documents,
        (ValidateBatchInput(schema="item", entity_ids=["item-math-1"]),),
        "/validate/batch",
        {"schema": "item", "entityIds": ["item-math-1"]},
        harmless=True,
    ),
)
