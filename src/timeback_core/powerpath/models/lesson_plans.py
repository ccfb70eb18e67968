"""Lesson plans: the content of a course as it is arranged for one student, as tree and as structure."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from timeback_core.engine.codec import Flag, JsonObject, Kind, Loose, Model, Open, model
from timeback_core.oneroster.models.component_resources import ComponentResourceMetadata
from timeback_core.oneroster.models.course_components import PrerequisiteCriteria
from timeback_core.oneroster.models.course_metadata import CourseMetadata
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.grades import Grade
from timeback_core.oneroster.models.refs import Mention
from timeback_core.oneroster.models.resources import Resource
from timeback_core.powerpath.models.common import AnySubject
from timeback_core.powerpath.models.operations import LessonPlanItemType


def read_order_key(value: str | int | float) -> str:
    """A place among siblings as text; some servers send a number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


OrderKey: TypeAlias = Annotated[str, Kind(read_order_key, str, ("string", "number"), "order key", kept=(str,))]
"""A place among siblings, such as `a0`; compared as text."""


class StartTestOutStatus(StrEnum):
    """Whether a test-out was made, or was there already."""

    CREATED = "created"
    EXISTING = "existing"


@model
class CreateLessonPlanResult(Model):
    """The lesson plan of a student in a course."""

    lesson_plan_id: str


@model
class LessonPlanCourse(Model):
    """The course of a lesson plan."""

    sourced_id: str | None = None
    title: str | None = None
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    metadata: CourseMetadata | None = None
    academic_session: Mention | None = None
    school_year: Mention | None = None
    course_code: str | None = None
    grades: tuple[Grade, ...] = ()
    subjects: tuple[AnySubject, ...] = ()
    subject_codes: tuple[str, ...] = ()
    org: Mention | None = None
    level: str | None = None
    grading_scheme: str | None = None
    resources: tuple[Mention, ...] = ()


@model
class MetadataDetails(Loose):
    """What a server says of the metadata of a resource."""

    type: str | None = None


@model
class LessonPlanResource(Resource):
    """The resource of a lesson in a lesson plan."""

    metadata_details: MetadataDetails | None = None


@model
class LessonPlanTreeResource(Model):
    """A lesson in the tree of a lesson plan."""

    id: str
    """Id of the item in the plan, which is another one whenever the plan is made anew: do not keep it."""
    sourced_id: str | None = None
    """Id of the lesson; only some servers tell it, the structure always does."""
    tenant_id: str | None = None
    client_app_id: str | None = None
    sort_order: OrderKey | None = None
    metadata: ComponentResourceMetadata | None = None
    course_component_sourced_id: str | None = None
    """The component that it is in."""
    resource: LessonPlanResource | None = None


@model
class LessonPlanTreeComponent(Model):
    """A component in the tree of a lesson plan, with what is in it."""

    id: str
    """Id of the item in the plan, which is another one whenever the plan is made anew: do not keep it."""
    sourced_id: str
    """Id of the component."""
    title: str | None = None
    status: Open[Status] | None = None
    sort_order: OrderKey | None = None
    unlock_date: datetime | str | None = None
    metadata: JsonObject | None = None
    prerequisites: tuple[str, ...] = ()
    """Ids of the components that come before."""
    prerequisite_criteria: Open[PrerequisiteCriteria] | None = None
    component_resources: tuple[LessonPlanTreeResource, ...] = ()
    sub_components: "tuple[LessonPlanTreeComponent, ...]" = ()


@model
class LessonPlanTree(Model):
    """What a student sees of a lesson plan; what is skipped is not in it."""

    course: LessonPlanCourse | None = None
    sub_components: tuple[LessonPlanTreeComponent, ...] = ()


@model
class LessonPlanStructureNode(Model):
    """An item of a lesson plan, with what is in it."""

    type: Open[LessonPlanItemType]
    component_id: str | None = None
    """Id of the component, where it is one."""
    component_resource_id: str | None = None
    """Id of the lesson, where it is one."""
    title: str | None = None
    order: OrderKey | None = None
    skipped: Flag = False
    """Whether it is hidden from the student."""
    item_id: str | None = None
    """Id of the item in the plan, which is another one whenever the plan is made anew: do not keep it."""
    component_resources: "tuple[LessonPlanStructureNode, ...]" = ()
    sub_components: "tuple[LessonPlanStructureNode, ...]" = ()


@model
class LessonPlanStructure(Model):
    """All items of a lesson plan, those that are skipped as well."""

    id: str | None = None
    course_id: str | None = None
    course_title: str | None = None
    structure: tuple[LessonPlanStructureNode, ...] = ()

    @property
    def nodes(self) -> Iterator[LessonPlanStructureNode]:
        """All items, each before what is in it, the lessons of a component before the components in it."""
        left = list(reversed(self.structure))
        while left:
            node = left.pop()
            yield node
            left.extend(reversed((*node.component_resources, *node.sub_components)))


@model
class StartTestOutResult(Model):
    """The test-out of a student in a course."""

    assignment_id: str
    lesson_id: str
    """Id of the component resource, by which the test is taken; no course lists it."""
    resource_id: str | None = None
    status: Open[StartTestOutStatus] | None = None
