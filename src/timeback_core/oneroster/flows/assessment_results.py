"""Flows over assessment results: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import exists, modified, written
from timeback_core.oneroster.models.assessment_results import AssessmentResult, AssessmentResultInput
from timeback_core.oneroster.operations.assessment_results import (
    get_assessment_result,
    list_assessment_results,
    update_assessment_result,
)


@flow
def assessment_result_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is an assessment result of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_assessment_result.request(sourced_id, fields=("status",))))


@flow
def read_assessment_results_by_ids(ids: Sequence[str]) -> Steps[Batch[AssessmentResult]]:
    """Read many assessment results by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_assessment_results.request))


@flow
def modify_assessment_result(
    sourced_id: str, change: Callable[[AssessmentResultInput], AssessmentResultInput]
) -> Steps[AssessmentResult]:
    """Change an assessment result: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    One that does not exist is not created.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id,
            get_assessment_result.request,
            AssessmentResultInput.of,
            change,
            update_assessment_result.request,
        )
    )


@flow
def upsert_assessment_result(sourced_id: str, result: AssessmentResultInput) -> Steps[AssessmentResult]:
    """Create or replace an assessment result, in one request; gives it as stored.

    sourced_id: its id; it wins over the one in the input.
    """
    body = with_id(result, sourced_id)
    return (
        yield from written(
            update_assessment_result.request(sourced_id, body), get_assessment_result.request(sourced_id)
        )
    )
