"""Line items: what is graded, in all classes, in one of them and in a school."""

from collections.abc import Sequence
from typing import Annotated, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import GRADEBOOK
from timeback_core.oneroster.checks import has_rows, rows_of
from timeback_core.oneroster.models.line_items import LineItem, LineItemInput

LINE_ITEMS = Many("lineItems", LineItem)


@operation(GET, GRADEBOOK, "/lineItems/", LINE_ITEMS)
def list_line_items(**options: Unpack[ListOptions]) -> Call:
    """List line items of all classes.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/gradebook/v1p2/lineItems/
    """
    return Call(options=options)


@operation(POST, GRADEBOOK, "/lineItems/", Created())
def create_line_item(line_item: LineItemInput) -> Call:
    """Create a line item, and give the id that the server allocated.

    line_item: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the class, the school
    or the category is unknown.

    Source: POST /ims/oneroster/gradebook/v1p2/lineItems/
    """
    return Call(body={"lineItem": line_item})


@operation(GET, GRADEBOOK, "/lineItems/{sourcedId}", One("lineItem", LineItem))
def get_line_item(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one line item.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/gradebook/v1p2/lineItems/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, GRADEBOOK, "/lineItems/{sourcedId}", Maybe(One("lineItem", LineItem)))
def update_line_item(sourced_id: str, line_item: LineItemInput) -> Call:
    """Create or replace a line item: what the input does not hold is lost.

    Gives the line item where the server answers it. Nothing tells whether it is new: see
    `modify_line_item` for one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.

    Source: PUT /ims/oneroster/gradebook/v1p2/lineItems/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"lineItem": line_item})


@operation(DELETE, GRADEBOOK, "/lineItems/{sourcedId}", Nothing())
def delete_line_item(sourced_id: str) -> Call:
    """Delete a line item softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/gradebook/v1p2/lineItems/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(GET, GRADEBOOK, "/schools/{sourcedId}/lineItems", LINE_ITEMS)
def list_line_items_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the line items of a school.

    school_id: the school's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such school.

    Source: GET /ims/oneroster/gradebook/v1p2/schools/{sourcedId}/lineItems
    """
    return Call(path={"sourcedId": school_id}, options=options)


@operation(POST, GRADEBOOK, "/schools/{sourcedId}/lineItems", Created(bulk=True))
def create_line_items_for_school(
    school_id: str, line_items: Annotated[Sequence[LineItemInput], has_rows]
) -> Call:
    """Create line items of a school, all or none, and give their ids.

    Some servers tell one id only, however many there are.

    school_id: the school's id. line_items: at least one.

    Errors: `NotFound` where there is no such school, `Conflict` where an id exists, `Rejected`.

    Source: POST /ims/oneroster/gradebook/v1p2/schools/{sourcedId}/lineItems
    """
    return Call(path={"sourcedId": school_id}, body={"lineItems": rows_of(line_items)})


@operation(GET, GRADEBOOK, "/classes/{sourcedId}/lineItems", LINE_ITEMS)
def list_line_items_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the line items of a class.

    class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such class.

    Source: GET /ims/oneroster/gradebook/v1p2/classes/{sourcedId}/lineItems
    """
    return Call(path={"sourcedId": class_id}, options=options)


@operation(POST, GRADEBOOK, "/classes/{classSourcedId}/lineItems", Created(bulk=True))
def create_line_items_for_class(
    class_id: str, line_items: Annotated[Sequence[LineItemInput], has_rows]
) -> Call:
    """Create line items of a class, all or none, and give their ids.

    Some servers tell one id only, however many there are.

    class_id: the class's id. line_items: at least one.

    Errors: `NotFound` where there is no such class, `Conflict` where an id exists, `Rejected`.

    Source: POST /ims/oneroster/gradebook/v1p2/classes/{classSourcedId}/lineItems
    """
    return Call(path={"classSourcedId": class_id}, body={"lineItems": rows_of(line_items)})
