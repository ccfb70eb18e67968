"""Answers of a sandbox read into models, beside json and pydantic: `python -m tests.benchmarks.bench_decoding`.

Prints medians of the ratios of CPU time, and its minima. The pydantic models are made of what ours declare: the same
fields with the same types, open enums, moments and undeclared names kept.
"""

import gc
import json
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import process_time
from types import GenericAlias
from typing import Any, Final, ForwardRef, Literal, Optional, TypeAlias, Union

import httpx
import orjson
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, create_model
from tests.benchmarks.side_by_side import row

from timeback_core import TimebackClient, or_raise
from timeback_core.caliper import (
    ActivityEvent,
    TimebackActivity,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackApp,
    TimebackCourse,
    TimebackUser,
    activity_event,
    list_events,
)
from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.compound import Choice, ListOf, MapOf, Nested, OfUnknown
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.shapes import FreeJson, FreeObject, OfLiteral, Shape
from timeback_core.oneroster import list_classes, list_enrollments, list_results, list_users
from timeback_core.powerpath import get_lesson_plan
from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.reaching import settings_of

ROUNDS: Final = 40
BYTES: Final = 200_000
"""How many each side reads in a round, at least."""
SENSOR: Final = "https://app.example/sensors/main"
READS: Final = {
    "a page of users": list_users.request(limit=100),
    "a page of classes": list_classes.request(limit=100),
    "a page of enrollments": list_enrollments.request(limit=100),
    "a page of results": list_results.request(limit=100),
    "a page of events": list_events.request(limit=100),
    "a lesson plan": get_lesson_plan.request("course-1", "student-1"),
}

Annotation: TypeAlias = Any
"""A type that is made while the program runs."""


class Base(BaseModel):
    """What the pydantic models share."""

    model_config = ConfigDict(extra="allow", protected_namespaces=())


class Twins(dict[str, type[BaseModel]]):
    """Pydantic models of ours, by name."""

    def of(self, model: type[Model]) -> type[BaseModel]:
        """The twin of a model, with those of all in it."""
        self.add(model)
        for twin in self.values():
            twin.model_rebuild(_types_namespace=self)
        return self[model.__name__]

    def add(self, model: type[Model]) -> None:
        """Make the twin of a model, which names those in it."""
        if model.__name__ in self:
            return
        self[model.__name__] = Base  # until it is made: a model may hold itself
        members: dict[str, Any] = {}
        for field in fields_of(model):
            annotation = self.annotation(field.shape)
            if field.nullable or field.null_is_default:
                annotation = Optional[annotation]  # noqa: UP045 -- made while the program runs
            default: Any = ... if field.required else [] if field.is_list else field.default
            names = AliasChoices(field.wire, *field.also) if field.also else field.wire
            members[field.name] = (annotation, Field(default, validation_alias=names))
        self[model.__name__] = create_model(model.__name__, __base__=Base, **members)

    def annotation(self, shape: Shape) -> Annotation:
        """The type of a value."""
        match shape:
            case Nested():
                self.add(shape.model)
                return ForwardRef(shape.model.__name__)
            case ListOf():
                return GenericAlias(list, (self.annotation(shape.item),))
            case MapOf():
                return GenericAlias(dict, (str, self.annotation(shape.item)))
            case FreeObject() | OfUnknown():
                return dict[str, Any]
            case FreeJson():
                return Any
            case OfLiteral():
                return Literal[shape.values]
            case Choice():
                return Union[tuple(map(self.annotation, shape.arms))]  # noqa: UP007 -- a union of a tuple
            case _:
                return Union[shape.python]  # noqa: UP007 -- as above


class Keeping(httpx.BaseTransport):
    """Answers of a sandbox, of which the last body is kept."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.inner = sandbox.transport()
        self.body = b""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self.inner.handle_request(request)
        self.body = answer.read()
        return answer


def bodies() -> dict[str, bytes]:
    """What a sandbox answers to each of the reads."""
    sandbox = Sandbox(seed=1, students=700)
    keeping, found = Keeping(sandbox), dict[str, bytes]()
    with TimebackClient.open(**settings_of(sandbox), transport=keeping, environ={}).unwrap() as client:
        or_raise(client.caliper.events.send(SENSOR, [event(number) for number in range(100)]))
        or_raise(client.powerpath.lesson_plans.create("course-1", "student-1"))
        for name, request in READS.items():
            or_raise(client.session.perform(request))
            found[name] = keeping.body
    return found


def event(number: int) -> ActivityEvent:
    """An event as applications send it."""
    return activity_event(
        actor=TimebackUser(id="https://api.example/users/u1", email="kid@example.edu"),
        object=TimebackActivityContext(
            id=f"https://app.example/activities/{number}",
            subject="Math",
            app=TimebackApp(name="My App"),
            course=TimebackCourse(id="https://api.example/courses/c1", name="Math G3"),
            activity=TimebackActivity(name="Quiz 1"),
        ),
        metrics=[TimebackActivityMetric(type="xpEarned", value=10)],
        event_time=datetime(2026, 9, 1, 12, tzinfo=UTC),
    )


def times_of(calls: int, *sides: Callable[[], object]) -> list[list[float]]:
    """The CPU times of each side in every round, all in turn, each so many times."""
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(ROUNDS):
        for kept, side in zip(times, sides, strict=True):
            gc.collect()
            begun = process_time()
            for _ in range(calls):
                side()
            kept.append((process_time() - begun) / calls)
    return times


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the ratios of the rounds: a machine that changes its pace does so for both sides of a round."""
    return median(our / their for our, their in zip(ours, theirs, strict=True))


def models_in(body: Any, key: str) -> Any:
    """What lies under a dotted key."""
    for name in key.split("."):
        body = body[name]
    return body


def measure(name: str, request: Request[Any], body: bytes) -> None:
    """A row for what one read answers."""
    expect: Any = request.endpoint.expect  # one model or a page of them
    answer = HttpResponse(200, (), body)
    validate, key = Twins().of(expect.model).model_validate, expect.key

    def theirs() -> object:
        held = models_in(json.loads(body), key)
        return [validate(each) for each in held] if expect.paged else validate(held)

    for _ in range(3):  # names that are not declared are learned
        expect.read(request, answer)
    calls = max(5, BYTES // len(body))
    ours, pydantic, parsed = times_of(calls, lambda: expect.read(request, answer), theirs, lambda: orjson.loads(body))
    figure = f"{ratio(ours, pydantic):.2f} ({min(ours) * 1e6:.0f} / {min(pydantic) * 1e6:.0f} us)"
    row(f"decode {name} of a sandbox / json + pydantic", figure, "<= 0.35")
    row("the same / `orjson.loads` alone", f"{ratio(ours, parsed):.2f}", "<= 2.3")


def main() -> None:
    told = bodies()
    gc.collect()
    gc.freeze()  # the sandbox, so that each round need not look through it
    for name, body in told.items():
        measure(name, READS[name], body)
    gc.unfreeze()


if __name__ == "__main__":
    main()
