"""Flows over assessment line items: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import exists, modified, written
from timeback_core.oneroster.models.assessment_line_items import AssessmentLineItem, AssessmentLineItemInput
from timeback_core.oneroster.operations.assessment_line_items import (
    get_assessment_line_item,
    list_assessment_line_items,
    update_assessment_line_item,
)


@flow
def assessment_line_item_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is an assessment line item of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_assessment_line_item.request(sourced_id, fields=("status",))))


@flow
def read_assessment_line_items_by_ids(ids: Sequence[str]) -> Steps[Batch[AssessmentLineItem]]:
    """Read many assessment line items by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_assessment_line_items.request))


@flow
def modify_assessment_line_item(
    sourced_id: str, change: Callable[[AssessmentLineItemInput], AssessmentLineItemInput]
) -> Steps[AssessmentLineItem]:
    """Change an assessment line item: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    One that does not exist is not created.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id,
            get_assessment_line_item.request,
            AssessmentLineItemInput.of,
            change,
            update_assessment_line_item.request,
        )
    )


@flow
def upsert_assessment_line_item(
    sourced_id: str, line_item: AssessmentLineItemInput
) -> Steps[AssessmentLineItem]:
    """Create or replace an assessment line item, in one request; gives it as stored.

    sourced_id: its id; it wins over the one in the input.
    """
    body = with_id(line_item, sourced_id)
    return (
        yield from written(
            update_assessment_line_item.request(sourced_id, body),
            get_assessment_line_item.request(sourced_id),
        )
    )
