"""Assessment line items and assessment results."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from timeback_core.engine.codec import evolve
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode
from timeback_core.oneroster.models.assessment_line_items import (
    AssessmentLineItem,
    AssessmentLineItemInput,
    AssessmentLineItemPatch,
)
from timeback_core.oneroster.models.assessment_metadata import (
    AssessmentLineItemMetadata,
    AssessmentResultMetadata,
    AssessmentType,
)
from timeback_core.oneroster.models.assessment_results import (
    AssessmentResult,
    AssessmentResultInput,
    AssessmentResultPatch,
)
from timeback_core.oneroster.models.enums import ScoreStatus, Status
from timeback_core.oneroster.models.refs import ref_to

STORED = {"status": "active", "dateLastModified": "2026-01-05T10:00:00.000Z"}
IDS = [{"source": "CASE", "learningObjectiveIds": ["lo-1", "lo-2"]}]
REACHED = [
    {
        "source": "CASE",
        "learningObjectiveResults": [
            {"learningObjectiveId": "lo-1", "score": 0.5},
            {"learningObjectiveId": "lo-2", "textScore": "good"},
        ],
    }
]

TEST: dict[str, Any] = {
    **STORED,
    "sourcedId": "a-1",
    "metadata": {
        "subject": "Math",
        "grade": 4,
        "grades": ["4", 5],
        "lessonType": "quiz",
        "courseSourcedId": "k-1",
        "questionId": "q-1",
        "testName": "Unit 1",
        "isAssessmentBank": True,
        "testResourceId": "r-1",
        "assessmentTestId": "t-1",
        "kept": {},
    },
    "title": "Unit 1",
    "description": None,
    "class": {"sourcedId": "c-1"},
    "parentAssessmentLineItem": {"sourcedId": "a-0"},
    "scoreScale": {"sourcedId": "s-1"},
    "resultValueMin": 0,
    "resultValueMax": 100,
    "component": {"sourcedId": "cc-1"},
    "componentResource": {"sourcedId": "cr-1"},
    "learningObjectiveSet": IDS,
    "course": {"sourcedId": "k-1"},
}

OUTCOME: dict[str, Any] = {
    **STORED,
    "sourcedId": "x-1",
    "metadata": {
        "xp": -5,
        "multiplier": 1.5,
        "totalQuestions": 10,
        "correctQuestions": None,
        "accuracy": 92.5,
        "attempt": 1,
        "pctCompleteApp": "40%",
        "appName": "alpha_read",
        "relatedCaliperEvents": ["urn:uuid:1"],
        "assessmentType": "MAP_GROWTH",
        "testName": "Unit 1",
        "testname": "unit-1",
        "grade": "4",
        "assignmentId": 7,
        "rit": 201.5,
        "kept": None,
    },
    "assessmentLineItem": {"sourcedId": "a-1"},
    "student": {"sourcedId": "u-1"},
    "score": 92.5,
    "textScore": None,
    "scoreDate": "2026-01-12T09:30:00.000Z",
    "scoreScale": {"sourcedId": "s-1"},
    "scorePercentile": 88,
    "scoreStatus": "partially graded",
    "comment": None,
    "learningObjectiveSet": REACHED,
    "inProgress": "true",
    "incomplete": None,
    "late": "false",
    "missing": "false",
}

DAY = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)

TEST_INPUT = AssessmentLineItemInput(title="Unit 1")
OUTCOME_INPUT = AssessmentResultInput(
    assessment_line_item=ref_to("a-1"), student=ref_to("u-1"), score_status="submitted", score_date=DAY
)


DOCUMENTS: list[tuple[type[Any], dict[str, Any], tuple[str, ...]]] = [
    (AssessmentLineItem, TEST, ("sourcedId", "title")),
    (AssessmentResult, OUTCOME, ("sourcedId", "assessmentLineItem", "student")),
]


def read(model: type[Any], document: dict[str, Any], **changes: object) -> Any:
    return decoder(model)({**copy.deepcopy(document), **changes})


def problems_of(body: Any) -> list[str]:
    return [str(problem) for problem in check(body)]


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: copy.deepcopy(value) for name, value in document.items() if name not in names}


@pytest.mark.parametrize(("model", "document", "required"), DOCUMENTS)
def test_documents_are_written_back_exactly_and_may_lack_whatever_is_not_required(
    model: type[Any], document: dict[str, Any], required: tuple[str, ...]
) -> None:
    assert encode(read(model, document)) == document
    for name in document.keys() - set(required):
        assert encode(read(model, document, **{name: None})) == {**document, name: None}
        assert encode(read(model, without(document, name))) == without(document, name)
    for name in required:
        with pytest.raises(Bad) as caught:
            read(model, without(document, name))
        assert caught.value.where() == f"$.{name}"


@pytest.mark.parametrize(
    ("body", "model", "document"),
    [
        (AssessmentLineItemInput, AssessmentLineItem, TEST),
        (AssessmentResultInput, AssessmentResult, OUTCOME),
    ],
)
def test_documents_go_back_without_the_servers_stamp(
    body: type[Any], model: type[Any], document: dict[str, Any]
) -> None:
    written = body.of(read(model, document)).unwrap()
    assert problems_of(written) == []
    assert encode(written) == without(document, "dateLastModified")


def test_flags_of_results_that_were_null_stay_null() -> None:
    body = AssessmentResultInput.of(read(AssessmentResult, OUTCOME, late=None)).unwrap()
    assert encode(body) == {**without(OUTCOME, "dateLastModified"), "late": None}


@pytest.mark.parametrize(
    ("body", "model", "document"),
    [
        (AssessmentLineItemPatch, AssessmentLineItem, TEST),
        (AssessmentResultPatch, AssessmentResult, OUTCOME),
    ],
)
def test_patches_of_what_was_read_leave_the_id_out(
    body: type[Any], model: type[Any], document: dict[str, Any]
) -> None:
    written = body.of(read(model, document)).unwrap()
    assert problems_of(written) == []
    assert encode(written) == without(document, "dateLastModified", "sourcedId")


def test_the_metadata_of_assessments_is_typed_and_keeps_what_it_does_not_know() -> None:
    test = read(AssessmentLineItem, TEST, category={"sourcedId": "g-1"}, status=None)
    assert test.category.sourced_id == "g-1"
    assert test.metadata == AssessmentLineItemMetadata(
        subject="Math",
        grade=4,
        grades=("4", 5),
        lesson_type="quiz",
        course_sourced_id="k-1",
        question_id="q-1",
        test_name="Unit 1",
        is_assessment_bank=True,
        test_resource_id="r-1",
        assessment_test_id="t-1",
        extra={"kept": {}},
    )
    outcome = read(AssessmentResult, OUTCOME)
    assert outcome.metadata == AssessmentResultMetadata(
        xp=-5,
        multiplier=1.5,
        total_questions=10,
        accuracy=92.5,
        attempt=1,
        pct_complete_app="40%",
        app_name="alpha_read",
        related_caliper_events=("urn:uuid:1",),
        assessment_type=AssessmentType.MAP_GROWTH,
        test_name="Unit 1",
        testname="unit-1",
        grade="4",
        assignment_id=7,
        rit=201.5,
        extra={"kept": None},
    )


def test_a_test_is_created_from_its_title() -> None:
    assert problems_of(TEST_INPUT) == []
    assert encode(TEST_INPUT) == {"title": "Unit 1", "status": "active"}


SCORE_STATUS = f"scoreStatus: must be one of {', '.join(ScoreStatus)}"


def test_patches_say_only_what_changes_and_null_clears() -> None:
    assert encode(AssessmentLineItemPatch()) == {}
    assert encode(AssessmentResultPatch()) == {}
    line = AssessmentLineItemPatch(
        class_=None, result_value_max=10, metadata=AssessmentLineItemMetadata(subject="Math")
    )
    assert problems_of(line) == []
    assert encode(line) == {"class": None, "resultValueMax": 10, "metadata": {"subject": "Math"}}
    result = AssessmentResultPatch(late=True, score=None, status=Status.TO_BE_DELETED, metadata=None)
    assert problems_of(result) == []
    assert encode(result) == {"late": "true", "score": None, "status": "tobedeleted", "metadata": None}


def test_patches_are_checked_too() -> None:
    assert problems_of(AssessmentLineItemPatch(title=" ", status="x")) == [
        "title: must not be empty",
        "status: must be one of active, tobedeleted",
    ]
    assert problems_of(AssessmentResultPatch(score=float("inf"), score_status="x")) == [
        SCORE_STATUS,
        "score: must be a finite number",
    ]


@pytest.mark.parametrize(
    ("known", "changes", "problems"),
    [
        (TEST_INPUT, {"title": ""}, ["title: must not be empty"]),
        (TEST_INPUT, {"sourced_id": ""}, ["sourcedId: must not be empty"]),
        (
            OUTCOME_INPUT,
            {"score_status": "x", "score": float("nan")},
            ["score: must be a finite number", SCORE_STATUS],
        ),
        (
            OUTCOME_INPUT,
            {"assessment_line_item": ref_to("")},
            ["assessmentLineItem.sourcedId: must not be empty"],
        ),
    ],
)
def test_wrong_inputs_are_refused(known: Any, changes: dict[str, Any], problems: list[str]) -> None:
    assert problems_of(known) == []
    assert sorted(problems_of(evolve(known, **changes))) == problems
