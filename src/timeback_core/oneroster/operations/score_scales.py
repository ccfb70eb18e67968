"""Score scales: what raw scores are called, in classes."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import GRADEBOOK
from timeback_core.oneroster.models.score_scales import ScoreScale, ScoreScaleInput

SCORE_SCALES = Many("scoreScales", ScoreScale)


@operation(GET, GRADEBOOK, "/scoreScales/", SCORE_SCALES)
def list_score_scales(**options: Unpack[ListOptions]) -> Call:
    """List score scales of all classes.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/gradebook/v1p2/scoreScales/
    """
    return Call(options=options)


@operation(POST, GRADEBOOK, "/scoreScales/", Created())
def create_score_scale(scale: ScoreScaleInput) -> Call:
    """Create a score scale, and give the id that the server allocated.

    scale: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the class is unknown.

    Source: POST /ims/oneroster/gradebook/v1p2/scoreScales/
    """
    return Call(body={"scoreScale": scale})


@operation(GET, GRADEBOOK, "/scoreScales/{sourcedId}", One("scoreScale", ScoreScale))
def get_score_scale(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one score scale.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/gradebook/v1p2/scoreScales/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, GRADEBOOK, "/scoreScales/{sourcedId}", Maybe(One("scoreScale", ScoreScale)))
def update_score_scale(sourced_id: str, scale: ScoreScaleInput) -> Call:
    """Create or replace a score scale: what the input does not hold is lost.

    Gives the score scale where the server answers it. Nothing tells whether it is new: see
    `modify_score_scale` for one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.

    Source: PUT /ims/oneroster/gradebook/v1p2/scoreScales/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"scoreScale": scale})


@operation(DELETE, GRADEBOOK, "/scoreScales/{sourcedId}", Nothing())
def delete_score_scale(sourced_id: str) -> Call:
    """Delete a score scale softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/gradebook/v1p2/scoreScales/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(GET, GRADEBOOK, "/schools/{sourcedId}/scoreScales", SCORE_SCALES)
def list_score_scales_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the score scales of the classes of a school.

    school_id: the school's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such school.

    Source: GET /ims/oneroster/gradebook/v1p2/schools/{sourcedId}/scoreScales
    """
    return Call(path={"sourcedId": school_id}, options=options)


@operation(GET, GRADEBOOK, "/classes/{sourcedId}/scoreScales", SCORE_SCALES)
def list_score_scales_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the score scales of a class.

    class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such class.

    Source: GET /ims/oneroster/gradebook/v1p2/classes/{sourcedId}/scoreScales
    """
    return Call(path={"sourcedId": class_id}, options=options)
