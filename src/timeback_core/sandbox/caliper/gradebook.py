"""What a completed activity leaves in OneRoster: a line item, a result for each attempt, and the progress made."""

import hashlib
from typing import Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.kinds import ASSESSMENT_LINE_ITEM, ASSESSMENT_RESULT, ENROLLMENT
from timeback_core.sandbox.oneroster.writes import store
from timeback_core.sandbox.store import reference

_ATTEMPTS: Final = "caliperAttempts"
"""The collection that leads from an attempt of a student at a line item to its result."""


def write_result(call: Call, event: Document, metrics: Document, user_id: str, course_id: str | None) -> None:
    """Write the result of an activity of a known course: a new one, or that of the same attempt again."""
    if course_id is None or call.world.store.get("courses", course_id) is None:
        return
    item_id = _line_item(call, event["object"], course_id)
    attempt = event["generated"].get("attempt", 1)
    key = f"{item_id} {user_id} {attempt}"
    before = _result_of(call, key)
    metadata = _metadata(metrics, attempt, _percent(event["generated"]))
    accuracy = metadata.get("accuracy")
    document = {
        "sourcedId": f"caliper_{event['id']}" if before is None else before["sourcedId"],
        "status": "active",
        "assessmentLineItem": reference(item_id),
        "student": reference(user_id),
        "scoreStatus": "fully graded",
        "score": accuracy,
        "scoreDate": event["eventTime"],
        "metadata": metadata,
    }
    store(call, ASSESSMENT_RESULT, document, before, document)
    call.world.store.put(_ATTEMPTS, {"sourcedId": key, "result": document["sourcedId"]})


def write_progress(call: Call, event: Document, enrollment_id: str | None) -> None:
    """Note in an enrollment how much of its course is done, where the event tells it."""
    percent = _percent(event["generated"])
    seat = None if enrollment_id is None else call.world.store.get(ENROLLMENT.collection, enrollment_id)
    if seat is not None and percent is not None:
        done = {"pctCompleteApp": percent, "pctCompleteAppUpdatedAt": call.stamp}
        store(call, ENROLLMENT, {**seat, "metadata": {**metadata_of(seat), **done}}, seat, {})


def _percent(generated: Document) -> float | None:
    told = generated.get("extensions", {}).get("pctCompleteApp")
    return told if isinstance(told, int | float) and not isinstance(told, bool) else None


def _line_item(call: Call, activity: Document, course_id: str) -> str:
    """The id of the line item of an activity in a course, which is made by its first result."""
    key = f"{activity['id']}_{course_id}"
    item_id = "caliper_" + hashlib.sha256(key.encode()).hexdigest()
    if call.world.store.get(ASSESSMENT_LINE_ITEM.collection, item_id) is None:
        item = {
            "sourcedId": item_id,
            "status": "active",
            "title": activity.get("activity", {}).get("name", activity["id"]),
            "course": reference(course_id),
            "resultValueMin": 0,
            "resultValueMax": 100,
        }
        store(call, ASSESSMENT_LINE_ITEM, item, None, item)
    return item_id


def _result_of(call: Call, attempt_key: str) -> Document | None:
    """The result that an attempt has, unless that was deleted."""
    known = call.world.store.get(_ATTEMPTS, attempt_key)
    result = None if known is None else call.world.store.get(ASSESSMENT_RESULT.collection, known["result"])
    return result if result is not None and result["status"] == "active" else None


def _metadata(metrics: Document, attempt: int, percent: float | None) -> Document:
    total, correct = metrics["totalQuestions"], metrics["correctQuestions"]
    metadata: Document = {
        "xp": metrics["xpEarned"],
        "totalQuestions": total,
        "correctQuestions": correct,
        "accuracy": 100 * correct / total if total and correct is not None else None,
        "masteredUnits": metrics["masteredUnits"],
        "attempt": attempt,
        "pctCompleteApp": None if percent is None else str(percent),
    }
    return {name: value for name, value in metadata.items() if value is not None}
