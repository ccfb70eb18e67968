"""What is stored of events, and how it is found."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.answering import Answering
from tests.caliper.happenings import NOON, SENSOR, STUDENT, USER_ID, activity, time_spent, urn
from tests.scripted_server import Reply, Seen
from tests.support import calls, error, query, value

from timeback_core import TimebackClient, evolve
from timeback_core.caliper import get_event, list_events
from timeback_core.errors import NotFound
from timeback_core.sandbox import Sandbox

ROW = {"id": 1, "externalId": urn(1)}


def test_stored_events_are_as_they_were_sent(client: TimebackClient, answering: Answering) -> None:
    event = evolve(activity(), event_time=NOON.replace(microsecond=0))
    value(client.caliper.events.send(SENSOR, [event]))
    stored = value(client.caliper.events.get(urn(1)))
    assert value(stored.as_event()) == event
    assert stored.created_at is not None
    assert (stored.updated_at, stored.deleted_at, stored.context) == (stored.created_at, None, event.context)
    odd = {**ROW, "actor": USER_ID, "object": {"type": "Sculpture"}, "colour": "blue", "created_at": None}
    read = value(get_event(answering(Reply({"event": odd})), urn(1)))
    assert (read.actor, read.object, read.extra) == (USER_ID, {"type": "Sculpture"}, {"colour": "blue"})
    assert read.as_event().failure().problems


@pytest.mark.parametrize("empty", [True, False])
def test_an_event_is_found_by_the_id_that_it_was_sent_with(
    client: TimebackClient, sandbox: Sandbox, empty: bool
) -> None:
    sandbox.switches.missing_as_200 = empty
    value(client.caliper.events.send(SENSOR, [activity()]))
    found = value(client.caliper.events.get(urn(1)))
    assert (found.id, found.external_id) == (1, urn(1))
    assert calls(sandbox)[-1].path == "/caliper/events/" + urn(1).replace(":", "%3A")
    for other in ("1", urn(2)):
        assert isinstance(error(client.caliper.events.get(other)), NotFound)


@pytest.mark.parametrize("body", [{"events": [ROW]}, {"data": [ROW]}, {"data": {"events": [ROW]}}])
def test_events_come_under_one_of_three_keys(answering: Answering, body: dict[str, object]) -> None:
    assert [event.external_id for event in value(list_events(answering(Reply(body))))] == [urn(1)]
    assert not value(list_events(answering(Reply({"status": "success", "message": "m"}))))


@pytest.mark.parametrize("told", [{}, {"pagination": None}, {"pagination": {"limit": 2}}, {"pagination": {"total": 5}}])
def test_totals_may_be_missing(answering: Answering, told: dict[str, object]) -> None:
    rows = [{"id": number, "externalId": urn(number)} for number in range(5)]

    def page(seen: Seen) -> Reply:
        start = int(seen.query.get("offset", "0"))
        return Reply({"events": rows[start : start + 2], **told})

    assert len(value(list_events.collect(answering.by(page), limit=2))) == 5


def test_events_are_asked_for_by_when_they_happened(client: TimebackClient, sandbox: Sandbox) -> None:
    midnight = datetime(2026, 9, 2, tzinfo=UTC)
    times = (midnight - timedelta(milliseconds=1), midnight, midnight + timedelta(days=1))
    events = [evolve(activity(number), event_time=time) for number, time in enumerate(times)]
    value(client.caliper.events.send(SENSOR, [*events, evolve(time_spent(3), actor=evolve(STUDENT, id="urn:other"))]))
    days = value(client.caliper.events.list(start_date=date(2026, 9, 2), end_date="2026-09-03"))
    assert [event.external_id for event in days] == [urn(1)]
    instants = client.caliper.events.list(start_date=times[0], end_date=midnight, actor_id=USER_ID, sensor=SENSOR)
    assert [event.external_id for event in value(instants)] == [urn(0)]
    sent = query(calls(sandbox)[-1])
    assert (sent["startDate"], sent["endDate"]) == ("2026-09-01T23:59:59.999Z", "2026-09-02T00:00:00.000Z")
