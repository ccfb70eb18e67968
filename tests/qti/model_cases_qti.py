"""Stimuli, tests with what they are made of, feedback, validation, and what comes of a response."""

from tests.qti.model_cases_interactions import ITEM, KEPT, REQUIRED, SEEN_KEPT
from tests.services.model_case import GONE, Back, Document, Json, Written, without

from timeback_core import qti as q

CARD: Json = {"id": "g1", "support": "glossary-on-screen", "content": "<p>Canopy</p>"}
STIMULUS: Json = {
    "identifier": "stim-1",
    "title": "Forest",
    **KEPT,
    "label": "F",
    "language": "en",
    "stylesheet": {"href": "https://cdn.example/a.css", "type": "text/css"},
    "catalogInfo": [CARD],
    "toolName": "Pen",
    "toolVersion": "1",
    "metadata": {"subject": "Science", "own": [None]},
}

STIMULI = Document(
    q.Stimulus,
    STIMULUS,
    REQUIRED,
    seen={**SEEN_KEPT, "stylesheet.type": "text/css", "catalog_info.0.id": "g1", "metadata.own": [None]},
    spelled=[({"catalogInfo": {"id": "g"}}, {"catalog_info": (), "extra.catalogInfo": {"id": "g"}})],
    no_input=[(q.StimulusInput, {}, {"content"})],
)

STIMULUS_INPUT = Written(
    q.StimulusInput(identifier="stim-1", title="Forest", content=""),
    {"identifier": "stim-1", "title": "Forest", "content": ""},
    good=[
        ({"label": None, "metadata": {"a": None}}, {"label": None, "metadata": {"a": None}}),
        (
            {"catalog_info": [q.CatalogInfo(id="g1", support="s", content="")]},
            {"catalogInfo": [CARD | {"support": "s", "content": ""}]},
        ),
        ({"extra": {"own": 1}}, {"own": 1}),
    ],
    wrong=[
        ({"identifier": "", "title": " "}, ["identifier: must not be empty", "title: must not be empty"]),
        ({"content": None}, ["content: expected string, found null"]),
        ({"content": {"p": "a"}}, ["content: expected string, found object"]),
        (
            {"stylesheet": q.Stylesheet(href="", type="")},
            ["stylesheet.href: must not be empty", "stylesheet.type: must not be empty"],
        ),
        ({"catalog_info": [q.CatalogInfo(id=" ", support="s", content="")]}, ["catalog_info[0].id: must not be empty"]),
    ],
)

TIMES: Json = {"createdAt": KEPT["createdAt"], "updatedAt": KEPT["updatedAt"]}
REF: Json = {"identifier": "item-1", "href": "/assessment-items/item-1", "sequence": 1}
SECTION: Json = {
    "identifier": "sec-1",
    "title": "Section 1",
    "visible": True,
    "required": True,
    "fixed": False,
    "sequence": 1,
    "qti-assessment-item-ref": [REF],
}
PART: Json = {
    "identifier": "part-1",
    "navigationMode": "linear",
    "submissionMode": "individual",
    "qti-assessment-section": [SECTION],
}
WRITTEN: Json = {"rawXml": "<qti-test-part/>", "content": {"qti-test-part": {}}, **TIMES}
OUTCOME: Json = {
    "identifier": "SCORE",
    "cardinality": "single",
    "baseType": "float",
    "normalMaximum": 10,
    "normalMinimum": 0,
    "defaultValue": {"value": None},
}
TEST: Json = {
    "identifier": "test-1",
    "title": "Unit 1",
    **KEPT,
    "qtiVersion": "3.0",
    "qti-test-part": [PART],
    "qti-outcome-declaration": [OUTCOME],
    "timeLimit": 90.5,
    "maxAttempts": 2,
    "toolsEnabled": {"calculator": True},
    "metadata": {"course": "c"},
    "isValidXml": True,
}

REFS = Document(q.AssessmentItemRef, REF, ("identifier",), back=[Back(q.AssessmentItemRefInput, {})])

SECTIONS = Document(
    q.AssessmentSection,
    {**SECTION, **TIMES},
    ("identifier", "title", "visible"),
    seen={"item_refs.0.href": "/assessment-items/item-1", "created_at": SEEN_KEPT["created_at"]},
    spelled=[
        ({"visible": "false"}, {"visible": False}),
        ({"qti-assessment-item-ref": REF}, {"item_refs.0.sequence": 1}),
        ({"qti-assessment-item-ref": [{"identifier": "i", "_id": "x"}]}, {"item_refs.0.extra": {"_id": "x"}}),
    ],
    back=[Back(q.AssessmentSectionInput, without(*TIMES))],
)

PARTS = Document(
    q.TestPart,
    {**PART, **WRITTEN},
    ("identifier", "navigationMode", "submissionMode"),
    seen={
        "navigation_mode": q.NavigationMode.LINEAR,
        "submission_mode": q.SubmissionMode.INDIVIDUAL,
        "sections.0.item_refs.0.identifier": "item-1",
        "raw_xml": "<qti-test-part/>",
    },
    back=[
        Back(q.TestPartInput, without(*WRITTEN)),
        Back(q.TestPartInput, without(*WRITTEN), read={"qti-branch-rule": [{"target": "EXIT_TEST"}]}),
    ],
)

