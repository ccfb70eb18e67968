"""`client.oneroster.grading_periods`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.grading_periods import (
    grading_period_exists,
    modify_grading_period,
    read_grading_periods_by_ids,
    upsert_grading_period,
)
from timeback_core.oneroster.operations.grading_periods import (
    create_grading_period,
    delete_grading_period,
    get_grading_period,
    list_grading_periods,
    update_grading_period,
)


class GradingPeriods(Namespace[S_co]):
    """Sessions that are grading periods."""

    list = list_grading_periods
    get = get_grading_period
    create = create_grading_period
    update = update_grading_period
    delete = delete_grading_period
    get_many = read_grading_periods_by_ids
    exists = grading_period_exists
    modify = modify_grading_period
    upsert = upsert_grading_period
