"""Schools, and what belongs to them; `list_class_...` is about one class of a school."""

from collections.abc import Sequence
from typing import Annotated, Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, ensuring, existing, modifying, upserting
from timeback_core.oneroster.common import GRADEBOOK, ROSTERING, bulk, has_rows
from timeback_core.oneroster.models.academic_sessions import AcademicSession
from timeback_core.oneroster.models.classes import Class
from timeback_core.oneroster.models.courses import Course
from timeback_core.oneroster.models.enrollments import Enrollment
from timeback_core.oneroster.models.line_items import LineItem, LineItemInput
from timeback_core.oneroster.models.orgs import Org, SchoolInput
from timeback_core.oneroster.models.score_scales import ScoreScale
from timeback_core.oneroster.models.users import User

ENROLLMENTS = Many("enrollments", Enrollment)
USERS = Many("users", User, names=("role",))


@operation(GET, ROSTERING, "/schools/", Many("orgs", Org))
def list_schools(**options: Unpack[ListOptions]) -> Call:
    """List the organizations that are schools."""
    return Call()


@operation(GET, ROSTERING, "/schools/{sourced_id}", One("org", Org))
def get_school(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one school.

    Errors: `NotFound`, also for an organization that is no school. A deleted one is found, with status
    `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/schools/", Created())
def create_school(school: SchoolInput) -> Call:
    """Create a school, and give the id that the server allocated.

    school: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included), `Rejected` where the parent is unknown.
    """
    return Call(body={"org": school})


@operation(PUT, ROSTERING, "/schools/{sourced_id}", Maybe(One("org", Org, bare=True)))
def update_school(sourced_id: str, school: SchoolInput) -> Call:
    """Replace a school: what the input does not hold is lost. Gives the school where the server answers it.

    sourced_id: its id; it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body={"org": school})


@operation(DELETE, ROSTERING, "/schools/{sourced_id}", Nothing())
def delete_school(sourced_id: str) -> Call:
    """Delete a school softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, ROSTERING, "/schools/{school_id}/classes", Many("classes", Class))
def list_classes_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a school.

    Errors: `NotFound` where there is no such school.
    """
    return Call()


@operation(GET, ROSTERING, "/schools/{school_id}/courses", Many("courses", Course))
def list_courses_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the courses of a school.

    Errors: `NotFound` where there is no such school.
    """
    return Call()


@operation(GET, ROSTERING, "/schools/{school_id}/students", USERS)
def list_students_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the students of a school.

    Errors: `NotFound` where there is no such school.
    """
    return Call()


@operation(GET, ROSTERING, "/schools/{school_id}/teachers", USERS)
def list_teachers_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the teachers of a school.

    Errors: `NotFound` where there is no such school.
    """
    return Call()


@operation(GET, ROSTERING, "/schools/{school_id}/enrollments", ENROLLMENTS)
def list_enrollments_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the enrollments in the classes of a school.

    Errors: `NotFound` where there is no such school.
    """
    return Call()


@operation(GET, ROSTERING, "/schools/{school_id}/terms", Many("terms", AcademicSession, also=("academicSessions",)))
def list_terms_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the terms of a school.

    Errors: `NotFound` where there is no such school.
    """
    return Call()


@operation(GET, ROSTERING, "/schools/{school_id}/classes/{class_id}/enrollments", ENROLLMENTS)
def list_enrollments_for_class_in_school(school_id: str, class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the enrollments in a class of a school.

    Errors: `NotFound` where the school has no such class.
    """
    return Call()


@operation(GET, ROSTERING, "/schools/{school_id}/classes/{class_id}/students", USERS)
def list_students_for_class_in_school(school_id: str, class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the students of a class of a school.

    Errors: `NotFound` where the school has no such class.
    """
    return Call()


@operation(GET, ROSTERING, "/schools/{school_id}/classes/{class_id}/teachers", USERS)
def list_teachers_for_class_in_school(school_id: str, class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the teachers of a class of a school.

    Errors: `NotFound` where the school has no such class.
    """
    return Call()


@operation(GET, GRADEBOOK, "/schools/{school_id}/lineItems", Many("lineItems", LineItem))
def list_line_items_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the line items of a school.

    Errors: `NotFound` where there is no such school.
    """
    return Call()


@operation(POST, GRADEBOOK, "/schools/{school_id}/lineItems", Created(bulk=True))
def create_line_items_for_school(school_id: str, line_items: Annotated[Sequence[LineItemInput], has_rows]) -> Call:
    """Create line items of a school, all or none, and give their ids.

    Some servers tell one id only, however many there are.

    line_items: at least one; a row that names another school is `InvalidInput`.

    Errors: `NotFound` where there is no such school, `Conflict` where an id exists, `Rejected`.
    """
    return bulk("lineItems", line_items, "school", school_id)


@operation(GET, GRADEBOOK, "/schools/{school_id}/scoreScales", Many("scoreScales", ScoreScale))
def list_score_scales_for_school(school_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the score scales of the classes of a school.

    Errors: `NotFound` where there is no such school.
    """
    return Call()


read_schools_by_ids: Final = flow(by_ids("read_schools_by_ids", list_schools))
school_exists: Final = flow(existing("school_exists", get_school))
modify_school: Final = flow(modifying("modify_school", get_school, SchoolInput.of_stored, update_school))
upsert_school: Final = flow(upserting("upsert_school", get_school, update_school, create_school))
ensure_school: Final = flow(ensuring("ensure_school", get_school, create_school, like=upsert_school))


class Schools(Namespace[S_co]):
    """Schools, and what belongs to them; `list_class_...` is about one class of a school."""

    list = list_schools
    get = get_school
    create = create_school
    update = update_school
    delete = delete_school
    get_many = read_schools_by_ids
    """Read many schools by their ids, up to fifty in one request."""
    exists = school_exists
    """Whether there is a school of that id; a deleted one counts, see `is_active`."""
    modify = modify_school
    """Change a school: read it, change it, write it back; gives it as stored."""
    upsert = upsert_school
    """Replace a school, or create it where there is none; gives it as stored."""
    ensure = ensure_school
    """Make sure of a school: give it as it is, or create it where there is none."""
    list_classes = list_classes_for_school
    list_courses = list_courses_for_school
    list_students = list_students_for_school
    list_teachers = list_teachers_for_school
    list_enrollments = list_enrollments_for_school
    list_terms = list_terms_for_school
    list_class_enrollments = list_enrollments_for_class_in_school
    list_class_students = list_students_for_class_in_school
    list_class_teachers = list_teachers_for_class_in_school
    list_line_items = list_line_items_for_school
    create_line_items = create_line_items_for_school
    list_score_scales = list_score_scales_for_school
