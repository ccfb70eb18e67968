"""`client.oneroster`: the namespaces of all its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.surface.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.oneroster.academic_sessions import AcademicSessions
    from timeback_core.oneroster.assessment_line_items import AssessmentLineItems
    from timeback_core.oneroster.assessment_results import AssessmentResults
    from timeback_core.oneroster.categories import Categories
    from timeback_core.oneroster.classes import Classes
    from timeback_core.oneroster.component_resources import ComponentResources
    from timeback_core.oneroster.course_components import CourseComponents
    from timeback_core.oneroster.courses import Courses
    from timeback_core.oneroster.demographics import UserDemographics
    from timeback_core.oneroster.enrollments import Enrollments
    from timeback_core.oneroster.grading_periods import GradingPeriods
    from timeback_core.oneroster.line_items import LineItems
    from timeback_core.oneroster.orgs import Orgs
    from timeback_core.oneroster.resources import Resources
    from timeback_core.oneroster.results import Results
    from timeback_core.oneroster.schools import Schools
    from timeback_core.oneroster.score_scales import ScoreScales
    from timeback_core.oneroster.students import Students
    from timeback_core.oneroster.teachers import Teachers
    from timeback_core.oneroster.terms import Terms
    from timeback_core.oneroster.users import Users


class OneRoster(Namespace[S_co]):
    """OneRoster: people, organizations, sessions, courses, classes, gradebook, assessments, resources.

    An operation stands with the resource that its path begins with: `classes.list_students`. On all of them
    `list`, `get`, `create`, `update` (PUT), `patch` and `delete` are single requests; `get_many`, `exists`,
    `modify` (read, change, write), `upsert` (replace or create) and `ensure` (read or create) are flows. A list
    takes a `limit` of 1 to 3000 rows a page.
    """

    users: Users[S_co]
    students: Students[S_co]
    teachers: Teachers[S_co]
    orgs: Orgs[S_co]
    schools: Schools[S_co]
    academic_sessions: AcademicSessions[S_co]
    terms: Terms[S_co]
    grading_periods: GradingPeriods[S_co]
    courses: Courses[S_co]
    course_components: CourseComponents[S_co]
    component_resources: ComponentResources[S_co]
    classes: Classes[S_co]
    enrollments: Enrollments[S_co]
    demographics: UserDemographics[S_co]
    categories: Categories[S_co]
    score_scales: ScoreScales[S_co]
    line_items: LineItems[S_co]
    results: Results[S_co]
    assessment_line_items: AssessmentLineItems[S_co]
    assessment_results: AssessmentResults[S_co]
    resources: Resources[S_co]
