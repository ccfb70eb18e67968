"""A filter says what was asked for, or nothing is sent."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from tests.answering import Answering
from tests.scripted_server import Reply
from tests.support import PERSON, calls, error, query, spelled_alike, unchecked, value

from timeback_core import Operation, Page, TimebackClient, Where, field
from timeback_core.caliper import list_events
from timeback_core.errors import InvalidInput
from timeback_core.oneroster import (
    get_user,
    list_course_components,
    list_course_components_for_course,
    list_enrollments,
    list_users,
)
from timeback_core.sandbox import Sandbox

WIDENING: list[object] = [
    {"role": {"in": []}},
    {"role": {"not_in": []}},
    {"role": {}},
    {"OR": []},
    {"OR": [{}, {"status": "active"}]},
    {"status": {"equals": "active"}},
    {"staus": "active"},
    {"given_name": None},
    {"given_name": {"ne": None}},
    {"given_name": ["Ada", "Grace"]},
    {"given_name": {"in": "ab"}},
    {"a' OR b": "x"},
    {"given_name": {"contains": ""}},
    {"date_last_modified": {"gte": datetime(2026, 1, 1)}},
]


@pytest.mark.parametrize("where", WIDENING, ids=str)
def test_no_filter_vanishes(client: TimebackClient, sandbox: Sandbox, where: object) -> None:
    failed = error(unchecked(list_users)(client.session, where=where))
    assert isinstance(failed, InvalidInput)
    assert all(problem.path.startswith("where") for problem in failed.problems)
    assert calls(sandbox) == []


@pytest.mark.parametrize(
    ("where", "sent"),
    [
        (
            {"status": "active", "OR": [{"given_name": "Ada"}, {"family_name": "Li"}]},
            "status='active' AND (givenName='Ada' OR familyName='Li')",
        ),
        ({"metadata.points": Decimal("1.5")}, "metadata.points=1.5"),
        ({"given_name": "x' OR '1'='1"}, "givenName='x'' OR ''1''=''1'"),
        (
            (field("given_name").eq("A") | field("given_name").eq("B")) & field("status").ne("active"),
            "(givenName='A' OR givenName='B') AND status!='active'",
        ),
    ],
)
def test_no_filter_vanishes__nor_changes_its_meaning(
    client: TimebackClient, sandbox: Sandbox, where: Where, sent: str
) -> None:
    value(list_users(client.session, where=where))
    assert query(calls(sandbox)[0])["filter"] == sent


@pytest.mark.parametrize(
    "options",
    [
        *({name: " "} for name in ("sensor", "start_date", "end_date", "actor_id", "actor_email")),
        *({name: ""} for name in ("sensor", "start_date", "end_date", "actor_id", "actor_email")),
        {"sensor": " https://app.example"},
        {"start_date": "yesterday"},
        {"end_date": datetime(2026, 1, 1)},
        {"start_date": datetime(2026, 1, 1), "end_date": "2026-01-01T10:00:00"},
        {"start_date": "2026-01-01 10:00", "end_date": "2026-01-01T10:00:00.123456"},
        {"actor_email": "nobody"},
        {"limit": True},
        {"limit": 0},
        {"offset": -1},
        {"type": "ActivityEvent"},
    ],
    ids=str,
)
def test_no_filter_vanishes__of_events(client: TimebackClient, sandbox: Sandbox, options: Mapping[str, object]) -> None:
    failed = error(unchecked(list_events)(client.session, **options))
    assert isinstance(failed, InvalidInput)
    assert {spelled_alike(problem.path) for problem in failed.problems} == set(map(spelled_alike, options))
    assert calls(sandbox) == []


def test_users_can_be_filtered_by_role_and_status(client: TimebackClient, sandbox: Sandbox) -> None:
    students = value(list_users.collect(client.session, where={"role": "student"}))
    assert len(students) == 12
    assert query(calls(sandbox)[0])["filter"] == "role='student'"
    kept = value(list_users(client.session, where={"status": {"ne": "tobedeleted"}}))
    assert kept.total == len(sandbox.documents("users"))


def test_a_condition_of_the_caller_cannot_widen_a_list(client: TimebackClient, sandbox: Sandbox) -> None:
    where = field("title").eq("a") | field("title").contains("o")
    rows = value(list_course_components_for_course.collect(client.session, "course-1", where=where))
    assert rows
    assert {row.course.sourced_id for row in rows} == {"course-1"}
    assert value(list_course_components_for_course(client.session, "c'1", where=where)).total == 0
    assert query(calls(sandbox)[-1])["filter"] == "course.sourcedId='c''1' AND (title='a' OR title~'o')"
    everything = value(list_course_components.collect(client.session, where=where))
    assert len({row.course.sourced_id for row in everything}) > 1


@pytest.mark.parametrize(
    ("listing", "options", "nearest"),
    [
        (list_users, {"where": {"emial": "x"}}, "email"),
        (list_users, {"where": {"status": {"eqq": "active"}}}, "eq"),
        (list_users, {"sort": "familyname"}, "familyName"),
        (list_users, {"fields": ["user_name"]}, "username"),
        (list_users, {"limt": 5}, "limit"),
        (list_users, {"wher": {"status": "active"}}, "where"),
        (list_users, {"order": "asc"}, "order_by"),
        (list_enrollments, {"where": {"user": "u-1"}}, "user.sourced_id"),
        (list_enrollments, {"where": {"class.sourcedID": "c-1"}}, "class.sourcedId"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_misspelt_name_is_told_with_the_nearest(
    client: TimebackClient,
    sandbox: Sandbox,
    listing: Operation[..., Page[Any]],
    options: Mapping[str, object],
    nearest: str,
) -> None:
    failed = error(unchecked(listing)(client.session, **options))
    assert isinstance(failed, InvalidInput)
    (problem,) = failed.problems
    assert nearest in problem.text
    assert calls(sandbox) == []


def test_a_field_is_known_under_both_its_names(client: TimebackClient, sandbox: Sandbox) -> None:
    for name in ("class_.sourced_id", "class.sourcedId"):
        rows = value(list_enrollments.collect(client.session, where={name: "class-1"}))
        assert {row.class_.sourced_id for row in rows} == {"class-1"}
    assert {query(request)["filter"] for request in calls(sandbox)} == {"class.sourcedId='class-1'"}


def test_local_times_become_utc(client: TimebackClient, sandbox: Sandbox, answering: Answering) -> None:
    at_noon = datetime(2026, 1, 5, 12, 0, tzinfo=timezone(timedelta(hours=5)))
    value(list_users(client.session, where={"date_last_modified": {"gte": at_noon}}))
    assert query(calls(sandbox)[0])["filter"] == "dateLastModified>='2026-01-05T07:00:00.000Z'"
    user = {**PERSON, "dateLastModified": "2026-01-05T12:00:00+05:00"}
    read = value(get_user(answering(Reply({"user": user})), "u"))
    assert read.date_last_modified == datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
