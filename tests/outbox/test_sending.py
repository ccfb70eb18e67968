"""What becomes of what waits: it is delivered in order and once, refused with a reason, or it waits on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Timer
from time import monotonic
from urllib.parse import quote

import pytest
from returns.result import Failure, Success
from tests.deadlines import AT_ONCE
from tests.outbox.events import OTHER, SENSOR, TAKEN, Receiver, plain, refusing, typed, urn
from tests.outbox.ways import sent, told
from tests.scripted_server import Reply, ScriptedServer, Seen
from tests.session.ways import Way
from tests.support import client_of

from timeback_core import Outbox, encode, evolve
from timeback_core.compose import plain as told_plainly
from timeback_core.errors import (
    ConnectionFailed,
    InvalidInput,
    ServerFault,
    SessionClosed,
    StorageFailed,
    TimedOut,
    Unauthorized,
    UnexpectedStatus,
)
from timeback_core.outbox import OutboxStatus, RefusedEvent, SendReport, sending


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox.open(tmp_path / "events.outbox").unwrap()


@pytest.fixture
def path(outbox: Outbox) -> Path:
    return Path(outbox.path)


@pytest.fixture(autouse=True)
def _without_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FIRST_WAIT", 0.01)


def urns(first: int, last: int) -> list[str]:
    """The ids of events, from one to another."""
    return [urn(number) for number in range(first, last + 1)]


def test_what_waits_is_delivered_in_order(way: Way, outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, *map(plain, range(1, 7))).unwrap()
    outbox.accept(OTHER, typed(8), typed(7)).unwrap()
    outbox.accept(SENSOR, typed(9)).unwrap()
    receiver = Receiver()

    with ScriptedServer(receiver) as server:
        assert sent(way, path, server, most_events=3) == SendReport(9, 0, 0, None)
        assert sent(way, path, server) == SendReport(0, 0, 0, None)

    assert receiver.first == {SENSOR: [*urns(1, 6), urn(9)], OTHER: [urn(8), urn(7)]}
    assert (max(receiver.sizes), receiver.again) == (3, [])
    status: OutboxStatus = told(way, path, lambda each: each.status()).unwrap()
    assert (status.waiting, status.delivered, status.oldest_waiting) == (0, 9, None)


def test_what_is_refused_is_found_told_and_set_aside(way: Way, outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, *map(plain, range(1, 41))).unwrap()
    receiver = Receiver(refusing(17, 18, 33))

    with ScriptedServer(receiver) as server:
        assert sent(way, path, server) == SendReport(37, 3, 0, None)
    assert receiver.first[SENSOR] == [urn(number) for number in range(1, 41) if number not in (17, 18, 33)]
    assert receiver.again == []
    assert len(receiver.sizes) < 30
    refused: tuple[RefusedEvent, ...] = told(way, path, lambda each: each.refused()).unwrap()
    assert [(each.id, each.sensor, encode(each.event)) for each in refused] == [
        (urn(number), SENSOR, Success(plain(number))) for number in (17, 18, 33)
    ]
    assert all("400 Invalid payload" in each.reason for each in refused)
    assert all(each.accepted_at <= each.refused_at for each in refused)

    assert told(way, path, lambda each: each.retry_refused(urn(17), urn(33), urn(1), "x")) == Success(2)
    receiver.judge = lambda ids: TAKEN
    with ScriptedServer(receiver) as server:
        assert sent(way, path, server) == SendReport(2, 0, 0, None)
    assert receiver.first[SENSOR][-2:] == [urn(17), urn(33)]
    assert [each.id for each in outbox.refused().unwrap()] == [urn(18)]


def test_a_reason_that_no_file_can_hold_is_kept_as_well_as_it_goes(outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, plain(1)).unwrap()
    half = Reply(
        b'{"status": "error", "message": "no \\ud83d"}', status=400, headers=(("Content-Type", "application/json"),)
    )

    with ScriptedServer(Receiver(lambda ids: half)) as server:
        assert sent("threads", path, server).refused == 1
    assert outbox.refused().unwrap()[0].reason.endswith("400 no ?")


def test_an_envelope_that_is_too_large_is_halved(outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, *map(plain, range(1, 41))).unwrap()
    receiver = Receiver(lambda ids: TAKEN if len(ids) <= 8 else Reply("too large", status=413))

    with ScriptedServer(receiver) as server:
        assert sent("threads", path, server) == SendReport(40, 0, 0, None)
    assert receiver.first[SENSOR] == urns(1, 40)


def test_an_event_that_a_server_has_already_is_delivered(way: Way, outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, *map(plain, range(1, 10))).unwrap()
    stored = {"id": 7, "externalId": urn(4), "sensor": SENSOR, "type": "Event", "action": "Used"}
    times = dict.fromkeys(("eventTime", "sendTime", "created_at"), "2026-01-15T10:30:00.000Z")
    receiver = Receiver(lambda ids: Reply(status=409) if {urn(4), urn(6)} & set(ids) else TAKEN)

    def script(seen: Seen) -> Reply:
        if seen.verb == "POST":
            return receiver(seen)
        return Reply({"event": stored | times}) if seen.path.endswith(quote(urn(4), safe="")) else Reply(status=404)

    with ScriptedServer(script) as server:
        assert sent(way, path, server) == SendReport(8, 1, 0, None)
    assert [each.id for each in outbox.refused().unwrap()] == [urn(6)]


def test_what_a_platform_has_no_words_for_is_set_aside_unsent(outbox: Outbox) -> None:
    told = evolve(typed(2), object=evolve(typed(2).object, process=True))
    outbox.accept(SENSOR, typed(1), told, typed(3)).unwrap()

    with ScriptedServer(receiver := Receiver()) as server, client_of(server, platform="LEARNWITH_AI") as client:
        report = told_plainly(outbox.send(client)).unwrap()
    assert (report.delivered, report.refused, report.waiting) == (2, 1, 0)
    assert receiver.first[SENSOR] == [urn(1), urn(3)]
    (refused,) = outbox.refused().unwrap()
    assert "process: cannot be said on LEARNWITH_AI" in refused.reason


def test_envelopes_are_bounded_in_bytes(outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, *(plain(number, extensions={"text": "x" * 900}) for number in range(1, 21))).unwrap()
    receiver = Receiver()

    with ScriptedServer(receiver) as server, client_of(server) as client:
        told_plainly(outbox.send(client, most_bytes=6000)).unwrap()
        assert all(len(seen.body) < 6500 for seen in server.calls())
        outbox.accept(SENSOR, plain(30), plain(31)).unwrap()
        told_plainly(outbox.send(client.session, most_bytes=1)).unwrap()
    assert receiver.sizes == [4, 4, 4, 4, 4, 1, 1]


LOST = Reply(cut=True)
PASSING: dict[str, Callable[[int], Reply]] = {
    "the answer is lost": lambda _: LOST,
    "500": lambda _: Reply(status=500),
    "503": lambda _: Reply(status=503, headers=(("Retry-After", "0"),)),
    "429": lambda _: Reply(status=429, headers=(("Retry-After", "0"),)),
    "all of them": lambda number: [LOST, Reply(status=502), Reply(status=503)][number % 3],
}


@pytest.mark.parametrize("trouble", PASSING)
def test_what_may_be_lost_is_sent_again_with_the_same_ids(trouble: str, way: Way, outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, *map(plain, range(1, 10))).unwrap()
    number = iter(range(99))
    receiver = Receiver(lambda ids: PASSING[trouble](now // 2) if (now := next(number)) % 2 == 0 else TAKEN)

    with ScriptedServer(receiver) as server:
        assert sent(way, path, server, most_events=3) == SendReport(9, 0, 0, None)
    assert receiver.first[SENSOR] == urns(1, 9)
    assert len(receiver.again) == {"the answer is lost": 9, "all of them": 3}.get(trouble, 0)


def test_what_cannot_be_sent_waits_on(way: Way, outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, plain(1), plain(2)).unwrap()
    outbox.accept(OTHER, plain(3)).unwrap()
    receiver = Receiver(lambda ids: Reply(status=500))

    with ScriptedServer(receiver) as server:
        begun = monotonic()
        report = sent(way, path, server, total_timeout=1.0)
        assert monotonic() - begun < AT_ONCE
    assert (report.delivered, report.refused, report.waiting, type(report.error)) == (0, 0, 3, ServerFault)

    report = sent(way, path, server, total_timeout=1.0)  # it is gone
    assert (report.waiting, type(report.error)) == (3, ConnectionFailed)

    with ScriptedServer(Receiver(lambda ids: Reply(delay=30))) as server:
        begun = monotonic()
        report = sent(way, path, server, total_timeout=0.15)
        assert monotonic() - begun < AT_ONCE
    assert (report.waiting, type(report.error)) == (3, TimedOut)

    with ScriptedServer(receiver := Receiver()) as server:
        assert sent(way, path, server) == SendReport(3, 0, 0, None)
    assert receiver.again == []


def test_why_it_waits_is_told_although_the_last_attempt_came_too_late(way: Way, outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, plain(1)).unwrap()
    number = iter(range(99))

    with ScriptedServer(Receiver(lambda ids: Reply(delay=30) if next(number) else Reply(status=500))) as server:
        report = sent(way, path, server, total_timeout=1.0)
    assert (report.waiting, type(report.error)) == (1, ServerFault)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [(Reply(status=401), Unauthorized), (Reply(status=302, headers=(("Location", "/"),)), UnexpectedStatus)],
)
def test_what_no_repetition_helps_ends_it_and_nothing_is_lost(
    reply: Reply, kind: type, outbox: Outbox, path: Path
) -> None:
    outbox.accept(SENSOR, *map(plain, range(1, 9))).unwrap()

    with ScriptedServer(receiver := Receiver(lambda ids: reply)) as server:
        report = sent("threads", path, server, most_events=2)
    assert (report.delivered, report.refused, report.waiting, type(report.error)) == (0, 0, 8, kind)
    assert len(receiver.sizes) <= 2


def test_one_sensor_that_fails_holds_up_no_other(outbox: Outbox, path: Path) -> None:
    outbox.accept(OTHER, *map(plain, range(1, 4))).unwrap()
    outbox.accept(SENSOR, *map(plain, range(4, 9))).unwrap()

    def judge(ids: list[str]) -> Reply:
        return Reply(status=500) if urn(1) in ids and len(receiver.first.get(SENSOR, ())) < 5 else TAKEN

    with ScriptedServer(receiver := Receiver(judge)) as server:
        assert sent("threads", path, server, most_events=1, total_timeout=30) == SendReport(8, 0, 0, None)
    assert (receiver.first[OTHER], receiver.first[SENSOR]) == (urns(1, 3), urns(4, 8))


def test_sensors_are_sent_side_by_side_and_the_envelopes_of_one_in_turn(way: Way, outbox: Outbox, path: Path) -> None:
    for number in range(8):
        outbox.accept(f"{SENSOR}/{number % 2}", plain(number)).unwrap()
    receiver = Receiver(lambda ids: TAKEN._replace(delay=0.02))

    with ScriptedServer(receiver) as server:
        assert sent(way, path, server, most_events=1).delivered == 8
        assert server.most_at_once == 2


def test_events_that_are_accepted_meanwhile_are_sent_too(outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, plain(1)).unwrap()

    def judge(ids: list[str]) -> Reply:
        if ids == [urn(1)]:
            outbox.accept(SENSOR, plain(2)).unwrap()
            outbox.accept(OTHER, plain(3)).unwrap()
        return TAKEN

    with ScriptedServer(Receiver(judge)) as server:
        assert sent("threads", path, server).delivered == 3


def test_of_many_that_send_at_once_each_event_is_sent_by_one(outbox: Outbox, path: Path) -> None:
    for number in range(15):
        outbox.accept(f"{SENSOR}/{number % 3}", plain(number)).unwrap()
    receiver = Receiver(lambda ids: TAKEN._replace(delay=0.01))
    ways: list[Way] = ["threads", "asyncio", "trio", "threads"]

    with ScriptedServer(receiver) as server, ThreadPoolExecutor() as pool:
        reports = list(pool.map(lambda way: sent(way, path, server, most_events=2), ways))
    assert receiver.again == []
    assert sum(report.delivered for report in reports) == 15


def test_of_two_that_send_by_different_names_each_event_is_sent_by_one(outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, *map(plain, range(6))).unwrap()
    other = path.with_name("another-name")
    other.symlink_to(path)
    receiver = Receiver(lambda ids: TAKEN._replace(delay=0.05))

    with ScriptedServer(receiver) as server, ThreadPoolExecutor() as pool:
        reports = list(pool.map(lambda each: sent("threads", each, server, most_events=2), [path, other]))
    assert receiver.again == []
    assert sum(report.delivered for report in reports) == 6


def test_whoever_waits_too_long_for_another_that_sends_says_so(way: Way, outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, plain(1)).unwrap()
    arrived, over = Event(), Event()

    def judge(ids: list[str]) -> Reply:
        arrived.set()
        over.wait(AT_ONCE)
        return TAKEN

    with ScriptedServer(receiver := Receiver(judge)) as server, ThreadPoolExecutor() as pool:
        first = pool.submit(sent, "threads", path, server)
        arrived.wait(AT_ONCE)
        report = sent(way, path, server, total_timeout=0.15)
        over.set()
        assert first.result().delivered == 1
    assert (report.delivered, report.waiting) == (0, 1)
    assert isinstance(report.error, TimedOut)
    assert report.error.waiting_for == "turn"
    assert receiver.sizes == [1]


def test_a_closed_session_sends_nothing(outbox: Outbox) -> None:
    outbox.accept(SENSOR, plain(1)).unwrap()

    with ScriptedServer(Receiver()) as server:
        client = client_of(server)
        client.close()
        report = told_plainly(outbox.send(client)).unwrap()
    assert (report.waiting, report.error) == (1, SessionClosed())


def test_closing_ends_a_pause_at_once(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FIRST_WAIT", 30.0)
    outbox.accept(SENSOR, plain(1)).unwrap()

    receiver = Receiver(lambda ids: Reply(status=500))
    with ScriptedServer(receiver) as server, client_of(server) as client:
        Timer(0.3, client.close).start()
        begun = monotonic()
        report = told_plainly(outbox.send(client)).unwrap()
    assert monotonic() - begun < AT_ONCE
    assert receiver.sizes == [1]
    assert (report.waiting, type(report.error)) == (1, ServerFault)


def test_wrong_options_are_told_and_refuse_no_event(outbox: Outbox) -> None:
    outbox.accept(SENSOR, plain(1)).unwrap()

    with ScriptedServer(Receiver()) as server, client_of(server) as client:
        wrong = told_plainly(outbox.send(client.using(timeout=-1), most_events=0, most_bytes=0)).failure()
        huge = told_plainly(outbox.send(client, most_events=2**63, most_bytes=2**63)).failure()
    assert isinstance(wrong, InvalidInput)
    assert [problem.path for problem in wrong.problems] == ["timeout", "most_events", "most_bytes"]
    assert isinstance(huge, InvalidInput)
    assert [problem.path for problem in huge.problems] == ["most_events", "most_bytes"]
    assert outbox.status().unwrap().waiting == 1


def test_a_file_that_fails_ends_it(outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, plain(1)).unwrap()

    def judge(ids: list[str]) -> Reply:
        path.unlink()
        return TAKEN

    with ScriptedServer(Receiver(judge)) as server, client_of(server) as client:
        assert told_plainly(outbox.send(client)) == Failure(StorageFailed(outbox.path, "is not there"))


def test_a_delivered_event_is_known_until_it_is_forgotten(way: Way, outbox: Outbox, path: Path) -> None:
    outbox.accept(SENSOR, plain(1), plain(2)).unwrap()
    with ScriptedServer(receiver := Receiver(refusing(2))) as server:
        sent(way, path, server)

        assert outbox.accept(SENSOR, plain(1)).unwrap().known == (urn(1),)
        assert isinstance(outbox.accept(SENSOR, plain(1, action="Viewed")).failure(), InvalidInput)
        now = datetime.now(UTC)
        assert told(way, path, lambda each: each.forget_delivered(now - timedelta(days=1))) == Success(0)
        assert told(way, path, lambda each: each.forget_delivered(now)) == Success(1)
        assert (outbox.status().unwrap().delivered, outbox.status().unwrap().refused) == (0, 1)
        assert outbox.accept(SENSOR, plain(1)).unwrap().new == (urn(1),)
    assert receiver.again == []
