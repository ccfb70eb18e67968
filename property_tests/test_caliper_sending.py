"""Laws of what is sent to Caliper: its events, its dialects, and how a job is waited for."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, strategies as st
from returns.result import Failure, Result, Success

from timeback_core import Now, Perform, Sleep, check, encode
from timeback_core.caliper import (
    ActivityEvent,
    Envelope,
    JobState,
    JobStatus,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackUser,
    TimeSpentEvent,
    TimeSpentMetric,
    activity_event,
    time_spent_event,
    wait_for_completion,
)
from timeback_core.caliper.dialect import TIMES, aggregated, exact
from timeback_core.engine.codec.json import JsonValue
from timeback_core.error_parts import CallInfo
from timeback_core.errors import ConnectionFailed, JobFailed, NotFound, ServerReply, TimebackError, TimedOut
from timeback_core.problems import Problem
from timeback_core.testing import models

EXACT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
NAMES = """
data type actor object generated items course app activity extensions session id profile process name value eventTime
TimebackUser TimebackActivityContext TimebackActivityMetricsCollection TimebackProfile 2026-01-01 2026-01-01T00:00:00.1Z
"""
WORDS = st.sampled_from(NAMES.split())
SCALARS = st.none() | st.booleans() | st.integers(-9, 9) | st.floats() | WORDS | st.text(max_size=4)
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=5), max_leaves=20
)
EVENTS = models(ActivityEvent) | models(TimeSpentEvent)


@given(JSON)
def test_dialects_take_any_json(body: JsonValue) -> None:
    for dialect in (exact, aggregated):
        problems: list[Problem] = []
        first = dialect(body, problems)
        assert dialect(body, []) == first or "nan" in repr(first)
        assert all(isinstance(problem, Problem) for problem in problems)


def sent(events: Sequence[ActivityEvent | TimeSpentEvent]) -> JsonValue:
    """An envelope of events as JSON."""
    return encode(Envelope(sensor="urn:sensor", send_time=datetime.now(UTC), data=tuple(events))).unwrap()


def times_in(body: object) -> list[object]:
    """The times in a body, those in extensions apart."""
    if isinstance(body, Mapping):
        own = [each for name, each in body.items() if name in TIMES]
        return own + [time for name, each in body.items() if name != "extensions" for time in times_in(each)]
    return [time for each in body for time in times_in(each)] if isinstance(body, list) else []


@given(st.lists(EVENTS, max_size=3))
def test_times_are_exact_and_all_else_stays(events: list[ActivityEvent | TimeSpentEvent]) -> None:
    before = sent(events)
    after = exact(before, [])
    assert all(EXACT.fullmatch(str(time)) for time in times_in(after))
    assert exact(after, []) == after
    assert without_times(after) == without_times(before)


def without_times(body: object) -> object:
    """A body without its times."""
    if isinstance(body, dict):
        return {name: without_times(each) for name, each in body.items() if name not in TIMES}
    return [without_times(each) for each in body] if isinstance(body, list) else body


@given(st.lists(EVENTS, max_size=3))
def test_the_other_form_says_all_or_tells_what_it_cannot(events: list[ActivityEvent | TimeSpentEvent]) -> None:
    problems: list[Problem] = []
    body = aggregated(sent(events), problems)
    assert isinstance(body, dict)
    for index, (event, made) in enumerate(zip(events, body["data"], strict=True)):
        refused = [problem for problem in problems if problem.path.startswith(f"data[{index}]")]
        assert made["session"]
        assert made["profile"] == "AggregationProfile"
        assert made["actor"] == {"type": "Person", "id": event.actor.id}
        if not refused:
            assert (event.actor.name, event.actor.role, event.actor.extensions) == (None, None, None)
            figures = [(item["metricType"].lower(), item["metricValue"]) for item in made["generated"]["items"]]
            assert figures == [(str(item.type).lower(), item.value) for item in event.generated.items]


@given(
    actor=models(TimebackUser, valid=False),
    context=models(TimebackActivityContext, valid=False),
    figures=st.lists(models(TimebackActivityMetric, valid=False), max_size=3),
    spent=st.lists(models(TimeSpentMetric, valid=False), max_size=3),
    time=st.datetimes(),
    attempt=st.none() | st.integers(),
)
def test_factories_make_equal_events_of_any_arguments(
    actor: TimebackUser,
    context: TimebackActivityContext,
    figures: list[TimebackActivityMetric],
    spent: list[TimeSpentMetric],
    time: datetime,
    attempt: int | None,
) -> None:
    def made() -> tuple[ActivityEvent, TimeSpentEvent]:
        completed = activity_event(
            actor=actor, object=context, metrics=figures, attempt=attempt, id="a", metrics_id="m", event_time=time
        )
        return completed, time_spent_event(
            actor=actor, object=context, metrics=spent, id="b", metrics_id="m", event_time=time
        )

    assert made() == made()
    for event in made():
        assert {"id", "event_time"} <= {problem.path for problem in check(event)}


CALL = CallInfo("caliper.get_job_status", "GET", "/jobs/{id}/status")
LOOKS = st.tuples(
    st.sampled_from(["waiting", "active", "delayed", "completed", "failed", "lost", "gone"]), st.floats(0, 3)
)


def look(state: str) -> Result[JobStatus, TimebackError]:
    """What a look gives."""
    if state == "lost":
        return Failure(ConnectionFailed(CALL, "lost", sent=True))
    if state == "gone":
        return Failure(NotFound(CALL, 404, ServerReply()))
    return Success(JobStatus(id="7", state=state))


@given(st.lists(LOOKS, max_size=12), st.floats(0.1, 20), st.floats(0.01, 5))
def test_a_job_is_waited_for_until_it_ends_or_the_time_is_over(
    script: list[tuple[str, float]], timeout: float, interval: float
) -> None:
    steps = wait_for_completion.steps("7", timeout=timeout, poll_interval=interval)
    now, looks, last = 1000.0, 0, ("active", 0.0)
    answer: Any = None  # whatever the effect before it answers
    result: Result[JobStatus, TimebackError] | None = None
    states: list[str] = []
    while result is None:
        try:
            effect = steps.send(answer)
        except StopIteration as end:
            result = end.value
            break
        match effect:
            case Now():
                answer = now
            case Sleep():
                assert 0 < effect.seconds <= 10 * interval
                now, answer = now + effect.seconds, None
            case Perform():
                state, took = script[looks] if looks < len(script) else last
                looks += 1
                assert effect.within <= timeout - (now - 1000.0) + 1e-6
                if took > effect.within:
                    now, answer = now + effect.within, Failure(TimedOut(CALL, effect.within, "answer"))
                else:
                    now, answer = now + took, look(state)
                    states.append(state)
    assert now - 1000.0 <= timeout + 1e-6
    ended = next((state for state in states if state in ("completed", "failed", "gone")), None)
    match ended:
        case None:
            assert isinstance(result.failure(), TimedOut)
            assert now - 1000.0 >= timeout - max(interval, timeout / 5)
        case "completed":
            assert result.unwrap().state == JobState.COMPLETED
        case "failed":
            assert isinstance(result.failure(), JobFailed)
        case _:
            assert isinstance(result.failure(), NotFound)
    assert ended is None or states.index(ended) == len(states) - 1
