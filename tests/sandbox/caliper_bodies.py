"""Bodies of Caliper as other programs send them, written by hand."""

from typing import Any
from uuid import UUID

import httpx

CONTEXT = "http://purl.imsglobal.org/ctx/caliper/v1p2"
API = "https://api.example/ims/oneroster/rostering/v1p2"


def urn(number: int) -> str:
    """The id of an event."""
    return f"urn:uuid:{UUID(int=number)}"


def activity(number: int = 1, student: str = "student-1", **changes: Any) -> dict[str, Any]:
    """A completed activity of ten questions in a course that the student takes."""
    return {
        "@context": CONTEXT,
        "id": urn(number),
        "type": "ActivityEvent",
        "profile": "TimebackProfile",
        "action": "Completed",
        "actor": {"id": f"{API}/users/{student}", "type": "TimebackUser", "email": f"{student}@app.example"},
        "object": {
            "id": "https://app.example/activities/1",
            "type": "TimebackActivityContext",
            "subject": "Math",
            "app": {"name": "My App"},
            "course": {"id": f"{API}/courses/course-1", "name": "Math 3"},
            "activity": {"name": "Quiz 1"},
        },
        "eventTime": "2026-01-15T10:30:00.123Z",
        "generated": {
            "id": "https://app.example/records/1",
            "type": "TimebackActivityMetricsCollection",
            "items": [
                {"type": "xpEarned", "value": 12.5},
                {"type": "totalQuestions", "value": 10},
                {"type": "correctQuestions", "value": 8},
            ],
        },
        **changes,
    }


def time_spent(number: int = 2, **changes: Any) -> dict[str, Any]:
    """Ten minutes and some waste, on the same activity."""
    return {
        **activity(number),
        "type": "TimeSpentEvent",
        "action": "SpentTime",
        "generated": {
            "id": "https://app.example/records/2",
            "type": "TimebackTimeSpentMetricsCollection",
            "items": [
                {
                    "type": "active",
                    "value": 600,
                    "startDate": "2026-01-15T10:20:00Z",
                    "endDate": "2026-01-15T10:30:00Z",
                },
                {"type": "waste", "value": 14.5, "subType": "eating"},
                {"type": "unknown", "value": 3},
            ],
        },
        **changes,
    }


def viewed(number: int = 3, **changes: Any) -> dict[str, Any]:
    """An event of the standard."""
    return {
        "id": urn(number),
        "type": "ViewEvent",
        "profile": "ReadingProfile",
        "action": "Viewed",
        "actor": {"id": "https://example.edu/users/1", "type": "Person"},
        "object": "https://example.edu/pages/1",
        "eventTime": "2026-01-15T11:00:00Z",
        **changes,
    }


SESSION = {"session": "urn:tag:auto-attach", "@context": CONTEXT}
"""What LEARNWITH_AI wants of every event."""


def aggregated(**changes: Any) -> dict[str, Any]:
    """A completed activity as LEARNWITH_AI has it."""
    return {
        **activity(),
        **SESSION,
        "profile": "AggregationProfile",
        "actor": {"type": "Person", "id": "https://platform.example/rostering/1.0/users/u1"},
        "object": {
            "type": "AssignableDigitalResource",
            "id": "https://app.example/activities/1",
            "isPartOf": {
                "type": "CourseOffering",
                "id": "https://platform.example/rostering/1.0/courses/c1",
                "name": "M",
            },
            "extensions": {"app": {"name": "My App", "type": "SoftwareApplication"}},
        },
        "generated": {
            "id": urn(7),
            "type": "ActivityMetricsCollection",
            "attempt": 2,
            "extensions": {"pctCompleteApp": 67},
            "items": [{"id": urn(8), "type": "ActivityMetric", "metricType": "XpEarned", "metricValue": 12.5}],
        },
        **changes,
    }


def spent() -> dict[str, Any]:
    """Time spent as LEARNWITH_AI has it."""
    item = {"id": urn(8), "type": "TimeSpentMetric", "metricType": "Anti-pattern", "metricValue": 3}
    generated = {"id": urn(7), "type": "TimeSpentMetricsCollection", "items": [item]}
    return aggregated(type="TimeSpentEvent", action="SpentTime", generated=generated)


def graded(**changes: Any) -> dict[str, Any]:
    """XP as partners report it."""
    app = {"id": "https://api.example/applications/1.0/app-1", "type": "SoftwareApplication"}
    return {
        "@context": CONTEXT,
        "id": urn(1),
        "type": "GradeEvent",
        "profile": "GradingProfile",
        "action": "Graded",
        "eventTime": "2026-01-15T10:00:00.000Z",
        "actor": app,
        "edApp": app,
        "object": {"id": "https://app.example/attempts/1", "type": "Attempt", "count": 1},
        "generated": {"id": "https://app.example/scores/1", "type": "Score", "scoreGiven": 10},
        "extensions": {"subject": "Reading", "course": {"id": "https://api.example/rostering/1.0/courses/c1"}},
        **changes,
    }


def session(**changes: Any) -> dict[str, Any]:
    """A login."""
    return {**graded(id=urn(2), type="SessionEvent", profile="SessionProfile", action="LoggedIn"), **changes}


PERSON = {"id": "https://example.edu/users/1", "type": "Person", "name": "Ada"}


def envelope(*data: Any, **changes: Any) -> dict[str, Any]:
    """What is sent."""
    return {
        "sensor": "https://app.example/sensor",
        "sendTime": "2026-01-15T11:00:01.000Z",
        "dataVersion": CONTEXT,
        "data": list(data),
        **changes,
    }


def sent(api: httpx.Client, *events: Any) -> dict[str, Any]:
    """The answer to a send that succeeds."""
    answer = api.post("/caliper/event", json=envelope(*events))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def within(body: Any, path: str, value: Any) -> dict[str, Any]:
    """The body with another value at a dotted path; `...` takes what is there away."""
    name, _, rest = path.partition(".")
    key: Any = int(name) if name.isdigit() else name
    changed: Any = list(body) if isinstance(body, list) else dict(body)
    if rest:
        changed[key] = within(changed[key], rest, value)
    elif value is ...:
        del changed[key]
    else:
        changed[key] = value
    result: dict[str, Any] = changed
    return result
