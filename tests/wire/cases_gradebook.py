"""Cases of categories, score scales, line items, results and assessments."""

from datetime import UTC, datetime

from tests.wire.case import GRADEBOOK, Case, Shows, deleted

from timeback_core import oneroster as api
from timeback_core.oneroster import (
    AssessmentLineItemInput,
    AssessmentLineItemPatch,
    AssessmentResultInput,
    AssessmentResultPatch,
    CategoryInput,
    LineItemInput,
    RefInput,
    ResultInput,
    ScoreScaleInput,
    ScoreScaleValueInput,
)

CATEGORIES = f"{GRADEBOOK}/categories"
SCALES = f"{GRADEBOOK}/scoreScales"
ITEMS = f"{GRADEBOOK}/lineItems"
RESULTS = f"{GRADEBOOK}/results"
CLASS = f"{GRADEBOOK}/classes/class-1"
TESTS = f"{GRADEBOOK}/assessmentLineItems"
TEST = f"{TESTS}/class-1-assessment"
SCORES = f"{GRADEBOOK}/assessmentResults"
SCORE = f"{SCORES}/class-1-assessment-result-1"

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
NOON_JSON = "2026-09-01T12:00:00.000Z"
CLASS_REF = RefInput(sourced_id="class-1")
STUDENT_REF = RefInput(sourced_id="student-1")

ESSAYS = CategoryInput(sourced_id="essays", title="Essays", weight=0.5)
ESSAYS_JSON = {"sourcedId": "essays", "title": "Essays", "weight": 0.5, "status": "active"}
SCALE = ScoreScaleInput(
    sourced_id="scale",
    title="Pass or fail",
    type="letter",
    class_=CLASS_REF,
    score_scale_value=(ScoreScaleValueInput(item_value_lhs="50-100", item_value_rhs="P"),),
)
SCALE_JSON = {
    "sourcedId": "scale",
    "title": "Pass or fail",
    "type": "letter",
    "class": {"sourcedId": "class-1"},
    "status": "active",
    "scoreScaleValue": [{"itemValueLHS": "50-100", "itemValueRHS": "P"}],
}
ITEM = LineItemInput(
    sourced_id="item",
    title="Essay",
    assign_date=NOON,
    due_date=NOON,
    class_=CLASS_REF,
    school=RefInput(sourced_id="school-1"),
    category=RefInput(sourced_id="category-1"),
    result_value_max=10,
)
ITEM_JSON = {
    "sourcedId": "item",
    "title": "Essay",
    "assignDate": NOON_JSON,
    "dueDate": NOON_JSON,
    "class": {"sourcedId": "class-1"},
    "school": {"sourcedId": "school-1"},
    "category": {"sourcedId": "category-1"},
    "resultValueMax": 10,
}
RESULT = ResultInput(
    sourced_id="result",
    line_item=RefInput(sourced_id="class-1-item-1"),
    student=STUDENT_REF,
    score_status="fully graded",
    score_date=NOON,
    score=9.5,
    late=True,
)
RESULT_JSON = {
    "sourcedId": "result",
    "lineItem": {"sourcedId": "class-1-item-1"},
    "student": {"sourcedId": "student-1"},
    "scoreStatus": "fully graded",
    "scoreDate": NOON_JSON,
    "score": 9.5,
    "late": "true",
    "status": "active",
}
PROBE = AssessmentLineItemInput(sourced_id="probe", title="Probe", class_=CLASS_REF, result_value_max=100)
PROBE_JSON = {
    "sourcedId": "probe",
    "title": "Probe",
    "class": {"sourcedId": "class-1"},
    "resultValueMax": 100,
    "status": "active",
}
ATTEMPT = AssessmentResultInput(
    sourced_id="attempt",
    assessment_line_item=RefInput(sourced_id="class-1-assessment"),
    student=STUDENT_REF,
    score_date=NOON,
    score_status="partially graded",
    score=40,
    in_progress=True,
)
ATTEMPT_JSON = {
    "sourcedId": "attempt",
    "assessmentLineItem": {"sourcedId": "class-1-assessment"},
    "student": {"sourcedId": "student-1"},
    "scoreDate": NOON_JSON,
    "scoreStatus": "partially graded",
    "score": 40,
    "inProgress": "true",
    "status": "active",
}
SHOWN_ITEM = Shows(f"{ITEMS}/item", ("lineItem",), ITEM_JSON)
SHOWN_RESULT = Shows(f"{RESULTS}/result", ("result",), RESULT_JSON)

