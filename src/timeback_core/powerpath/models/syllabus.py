"""The syllabus of a course: its units and lessons as one tree."""

from collections.abc import Iterator
from datetime import datetime

from timeback_core.engine.codec import JsonObject, LaxNumber, Model, Open, model, wire
from timeback_core.oneroster.models.component_resources import ComponentResourceMetadata
from timeback_core.oneroster.models.course_components import PrerequisiteCriteria
from timeback_core.oneroster.models.course_metadata import CourseMetadata
from timeback_core.oneroster.models.enums import LessonType, Status
from timeback_core.oneroster.models.grades import Grade
from timeback_core.oneroster.models.refs import Mention
from timeback_core.powerpath.models.common import AnySubject
from timeback_core.powerpath.models.lesson_plans import LessonPlanResource


@model
class SyllabusCourse(Model):
    """The course of a syllabus."""

    sourced_id: str
    title: str | None = None
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    course_code: str | None = None
    grades: tuple[Grade, ...] = ()
    subjects: tuple[AnySubject, ...] = ()
    subject_codes: tuple[str, ...] = ()
    org: Mention | None = None
    level: str | None = None
    metadata: CourseMetadata | None = None


@model
class SyllabusResource(LessonPlanResource):
    """The resource of a lesson in a syllabus."""

    type: str | None = None
    """As in its metadata, such as `qti`."""


@model
class SyllabusComponentResource(Model):
    """A lesson of a syllabus."""

    sourced_id: str | None = None
    """The id by which the lesson is taken."""
    title: str | None = None
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    sort_order: LaxNumber | None = None
    lesson_type: Open[LessonType] | None = None
    """Missing on some: see `known_lesson_type`."""
    metadata: ComponentResourceMetadata | None = None
    course_component: Mention | None = None
    """The unit."""
    resource: SyllabusResource | None = None

    @property
    def known_lesson_type(self) -> Open[LessonType] | None:
        """The type of the lesson: that of the lesson, else that of its resource, or of the metadata of either."""
        places = (self, self.resource and self.resource.metadata, self.metadata)
        return next((place.lesson_type for place in places if place and place.lesson_type), None)


@model
class SyllabusComponent(Model):
    """A unit of a syllabus, with its lessons and the units below it."""

    sourced_id: str
    title: str | None = None
    status: Open[Status] | None = None
    sort_order: LaxNumber | None = None
    unlock_date: datetime | None = None
    metadata: JsonObject | None = None
    prerequisites: tuple[str, ...] = ()
    """Ids of the components that come before."""
    prerequisite_criteria: Open[PrerequisiteCriteria] | None = None
    component_resources: tuple[SyllabusComponentResource, ...] = ()
    sub_components: "tuple[SyllabusComponent, ...]" = wire(default=(), also=("components",))


@model
class Syllabus(Model):
    """The units and lessons of a course."""

    course: SyllabusCourse | None = None
    sub_components: tuple[SyllabusComponent, ...] = wire(default=(), also=("components",))

    @property
    def lessons(self) -> Iterator[SyllabusComponentResource]:
        """All lessons, in the order of the tree: those of a unit before those of the units below it."""
        left = list(reversed(self.sub_components))
        while left:
            unit = left.pop()
            yield from unit.component_resources
            left.extend(reversed(unit.sub_components))