TESTS = Document(
    q.AssessmentTest,
    TEST,
    REQUIRED,
    seen={
        **SEEN_KEPT,
        "test_parts.0.sections.0.title": "Section 1",
        "outcome_declarations.0.base_type": q.BaseType.FLOAT,
        "outcome_declarations.0.default_value.value": None,
        "time_limit": 90.5,
        "tools_enabled": {"calculator": True},
        "is_valid_xml": True,
    },
    spelled=[
        ({"qti-test-part": PART}, {"test_parts.0.identifier": "part-1"}),
        ({"qti-test-part": [{"identifier": "p"}]}, {"test_parts": (), "extra.qti-test-part": [{"identifier": "p"}]}),
    ],
    back=[
        Back(q.AssessmentTestInput, without(*KEPT, "isValidXml")),
        Back(q.AssessmentTestInput, without(*KEPT, "isValidXml"), read={"timeLimit": None, "maxAttempts": None}),
    ],
    no_input=[(q.AssessmentTestInput, {"qti-test-part": GONE}, {"test_parts"})],
)

SECTION_INPUT = q.AssessmentSectionInput(identifier="sec-1", title="Section 1")
PART_INPUT = q.TestPartInput(
    identifier="part-1", navigation_mode="linear", submission_mode="individual", sections=[SECTION_INPUT]
)
PART_SENT: Json = {**PART, "qti-assessment-section": [{"identifier": "sec-1", "title": "Section 1", "visible": True}]}

TEST_INPUT = Written(
    q.AssessmentTestInput(identifier="test-1", title="Unit 1", test_parts=[PART_INPUT]),
    {"identifier": "test-1", "title": "Unit 1", "qti-test-part": [PART_SENT]},
    good=[
        (
            {"tool_name": "Pen", "tool_version": "1", "time_limit": None},
            {"toolName": "Pen", "toolVersion": "1", "timeLimit": None},
        ),
        (
            {
                "outcome_declarations": [
                    q.TestOutcomeDeclarationInput(
                        identifier="SCORE", base_type="float", default_value=q.DefaultValue(value=0)
                    )
                ]
            },
            {"qti-outcome-declaration": [{"identifier": "SCORE", "baseType": "float", "defaultValue": {"value": 0}}]},
        ),
    ],
    wrong=[
        ({"test_parts": []}, ["test_parts: must have at least 1, has 0"]),
        (
            {"time_limit": 0, "max_attempts": -1},
            [f"{name}: must be greater than 0" for name in ("time_limit", "max_attempts")],
        ),
        ({"tools_enabled": {"a": "on"}}, ['tools_enabled.a: expected true, false, "true" or "false", found string']),
        (
            {"outcome_declarations": [q.TestOutcomeDeclarationInput(identifier="S", base_type="")]},
            [f"outcome_declarations[0].base_type: must be one of {', '.join(q.BaseType)}"],
        ),
    ],
)

PART_INPUTS = Written(
    PART_INPUT,
    PART_SENT,
    wrong=[
        ({"navigation_mode": "free"}, ["navigation_mode: must be one of linear, nonlinear"]),
        ({"submission_mode": "late"}, ["submission_mode: must be one of individual, simultaneous"]),
        ({"sections": []}, ["sections: must have at least 1, has 0"]),
        (
            {"sections": [q.AssessmentSectionInput(identifier="", title="", sequence=0)]},
            [
                "sections[0].identifier: must not be empty",
                "sections[0].title: must not be empty",
                "sections[0].sequence: must be greater than 0",
            ],
        ),
    ],
)

METADATA_INPUT = Written(
    q.UpdateTestMetadataInput(metadata={"a": 1}),
    {"metadata": {"a": 1}},
    good=[({"metadata": None}, {"metadata": None})],
    wrong=[({"metadata": [1]}, ["metadata: expected object or null, found array"])],
)

ORDER_INPUT = Written(
    q.ReorderItemsInput(items=[q.AssessmentItemRefInput(identifier="item-1", sequence=2)]),
    {"items": [{"identifier": "item-1", "sequence": 2}]},
    wrong=[
        ({"items": []}, ["items: must have at least 1, has 0"]),
        (
            {"items": [q.AssessmentItemRefInput(identifier=" ", sequence=-1)]},
            ["items[0].identifier: must not be empty", "items[0].sequence: must be greater than 0"],
        ),
    ],
)

QUESTION_REF: Json = {"identifier": "item-1", "href": "item-1.xml", "testPart": "part-1", "section": "sec-1"}
QUESTIONS = Document(
    q.QuestionsResponse,
    {
        "assessmentTest": "test-1",
        "title": "Unit 1",
        "totalQuestions": 2,
        "questions": [{"reference": QUESTION_REF, "question": ITEM}, {"reference": QUESTION_REF, "question": None}],
    },
    ("assessmentTest", "title"),
    seen={
        "questions.0.reference.test_part": "part-1",
        "questions.0.question.identifier": "item-1",
        "questions.1.question": None,
    },
    spelled=[
        (
            {"questions": [{"reference": {"identifier": "i"}, "question": {"identifier": "i"}}]},
            {"questions.0.question": None, "questions.0.extra.question": {"identifier": "i"}},
        )
    ],
)

