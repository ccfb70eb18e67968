"""The gradebook: categories, score scales, line items and results."""

import copy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from timeback_core.engine.codec import evolve
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode
from timeback_core.oneroster.models.categories import Category, CategoryInput
from timeback_core.oneroster.models.enums import ScoreStatus
from timeback_core.oneroster.models.line_items import LineItem, LineItemInput
from timeback_core.oneroster.models.objectives import (
    LearningObjectiveIds,
    LearningObjectiveIdsInput,
    LearningObjectiveResultInput,
    LearningObjectiveResultsInput,
)
from timeback_core.oneroster.models.refs import ref_to
from timeback_core.oneroster.models.results import Result, ResultInput
from timeback_core.oneroster.models.score_scales import ScoreScale, ScoreScaleInput, ScoreScaleValueInput

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

CATEGORY: dict[str, Any] = {
    **STORED,
    "sourcedId": "g-1",
    "metadata": {"k": 1},
    "title": "Homework",
    "weight": 0.25,
}

SCALE: dict[str, Any] = {
    **STORED,
    "sourcedId": "s-1",
    "metadata": None,
    "title": "Letters",
    "type": "letter",
    "class": {"sourcedId": "c-1"},
    "course": {"sourcedId": "k-1"},
    "scoreScaleValue": [
        {"itemValueLHS": "90-100", "itemValueRHS": "A", "value": "4.0", "description": "best"},
        {"itemValueLHS": "80-89", "itemValueRHS": "B"},
    ],
}

LINE_ITEM: dict[str, Any] = {
    **STORED,
    "sourcedId": "l-1",
    "metadata": {"k": [1]},
    "title": "Test 1",
    "description": "The first test",
    "assignDate": "2026-01-05T08:00:00.000Z",
    "dueDate": "2026-01-12T08:00:00.000Z",
    "class": {"sourcedId": "c-1"},
    "school": {"sourcedId": "o-1"},
    "category": {"sourcedId": "g-1"},
    "gradingPeriod": {"sourcedId": "p-1"},
    "academicSession": {"sourcedId": "t-1"},
    "scoreScale": {"sourcedId": "s-1"},
    "resultValueMin": 0,
    "resultValueMax": 100.5,
    "learningObjectiveSet": IDS,
}

RESULT: dict[str, Any] = {
    **STORED,
    "sourcedId": "r-1",
    "metadata": None,
    "lineItem": {"sourcedId": "l-1"},
    "student": {"sourcedId": "u-1"},
    "class": {"sourcedId": "c-1"},
    "scoreScale": {"sourcedId": "s-1"},
    "scoreStatus": "fully graded",
    "score": 92.5,
    "textScore": "A",
    "scoreDate": "2026-01-12T09:30:00.000Z",
    "comment": "well done",
    "learningObjectiveSet": REACHED,
    "inProgress": "false",
    "incomplete": "false",
    "late": "true",
    "missing": "false",
}

DAY = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)

SCALE_LINE = ScoreScaleValueInput(item_value_lhs="90-100", item_value_rhs="A")
SCALE_INPUT = ScoreScaleInput(
    title="Letters", type="letter", class_=ref_to("c-1"), score_scale_value=(SCALE_LINE,)
)
LINE_ITEM_INPUT = LineItemInput(
    title="Test 1",
    assign_date=datetime(2026, 1, 5, 8, tzinfo=UTC),
    due_date=DAY,
    class_=ref_to("c-1"),
    school=ref_to("o-1"),
    category=ref_to("g-1"),
)
RESULT_INPUT = ResultInput(
    line_item=ref_to("l-1"), student=ref_to("u-1"), score_status="submitted", score_date=DAY
)
DOCUMENTS: list[tuple[type[Any], dict[str, Any], tuple[str, ...]]] = [
    (Category, CATEGORY, ("sourcedId", "title")),
    (ScoreScale, SCALE, ("sourcedId", "title")),
    (LineItem, LINE_ITEM, ("sourcedId", "title")),
    (Result, RESULT, ("sourcedId", "lineItem", "student")),
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
        (CategoryInput, Category, CATEGORY),
        (ScoreScaleInput, ScoreScale, SCALE),
        (LineItemInput, LineItem, LINE_ITEM),
        (ResultInput, Result, RESULT),
    ],
)
def test_documents_go_back_without_the_servers_stamp(
    body: type[Any], model: type[Any], document: dict[str, Any]
) -> None:
    written = body.of(read(model, document)).unwrap()
    assert problems_of(written) == []
    assert encode(written) == without(document, "dateLastModified")


def test_score_scales_keep_their_lines_and_their_capital_letters() -> None:
    scale = read(ScoreScale, SCALE)
    assert [line.item_value_rhs for line in scale.score_scale_value] == ["A", "B"]
    assert scale.class_.sourced_id == "c-1"
    assert encode(SCALE_INPUT) == {
        "title": "Letters",
        "type": "letter",
        "class": {"sourcedId": "c-1"},
        "status": "active",
        "scoreScaleValue": [{"itemValueLHS": "90-100", "itemValueRHS": "A"}],
    }


