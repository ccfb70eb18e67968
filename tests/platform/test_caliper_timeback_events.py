"""What events of the Timeback profile say, and what they come to."""

from tests.caliper.happenings import LESSON, SENSOR, STUDENT, activity, metric, time_spent, urn
from tests.support import error, value

from timeback_core import TimebackClient, decode, evolve
from timeback_core.caliper import (
    ActivityEvent,
    Item,
    TimebackActivity,
    TimebackActivityContext,
    TimebackApp,
    TimebackCourse,
    TimeSpentMetric,
    question_answered_event,
    time_spent_event,
)
from timeback_core.edubridge import AggregatedMetrics, aggregate, day_cells
from timeback_core.errors import InvalidInput
from timeback_core.oneroster import AssessmentResult


def refused(client: TimebackClient, event: Item) -> str:
    """Where an event is wrong."""
    failed = error(client.caliper.events.send(SENSOR, [event]))
    assert isinstance(failed, InvalidInput)
    return ", ".join(problem.path.removeprefix("events[0].") for problem in failed.problems)


def results_of(client: TimebackClient) -> list[AssessmentResult]:
    """The results that events were made into."""
    rows = value(client.oneroster.assessment_results.list.collect())
    return [row for row in rows if row.assessment_line_item.sourced_id.startswith("caliper_")]


def processed(number: int, points: float, attempt: int | None = None) -> ActivityEvent:
    """An activity of which a result is to be made."""
    event = activity(number, metric("xpEarned", points))
    return evolve(event, object=evolve(LESSON, process=True), generated=evolve(event.generated, attempt=attempt))


def totals(client: TimebackClient) -> AggregatedMetrics:
    """What the student came to on the day of the events."""
    told = client.edubridge.analytics.get_activity(
        student_id="student-1", start_date="2026-09-01", end_date="2026-09-01"
    )
    return aggregate(day_cells(value(told)))


def test_only_events_of_the_timeback_profile_count(client: TimebackClient) -> None:
    answered = question_answered_event(
        actor=STUDENT, object="https://app.example/items/7", ed_app="https://app.example"
    )
    value(client.caliper.events.send(SENSOR, [activity(1, metric("xpEarned", 10)), time_spent(2, active=60), answered]))
    assert len(value(client.caliper.events.list())) == 3
    assert totals(client).total_xp == 10
    assert totals(client).active_seconds == 60


def test_an_assessment_result_is_made_where_it_is_asked_for(client: TimebackClient) -> None:
    value(client.caliper.events.send(SENSOR, [activity(1)]))
    assert results_of(client) == []
    value(client.caliper.events.send(SENSOR, [processed(2, 10)]))
    (result,) = results_of(client)
    assert result.student.sourced_id == "student-1"


def test_a_new_attempt_is_a_result_of_its_own(client: TimebackClient) -> None:
    value(
        client.caliper.events.send(SENSOR, [processed(1, 10), processed(2, 20, attempt=1), processed(3, 30, attempt=2)])
    )
    assert len(results_of(client)) == 2
    assert refused(client, processed(4, 1, attempt=0)) == "generated.attempt"


def test_figures_may_have_decimals_and_xp_may_be_negative(client: TimebackClient) -> None:
    value(
        client.caliper.events.send(SENSOR, [activity(1, metric("xpEarned", 12.5)), activity(2, metric("xpEarned", -2))])
    )
    assert totals(client).total_xp == 10.5
    assert refused(client, activity(3, metric("masteredUnits", -1))) == "generated.items[0].value"
    for right, asked in ((4, 3), (None, 3), (1, None)):
        told = {"correctQuestions": right, "totalQuestions": asked}
        figures = [metric(kind, number) for kind, number in told.items() if number is not None]
        assert refused(client, activity(3, *figures)) == "generated.items"


def test_time_is_told_in_seconds_in_five_kinds(client: TimebackClient) -> None:
    kinds = ("active", "inactive", "waste", "unknown", "anti-pattern")
    spent = time_spent(1, **dict.fromkeys(kinds, 100_000.5))
    eating = TimeSpentMetric(type="waste", value=20, sub_type="eating")
    event = time_spent_event(id=urn(2), actor=STUDENT, object=LESSON, metrics=[eating])
    value(client.caliper.events.send(SENSOR, [spent, event]))
    stored = value(client.caliper.events.get(urn(2)))
    assert isinstance(stored.generated, dict)
    assert stored.generated["items"] == [{"type": "waste", "value": 20, "subType": "eating"}]
    assert totals(client).active_seconds == 100_000.5
    assert refused(client, time_spent(3, sleeping=1)) == "generated.items[0].type"
    assert refused(client, time_spent(3, active=-1)) == "generated.items[0].value"


def test_a_subject_is_one_of_ten_words(client: TimebackClient) -> None:
    assert refused(client, about(subject="Latin")) == "object.subject"
    context = {
        "id": "https://app.example/a",
        "type": "TimebackActivityContext",
        "subject": "Latin",
        "app": {"name": "A"},
    }
    assert value(decode(TimebackActivityContext, context)).subject == "Latin"


def about(**changes: object) -> ActivityEvent:
    """An event about something that is a little different."""
    return evolve(activity(9), object=evolve(LESSON, **changes))


def test_an_application_is_always_named(client: TimebackClient) -> None:
    assert refused(client, about(app=TimebackApp(name=" "))) == "object.app.name"
    assert refused(client, about(app=None)) == "object.app"


def test_the_course_decides_where_an_activity_counts(client: TimebackClient) -> None:
    value(client.caliper.events.send(SENSOR, [activity(1), evolve(activity(2), object=evolve(LESSON, course=None))]))
    week = value(client.edubridge.analytics.get_weekly_facts(student_id="student-1", week_date="2026-09-01"))
    assert sorted((fact.course_id or "") for fact in week.facts) == ["", "course-1"]


def test_a_user_has_no_further_members(client: TimebackClient) -> None:
    event = evolve(activity(), actor=evolve(STUDENT, name="Ada", role="student", extensions={"grade": 5}))
    value(client.caliper.events.send(SENSOR, [event]))
    odd = evolve(event, actor=evolve(STUDENT, extra={"grade": 5}))
    assert refused(client, odd) == "actor.grade"


def test_progress_stands_beside_the_figures(client: TimebackClient) -> None:
    made = evolve(activity(1).generated, extensions={"pctCompleteApp": 67})
    value(client.caliper.events.send(SENSOR, [evolve(activity(1), generated=made)]))
    assert refused(client, activity(2, metric("pctComplete", 67))) == "generated.items[0].type"


def test_an_activity_is_named_by_addresses(client: TimebackClient) -> None:
    odd = about(
        id="lesson-1",
        app=TimebackApp(id="app", name="A"),
        course=TimebackCourse(id="course-1", name="C"),
        activity=TimebackActivity(id="a", name="A"),
    )
    assert refused(client, odd) == "object.id, object.app.id, object.course.id, object.activity.id"


def test_a_run_is_told_as_a_session(client: TimebackClient) -> None:
    run = "urn:uuid:3b1e6a54-9d5b-4c39-8d7f-2f1d4f5a6b7c"
    value(client.caliper.events.send(SENSOR, [evolve(activity(1), session=run), evolve(time_spent(2), session=run)]))
    assert {event.session for event in value(client.caliper.events.list())} == {run}
