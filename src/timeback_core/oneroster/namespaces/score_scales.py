"""`client.oneroster.score_scales`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.score_scales import (
    modify_score_scale,
    read_score_scales_by_ids,
    score_scale_exists,
    upsert_score_scale,
)
from timeback_core.oneroster.operations.score_scales import (
    create_score_scale,
    delete_score_scale,
    get_score_scale,
    list_score_scales,
    update_score_scale,
)


class ScoreScales(Namespace[S_co]):
    """What raw scores are called."""

    list = list_score_scales
    get = get_score_scale
    create = create_score_scale
    update = update_score_scale
    delete = delete_score_scale
    get_many = read_score_scales_by_ids
    exists = score_scale_exists
    modify = modify_score_scale
    upsert = upsert_score_scale
