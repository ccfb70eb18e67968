"""Sending events: as an envelope, as many as there are, one at a time.

Its operation and flows are members of `client.caliper.events`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from attrs import evolve
from returns.result import Failure, Success

from timeback_core.caliper.dialect import DIALECTS
from timeback_core.caliper.factories import now
from timeback_core.caliper.models.answers import SendEventsResult
from timeback_core.caliper.models.base import Envelope, Event, Item
from timeback_core.caliper.models.timeback import ActivityEvent, TimeSpentEvent
from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.reading import Verdict
from timeback_core.engine.call.request import Base, Call, Request
from timeback_core.engine.codec import JsonObject
from timeback_core.engine.codec.json import Bad
from timeback_core.engine.narrow import is_listing
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.operation import POST, operation
from timeback_core.flows.steps import invalid
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.errors import TimebackError

__all__ = (
    "send_activity",
    "send_envelope",
    "send_events",
    "send_many_events",
    "send_question_answered",
    "send_question_graded",
    "send_question_seen",
    "send_time_spent",
)

PLACE: Final = re.compile(r"data(?:\[(\d+)\])?")
"""Where the events of an envelope are, in the path of a problem."""


class Accepted(One[SendEventsResult]):
    """What a send answers: nothing of it needs to be there, as the events are stored all the same."""

    def __init__(self) -> None:
        super().__init__(None, SendEventsResult, verdict="status")

    def read(self, request: Request[object], response: HttpResponse) -> SendEventsResult:
        from timeback_core.engine.codec.text import HTML

        try:
            result = super().read(request, response)
        except Bad as bad:
            if bad.found == HTML:  # of whatever stands between here and there
                raise
            return SendEventsResult()
        if result.errors:
            raise Verdict
        return result


@operation(POST, Base("caliper", "send"), "", Accepted(), dialects=DIALECTS)
def send_envelope(envelope: Envelope | JsonObject) -> Call:
    """Send an envelope as it is, a model or its JSON, which is checked like one.

    It is not sent again where it may have arrived: nothing says what the platform makes of an event that comes twice.

    Errors: `Rejected`, also where the platform tells of errors under a status of success.
    """
    from timeback_core.caliper.documents import read_envelope
    from timeback_core.documents import as_problems

    if isinstance(envelope, Envelope):
        return Call(body=envelope)
    read = read_envelope(envelope)
    return Call(problems=as_problems(read.failure())) if isinstance(read, Failure) else Call(body=read.unwrap())


@flow
def send_events(sensor: str, events: Sequence[Item | JsonObject]) -> Steps[SendEventsResult]:
    """Send events in one envelope; they are stored later, by the job that the answer names.

    sensor: who sends, an IRI. events: at least one, of any kind, as a model or as its JSON; entities that are described
    for themselves may be among them.

    Errors: `InvalidInput` with every problem of every event, `Rejected`.
    """
    if wrong := no_list(events):
        return invalid(*wrong)
    envelope = enveloped(sensor, events)
    if wrong := unreadable(envelope.data):
        return invalid(*wrong)
    told = yield from Perform(send_envelope.request(envelope))
    return told.alt(lambda error: with_places(error, "events", 0))


@flow
def send_many_events(
    sensor: str, events: Sequence[Item | JsonObject], *, batch: int = 100
) -> Steps[tuple[SendEventsResult, ...]]:
    """Send any number of events in envelopes of a bounded size, one after the other; gives the answer to each.

    What is wrong with any event is told before anything is sent. A failure in the middle tells in `call.done` of the
    envelopes that were sent before.

    sensor: who sends, an IRI. events: of any kind, each a model or its JSON. batch: events in one envelope, at most.

    Errors: `InvalidInput` with every problem of every event, `Rejected`.
    """
    if type(batch) is not int or batch < 1:
        return invalid(Problem("batch", "must be a whole number of at least 1"))
    if wrong := no_list(events):
        return invalid(*wrong)
    items = enveloped(sensor, events).data
    starts = range(0, len(items), batch)
    requests = [(start, send_envelope.request(enveloped(sensor, items[start : start + batch]))) for start in starts]
    every = (placed(problem, "events", start) for start, request in requests for problem in request.problems)
    if wrong := unreadable(items) or tuple(dict.fromkeys(every)):
        return invalid(*wrong)
    results: list[SendEventsResult] = []
    for start, request in requests:
        told = yield from Perform(request)
        if isinstance(told, Failure):
            return Failure(with_places(told.failure(), "events", start))
        results.append(told.unwrap())
    return Success(tuple(results))


@flow
def _send_alone(sensor: str, name: str, event: object, kind: str, action: str) -> Steps[SendEventsResult]:
    """One event of a kind in an envelope of its own; `name` is what the caller calls it."""
    if not isinstance(event, Event) or (event.type, event.action) != (kind, action):
        found = f"{event.type} ({event.action})" if isinstance(event, Event) else type(event).__name__
        return invalid(Problem(name, f"expected {kind} ({action}), found {found}"))
    told = yield from Perform(send_envelope.request(enveloped(sensor, (event,))))
    return told.alt(lambda error: with_places(error, name, None))


@flow
def send_activity(sensor: str, activity: ActivityEvent) -> Steps[SendEventsResult]:
    """Send that a student completed an activity, as `activity_event` tells it.

    sensor: who sends, an IRI.

    Errors: `InvalidInput` with every problem, `Rejected`.
    """
    return _send_alone.steps(sensor, "activity", activity, "ActivityEvent", "Completed")


@flow
def send_time_spent(sensor: str, time_spent: TimeSpentEvent) -> Steps[SendEventsResult]:
    """Send how a student spent time on an activity, as `time_spent_event` tells it.

    sensor: who sends, an IRI.

    Errors: `InvalidInput` with every problem, `Rejected`.
    """
    return _send_alone.steps(sensor, "time_spent", time_spent, "TimeSpentEvent", "SpentTime")


@flow
def send_question_seen(sensor: str, question: Event) -> Steps[SendEventsResult]:
    """Send that somebody was shown a question, as `question_seen_event` tells it.

    sensor: who sends, an IRI.

    Errors: `InvalidInput` with every problem, `Rejected`.
    """
    return _send_alone.steps(sensor, "question", question, "AssessmentItemEvent", "Started")


@flow
def send_question_answered(sensor: str, question: Event) -> Steps[SendEventsResult]:
    """Send that somebody answered a question, as `question_answered_event` tells it.

    sensor: who sends, an IRI.

    Errors: `InvalidInput` with every problem, `Rejected`.
    """
    return _send_alone.steps(sensor, "question", question, "AssessmentItemEvent", "Completed")


@flow
def send_question_graded(sensor: str, grade: Event) -> Steps[SendEventsResult]:
    """Send that an attempt at a question was graded, as `question_graded_event` tells it.

    sensor: who sends, an IRI.

    Errors: `InvalidInput` with every problem, `Rejected`.
    """
    return _send_alone.steps(sensor, "grade", grade, "GradeEvent", "Graded")


def enveloped(sensor: str, events: Sequence[Item | JsonObject]) -> Envelope:
    """Events in an envelope that is sent now; JSON becomes models, so that it is checked as they are."""
    return Envelope(sensor=sensor, send_time=now(), data=tuple(map(as_item, events)))


def as_item(item: Item | JsonObject) -> Item:
    """An event or an entity; JSON that is neither stays as it is, and is refused with its envelope."""
    from timeback_core.documents import decode

    if isinstance(item, Item):
        return item
    return decode(Item, item).value_or(cast("Item", item))  # it is none: the envelope is refused because of it


def no_list(events: object) -> tuple[Problem, ...]:
    """What is wrong with events that are no sequence."""
    found = type(events).__name__
    return () if is_listing(events) else (Problem("events", f"expected a sequence of events, found {found}"),)


def unreadable(items: Sequence[Item | JsonObject]) -> tuple[Problem, ...]:
    """What is wrong with any of the events where JSON among them can be read as none."""
    from timeback_core.caliper.documents import find_problems

    if all(isinstance(each, Item) for each in items):
        return ()
    rows = enumerate(items)
    return tuple(problem.under(f"events[{index}]") for index, each in rows for problem in find_problems(each))


def with_places(error: TimebackError, name: str, start: int | None) -> TimebackError:
    """An error whose problems stand where the caller's events are."""
    from timeback_core.errors import InvalidInput

    if not isinstance(error, InvalidInput):
        return error
    return evolve(error, problems=tuple(placed(problem, name, start) for problem in error.problems))


def placed(problem: Problem, name: str, start: int | None) -> Problem:
    """A problem of an envelope as one of its events; `start` is the index of the first, None for the only event."""
    marked = PLACE.match(problem.path)
    if marked is None:
        return problem
    index = "" if start is None or not marked[1] else f"[{start + int(marked[1])}]"
    return Problem(name + index + problem.path[marked.end() :], problem.text)
