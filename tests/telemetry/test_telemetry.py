"""What OpenTelemetry is told of calls and flows, by the exporters in memory of its SDK."""

import importlib.util
import logging
import pickle
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import anyio
import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import HistogramDataPoint, InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode, Tracer
from tests.support import error, value

from timeback_core import (
    AsyncTimebackClient,
    AsyncTimebackManager,
    Config,
    TimebackClient,
    TimebackManager,
    configure,
    evolve,
)
from timeback_core.engine.session.reports import Observer
from timeback_core.errors import InvalidInput, NotFound, TimedOut
from timeback_core.oneroster import get_user, modify_user
from timeback_core.sandbox import Fault, Sandbox
from timeback_core.telemetry import Telemetry

USER = "/ims/oneroster/rostering/v1p2/users/{sourced_id}"
USERS = "/ims/oneroster/rostering/v1p2/users/"


class Seen(NamedTuple):
    """What was told, and by what."""

    telemetry: Telemetry
    tracer: Tracer
    exporter: InMemorySpanExporter
    reader: InMemoryMetricReader

    def spans(self) -> list[ReadableSpan]:
        """The spans, in the order in which they ended, and no longer than this."""
        told = list(self.exporter.get_finished_spans())
        self.exporter.clear()
        return told

    def points(self) -> list[HistogramDataPoint]:
        """The points of the one metric."""
        data: Any = self.reader.get_metrics_data()
        (metric,) = data.resource_metrics[0].scope_metrics[0].metrics
        assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
        points: list[HistogramDataPoint] = list(metric.data.data_points)
        return points


@pytest.fixture
def seen() -> Seen:
    """Telemetry that is looked at."""
    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry = Telemetry(tracer_provider=provider, meter_provider=MeterProvider([reader]))
    return Seen(telemetry, provider.get_tracer("app"), exporter, reader)


@pytest.fixture(scope="module")
def district() -> Sandbox:
    """A small Timeback."""
    return Sandbox(students=4)


@pytest.fixture
def sandbox(district: Sandbox) -> Sandbox:
    """The same as at its start."""
    district.reset()
    return district


@pytest.fixture
def config(sandbox: Sandbox) -> Config:
    """What leads there."""
    return configure(**sandbox.settings, environ={}).unwrap()


@pytest.fixture
def client(config: Config, seen: Seen) -> Iterator[TimebackClient]:
    """A client of it that is looked at."""
    with TimebackClient.of(config, on_attempt=seen.telemetry) as client:
        yield client


def attributes(span: ReadableSpan) -> dict[str, object]:
    """What a span holds, but for the id of the request."""
    held: dict[str, object] = dict(span.attributes or {})
    assert held.pop("timeback.request_id", None) or span.kind is SpanKind.INTERNAL
    return held


def parent(span: ReadableSpan) -> int | None:
    """The id of the span around a span."""
    return span.parent and span.parent.span_id


def own(span: ReadableSpan) -> int:
    """The id of a span."""
    assert span.context is not None
    told: int = span.context.span_id
    return told


def test_a_call_is_a_span_and_each_attempt_an_event(sandbox: Sandbox, client: TimebackClient, seen: Seen) -> None:
    sandbox.faults(Fault("unavailable", times=1, retry_after=0))
    value(client.oneroster.users.get("student-1"))
    (span,) = seen.spans()
    place = {
        "http.request.method": "GET",
        "url.template": USER,
        "url.scheme": "https",
        "server.address": "sandbox.timeback.test",
        "server.port": 443,
    }
    assert (span.name, span.kind) == (f"GET {USER}", SpanKind.CLIENT)
    assert attributes(span) == {
        **place,
        "timeback.operation": "oneroster.get_user",
        "http.response.status_code": 200,
        "http.request.resend_count": 1,
    }
    assert span.status.status_code is StatusCode.UNSET
    told = [{**(event.attributes or {}), "timeback.seconds": 0} for event in span.events]
    assert told == [
        {"http.response.status_code": 503, "error.type": "503", "timeback.attempt": 1, "timeback.seconds": 0},
        {"http.response.status_code": 200, "timeback.attempt": 2, "timeback.seconds": 0},
    ]
    points = seen.points()
    assert [(point.count, point.attributes) for point in points] == [
        (1, {**place, "http.response.status_code": 503, "error.type": "503"}),
        (1, {**place, "http.response.status_code": 200}),
    ]
    assert list(points[0].explicit_bounds)[:2] == [0.005, 0.01]


