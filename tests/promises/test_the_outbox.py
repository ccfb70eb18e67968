"""An outbox against a sandbox that is in trouble."""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.outbox.events import OTHER, SENSOR, Receiver, plain, refusing, typed, urn
from tests.scripted_server import ScriptedServer
from tests.support import client_of, value

from timeback_core import AsyncOutbox, AsyncTimebackClient, Outbox, TimebackClient
from timeback_core.errors import StorageFailed
from timeback_core.outbox import sending
from timeback_core.sandbox import Fault, Sandbox, Server


@pytest.fixture(autouse=True)
def _without_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "FIRST_WAIT", 0.01)


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox.open(tmp_path / "events.outbox").unwrap()


def stored(client: TimebackClient) -> list[str]:
    """The ids that the sandbox holds."""
    return [row.external_id for row in value(client.caliper.events.list.collect())]


def test_what_was_accepted_is_never_lost(outbox: Outbox, client: TimebackClient, sandbox: Sandbox) -> None:
    outbox.accept(SENSOR, *map(typed, range(20))).unwrap()
    sandbox.faults(
        Fault("status", times=1, status=500),
        Fault("cut", times=1),
        Fault("cut", times=1, processed=True),
        Fault("unavailable", times=1, retry_after=0),
    )

    while (report := value(outbox.send(client.using(total_timeout=2), most_events=7))).waiting:
        assert report.error is not None
    assert sorted(stored(client)) == sorted(map(urn, range(20)))
    Path(outbox.path).write_bytes(b"events, of a kind")
    assert isinstance(Outbox.open(outbox.path).failure(), StorageFailed)


def test_an_event_is_sent_again_with_the_same_id_alone(
    outbox: Outbox, client: TimebackClient, sandbox: Sandbox
) -> None:
    outbox.accept(SENSOR, typed(1), plain(2)).unwrap()
    outbox.accept(SENSOR, plain(2), plain(3)).unwrap()
    sandbox.faults(Fault("cut", verb="POST", path="/caliper/event", times=2, processed=True))

    assert value(outbox.send(client)).delivered == 3
    assert value(outbox.send(client)).delivered == 0
    assert Counter(stored(client)) == Counter(map(urn, (1, 2, 3)))


def test_a_refused_event_holds_up_no_other(outbox: Outbox) -> None:
    outbox.accept(SENSOR, *map(typed, range(9))).unwrap()
    outbox.accept(OTHER, plain(9), plain(10)).unwrap()

    with ScriptedServer(receiver := Receiver(refusing(4))) as server, client_of(server) as client:
        report = value(outbox.send(client))
    assert (report.delivered, report.refused, report.waiting, report.error) == (10, 1, 0, None)
    assert receiver.first[SENSOR] == [urn(number) for number in range(9) if number != 4]
    (told,) = outbox.refused().unwrap()
    assert (told.id, told.event) == (urn(4), typed(4))
    assert told.reason.endswith("400 Invalid payload")
    assert outbox.retry_refused(told.id).unwrap() == 1


async def _sent(server: Server, path: str) -> int:
    async with AsyncTimebackClient.open(**server.settings).unwrap() as client:
        outbox = value(await AsyncOutbox.open(path))
        return value(await outbox.send(client)).delivered


def test_of_two_that_send_each_event_is_sent_by_one(outbox: Outbox, server: Server) -> None:
    outbox.accept(SENSOR, *map(typed, range(30))).unwrap()

    with client_of(server) as client, ThreadPoolExecutor() as pool:
        first = pool.submit(lambda: value(outbox.send(client, most_events=3)).delivered)
        second = pool.submit(lambda: asyncio.run(_sent(server, outbox.path)))
        assert first.result() + second.result() == 30
        assert Counter(stored(client)) == Counter(map(urn, range(30)))
