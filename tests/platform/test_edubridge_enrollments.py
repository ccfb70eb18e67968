"""How EduBridge enrolls, and what it tells of enrollments."""

from datetime import date

import pytest
from tests.answering import Answering, refused
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import client_of, error, value

from timeback_core import TimebackClient
from timeback_core.edubridge import (
    EnrollInput,
    delete_subject_track,
    enroll,
    get_default_class,
    list_enrollments,
    propagate_goals,
    reset_goals,
    reset_progress,
    unenroll,
)
from timeback_core.errors import ConnectionFailed, NotFound, Rejected
from timeback_core.oneroster import CourseInput, EnrollmentGoals, EnrollmentMetadata, ref_to
from timeback_core.sandbox import Sandbox

SEAT: dict[str, object] = {
    "id": "s",
    "role": "student",
    "course": {"id": "c", "title": "Math", "metadata": {}},
    "school": {"id": "o", "name": "North"},
}
LATIN = CourseInput(sourced_id="latin", title="Latin", org=ref_to("school-2"))


def test_enrolling_makes_the_class_the_term_and_the_year(client: TimebackClient) -> None:
    value(client.oneroster.courses.create(LATIN))
    seat = value(client.edubridge.enrollments.enroll("student-1", "latin", "school-1"))
    assert (seat.course.id, seat.school.id, seat.role) == ("latin", "school-1", "student")
    stored = value(client.oneroster.enrollments.get(seat.id))
    taught = value(client.oneroster.classes.get(stored.class_.sourced_id))
    assert taught.metadata is not None
    assert taught.metadata["is_automanaged"] is True
    term = value(client.oneroster.academic_sessions.get(taught.terms[0].sourced_id))
    assert term.parent is not None
    assert value(client.oneroster.academic_sessions.get(term.parent.sourced_id)).type == "schoolYear"
    assert value(client.edubridge.enrollments.get_default_class("latin", "school-1")).id == taught.sourced_id


def test_enrolling_again_changes_nothing(client: TimebackClient, answering: Answering) -> None:
    statuses = [value(enroll.response(client.session, "student-1", "course-2")) for _ in range(2)]
    assert [told.status for told in statuses] == [201, 200]
    assert statuses[0].value == statuses[1].value
    assert value(enroll(answering(Reply({"data": SEAT}, 200)), "u", "c")).id == "s"
    assert answering.body() == {}


def test_reading_the_default_class_may_make_it(client: TimebackClient, sandbox: Sandbox) -> None:
    value(client.oneroster.courses.create(LATIN))
    before = len(value(client.oneroster.classes.list.collect()))
    first, second = (value(get_default_class(client.session, "latin")) for _ in range(2))
    assert first == second
    assert len(value(client.oneroster.classes.list.collect())) == before + 1
    with ScriptedServer(in_turn(Reply(cut=True))) as server, client_of(server) as other:
        assert isinstance(error(get_default_class(other.session, "c")), ConnectionFailed)
        assert len(server.calls()) == 1
        assert isinstance(error(list_enrollments(other.session, "u")), ConnectionFailed)
        assert len(server.calls()) > 2


def test_the_goals_of_a_course_are_set_again_under_two_names(client: TimebackClient, answering: Answering) -> None:
    goals = EnrollmentMetadata(goals=EnrollmentGoals(daily_xp=3))
    own = EnrollmentMetadata(goals=EnrollmentGoals(daily_xp=4), student_specific_goals=True)
    for again in (reset_goals, propagate_goals):
        seats = [
            value(client.edubridge.enrollments.enroll(who, "course-3", "school-2", EnrollInput(metadata=metadata)))
            for who, metadata in (("student-1", goals), ("student-2", own))
        ]
        told = value(again(client.session, "course-3"))
        assert told.updated >= 1
        assert told.errors == ()
        stored = [value(client.oneroster.enrollments.get(seat.id)).metadata for seat in seats]
        assert [each and each.goals and each.goals.daily_xp for each in stored] == [25, 4]
        for who in ("student-1", "student-2"):
            value(unenroll(client.session, who, "course-3", "school-2"))
    assert isinstance(error(reset_goals(answering(refused(422, "Course has no goals")), "c")), Rejected)
    assert isinstance(error(propagate_goals(client.session, "nowhere")), NotFound)


def test_an_active_enrollment_may_be_over(answering: Answering, client: TimebackClient) -> None:
    over = {**SEAT, "beginDate": "2025-08-15", "endDate": "2026-06-01T00:00:00.000Z"}
    (seat, still) = value(list_enrollments(answering(Reply({"data": [over, SEAT]})), "u"))
    assert seat.is_current(date(2026, 6, 1))
    assert [seat.is_current(day) for day in (date(2025, 8, 14), date(2026, 6, 2))] == [False, False]
    assert still.is_current(date(1990, 1, 1))
    assert len(value(list_enrollments(client.session, "nobody"))) == 0


def test_metrics_of_an_enrollment_tell_the_size_of_the_course(client: TimebackClient) -> None:
    course = value(client.oneroster.courses.get("course-2"))
    seat = value(client.edubridge.enrollments.enroll("student-1", "course-2"))
    assert course.metadata is not None
    assert course.metadata.metrics is not None
    assert seat.metadata is not None
    assert seat.metadata.metrics is not None
    assert seat.metadata.metrics.total_xp == course.metadata.metrics.total_xp
    assert seat.metadata.pct_complete_app is None


@pytest.mark.parametrize("reply", [Reply(None, 204), Reply({"data": None}), Reply(b"", 200)])
def test_deletes_answer_with_or_without_a_body(answering: Answering, reply: Reply) -> None:
    value(unenroll(answering(reply), "u", "c"))
    value(reset_progress(answering(reply), "u", "c"))
    value(delete_subject_track(answering(reply), "t"))
    assert answering.sent[-1].verb == "DELETE"


def test_deletes_answer_with_or_without_a_body__but_not_where_there_is_nothing(client: TimebackClient) -> None:
    assert isinstance(error(unenroll(client.session, "student-1", "course-12")), NotFound)
    assert isinstance(error(unenroll(client.session, "nobody", "course-1")), NotFound)
