"""Classes: read, list, create, change and delete them; those of a person, a school, a course, a term."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions, SearchOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.checks import CourseId
from timeback_core.oneroster.models.classes import Class, ClassInput, ClassUpdateInput

CLASSES = Many("classes", Class)


@operation(GET, ROSTERING, "/classes/", CLASSES)
def list_classes(**options: Unpack[SearchOptions]) -> Call:
    """List classes.

    options: `where`, `search` (title), `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/classes/
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/classes/", Created())
def create_class(class_: ClassInput) -> Call:
    """Create a class, and give the id that the server allocated.

    class_: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the course, the school
    or a term is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/classes/
    """
    return Call(body={"class": class_})


@operation(GET, ROSTERING, "/classes/{sourcedId}", One("class", Class))
def get_class(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one class.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/classes/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/classes/{sourcedId}", Maybe(One("class", Class, bare=True)))
def update_class(sourced_id: str, class_: ClassUpdateInput) -> Call:
    """Change a class: what the input does not hold stays. Gives the class where the server answers it.

    The course and the school of a class never change.

    sourced_id: its id.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/classes/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"class": class_})


@operation(DELETE, ROSTERING, "/classes/{sourcedId}", Nothing())
def delete_class(sourced_id: str) -> Call:
    """Delete a class softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/classes/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(GET, ROSTERING, "/users/{userSourcedId}/classes", CLASSES)
def list_classes_for_user(user_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a user, ended ones included; a condition on `status` has no effect here.

    user_id: the user's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Errors: `NotFound` where there is no such user.

    Source: GET /ims/oneroster/rostering/v1p2/users/{userSourcedId}/classes
    """
    return Call(path={"userSourcedId": user_id}, options=options)


@operation(GET, ROSTERING, "/students/{studentSourcedId}/classes", CLASSES)
def list_classes_for_student(student_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a student, ended ones included; a condition on `status` has no effect here.

    student_id: the student's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such student.

    Source: GET /ims/oneroster/rostering/v1p2/students/{studentSourcedId}/classes
    """
    return Call(path={"studentSourcedId": student_id}, options=options)


@operation(GET, ROSTERING, "/teachers/{teacherSourcedId}/classes", CLASSES)
def list_classes_for_teacher(teacher_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a teacher.

    teacher_id: the teacher's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such teacher.

    Source: GET /ims/oneroster/rostering/v1p2/teachers/{teacherSourcedId}/classes
    """
    return Call(path={"teacherSourcedId": teacher_id}, options=options)


@operation(GET, ROSTERING, "/schools/{schoolSourcedId}/classes", CLASSES)
def list_classes_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a school.

    school_id: the school's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such school.

    Source: GET /ims/oneroster/rostering/v1p2/schools/{schoolSourcedId}/classes
    """
    return Call(path={"schoolSourcedId": school_id}, options=options)


@operation(GET, ROSTERING, "/terms/{termSourcedId}/classes", CLASSES)
def list_classes_for_term(term_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a term.

    term_id: the term's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Errors: `NotFound` where there is no such term.

    Source: GET /ims/oneroster/rostering/v1p2/terms/{termSourcedId}/classes
    """
    return Call(path={"termSourcedId": term_id}, options=options)


@operation(GET, ROSTERING, "/courses/{courseSourcedId}/classes", CLASSES)
def list_classes_for_course(course_id: CourseId, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a course.

    course_id: the course's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such course.

    Source: GET /ims/oneroster/rostering/v1p2/courses/{courseSourcedId}/classes
    """
    return Call(path={"courseSourcedId": course_id}, options=options)
