"""Flows over score scales: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import exists, modified, written
from timeback_core.oneroster.models.score_scales import ScoreScale, ScoreScaleInput
from timeback_core.oneroster.operations.score_scales import (
    get_score_scale,
    list_score_scales,
    update_score_scale,
)


@flow
def score_scale_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a score scale of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_score_scale.request(sourced_id, fields=("status",))))


@flow
def read_score_scales_by_ids(ids: Sequence[str]) -> Steps[Batch[ScoreScale]]:
    """Read many score scales by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_score_scales.request))


@flow
def modify_score_scale(
    sourced_id: str, change: Callable[[ScoreScaleInput], ScoreScaleInput]
) -> Steps[ScoreScale]:
    """Change a score scale: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    One that does not exist is not created.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id, get_score_scale.request, ScoreScaleInput.of, change, update_score_scale.request
        )
    )


@flow
def upsert_score_scale(sourced_id: str, scale: ScoreScaleInput) -> Steps[ScoreScale]:
    """Create or replace a score scale, in one request; gives it as stored.

    sourced_id: its id; it wins over the one in the input.
    """
    body = with_id(scale, sourced_id)
    return (
        yield from written(update_score_scale.request(sourced_id, body), get_score_scale.request(sourced_id))
    )
