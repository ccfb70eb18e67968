"""What raw scores are called."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying, putting
from timeback_core.oneroster.common import GRADEBOOK
from timeback_core.oneroster.models.score_scales import ScoreScale, ScoreScaleInput


@operation(GET, GRADEBOOK, "/scoreScales/", Many("scoreScales", ScoreScale))
def list_score_scales(**options: Unpack[ListOptions]) -> Call:
    """List score scales of all classes."""
    return Call()


@operation(GET, GRADEBOOK, "/scoreScales/{sourced_id}", One("scoreScale", ScoreScale))
def get_score_scale(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one score scale.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, GRADEBOOK, "/scoreScales/", Created())
def create_score_scale(scale: ScoreScaleInput) -> Call:
    """Create a score scale, and give the id that the server allocated.

    scale: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the class is unknown.
    """
    return Call(body={"scoreScale": scale})


@operation(PUT, GRADEBOOK, "/scoreScales/{sourced_id}", Maybe(One("scoreScale", ScoreScale)))
def update_score_scale(sourced_id: str, scale: ScoreScaleInput) -> Call:
    """Create or replace a score scale: what the input does not hold is lost.

    Gives the score scale where the server answers it. Nothing tells whether it is new: see
    `modify_score_scale` for one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.
    """
    return Call(body={"scoreScale": scale})


@operation(DELETE, GRADEBOOK, "/scoreScales/{sourced_id}", Nothing())
def delete_score_scale(sourced_id: str) -> Call:
    """Delete a score scale softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_score_scales_by_ids: Final = flow(by_ids("read_score_scales_by_ids", list_score_scales))
score_scale_exists: Final = flow(existing("score_scale_exists", get_score_scale))
modify_score_scale: Final = flow(
    modifying("modify_score_scale", get_score_scale, ScoreScaleInput.of_stored, update_score_scale)
)
upsert_score_scale: Final = flow(putting("upsert_score_scale", get_score_scale, update_score_scale))


class ScoreScales(Namespace[S_co]):
    """What raw scores are called."""

    list = list_score_scales
    get = get_score_scale
    create = create_score_scale
    update = update_score_scale
    delete = delete_score_scale
    get_many = read_score_scales_by_ids
    """Read many score scales by their ids, up to fifty in one request."""
    exists = score_scale_exists
    """Whether there is a score scale of that id; a deleted one counts, see `is_active`."""
    modify = modify_score_scale
    """Change a score scale: read it, change it, write it back; gives it as stored."""
    upsert = upsert_score_scale
    """Create or replace a score scale, in one request; gives it as stored."""
