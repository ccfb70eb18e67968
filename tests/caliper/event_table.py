"""Every event of the standard's profiles that the platform takes, copied by hand from its published schema."""

from typing import Final, NamedTuple

from timeback_core.sandbox.messages import Document


class Row(NamedTuple):
    """One kind of event; entities by type, an empty one where there is none."""

    cls: str
    profile: str
    type: str
    actions: str
    object: str
    generated: str = ""
    """With `!` where it is required."""
    target: str = ""


MEDIA = (
    "Started Ended Paused Resumed Restarted ForwardedTo JumpedTo ChangedResolution ChangedSize ChangedSpeed "
    "ChangedVolume EnabledClosedCaptioning DisabledClosedCaptioning EnteredFullScreen ExitedFullScreen Muted Unmuted "
    "OpenedPopout ClosedPopout"
)
KEPT = (
    "Created Copied Modified Deleted Described Downloaded Uploaded Retrieved Printed Published Unpublished Archived "
    "Restored Saved"
)
APP = "SoftwareApplication"
NOTED = "Bookmarked Highlighted Shared Tagged"
TESTED = "Started Paused Resumed Restarted Submitted"
ITEM = "Started Skipped Completed"
ASSIGNED = "Activated Deactivated Started Completed Submitted Reviewed"

ROWS: Final = (
    Row("AnnotationEvent", "Annotation", "Annotation", NOTED, "Document", "TagAnnotation!"),
    Row("AssessmentEvent", "Assessment", "Assessment", TESTED, "Assessment", "Attempt!"),
    Row("AssessmentItemEvent", "Assessment", "AssessmentItem", ITEM, "AssessmentItem", "MultipleChoiceResponse"),
    Row("AssignableEvent", "Assignable", "Assignable", ASSIGNED, "Assessment", "Attempt", "Frame"),
    Row("AssignableNavigationEvent", "Assignable", "Navigation", "NavigatedTo", "AssessmentItem"),
    Row("AssignableViewEvent", "Assignable", "View", "Viewed", "AssignableDigitalResource"),
    Row("FeedbackCommentEvent", "Feedback", "Feedback", "Commented", "Person", "Comment", "Frame"),
    Row("FeedbackRankEvent", "Feedback", "Feedback", "Ranked", "Document", "Rating", "Frame"),
    Row("ForumEvent", "Forum", "Forum", "Subscribed Unsubscribed", "Forum"),
    Row("ThreadEvent", "Forum", "Thread", "MarkedAsRead MarkedAsUnRead", "Thread"),
    Row("MessageEvent", "Forum", "Message", "MarkedAsRead MarkedAsUnRead Posted", "Message"),
    Row("ForumNavigationEvent", "Forum", "Navigation", "NavigatedTo", "Thread"),
    Row("ForumViewEvent", "Forum", "View", "Viewed", "Message"),
    Row("GradeEvent", "Grading", "Grade", "Graded", "Attempt", "Score!"),
    Row("GradingViewEvent", "Grading", "View", "Viewed", "Result"),
    Row("MediaEvent", "Media", "Media", MEDIA, "VideoObject", "", "MediaLocation"),
    Row("MediaNavigationEvent", "Media", "Navigation", "NavigatedTo", "AudioObject", "", "MediaLocation!"),
    Row("MediaViewEvent", "Media", "View", "Viewed", "ImageObject", "", "MediaLocation"),
    Row("ReadingNavigationEvent", "Reading", "Navigation", "NavigatedTo", "WebPage", "", "Frame"),
    Row("ReadingViewEvent", "Reading", "View", "Viewed", "Chapter", "", "Page"),
    Row("ResourceManagementEvent", "ResourceManagement", "ResourceManagement", KEPT, "Document", "DigitalResource"),
    Row("SearchEvent", "Search", "Search", "Searched", APP, "SearchResponse"),
    Row("SessionLoggedInEvent", "Session", "Session", "LoggedIn LoggedOut", APP, "", "WebPage"),
    Row("SessionTimedOutEvent", "Session", "Session", "TimedOut", "Session"),
    Row("SurveyInvitationEvent", "Survey", "SurveyInvitation", "Sent Accepted Declined", "SurveyInvitation"),
    Row("SurveyEvent", "Survey", "Survey", "OptedIn OptedOut", "Survey"),
    Row("QuestionnaireEvent", "Survey", "Questionnaire", "Started Submitted", "Questionnaire", "Attempt"),
    Row("QuestionnaireItemEvent", "Survey", "QuestionnaireItem", ITEM, "QuestionnaireItem", "RatingScaleResponse!"),
    Row("SurveyNavigationEvent", "Survey", "Navigation", "NavigatedTo", "Questionnaire", "", "Page"),
    Row("SurveyViewEvent", "Survey", "View", "Viewed", "QuestionnaireItem"),
    Row("ToolLaunchEvent", "ToolLaunch", "ToolLaunch", "Launched Returned", APP, "Document", "LtiLink"),
    Row("ToolUseEvent", "ToolUse", "ToolUse", "Used", APP, "AggregateMeasureCollection"),
)

GENERATED: Final = {
    ("AnnotationEvent", "Bookmarked"): "BookmarkAnnotation",
    ("AnnotationEvent", "Highlighted"): "HighlightAnnotation",
    ("AnnotationEvent", "Shared"): "SharedAnnotation",
    **{
        (f"{kind}ItemEvent", action): "Attempt"
        for kind in ("Assessment", "Questionnaire")
        for action in ITEM.split()[:2]
    },
}
"""What is generated for some actions alone."""

ANNOTATED: Document = {"annotator": "https://school.example/users/1", "annotated": "https://school.example/texts/1"}
NEEDED: Final[dict[str, Document]] = {
    "BookmarkAnnotation": ANNOTATED,
    "HighlightAnnotation": ANNOTATED,
    "SharedAnnotation": ANNOTATED,
    "TagAnnotation": ANNOTATED,
    "Score": {"attempt": "https://school.example/attempts/1"},
    "SearchResponse": {"searchProvider": "https://school.example", "searchTarget": "https://school.example/library"},
    "AggregateMeasureCollection": {"items": []},
}
"""What an entity needs besides id and type."""


def entity(kind: str) -> Document:
    """The smallest entity of a type."""
    return {"id": f"https://school.example/{kind}/1", "type": kind, **NEEDED.get(kind, {})}


def document(row: Row, action: str) -> Document:
    """The event of a row as JSON, with everything that the row has."""
    generated = GENERATED.get((row.cls, action), row.generated)
    actor = "SoftwareApplication" if row.actions == "TimedOut" else "Person"
    made: Document = {
        "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
        "id": "urn:uuid:6f0cb7c5-4d1c-4cbe-9f56-0f0f8d8c9a01",
        "type": f"{row.type}Event",
        "profile": f"{row.profile}Profile",
        "actor": entity(actor),
        "action": action,
        "object": entity(row.object),
        "eventTime": "2026-01-15T10:30:00.123Z",
        "extensions": {"kept": None},
    }
    made |= {name: entity(kind.rstrip("!")) for name, kind in (parts(row) | {"generated": generated}).items() if kind}
    return made


def parts(row: Row) -> dict[str, str]:
    """The other entities that a row has, by member."""
    return {name: kind for name, kind in (("generated", row.generated), ("target", row.target)) if kind}
