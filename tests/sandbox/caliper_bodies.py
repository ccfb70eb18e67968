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
