"""Applications, and which metrics are taken from where."""

from datetime import datetime
from enum import StrEnum

from timeback_core.engine.codec import Input, JsonObject, LaxNumber, Model, OneOrMany, Open, model, one_of, wire


class Metric(StrEnum):
    """What is measured."""

    XP = "xp"
    SPENT_MINUTES = "spent_minutes"
    WASTE_MINUTES = "waste_minutes"
    ACCURACY = "accuracy"
    LESSONS = "lessons"
    QUIZZES = "quizzes"
    UNIT_TESTS = "unit_tests"


class MetricSource(StrEnum):
    """Where a metric is taken from."""

    TIMEBACK_APP = "timeback_app"
    TIMEBACK_DIRECT_INTEGRATION = "timeback_direct_integration"
    TIMEBACK_ADAPTER = "timeback_adapter"
    POWERPATH = "powerpath"
    MANUAL_ENTRY = "manual_entry"


@model
class Application(Model):
    """An application that is known to the platform."""

    sourced_id: str
    name: str
    description: str | None = None
    domain: OneOrMany[str] = ()
    tenant_id: str | None = None
    client_app_id: str | None = None
    status: str | None = None
    date_last_modified: datetime | None = None
    metadata: JsonObject | None = None


@model
class ApplicationMetric(Model):
    """That a metric of an application is taken from a source, or, on other servers, how much it is used."""

    application_sourced_id: str
    metric: Open[Metric] | None = None
    metric_source: Open[MetricSource] | None = None
    total_users: LaxNumber | None = None
    """This and the following: of servers that tell the use."""
    active_users: LaxNumber | None = None
    total_sessions: LaxNumber | None = None
    avg_session_duration: LaxNumber | None = None
    metadata: JsonObject | None = None


@model
class ApplicationMetricInput(Input):
    """A metric and where it is taken from."""

    metric: Open[Metric] = wire(check=one_of(Metric))
    metric_source: Open[MetricSource] = wire(check=one_of(MetricSource))
