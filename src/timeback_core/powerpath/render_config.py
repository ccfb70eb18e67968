"""By which renderer the questions of a course are shown."""

from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, PUT, operation
from timeback_core.powerpath.common import POWERPATH
from timeback_core.powerpath.models.render_config import (
    RenderConfig,
    RenderConfigDeleted,
    RenderConfigUpsertInput,
    RenderConfigUpsertResult,
)


@operation(PUT, POWERPATH, "/render-config/", One(None, RenderConfigUpsertResult))
def upsert_render_config(config: RenderConfigUpsertInput) -> Call:
    """Give several courses a renderer, instead of all that was said of theirs before.

    Errors: `Rejected` where a course is unknown.
    """
    return Call(body=config)


@operation(GET, POWERPATH, "/render-config/{course_id}", One(None, RenderConfig))
def get_render_config(course_id: str) -> Call:
    """Fetch the renderer of a course.

    Errors: `NotFound`, also where the course has none of its own.
    """
    return Call()


@operation(DELETE, POWERPATH, "/render-config/{course_id}", One(None, RenderConfigDeleted))
def delete_render_config(course_id: str) -> Call:
    """Take away the renderer of a course, which has the usual one then.

    Errors: `NotFound`, also where the course has none of its own.
    """
    return Call()


class RenderConfigs(Namespace[S_co]):
    """By which renderer the questions of a course are shown."""

    upsert = upsert_render_config
    get = get_render_config
    delete = delete_render_config
