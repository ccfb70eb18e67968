"""`client.oneroster.course_components`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.course_components import (
    course_component_exists,
    modify_course_component,
    read_course_components_by_ids,
    upsert_course_component,
)
from timeback_core.oneroster.operations.course_components import (
    create_course_component,
    delete_course_component,
    get_course_component,
    list_course_components,
    update_course_component,
)


class CourseComponents(Namespace[S_co]):
    """The units and lessons of courses."""

    list = list_course_components
    get = get_course_component
    create = create_course_component
    update = update_course_component
    delete = delete_course_component
    get_many = read_course_components_by_ids
    exists = course_component_exists
    modify = modify_course_component
    upsert = upsert_course_component
