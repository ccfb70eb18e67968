"""Learning analytics over the events that were sent, in the time zone that is asked for."""

from typing import Any

import httpx
import pytest
from tests.sandbox.caliper_bodies import activity, sent, time_spent, within

ACTIVITY, WEEK = "/edubridge/analytics/activity", "/edubridge/analytics/facts/weekly"
ENROLLMENT = "/edubridge/analytics/enrollment/enrollment-2"
ALWAYS = {"startDate": "2000-01-01T00:00:00Z", "endDate": "2099-12-31T00:00:00Z"}
NOTHING = {"xpEarned": 0, "totalQuestions": 0, "correctQuestions": 0, "masteredUnits": 0}
NO_TIME = {"activeSeconds": 0, "inactiveSeconds": 0, "wasteSeconds": 0}


def told(api: httpx.Client, path: str = ACTIVITY, **query: str) -> dict[str, Any]:
    """An answer about student 1."""
    answer = api.get(path, params={"studentId": "student-1", **query})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_sums_by_day_subject_and_application(api: httpx.Client) -> None:
    other_app = within(within(activity(3), "object.app.name", "Other"), "generated.items.0.value", -0.2)
    reading = within(within(time_spent(4), "object.subject", "Reading"), "eventTime", "2026-01-16T10:00:00Z")
    sent(api, activity(), time_spent(), other_app, reading, activity(5, "student-2"))
    body = told(api, **ALWAYS)
    first = {"xpEarned": 12.5, "totalQuestions": 10, "correctQuestions": 8, "masteredUnits": 0}
    second = {**first, "xpEarned": -0.2}
    both = {"xpEarned": 12.3, "totalQuestions": 20, "correctQuestions": 16, "masteredUnits": 0}
    time = {"activeSeconds": 600, "inactiveSeconds": 0, "wasteSeconds": 14.5}

    def cell(metrics: dict[str, Any], seconds: dict[str, Any], *apps: str) -> dict[str, Any]:
        return {"activityMetrics": metrics, "timeSpentMetrics": seconds, "apps": list(apps)}

    assert body == {
        "message": "Facts by day",
        "startDate": "2000-01-01T00:00:00.000Z",
        "endDate": "2099-12-31T00:00:00.000Z",
        "facts": {
            "2026-01-15": {"Math": cell(both, time, "My App", "Other")},
            "2026-01-16": {"Reading": cell(NOTHING, time, "My App")},
        },
        "factsByApp": {
            "2026-01-15": {"Math": {"My App": cell(first, time, "My App"), "Other": cell(second, NO_TIME, "Other")}},
            "2026-01-16": {"Reading": {"My App": cell(NOTHING, time, "My App")}},
        },
    }
    of_enrollment = told(api, ENROLLMENT)
    assert {name: of_enrollment[name] for name in ("facts", "factsByApp")} == {
        name: body[name] for name in ("facts", "factsByApp")
    }
    assert (of_enrollment["enrollmentId"], of_enrollment["startDate"], of_enrollment["endDate"]) == (
        "enrollment-2",
        None,
        None,
    )
    assert list(told(api, ENROLLMENT, startDate="2026-01-16T00:00:00Z")["facts"]) == ["2026-01-16"]
    assert list(told(api, ENROLLMENT, endDate="2026-01-16T00:00:00Z")["facts"]) == ["2026-01-15"]
    assert told(api, "/edubridge/analytics/enrollment/none")["facts"] == {}


def test_both_bounds_are_included(api: httpx.Client) -> None:
    sent(api, activity())
    moment, before, after = (f"2026-01-15T10:30:00.{part}Z" for part in ("123", "122999", "124"))
    assert told(api, startDate=moment, endDate=moment)["facts"]
    assert not told(api, startDate=after, endDate=after)["facts"]
    assert not told(api, startDate=before, endDate=before)["facts"]


@pytest.mark.parametrize("query", [{"email": "STUDENT-1@app.example"}, {"email": "x@x.x", "studentId": "student-1"}])
def test_a_student_is_named_by_id_or_address(api: httpx.Client, query: dict[str, str]) -> None:
    sent(api, activity())
    assert told(api, **ALWAYS, **{"studentId": "", **query})["facts"]


def test_unknown_students_have_no_facts(api: httpx.Client) -> None:
    assert told(api, studentId="nobody", **ALWAYS)["factsByApp"] == {}
    assert told(api, WEEK, studentId="nobody", weekDate="2026-01-15T00:00:00Z")["facts"] == []


