"""What students reached in tests and questions."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, IDEMPOTENT, PATCH, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying, putting
from timeback_core.oneroster.common import GRADEBOOK
from timeback_core.oneroster.models.assessment_results import (
    AssessmentResult,
    AssessmentResultInput,
    AssessmentResultPatch,
)


@operation(GET, GRADEBOOK, "/assessmentResults/", Many("assessmentResults", AssessmentResult))
def list_assessment_results(**options: Unpack[ListOptions]) -> Call:
    """List assessment results, such as those `where={"student.sourcedId": "u-1"}`."""
    return Call()


@operation(GET, GRADEBOOK, "/assessmentResults/{sourced_id}", One("assessmentResult", AssessmentResult))
def get_assessment_result(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one assessment result.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, GRADEBOOK, "/assessmentResults/", Created())
def create_assessment_result(result: AssessmentResultInput) -> Call:
    """Create an assessment result, and give the id that the server allocated.

    result: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the line item or the
    student is unknown.
    """
    return Call(body={"assessmentResult": result})


@operation(PUT, GRADEBOOK, "/assessmentResults/{sourced_id}", Maybe(One("assessmentResult", AssessmentResult)))
def update_assessment_result(sourced_id: str, result: AssessmentResultInput) -> Call:
    """Create or replace an assessment result: what the input does not hold is lost.

    Gives the assessment result where the server answers it. Nothing tells whether it is new: see
    `modify_assessment_result` for one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.
    """
    return Call(body={"assessmentResult": result})


@operation(PATCH, GRADEBOOK, "/assessmentResults/{sourced_id}", Nothing(), repeat=IDEMPOTENT)
def patch_assessment_result(sourced_id: str, result: AssessmentResultPatch) -> Call:
    """Change an assessment result: what is not given stays, and `metadata` is merged with what is stored.

    Errors: `NotFound`, `Rejected`.
    """
    return Call(body={"assessmentResult": result})


@operation(DELETE, GRADEBOOK, "/assessmentResults/{sourced_id}", Nothing())
def delete_assessment_result(sourced_id: str) -> Call:
    """Delete an assessment result softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_assessment_results_by_ids: Final = flow(by_ids("read_assessment_results_by_ids", list_assessment_results))
assessment_result_exists: Final = flow(existing("assessment_result_exists", get_assessment_result))
modify_assessment_result: Final = flow(
    modifying(
        "modify_assessment_result",
        get_assessment_result,
        AssessmentResultInput.of_stored,
        update_assessment_result,
        part=patch_assessment_result,
    )
)
upsert_assessment_result: Final = flow(
    putting("upsert_assessment_result", get_assessment_result, update_assessment_result)
)


class AssessmentResults(Namespace[S_co]):
    """What students reached in tests and questions."""

    list = list_assessment_results
    get = get_assessment_result
    create = create_assessment_result
    update = update_assessment_result
    patch = patch_assessment_result
    delete = delete_assessment_result
    get_many = read_assessment_results_by_ids
    """Read many assessment results by their ids, up to fifty in one request."""
    exists = assessment_result_exists
    """Whether there is an assessment result of that id; a deleted one counts, see `is_active`."""
    modify = modify_assessment_result
    """Change an assessment result: read it, change it, write it back; gives it as stored."""
    upsert = upsert_assessment_result
    """Create or replace an assessment result, in one request; gives it as stored."""
