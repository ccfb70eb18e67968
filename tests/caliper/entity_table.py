"""Every entity that the platform describes, and those of the standard besides, with all members of its own.

Copied by hand from the published schema; the names of classes are those of its components.
"""

from typing import Final

from timeback_core.sandbox.messages import Document

MOMENT = "2026-01-15T10:30:00.123Z"
REF = "https://school.example/something"
WHEN: Document = {"startedAtTime": MOMENT, "endedAtTime": MOMENT}
ORGANIZED: Document = {"subOrganizationOf": REF, "members": [REF]}
COURSE: Document = {**ORGANIZED, "courseNumber": "M 3", "academicSession": "Fall"}
SESSION: Document = {**WHEN, "user": REF, "duration": 600, "client": REF}
ASSIGNED: Document = {
    "dateToActivate": MOMENT, "dateToShow": MOMENT, "dateToStartOn": MOMENT, "dateToSubmit": MOMENT,
    "maxAttempts": 2, "maxSubmits": 2, "maxScore": 9.5,
}  # fmt: skip
ANNOTATED: Document = {"annotator": REF, "annotated": REF}
ANSWERED: Document = {**WHEN, "attempt": REF, "duration": "PT9S"}
LABELS: Document = {"itemLabels": ["No", "Yes"], "itemValues": ["0", "1"]}
ASKED: Document = {"questionPosed": "7 x 8?"}

A: Final[Document] = {
    "name": "A name", "description": "A text", "dateCreated": MOMENT, "dateModified": MOMENT, "extensions": {"a": None},
}  # fmt: skip
"""What every entity may have."""
B: Final[Document] = {
    "storageName": "a.pdf", "creators": [REF], "mediaType": "text/html", "keywords": ["a"],
    "learningObjectives": [REF], "isPartOf": REF, "datePublished": MOMENT, "version": "1",
}  # fmt: skip
"""What every resource may have besides."""

OTHERS: Final[dict[str, Document]] = {
    "Agent": {},
    "Person": {},
    "SoftwareApplication": {"version": "2", "host": "h", "ipAddress": "::1", "userAgent": "Mozilla"},
    "Organization": ORGANIZED,
    "Group": ORGANIZED,
    "CourseOffering": COURSE,
    "CourseSection": {**COURSE, "category": "seminar"},
    "Membership": {"member": REF, "organization": REF, "roles": ["Learner"], "status": "Active"},
    "Collection": {"items": [REF]},
    "LearningObjective": {},
    "Link": {},
    "Session": SESSION,
    "LtiSession": {**SESSION, "messageParameters": {"lti": "1.3"}},
    "Annotation": ANNOTATED,
    "BookmarkAnnotation": {**ANNOTATED, "bookmarkNotes": "Here"},
    "HighlightAnnotation": {
        **ANNOTATED,
        "selection": {"type": "TextPositionSelector", "start": 1, "end": 9},
        "selectionText": "a text",
    },
    "SharedAnnotation": {**ANNOTATED, "withAgents": [REF]},
    "TagAnnotation": {**ANNOTATED, "tags": ["a"]},
    "Attempt": {**WHEN, "assignee": REF, "assignable": REF, "count": 1, "duration": "PT10M30S"},
    "Score": {"attempt": REF, "maxScore": 10, "scoreGiven": 7.5, "scoredBy": REF, "comment": "Well"},
    "Result": {"attempt": REF, "maxResultScore": 10, "resultScore": 7.5, "scoredBy": REF, "comment": "Well"},
    "Response": ANSWERED,
    "DateTimeResponse": {**ANSWERED, "dateTimeSelected": MOMENT},
    "FillinBlankResponse": {**ANSWERED, "values": ["a"]},
    "MultipleChoiceResponse": {**ANSWERED, "value": "a"},
    "MultipleResponseResponse": {**ANSWERED, "values": ["a"]},
    "MultiSelectResponse": {**ANSWERED, "selections": ["a"]},
    "OpenEndedResponse": {**ANSWERED, "value": "a"},
    "RatingScaleResponse": {**ANSWERED, "selections": ["a"]},
    "SelectTextResponse": {**ANSWERED, "values": ["a"]},
    "TrueFalseResponse": {**ANSWERED, "value": "yes"},
    "Scale": {},
    "LikertScale": {**LABELS, "scalePoints": 2},
    "MultiselectScale": {
        **LABELS, "scalePoints": 2, "isOrderedSelection": True, "minSelections": 1, "maxSelections": 2,
    },
    "NumericScale": {"minValue": -1, "minLabel": "low", "maxValue": 1.5, "maxLabel": "high", "step": 0.5},
    "Survey": {"items": [REF]},
    "Comment": {"commenter": REF, "commentedOn": REF, "value": "Nice"},
    "Rating": {"rater": REF, "rated": REF, "question": REF, "selections": ["1"], "ratingComment": REF},
    "SearchResponse": {"searchProvider": REF, "searchTarget": REF, "query": "apples", "searchResultsItemCount": 3},
    "AggregateMeasure": {**WHEN, "metricValue": 12.5, "maxMetricValue": 25, "metric": "UnitsCompleted"},
    "AggregateMeasureCollection": {"items": [REF]},
    "Query": {"creator": REF, "searchTarget": REF, "searchTerms": "apples"},
}  # fmt: skip
"""What is no resource."""