GRADES = (
    Case(api.list_categories, (), f"{CATEGORIES}/"),
    Case(
        api.create_category,
        (ESSAYS,),
        f"{CATEGORIES}/",
        {"category": ESSAYS_JSON},
        Shows(f"{CATEGORIES}/essays", ("category",), ESSAYS_JSON),
    ),
    Case(api.get_category, ("category-1",), f"{CATEGORIES}/category-1"),
    Case(
        api.update_category,
        ("category-1", ESSAYS),
        f"{CATEGORIES}/category-1",
        {"category": ESSAYS_JSON},
        Shows(f"{CATEGORIES}/category-1", ("category",), {"title": "Essays", "sourcedId": "category-1"}),
    ),
    deleted(api.delete_category, "category-1", CATEGORIES, "category"),
    Case(api.list_score_scales, (), f"{SCALES}/"),
    Case(
        api.create_score_scale,
        (SCALE,),
        f"{SCALES}/",
        {"scoreScale": SCALE_JSON},
        Shows(f"{SCALES}/scale", ("scoreScale",), SCALE_JSON),
    ),
    Case(api.get_score_scale, ("class-1-scale",), f"{SCALES}/class-1-scale"),
    Case(
        api.update_score_scale,
        ("class-1-scale", SCALE),
        f"{SCALES}/class-1-scale",
        {"scoreScale": SCALE_JSON},
        Shows(f"{SCALES}/class-1-scale", ("scoreScale",), {"title": "Pass or fail"}),
    ),
    deleted(api.delete_score_scale, "class-1-scale", SCALES, "scoreScale"),
    Case(api.list_line_items, (), f"{ITEMS}/"),
    Case(api.create_line_item, (ITEM,), f"{ITEMS}/", {"lineItem": ITEM_JSON}, SHOWN_ITEM),
    Case(api.get_line_item, ("class-1-item-1",), f"{ITEMS}/class-1-item-1"),
    Case(
        api.update_line_item,
        ("class-1-item-1", ITEM),
        f"{ITEMS}/class-1-item-1",
        {"lineItem": ITEM_JSON},
        Shows(f"{ITEMS}/class-1-item-1", ("lineItem",), {"title": "Essay", "resultValueMax": 10}),
    ),
    deleted(api.delete_line_item, "class-1-item-1", ITEMS, "lineItem"),
    Case(
        api.create_line_items_for_school,
        ("school-1", [ITEM]),
        f"{GRADEBOOK}/schools/school-1/lineItems",
        {"lineItems": [ITEM_JSON]},
        SHOWN_ITEM,
    ),
    Case(
        api.create_line_items_for_class,
        ("class-1", [ITEM]),
        f"{CLASS}/lineItems",
        {"lineItems": [ITEM_JSON]},
        SHOWN_ITEM,
    ),
    Case(
        api.create_results_for_line_item,
        ("class-1-item-1", [RESULT]),
        f"{ITEMS}/class-1-item-1/results",
        {"results": [RESULT_JSON]},
        SHOWN_RESULT,
    ),
    Case(
        api.list_results_for_line_item,
        ("class-1-item-1",),
        f"{RESULTS}/",
        query="filter=lineItem.sourcedId='class-1-item-1'",
    ),
    Case(api.list_results, (), f"{RESULTS}/"),
    Case(api.create_result, (RESULT,), f"{RESULTS}/", {"result": RESULT_JSON}, SHOWN_RESULT),
    Case(api.get_result, ("class-1-item-1-result-1",), f"{RESULTS}/class-1-item-1-result-1"),
    Case(api.update_result, ("result", RESULT), f"{RESULTS}/result", {"result": RESULT_JSON}, SHOWN_RESULT),
    deleted(api.delete_result, "class-1-item-1-result-1", RESULTS, "result"),
    Case(api.list_categories_for_class, ("class-1",), f"{CLASS}/categories"),
    Case(api.list_line_items_for_class, ("class-1",), f"{CLASS}/lineItems"),
    Case(api.list_results_for_class, ("class-1",), f"{CLASS}/results"),
    Case(api.list_score_scales_for_class, ("class-1",), f"{CLASS}/scoreScales"),
    Case(
        api.list_results_for_line_item_in_class,
        ("class-1", "class-1-item-1"),
        f"{CLASS}/lineItems/class-1-item-1/results",
    ),
    Case(api.list_results_for_student_in_class, ("class-1", "student-1"), f"{CLASS}/students/student-1/results"),
    Case(
        api.create_results_for_academic_session_in_class,
        ("class-1", "session-1-term-1", [RESULT]),
        f"{CLASS}/academicSessions/session-1-term-1/results",
        {"results": [RESULT_JSON]},
        SHOWN_RESULT,
    ),
)

