"""`client.powerpath`: the namespaces of all its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.surface.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.powerpath.assessments import Assessments
    from timeback_core.powerpath.course_sequences import CourseSequences
    from timeback_core.powerpath.lesson_plans import LessonPlans
    from timeback_core.powerpath.placement import Placement
    from timeback_core.powerpath.render_config import RenderConfigs
    from timeback_core.powerpath.screening import Screening
    from timeback_core.powerpath.syllabus import Syllabi
    from timeback_core.powerpath.test_assignments import TestAssignments
    from timeback_core.powerpath.test_out import TestOut


class PowerPath(Namespace[S_co]):
    """PowerPath: placement, adaptive lessons, lesson plans and test assignments.

    A lesson is a component resource of OneRoster, a unit a course component; all ids are OneRoster's.
    """

    placement: Placement[S_co]
    screening: Screening[S_co]
    assessments: Assessments[S_co]
    lesson_plans: LessonPlans[S_co]
    syllabus: Syllabi[S_co]
    test_assignments: TestAssignments[S_co]
    course_sequences: CourseSequences[S_co]
    test_out: TestOut[S_co]
    render_config: RenderConfigs[S_co]
