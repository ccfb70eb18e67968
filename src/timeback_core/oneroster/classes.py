"""Classes, who takes part in them, and their gradebook."""

from collections.abc import Sequence
from typing import Annotated, Final, Unpack

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions, SearchOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying
from timeback_core.flows.steps import ensured, narrowed_to, upserted, with_id
from timeback_core.oneroster.common import GRADEBOOK, ROSTERING, bulk, has_rows
from timeback_core.oneroster.models.categories import Category
from timeback_core.oneroster.models.classes import Class, ClassInput, ClassUpdateInput
from timeback_core.oneroster.models.line_items import LineItem, LineItemInput
from timeback_core.oneroster.models.results import LineItemResult, ResultInput
from timeback_core.oneroster.models.score_scales import ScoreScale
from timeback_core.oneroster.seats import (
    add_student_to_class,
    add_teacher_to_class,
    enroll,
    ensure_enrolled,
    list_class_roster,
    list_current_enrollments_for_class,
    list_enrollments_for_class,
    list_students_for_class,
    list_teachers_for_class,
    unenroll,
)

RESULTS = Many("results", LineItemResult)


@operation(GET, ROSTERING, "/classes/", Many("classes", Class))
def list_classes(**options: Unpack[SearchOptions]) -> Call:
    """List classes; `search` looks at the title."""
    return Call()


@operation(GET, ROSTERING, "/classes/{sourced_id}", One("class", Class))
def get_class(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one class.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/classes/", Created())
def create_class(class_: ClassInput) -> Call:
    """Create a class, and give the id that the server allocated.

    class_: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the course, the school or
    a term is unknown.
    """
    return Call(body={"class": class_})


@operation(PUT, ROSTERING, "/classes/{sourced_id}", Maybe(One("class", Class, bare=True)))
def update_class(sourced_id: str, class_: ClassUpdateInput) -> Call:
    """Change a class: what the input does not hold stays. Gives the class where the server answers it.

    The course and the school of a class never change.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"class": class_})


@operation(DELETE, ROSTERING, "/classes/{sourced_id}", Nothing())
def delete_class(sourced_id: str) -> Call:
    """Delete a class softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, GRADEBOOK, "/classes/{class_id}/categories", Many("categories", Category))
def list_categories_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the categories of the line items of a class.

    Errors: `NotFound` where there is no such class.
    """
    return Call()


@operation(GET, GRADEBOOK, "/classes/{class_id}/lineItems", Many("lineItems", LineItem))
def list_line_items_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the line items of a class.

    Errors: `NotFound` where there is no such class.
    """
    return Call()


@operation(POST, GRADEBOOK, "/classes/{class_id}/lineItems", Created(bulk=True))
def create_line_items_for_class(class_id: str, line_items: Annotated[Sequence[LineItemInput], has_rows]) -> Call:
    """Create line items of a class, all or none, and give their ids.

    Some servers tell one id only, however many there are.

    line_items: at least one; a row that names another class is `InvalidInput`.

    Errors: `NotFound` where there is no such class, `Conflict` where an id exists, `Rejected`.
    """
    return bulk("lineItems", line_items, "class_", class_id)


@operation(GET, GRADEBOOK, "/classes/{class_id}/results", RESULTS)
def list_results_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the results of a class.

    Errors: `NotFound` where there is no such class.
    """
    return Call()


@operation(GET, GRADEBOOK, "/classes/{class_id}/lineItems/{line_item_id}/results", RESULTS)
def list_results_for_line_item_in_class(class_id: str, line_item_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the results of a line item of a class.

    Errors: `NotFound` where the class has no such line item.
    """
    return Call()


@operation(GET, GRADEBOOK, "/classes/{class_id}/students/{student_id}/results", RESULTS)
def list_results_for_student_in_class(class_id: str, student_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the results of a student in a class.

    Errors: `NotFound` where the class has no such student.
    """
    return Call()


@operation(POST, GRADEBOOK, "/classes/{class_id}/academicSessions/{session_id}/results", Created(bulk=True))
def create_results_for_academic_session_in_class(
    class_id: str, session_id: str, results: Annotated[Sequence[ResultInput], has_rows]
) -> Call:
    """Create results of a class in an academic session, all or none, and give their ids.

    Some servers tell one id only, however many there are.

    results: at least one; a row that names another class is `InvalidInput`.

    Errors: `NotFound` where there is no such class or session, `Conflict` where an id exists, `Rejected`.
    """
    return bulk("results", results, "class_", class_id)


@operation(GET, GRADEBOOK, "/classes/{class_id}/scoreScales", Many("scoreScales", ScoreScale))
def list_score_scales_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the score scales of a class.

    Errors: `NotFound` where there is no such class.
    """
    return Call()


read_classes_by_ids: Final = flow(by_ids("read_classes_by_ids", list_classes))
class_exists: Final = flow(existing("class_exists", get_class))
modify_class: Final = flow(
    modifying("modify_class", get_class, ClassUpdateInput.of_stored, update_class, part=update_class)
)


@flow
def upsert_class(sourced_id: str, class_: ClassInput) -> Steps[Class]:
    """Change a class, or create it where there is none; gives it as stored.

    Course and school of a class that exists stay as they are.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(class_, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_class.request,
            update_class.request(sourced_id, narrowed_to(ClassUpdateInput, body)),
            create_class.request(body),
        )
    )


@flow
def ensure_class(sourced_id: str, class_: ClassInput) -> Steps[Class]:
    """Make sure of a class: give it as it is, or create it where there is none.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly.
    """
    return (yield from ensured(sourced_id, get_class.request, create_class.request(with_id(class_, sourced_id))))


class Classes(Namespace[S_co]):
    """Classes, who takes part in them, and their gradebook."""

    list = list_classes
    get = get_class
    create = create_class
    update = update_class
    delete = delete_class
    get_many = read_classes_by_ids
    """Read many classes by their ids, up to fifty in one request."""
    exists = class_exists
    """Whether there is a class of that id; a deleted one counts, see `is_active`."""
    modify = modify_class
    """Change a class: read it, change it, write it back; gives it as stored."""
    upsert = upsert_class
    ensure = ensure_class
    list_students = list_students_for_class
    list_teachers = list_teachers_for_class
    list_enrollments = list_enrollments_for_class
    list_current_enrollments = list_current_enrollments_for_class
    list_roster = list_class_roster
    add_student = add_student_to_class
    add_teacher = add_teacher_to_class
    enroll = enroll
    ensure_enrolled = ensure_enrolled
    unenroll = unenroll
    list_categories = list_categories_for_class
    list_line_items = list_line_items_for_class
    create_line_items = create_line_items_for_class
    list_results = list_results_for_class
    list_line_item_results = list_results_for_line_item_in_class
    list_student_results = list_results_for_student_in_class
    create_academic_session_results = create_results_for_academic_session_in_class
    list_score_scales = list_score_scales_for_class
