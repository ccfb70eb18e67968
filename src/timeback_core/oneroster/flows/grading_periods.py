"""Flows over grading periods: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import exists, modified, upserted
from timeback_core.oneroster.models.sessions import AcademicSession, GradingPeriodInput
from timeback_core.oneroster.operations.grading_periods import (
    create_grading_period,
    get_grading_period,
    list_grading_periods,
    update_grading_period,
)


@flow
def grading_period_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a grading period of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_grading_period.request(sourced_id, fields=("status",))))


@flow
def read_grading_periods_by_ids(ids: Sequence[str]) -> Steps[Batch[AcademicSession]]:
    """Read many grading periods by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_grading_periods.request))


@flow
def modify_grading_period(
    sourced_id: str, change: Callable[[GradingPeriodInput], GradingPeriodInput]
) -> Steps[AcademicSession]:
    """Change a grading period: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id,
            get_grading_period.request,
            GradingPeriodInput.of,
            change,
            update_grading_period.request,
        )
    )


@flow
def upsert_grading_period(sourced_id: str, period: GradingPeriodInput) -> Steps[AcademicSession]:
    """Replace a grading period, or create it where there is none; gives it as stored.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(period, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_grading_period.request,
            update_grading_period.request(sourced_id, body),
            create_grading_period.request(body),
        )
    )