def test_results_are_read_with_flags_and_times_in_the_spellings_seen() -> None:
    result = read(
        Result, RESULT, late=True, inProgress="TRUE", scoreDate="2026-01-12T10:30:00+01:00", score=90
    )
    assert (result.late, result.in_progress, result.missing) == (True, True, False)
    assert result.score_date == DAY
    assert result.score_status is ScoreStatus.FULLY_GRADED
    assert isinstance(result.score, int)
    assert read(Result, RESULT, scoreStatus="lost").score_status == "lost"


def test_flags_of_results_are_written_as_text_and_times_in_utc() -> None:
    local = DAY.astimezone(timezone(timedelta(hours=-6)))
    body = evolve(RESULT_INPUT, late=True, missing=False, score=90, score_date=local)
    assert problems_of(body) == []
    assert encode(body) == {
        "lineItem": {"sourcedId": "l-1"},
        "student": {"sourcedId": "u-1"},
        "scoreStatus": "submitted",
        "scoreDate": "2026-01-12T09:30:00.000Z",
        "status": "active",
        "score": 90,
        "late": "true",
        "missing": "false",
    }


OBJECTIVES = LearningObjectiveIdsInput(source=" ", learning_objective_ids=("lo-1",))
SCORED = LearningObjectiveResultsInput(
    source="CASE",
    learning_objective_results=(LearningObjectiveResultInput(learning_objective_id="", score=float("nan")),),
)
SCORE_STATUS = f"scoreStatus: must be one of {', '.join(ScoreStatus)}"


@pytest.mark.parametrize(
    ("known", "changes", "problems"),
    [
        (CategoryInput(title="H"), {"title": " "}, ["title: must not be empty"]),
        (CategoryInput(title="H"), {"weight": float("inf")}, ["weight: must be a finite number"]),
        (CategoryInput(title="H"), {"status": "x"}, ["status: must be one of active, tobedeleted"]),
        (SCALE_INPUT, {"type": ""}, ["type: must not be empty"]),
        (SCALE_INPUT, {"score_scale_value": ()}, ["scoreScaleValue: must have at least 1, has 0"]),
        (
            SCALE_INPUT,
            {"score_scale_value": (evolve(SCALE_LINE, item_value_lhs="", item_value_rhs=""),)},
            [
                "scoreScaleValue[0].itemValueLHS: must not be empty",
                "scoreScaleValue[0].itemValueRHS: must not be empty",
            ],
        ),
        (SCALE_INPUT, {"class_": ref_to("")}, ["class.sourcedId: must not be empty"]),
        (LINE_ITEM_INPUT, {"title": ""}, ["title: must not be empty"]),
        (LINE_ITEM_INPUT, {"due_date": datetime(2026, 1, 1)}, ["dueDate: needs a time zone"]),
        (
            LINE_ITEM_INPUT,
            {"assign_date": "garbage"},
            ["assignDate: expected date and time (ISO 8601), found string"],
        ),
        (
            LINE_ITEM_INPUT,
            {"learning_objective_set": (OBJECTIVES,)},
            ["learningObjectiveSet[0].source: must not be empty"],
        ),
        (LINE_ITEM_INPUT, {"result_value_max": float("inf")}, ["resultValueMax: must be a finite number"]),
        (RESULT_INPUT, {"score": float("-inf")}, ["score: must be a finite number"]),
        (RESULT_INPUT, {"score_status": "done"}, [SCORE_STATUS]),
        (RESULT_INPUT, {"student": ref_to(" ")}, ["student.sourcedId: must not be empty"]),
        (
            RESULT_INPUT,
            {"learning_objective_set": (SCORED,)},
            [
                "learningObjectiveSet[0].learningObjectiveResults[0].learningObjectiveId: must not be empty",
                "learningObjectiveSet[0].learningObjectiveResults[0].score: must be a finite number",
            ],
        ),
    ],
)
def test_wrong_inputs_are_refused(known: Any, changes: dict[str, Any], problems: list[str]) -> None:
    assert problems_of(known) == []
    assert sorted(problems_of(evolve(known, **changes))) == problems


def test_flags_of_results_that_were_null_are_left_out() -> None:
    body = ResultInput.of(read(Result, RESULT, late=None)).unwrap()
    assert encode(body) == without(RESULT, "dateLastModified", "late")


def test_learning_objectives_are_read_without_source_and_not_written_so() -> None:
    item = read(LineItem, LINE_ITEM, learningObjectiveSet=[{"learningObjectiveIds": ["lo-1"]}])
    assert item.learning_objective_set == (LearningObjectiveIds(learning_objective_ids=("lo-1",)),)
    refused = LineItemInput.of(item).failure()
    assert [problem.path for problem in refused.problems] == ["learningObjectiveSet[0].source"]