RESULT = Document(
    q.ProcessResponseResult,
    {
        "score": 0.5,
        "feedback": {"identifier": "correct", "value": "Correct"},
        "isCorrect": False,
        "requiresAsyncGrading": True,
        "graderUrl": "https://grader.example",
    },
    (),
    seen={"score": 0.5, "feedback.value": "Correct", "requires_async_grading": True},
    spelled=[({"score": "1"}, {"score": 1}), ({"feedback": "Well"}, {"feedback": None, "extra.feedback": "Well"})],
)

VALIDATION: Json = {
    "success": False,
    "entityId": "item-1",
    "xmlContent": "<a/>",
    "validationErrors": ["no namespace"],
    "message": "Not valid",
    "error": "e",
}
VALIDATIONS = Document(
    q.ValidationResult,
    VALIDATION,
    ("success",),
    seen={"success": False, "validation_errors": ("no namespace",)},
    spelled=[({"success": "true"}, {"success": True}), ({"validationErrors": "one"}, {"validation_errors": ("one",)})],
)
BATCH = Document(q.BatchValidationResult, {"results": [VALIDATION]}, (), seen={"results.0.entity_id": "item-1"})

VALIDATE_INPUT = Written(
    q.ValidateInput(schema="item", xml=" <a/>\n"),
    {"schema": "item", "xml": " <a/>\n"},
    good=[({"entity_id": "item-1"}, {"entityId": "item-1"})],
    wrong=[
        ({"schema": "part"}, ["schema: must be one of test, item, stimulus"]),
        ({"xml": " "}, ["xml: must not be empty"]),
    ],
)
VALIDATE_NOTHING = Written(
    q.ValidateInput(schema="test", entity_id="t"),
    {"schema": "test", "entityId": "t"},
    wrong=[({"entity_id": q.ValidateInput(schema="test").entity_id}, ["xml: must be given, or entity_id"])],
)
NOTHING_TO_VALIDATE = ["xml: must hold at least one document, or entity_ids at least one identifier"]
VALIDATE_BATCH_INPUT = Written(
    q.ValidateBatchInput(schema="stimulus", xml=["<a/>"]),
    {"schema": "stimulus", "xml": ["<a/>"]},
    good=[
        ({"entity_ids": ["s"]}, {"entityIds": ["s"]}),
        ({"xml": [], "entity_ids": ["s"]}, {"xml": [], "entityIds": ["s"]}),
    ],
    wrong=[({"xml": []}, NOTHING_TO_VALIDATE), ({"entity_ids": [""]}, ["entity_ids[0]: must not be empty"])],
)

FEEDBACK: Json = {
    "userId": "u-1",
    "feedback": "Too hard",
    "type": "QUESTION",
    "lessonId": "l-1",
    "questionId": "item-1",
    "humanApproved": False,
    "identifier": "f-1",
    **TIMES,
}
RECORDS = Document(
    q.FeedbackRecord,
    FEEDBACK,
    ("userId", "feedback", "type", "lessonId"),
    seen={"type": q.FeedbackType.QUESTION, "human_approved": False, "identifier": "f-1"},
    spelled=[
        ({"identifier": GONE, "_id": "x"}, {"identifier": "x"}),
        ({"identifier": GONE, "id": "y", "_id": "x"}, {"identifier": "y"}),
        ({"humanApproved": [True, False]}, {"human_approved": (True, False)}),
        ({"type": "COURSE"}, {"type": "COURSE"}),
    ],
)
RECORD_INPUT = Written(
    q.FeedbackInput(user_id="u-1", feedback="Too hard", lesson_id="l-1"),
    {"userId": "u-1", "feedback": "Too hard", "lessonId": "l-1"},
    good=[({"question_id": "item-1", "human_approved": True}, {"questionId": "item-1", "humanApproved": True})],
    wrong=[
        (
            {"user_id": "", "feedback": " ", "lesson_id": ""},
            [f"{name}: must not be empty" for name in ("user_id", "feedback", "lesson_id")],
        )
    ],
)
MESSAGE = Document(q.MessageResponse, {"message": "Deleted"}, (), seen={"message": "Deleted"})

DOCUMENTS = (STIMULI, REFS, SECTIONS, PARTS, TESTS, QUESTIONS, RESULT, VALIDATIONS, BATCH, RECORDS, MESSAGE)
INPUTS = (
    STIMULUS_INPUT, TEST_INPUT, PART_INPUTS, METADATA_INPUT, ORDER_INPUT, VALIDATE_INPUT, VALIDATE_NOTHING,
    VALIDATE_BATCH_INPUT, RECORD_INPUT,
)  # fmt: skip
