"""`client.oneroster.categories`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.categories import (
    category_exists,
    modify_category,
    read_categories_by_ids,
    upsert_category,
)
from timeback_core.oneroster.operations.categories import (
    create_category,
    delete_category,
    get_category,
    list_categories,
    update_category,
)


class Categories(Namespace[S_co]):
    """Categories of line items, such as homework."""

    list = list_categories
    get = get_category
    create = create_category
    update = update_category
    delete = delete_category
    get_many = read_categories_by_ids
    exists = category_exists
    modify = modify_category
    upsert = upsert_category
