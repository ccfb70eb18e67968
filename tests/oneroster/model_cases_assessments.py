"""Models of assessments: their line items and their results."""

from datetime import UTC, datetime

from tests.services.model_case import STORED, Back, Document, Written, without

from timeback_core import oneroster as o
from timeback_core.oneroster import ref_to

DAY = datetime(2026, 1, 12, 9, 30, tzinfo=UTC)
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
STAMP = without("dateLastModified")
STAMP_AND_ID = without("dateLastModified", "sourcedId")

ASSESSMENT_LINE_ITEMS = Document(
    o.AssessmentLineItem,
    {
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
    },
    ("sourcedId", "title"),
    seen={
        "metadata": o.AssessmentLineItemMetadata(
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
    },
    spelled=[({"category": {"sourcedId": "g-1"}}, {"category.sourced_id": "g-1"})],
    back=[Back(o.AssessmentLineItemInput, STAMP), Back(o.AssessmentLineItemPatch, STAMP_AND_ID)],
)

ASSESSMENT_RESULTS = Document(
    o.AssessmentResult,
    {
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
    },
    ("sourcedId", "assessmentLineItem", "student"),
    seen={
        "metadata": o.AssessmentResultMetadata(
            xp=-5,
            multiplier=1.5,
            total_questions=10,
            accuracy=92.5,
            attempt=1,
            pct_complete_app="40%",
            app_name="alpha_read",
            related_caliper_events=("urn:uuid:1",),
            assessment_type=o.AssessmentType.MAP_GROWTH,
            test_name="Unit 1",
            testname="unit-1",
            grade="4",
            assignment_id=7,
            rit=201.5,
            extra={"kept": None},
        )
    },
    back=[
        Back(o.AssessmentResultInput, STAMP),
        Back(o.AssessmentResultInput, STAMP, read={"late": None}),
        Back(o.AssessmentResultPatch, STAMP_AND_ID),
    ],
)

DOCUMENTS = [ASSESSMENT_LINE_ITEMS, ASSESSMENT_RESULTS]

STATUS = "status: must be one of active, tobedeleted"
SCORE_STATUS = f"score_status: must be one of {', '.join(o.ScoreStatus)}"
SCORE = "score: must be a finite number"

INPUTS = [
    Written(
        o.AssessmentLineItemInput(title="Unit 1"),
        {"title": "Unit 1", "status": "active"},
        wrong=[({"title": ""}, ["title: must not be empty"]), ({"sourced_id": ""}, ["sourced_id: must not be empty"])],
    ),
    Written(
        o.AssessmentResultInput(
            assessment_line_item=ref_to("a-1"), student=ref_to("u-1"), score_status="submitted", score_date=DAY
        ),
        {
            "assessmentLineItem": {"sourcedId": "a-1"},
            "student": {"sourcedId": "u-1"},
            "scoreStatus": "submitted",
            "scoreDate": "2026-01-12T09:30:00.000Z",
            "status": "active",
        },
        wrong=[
            ({"score_status": "x", "score": float("nan")}, [SCORE_STATUS, SCORE]),
            ({"assessment_line_item": ref_to("")}, ["assessment_line_item.sourced_id: must not be empty"]),
        ],
    ),
    Written(
        o.AssessmentLineItemPatch(),
        {},
        good=[
            (
                {"class_": None, "result_value_max": 10, "metadata": o.AssessmentLineItemMetadata(subject="Math")},
                {"class": None, "resultValueMax": 10, "metadata": {"subject": "Math"}},
            )
        ],
        wrong=[({"title": " ", "status": "x"}, ["title: must not be empty", STATUS])],
    ),
    Written(
        o.AssessmentResultPatch(),
        {},
        good=[
            (
                {"late": True, "score": None, "status": o.Status.TO_BE_DELETED, "metadata": None},
                {"late": "true", "score": None, "status": "tobedeleted", "metadata": None},
            )
        ],
        wrong=[({"score": float("inf"), "score_status": "x"}, [SCORE_STATUS, SCORE])],
    ),
]
