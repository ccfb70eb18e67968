"""Facts: one row for every event of the Timeback profile, as learning analytics reads them."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from timeback_core.sandbox.caliper.gradebook import write_progress, write_result
from timeback_core.sandbox.caliper.shapes import TIMEBACK_PROFILE
from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.moments import read_moment, write_moment
from timeback_core.sandbox.oneroster.members import NUMBER, TEXT
from timeback_core.sandbox.schema import WHOLE, Record, may_null, may_nulls, must, musts
from timeback_core.sandbox.store import Store

FACTS: Final = "facts"
"""The collection of rows, by the ids of their events."""

COUNTED: Final = ("xpEarned", "totalQuestions", "correctQuestions", "masteredUnits")
"""What a completed activity counts, by the names of its metrics."""
TIMED: Final = {"activeSeconds": "active", "inactiveSeconds": "inactive", "wasteSeconds": "waste"}
"""What spent time is told in, each with the type of its metrics."""

FACT: Final = Record(
    (
        must("id", WHOLE),
        *musts(TEXT, "email", "datetime"),
        *may_nulls(
            TEXT, "userId", "username", "userGrade", "userFamilyName", "userGivenName", "campusId", "campusName"
        ),
        *musts(TEXT, "subject", "app"),
        *may_nulls(TEXT, "courseId", "courseName", "enrollmentId"),
        must("activityId", TEXT),
        may_null("activityName", TEXT),
        *may_nulls(NUMBER, *COUNTED),
        *may_nulls(TEXT, *TIMED),
        must("source", TEXT),
        may_null("alphaLevel", TEXT),
        *musts(TEXT, "generatedAt", "sendTime", "sensor", "eventType"),
    )
)
"""A fact as answers have it, but for the members that depend on a time zone."""


def record_fact(call: Call, envelope: Document, event: Document) -> None:
    """Add the row of a checked event, and what it asks to leave in OneRoster; other profiles have neither."""
    if event["profile"] != TIMEBACK_PROFILE:
        return
    store = call.world.store
    actor, activity = event["actor"], event["object"]
    course, named = activity.get("course", {}), activity.get("activity", {})
    course_id = last_part(course["id"]) if "id" in course else None
    user = _student(store, actor)
    is_activity = event["type"] == "ActivityEvent"
    enrollment_id = None if user is None else _enrollment(store, user["sourcedId"], course_id)
    items: list[Document] = event["generated"]["items"]
    metrics = _counted(items) if is_activity else _timed(items)
    if is_activity and activity.get("process") and user is not None:
        write_result(call, event, metrics, user["sourcedId"], course_id)
        write_progress(call, event, enrollment_id)
    row: Document = {
        "sourcedId": event["id"],
        "mailbox": actor["email"].casefold(),
        "id": store.count(FACTS) + 1,
        "email": actor["email"],
        "datetime": write_moment(read_moment(event["eventTime"])),
        **_of_student(store, user),
        "subject": activity["subject"],
        "app": activity["app"]["name"],
        "courseId": course_id,
        "courseName": course.get("name"),
        "enrollmentId": enrollment_id,
        "activityId": named.get("id", activity["id"]),
        "activityName": named.get("name"),
        **metrics,
        "source": ("oneroster:assessment_result:caliper_" if is_activity else "caliper:event:") + event["id"],
        "alphaLevel": None,
        "generatedAt": call.stamp,
        "sendTime": envelope["sendTime"],
        "sensor": envelope["sensor"],
        "eventType": event["type"],
    }
    store.put(FACTS, row)


def facts_of_student(store: Store, student_id: str, email: str) -> list[Document]:
    """The facts of whoever has that id or that e-mail address; an empty text is nobody's."""
    by_id = store.ids_with(FACTS, "userId", student_id)
    return store.pick(FACTS, (*by_id, *store.ids_with(FACTS, "mailbox", email.casefold())))


def shown_fact(row: Document) -> Document:
    """A fact as answers have it, but for the members that depend on a time zone."""
    return {name: value for name, value in row.items() if name not in {"sourcedId", "mailbox"}}


def last_part(iri: str) -> str:
    """The last part of an IRI's path, decoded: the id behind an address of the platform."""
    return unquote(re.split("[?#]", iri)[0].rstrip("/").rpartition("/")[2])


def _student(store: Store, actor: Document) -> Document | None:
    found = store.get("users", last_part(actor["id"]))
    if found is not None:
        return found
    return next(iter(store.find("users", "email", actor["email"])), None)


def _of_student(store: Store, user: Document | None) -> Document:
    user = user or {}
    home: Document = user.get("primaryOrg") or {}
    campus = store.get("orgs", home.get("sourcedId", "")) or {}
    return {
        "userId": user.get("sourcedId"),
        "username": user.get("username"),
        "userGrade": next(iter(user.get("grades") or ()), None),
        "userFamilyName": user.get("familyName"),
        "userGivenName": user.get("givenName"),
        "campusId": home.get("sourcedId"),
        "campusName": campus.get("name"),
    }


def _enrollment(store: Store, user_id: str, course_id: str | None) -> str | None:
    """The latest of the user's active enrollments in a class of the course."""
    for seat in reversed(store.referring("enrollments", "user", user_id)):
        found = store.get("classes", seat["class"]["sourcedId"])
        if seat["status"] == "active" and found is not None and found["course"]["sourcedId"] == course_id:
            enrollment_id: str = seat["sourcedId"]
            return enrollment_id
    return None


def _counted(items: Iterable[Document]) -> Document:
    counts: Document = dict.fromkeys((*COUNTED, *TIMED))
    for item in items:
        counts[item["type"]] = (counts[item["type"]] or 0) + item["value"]
    return counts


def _timed(items: Iterable[Document]) -> Document:
    seconds = {name: sum(item["value"] for item in items if item["type"] == kind) for name, kind in TIMED.items()}
    return {**dict.fromkeys(COUNTED), **{name: f"{total:.2f}" for name, total in seconds.items()}}
