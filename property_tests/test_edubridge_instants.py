"""Bounds of EduBridge's analytics: days follow each other without a gap and without an overlap, in every time zone."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, strategies as st

from timeback_core.edubridge import get_activity, get_enrollment_facts, get_weekly_facts
from timeback_core.edubridge.instants import end_of, start_of

NAMES = sorted(available_timezones())
MILLISECOND = timedelta(milliseconds=1)
DAYS = st.dates(date(2012, 1, 1), date(2037, 12, 30))
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=OFFSETS)


def test_each_day_of_a_year_begins_where_the_one_before_it_ends__in_every_zone() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(366)]
    for zone in map(ZoneInfo, NAMES):
        for day in days:
            start = start_of(day, zone)
            assert start.astimezone(zone).date() == day, (zone, day)
            assert (start - MILLISECOND).astimezone(zone).date() < day, (zone, day)


@given(st.sampled_from(NAMES).map(ZoneInfo), DAYS, st.floats(0, 1))
def test_every_moment_belongs_to_the_day_that_its_zone_calls_it(zone: ZoneInfo, day: date, part: float) -> None:
    start, end = start_of(day, zone), end_of(day, zone)
    assert end + MILLISECOND == start_of(day + timedelta(days=1), zone)
    if end > start:  # a zone may have skipped the whole day
        moment = start + (end - start) * part
        assert moment.astimezone(zone).date() == day


def sent(start: date | datetime | str, end: date | datetime | str, zone: str | None = None) -> tuple[object, ...]:
    """The bounds that a request has, as text."""
    request = get_activity.request(student_id="s", start_date=start, end_date=end, timezone=zone)
    assert request.problems == ()
    return request.query_value("startDate"), request.query_value("endDate")


@given(MOMENTS, MOMENTS)
def test_moments_are_told_in_utc_with_three_decimals(one: datetime, other: datetime) -> None:
    first, last = sorted((one, other))
    for text, moment in zip(sent(first, last.isoformat()), (first, last), strict=True):
        assert isinstance(text, str)
        read = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        assert len(text) == len("2026-01-05T00:00:00.000Z")
        assert timedelta() <= moment - read < MILLISECOND


@given(st.sampled_from(NAMES), DAYS)
def test_a_day_and_its_text_mean_the_same(zone: str, day: date) -> None:
    if end_of(day, ZoneInfo(zone)) > start_of(day, ZoneInfo(zone)):
        assert sent(day, day, zone) == sent(day.isoformat(), day.isoformat(), zone)


ANYTHING = st.none() | st.text(max_size=24) | st.dates() | st.datetimes() | st.integers() | MOMENTS | st.booleans()


@given(ANYTHING, ANYTHING, ANYTHING)
def test_any_bounds_make_a_request_or_problems_with_their_places(start: object, end: object, zone: object) -> None:
    given: dict[str, object] = {"start_date": start, "end_date": end, "timezone": zone}
    for request in (
        get_activity.request(student_id="s", **given),  # type: ignore[arg-type]  # that is the point
        get_enrollment_facts.request("e", **given),  # type: ignore[arg-type]  # that is the point
        get_weekly_facts.request(email="a@example.org", week_date=start, timezone=zone),  # type: ignore[arg-type]  # likewise
    ):
        assert request.raised is None
        assert {problem.path for problem in request.problems} <= {*given, "week_date"}


@pytest.mark.parametrize(
    ("day", "zone", "start", "end"),
    [
        ("2026-01-05", None, "2026-01-05T00:00:00.000Z", "2026-01-05T23:59:59.999Z"),
        ("2026-01-05", "America/Chicago", "2026-01-05T06:00:00.000Z", "2026-01-06T05:59:59.999Z"),
        ("2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z", "2026-03-09T03:59:59.999Z"),
        ("2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z", "2026-11-02T04:59:59.999Z"),
        ("2026-10-29", "Africa/Cairo", "2026-10-28T21:00:00.000Z", "2026-10-29T21:59:59.999Z"),
        ("2026-03-28", "America/Nuuk", "2026-03-28T02:00:00.000Z", "2026-03-29T00:59:59.999Z"),
    ],
)
def test_days_on_which_clocks_change(day: str, zone: str | None, start: str, end: str) -> None:
    assert sent(day, day, zone) == (start, end)
