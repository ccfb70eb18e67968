"""Facts laid flat and summed up: whatever the grouping, nothing is lost and nothing counts twice."""

from datetime import UTC, date, datetime, timedelta
from math import inf

import pytest
from hypothesis import given, strategies as st

from timeback_core import evolve
from timeback_core.edubridge import (
    ActivityMetrics,
    ActivityResponse,
    AggregatedMetrics,
    Cell,
    Figures,
    SubjectMetrics,
    TimeSpentMetrics,
    WeeklyFactRecord,
    WeeklyFactsResponse,
    aggregate,
    aggregate_by_app,
    aggregate_by_day,
    aggregate_by_subject,
    aggregate_by_week,
    app_cells,
    day_cells,
    event_cells,
    select_cells,
)

MONDAY = date(2026, 9, 14)
NOTHING = AggregatedMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0)


def metrics(xp: float, questions: float = 0, seconds: float = 0, *apps: str) -> SubjectMetrics:
    """A cell as the platform has it."""
    learned = ActivityMetrics(xp_earned=xp, total_questions=questions)
    return SubjectMetrics(
        activity_metrics=learned, time_spent_metrics=TimeSpentMetrics(active_seconds=seconds), apps=apps
    )


NUMBERS, FIGURES, READER = metrics(0.1, 2, 60.5, "Numbers"), metrics(0.2, 1.5), metrics(-1, 4, 30, "Reader")
ACTIVITY = ActivityResponse(
    facts={
        "2026-09-14": {"Math": metrics(0.3, 3.5, 60.5, "Numbers", "Figures"), "Reading": READER},
        "2026-09-19": {"Math": NUMBERS},
        "soon": {"Math": NUMBERS},
    },
    facts_by_app={
        "2026-09-14": {"Math": {"Numbers": NUMBERS, "Figures": FIGURES}, "Reading": {"Reader": READER}},
        "2026-09-19": {"Math": {"Numbers": NUMBERS}},
    },
)


def test_an_activity_is_laid_flat_by_day_and_subject() -> None:
    assert [(cell.day, cell.subject, cell.app) for cell in day_cells(ACTIVITY)] == [
        (MONDAY, "Math", None),
        (MONDAY, "Reading", None),
        (date(2026, 9, 19), "Math", None),
    ]
    assert day_cells(ACTIVITY)[1].figures == Figures(xp_earned=-1, total_questions=4, active_seconds=30)
    assert day_cells(ActivityResponse()) == app_cells(ActivityResponse()) == ()


@pytest.mark.parametrize("app_first", [False, True])
def test_the_level_of_days_is_recognized(*, app_first: bool) -> None:
    told = ACTIVITY
    if app_first:
        nested: dict[str, dict[str, dict[str, SubjectMetrics]]] = {}
        for day, subjects in ACTIVITY.facts_by_app.items():
            for subject, apps in subjects.items():
                for app, cell in apps.items():
                    nested.setdefault(app, {}).setdefault(day, {})[subject] = cell
        told = ActivityResponse(facts_by_app=nested)
    assert set(app_cells(told)) == set(app_cells(ACTIVITY))
    assert aggregate(app_cells(told)) == aggregate(day_cells(ACTIVITY))


def test_cells_are_summed_up_exactly() -> None:
    assert aggregate(()) == NOTHING
    assert aggregate(day_cells(ACTIVITY)) == AggregatedMetrics(-0.6, 9.5, 0, 0, 151, 0, 0, 2, 3)
    cells = app_cells(ACTIVITY)
    by_app = aggregate_by_app(cells)
    assert {app: each.total_xp for app, each in by_app.items()} == {"Numbers": 0.2, "Figures": 0.2, "Reader": -1}
    assert by_app["Numbers"].day_count == 2
    assert aggregate_by_subject(cells)["Math"].total_questions == 5.5
    huge = Cell(MONDAY, None, None, Figures(xp_earned=10**400, total_questions=1e308))
    assert aggregate([huge, huge])[:2] == (inf, inf)
    assert list(aggregate_by_day(reversed(cells))) == [MONDAY, date(2026, 9, 19)]


def test_cells_are_selected_by_all_that_is_given() -> None:
    cells = app_cells(ACTIVITY)
    assert select_cells(cells) == cells
    assert [cell.app for cell in select_cells(cells, subject="Math", last_day=MONDAY)] == ["Numbers", "Figures"]
    assert [cell.day for cell in select_cells(cells, app="Numbers", first_day=date(2026, 9, 15))] == [date(2026, 9, 19)]


def test_weeks_begin_on_sunday_unless_said_otherwise() -> None:
    cells = [
        Cell(date(2026, 9, 12) + timedelta(days=number), "Math", None, Figures(xp_earned=1)) for number in range(4)
    ]
    assert {week: each.total_xp for week, each in aggregate_by_week(cells).items()} == {
        date(2026, 9, 6): 1,
        date(2026, 9, 13): 3,
    }
    assert list(aggregate_by_week(cells, first_weekday=0)) == [date(2026, 9, 7), MONDAY]
    assert list(aggregate_by_week([Cell(date.min, None, None, Figures())])) == [date.min]


def row(number: int, kind: str, hour: int = 10, **figures: float) -> WeeklyFactRecord:
    """An event of a week."""
    known = WeeklyFactRecord(
        id=number,
        date=MONDAY,
        datetime=datetime(2026, 9, 14, hour, tzinfo=UTC),
        user_id="u",
        subject="Math",
        app="Numbers",
        activity_id="a",
        event_type=kind,
    )
    return evolve(known, **figures)


def test_an_event_that_was_taken_in_twice_counts_once() -> None:
    told = WeeklyFactsResponse(
        facts=(
            row(1, "ActivityEvent", xp_earned=5, total_questions=4, active_seconds=99),
            row(2, "TimeSpentEvent", active_seconds=60, waste_seconds=1.5, xp_earned=99),
            row(3, "TimeSpentEvent", active_seconds=60, waste_seconds=1.5),
            row(4, "TimeSpentEvent", hour=11, active_seconds=60, waste_seconds=1.5),
            row(5, "ActivityEvent", xp_earned=5, total_questions=4),
            row(6, "GradeEvent", xp_earned=1, active_seconds=7),
        )
    )
    assert aggregate(event_cells(told)) == AggregatedMetrics(11, 8, 0, 0, 127, 0, 3, 1, 1)


QUARTERS = st.integers(-(2**40), 2**40).map(lambda number: number / 4)
CELLS = st.lists(
    st.builds(
        Cell,
        st.dates(MONDAY - timedelta(days=20), MONDAY),
        st.sampled_from(["Math", "Reading", None]),
        st.sampled_from(["Numbers", "Reader", None]),
        st.builds(Figures, *[QUARTERS] * 7),
    ),
    max_size=12,
)


@given(CELLS)
def test_every_grouping_has_the_sums_of_the_whole(cells: list[Cell]) -> None:
    whole = aggregate(cells)
    assert aggregate(reversed(cells)) == whole
    for by in (aggregate_by_subject, aggregate_by_app, aggregate_by_day, aggregate_by_week):
        parts = by(cells).values()
        assert [sum(column) for column in zip([0] * 7, *(part[:7] for part in parts), strict=True)] == list(whole[:7])
    assert sum(part.subject_count for part in aggregate_by_day(cells).values()) == whole.subject_count
    assert len(aggregate_by_day(cells)) == whole.day_count
