"""`client.oneroster.line_items`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.line_items import (
    line_item_exists,
    modify_line_item,
    read_line_items_by_ids,
    upsert_line_item,
)
from timeback_core.oneroster.operations.line_items import (
    create_line_item,
    delete_line_item,
    get_line_item,
    list_line_items,
    update_line_item,
)
from timeback_core.oneroster.operations.results import (
    create_results_for_line_item,
    list_results_for_line_item,
)


class LineItems(Namespace[S_co]):
    """What is graded in classes, and its results."""

    list = list_line_items
    get = get_line_item
    create = create_line_item
    update = update_line_item
    delete = delete_line_item
    get_many = read_line_items_by_ids
    exists = line_item_exists
    modify = modify_line_item
    upsert = upsert_line_item
    list_results = list_results_for_line_item
    create_results = create_results_for_line_item
