"""Categories, score scales, line items and results, for classes and for assessments."""

from typing import Final

from timeback_core.sandbox.oneroster.kind import Kind
from timeback_core.sandbox.oneroster.members import DATE_TIME, NUMBER, TEXT, TEXT_FLAG, TEXTS, Reference, entity
from timeback_core.sandbox.oneroster.vocabulary import SCORE_STATUS
from timeback_core.sandbox.schema import Choice, ListOf, Member, Record, may, may_null, must

_OBJECTIVES = ListOf(Record((must("source", TEXT), must("learningObjectiveIds", TEXTS)), name="LearningObjectives"))
_OBJECTIVE_RESULT = Record(
    (must("learningObjectiveId", TEXT), may("score", NUMBER), may("textScore", TEXT)), name="LearningObjectiveResult"
)
_OBJECTIVE_RESULTS = ListOf(
    Record(
        (must("source", TEXT), must("learningObjectiveResults", ListOf(_OBJECTIVE_RESULT))),
        name="LearningObjectiveResults",
    )
)
_SCORE_SCALE_VALUE = Record(
    (must("itemValueLHS", TEXT), must("itemValueRHS", TEXT), may("value", TEXT), may("description", TEXT)),
    name="ScoreScaleValue",
)
_RESULT_FLAGS = ("inProgress", "incomplete", "late", "missing")

CATEGORY: Final = Kind(
    collection="categories",
    noun="Category",
    not_found="Category not found.",
    href=("gradebook", "categories"),
    guid_type="category",
    record=entity("Category", must("title", TEXT), may_null("weight", NUMBER), status_required=True),
)

SCORE_SCALE: Final = Kind(
    collection="scoreScales",
    noun="Score scale",
    not_found="Score scale not found.",
    href=("gradebook", "scoreScales"),
    guid_type="scoreScale",
    record=entity(
        "ScoreScale",
        must("title", TEXT),
        must("type", TEXT),
        must("class", Reference("classes")),
        may_null("course", Reference("courses")),
        must("scoreScaleValue", ListOf(_SCORE_SCALE_VALUE)),
        status_required=True,
    ),
)

LINE_ITEM: Final = Kind(
    collection="lineItems",
    noun="Line item",
    not_found="Line item not found.",
    href=("gradebook", "lineItems"),
    guid_type="lineItem",
    record=entity(
        "LineItem",
        must("title", TEXT),
        may_null("description", TEXT),
        must("assignDate", DATE_TIME),
        must("dueDate", DATE_TIME),
        must("class", Reference("classes")),
        must("school", Reference("orgs")),
        must("category", Reference("categories")),
        may_null("gradingPeriod", Reference("academicSessions")),
        may_null("academicSession", Reference("academicSessions")),
        may_null("scoreScale", Reference("scoreScales")),
        may_null("resultValueMin", NUMBER),
        may_null("resultValueMax", NUMBER),
        may_null("learningObjectiveSet", _OBJECTIVES),
    ),
)

RESULT: Final = Kind(
    collection="results",
    noun="Result",
    not_found="Result not found.",
    href=("gradebook", "results"),
    guid_type="result",
    record=entity(
        "Result",
        must("lineItem", Reference("lineItems")),
        must("student", Reference("users")),
        may_null("class", Reference("classes")),
        may_null("scoreScale", Reference("scoreScales")),
        must("scoreStatus", Choice(SCORE_STATUS)),
        may_null("score", NUMBER),
        may_null("textScore", TEXT),
        must("scoreDate", DATE_TIME),
        may_null("comment", TEXT),
        may_null("learningObjectiveSet", _OBJECTIVE_RESULTS),
        *(Member(name=name, shape=TEXT_FLAG, default="false") for name in _RESULT_FLAGS),
        status_required=True,
    ),
)

ASSESSMENT_LINE_ITEM: Final = Kind(
    collection="assessmentLineItems",
    noun="Assessment line item",
    not_found="Assessment line item not found.",
    href=("gradebook", "assessmentLineItems"),
    guid_type="assessmentLineItem",
    record=entity(
        "AssessmentLineItem",
        must("title", TEXT),
        may_null("description", TEXT),
        may_null("class", Reference("classes")),
        may_null("parentAssessmentLineItem", Reference("assessmentLineItems")),
        may_null("scoreScale", Reference("scoreScales")),
        may_null("resultValueMin", NUMBER),
        may_null("resultValueMax", NUMBER),
        may_null("component", Reference("courseComponents")),
        may_null("componentResource", Reference("componentResources")),
        may_null("learningObjectiveSet", _OBJECTIVES),
        may_null("course", Reference("courses")),
        status_required=True,
    ),
)

ASSESSMENT_RESULT: Final = Kind(
    collection="assessmentResults",
    noun="Assessment result",
    not_found="Assessment result not found.",
    href=("gradebook", "assessmentResults"),
    guid_type="result",
    record=entity(
        "AssessmentResult",
        must("assessmentLineItem", Reference("assessmentLineItems")),
        must("student", Reference("users")),
        may_null("score", NUMBER),
        may_null("textScore", TEXT),
        must("scoreDate", DATE_TIME),
        may_null("scoreScale", Reference("scoreScales")),
        may_null("scorePercentile", NUMBER),
        must("scoreStatus", Choice(SCORE_STATUS)),
        may_null("comment", TEXT),
        may_null("learningObjectiveSet", _OBJECTIVE_RESULTS),
        *(may_null(name, TEXT_FLAG) for name in _RESULT_FLAGS),
        status_required=True,
    ),
)
