"""Cases of Caliper."""

from datetime import UTC, date, datetime

from tests.wire.case import MADE, Case, Shows

from timeback_core import caliper as api
from timeback_core.caliper import (
    Envelope,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackApp,
    TimebackCourse,
    TimebackUser,
)

CONTEXT = "http://purl.imsglobal.org/ctx/caliper/v1p2"
SENSOR = "https://app.example/sensors/main"
EVENT_ID = "urn:uuid:0b9c8f0e-2f0c-4d55-9b0c-5d0e5a3c7f11"
METRICS_ID = "urn:uuid:5f7a3c1e-6f0e-4a3c-8d6a-0d1f8f1f2a3b"
USER_ID = "https://api.example/ims/oneroster/rostering/v1p2/users/student-1"
COURSE_ID = "https://api.example/ims/oneroster/rostering/v1p2/courses/course-1"
ACTIVITY_ID = "https://app.example/activities/1"
NOON = datetime(2026, 9, 1, 12, 0, 0, 123456, tzinfo=UTC)

ACTIVITY = api.activity_event(
    id=EVENT_ID,
    event_time=NOON,
    metrics_id=METRICS_ID,
    actor=TimebackUser(id=USER_ID, email="student1@example.edu"),
    object=TimebackActivityContext(
        id=ACTIVITY_ID,
        subject="Math",
        app=TimebackApp(name="My App"),
        course=TimebackCourse(id=COURSE_ID, name="Math G3"),
    ),
    metrics=[
        TimebackActivityMetric(type="xpEarned", value=12.5),
        TimebackActivityMetric(type="masteredUnits", value=1),
    ],
    attempt=2,
    generated_extensions={"pctCompleteApp": 67},
    extensions={"note": None},
)
ACTIVITY_JSON = {
    "@context": CONTEXT,
    "id": EVENT_ID,
    "type": "ActivityEvent",
    "profile": "TimebackProfile",
    "action": "Completed",
    "eventTime": "2026-09-01T12:00:00.123Z",
    "actor": {"id": USER_ID, "type": "TimebackUser", "email": "student1@example.edu"},
    "object": {
        "id": ACTIVITY_ID,
        "type": "TimebackActivityContext",
        "subject": "Math",
        "app": {"name": "My App"},
        "course": {"id": COURSE_ID, "name": "Math G3"},
    },
    "generated": {
        "id": METRICS_ID,
        "type": "TimebackActivityMetricsCollection",
        "items": [{"type": "xpEarned", "value": 12.5}, {"type": "masteredUnits", "value": 1}],
        "attempt": 2,
        "extensions": {"pctCompleteApp": 67},
    },
    "extensions": {"note": None},
}
AGGREGATED_JSON = ACTIVITY_JSON | {
    "profile": "AggregationProfile",
    "session": "urn:tag:auto-attach",
    "actor": {"id": USER_ID, "type": "Person"},
    "object": {
        "id": ACTIVITY_ID,
        "type": "AssignableDigitalResource",
        "isPartOf": {"type": "CourseOffering", "id": COURSE_ID, "name": "Math G3"},
        "extensions": {"app": {"name": "My App", "type": "SoftwareApplication"}},
    },
    "generated": {
        "id": METRICS_ID,
        "type": "ActivityMetricsCollection",
        "items": [
            {
                "id": "urn:uuid:590c4e34-e443-560e-9010-5e0bbfdf479f",
                "type": "ActivityMetric",
                "metricType": "XpEarned",
                "metricValue": 12.5,
            },
            {
                "id": "urn:uuid:683b76e1-5287-550f-a4d7-eccf9a95c7d3",
                "type": "ActivityMetric",
                "metricType": "MasteredUnits",
                "metricValue": 1,
            },
        ],
        "attempt": 2,
        "extensions": {"pctCompleteApp": 67},
    },
}
ENVELOPE = Envelope(sensor=SENSOR, send_time=NOON, data=(ACTIVITY,))


def enveloped(event: object) -> dict[str, object]:
    """An event in its envelope, as it has to arrive."""
    return {"sensor": SENSOR, "sendTime": "2026-09-01T12:00:00.123Z", "dataVersion": CONTEXT, "data": [event]}


SENT = api.send_envelope.request(ENVELOPE)
STORED = "/caliper/events/" + EVENT_ID.replace(":", "%3A")

CASES = (
    Case(
        api.send_envelope,
        (ENVELOPE,),
        "/caliper/event",
        enveloped(ACTIVITY_JSON),
        Shows(STORED, ("event",), {"externalId": EVENT_ID, "sensor": SENSOR, "object": ACTIVITY_JSON["object"]}),
    ),
    Case(
        api.send_envelope,
        (ENVELOPE,),
        "/caliper/v1p2",
        enveloped(AGGREGATED_JSON),
        platform="LEARNWITH_AI",
        harmless=True,
    ),
    Case(api.validate_envelope, (ENVELOPE,), "/caliper/event/validate", enveloped(ACTIVITY_JSON), harmless=True),
    Case(
        api.list_events,
        (),
        "/caliper/events",
        before=(SENT,),
        query=f"sensor={SENSOR}&startDate=2026-09-01&endDate=2026-09-02T00:00:00.000Z&actorId={USER_ID}"
        "&actorEmail=student1@example.edu&limit=10",
        named={
            "sensor": SENSOR,
            "start_date": date(2026, 9, 1),
            "end_date": datetime(2026, 9, 2, tzinfo=UTC),
            "actor_id": USER_ID,
            "actor_email": "student1@example.edu",
            "limit": 10,
        },
    ),
    Case(api.get_event, (EVENT_ID,), STORED, before=(SENT,)),
    Case(api.get_job_status, (MADE,), f"/jobs/{MADE}/status", before=(SENT,)),
)
