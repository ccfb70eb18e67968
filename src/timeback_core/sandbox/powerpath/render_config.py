"""Render configurations: who draws the questions of a course, one row for each course that has any."""

import re
from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.collections import COURSES
from timeback_core.sandbox.oneroster.members import URL
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import Boolean, ListOf, Member, Record, Text, may_null, must, musts

_CONFIGS: Final = "renderConfigs"
_BASE: Final = "/powerpath/render-config"
_SAID: Final = Text(pattern=re.compile(r".*\S.*", re.DOTALL), format="text: it is blank")
_SHOWN: Final = (
    must("rendererId", _SAID),
    must("rendererUrl", URL),
    Member(name="rendererVersion", shape=_SAID, default=None),
    Member(name="suppressFeedback", shape=Boolean(), default=False),
    Member(name="suppressCorrectResponse", shape=Boolean(), default=False),
)
_UPSERT: Final = Record((must("courseIds", ListOf(_SAID, min_items=1)), *_SHOWN))

_CONFIG: Final = Record(
    (
        *musts(Text(), "courseId", "rendererId", "rendererUrl"),
        may_null("rendererVersion", Text()),
        *musts(Boolean(), "suppressFeedback", "suppressCorrectResponse"),
    ),
    name="RenderConfig",
)


@described(Record((must("updated", ListOf(Text())),)), takes=_UPSERT)
def _upsert(call: Call) -> Reply:
    """Set who draws the questions of courses."""
    body = checked(call.world, _UPSERT, call.body(), "")
    course_ids = [COURSES.get(call.world, course_id)["sourcedId"] for course_id in body.pop("courseIds")]
    for course_id in course_ids:
        call.world.store.put(_CONFIGS, {"sourcedId": course_id, **body})
    return json_reply(200, {"updated": course_ids})


@described(_CONFIG)
def _get(call: Call) -> Reply:
    """Who draws the questions of a course."""
    config = _config(call)
    return json_reply(200, {"courseId": config["sourcedId"], **{member.name: config[member.name] for member in _SHOWN}})


@described(Record(musts(Text(), "deleted")))
def _delete(call: Call) -> Reply:
    """Let the platform draw the questions of a course again."""
    course_id = _config(call)["sourcedId"]
    call.world.store.remove(_CONFIGS, course_id)
    return json_reply(200, {"deleted": course_id})


def _config(call: Call) -> Document:
    config = call.world.store.get(_CONFIGS, call.ids[0])
    if config is None:
        raise unknown("Render configuration not found.")
    return config


RENDER_CONFIG: Final[Sequence[Route]] = (
    Route("powerpath.render_config.upsert", "PUT", f"{_BASE}/", _upsert),
    Route("powerpath.render_config.get", "GET", f"{_BASE}/{{courseId}}", _get),
    Route("powerpath.render_config.delete", "DELETE", f"{_BASE}/{{courseId}}", _delete),
)
