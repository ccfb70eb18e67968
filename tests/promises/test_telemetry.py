"""Promises about what OpenTelemetry is told."""

from collections.abc import Callable

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.support import client_of

from timeback_core import TimebackClient, TimebackManager, evolve
from timeback_core.oneroster import get_user
from timeback_core.sandbox import Server
from timeback_core.telemetry import Telemetry

ID, NAME = "ada@app.example", "Lovelace"


def broadcast(client: TimebackClient) -> object:
    """A call by each client of a manager."""
    with TimebackManager(on_attempt=client.session._core.observer) as manager:
        for name in ("north", "south"):
            manager.register(name, client.config).unwrap()
        return manager.broadcast(lambda each: each.oneroster.users.list(where={"familyName": NAME}))


WORK: list[Callable[[TimebackClient], object]] = [
    lambda client: client.oneroster.users.modify("student-1", lambda user: evolve(user, family_name=NAME)),
    lambda client: list(client.using(prefetch=2).oneroster.users.list.stream(limit=1, where={"familyName": NAME})),
    lambda client: list(client.session.perform_all([get_user.request(ID)] * 2)),
    broadcast,
]


def told(server: Server, work: Callable[[TimebackClient], object]) -> tuple[InMemorySpanExporter, str]:
    """The spans of some work within one of ours, and all that was told as a text."""
    spans, reader, provider = InMemorySpanExporter(), InMemoryMetricReader(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    telemetry = Telemetry(tracer_provider=provider, meter_provider=MeterProvider([reader]))
    client = TimebackClient.of(client_of(server).config, on_attempt=telemetry)
    with client, provider.get_tracer("app").start_as_current_span("mine"):
        work(client)
    data = reader.get_metrics_data()
    assert data is not None
    return spans, "".join(span.to_json() for span in spans.get_finished_spans()) + data.to_json()


@pytest.mark.parametrize("work", WORK)
def test_a_trace_leads_through_threads_tasks_and_flows(
    server: Server, work: Callable[[TimebackClient], object]
) -> None:
    spans = told(server, work)[0].get_finished_spans()
    assert len(spans) > 1
    assert len({span.context.trace_id for span in spans if span.context}) == 1


@pytest.mark.parametrize("work", WORK)
def test_telemetry_tells_templates(server: Server, work: Callable[[TimebackClient], object]) -> None:
    text = told(server, work)[1]
    assert "/users/" in text
    assert not [secret for secret in (ID, NAME, "student-1", server.client_secret, "Bearer") if secret in text]
