"""Experimental: courses that fill the gaps of a student. The platform may change them."""

from collections.abc import Sequence
from typing import Annotated, Final

from timeback_core.edubridge.common import EDUBRIDGE
from timeback_core.edubridge.models.progression import (
    HoleFillingCourseInput,
    HoleFillingCourseResult,
    ProgressionJobInput,
    ProgressionJobResult,
)
from timeback_core.engine.call.expect import Json, One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, POST, operation
from timeback_core.flows.steps import is_count, is_id

MOST_LESSONS: Final = 500


def is_page_size(value: object) -> str | None:
    """As many lessons as one answer can hold."""
    return f"must be at most {MOST_LESSONS}" if isinstance(value, int) and value > MOST_LESSONS else is_count(value)


@operation(GET, EDUBRIDGE, "/progression/catalog", Json())
def list_progression_catalog(
    *,
    subjects: Sequence[Annotated[str, is_id]] = (),
    grade_levels: Sequence[Annotated[str, is_id]] = (),
    page: Annotated[int, is_count] = 1,
    limit: Annotated[int, is_page_size] = 100,
) -> Call:
    """Experimental: fetch a page of the lessons of which courses can be made, as plain JSON.

    page: from 1 on. limit: lessons a page, 500 at most.
    """
    return Call(query={"subject": subjects, "gradeLevel": grade_levels, "page": page, "limit": limit})


@operation(POST, EDUBRIDGE, "/progression/create-course", One(None, HoleFillingCourseResult))
def create_hole_filling_course(course: HoleFillingCourseInput) -> Call:
    """Experimental: make a course of lessons for one student, and enroll the student.

    Twice makes two courses, and it may take 90 seconds: give it time, as by `client.using(timeout=120)`.
    """
    return Call(body=course)


@operation(POST, EDUBRIDGE, "/progression/enqueue", One(None, ProgressionJobResult, verdict="success"))
def enqueue_progression_job(job: ProgressionJobInput) -> Call:
    """Experimental: let the platform plan what comes after a test. What becomes of the job is not told."""
    return Call(body=job)


class Progression(Namespace[S_co]):
    """Experimental: courses that fill the gaps of a student."""

    list_catalog = list_progression_catalog
    create_course = create_hole_filling_course
    enqueue = enqueue_progression_job
