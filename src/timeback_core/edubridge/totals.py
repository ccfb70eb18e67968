"""What students did, laid flat and summed up by subject, application, day and week: pure functions over the facts.

`day_cells`, `app_cells` and `event_cells` lay an answer flat, `select_cells` keeps some of the cells, and `aggregate`
and its like sum them up.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from math import fsum, inf
from typing import Final, NamedTuple, TypeVar

from timeback_core.edubridge.instants import DAY
from timeback_core.edubridge.models.activity import ActivityResponse, SubjectMetrics
from timeback_core.edubridge.models.weekly_facts import FactEventType, WeeklyFactsResponse
from timeback_core.engine.codec import Number

__all__ = ["AggregatedMetrics", "Cell", "Figures", "aggregate", "aggregate_by_app", "aggregate_by_day"]
__all__ += ["aggregate_by_subject", "aggregate_by_week", "app_cells", "day_cells", "event_cells", "select_cells"]

K = TypeVar("K")

SUNDAY: Final = 6


class Figures(NamedTuple):
    """What was learned, and the time that it took."""

    xp_earned: Number = 0
    total_questions: Number = 0
    correct_questions: Number = 0
    mastered_units: Number = 0
    active_seconds: Number = 0
    inactive_seconds: Number = 0
    waste_seconds: Number = 0


class Cell(NamedTuple):
    """What was done on a day in a subject; of an application alone where that is told."""

    day: date
    subject: str | None
    app: str | None
    figures: Figures


class AggregatedMetrics(NamedTuple):
    """The sums of cells, and over how much they are."""

    total_xp: Number
    total_questions: Number
    correct_questions: Number
    mastered_units: Number
    active_seconds: Number
    inactive_seconds: Number
    waste_seconds: Number
    day_count: int
    """Days on which something was done."""
    subject_count: int
    """Subjects in which something was done, each day's counted by themselves."""


def day_cells(told: ActivityResponse) -> tuple[Cell, ...]:
    """The cells of an activity, one a day and subject, over all applications."""
    return tuple(
        Cell(known, subject, None, figures_of(metrics))
        for day, subjects in told.facts.items()
        for subject, metrics in subjects.items()
        if (known := day_of(day)) is not None
    )


def app_cells(told: ActivityResponse) -> tuple[Cell, ...]:
    """The cells of an activity, one a day, subject and application; some servers nest them by application first.

    Their sum is that of `day_cells`.
    """
    return tuple(_of_apps(told))


def _of_apps(told: ActivityResponse) -> Iterator[Cell]:
    for first, inner in told.facts_by_app.items():
        for second, innermost in inner.items():
            for third, metrics in innermost.items():
                subject, app = second, third
                day = day_of(first)
                if day is None:
                    app, day, subject = first, day_of(second), third
                if day is not None:
                    yield Cell(day, subject, app, figures_of(metrics))


def event_cells(told: WeeklyFactsResponse) -> tuple[Cell, ...]:
    """The cells of a week, one an event.

    What was learned is taken of activities and seconds of time-spent events; one of these that was taken in twice
    counts once.
    """
    return tuple(_events(told))


def _events(told: WeeklyFactsResponse) -> Iterator[Cell]:
    seen: set[object] = set()
    for row in told.facts:
        learned = (row.xp_earned, row.total_questions, row.correct_questions, row.mastered_units)
        seconds = (row.active_seconds, row.inactive_seconds, row.waste_seconds)
        if row.event_type == FactEventType.TIME_SPENT:
            who = row.user_id or row.email
            event = (who, row.datetime, row.app, row.activity_id, row.activity_name, row.course_id, seconds)
            if event in seen:
                continue
            seen.add(event)
            learned = (0, 0, 0, 0)
        elif row.event_type == FactEventType.ACTIVITY:
            seconds = (0, 0, 0)
        yield Cell(row.date, row.subject, row.app, Figures(*(each or 0 for each in (*learned, *seconds))))


def figures_of(metrics: SubjectMetrics) -> Figures:
    """The figures of a cell as the platform has it."""
    learned, spent = metrics.activity_metrics, metrics.time_spent_metrics
    return Figures(
        learned.xp_earned,
        learned.total_questions,
        learned.correct_questions,
        learned.mastered_units,
        spent.active_seconds,
        spent.inactive_seconds,
        spent.waste_seconds,
    )


def day_of(text: str) -> date | None:
    """The day that a key of the facts names, or None where it names something else."""
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def select_cells(
    cells: Iterable[Cell],
    *,
    subject: str | None = None,
    app: str | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
) -> tuple[Cell, ...]:
    """The cells of a subject, of an application, from a first day to a last one: whatever of that is given."""
    return tuple(
        cell
        for cell in cells
        if subject in (None, cell.subject)
        and app in (None, cell.app)
        and (first_day is None or first_day <= cell.day)
        and (last_day is None or cell.day <= last_day)
    )


def aggregate(cells: Iterable[Cell]) -> AggregatedMetrics:
    """The sums of cells; zeros for none."""
    known = tuple(cells)
    columns = zip(Figures(), *(cell.figures for cell in known), strict=True)
    xp, questions, correct, units, active, inactive, waste = map(added, columns)
    days, subjects = {cell.day for cell in known}, {(cell.day, cell.subject) for cell in known}
    return AggregatedMetrics(xp, questions, correct, units, active, inactive, waste, len(days), len(subjects))


def aggregate_by_subject(cells: Iterable[Cell]) -> dict[str | None, AggregatedMetrics]:
    """The sums of cells by subject."""
    return _aggregate_by(cells, lambda cell: cell.subject)


def aggregate_by_app(cells: Iterable[Cell]) -> dict[str | None, AggregatedMetrics]:
    """The sums of cells by application; None for those of `day_cells`, which are of all."""
    return _aggregate_by(cells, lambda cell: cell.app)


def aggregate_by_day(cells: Iterable[Cell]) -> dict[date, AggregatedMetrics]:
    """The sums of cells by day, in the order of days; a day on which nothing was done is missing."""
    return dict(sorted(_aggregate_by(cells, lambda cell: cell.day).items()))


def aggregate_by_week(cells: Iterable[Cell], *, first_weekday: int = SUNDAY) -> dict[date, AggregatedMetrics]:
    """The sums of cells by the day on which their week begins, in the order of weeks.

    first_weekday: from 0, Monday, to 6, Sunday, with which the platform's weeks begin.
    """

    def week_of(cell: Cell) -> date:
        return date.fromordinal(max(1, cell.day.toordinal() - (cell.day.weekday() - first_weekday) % 7))

    return dict(sorted(_aggregate_by(cells, week_of).items()))


def _aggregate_by(cells: Iterable[Cell], key: Callable[[Cell], K]) -> dict[K, AggregatedMetrics]:
    groups: dict[K, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(key(cell), []).append(cell)
    return {each: aggregate(group) for each, group in groups.items()}


def added(numbers: Iterable[Number]) -> Number:
    """The sum of numbers, exact whatever their order; whole where it is, and infinite where it is too large."""
    try:
        total = fsum(numbers)
    except OverflowError:
        return inf
    return int(total) if total.is_integer() else total
