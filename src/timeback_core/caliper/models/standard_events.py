"""Events of the standard's profiles, as the platform takes them.

An action that a class does not have, or a profile that its type does not have, makes what is read a plain `Event`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from timeback_core.caliper.models.assessments import AttemptRef
from timeback_core.caliper.models.base import ApplicationRef, Event, Kinds, PersonRef, Ref, ResourceRef, of_kind
from timeback_core.engine.codec import model, wire
from timeback_core.problems import Problem

FrameRef: TypeAlias = Annotated[Ref, of_kind("Frame")]
PlaceRef: TypeAlias = Annotated[Ref, of_kind("AnyResource", "SoftwareApplication")]
AssignableRef: TypeAlias = Annotated[Ref, of_kind("AnyAssignable")]
TalkRef: TypeAlias = Annotated[Ref, of_kind("Forum", "Thread", "Message")]
MediaRef: TypeAlias = Annotated[Ref, of_kind("AnyMedia")]
MomentRef: TypeAlias = Annotated[Ref, of_kind("MediaLocation")]
QuestionnaireRef: TypeAlias = Annotated[Ref, of_kind("Questionnaire", "QuestionnaireItem")]

NOTED: Final = {"Bookmarked": "Bookmark", "Highlighted": "Highlight", "Shared": "Shared", "Tagged": "Tag"}
NOTES: Final[Kinds] = {action: (f"{kind}Annotation",) for action, kind in NOTED.items()}
ANSWERS: Final[Kinds] = {"Started": ("Attempt",), "Skipped": ("Attempt",), "Completed": ("AnyResponse",)}


@model
class AnyPersonEvent(Event):
    """Base of what persons do."""

    actor: PersonRef


@model
class AnnotationEvent(AnyPersonEvent):
    """Somebody bookmarked, highlighted, shared or tagged something; `generated` is the annotation of that kind."""

    generates: ClassVar[Kinds] = NOTES

    type: Literal["AnnotationEvent"] = "AnnotationEvent"
    profile: Literal["AnnotationProfile"] = "AnnotationProfile"
    action: Literal["Bookmarked", "Highlighted", "Shared", "Tagged"]
    object: ResourceRef
    generated: Ref = wire()
    target: FrameRef | None = None


@model
class AssessmentEvent(AnyPersonEvent):
    """Somebody worked at a test."""

    type: Literal["AssessmentEvent"] = "AssessmentEvent"
    profile: Literal["AssessmentProfile"] = "AssessmentProfile"
    action: Literal["Started", "Paused", "Resumed", "Restarted", "Submitted"]
    object: Annotated[Ref, of_kind("Assessment")]
    generated: AttemptRef = wire()


@model
class AssessmentItemEvent(AnyPersonEvent):
    """Somebody worked at a question: with the attempt, or on completion the answer, as `generated`."""

    generates: ClassVar[Kinds] = ANSWERS

    type: Literal["AssessmentItemEvent"] = "AssessmentItemEvent"
    profile: Literal["AssessmentProfile"] = "AssessmentProfile"
    action: Literal["Started", "Skipped", "Completed"]
    object: Annotated[Ref, of_kind("AssessmentItem")]
    generated: Ref | None = None


@model
class AssignableEvent(AnyPersonEvent):
    """Somebody worked at what was assigned, or made it available."""

    type: Literal["AssignableEvent"] = "AssignableEvent"
    profile: Literal["AssignableProfile"] = "AssignableProfile"
    action: Literal["Activated", "Deactivated", "Started", "Completed", "Submitted", "Reviewed"]
    object: AssignableRef
    generated: AttemptRef | None = None
    target: FrameRef | None = None


@model
class AssignableNavigationEvent(AnyPersonEvent):
    """Somebody went to what was assigned."""

    type: Literal["NavigationEvent"] = "NavigationEvent"
    profile: Literal["AssignableProfile"] = "AssignableProfile"
    action: Literal["NavigatedTo"] = "NavigatedTo"
    object: AssignableRef


@model
class AssignableViewEvent(AnyPersonEvent):
    """Somebody looked at what was assigned."""

    type: Literal["ViewEvent"] = "ViewEvent"
    profile: Literal["AssignableProfile"] = "AssignableProfile"
    action: Literal["Viewed"] = "Viewed"
    object: AssignableRef


@model
class FeedbackCommentEvent(AnyPersonEvent):
    """Somebody commented on something."""

    type: Literal["FeedbackEvent"] = "FeedbackEvent"
    profile: Literal["FeedbackProfile"] = "FeedbackProfile"
    action: Literal["Commented"] = "Commented"
    generated: Annotated[Ref, of_kind("Comment")] | None = None
    target: FrameRef | None = None


@model
class FeedbackRankEvent(AnyPersonEvent):
    """Somebody rated something."""

    type: Literal["FeedbackEvent"] = "FeedbackEvent"
    profile: Literal["FeedbackProfile"] = "FeedbackProfile"
    action: Literal["Ranked"] = "Ranked"
    generated: Annotated[Ref, of_kind("Rating")] | None = None
    target: FrameRef | None = None


@model
class ForumEvent(AnyPersonEvent):
    """Somebody began or ceased to follow a forum."""

    type: Literal["ForumEvent"] = "ForumEvent"
    profile: Literal["ForumProfile"] = "ForumProfile"
    action: Literal["Subscribed", "Unsubscribed"]
    object: Annotated[Ref, of_kind("Forum")]


@model
class ThreadEvent(AnyPersonEvent):
    """Somebody marked what was said on one subject."""

    type: Literal["ThreadEvent"] = "ThreadEvent"
    profile: Literal["ForumProfile"] = "ForumProfile"
    action: Literal["MarkedAsRead", "MarkedAsUnRead"]
    object: Annotated[Ref, of_kind("Thread")]


@model
class MessageEvent(AnyPersonEvent):
    """Somebody said something, or marked what was said."""

    type: Literal["MessageEvent"] = "MessageEvent"
    profile: Literal["ForumProfile"] = "ForumProfile"
    action: Literal["MarkedAsRead", "MarkedAsUnRead", "Posted"]
    object: Annotated[Ref, of_kind("Message")]


@model
class ForumNavigationEvent(AnyPersonEvent):
    """Somebody went to where others talk."""

    type: Literal["NavigationEvent"] = "NavigationEvent"
    profile: Literal["ForumProfile"] = "ForumProfile"
    action: Literal["NavigatedTo"] = "NavigatedTo"
    object: TalkRef


@model
class ForumViewEvent(AnyPersonEvent):
    """Somebody looked at what others said."""

    type: Literal["ViewEvent"] = "ViewEvent"
    profile: Literal["ForumProfile"] = "ForumProfile"
    action: Literal["Viewed"] = "Viewed"
    object: TalkRef


@model
class GradeEvent(Event):
    """An attempt was graded, by a person or by an application; `generated` is the score."""

    type: Literal["GradeEvent"] = "GradeEvent"
    profile: Literal["GradingProfile"] = "GradingProfile"
    actor: Annotated[Ref, of_kind("Person", "TimebackUser", "SoftwareApplication")]
    action: Literal["Graded"] = "Graded"
    object: AttemptRef
    generated: Annotated[Ref, of_kind("Score")] = wire()


@model
class GradingViewEvent(AnyPersonEvent):
    """Somebody looked at a result."""

    type: Literal["ViewEvent"] = "ViewEvent"
    profile: Literal["GradingProfile"] = "GradingProfile"
    action: Literal["Viewed"] = "Viewed"
    object: Annotated[Ref, of_kind("Result")]


@model
class MediaEvent(AnyPersonEvent):
    """Somebody used a medium; `target` is the moment in it."""

    type: Literal["MediaEvent"] = "MediaEvent"
    profile: Literal["MediaProfile"] = "MediaProfile"
    action: Literal[
        "Started", "Ended", "Paused", "Resumed", "Restarted", "ForwardedTo", "JumpedTo", "ChangedResolution",
        "ChangedSize", "ChangedSpeed", "ChangedVolume", "EnabledClosedCaptioning", "DisabledClosedCaptioning",
        "EnteredFullScreen", "ExitedFullScreen", "Muted", "Unmuted", "OpenedPopout", "ClosedPopout",
    ]  # fmt: skip
    object: MediaRef
    target: MomentRef | None = None


@model
class MediaNavigationEvent(AnyPersonEvent):
    """Somebody went to a moment in a medium."""

    type: Literal["NavigationEvent"] = "NavigationEvent"
    profile: Literal["MediaProfile"] = "MediaProfile"
    action: Literal["NavigatedTo"] = "NavigatedTo"
    object: MediaRef
    target: MomentRef = wire()


@model
class MediaViewEvent(AnyPersonEvent):
    """Somebody looked at a medium."""

    type: Literal["ViewEvent"] = "ViewEvent"
    profile: Literal["MediaProfile"] = "MediaProfile"
    action: Literal["Viewed"] = "Viewed"
    object: MediaRef
    target: MomentRef | None = None


@model
class ReadingNavigationEvent(AnyPersonEvent):
    """Somebody went to something to read; `referrer` is where they came from."""

    type: Literal["NavigationEvent"] = "NavigationEvent"
    profile: Literal["ReadingProfile"] = "ReadingProfile"
    action: Literal["NavigatedTo"] = "NavigatedTo"
    object: PlaceRef
    target: ResourceRef | None = None
    referrer: PlaceRef | None = None


@model
class ReadingViewEvent(AnyPersonEvent):
    """Somebody looked at something to read."""

    type: Literal["ViewEvent"] = "ViewEvent"
    profile: Literal["ReadingProfile"] = "ReadingProfile"
    action: Literal["Viewed"] = "Viewed"
    object: ResourceRef
    target: ResourceRef | None = None


@model
class ResourceManagementEvent(AnyPersonEvent):
    """Somebody made, changed or kept something that is used for learning; `generated` is the copy."""

    type: Literal["ResourceManagementEvent"] = "ResourceManagementEvent"
    profile: Literal["ResourceManagementProfile"] = "ResourceManagementProfile"
    action: Literal[
        "Created", "Copied", "Modified", "Deleted", "Described", "Downloaded", "Uploaded", "Retrieved", "Printed",
        "Published", "Unpublished", "Archived", "Restored", "Saved",
    ]  # fmt: skip
    object: ResourceRef
    generated: ResourceRef | None = None

    def problems(self) -> Iterable[Problem]:
        yield from super().problems()
        if self.action == "Copied" and self.generated is None and "generated" not in self.extra:
            yield Problem("generated", "is required for Copied")


@model
class SearchEvent(AnyPersonEvent):
    """Somebody searched."""

    type: Literal["SearchEvent"] = "SearchEvent"
    profile: Literal["SearchProfile"] = "SearchProfile"
    action: Literal["Searched"] = "Searched"
    generated: Annotated[Ref, of_kind("SearchResponse")] | None = None


@model
class SessionLoggedInEvent(AnyPersonEvent):
    """Somebody began or ended to use an application."""

    type: Literal["SessionEvent"] = "SessionEvent"
    profile: Literal["SessionProfile"] = "SessionProfile"
    action: Literal["LoggedIn", "LoggedOut"]
    object: ApplicationRef
    target: ResourceRef | None = None
    referrer: PlaceRef | None = None


@model
class SessionTimedOutEvent(Event):
    """An application ended a session."""

    type: Literal["SessionEvent"] = "SessionEvent"
    profile: Literal["SessionProfile"] = "SessionProfile"
    actor: ApplicationRef
    action: Literal["TimedOut"] = "TimedOut"
    object: Annotated[Ref, of_kind("AnySession")]


@model
class SurveyInvitationEvent(AnyPersonEvent):
    """Somebody was invited to a survey, or answered that."""

    type: Literal["SurveyInvitationEvent"] = "SurveyInvitationEvent"
    profile: Literal["SurveyProfile"] = "SurveyProfile"
    action: Literal["Sent", "Accepted", "Declined"]
    object: Annotated[Ref, of_kind("SurveyInvitation")]


@model
class SurveyEvent(AnyPersonEvent):
    """Somebody joined or left a survey."""

    type: Literal["SurveyEvent"] = "SurveyEvent"
    profile: Literal["SurveyProfile"] = "SurveyProfile"
    action: Literal["OptedIn", "OptedOut"]
    object: Annotated[Ref, of_kind("Survey")]


@model
class QuestionnaireEvent(AnyPersonEvent):
    """Somebody answered the questions of a survey."""

    type: Literal["QuestionnaireEvent"] = "QuestionnaireEvent"
    profile: Literal["SurveyProfile"] = "SurveyProfile"
    action: Literal["Started", "Submitted"]
    object: Annotated[Ref, of_kind("Questionnaire")]
    generated: AttemptRef | None = None


@model
class QuestionnaireItemEvent(AnyPersonEvent):
    """Somebody answered one: with the attempt, or on completion the answer, as `generated`."""

    generates: ClassVar[Kinds] = ANSWERS

    type: Literal["QuestionnaireItemEvent"] = "QuestionnaireItemEvent"
    profile: Literal["SurveyProfile"] = "SurveyProfile"
    action: Literal["Started", "Skipped", "Completed"]
    object: Annotated[Ref, of_kind("QuestionnaireItem")]
    generated: Ref = wire()


@model
class SurveyNavigationEvent(AnyPersonEvent):
    """Somebody went to a question of a survey."""

    type: Literal["NavigationEvent"] = "NavigationEvent"
    profile: Literal["SurveyProfile"] = "SurveyProfile"
    action: Literal["NavigatedTo"] = "NavigatedTo"
    object: QuestionnaireRef
    target: ResourceRef | None = None
    referrer: PlaceRef | None = None


@model
class SurveyViewEvent(AnyPersonEvent):
    """Somebody looked at a question of a survey."""

    type: Literal["ViewEvent"] = "ViewEvent"
    profile: Literal["SurveyProfile"] = "SurveyProfile"
    action: Literal["Viewed"] = "Viewed"
    object: QuestionnaireRef


@model
class ToolLaunchEvent(AnyPersonEvent):
    """Somebody launched a tool or came back from it; `federated_session` tells from where."""

    type: Literal["ToolLaunchEvent"] = "ToolLaunchEvent"
    profile: Literal["ToolLaunchProfile"] = "ToolLaunchProfile"
    action: Literal["Launched", "Returned"]
    object: ApplicationRef
    generated: ResourceRef | None = None
    target: Annotated[Ref, of_kind("Link", "LtiLink")] | None = None


@model
class ToolUseEvent(AnyPersonEvent):
    """Somebody used a tool; `generated` is how far they got."""

    type: Literal["ToolUseEvent"] = "ToolUseEvent"
    profile: Literal["ToolUseProfile"] = "ToolUseProfile"
    action: Literal["Used"] = "Used"
    object: ApplicationRef
    generated: Annotated[Ref, of_kind("AggregateMeasureCollection", "AggregateMeasure")] | None = None
    target: ApplicationRef | None = None
