"""`Telemetry`: the observer of attempts that tells OpenTelemetry of calls and flows."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, cast

from opentelemetry import context, metrics, trace
from returns.result import Failure

from timeback_core.engine.policy.effects import Report
from timeback_core.engine.policy.plan import Plan
from timeback_core.engine.session.reports import LOGGER, CallObserver, attempt_of, log_attempt
from timeback_core.version import VERSION

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

    from timeback_core.engine.call.effects import Effect
    from timeback_core.engine.call.request import FlowRequest
    from timeback_core.engine.policy.call import Story
    from timeback_core.engine.session.reports import Attempt, Observer
    from timeback_core.errors import TimebackError

V = TypeVar("V")
Attributes: TypeAlias = Mapping[str, str | int | float]

SCOPE: Final = "timeback_core"
RAISED: Final = "what telemetry is told to raised"
BOUNDARIES: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""Of the buckets of durations, in seconds, as the conventions advise them."""


class Telemetry(CallObserver):
    """Tells OpenTelemetry what a client does: `TimebackClient.open(on_attempt=Telemetry())`.

    A span for each call that is sent, named as `GET /users/{user_id}`, with an event for each of its attempts; one
    around the calls of a flow; the duration of each attempt as `http.client.request.duration`. Their parent is what is
    current where the call is made. They hold templates instead of paths: no id of anybody, no query, header or body.

    tracer_provider, meter_provider: those of the process where they are not given. on_attempt: told of every attempt
    besides; attempts are logged, as without telemetry, where it is not given.
    """

    def __init__(
        self,
        *,
        tracer_provider: TracerProvider | None = None,
        meter_provider: MeterProvider | None = None,
        on_attempt: Observer | None = None,
    ) -> None:
        self._observer = on_attempt
        self._tracer = trace.get_tracer(SCOPE, VERSION, tracer_provider=tracer_provider)
        self._duration = metrics.get_meter(SCOPE, VERSION, meter_provider=meter_provider).create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=BOUNDARIES,
        )

    def __call__(self, attempt: Attempt) -> object:
        """Told of an attempt; the span of its call has been told already."""
        return (self._observer or log_attempt)(attempt)

    def around(self, asked: Plan[Any] | FlowRequest[Any], story: Story[V]) -> Story[V]:
        """The story of a call or of a flow, in a span that ends with it, whatever ends it."""
        return self._call(asked, story) if isinstance(asked, Plan) else self._flow(asked, story)

    def _call(self, plan: Plan[Any], story: Story[V]) -> Story[V]:
        place: Attributes = {
            "http.request.method": plan.http.verb,
            "url.template": plan.route.template,
            "url.scheme": plan.http.scheme,
            "server.address": plan.http.host,
            "server.port": plan.http.port,
        }
        named = {"timeback.operation": plan.request.endpoint.full_name, "timeback.request_id": plan.request_id}
        name = f"{plan.http.verb} {plan.route.template}"
        span = self._started(name, trace.SpanKind.CLIENT, {**place, **named})
        within, status = trace.set_span_in_context(span), None
        with _ending(span), closing(story):
            answer: object = None
            while True:
                try:
                    effect = story.send(answer)
                except StopIteration as end:
                    told: V = end.value
                    return _told(span, told, status)
                if isinstance(effect, Report):
                    attempt = attempt_of(effect)
                    status = attempt.status
                    with _undisturbed():
                        self._tell(span, within, place, attempt)
                answer = yield effect

    def _started(self, name: str, kind: trace.SpanKind, attributes: Attributes) -> Span:
        try:
            return self._tracer.start_span(name, kind=kind, attributes=attributes)
        except Exception:  # as below
            LOGGER.exception(RAISED)
            return trace.INVALID_SPAN

    def _tell(self, span: Span, within: Context, place: Attributes, attempt: Attempt) -> None:
        outcome: dict[str, str | int] = {}
        if attempt.status is not None:
            outcome["http.response.status_code"] = attempt.status
        if attempt.status is None or attempt.status >= 400:
            outcome["error.type"] = str(attempt.status or attempt.failure)
        self._duration.record(attempt.elapsed, {**place, **outcome}, within)
        span.add_event("attempt", {**outcome, "timeback.attempt": attempt.attempt, "timeback.seconds": attempt.elapsed})
        if attempt.status is not None:
            span.set_attribute("http.response.status_code", attempt.status)
        if attempt.attempt > 1:
            span.set_attribute("http.request.resend_count", attempt.attempt - 1)

    def _flow(self, flow: FlowRequest[Any], story: Story[V]) -> Story[V]:
        name = flow.flow.full_name
        span = self._started(name, trace.SpanKind.INTERNAL, {"timeback.operation": name})
        within = trace.set_span_in_context(span)
        with _ending(span), closing(story):
            answer: object = None
            while True:
                # Only while the story itself runs, so that nothing is left behind where somebody cancels it.
                before = context.attach(within)
                try:
                    effect: Effect[Any] = story.send(answer)
                except StopIteration as end:
                    told: V = end.value
                    return _told(span, told, None)
                finally:
                    context.detach(before)
                answer = yield effect

    def __reduce__(self) -> tuple[Any, ...]:
        # Providers do not travel: in another process those of that process are told.
        return partial(Telemetry, on_attempt=self._observer), ()


@contextmanager
def _ending(span: Span) -> Generator[None]:
    """The end of a span; what is left before it has a result was cancelled."""
    try:
        yield
    except BaseException as error:
        _fail(span, "cancelled" if isinstance(error, GeneratorExit) else type(error).__name__, "")
        raise
    finally:
        with _undisturbed():
            span.end()


@contextmanager
def _undisturbed() -> Generator[None]:
    """What processors of spans and readers of metrics raise is logged, and disturbs no call."""
    try:
        yield
    except Exception:  # they are the caller's
        LOGGER.exception(RAISED)


def _told(span: Span, told: V, status: int | None) -> V:
    """The result of a call or a flow, told to its span; `status` is what was answered last."""
    failed: object = told
    if isinstance(failed, Failure):
        error = cast("Failure[TimebackError]", failed).failure()  # stories fail with nothing else
        _fail(span, str(status) if status is not None and status >= 400 else type(error).__name__, error.anonymous)
    return told


def _fail(span: Span, kind: str, text: str) -> None:
    with _undisturbed():
        span.set_attribute("error.type", kind)
        span.set_status(trace.StatusCode.ERROR, text)
