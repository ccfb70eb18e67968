"""What EduBridge's operations refuse before anything is sent, every problem with its place."""

from datetime import date, datetime
from typing import Any

import pytest

from timeback_core import Operation
from timeback_core.edubridge import (
    create_hole_filling_course,
    enroll,
    get_activity,
    get_default_class,
    get_enrollment_facts,
    get_highest_grade_mastered,
    get_weekly_facts,
    list_progression_catalog,
    list_students,
    list_users,
    search_users,
    upsert_subject_track,
)

DAY: dict[str, Any] = {"start_date": "2026-01-05", "end_date": "2026-01-05"}
NOBODY = ["student_id: must be given, or email", "email: must be given, or student_id"]
ROLES = "must be one of administrator, aide, guardian, parent, proctor, relative, student, teacher"
NO_ZONE = "timezone: must be the name of a time zone that this machine knows, as IANA has it"
NO_BOUND = "must be a day (YYYY-MM-DD), or a date and time with its offset (ISO 8601)"

REFUSED: list[tuple[Operation[..., Any], tuple[Any, ...], dict[str, Any], list[str]]] = [
    (enroll, (" ", "c"), {}, ["user_id: must not be blank"]),
    (enroll, ("u", "..", ""), {}, ["course_id: must not be a relative path segment", "school_id: must not be blank"]),
    (enroll, ("u", "c"), {"options": {}}, ["options: expected EnrollInput, found dict"]),
    (get_default_class, ("c", 7), {}, ["school_id: expected text, found int"]),
    (list_users, ([],), {}, ["roles: must have at least 1, has 0"]),
    (list_users, ("student",), {}, ["roles: expected a sequence, found str"]),
    (list_users, (["student", "wizard", "system_administrator"],), {}, [f"roles: {ROLES}, at 1, 2"]),
    (list_users, (["student"],), {"org_sourced_ids": ["o", ""]}, ["org_sourced_ids: must not be blank, at 1"]),
    (list_users, (["student"],), {"org_sourced_ids": "o"}, ["org_sourced_ids: expected a sequence, found str"]),
    (list_students, (), {"offset": -1}, ["offset: must be a whole number of at least 0"]),
    (list_students, (), {"limit": 0}, ["limit: must be a whole number of at least 1"]),
    (search_users, (["student"], " "), {}, ["search: must not be blank"]),
    (get_activity, (), DAY, NOBODY),
    (
        get_activity,
        (),
        {**DAY, "student_id": "", "email": "x"},
        ["student_id: must not be blank", "email: must be an e-mail address"],
    ),
    (get_activity, (), {**DAY, "student_id": "s", "timezone": "Mars/Base"}, [NO_ZONE]),
    (get_activity, (), {**DAY, "student_id": "s", "timezone": "America"}, [NO_ZONE]),
    (
        get_activity,
        (),
        {"student_id": "s", "start_date": "soon", "end_date": datetime(2026, 1, 5), "timezone": "X"},
        [NO_ZONE, f"start_date: {NO_BOUND}", "end_date: needs a time zone"],
    ),
    (
        get_activity,
        (),
        {"email": "a@b.c", "start_date": date(2026, 1, 6), "end_date": "2026-01-05"},
        ["end_date: must not be before start_date"],
    ),
    (
        get_activity,
        (),
        {"email": "a@b.c", **DAY, "start_date": None},
        ["start_date: expected a day or a moment, found NoneType"],
    ),
    (get_weekly_facts, (), {"week_date": "2026-02-30"}, [*NOBODY, f"week_date: {NO_BOUND}"]),
    (get_enrollment_facts, ("e",), {"end_date": date.max}, ["end_date: has no counterpart in UTC"]),
    (get_enrollment_facts, ("e",), {"start_date": "2026-01-05T10:00:00"}, ["start_date: needs a time zone"]),
    (get_enrollment_facts, ("e",), {"timezone": "Mars/Base", "start_date": "2026-01-05T10:00:00Z"}, [NO_ZONE]),
    (get_highest_grade_mastered, ("s", " "), {}, ["subject: must not be blank"]),
    (
        list_progression_catalog,
        (),
        {"limit": 501, "page": 0},
        ["page: must be a whole number of at least 1", "limit: must be at most 500"],
    ),
    (upsert_subject_track, ({"subject": "Math"},), {}, ["track: expected SubjectTrackUpsertInput, found dict"]),
    (create_hole_filling_course, (None,), {}, ["course: expected HoleFillingCourseInput, found NoneType"]),
]


@pytest.mark.parametrize(("operation", "arguments", "named", "problems"), REFUSED)
def test_what_cannot_be_meant_is_refused_with_every_problem(
    operation: Operation[..., Any], arguments: tuple[Any, ...], named: dict[str, Any], problems: list[str]
) -> None:
    assert [str(problem) for problem in operation.request(*arguments, **named).problems] == problems


def test_options_that_are_none_are_as_if_they_were_not_given() -> None:
    assert list_users.request(["student"], org_sourced_ids=None, limit=None) == list_users.request(["student"])
    assert get_enrollment_facts.request("e", start_date=None, timezone=None) == get_enrollment_facts.request("e")
