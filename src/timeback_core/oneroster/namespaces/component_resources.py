"""`client.oneroster.component_resources`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.component_resources import (
    component_resource_exists,
    modify_component_resource,
    read_component_resources_by_ids,
    upsert_component_resource,
)
from timeback_core.oneroster.operations.component_resources import (
    create_component_resource,
    delete_component_resource,
    get_component_resource,
    list_component_resources,
    update_component_resource,
)


class ComponentResources(Namespace[S_co]):
    """The resources that hang on the components of courses."""

    list = list_component_resources
    get = get_component_resource
    create = create_component_resource
    update = update_component_resource
    delete = delete_component_resource
    get_many = read_component_resources_by_ids
    exists = component_resource_exists
    modify = modify_component_resource
    upsert = upsert_component_resource
