"""Assessment line items: tests, their parts and their questions."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, IDEMPOTENT, PATCH, POST, PUT, operation
from timeback_core.oneroster.bases import GRADEBOOK
from timeback_core.oneroster.models.assessment_line_items import (
    AssessmentLineItem,
    AssessmentLineItemInput,
    AssessmentLineItemPatch,
    with_status,
)

ASSESSMENT_LINE_ITEM = One("assessmentLineItem", AssessmentLineItem)


@operation(GET, GRADEBOOK, "/assessmentLineItems/", Many("assessmentLineItems", AssessmentLineItem))
def list_assessment_line_items(**options: Unpack[ListOptions]) -> Call:
    """List assessment line items.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/gradebook/v1p2/assessmentLineItems/
    """
    return Call(options=options)


@operation(POST, GRADEBOOK, "/assessmentLineItems/", Created())
def create_assessment_line_item(line_item: AssessmentLineItemInput) -> Call:
    """Create an assessment line item, and give the id that the server allocated.

    line_item: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where something that it
    refers to is unknown.

    Source: POST /ims/oneroster/gradebook/v1p2/assessmentLineItems/
    """
    return Call(body={"assessmentLineItem": line_item})


@operation(GET, GRADEBOOK, "/assessmentLineItems/{sourcedId}", ASSESSMENT_LINE_ITEM)
def get_assessment_line_item(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one assessment line item.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/gradebook/v1p2/assessmentLineItems/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, GRADEBOOK, "/assessmentLineItems/{sourcedId}", Maybe(ASSESSMENT_LINE_ITEM))
def update_assessment_line_item(sourced_id: str, line_item: AssessmentLineItemInput) -> Call:
    """Create or replace an assessment line item: what the input does not hold is lost.

    Gives the assessment line item where the server answers it. Nothing tells whether it is new: see
    `modify_assessment_line_item` for one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.

    Source: PUT /ims/oneroster/gradebook/v1p2/assessmentLineItems/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"assessmentLineItem": with_status(line_item)})


@operation(DELETE, GRADEBOOK, "/assessmentLineItems/{sourcedId}", Nothing())
def delete_assessment_line_item(sourced_id: str) -> Call:
    """Delete an assessment line item softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/gradebook/v1p2/assessmentLineItems/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(
    PATCH, GRADEBOOK, "/assessmentLineItems/{sourcedId}", Maybe(ASSESSMENT_LINE_ITEM), repeat=IDEMPOTENT
)
def patch_assessment_line_item(sourced_id: str, line_item: AssessmentLineItemPatch) -> Call:
    """Change an assessment line item: what is not given stays, and `metadata` is merged.

    Gives the assessment line item where the server answers it.

    sourced_id: its id.

    Errors: `NotFound`, `Rejected`.

    Source: PATCH /ims/oneroster/gradebook/v1p2/assessmentLineItems/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"assessmentLineItem": line_item})
