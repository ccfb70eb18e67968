"""What an outbox accepts: every event as it is, once for each id, and all events of a call or none."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from returns.result import Success
from tests.outbox.events import OTHER, SENSOR, plain, typed, urn
from tests.outbox.ways import told
from tests.session.ways import Way

from timeback_core import Outbox
from timeback_core.errors import InvalidInput
from timeback_core.outbox import Accepted, OutboxStatus

NULL_NAME = {"id": "https://api.example/users/u1", "type": "Person", "name": None}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.outbox"


@pytest.fixture
def outbox(path: Path) -> Outbox:
    return Outbox.open(path).unwrap()


def problems(outbox: Outbox, sensor: str, *events: Any) -> list[str]:
    """The places of all problems that an outbox has with events."""
    failed = outbox.accept(sensor, *events).failure()
    assert isinstance(failed, InvalidInput), failed
    return [problem.path for problem in failed.problems]


def test_typed_events_and_json_wait_to_be_sent(way: Way, path: Path) -> None:
    before = datetime.now(UTC)
    accepted = told(way, path, lambda outbox: outbox.accept(SENSOR, typed(1), plain(2)))
    told(way, path, lambda outbox: outbox.accept(OTHER, plain(3))).unwrap()

    assert accepted == Success(Accepted(new=(urn(1), urn(2)), known=()))
    status: OutboxStatus = told(way, path, lambda outbox: outbox.status()).unwrap()
    assert (status.waiting, status.delivered, status.refused) == (3, 0, 0)
    assert [(each.sensor, each.waiting) for each in status.sensors] == [(SENSOR, 2), (OTHER, 1)]
    assert status.oldest_waiting is not None
    assert before <= status.oldest_waiting <= datetime.now(UTC)


def test_nothing_waits_in_a_new_outbox(outbox: Outbox) -> None:
    assert outbox.status() == Success(OutboxStatus(()))
    assert outbox.status().unwrap().oldest_waiting is None
    assert outbox.refused() == Success(())
    assert outbox.accept(SENSOR) == Success(Accepted((), ()))


def test_an_event_is_kept_once_however_often_it_is_accepted(outbox: Outbox) -> None:
    outbox.accept(SENSOR, typed(1), plain(2)).unwrap()

    reordered = dict(reversed(plain(2).items()))
    assert outbox.accept(SENSOR, plain(3), typed(1), reordered, plain(3)) == Success(
        Accepted(new=(urn(3),), known=(urn(1), urn(2), urn(3)))
    )
    assert outbox.status().unwrap().waiting == 3


def test_another_event_with_a_known_id_is_told(outbox: Outbox) -> None:
    outbox.accept(SENSOR, typed(1)).unwrap()

    assert problems(outbox, SENSOR, plain(2), typed(1, xp=6)) == ["events[1].id"]
    assert problems(outbox, OTHER, typed(1)) == ["events[0].id"]
    assert problems(outbox, SENSOR, plain(2), plain(2, action="Viewed")) == ["events[1].id"]
    assert outbox.status().unwrap().waiting == 1


@pytest.mark.parametrize(
    ("sensor", "events", "places"),
    [
        ("", (plain(1),), ["sensor"]),
        ("no iri", (plain(1),), ["sensor"]),
        (None, (plain(1),), ["sensor"]),
        (f"{SENSOR}/\ud83d", (plain(1),), ["sensor"]),
        (SENSOR, ("text",), ["events[0]"]),
        (SENSOR, (None, plain(1), 3), ["events[0]", "events[2]"]),
        (SENSOR, ({},), [f"events[0].{name}" for name in ("id", "actor", "action", "object", "eventTime")]),
        (SENSOR, (plain(1, actor=NULL_NAME),), ["events[0].actor.name"]),
        (SENSOR, (plain(1, id="e-1"),), ["events[0].id"]),
        (SENSOR, (plain(1, eventTime="yesterday"),), ["events[0].eventTime"]),
        (SENSOR, (plain(1, extensions={"score": float("nan")}),), ["events[0].extensions.score"]),
        (SENSOR, (typed(1), typed(2, xp=float("inf"))), ["events[1].generated.items[0].value"]),
        ("x", (plain(1, id="e-1"), typed(2)), ["sensor", "events[0].id"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_kept(
    outbox: Outbox, sensor: Any, events: tuple[Any, ...], places: list[str]
) -> None:
    assert problems(outbox, sensor, *events) == places
    assert outbox.status().unwrap().waiting == 0


def test_json_is_taken_as_text_too(outbox: Outbox) -> None:
    text = json.dumps(plain(1))

    assert outbox.accept(SENSOR, text, text.encode(), plain(1)).unwrap() == Accepted((urn(1),), (urn(1), urn(1)))


def test_a_sensor_is_trimmed(outbox: Outbox) -> None:
    outbox.accept(f" {SENSOR} ", plain(1)).unwrap()

    assert outbox.status().unwrap().sensors[0].sensor == SENSOR


def test_a_moment_without_a_zone_forgets_nothing(outbox: Outbox) -> None:
    failed = outbox.forget_delivered(datetime(2026, 1, 1)).failure()

    assert isinstance(failed, InvalidInput)
    assert failed.problems[0].path == "before"
    assert outbox.retry_refused(urn(1)) == Success(0)