def test_failures_are_told_without_ids_and_words(sandbox: Sandbox, client: TimebackClient, seen: Seen) -> None:
    assert isinstance(error(client.oneroster.users.get("quill@app.example")), NotFound)
    sandbox.faults(Fault("latency", seconds=0.2, path=USERS, times=1), Fault("cut", times=1, verb="POST"))
    where = {"givenName": "Quill"}
    assert isinstance(error(client.using(timeout=0.01).oneroster.users.list(where=where)), TimedOut)
    error(client.oneroster.orgs.create({"name": "Quill", "type": "local"}))  # type: ignore[arg-type]  # no model on purpose
    missing, late = seen.spans()[:2]
    told = [(span.status.status_code, (span.attributes or {})["error.type"]) for span in (missing, late)]
    assert told == [(StatusCode.ERROR, "404"), (StatusCode.ERROR, "TimedOut")]
    assert [dict(event.attributes or {})["error.type"] for event in late.events] == ["timeout"]
    for span in (missing, late):
        assert "quill" not in span.to_json().lower()
    assert "quill" not in seen.reader.get_metrics_data().to_json().lower()  # type: ignore[union-attr]  # there is some


def test_what_is_not_sent_is_no_call(client: TimebackClient, seen: Seen) -> None:
    assert isinstance(error(client.oneroster.users.list(limit=-1)), InvalidInput)
    assert seen.spans() == []


def test_a_flow_is_one_trace(client: TimebackClient, seen: Seen) -> None:
    value(client.oneroster.users.modify("student-1", lambda user: evolve(user, given_name="Ada")))
    *calls, flow = seen.spans()
    assert (flow.name, flow.kind, parent(flow)) == ("oneroster.modify_user", SpanKind.INTERNAL, None)
    assert attributes(flow) == {"timeback.operation": "oneroster.modify_user"}
    assert [call.name for call in calls] == [f"GET {USER}", f"PUT {USER}"]
    assert {parent(call) for call in calls} == {own(flow)}
    assert isinstance(error(client.oneroster.users.modify("nobody", lambda user: user)), NotFound)
    call, flow = seen.spans()
    assert (flow.status.status_code, (flow.attributes or {})["error.type"]) == (StatusCode.ERROR, "NotFound")
    assert parent(call) == own(flow)


WAYS: list[Callable[[TimebackClient], object]] = [
    lambda client: list(client.using(prefetch=2).oneroster.users.list.stream(limit=2)),
    lambda client: value(client.oneroster.users.list.collect(limit=2)),
    lambda client: list(client.session.perform_all([get_user.request("student-1"), get_user.request("nobody")])),
    lambda client: list(client.session.perform_all([modify_user.request("student-1", lambda user: user)] * 2)),
    lambda client: list(
        client.session.perform_all([get_user.request("student-1")] * 2, executor=ThreadPoolExecutor(2))
    ),
]


@pytest.mark.parametrize("way", WAYS)
def test_threads_keep_the_context_of_the_caller(
    client: TimebackClient, seen: Seen, way: Callable[[TimebackClient], object]
) -> None:
    with seen.tracer.start_as_current_span("mine"):
        way(client)
    *told, mine = seen.spans()
    flows = {own(span) for span in told if span.kind is SpanKind.INTERNAL}
    assert len(told) > 1
    assert {parent(span) for span in told} <= {own(mine), *flows}
    assert flows <= {parent(span) for span in told}


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_tasks_keep_the_context_of_the_caller(config: Config, seen: Seen, backend: str) -> None:
    async def work(client: AsyncTimebackClient, name: str) -> None:
        with seen.tracer.start_as_current_span(name):
            await client.oneroster.users.modify("student-1", lambda user: user)
            async for _ in client.session.perform_all([get_user.request("student-1")] * 2):
                pass
            async for _ in client.using(prefetch=2).oneroster.users.list.stream(limit=2):
                pass

    async def main() -> None:
        async with (
            AsyncTimebackClient.of(config, on_attempt=seen.telemetry) as client,
            anyio.create_task_group() as group,
        ):
            group.start_soon(work, client, "a")
            group.start_soon(work, client, "b")

    anyio.run(main, backend=backend)
    told = seen.spans()
    traces = {span.name: span.context.trace_id for span in told if span.name in "ab" and span.context}
    for trace_id in traces.values():
        within = [span for span in told if span.context and span.context.trace_id == trace_id]
        (flow,) = (span for span in within if span.name == "oneroster.modify_user")
        assert [parent(span) for span in within].count(own(flow)) == 1
        assert len(within) > 6
    assert len(traces) == len({*traces.values()}) == len({span.context.trace_id for span in told if span.context}) == 2


