"""Events of single questions: seen, answered, graded. They are events of the standard, and earn no XP.

As in the other factories `id` is random and `event_time` is now where they are not given.
"""

from datetime import datetime
from typing import Final, Unpack

from timeback_core.caliper.factories import EventLinks, new_urn, now
from timeback_core.caliper.models.assessments import AssessmentItem, Attempt, Score
from timeback_core.caliper.models.base import Ref
from timeback_core.caliper.models.responses import AnyResponse
from timeback_core.caliper.models.standard_events import AssessmentItemEvent, GradeEvent
from timeback_core.engine.codec import evolve

__all__ = ("question_answered_event", "question_graded_event", "question_seen_event")

QUESTION_RESULT: Final = "QUESTION_RESULT"
"""What the score of a question counts."""


def question_seen_event(
    *,
    actor: Ref,
    object: AssessmentItem | str,  # noqa: A002 -- the event's own name for it
    ed_app: Ref,
    generated: Attempt | str | None = None,
    id: str | None = None,  # noqa: A002 -- the event's own name for it
    event_time: datetime | None = None,
    **links: Unpack[EventLinks],
) -> AssessmentItemEvent:
    """Somebody was shown a question.

    object: the question; its `is_part_of` is the test. ed_app: the application. generated: the attempt that it began.
    """
    return AssessmentItemEvent(
        id=id or new_urn(),
        event_time=event_time or now(),
        action="Started",
        actor=actor,
        object=object,
        generated=generated,
        ed_app=ed_app,
        **links,
    )


def question_answered_event(
    *,
    actor: Ref,
    object: AssessmentItem | str,  # noqa: A002 -- the event's own name for it
    ed_app: Ref,
    generated: AnyResponse | str | None = None,
    id: str | None = None,  # noqa: A002 -- the event's own name for it
    event_time: datetime | None = None,
    **links: Unpack[EventLinks],
) -> AssessmentItemEvent:
    """Somebody answered a question.

    object: the question; its `is_part_of` is the test. ed_app: the application. generated: the answer, a `Response` or
    one of the more special kinds.
    """
    return AssessmentItemEvent(
        id=id or new_urn(),
        event_time=event_time or now(),
        action="Completed",
        actor=actor,
        object=object,
        generated=generated,
        ed_app=ed_app,
        **links,
    )


def question_graded_event(
    *,
    actor: Ref,
    object: Attempt | str,  # noqa: A002 -- the event's own name for it
    generated: Score,
    ed_app: Ref,
    id: str | None = None,  # noqa: A002 -- the event's own name for it
    event_time: datetime | None = None,
    **links: Unpack[EventLinks],
) -> GradeEvent:
    """An attempt at a question was graded.

    object: the attempt. generated: the score; where it says nothing else it is that of the attempt and of type
    `QUESTION_RESULT`. ed_app: the application.
    """
    known = {"attempt": generated.attempt or object, "score_type": generated.score_type or QUESTION_RESULT}
    return GradeEvent(
        id=id or new_urn(),
        event_time=event_time or now(),
        actor=actor,
        object=object,
        generated=evolve(generated, **known),
        ed_app=ed_app,
        **links,
    )
