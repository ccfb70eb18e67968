"""Events: building them, beside pydantic models of the official client's shape, and sending them."""

from datetime import UTC, datetime
from statistics import median
from typing import Any, Literal, TypeAlias
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field
from tests.benchmarks.bench_calls import settings
from tests.benchmarks.side_by_side import canned_server, compare, row, seconds

from timeback_core import TimebackClient
from timeback_core.caliper import (
    CALIPER_CONTEXT,
    ActivityEvent,
    TimebackActivity,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackApp,
    TimebackCourse,
    TimebackUser,
    activity_event,
    send_events,
)

BUILT = 10_000
SENT = 1_000
SENSOR = "https://app.example/sensors/main"
NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
FIGURES: "tuple[tuple[MetricType, float], ...]" = (
    ("xpEarned", 12.5),
    ("totalQuestions", 10),
    ("correctQuestions", 8),
    ("masteredUnits", 1),
)


class Open(BaseModel):
    """Pydantic models that keep what they do not know."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)


class User(Open):
    """`TimebackUser` in pydantic."""

    id: str = Field(min_length=1)
    type: Literal["TimebackUser"] = "TimebackUser"
    email: str = Field(min_length=1)
    name: str | None = None
    role: Literal["student", "teacher", "admin", "guide"] | None = None
    extensions: dict[str, Any] | None = None


class Named(BaseModel):
    """`TimebackApp`, `TimebackCourse` and `TimebackActivity` in pydantic."""

    id: str | None = None
    name: str = Field(min_length=1)
    extensions: dict[str, Any] | None = None


class Context(Open):
    """`TimebackActivityContext` in pydantic."""

    id: str = Field(min_length=1)
    type: Literal["TimebackActivityContext"] = "TimebackActivityContext"
    subject: Literal["Reading", "Language", "Vocabulary", "Social Studies", "Writing", "Science", "FastMath", "Math"]
    app: Named
    course: Named | None = None
    activity: Named | None = None
    process: bool | None = None
    extensions: dict[str, Any] | None = None


MetricType: TypeAlias = Literal["xpEarned", "totalQuestions", "correctQuestions", "masteredUnits"]


class Metric(BaseModel):
    """`TimebackActivityMetric` in pydantic."""

    type: MetricType
    value: int | float
    extensions: dict[str, Any] | None = None


class Collection(Open):
    """`TimebackActivityMetricsCollection` in pydantic."""

    id: str = Field(min_length=1)
    type: Literal["TimebackActivityMetricsCollection"] = "TimebackActivityMetricsCollection"
    items: list[Metric]
    attempt: int | None = Field(default=None, ge=1)
    extensions: dict[str, Any] | None = None


class Completed(Open):
    """`ActivityEvent` in pydantic."""

    context: str = Field(default=CALIPER_CONTEXT, alias="@context")
    id: str = Field(min_length=1)
    type: Literal["ActivityEvent"] = "ActivityEvent"
    action: Literal["Completed"] = "Completed"
    actor: User
    object: Context
    event_time: str = Field(alias="eventTime")
    profile: Literal["TimebackProfile"] = "TimebackProfile"
    generated: Collection
    ed_app: str | dict[str, Any] | None = Field(default=None, alias="edApp")
    target: str | dict[str, Any] | None = None
    referrer: str | dict[str, Any] | None = None
    group: str | dict[str, Any] | None = None
    membership: str | dict[str, Any] | None = None
    session: str | dict[str, Any] | None = None
    federated_session: str | dict[str, Any] | None = Field(default=None, alias="federatedSession")
    extensions: dict[str, Any] | None = None


def ours() -> ActivityEvent:
    """An event of this package."""
    return activity_event(
        actor=TimebackUser(id="https://api.example/users/u1", email="kid@example.edu"),
        object=TimebackActivityContext(
            id="https://app.example/activities/1",
            subject="Math",
            app=TimebackApp(name="My App"),
            course=TimebackCourse(id="https://api.example/courses/c1", name="Math G3"),
            activity=TimebackActivity(name="Quiz 1"),
        ),
        metrics=[TimebackActivityMetric(type=kind, value=value) for kind, value in FIGURES],
        event_time=NOON,
    )


def theirs() -> Completed:
    """The same in pydantic."""
    return Completed(
        id=f"urn:uuid:{uuid4()}",
        actor=User(id="https://api.example/users/u1", email="kid@example.edu"),
        object=Context(
            id="https://app.example/activities/1",
            subject="Math",
            app=Named(name="My App"),
            course=Named(id="https://api.example/courses/c1", name="Math G3"),
            activity=Named(name="Quiz 1"),
        ),
        eventTime=NOON.isoformat(),
        generated=Collection(
            id=f"urn:uuid:{uuid4()}", items=[Metric(type=kind, value=value) for kind, value in FIGURES]
        ),
    )


def build() -> None:
    """Build many events."""
    mine, other, ratio = compare(
        lambda: [ours() for _ in range(BUILT)], lambda: [theirs() for _ in range(BUILT)], rounds=5
    )
    title = f"build {BUILT:,} typed activity events / pydantic models of that shape"
    row(title, f"{ratio:.2f} ({mine / BUILT * 1e6:.1f} / {other / BUILT * 1e6:.1f} us)", "<= 0.5")


def send(origin: str) -> None:
    """Send events, a hundred in an envelope, every member checked."""
    client = TimebackClient.open(**settings(origin, 0, 1)).unwrap()
    events = [ours() for _ in range(SENT)]

    def all_of_them() -> None:
        for start in range(0, SENT, 100):
            send_events(client.session, SENSOR, events[start : start + 100]).unwrap()

    all_of_them()
    rate = SENT / median(seconds(all_of_them) for _ in range(5))
    client.close()
    row("events per second through `send`, 100 in an envelope, all checked", f"{rate:,.0f}", ">= 1,000")


def main() -> None:
    build()
    with canned_server() as origin:
        send(origin)


if __name__ == "__main__":
    main()
