"""An application in one environment: its courses under their ids there, and the ids of its activities."""

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

import attrs
from returns.result import Failure, Result, Success

from timeback_core.documents import check
from timeback_core.engine.platforms import BEYOND_AI
from timeback_core.errors import InvalidInput
from timeback_core.problems import Problem
from timeback_core.recorder.models.activities import CourseSelector
from timeback_core.recorder.models.config import ActivityConfig, CourseEntry, CourseOverrides

Environment: TypeAlias = Literal["local", "staging", "production"]

NOTHING_ELSE: Final = CourseOverrides()
ROSTERING: Final = BEYOND_AI.paths["oneroster"]["rostering"]


@attrs.frozen
class RecordedCourse:
    """A course in one environment."""

    id: str
    """Its `sourced_id`."""
    entry: CourseEntry
    sensor: str
    total_lessons: int | float | None

    @property
    def name(self) -> str:
        """What events call it."""
        entry = self.entry
        return entry.course_code or (entry.subject if entry.grade is None else f"{entry.subject} G{entry.grade}")

    def activity_id(self, activity: str) -> str:
        """The address that stands for an activity of the course in events, the same however the course is selected.

        activity: its short name.
        """
        entry = self.entry
        place = (entry.course_code or "",) if entry.grade is None else (entry.subject, f"g{entry.grade}")
        sensor = urlsplit(self.sensor)
        path = "/".join((sensor.path.rstrip("/"), "activities", *(quote(part, safe="") for part in (*place, activity))))
        return urlunsplit(sensor._replace(path=path))


@attrs.frozen
class RecordingApp:
    """An application in one environment."""

    name: str
    api: str
    """Where the ids of its users and courses begin, such as `https://api.alpha-1edtech.ai`."""
    courses: tuple[RecordedCourse, ...]

    @classmethod
    def of(
        cls, config: ActivityConfig, env: Environment = "production", *, api: str | None = None
    ) -> Result["RecordingApp", InvalidInput]:
        """The application that a configuration describes, or everything that is wrong with it.

        env: whose ids and overrides count; `local` has those of staging, but for overrides of its own. api: where ids
        of users and courses begin; the platform's own address of the environment where it is not given.
        """
        hosted = BEYOND_AI.hosts.get("staging" if env == "local" else env)
        problems = list(check(config))
        if hosted is None:
            problems.append(Problem("env", "must be local, staging or production"))
        if problems or hosted is None:
            return Failure(InvalidInput(tuple(problems)))
        courses = tuple(_courses_of(config, env, problems))
        if problems:
            return Failure(InvalidInput(tuple(problems)))
        return Success(cls(config.name, (api or hosted.api).rstrip("/"), courses))

    def course(self, selector: CourseSelector) -> Result[RecordedCourse, InvalidInput]:
        """The course that a selector means; a code wins over subject and grade.

        Errors: `InvalidInput` where the configuration has none, or none with an id in this environment.
        """
        wanted = (selector.subject, selector.grade)
        for course in self.courses:
            entry = course.entry
            if entry.course_code == selector.code if selector.code else (entry.subject, entry.grade) == wanted:
                return Success(course)
        return Failure(InvalidInput((Problem("course", "is not in the configuration, or has no id there"),)))

    def user_url(self, user_id: str) -> str:
        """The address that stands for a user in events."""
        return f"{self.api}{ROSTERING}/users/{quote(user_id, safe='')}"

    def course_url(self, course_id: str) -> str:
        """The address that stands for a course in events."""
        return f"{self.api}{ROSTERING}/courses/{quote(course_id, safe='')}"


def _courses_of(config: ActivityConfig, env: Environment, problems: list[Problem]) -> Iterator[RecordedCourse]:
    stage = "staging" if env == "local" else env
    for index, entry in enumerate(config.courses):
        overrides = entry.overrides or {}
        here = overrides.get(env) or overrides.get(stage) or NOTHING_ELSE
        sensor = here.sensor or entry.sensor or config.sensor
        if sensor is None and (launch := here.launch_url or entry.launch_url or config.launch_url) is not None:
            sensor = urlunsplit((*urlsplit(launch)[:2], "", "", ""))
        if sensor is None:
            problems.append(Problem(f"courses[{index}].sensor", "must be given, here or for the application"))
        course_id = (entry.ids or {}).get(stage)
        if sensor is None or not course_id:
            continue
        known = (each.metrics for each in (here.metadata, entry.metadata) if each is not None)
        lessons = (each.total_lessons for each in known if each is not None)
        yield RecordedCourse(
            id=course_id,
            entry=entry,
            sensor=sensor,
            total_lessons=next((each for each in lessons if each is not None), None),
        )
