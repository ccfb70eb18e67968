"""`client.oneroster.orgs`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.orgs import (
    ensure_org,
    modify_org,
    org_exists,
    read_orgs_by_ids,
    upsert_org,
)
from timeback_core.oneroster.operations.orgs import create_org, delete_org, get_org, list_orgs, update_org


class Orgs(Namespace[S_co]):
    """Organizations of every kind."""

    list = list_orgs
    get = get_org
    create = create_org
    update = update_org
    delete = delete_org
    get_many = read_orgs_by_ids
    exists = org_exists
    modify = modify_org
    upsert = upsert_org
    ensure = ensure_org