def test_broadcasts_keep_the_context_of_the_caller(config: Config, seen: Seen) -> None:
    settings = {"north": config, "south": config}
    with (
        TimebackManager.of(settings, on_attempt=seen.telemetry).unwrap() as manager,
        seen.tracer.start_as_current_span("mine"),
    ):
        assert manager.broadcast(lambda client: client.oneroster.users.get("student-1")).all_succeeded

    async def main() -> None:
        async with AsyncTimebackManager.of(settings, on_attempt=seen.telemetry).unwrap() as others:
            with seen.tracer.start_as_current_span("mine"):
                told = await others.broadcast(lambda client: client.oneroster.users.get("student-1"))
                assert told.all_succeeded

    anyio.run(main)
    told = seen.spans()
    for at in (0, 3):
        first, second, mine = told[at : at + 3]
        assert {parent(first), parent(second)} == {own(mine)}


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_call_that_is_cancelled_ends_its_spans(sandbox: Sandbox, config: Config, seen: Seen, backend: str) -> None:
    sandbox.faults(Fault("latency", seconds=60))

    async def main() -> None:
        async with AsyncTimebackClient.of(config, on_attempt=seen.telemetry) as client:
            with seen.tracer.start_as_current_span("mine"), anyio.move_on_after(0.01):
                await client.oneroster.users.modify("student-1", lambda user: user)
            with seen.tracer.start_as_current_span("other"):
                pass

    anyio.run(main, backend=backend)
    told = {span.name: span for span in seen.spans()}
    call, flow = told[f"GET {USER}"], told["oneroster.modify_user"]
    assert [(span.attributes or {})["error.type"] for span in (call, flow)] == ["cancelled", "cancelled"]
    assert (parent(call), parent(flow), parent(told["other"])) == (own(flow), own(told["mine"]), None)


def test_attempts_are_told_and_logged_as_without_it(
    config: Config, caplog: pytest.LogCaptureFixture, client: TimebackClient
) -> None:
    told: list[int | None] = []
    with TimebackClient.of(config, on_attempt=Telemetry(on_attempt=lambda each: told.append(each.status))) as other:
        value(other.oneroster.users.get("student-1"))
    assert told == [200]
    with caplog.at_level(logging.DEBUG, "timeback_core"):
        value(client.oneroster.users.get("student-1"))
    assert f"GET {USER} (oneroster.get_user) attempt 1: 200 in" in caplog.text


@pytest.mark.parametrize("observer", [None, print])
def test_it_travels_without_its_providers(config: Config, observer: Observer | None) -> None:
    arrived = pickle.loads(pickle.dumps(Telemetry(on_attempt=observer)))  # noqa: S301 -- made here
    with TimebackClient.of(config, on_attempt=arrived) as client:
        value(client.oneroster.users.get("student-1"))


class Broken(SpanProcessor):
    """Raises at the start of spans, at their end, or at both."""

    def __init__(self, places: str) -> None:
        self.places = places

    def on_start(self, *_: object, **__: object) -> None:
        """It begins."""
        if "start" in self.places:
            raise RuntimeError("start")

    def on_end(self, *_: object) -> None:
        """It is over."""
        if "end" in self.places:
            raise RuntimeError("end")


@pytest.mark.parametrize("places", ["start", "end", "start and end"])
def test_what_is_told_may_raise(config: Config, caplog: pytest.LogCaptureFixture, places: str) -> None:
    provider = TracerProvider()
    provider.add_span_processor(Broken(places))
    with TimebackClient.of(config, on_attempt=Telemetry(tracer_provider=provider)) as client:
        value(client.oneroster.users.get("student-1"))
        value(client.oneroster.users.modify("student-1", lambda user: evolve(user, given_name="Ada")))
        error(client.oneroster.users.get("nobody"))
    assert "what telemetry is told to raised" in caplog.text


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.delitem(sys.modules, "timeback_core.telemetry")
    with pytest.raises(ImportError, match=r"pip install 'timeback-core\[telemetry\]'"):
        importlib.import_module("timeback_core.telemetry")


def test_without_an_sdk_nothing_is_told_and_all_works(config: Config) -> None:
    with TimebackClient.of(config, on_attempt=Telemetry()) as client:
        assert value(client.oneroster.users.modify("student-1", lambda user: user)).sourced_id == "student-1"
