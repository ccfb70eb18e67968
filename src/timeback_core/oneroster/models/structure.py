"""A whole course in one request: the course and its lessons by key."""

from collections.abc import Mapping

from timeback_core.engine.codec import UNSET, Input, Number, Unset, model, non_empty, url, wire
from timeback_core.oneroster.models.courses import CourseInput


@model
class LessonStimulus(Input):
    """The article of a lesson."""

    title: str
    identifier: str = wire(check=non_empty)
    """QTI identifier of the stimulus."""


@model
class LessonVideo(Input):
    """The video of a lesson."""

    url: str = wire(check=url)
    title: str


@model
class CourseStructureItem(Input):
    """One lesson of a course structure."""

    url: str = wire(check=url)
    """Address of the lesson's content."""
    skill_code: str
    lesson_code: str
    title: str
    unit_title: str = wire("unit-title")
    """Title of the unit that the lesson belongs to."""
    status: str
    """Any text that the applications agree on."""
    xp: Number
    """Experience points before multiplication."""
    stimulus: LessonStimulus | Unset = UNSET
    video: LessonVideo | Unset = UNSET


@model
class CourseStructureInput(Input):
    """A whole course: the course itself and its lessons, each under a key of the caller's."""

    course: CourseInput
    course_structure: Mapping[str, CourseStructureItem]
