"""The configuration of an application that records activities, as its `timeback.config.json` holds it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from timeback_core.engine.codec import Model, model, non_empty, url, wire
from timeback_core.oneroster.models.course_metadata import CourseMetadata
from timeback_core.problems import Problem


@model
class CourseOverrides(Model):
    """What differs for a course in one environment."""

    level: str | None = None
    sensor: str | None = wire(default=None, check=url)
    launch_url: str | None = wire(default=None, check=url)
    metadata: CourseMetadata | None = None


@model
class CourseEntry(Model):
    """A course of the application: it has a grade, a code, or both."""

    subject: str = wire(default="Other", check=non_empty)
    grade: int | None = None
    """From 0 (kindergarten) to 12."""
    course_code: str | None = wire(default=None, check=non_empty)
    level: str | None = None
    ids: Mapping[str, str | None] | None = None
    """Environment -> `sourced_id` of the course there."""
    sensor: str | None = wire(default=None, check=url)
    """Who sends its events, where that is not the application's sensor."""
    launch_url: str | None = wire(default=None, check=url)
    metadata: CourseMetadata | None = None
    """`metrics.total_lessons` is what progress is measured by."""
    overrides: Mapping[str, CourseOverrides] | None = None
    """Environment -> what differs there."""

    def problems(self) -> Iterable[Problem]:
        if self.grade is None and self.course_code is None:
            yield Problem("grade", "must be given where course_code is not")
        if self.grade is not None and not 0 <= self.grade <= 12:
            yield Problem("grade", "must be from 0 to 12")


@model
class ActivityConfig(Model):
    """An application that records activities: its name, its sensor, its courses."""

    name: str = wire(default="Timeback App", check=non_empty)
    sensor: str | None = wire(default=None, check=url)
    """Who sends the events, such as the address of the application."""
    launch_url: str | None = wire(default=None, check=url)
    """Where the application starts; its origin is the sensor where none is given."""
    courses: tuple[CourseEntry, ...] = ()

    def problems(self) -> Iterable[Problem]:
        grades = Counter((entry.subject, entry.grade) for entry in self.courses)
        codes = Counter(entry.course_code for entry in self.courses)
        for index, entry in enumerate(self.courses):
            if entry.grade is not None and grades[entry.subject, entry.grade] > 1:
                yield Problem(f"courses[{index}].grade", "is there twice for the same subject")
            if entry.course_code is not None and codes[entry.course_code] > 1:
                yield Problem(f"courses[{index}].course_code", "is there twice")
