"""Flows over demographics: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import exists, modified, upserted
from timeback_core.oneroster.models.demographics import Demographics, DemographicsInput
from timeback_core.oneroster.operations.demographics import (
    create_demographics,
    get_demographics,
    list_demographics,
    update_demographics,
)


@flow
def demographics_exist(sourced_id: str) -> Steps[bool]:
    """Whether there are demographics of that user; deleted ones count, see `is_active`."""
    return (yield from exists(get_demographics.request(sourced_id, fields=("status",))))


@flow
def read_demographics_by_ids(ids: Sequence[str]) -> Steps[Batch[Demographics]]:
    """Read the demographics of many users by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_demographics.request))


@flow
def modify_demographics(
    sourced_id: str, change: Callable[[DemographicsInput], DemographicsInput]
) -> Steps[Demographics]:
    """Change the demographics of a user: read them, change them, write them back; gives them as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id, get_demographics.request, DemographicsInput.of, change, update_demographics.request
        )
    )


@flow
def upsert_demographics(sourced_id: str, demographics: DemographicsInput) -> Steps[Demographics]:
    """Replace the demographics of a user, or create them where there are none; gives them as stored.

    sourced_id: the user's id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of something that was deleted softly and cannot be replaced.
    """
    body = with_id(demographics, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_demographics.request,
            update_demographics.request(sourced_id, body),
            create_demographics.request(body),
        )
    )
