"""The applications that deliver courses, and which metrics each of them reports by which way."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import described, under
from timeback_core.sandbox.messages import Document, Reply, empty_reply, json_reply
from timeback_core.sandbox.oneroster.members import FREE, TEXT, TEXTS
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import Choice, ListOf, Record, may_null, must, musts
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

APPLICATIONS: Final = "applications"
METRICS: Final = "applicationMetrics"
METRIC: Final = ("xp", "spent_minutes", "waste_minutes", "accuracy", "lessons", "quizzes", "unit_tests")
METRIC_SOURCE: Final = ("timeback_app", "timeback_direct_integration", "timeback_adapter", "powerpath", "manual_entry")
_BODY: Final = Record((must("metric", Choice(METRIC)), must("metricSource", Choice(METRIC_SOURCE))))

_METRIC: Final = Record((must("applicationSourcedId", TEXT), *_BODY.members), name="ApplicationMetric")
_APPLICATION: Final = Record(
    (
        *musts(TEXT, "sourcedId", "status", "dateLastModified", "name", "description", "tenantId", "clientAppId"),
        must("domain", TEXTS),
        may_null("metadata", FREE),
    ),
    name="Application",
)
_TAKES: Final = under("applicationMetric", _BODY)


def put_metric(world: World, application_id: str, metric: str, source: str) -> Document:
    """Store that an application reports a metric that way; twice is once."""
    row = {
        "sourcedId": "\x00".join((application_id, metric, source)),
        "application": reference(application_id),
        "metric": metric,
        "metricSource": source,
    }
    world.store.put(METRICS, row)
    return row


@described(under("applications", ListOf(_APPLICATION)))
def _list(call: Call) -> Reply:
    """All applications that deliver courses."""
    return json_reply(200, {"applications": [*call.world.store.rows(APPLICATIONS)]})


@described(under("data", ListOf(_METRIC)))
def _list_metrics(call: Call) -> Reply:
    """The metrics that an application reports."""
    rows = call.world.store.referring(METRICS, "application", _application_id(call))
    return json_reply(200, {"data": [_view(row) for row in rows]})


@described({201: under("data", _METRIC)}, takes=_TAKES)
def _create_metric(call: Call) -> Reply:
    """Let an application report a metric in a way."""
    row = put_metric(call.world, _application_id(call), *_sent(call))
    return json_reply(201, {"data": _view(row)})


@described({204: None}, takes=_TAKES)
def _delete_metric(call: Call) -> Reply:
    """Let an application no longer report a metric in a way."""
    row_id = "\x00".join((_application_id(call), *_sent(call)))
    if call.world.store.get(METRICS, row_id) is None:
        raise unknown("Application metric not found.")
    call.world.store.remove(METRICS, row_id)
    return empty_reply(204)


def _sent(call: Call) -> tuple[str, str]:
    body = checked(call.world, _BODY, call.enveloped("applicationMetric"), "applicationMetric")
    return body["metric"], body["metricSource"]


def _application_id(call: Call) -> str:
    if call.world.store.get(APPLICATIONS, call.ids[0]) is None:
        raise unknown("Application not found.")
    return call.ids[0]


def _view(row: Document) -> Document:
    return {
        "applicationSourcedId": row["application"]["sourcedId"],
        "metric": row["metric"],
        "metricSource": row["metricSource"],
    }


REGISTRY: Final[Sequence[Route]] = (
    Route("edubridge.applications.list", "GET", "/edubridge/applications/", _list),
    Route(
        "edubridge.applications.get_metrics",
        "GET",
        "/edubridge/applicationMetrics/{applicationSourcedId}",
        _list_metrics,
    ),
    Route(
        "edubridge.applications.create_metric",
        "POST",
        "/edubridge/applicationMetrics/{applicationSourcedId}",
        _create_metric,
    ),
    Route(
        "edubridge.applications.delete_metric",
        "DELETE",
        "/edubridge/applicationMetrics/{applicationSourcedId}",
        _delete_metric,
    ),
)
