"""Applications, and which of their metrics are taken from where."""

from timeback_core.edubridge.common import EDUBRIDGE
from timeback_core.edubridge.models.applications import Application, ApplicationMetric, ApplicationMetricInput
from timeback_core.engine.call.expect import Many, Nothing, One
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, operation

APPLICATIONS = Many("applications", Application, paging=UNPAGED, absent_is_empty=True)
METRICS = Many("data", ApplicationMetric, paging=UNPAGED, absent_is_empty=True, one_or_many=True)


@operation(GET, EDUBRIDGE, "/applications/", APPLICATIONS)
def list_applications() -> Call:
    """List the applications that are known to the platform, all at once."""
    return Call()


@operation(GET, EDUBRIDGE, "/applicationMetrics/{application_sourced_id}", METRICS)
def get_application_metrics(application_sourced_id: str) -> Call:
    """List which metrics of an application are taken from where; a server that tells its use gives one row.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, EDUBRIDGE, "/applicationMetrics/{application_sourced_id}", One("data", ApplicationMetric))
def create_application_metric(application_sourced_id: str, metric: ApplicationMetricInput) -> Call:
    """Say that a metric of an application is taken from a source.

    Errors: `NotFound`, `Rejected`.
    """
    return Call(body={"applicationMetric": metric})


@operation(DELETE, EDUBRIDGE, "/applicationMetrics/{application_sourced_id}", Nothing())
def delete_application_metric(application_sourced_id: str, metric: ApplicationMetricInput) -> Call:
    """Take back that a metric of an application is taken from a source.

    Errors: `NotFound`.
    """
    return Call(body={"applicationMetric": metric})


class Applications(Namespace[S_co]):
    """Applications and their metrics."""

    list = list_applications
    get_metrics = get_application_metrics
    create_metric = create_application_metric
    delete_metric = delete_application_metric