ASSESSMENTS = (
    Case(api.list_assessment_line_items, (), f"{TESTS}/"),
    Case(
        api.create_assessment_line_item,
        (PROBE,),
        f"{TESTS}/",
        {"assessmentLineItem": PROBE_JSON},
        Shows(f"{TESTS}/probe", ("assessmentLineItem",), PROBE_JSON),
    ),
    Case(api.get_assessment_line_item, ("class-1-assessment",), TEST),
    Case(
        api.update_assessment_line_item,
        ("class-1-assessment", PROBE),
        TEST,
        {"assessmentLineItem": PROBE_JSON},
        Shows(TEST, ("assessmentLineItem",), {"title": "Probe"}),
    ),
    Case(
        api.patch_assessment_line_item,
        ("class-1-assessment", AssessmentLineItemPatch(title="Renamed", component=None)),
        TEST,
        {"assessmentLineItem": {"title": "Renamed", "component": None}},
        Shows(TEST, ("assessmentLineItem",), {"title": "Renamed", "resultValueMax": 100}),
    ),
    deleted(api.delete_assessment_line_item, "class-1-assessment", TESTS, "assessmentLineItem"),
    Case(api.list_assessment_results, (), f"{SCORES}/"),
    Case(
        api.create_assessment_result,
        (ATTEMPT,),
        f"{SCORES}/",
        {"assessmentResult": ATTEMPT_JSON},
        Shows(f"{SCORES}/attempt", ("assessmentResult",), ATTEMPT_JSON),
    ),
    Case(api.get_assessment_result, ("class-1-assessment-result-1",), SCORE),
    Case(
        api.update_assessment_result,
        ("attempt", ATTEMPT),
        f"{SCORES}/attempt",
        {"assessmentResult": ATTEMPT_JSON},
        Shows(f"{SCORES}/attempt", ("assessmentResult",), ATTEMPT_JSON),
    ),
    Case(
        api.patch_assessment_result,
        ("class-1-assessment-result-1", AssessmentResultPatch(score=71, comment="again")),
        SCORE,
        {"assessmentResult": {"score": 71, "comment": "again"}},
        Shows(SCORE, ("assessmentResult",), {"score": 71, "comment": "again", "status": "active"}),
    ),
    deleted(api.delete_assessment_result, "class-1-assessment-result-1", SCORES, "assessmentResult"),
)

MARKS = (*GRADES, *ASSESSMENTS)
