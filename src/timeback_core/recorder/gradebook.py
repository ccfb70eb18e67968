"""What recorded activities are in the gradebook: which result is which attempt, and the entry of a finished course."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from timeback_core.engine.codec.kinds import write_datetime
from timeback_core.oneroster.models.assessment_line_items import AssessmentLineItemInput
from timeback_core.oneroster.models.assessment_metadata import AssessmentLineItemMetadata, AssessmentResultMetadata
from timeback_core.oneroster.models.assessment_results import AssessmentResult, AssessmentResultInput
from timeback_core.oneroster.models.refs import ref_to

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def line_item_id(activity_id: str, course_id: str) -> str:
    """The id that the platform gives to the assessment line item of an activity.

    activity_id: `object.id` of its events. course_id: `sourced_id` of the course.
    """
    return f"caliper_{_digest(activity_id, course_id)}"


def attempt_number(results: Iterable[AssessmentResult], ended_at: datetime) -> int:
    """Which attempt an activity is, given the results of the same student in the same activity.

    ended_at: one that ended at the same instant as a result is that attempt, recorded again.
    """
    attempts = [(result.score_date, _attempt_of(result)) for result in results]
    again = next((number for at, number in attempts if at is not None and is_same_instant(at, ended_at)), None)
    return again if again is not None else 1 + max((number for _, number in attempts), default=0)


def is_same_instant(one: datetime, other: datetime) -> bool:
    """Whether two moments are one as they are sent: to the millisecond, in whichever zones they are told."""
    return milliseconds_of(one) == milliseconds_of(other)


def milliseconds_of(moment: datetime) -> int:
    """The milliseconds of a moment since the epoch; finer times are cut off."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def percent_complete(done: float, total: float) -> int:
    """How much of a course is done, in whole percent; 100 only where nothing is left."""
    if done >= total:
        return 100
    return max(0, min(99, round(100 * done / total)))


def completion_line_item(app_name: str, course_id: str) -> AssessmentLineItemInput:
    """The line item by which the platform sees that a course can be finished, the same for all its students."""
    return AssessmentLineItemInput(
        sourced_id=_completion_id(course_id),
        title=f"{app_name}: Complete",
        course=ref_to(course_id),
        component_resource=ref_to(f"{course_id}-cr"),
        result_value_min=0,
        result_value_max=100,
        metadata=AssessmentLineItemMetadata(extra={"appName": app_name}),
    )


def completion_result(app_name: str, course_id: str, user_id: str, now: datetime) -> AssessmentResultInput:
    """The result by which the platform sees that a student has finished a course."""
    return AssessmentResultInput(
        sourced_id=_completion_id(course_id, user_id),
        assessment_line_item=ref_to(_completion_id(course_id)),
        student=ref_to(user_id),
        score=100,
        score_date=now,
        score_status="fully graded",
        metadata=AssessmentResultMetadata(
            app_name=app_name, extra={"isMasteryCompletion": True, "completedAt": write_datetime(now)}
        ),
    )


def _attempt_of(result: AssessmentResult) -> int:
    told = None if result.metadata is None else result.metadata.attempt
    return int(told) if told is not None and told >= 1 and told == int(told) else 1


def _completion_id(*ids: str) -> str:
    return f"timeback_sdk_{_digest('mastery-completion', *ids)}"


def _digest(*parts: str) -> str:
    return sha256("_".join(parts).encode()).hexdigest()
