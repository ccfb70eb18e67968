"""Models of the gradebook: categories, score scales, line items, results."""

from datetime import UTC, datetime, timedelta, timezone

from tests.oneroster.model_cases_assessments import DAY, IDS, REACHED, SCORE, SCORE_STATUS, STAMP, STATUS
from tests.services.model_case import STORED, Back, Document, Json, Written, without

from timeback_core import oneroster as o
from timeback_core.oneroster import ref_to

CATEGORIES = Document(
    o.Category,
    {**STORED, "sourcedId": "g-1", "metadata": {"k": 1}, "title": "Homework", "weight": 0.25},
    ("sourcedId", "title"),
    back=[Back(o.CategoryInput, STAMP)],
)

SCORE_SCALES = Document(
    o.ScoreScale,
    {
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
    },
    ("sourcedId", "title"),
    seen={
        "score_scale_value.0.item_value_rhs": "A",
        "score_scale_value.1.item_value_rhs": "B",
        "class_.sourced_id": "c-1",
    },
    back=[Back(o.ScoreScaleInput, STAMP)],
)

LINE_ITEMS = Document(
    o.LineItem,
    {
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
    },
    ("sourcedId", "title"),
    spelled=[
        (
            {"learningObjectiveSet": [{"learningObjectiveIds": ["lo-1"]}]},
            {"learning_objective_set": (o.LearningObjectiveIds(learning_objective_ids=("lo-1",)),)},
        )
    ],
    back=[Back(o.LineItemInput, STAMP)],
    no_input=[
        (
            o.LineItemInput,
            {"learningObjectiveSet": [{"learningObjectiveIds": ["lo-1"]}]},
            {"learning_objective_set[0].source"},
        )
    ],
)

RESULTS = Document(
    o.Result,
    {
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
    },
    ("sourcedId", "lineItem", "student"),
    seen={"missing": False, "score_status": o.ScoreStatus.FULLY_GRADED, "score_date": DAY},
    spelled=[
        ({"late": True}, {"late": True}),
        ({"inProgress": "TRUE"}, {"in_progress": True}),
        ({"scoreDate": "2026-01-12T10:30:00+01:00"}, {"score_date": DAY}),
        ({"score": 90}, {"score": 90}),
        ({"scoreStatus": "lost"}, {"score_status": "lost"}),
    ],
    back=[
        Back(o.ResultInput, STAMP),
        # A flag that was null is not written: this write does not take null.
        Back(o.ResultInput, without("dateLastModified", "late"), read={"late": None}),
    ],
)

DOCUMENTS = [CATEGORIES, SCORE_SCALES, LINE_ITEMS, RESULTS]

BLANK_LINE = o.ScoreScaleValueInput(item_value_lhs="", item_value_rhs="")
NO_SOURCE = o.LearningObjectiveIdsInput(source=" ", learning_objective_ids=("lo-1",))
NO_SCORE = o.LearningObjectiveResultsInput(
    source="CASE",
    learning_objective_results=(o.LearningObjectiveResultInput(learning_objective_id="", score=float("nan")),),
)
RESULT_JSON: Json = {
    "lineItem": {"sourcedId": "l-1"},
    "student": {"sourcedId": "u-1"},
    "scoreStatus": "submitted",
    "scoreDate": "2026-01-12T09:30:00.000Z",
    "status": "active",
}

INPUTS = [
    Written(
        o.CategoryInput(title="H"),
        {"title": "H", "status": "active"},
        wrong=[
            ({"title": " "}, ["title: must not be empty"]),
            ({"weight": float("inf")}, ["weight: must be a finite number"]),
            ({"status": "x"}, [STATUS]),
        ],
    ),
    Written(
        o.ScoreScaleInput(
            title="Letters",
            type="letter",
            class_=ref_to("c-1"),
            score_scale_value=(o.ScoreScaleValueInput(item_value_lhs="90-100", item_value_rhs="A"),),
        ),
        {
            "title": "Letters",
            "type": "letter",
            "class": {"sourcedId": "c-1"},
            "status": "active",
            "scoreScaleValue": [{"itemValueLHS": "90-100", "itemValueRHS": "A"}],
        },
        wrong=[
            ({"type": ""}, ["type: must not be empty"]),
            ({"score_scale_value": ()}, ["score_scale_value: must have at least 1, has 0"]),
            (
                {"score_scale_value": (BLANK_LINE,)},
                [f"score_scale_value[0].item_value_{side}: must not be empty" for side in ("lhs", "rhs")],
            ),
            ({"class_": ref_to("")}, ["class_.sourced_id: must not be empty"]),
        ],
    ),
    Written(
        o.LineItemInput(
            title="Test 1",
            assign_date=datetime(2026, 1, 5, 8, tzinfo=UTC),
            due_date=DAY,
            class_=ref_to("c-1"),
            school=ref_to("o-1"),
            category=ref_to("g-1"),
        ),
        {
            "title": "Test 1",
            "assignDate": "2026-01-05T08:00:00.000Z",
            "dueDate": "2026-01-12T09:30:00.000Z",
            "class": {"sourcedId": "c-1"},
            "school": {"sourcedId": "o-1"},
            "category": {"sourcedId": "g-1"},
        },
        wrong=[
            ({"title": ""}, ["title: must not be empty"]),
            ({"due_date": datetime(2026, 1, 1)}, ["due_date: needs a time zone"]),
            ({"assign_date": "garbage"}, ["assign_date: expected date and time (ISO 8601), found string"]),
            ({"learning_objective_set": (NO_SOURCE,)}, ["learning_objective_set[0].source: must not be empty"]),
            ({"result_value_max": float("inf")}, ["result_value_max: must be a finite number"]),
        ],
    ),
    Written(
        o.ResultInput(line_item=ref_to("l-1"), student=ref_to("u-1"), score_status="submitted", score_date=DAY),
        RESULT_JSON,
        good=[
            (
                {
                    "late": True,
                    "missing": False,
                    "score": 90,
                    "score_date": DAY.astimezone(timezone(timedelta(hours=-6))),
                },
                {"score": 90, "late": "true", "missing": "false"},
            )
        ],
        wrong=[
            ({"score": float("-inf")}, [SCORE]),
            ({"score_status": "done"}, [SCORE_STATUS]),
            ({"student": ref_to(" ")}, ["student.sourced_id: must not be empty"]),
            (
                {"learning_objective_set": (NO_SCORE,)},
                [
                    f"learning_objective_set[0].learning_objective_results[0].{problem}"
                    for problem in ("learning_objective_id: must not be empty", SCORE)
                ],
            ),
        ],
    ),
]
