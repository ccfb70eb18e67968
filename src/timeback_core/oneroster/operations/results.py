"""Results: what students reached in line items."""

from collections.abc import Sequence
from typing import Annotated, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions, narrowed
from timeback_core.engine.call.request import Call
from timeback_core.engine.filters import field
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import GRADEBOOK
from timeback_core.oneroster.checks import Id, has_rows, rows_of
from timeback_core.oneroster.models.results import Result, ResultInput

RESULTS = Many("results", Result)


@operation(GET, GRADEBOOK, "/results/", RESULTS)
def list_results(**options: Unpack[ListOptions]) -> Call:
    """List results of all classes.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/gradebook/v1p2/results/
    """
    return Call(options=options)


@operation(POST, GRADEBOOK, "/results/", Created())
def create_result(result: ResultInput) -> Call:
    """Create a result, and give the id that the server allocated.

    result: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the line item or the
    student is unknown.

    Source: POST /ims/oneroster/gradebook/v1p2/results/
    """
    return Call(body={"result": result})


@operation(GET, GRADEBOOK, "/results/{sourcedId}", One("result", Result))
def get_result(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one result.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/gradebook/v1p2/results/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, GRADEBOOK, "/results/{sourcedId}", Maybe(One("result", Result)))
def update_result(sourced_id: str, result: ResultInput) -> Call:
    """Create or replace a result: what the input does not hold is lost.

    Gives the result where the server answers it. Nothing tells whether it is new: see `modify_result` for
    one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.

    Source: PUT /ims/oneroster/gradebook/v1p2/results/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"result": result})


@operation(DELETE, GRADEBOOK, "/results/{sourcedId}", Nothing())
def delete_result(sourced_id: str) -> Call:
    """Delete a result softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/gradebook/v1p2/results/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(POST, GRADEBOOK, "/lineItems/{sourcedId}/results", Created(bulk=True))
def create_results_for_line_item(
    line_item_id: str, results: Annotated[Sequence[ResultInput], has_rows]
) -> Call:
    """Create results of a line item, all or none, and give their ids.

    Some servers tell one id only, however many there are.

    line_item_id: the line item's id. results: at least one.

    Errors: `NotFound` where there is no such line item, `Conflict` where an id exists, `Rejected`.

    Source: POST /ims/oneroster/gradebook/v1p2/lineItems/{sourcedId}/results
    """
    return Call(path={"sourcedId": line_item_id}, body={"results": rows_of(results)})


@operation(GET, GRADEBOOK, "/results/", RESULTS)
def list_results_for_line_item(line_item_id: Id, **options: Unpack[ListOptions]) -> Call:
    """List the results of a line item; a line item that does not exist has none.

    It is the list of all results with a condition on the line item, which a `where` can only narrow
    further.

    line_item_id: the line item's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Source: GET /ims/oneroster/gradebook/v1p2/results/
    """
    return Call(options=narrowed(options, field("lineItem.sourcedId").eq(line_item_id)))


@operation(GET, GRADEBOOK, "/classes/{sourcedId}/results", RESULTS)
def list_results_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the results of a class.

    class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such class.

    Source: GET /ims/oneroster/gradebook/v1p2/classes/{sourcedId}/results
    """
    return Call(path={"sourcedId": class_id}, options=options)


@operation(GET, GRADEBOOK, "/classes/{classSourcedId}/lineItems/{lineItemSourcedId}/results", RESULTS)
def list_results_for_line_item_in_class(
    class_id: str, line_item_id: str, **options: Unpack[ListOptions]
) -> Call:
    """List the results of a line item of a class.

    class_id: the class's id. line_item_id: the line item's id. options: `where`, `sort`, `order_by`,
    `fields`, `limit` (1 to 3000), `offset`.

    Errors: `NotFound` where the class has no such line item.

    Source: GET /ims/oneroster/gradebook/v1p2/classes/{classSourcedId}/lineItems/{lineItemSourcedId}/results
    """
    return Call(path={"classSourcedId": class_id, "lineItemSourcedId": line_item_id}, options=options)


@operation(GET, GRADEBOOK, "/classes/{classSourcedId}/students/{studentSourcedId}/results", RESULTS)
def list_results_for_student_in_class(class_id: str, student_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the results of a student in a class.

    class_id: the class's id. student_id: the student's id. options: `where`, `sort`, `order_by`, `fields`,
    `limit` (1 to 3000), `offset`.

    Errors: `NotFound` where the class has no such student.

    Source: GET /ims/oneroster/gradebook/v1p2/classes/{classSourcedId}/students/{studentSourcedId}/results
    """
    return Call(path={"classSourcedId": class_id, "studentSourcedId": student_id}, options=options)


@operation(
    POST,
    GRADEBOOK,
    "/classes/{classSourcedId}/academicSessions/{academicSessionSourcedId}/results",
    Created(bulk=True),
)
def create_results_for_academic_session_in_class(
    class_id: str, session_id: str, results: Annotated[Sequence[ResultInput], has_rows]
) -> Call:
    """Create results of a class in an academic session, all or none, and give their ids.

    Some servers tell one id only, however many there are.

    class_id: the class's id. session_id: the session's id. results: at least one.

    Errors: `NotFound` where there is no such class or session, `Conflict` where an id exists, `Rejected`.

    Source: POST /ims/oneroster/gradebook/v1p2/classes/{classSourcedId}/academicSessions/{academicSessionSourcedId}/results
    """  # noqa: E501 -- a path stays in one piece
    return Call(
        path={"classSourcedId": class_id, "academicSessionSourcedId": session_id},
        body={"results": rows_of(results)},
    )
