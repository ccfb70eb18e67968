"""The types of EduBridge's operations, one for each shape; checked by mypy and pyright, never run."""

from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime
from typing import assert_type
from zoneinfo import ZoneInfo

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import BadRow, Rows
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.edubridge import (
    ActivityResponse,
    AggregatedMetrics,
    EnrollInput,
    Enrollment,
    EnrollmentFactsResponse,
    MapProfileReport,
    SubjectMetrics,
    WeeklyFactsResponse,
    aggregate,
    aggregate_by_day,
    app_cells,
    enroll,
    get_activity,
)
from timeback_core.engine.call.page import Page
from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.session import Session
from timeback_core.errors import TimebackError
from timeback_core.oneroster import Mention, User


def by_threads(client: TimebackClient, session: Session, moment: datetime) -> None:
    edubridge = client.edubridge
    assert_type(edubridge.enrollments.list(user_id="u"), IOResult[Page[Enrollment], TimebackError])
    assert_type(edubridge.enrollments.enroll("u", "c", None, EnrollInput()), IOResult[Enrollment, TimebackError])
    assert_type(edubridge.enrollments.unenroll("u", "c"), IOResult[None, TimebackError])
    assert_type(edubridge.users.list(["student"], limit=3), IOResult[Page[User], TimebackError])
    assert_type(edubridge.users.list_students.collect(), IOResult[Rows[User], TimebackError])
    assert_type(edubridge.users.list_teachers.stream(), Iterator[Result[User, TimebackError | BadRow]])
    analytics = edubridge.analytics
    assert_type(
        analytics.get_activity(student_id="s", start_date=moment, end_date="2026-01-05", timezone=ZoneInfo("UTC")),
        IOResult[ActivityResponse, TimebackError],
    )
    assert_type(
        analytics.get_weekly_facts(email="a@b.c", week_date=moment.date()), IOResult[WeeklyFactsResponse, TimebackError]
    )
    assert_type(analytics.get_enrollment_facts("e"), IOResult[EnrollmentFactsResponse, TimebackError])
    assert_type(edubridge.learning_reports.get_map_profile("u"), IOResult[Page[MapProfileReport], TimebackError])
    assert_type(edubridge.progression.list_catalog(), IOResult[JsonValue, TimebackError])
    assert_type(enroll.request("u", "c"), Request[Enrollment])
    assert_type(
        get_activity(session, student_id="s", start_date=moment, end_date=moment),
        IOResult[ActivityResponse, TimebackError],
    )


def by_loops(client: AsyncTimebackClient) -> None:
    edubridge = client.edubridge
    assert_type(edubridge.enrollments.enroll("u", "c"), FutureResult[Enrollment, TimebackError])
    assert_type(edubridge.users.search.stream(["student"], "a"), AsyncIterator[Result[User, TimebackError | BadRow]])


def of_models(activity: ActivityResponse, user: User) -> None:
    assert_type(activity.facts["2026-01-05"]["Math"], SubjectMetrics)
    assert_type(activity.facts["2026-01-05"]["Math"].activity_metrics.xp_earned, int | float)
    assert_type(aggregate(app_cells(activity)), AggregatedMetrics)
    assert_type(aggregate_by_day(app_cells(activity)), dict[date, AggregatedMetrics])
    assert_type(user.roles[0].org, Mention | None)
