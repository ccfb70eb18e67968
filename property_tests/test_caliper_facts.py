"""Events in the sandbox: whatever is sent has an answer, and what is read of it is what a plain sum says."""

import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from property_tests.test_sandbox_laws import changed
from tests.sandbox.caliper_bodies import activity, aggregated, envelope, graded, spent, time_spent, urn, viewed, within
from tests.sandbox.conftest import authorized

from timeback_core.sandbox import Sandbox

METRICS = ("xpEarned", "totalQuestions", "correctQuestions", "masteredUnits")
SECONDS = {"active": "activeSeconds", "inactive": "inactiveSeconds", "waste": "wasteSeconds"}
OTHER_TIMES = ("unknown", "anti-pattern")
ZONES = ("UTC", "America/New_York", "Asia/Tokyo", "Africa/Cairo", "America/Nuuk", "Pacific/Apia", "Asia/Kathmandu")

numbers = st.integers(-5, 50) | st.integers(-400, 400).map(lambda number: number / 4)
moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 5), timezones=st.just(UTC))


@st.composite
def timeback_events(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Events of two students, subjects and applications within some weeks; ids may come twice."""
    made: list[dict[str, Any]] = []
    for number in draw(st.lists(st.integers(0, 12), max_size=12)):
        is_activity = draw(st.booleans())
        kinds = METRICS if is_activity else (*SECONDS, *OTHER_TIMES)
        items = draw(st.lists(st.tuples(st.sampled_from(kinds), numbers), max_size=5))
        event = (activity if is_activity else time_spent)(number)
        event = within(event, "generated.items", [{"type": name, "value": value} for name, value in items])
        event = within(event, "eventTime", draw(moments).isoformat(timespec="milliseconds"))
        event = within(event, "object.subject", draw(st.sampled_from(["Math", "None"])))
        event = within(event, "object.app.name", draw(st.sampled_from(["One", "Other"])))
        student = draw(st.sampled_from(["student-1", "student-2", "nobody"]))
        made.append(within(event, "actor", activity(student=student)["actor"]))
    return made


def plain_sums(events: list[dict[str, Any]], zone: str) -> dict[tuple[str, str, str], dict[str, Fraction]]:
    """By day, subject and application, of events that count once each."""
    sums: dict[tuple[str, str, str], dict[str, Fraction]] = {}
    for event in {event["id"]: event for event in reversed(events)}.values():
        day = datetime.fromisoformat(event["eventTime"]).astimezone(ZoneInfo(zone)).date().isoformat()
        place = (day, event["object"]["subject"], event["object"]["app"]["name"])
        of_place = sums.setdefault(place, defaultdict(Fraction))
        for item in event["generated"]["items"]:
            of_place[SECONDS.get(item["type"], item["type"])] += Fraction(item["value"])
    return sums


def counted(cell: dict[str, Any]) -> dict[str, float]:
    """The numbers of a cell."""
    return {**cell["activityMetrics"], **cell["timeSpentMetrics"]}


@settings(max_examples=so_many(25))
@given(timeback_events(), st.sampled_from(ZONES))
def test_what_is_read_is_what_a_plain_sum_says(events: list[dict[str, Any]], zone: str) -> None:
    sandbox = Sandbox(students=3)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        authorized(client, sandbox)
        for event in events:
            assert client.post("/caliper/event", json=envelope(event)).status_code == 200
        asked = {"startDate": "2026-01-01T00:00:00Z", "endDate": "2026-12-31T00:00:00Z", "timezone": zone}
        for student in ("student-1", "student-2", "nobody"):
            query = {**asked, "email": f"{student}@app.example"}
            told = client.get("/edubridge/analytics/activity", params=query).json()
            first = {event["id"]: event for event in reversed(events)}.values()
            theirs = [event for event in first if event["actor"]["email"] == query["email"]]
            expected = plain_sums(theirs, zone)
            cells = {
                (day, subject, app): counted(cell)
                for day, by_subject in told["factsByApp"].items()
                for subject, by_app in by_subject.items()
                for app, cell in by_app.items()
            }
            assert cells.keys() == expected.keys()
            for place, cell in cells.items():
                assert cell == {name: pytest.approx(float(expected[place][name])) for name in cell}
            for day, by_subject in told["facts"].items():
                for subject, cell in by_subject.items():
                    parts = [cells[day, subject, app] for app in cell["apps"]]
                    total = {name: pytest.approx(sum(part[name] for part in parts)) for name in parts[0]}
                    assert counted(cell) == total
            weeks(client, theirs, query["email"], zone)


def weeks(client: httpx.Client, events: list[dict[str, Any]], email: str, zone: str) -> None:
    """Every event lies in the week that is asked for by its moment, and its row is in no other week."""
    found: dict[str, set[str]] = {}
    for event in events:
        query = {"email": email, "weekDate": event["eventTime"], "timezone": zone}
        told = client.get("/edubridge/analytics/facts/weekly", params=query).json()
        rows = {row["source"].partition("urn:")[2]: row for row in told["facts"]}
        row = rows[event["id"].removeprefix("urn:")]
        assert told["startDate"] <= row["datetime"] <= told["endDate"]
        day = date.fromisoformat(row["date"])
        assert row["dayOfWeek"] == day.isoweekday() % 7
        sunday = (day - timedelta(days=row["dayOfWeek"])).isoformat()
        assert found.setdefault(sunday, set(rows)) == set(rows)
    assert sum(len(ids) for ids in found.values()) == len(events)


BODIES = [envelope(activity()), envelope(time_spent(), viewed()), envelope(viewed())]
OTHER_BODIES = [envelope(aggregated()), envelope(spent()), graded()]
ENDPOINTS = [
    *(
        ("BEYOND_AI", f"/{path}", BODIES)
        for path in ("caliper/event", "caliper/event/validate", "edubridge/caliper/event")
    ),
    *(("LEARNWITH_AI", f"/{path}", OTHER_BODIES) for path in ("caliper/v1p2", "events/1.0/")),
]
READS = (
    "/caliper/events",
    f"/caliper/events/{urn(1)}",
    "/edubridge/analytics/activity?studentId=student-1&startDate=2000-01-01T00:00:00Z&endDate=2100-01-01T00:00:00Z",
    "/edubridge/analytics/facts/weekly?studentId=student-1&weekDate=2026-01-15T00:00:00Z",
)


@settings(max_examples=so_many(60))
@given(st.data(), st.sampled_from(ENDPOINTS))
def test_whatever_is_sent_has_an_answer(data: st.DataObject, endpoint: tuple[Any, str, list[Any]]) -> None:
    platform, path, bodies = endpoint
    sandbox = Sandbox(students=1, platform=platform)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        authorized(client, sandbox)
        headers = {"content-type": "application/json"}
        body = data.draw(st.sampled_from(bodies).flatmap(changed))
        answer = client.post(path, content=json.dumps(body), headers=headers)
        assert answer.status_code in {200, 202, 400}, answer.text
        assert all(client.get(each).status_code in {200, 404} for each in READS)
