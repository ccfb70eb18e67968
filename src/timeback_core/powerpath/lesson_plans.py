"""Lesson plans: the content of a course arranged for one student, and how far the student is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import attrs
from returns.result import Failure

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import Many, Nothing, One, Stated
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.reading import json_of
from timeback_core.engine.call.request import Call, Expect, Listed
from timeback_core.engine.narrow import is_listing
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, IDEMPOTENT, POST, operation
from timeback_core.flows.steps import invalid, problems_in
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.course_progress import (
    CourseProgress,
    StudentItemResult,
    UpdateStudentItemResponseResult,
)
from timeback_core.powerpath.models.lesson_plans import (
    CreateLessonPlanResult,
    LessonPlanStructure,
    LessonPlanTree,
    StartTestOutResult,
)
from timeback_core.powerpath.models.operations import (
    LessonPlanOperation,
    LessonPlanOperationCommand,
    StoreOperationResult,
    SyncCourseLessonPlansResult,
    SyncOperationsResult,
)
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.engine.call.request import Request

TREE: Final = One("lessonPlan.lessonPlan", LessonPlanTree, also=("lessonPlan",))
STRUCTURE: Final = One("lessonPlan.lessonPlan", LessonPlanStructure, also=("lessonPlan",))
SYNCED: Final = One(None, SyncOperationsResult)


class ProgressOrLineItems(Expect[CourseProgress]):
    """The progress in a course, of some servers its line items alone."""

    @property
    def rows(self) -> Listed:
        return Listed(CourseProgress)

    def read(self, request: Request[object], response: HttpResponse) -> CourseProgress:  # noqa: ARG002 -- it is never in part
        from timeback_core.engine.codec.runtime import decoder

        body = json_of(response, self)
        return decoder(CourseProgress)({"lineItems": body} if isinstance(body, list) else body)


@operation(POST, POWERPATH, "/lessonPlans/", Stated(One(None, CreateLessonPlanResult)), repeat=IDEMPOTENT)
def create_lesson_plan(course_id: Id, user_id: Id, class_id: Id | None = None) -> Call:
    """Make the lesson plan of a student in a course, or give the one that is there; tells whether it is new.

    class_id: the class; the student's class of this year where it is not given.

    Errors: `Rejected` where the course, the student or the class is unknown; `NotFound` where it is not told which.
    """
    said = {"courseId": course_id, "userId": user_id, "classId": class_id}
    return Call(body={name: value for name, value in said.items() if value is not None})


@operation(GET, POWERPATH, "/lessonPlans/{course_id}/{user_id}", TREE)
def get_lesson_plan(course_id: str, user_id: str) -> Call:
    """Fetch what a student sees of the lesson plan in a course.

    Errors: `NotFound` where there is no plan.
    """
    return Call()


@operation(DELETE, POWERPATH, "/lessonPlans/{course_id}/deleteAll", Nothing())
def delete_lesson_plans(course_id: str) -> Call:
    """Delete the lesson plans of all students in a course, with their operations, for good.

    Errors: `NotFound` where the course is unknown.
    """
    return Call()


@operation(
    POST, POWERPATH, "/lessonPlans/{lesson_plan_id}/operations", One(None, StoreOperationResult, verdict="success")
)
def create_lesson_plan_operation(
    lesson_plan_id: str, operation: LessonPlanOperationCommand, reason: Id | None = None
) -> Call:
    """Store one operation in the log of a lesson plan; it takes effect with the next sync.

    operation: such as `move_to_start(resource("..."))`. reason: why, for whoever reads the log.

    Errors: `NotFound` where there is no such plan. Whether an operation can have its effect is told by the sync.
    """
    return Call(body={"operation": operation} | ({} if reason is None else {"reason": reason}))


@operation(
    GET, POWERPATH, "/lessonPlans/{lesson_plan_id}/operations", Many("operations", LessonPlanOperation, paging=UNPAGED)
)
def list_lesson_plan_operations(lesson_plan_id: str) -> Call:
    """List the operations of a lesson plan, oldest first, all at once.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, POWERPATH, "/lessonPlans/{lesson_plan_id}/operations/sync", SYNCED, repeat=IDEMPOTENT)
