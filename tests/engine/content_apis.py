"""Operations and a flow of each shape that QTI and Caliper have, described on the real engine."""

from collections.abc import Mapping
from typing import Literal, TypedDict, Unpack, cast

from returns.result import Failure, Success

from timeback_core import Now, Perform, Sleep, Steps, flow
from timeback_core.engine.call.expect import Many, Maybe, One, Raw
from timeback_core.engine.call.paging import UNPAGED, Paging
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.codec import Model, model
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.filters import Where
from timeback_core.engine.surface.operation import DELETE, GET, POST, operation
from timeback_core.errors import CallInfo, JobFailed, TimedOut
from timeback_core.problems import Problem

QTI = Base("qti", "base")
XML = "application/xml"
BY_NUMBER = Paging(
    "page", position="page", order="order", search="query", total=("total",), pages=("pages",), echo=("limit",)
)
BY_OFFSET_BELOW = Paging("offset", total=("pagination.total",), pages=(), echo=("pagination.limit",))


@model
class Item(Model):
    """A row."""

    identifier: str
    title: str | None = None


class ItemOptions(TypedDict, total=False):
    """The options of a list of items."""

    where: Where
    sort: str
    order_by: Literal["asc", "desc"]
    search: str
    page: int
    limit: int


class RowOptions(TypedDict, total=False):
    """The options of a list that is read by offset."""

    limit: int
    offset: int


ITEMS = Many("items", Item, also=("data",), paging=BY_NUMBER)


@operation(GET, QTI, "/assessment-items", ITEMS)
def list_items(**options: Unpack[ItemOptions]) -> Call:
    """List items by page number, with totals in the body."""
    return Call(options=options)


@operation(GET, QTI, "/lesson/{lesson_id}", Many(None, Item, paging=UNPAGED))
def list_feedback(lesson_id: str) -> Call:
    """List what comes as a bare array."""
    return Call()


@operation(GET, QTI, "/assessment-items/{identifier}", One("assessmentItem", Item, bare=True))
def get_item(identifier: str) -> Call:
    """Fetch what comes bare or in an envelope."""
    return Call()


@operation(GET, QTI, "/assessment-tests/{identifier}", Raw(str))
def get_test_xml(identifier: str) -> Call:
    """Fetch XML, which the server gives for the content type of a request without a body."""
    return Call(accept=XML, content_type=XML)


@operation(POST, QTI, "/assessment-tests", One(None, Item))
def create_test_from_xml(xml: str) -> Call:
    """Send XML."""
    return Call(body=xml, content_type=XML)


@operation(DELETE, QTI, "/{id_}", Maybe(One(None, Item)))
def delete_feedback(id_: str) -> Call:
    """Delete at the root of the service; the answer may be empty."""
    return Call()


EVENTS = Many("events", Item, also=("data.events", "data"), paging=BY_OFFSET_BELOW, absent_is_empty=True)


@operation(GET, Base("caliper", "list"), "", EVENTS)
def list_events(*, start_date: str | None = None, actor_id: str | None = None, **options: Unpack[RowOptions]) -> Call:
    """List with totals that lie deeper in the body, at a path that the platform names as a whole."""
    return Call(query={"startDate": start_date, "actorId": actor_id}, options=options)


@operation(GET, Base("caliper", "get"), "", One("event", Item, absent_is_missing=True))
def get_event(external_id: str) -> Call:
    """Fetch one; the server says by an empty success that there is none."""
    return Call(path={"id": external_id})


@model
class Validation(Model):
    """What a check of a body found."""

    status: str
    message: str | None = None


@operation(POST, Base("caliper", "validate"), "", One(None, Validation, statuses=(400,)))
def validate_events(envelope: JsonValue) -> Call:
    """Check; a refusal holds the result as well."""
    return Call(body=envelope)


@model
class Sent(Model):
    """What a send answers."""

    job_id: str | None = None


def auto_attached(body: JsonValue, problems: list[Problem]) -> JsonValue:
    """An envelope as LEARNWITH_AI wants it: each event belongs to a session, and no value is negative."""
    if not isinstance(body, Mapping) or not isinstance(body.get("data"), list):
        return body
    events: list[JsonValue] = []
    for index, event in enumerate(cast("list[JsonValue]", body["data"])):  # a list, as was looked at above
        if isinstance(event, Mapping):
            value = event.get("value")
            if isinstance(value, int) and value < 0:
                problems.append(Problem(f"data[{index}].value", "must not be negative here"))
            events.append({"session": "urn:tag:auto-attach", **event})
    return {**body, "data": events}


@operation(
    POST,
    Base("caliper", "send"),
    "",
    Maybe(One(None, Sent, verdict="status")),
    dialects={"LEARNWITH_AI": auto_attached},
)
def send_events(envelope: JsonValue) -> Call:
    """Send a body that one platform wants in a dialect of its own."""
    return Call(body=envelope)


@model
class Job(Model):
    """A job that the server runs."""

    id: str
    state: str


@operation(GET, Base("caliper", "job_status"), "", One("job", Job, bare=True))
def get_job(job_id: str) -> Call:
    """Fetch how far a job is."""
    return Call(path={"id": job_id})


@flow
def wait_for_job(job_id: str, *, timeout: float = 30.0, interval: float = 1.0) -> Steps[Job]:
    """Wait until a job has ended."""
    until = (yield from Now()) + timeout
    call = CallInfo(get_job.full_name, get_job.verb, get_job.template)
    while True:
        told = yield from Perform(get_job.request(job_id))
        if isinstance(told, Failure):
            return told
        job = told.unwrap()
        if job.state == "completed":
            return Success(job)
        if job.state == "failed":
            return Failure(JobFailed(call, job_id, job.state))
        if (yield from Now()) + interval >= until:
            return Failure(TimedOut(call, timeout, "job"))
        yield from Sleep(interval)
