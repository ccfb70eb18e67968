"""What is graded in classes, and its results."""

from collections.abc import Sequence
from typing import Annotated, Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions, narrowed
from timeback_core.engine.call.request import Call
from timeback_core.engine.filters import field
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying, putting
from timeback_core.oneroster.common import GRADEBOOK, Id, bulk, has_rows
from timeback_core.oneroster.models.line_items import LineItem, LineItemInput
from timeback_core.oneroster.models.results import LineItemResult, ResultInput


@operation(GET, GRADEBOOK, "/lineItems/", Many("lineItems", LineItem))
def list_line_items(**options: Unpack[ListOptions]) -> Call:
    """List line items of all classes."""
    return Call()


@operation(GET, GRADEBOOK, "/lineItems/{sourced_id}", One("lineItem", LineItem))
def get_line_item(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one line item.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, GRADEBOOK, "/lineItems/", Created())
def create_line_item(line_item: LineItemInput) -> Call:
    """Create a line item, and give the id that the server allocated.

    line_item: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the class, the school or
    the category is unknown.
    """
    return Call(body={"lineItem": line_item})


@operation(PUT, GRADEBOOK, "/lineItems/{sourced_id}", Maybe(One("lineItem", LineItem)))
def update_line_item(sourced_id: str, line_item: LineItemInput) -> Call:
    """Create or replace a line item: what the input does not hold is lost.

    Gives the line item where the server answers it. Nothing tells whether it is new: see `modify_line_item`
    for one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.
    """
    return Call(body={"lineItem": line_item})


@operation(DELETE, GRADEBOOK, "/lineItems/{sourced_id}", Nothing())
def delete_line_item(sourced_id: str) -> Call:
    """Delete a line item softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, GRADEBOOK, "/results/", Many("results", LineItemResult))
def list_results_for_line_item(line_item_id: Id, **options: Unpack[ListOptions]) -> Call:
    """List the results of a line item; a line item that does not exist has none.

    It is the list of all results with a condition on the line item, which a `where` can only narrow further.
    """
    return Call(options=narrowed(options, field("lineItem.sourcedId").eq(line_item_id)))


@operation(POST, GRADEBOOK, "/lineItems/{line_item_id}/results", Created(bulk=True))
def create_results_for_line_item(line_item_id: str, results: Annotated[Sequence[ResultInput], has_rows]) -> Call:
    """Create results of a line item, all or none, and give their ids.

    Some servers tell one id only, however many there are.

    results: at least one; a row that names another line item is `InvalidInput`.

    Errors: `NotFound` where there is no such line item, `Conflict` where an id exists, `Rejected`.
    """
    return bulk("results", results, "line_item", line_item_id)


read_line_items_by_ids: Final = flow(by_ids("read_line_items_by_ids", list_line_items))
line_item_exists: Final = flow(existing("line_item_exists", get_line_item))
modify_line_item: Final = flow(modifying("modify_line_item", get_line_item, LineItemInput.of_stored, update_line_item))
upsert_line_item: Final = flow(putting("upsert_line_item", get_line_item, update_line_item))


class LineItems(Namespace[S_co]):
    """What is graded in classes, and its results."""

    list = list_line_items
    get = get_line_item
    create = create_line_item
    update = update_line_item
    delete = delete_line_item
    get_many = read_line_items_by_ids
    """Read many line items by their ids, up to fifty in one request."""
    exists = line_item_exists
    """Whether there is a line item of that id; a deleted one counts, see `is_active`."""
    modify = modify_line_item
    """Change a line item: read it, change it, write it back; gives it as stored."""
    upsert = upsert_line_item
    """Create or replace a line item, in one request; gives it as stored."""
    list_results = list_results_for_line_item
    create_results = create_results_for_line_item
