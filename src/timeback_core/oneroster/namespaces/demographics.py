"""`client.oneroster.demographics`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.demographics import (
    demographics_exist,
    modify_demographics,
    read_demographics_by_ids,
    upsert_demographics,
)
from timeback_core.oneroster.operations.demographics import (
    create_demographics,
    delete_demographics,
    get_demographics,
    list_demographics,
    update_demographics,
)


class Demographics(Namespace[S_co]):
    """Facts about people; each document has the id of its user."""

    list = list_demographics
    get = get_demographics
    create = create_demographics
    update = update_demographics
    delete = delete_demographics
    get_many = read_demographics_by_ids
    exists = demographics_exist
    modify = modify_demographics
    upsert = upsert_demographics
