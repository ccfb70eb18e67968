"""Tests, their parts and their questions."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, IDEMPOTENT, PATCH, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying, putting
from timeback_core.oneroster.common import GRADEBOOK
from timeback_core.oneroster.models.assessment_line_items import (
    AssessmentLineItem,
    AssessmentLineItemInput,
    AssessmentLineItemPatch,
)

ASSESSMENT_LINE_ITEM = One("assessmentLineItem", AssessmentLineItem)


@operation(GET, GRADEBOOK, "/assessmentLineItems/", Many("assessmentLineItems", AssessmentLineItem))
def list_assessment_line_items(**options: Unpack[ListOptions]) -> Call:
    """List assessment line items."""
    return Call()


@operation(GET, GRADEBOOK, "/assessmentLineItems/{sourced_id}", ASSESSMENT_LINE_ITEM)
def get_assessment_line_item(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one assessment line item.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, GRADEBOOK, "/assessmentLineItems/", Created())
def create_assessment_line_item(line_item: AssessmentLineItemInput) -> Call:
    """Create an assessment line item, and give the id that the server allocated.

    line_item: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where something that it refers
    to is unknown.
    """
    return Call(body={"assessmentLineItem": line_item})


@operation(PUT, GRADEBOOK, "/assessmentLineItems/{sourced_id}", Maybe(ASSESSMENT_LINE_ITEM))
def update_assessment_line_item(sourced_id: str, line_item: AssessmentLineItemInput) -> Call:
    """Create or replace an assessment line item: what the input does not hold is lost.

    Gives the assessment line item where the server answers it. Nothing tells whether it is new: see
    `modify_assessment_line_item` for one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.
    """
    return Call(body={"assessmentLineItem": line_item})


@operation(PATCH, GRADEBOOK, "/assessmentLineItems/{sourced_id}", Maybe(ASSESSMENT_LINE_ITEM), repeat=IDEMPOTENT)
def patch_assessment_line_item(sourced_id: str, line_item: AssessmentLineItemPatch) -> Call:
    """Change an assessment line item: what is not given stays, and `metadata` is merged.

    Gives the assessment line item where the server answers it.

    Errors: `NotFound`, `Rejected`.
    """
    return Call(body={"assessmentLineItem": line_item})


@operation(DELETE, GRADEBOOK, "/assessmentLineItems/{sourced_id}", Nothing())
def delete_assessment_line_item(sourced_id: str) -> Call:
    """Delete an assessment line item softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_assessment_line_items_by_ids: Final = flow(by_ids("read_assessment_line_items_by_ids", list_assessment_line_items))
assessment_line_item_exists: Final = flow(existing("assessment_line_item_exists", get_assessment_line_item))
modify_assessment_line_item: Final = flow(
    modifying(
        "modify_assessment_line_item",
        get_assessment_line_item,
        AssessmentLineItemInput.of_stored,
        update_assessment_line_item,
        part=patch_assessment_line_item,
    )
)
upsert_assessment_line_item: Final = flow(
    putting("upsert_assessment_line_item", get_assessment_line_item, update_assessment_line_item)
)


class AssessmentLineItems(Namespace[S_co]):
    """Tests, their parts and their questions."""

    list = list_assessment_line_items
    get = get_assessment_line_item
    create = create_assessment_line_item
    update = update_assessment_line_item
    patch = patch_assessment_line_item
    delete = delete_assessment_line_item
    get_many = read_assessment_line_items_by_ids
    """Read many assessment line items by their ids, up to fifty in one request."""
    exists = assessment_line_item_exists
    """Whether there is an assessment line item of that id; a deleted one counts, see `is_active`."""
    modify = modify_assessment_line_item
    """Change an assessment line item: read it, change it, write it back; gives it as stored."""
    upsert = upsert_assessment_line_item
    """Create or replace an assessment line item, in one request; gives it as stored."""
