"""Flows over results: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import exists, modified, written
from timeback_core.oneroster.models.results import Result, ResultInput
from timeback_core.oneroster.operations.results import get_result, list_results, update_result


@flow
def result_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a result of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_result.request(sourced_id, fields=("status",))))


@flow
def read_results_by_ids(ids: Sequence[str]) -> Steps[Batch[Result]]:
    """Read many results by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_results.request))


@flow
def modify_result(sourced_id: str, change: Callable[[ResultInput], ResultInput]) -> Steps[Result]:
    """Change a result: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    One that does not exist is not created.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(sourced_id, get_result.request, ResultInput.of, change, update_result.request)
    )


@flow
def upsert_result(sourced_id: str, result: ResultInput) -> Steps[Result]:
    """Create or replace a result, in one request; gives it as stored.

    sourced_id: its id; it wins over the one in the input.
    """
    body = with_id(result, sourced_id)
    return (yield from written(update_result.request(sourced_id, body), get_result.request(sourced_id)))