BAD: list[tuple[str, dict[str, str], list[str]]] = [
    (ACTIVITY, {"studentId": "s"}, ["startDate", "endDate"]),
    (ACTIVITY, {}, ["startDate", "endDate", "email", "studentId"]),
    (ACTIVITY, {**ALWAYS, "studentId": "s", "startDate": "2026-01-05"}, ["startDate"]),
    (ACTIVITY, {**ALWAYS, "studentId": "s", "endDate": "2026-01-05T10:00:00"}, ["endDate"]),
    (ACTIVITY, {**ALWAYS, "studentId": "s", "timezone": "Europe/Atlantis"}, ["timezone"]),
    (ACTIVITY, {**ALWAYS, "studentId": "s", "timezone": "../zone"}, ["timezone"]),
    (WEEK, {"email": "s"}, ["weekDate"]),
    (WEEK, {"email": "s", "weekDate": "2026-01-05"}, ["weekDate"]),
    (WEEK, {"email": "s", "weekDate": "0001-01-01T00:00:00Z"}, ["weekDate"]),
    (ENROLLMENT, {"startDate": "soon", "timezone": "x"}, ["timezone", "startDate"]),
]


@pytest.mark.parametrize(("path", "query", "places"), BAD)
def test_bad_queries(api: httpx.Client, path: str, query: dict[str, str], places: list[str]) -> None:
    answer = api.get(path, params=query)
    assert answer.status_code == 422
    assert [problem["path"] for problem in answer.json()["imsx_error_details"]] == places


DAYS = [
    ("2026-01-15T23:30:00Z", "", "2026-01-15"),
    ("2026-01-15T23:30:00Z", "Asia/Tokyo", "2026-01-16"),
    ("2026-01-15T05:59:59.999Z", "America/Chicago", "2026-01-14"),
    ("2026-01-15T06:00:00Z", "America/Chicago", "2026-01-15"),
    # A day of 23 hours, and one of 25.
    ("2026-03-08T05:00:00Z", "America/New_York", "2026-03-08"),
    ("2026-03-09T03:59:59.999Z", "America/New_York", "2026-03-08"),
    ("2026-03-09T04:00:00Z", "America/New_York", "2026-03-09"),
    ("2026-11-01T04:00:00Z", "America/New_York", "2026-11-01"),
    ("2026-11-02T04:59:59.999Z", "America/New_York", "2026-11-01"),
    # The clock goes back at midnight.
    ("2026-10-29T21:59:59.999Z", "Africa/Cairo", "2026-10-29"),
    ("2026-10-29T22:00:00Z", "Africa/Cairo", "2026-10-30"),
    # The last hour of a day is missing.
    ("2026-03-29T00:59:59.999Z", "America/Nuuk", "2026-03-28"),
    ("2026-03-29T01:00:00Z", "America/Nuuk", "2026-03-29"),
]


@pytest.mark.parametrize(("moment", "zone", "day"), DAYS)
def test_the_day_of_a_fact_is_that_of_the_zone(api: httpx.Client, moment: str, zone: str, day: str) -> None:
    sent(api, within(activity(), "eventTime", moment))
    assert list(told(api, **ALWAYS, timezone=zone)["facts"]) == [day]
    (row,) = told(api, WEEK, weekDate=moment, timezone=zone)["facts"]
    assert row["date"] == day == f"{row['year']}-{row['month']:02d}-{row['day']:02d}"


WEEKS = [
    ("2026-01-15T10:00:00Z", "", "2026-01-11T00:00:00.000Z", "2026-01-17T23:59:59.999Z"),
    ("2026-01-11T00:00:00Z", "", "2026-01-11T00:00:00.000Z", "2026-01-17T23:59:59.999Z"),
    ("2026-01-11T00:00:00Z", "America/Chicago", "2026-01-04T06:00:00.000Z", "2026-01-11T05:59:59.999Z"),
    ("2026-03-10T00:00:00Z", "America/New_York", "2026-03-08T05:00:00.000Z", "2026-03-15T03:59:59.999Z"),
    ("2026-11-03T00:00:00Z", "America/New_York", "2026-11-01T04:00:00.000Z", "2026-11-08T04:59:59.999Z"),
    # This Sunday begins at one o'clock.
    ("2026-09-07T12:00:00Z", "America/Santiago", "2026-09-06T04:00:00.000Z", "2026-09-13T02:59:59.999Z"),
]


@pytest.mark.parametrize(("moment", "zone", "start", "end"), WEEKS)
def test_a_week_is_from_sunday_to_saturday(api: httpx.Client, moment: str, zone: str, start: str, end: str) -> None:
    edges = [within(activity(number), "eventTime", each) for number, each in enumerate((start, end), 1)]
    sent(api, *reversed(edges), within(activity(3), "eventTime", "2026-06-01T00:00:00Z"))
    body = told(api, WEEK, weekDate=moment, timezone=zone)
    assert (body["startDate"], body["endDate"]) == (start, end)
    assert [(row["datetime"], row["dayOfWeek"]) for row in body["facts"]] == [(start, 0), (end, 6)]
