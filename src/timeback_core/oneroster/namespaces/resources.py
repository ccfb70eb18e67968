"""`client.oneroster.resources`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.resources import (
    modify_resource,
    read_resources_by_ids,
    resource_exists,
    upsert_resource,
)
from timeback_core.oneroster.operations.resources import (
    create_resource,
    delete_resource,
    export_resource,
    get_resource,
    list_resources,
    list_resources_for_class,
    list_resources_for_course,
    list_resources_for_user,
    update_resource,
)


class Resources(Namespace[S_co]):
    """What students work with; its paths begin with `resources` for classes, courses and users as well."""

    list = list_resources
    get = get_resource
    create = create_resource
    update = update_resource
    delete = delete_resource
    get_many = read_resources_by_ids
    exists = resource_exists
    modify = modify_resource
    upsert = upsert_resource
    list_for_class = list_resources_for_class
    list_for_course = list_resources_for_course
    list_for_user = list_resources_for_user
    export = export_resource
