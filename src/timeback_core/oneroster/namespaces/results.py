"""`client.oneroster.results`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.results import (
    modify_result,
    read_results_by_ids,
    result_exists,
    upsert_result,
)
from timeback_core.oneroster.operations.results import (
    create_result,
    delete_result,
    get_result,
    list_results,
    update_result,
)


class Results(Namespace[S_co]):
    """What students reached in line items."""

    list = list_results
    get = get_result
    create = create_result
    update = update_result
    delete = delete_result
    get_many = read_results_by_ids
    exists = result_exists
    modify = modify_result
    upsert = upsert_result
