"""The end of an attempt: its accuracy, its XP, the event that tells of them, and what follows from it."""

from typing import Final
from urllib.parse import quote

from timeback_core.sandbox.caliper.ingest import keep_all
from timeback_core.sandbox.caliper.shapes import CONTEXT, TIMEBACK_PROFILE
from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document, finish
from timeback_core.sandbox.oneroster.collections import USERS
from timeback_core.sandbox.oneroster.vocabulary import BASES, SUBJECT
from timeback_core.sandbox.powerpath.attempts import FINAL, Attempt, made_id, store_attempt
from timeback_core.sandbox.powerpath.lessons import Lesson
from timeback_core.sandbox.powerpath.outcomes import after_finalised

_COUNTED: Final = {"xp": "xpEarned", "totalQuestions": "totalQuestions", "correctQuestions": "correctQuestions"}
"""What an attempt notes, with the name of its metric."""


def complete(
    call: Call, lesson: Lesson, attempt: Attempt, *, score: float, accuracy: float, correct: int, total: int
) -> Attempt:
    """Make an attempt final, with `score` and `accuracy` from 0 to 100 and how many of its questions were right."""
    multiplier = _xp_multiplier(accuracy, attempt.number)
    completed = store_attempt(
        call,
        attempt,
        score=score,
        status=FINAL,
        xp=None if lesson.xp is None else lesson.xp * multiplier,
        multiplier=multiplier,
        accuracy=accuracy,
        totalQuestions=total,
        correctQuestions=correct,
        completedAt=call.stamp,
    )
    _tell(call, lesson, completed)
    after_finalised(call, lesson, completed)
    return completed


def _xp_multiplier(accuracy: float, attempt: int) -> float:
    """How much of the XP of a lesson an attempt earns: accuracy pays, and the first attempt pays more."""
    is_first = attempt == 1
    if accuracy >= 100:
        return 1.25 if is_first else 1.0
    if accuracy >= 80:
        return 1.0 if is_first else 0.5
    return 0


def _tell(call: Call, lesson: Lesson, attempt: Attempt) -> None:
    """Store and announce the Caliper event from which learning analytics have the XP."""
    event = _event(call, lesson, attempt)
    envelope = {"sensor": _iri(call, "powerpath"), "sendTime": call.stamp, "dataVersion": CONTEXT, "data": [event]}
    finish(keep_all(call, envelope, [event]))


def _event(call: Call, lesson: Lesson, attempt: Attempt) -> Document:
    student = USERS.get(call.world, attempt.student_id)
    roster = BASES["BEYOND_AI"].format(service="rostering").strip("/")
    course, completed = lesson.course, attempt.metadata["completedAt"]
    noted = ((metric, attempt.metadata[name]) for name, metric in _COUNTED.items())
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{made_id(call.world, attempt.result['sourcedId'], completed)}",
        "type": "ActivityEvent",
        "profile": TIMEBACK_PROFILE,
        "actor": {
            "id": _iri(call, roster, "users", attempt.student_id),
            "type": "TimebackUser",
            "email": student.get("email") or "",
            "role": "student",
        },
        "action": "Completed",
        "object": {
            "id": _iri(call, "powerpath", "lessons", lesson.id),
            "type": "TimebackActivityContext",
            "subject": lesson.subject if lesson.subject in SUBJECT else "Other",
            "app": {"id": _iri(call, "powerpath"), "name": "PowerPath"},
            **(
                {}
                if course is None
                else {"course": {"id": _iri(call, roster, "courses", course["sourcedId"]), "name": course["title"]}}
            ),
            "activity": {"id": _iri(call, "powerpath", "lessons", lesson.id), "name": lesson.link["title"]},
        },
        "eventTime": completed,
        "generated": {
            "id": _iri(call, "powerpath", "attempts", attempt.result["sourcedId"]),
            "type": "TimebackActivityMetricsCollection",
            "attempt": attempt.number,
            "items": [{"type": metric, "value": value} for metric, value in noted if value is not None],
        },
    }


def _iri(call: Call, base: str, *parts: str) -> str:
    return "/".join((call.base_url, base, *(quote(part, safe="") for part in parts)))