RESOURCES: Final[dict[str, Document]] = {
    "DigitalResource": {},
    "DigitalResourceCollection": {"items": [REF]},
    "Document": {},
    "Chapter": {},
    "Page": {},
    "WebPage": {},
    "Frame": {"index": 3},
    "MediaObject": {"duration": "PT1H"},
    "AudioObject": {"duration": "PT1H", "volumeLevel": "3", "volumeMin": "0", "volumeMax": "9", "muted": False},
    "ImageObject": {"duration": "PT1H"},
    "VideoObject": {"duration": "PT1H"},
    "MediaLocation": {"currentTime": "PT5M21.5S"},
    "Forum": {"items": [REF]},
    "Thread": {"items": [REF]},
    "Message": {"body": "Hello", "attachments": [REF], "replyTo": REF},
    "AssignableDigitalResource": ASSIGNED,
    "Assessment": {**ASSIGNED, "items": [REF]},
    "AssessmentItem": {**ASSIGNED, "isTimeDependent": True},
    "DatetimeQuestion": {
        **ASKED, "minDateTime": MOMENT, "minLabel": "early", "maxDateTime": MOMENT, "maxLabel": "late",
    },
    "OpenEndedQuestion": ASKED,
    "MultiSelectQuestion": {**ASKED, **LABELS, "points": 2},
    "SurveyInvitation": {"rater": REF, "survey": REF, "sentCount": 1, "dateSent": MOMENT},
    "Questionnaire": {"items": [{"id": REF, "type": "QuestionnaireItem"}]},
    "QuestionnaireItem": {"question": REF, "weight": 0.5, "categories": ["a"]},
    "LtiLink": {"messageType": "LtiResourceLinkRequest"},
    "RatingScaleQuestion": {**ASKED, "scale": REF},
    "Question": ASKED,
}  # fmt: skip

SPELLED: Final = {"MultiSelectQuestion": "MultiselectQuestion"}
"""Types that the platform spells otherwise than its component."""
OTHERWISE: Final = {
    "DatetimeQuestion": "DateTimeQuestion",
    "MultiSelectResponse": "MultiselectResponse",
    "MultiSelectQuestion": "MultiSelectQuestion",
}
"""How the standard, or another part of the schema, spells a type."""
CLOSED: Final = frozenset(
    (
        *("Agent", "Person", "SoftwareApplication", "Organization", "Group", "CourseOffering", "CourseSection"),
        *("Membership", "Collection", "Message", "AssessmentItem", "AggregateMeasure", "AggregateMeasureCollection"),
    )
)
"""Those that take nothing but their own members."""
REQUIRED: Final = {
    "Membership": ("member", "organization"),
    "Collection": ("items",),
    "Annotation": ("annotator", "annotated"),
    "BookmarkAnnotation": ("annotator", "annotated"),
    "HighlightAnnotation": ("annotator", "annotated"),
    "SharedAnnotation": ("annotator", "annotated"),
    "TagAnnotation": ("annotator", "annotated"),
    "Score": ("attempt",),
    "SearchResponse": ("searchProvider", "searchTarget"),
    "AggregateMeasure": ("metricValue", "metric"),
    "AggregateMeasureCollection": ("items",),
}
"""What the platform refuses an entity without."""


def document(cls: str) -> Document:
    """An entity as JSON, with every member that it may have."""
    own = RESOURCES[cls] | B if cls in RESOURCES else OTHERS[cls]
    return {"id": "https://school.example/1", "type": SPELLED.get(cls, cls), **A, **own}