def sync_lesson_plan(lesson_plan_id: str) -> Call:
    """Apply the operations that were stored since the last sync; one that has no effect does not stop the others.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, POWERPATH, "/lessonPlans/{lesson_plan_id}/recreate", SYNCED, repeat=IDEMPOTENT)
def recreate_lesson_plan(lesson_plan_id: str) -> Call:
    """Make a lesson plan anew of its course as it is now, and apply all its operations again.

    It is needed where components of the course have come, gone or moved. Its items get other ids.

    Errors: `NotFound`.
    """
    return Call()


@operation(
    POST, POWERPATH, "/lessonPlans/course/{course_id}/sync", One(None, SyncCourseLessonPlansResult), repeat=IDEMPOTENT
)
def sync_course_lesson_plans(course_id: str) -> Call:
    """Make the lesson plans of all students in a course anew, and apply their operations again; it may take long.

    Errors: `NotFound` where the course is unknown.
    """
    return Call()


@operation(GET, POWERPATH, "/lessonPlans/getCourseProgress/{course_id}/student/{student_id}", ProgressOrLineItems())
def get_course_progress(course_id: str, student_id: str, *, lesson_id: Id | None = None) -> Call:
    """Fetch the results of a student in everything that a course holds, and how it is with the test-out.

    lesson_id: of one component resource alone.

    Errors: `NotFound`.
    """
    return Call(query={"lessonId": lesson_id})


@operation(POST, POWERPATH, "/lessonPlans/startTestOut", One(None, StartTestOutResult), repeat=IDEMPOTENT)
def start_test_out(course_id: Id, student_id: Id) -> Call:
    """Give a student the test-out of a course, or the one that is there and not taken; it is not begun.

    Errors: `Rejected` where course or student is unknown, or the student may not test out of it; `NotFound` where it
    is not told which is unknown.
    """
    return Call(body={"courseId": course_id, "studentId": student_id})


@operation(GET, POWERPATH, "/lessonPlans/tree/{lesson_plan_id}", TREE)
def get_lesson_plan_tree(lesson_plan_id: str) -> Call:
    """Fetch what the student sees of a lesson plan.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, POWERPATH, "/lessonPlans/tree/{lesson_plan_id}/structure", STRUCTURE)
def get_lesson_plan_structure(lesson_plan_id: str) -> Call:
    """Fetch all items of a lesson plan, those that are skipped as well.

    Errors: `NotFound`.
    """
    return Call()


@operation(
    POST,
    POWERPATH,
    "/lessonPlans/updateStudentItemResponse",
    One(None, UpdateStudentItemResponseResult, verdict="success"),
)
def update_student_item_response(
    student_id: Id,
    result: StudentItemResult,
    *,
    component_resource_id: Id | None = None,
    component_id: Id | None = None,
) -> Call:
    """Store what a student reached in a lesson or a component, such as in one that is taken elsewhere.

    component_resource_id, component_id: in which; exactly one. The published schema knows the lesson alone.

    Errors: `Rejected` where the student, the lesson or the component is unknown.
    """
    targets = {"componentResourceId": component_resource_id, "componentId": component_id}
    body = {"studentId": student_id, **{name: value for name, value in targets.items() if value is not None}}
    return Call(body={**body, "result": result}, problems=tuple(not_one(component_resource_id, component_id)))


def not_one(component_resource_id: str | None, component_id: str | None) -> Iterator[Problem]:
    """What is wrong where not exactly one item is named."""
    if (component_resource_id is None) == (component_id is None):
        text = "must be given, or component_id" if component_id is None else "must not be given beside component_id"
        yield Problem("component_resource_id", text)


@flow
def store_and_sync(
    lesson_plan_id: str, operations: Sequence[LessonPlanOperationCommand], reason: str | None = None
) -> Steps[SyncOperationsResult]:
    """Store operations of a lesson plan in order, and apply them; tells what became of each that was not yet applied.

    reason: why, for whoever reads the log.

    Errors: `NotFound`. Where one cannot be stored, those before it are in the log, and the next sync applies them.
    """
    if problems := tuple(no_listing(operations)):
        return invalid(*problems)
    requests = [create_lesson_plan_operation.request(lesson_plan_id, each, reason) for each in operations]
    sync = sync_lesson_plan.request(lesson_plan_id)
    if problems := (*problems_in(sync), *wrong_operations(requests)):
        return invalid(*dict.fromkeys(problems))
    for request in requests:
        stored = yield from Perform(request)
        if isinstance(stored, Failure):
            return stored
    return (yield from Perform(sync))


def no_listing(operations: object) -> Iterator[Problem]:
    """What is wrong where no sequence of operations is given."""
    if not is_listing(operations):
        yield Problem("operations", f"expected a sequence of operations, found {type(operations).__name__}")


def wrong_operations(requests: Sequence[Request[object]]) -> Iterator[Problem]:
    """Everything that is wrong with operations that are to be stored, each by its place among them."""
    for index, request in enumerate(requests):
        for problem in request.problems:
            yield attrs.evolve(problem, path=re.sub("^operation", f"operations[{index}]", problem.path))


class LessonPlans(Namespace[S_co]):
    """The content of a course arranged for one student, and how far the student is in it."""

    create = create_lesson_plan
    get = get_lesson_plan
    get_tree = get_lesson_plan_tree
    get_structure = get_lesson_plan_structure
    delete_all = delete_lesson_plans
    create_operations = create_lesson_plan_operation
    list_operations = list_lesson_plan_operations
    sync = sync_lesson_plan
    recreate = recreate_lesson_plan
    sync_course = sync_course_lesson_plans
    get_course_progress = get_course_progress
    start_test_out = start_test_out
    update_student_item_response = update_student_item_response
    store_and_sync = store_and_sync
