"""Assessment results: what students reached in tests and questions."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, IDEMPOTENT, PATCH, POST, PUT, operation
from timeback_core.oneroster.bases import GRADEBOOK
from timeback_core.oneroster.models.assessment_results import (
    AssessmentResult,
    AssessmentResultInput,
    AssessmentResultPatch,
)


@operation(GET, GRADEBOOK, "/assessmentResults/", Many("assessmentResults", AssessmentResult))
def list_assessment_results(**options: Unpack[ListOptions]) -> Call:
    """List assessment results, such as those `where={"student.sourcedId": "u-1"}`.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/gradebook/v1p2/assessmentResults/
    """
    return Call(options=options)


@operation(POST, GRADEBOOK, "/assessmentResults/", Created())
def create_assessment_result(result: AssessmentResultInput) -> Call:
    """Create an assessment result, and give the id that the server allocated.

    result: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the line item or the
    student is unknown.

    Source: POST /ims/oneroster/gradebook/v1p2/assessmentResults/
    """
    return Call(body={"assessmentResult": result})


@operation(GET, GRADEBOOK, "/assessmentResults/{sourcedId}", One("assessmentResult", AssessmentResult))
def get_assessment_result(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one assessment result.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/gradebook/v1p2/assessmentResults/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, GRADEBOOK, "/assessmentResults/{sourcedId}", Maybe(One("assessmentResult", AssessmentResult)))
def update_assessment_result(sourced_id: str, result: AssessmentResultInput) -> Call:
    """Create or replace an assessment result: what the input does not hold is lost.

    Gives the assessment result where the server answers it. Nothing tells whether it is new: see
    `modify_assessment_result` for one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.

    Source: PUT /ims/oneroster/gradebook/v1p2/assessmentResults/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"assessmentResult": result})


@operation(DELETE, GRADEBOOK, "/assessmentResults/{sourcedId}", Nothing())
def delete_assessment_result(sourced_id: str) -> Call:
    """Delete an assessment result softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/gradebook/v1p2/assessmentResults/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(PATCH, GRADEBOOK, "/assessmentResults/{sourcedId}", Nothing(), repeat=IDEMPOTENT)
def patch_assessment_result(sourced_id: str, result: AssessmentResultPatch) -> Call:
    """Change an assessment result: what is not given stays, and `metadata` is merged with what is stored.

    sourced_id: its id.

    Errors: `NotFound`, `Rejected`.

    Source: PATCH /ims/oneroster/gradebook/v1p2/assessmentResults/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"assessmentResult": result})
