"""What students reached in line items."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying, putting
from timeback_core.oneroster.common import GRADEBOOK
from timeback_core.oneroster.models.results import LineItemResult, ResultInput


@operation(GET, GRADEBOOK, "/results/", Many("results", LineItemResult))
def list_results(**options: Unpack[ListOptions]) -> Call:
    """List results of all classes."""
    return Call()


@operation(GET, GRADEBOOK, "/results/{sourced_id}", One("result", LineItemResult))
def get_result(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one result.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, GRADEBOOK, "/results/", Created())
def create_result(result: ResultInput) -> Call:
    """Create a result, and give the id that the server allocated.

    result: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the line item or the
    student is unknown.
    """
    return Call(body={"result": result})


@operation(PUT, GRADEBOOK, "/results/{sourced_id}", Maybe(One("result", LineItemResult)))
def update_result(sourced_id: str, result: ResultInput) -> Call:
    """Create or replace a result: what the input does not hold is lost.

    Gives the result where the server answers it. Nothing tells whether it is new: see `modify_result` for one
    that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.
    """
    return Call(body={"result": result})


@operation(DELETE, GRADEBOOK, "/results/{sourced_id}", Nothing())
def delete_result(sourced_id: str) -> Call:
    """Delete a result softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_results_by_ids: Final = flow(by_ids("read_results_by_ids", list_results))
result_exists: Final = flow(existing("result_exists", get_result))
modify_result: Final = flow(modifying("modify_result", get_result, ResultInput.of_stored, update_result))
upsert_result: Final = flow(putting("upsert_result", get_result, update_result))


class Results(Namespace[S_co]):
    """What students reached in line items."""

    list = list_results
    get = get_result
    create = create_result
    update = update_result
    delete = delete_result
    get_many = read_results_by_ids
    """Read many results by their ids, up to fifty in one request."""
    exists = result_exists
    """Whether there is a result of that id; a deleted one counts, see `is_active`."""
    modify = modify_result
    """Change a result: read it, change it, write it back; gives it as stored."""
    upsert = upsert_result
    """Create or replace a result, in one request; gives it as stored."""
