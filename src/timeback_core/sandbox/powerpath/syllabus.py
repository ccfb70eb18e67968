"""The syllabus: a course with all that it holds, as its documents are."""

from collections.abc import Callable, Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Again, Parameter, described, under
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.collections import COURSES
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.kinds import COMPONENT_RESOURCE, COURSE, COURSE_COMPONENT, RESOURCE
from timeback_core.sandbox.oneroster.members import TEXT
from timeback_core.sandbox.oneroster.reads import show
from timeback_core.sandbox.oneroster.vocabulary import STATUS
from timeback_core.sandbox.oneroster.writes import refuse_problems
from timeback_core.sandbox.powerpath.course_tree import CourseTree
from timeback_core.sandbox.schema import Choice, Findings, ListOf, Record, may_null, must

_LINK: Final = Record(
    (
        *(member for member in COMPONENT_RESOURCE.record.members if member.name not in {"resource", "lessonType"}),
        may_null("lessonType", TEXT),
        must("resource", RESOURCE.record),
    ),
    name="SyllabusResource",
)
_COMPONENT: Final = Record(
    (
        *COURSE_COMPONENT.record.members,
        must("componentResources", ListOf(_LINK)),
        must("subComponents", ListOf(Again("SyllabusComponent"))),
    ),
    name="SyllabusComponent",
)
_SYLLABUS: Final = Record((must("course", COURSE.record), must("subComponents", ListOf(_COMPONENT))))
_STATUS: Final = Choice(STATUS)


@described(under("syllabus", _SYLLABUS), asks=(Parameter("status", _STATUS),))
def _get(call: Call) -> Reply:
    """A course with all that it holds."""
    course = COURSES.get(call.world, call.ids[0])
    syllabus = _Syllabus(call, CourseTree(call.world, course["sourcedId"], _wanted(call)))
    return json_reply(
        200, {"syllabus": {"course": show(call, COURSE, course), "subComponents": syllabus.components(None)}}
    )


def _wanted(call: Call) -> Callable[[Document], bool]:
    """What the query asks for: the rows of one status, or all."""
    status = call.query.get("status")
    if status is None:
        return lambda _row: True
    findings = Findings()
    _STATUS.check(status, "status", findings)
    refuse_problems(findings)
    return lambda row: bool(row["status"] == status)


class _Syllabus:
    def __init__(self, call: Call, tree: CourseTree) -> None:
        self._call = call
        self._tree = tree

    def components(self, above: Document | None) -> list[Document]:
        return [
            {
                **show(self._call, COURSE_COMPONENT, component),
                "componentResources": [self._link(link) for link in self._tree.links(component)],
                "subComponents": self.components(component),
            }
            for component in self._tree.children(above)
        ]

    def _link(self, link: Document) -> Document:
        resource = self._call.world.store.get("resources", link["resource"]["sourcedId"]) or {}
        lesson_type = link.get("lessonType") or metadata_of(resource).get("lessonType")
        return {
            **show(self._call, COMPONENT_RESOURCE, link),
            "lessonType": lesson_type,
            "resource": show(self._call, RESOURCE, resource),
        }


SYLLABUS: Final[Sequence[Route]] = (
    Route("powerpath.syllabus.get", "GET", "/powerpath/syllabus/{courseSourcedId}", _get),
)
