"""Caliper on the sandbox, over the same documents as the other APIs."""

from typing import Final

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.caliper.checks import REFUSAL, status_error
from timeback_core.sandbox.caliper.ingest import send, send_by_edubridge, validate
from timeback_core.sandbox.caliper.jobs import job_status
from timeback_core.sandbox.caliper.learnwith import send_to_learnwith
from timeback_core.sandbox.caliper.partner import send_as_partner
from timeback_core.sandbox.caliper.reads import get_event, list_events
from timeback_core.sandbox.calls import Route

ROUTES: Final = (
    Route("caliper.events.send_envelope", "POST", "/caliper/event", send, "event.create"),
    Route("caliper.events.validate", "POST", "/caliper/event/validate", validate, "event.create"),
    Route("caliper.events.list", "GET", "/caliper/events", list_events),
    Route("caliper.events.get", "GET", "/caliper/events/{externalId}", get_event),
    Route("caliper.jobs.status", "GET", "/jobs/{jobId}/status", job_status),
    Route(
        "caliper.events.send_to_learnwith", "POST", "/caliper/v1p2", send_to_learnwith, "events.write", "LEARNWITH_AI"
    ),
    Route("caliper.events.send_as_partner", "POST", "/events/1.0/", send_as_partner, "events.write", ""),
    Route("caliper.events.send_by_edubridge", "POST", "/edubridge/caliper/event", send_by_edubridge, "event.create"),
)


def api() -> Api:
    """Caliper, whole."""
    return Api(
        name="caliper",
        bases=("/caliper/", "/jobs/", "/events/1.0/"),
        routes=ROUTES,
        refuse=status_error,
        collections=("caliperEvents", "caliperJobs", "caliperAttempts", "facts"),
        refusal=REFUSAL,
    )
