"""Experimental: goals of students. The platform may change them."""

from timeback_core.edubridge.common import GOALS
from timeback_core.edubridge.models.goals import (
    CourseGoalInput,
    CourseGoalSnapshot,
    SubjectGoalInput,
    SubjectGoalPatch,
    SubjectGoalPreview,
    SubjectGoals,
    SubjectGoalSnapshot,
)
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, IDEMPOTENT, PATCH, POST, SAFE, operation


@operation(GET, GOALS, "/{student_id}/subjects", One(None, SubjectGoals))
def list_subject_goals(student_id: str) -> Call:
    """Experimental: fetch the goals of a student, one a subject, and how far the student is.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, GOALS, "/{student_id}/subjects", One("subject", SubjectGoalSnapshot))
def create_subject_goal(student_id: str, goal: SubjectGoalInput) -> Call:
    """Experimental: set the goal of a student in a subject; it takes the place of the one that is active."""
    return Call(body=goal)


@operation(POST, GOALS, "/{student_id}/subjects/preview", One("preview", SubjectGoalPreview), repeat=SAFE)
def preview_subject_goal(student_id: str, goal: SubjectGoalInput) -> Call:
    """Experimental: see what a goal would be; nothing is stored."""
    return Call(body=goal)


@operation(PATCH, GOALS, "/{student_id}/subjects/{subject}", One("subject", SubjectGoalSnapshot), repeat=IDEMPOTENT)
def update_subject_goal(student_id: str, subject: str, goal: SubjectGoalPatch) -> Call:
    """Experimental: change the goal of a student in a subject; what is not given stays."""
    return Call(body=goal)


@operation(POST, GOALS, "/{student_id}/courses", One("course", CourseGoalSnapshot))
def create_course_goal(student_id: str, goal: CourseGoalInput) -> Call:
    """Experimental: set a goal of a student in a course."""
    return Call(body=goal)


class Goals(Namespace[S_co]):
    """Experimental: goals of students, in a subject or in a course."""

    list_subjects = list_subject_goals
    create_subject = create_subject_goal
    preview_subject = preview_subject_goal
    update_subject = update_subject_goal
    create_course = create_course_goal
