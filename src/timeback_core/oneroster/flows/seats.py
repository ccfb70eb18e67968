"""Flows over the seats of a class: those that are taken, enroll, make sure of a seat, end it."""

from datetime import date

from returns.result import Failure, Success

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.pairs import Created, Saved
from timeback_core.engine.codec import one_of
from timeback_core.engine.filters import Where, field
from timeback_core.engine.surface.collecting import collected
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.checks import is_id
from timeback_core.oneroster.flows.inputs import invalid, problems_in
from timeback_core.oneroster.models.enrollment_metadata import EnrollmentMetadata
from timeback_core.oneroster.models.enrollments import (
    ClassEnrollInput,
    Enrollment,
    EnrollmentInput,
    EnrollmentPatch,
    EnrollmentRole,
)
from timeback_core.oneroster.models.refs import ref_to
from timeback_core.oneroster.operations.enrollments import (
    add_student_to_class,
    add_teacher_to_class,
    create_enrollment,
    delete_enrollment,
    get_enrollment,
    list_enrollments_for_class,
    patch_enrollment,
)
from timeback_core.problems import Problem


@flow
def list_current_enrollments_for_class(
    class_id: str,
    *,
    user_id: str | None = None,
    role: EnrollmentRole | str | None = None,
    on: date | None = None,
) -> Steps[tuple[Enrollment, ...]]:
    """List the seats of a class that are taken on a day: active, begun and not over.

    A class that does not exist has none.

    user_id: only the seats of that person. role: only the seats of that role. on: the day; today, by this
    machine's calendar, where it is not given.
    """
    if role is not None and (text := one_of(EnrollmentRole)(role)):
        return invalid((Problem("role", text),))
    day = on or date.today()
    where: Where = {} if user_id is None else field("user.sourcedId").eq(user_id)
    told = yield from collected(list_enrollments_for_class.request(class_id, where=where))
    if isinstance(told, Failure):
        return told
    return Success(
        tuple(seat for seat in told.unwrap() if seat.is_current(day) and role in (None, seat.role))
    )


@flow
def enroll(
    class_id: str,
    user_id: str,
    role: EnrollmentRole | str = EnrollmentRole.STUDENT,
    *,
    primary: bool | None = None,
    begin_date: date | None = None,
    end_date: date | None = None,
    metadata: EnrollmentMetadata | None = None,
) -> Steps[Created]:
    """Enroll a student or a teacher in a class, and give the id of the enrollment.

    A second call gives the person a second seat: see `ensure_enrolled`. For other roles there is
    `create_enrollment`.

    Errors: `NotFound` where there is no such class, `Rejected` where there is no such user.
    """
    if role not in (EnrollmentRole.STUDENT, EnrollmentRole.TEACHER):
        return invalid((Problem("role", "must be student or teacher"),))
    add = add_student_to_class if role == EnrollmentRole.STUDENT else add_teacher_to_class
    seat = ClassEnrollInput(
        user=ref_to(user_id), primary=primary, begin_date=begin_date, end_date=end_date, metadata=metadata
    )
    return (yield from Perform(add.request(class_id, seat)))


@flow
def ensure_enrolled(
    class_id: str,
    user_id: str,
    role: EnrollmentRole | str = EnrollmentRole.STUDENT,
    *,
    primary: bool | None = None,
    begin_date: date | None = None,
    end_date: date | None = None,
    metadata: EnrollmentMetadata | None = None,
) -> Steps[Saved[Enrollment]]:
    """Make sure of a seat: give the one that the person has in that role, or enroll the person.

    A seat counts where it is taken on `begin_date`, or today; it is given as it is, whatever the other
    arguments say. `created` tells whether it is new.

    Errors: `Rejected` where there is no such class or user.
    """
    seat = EnrollmentInput(
        role=role,
        user=ref_to(user_id),
        class_=ref_to(class_id),
        primary=primary,
        begin_date=begin_date,
        end_date=end_date,
        metadata=metadata,
    )
    create = create_enrollment.request(seat)
    if problems := problems_in(create):
        return invalid(problems)
    taken = yield from list_current_enrollments_for_class.steps(
        class_id, user_id=user_id, role=role, on=begin_date
    )
    if isinstance(taken, Failure):
        return taken
    if seats := taken.unwrap():
        return Success(Saved(seats[0], created=False))
    told = yield from Perform(create)
    if isinstance(told, Failure):
        return told
    read = yield from Perform(get_enrollment.request(told.unwrap().sourced_id))
    return read.map(lambda enrollment: Saved(enrollment, created=True))


@flow
def unenroll(
    class_id: str,
    user_id: str,
    role: EnrollmentRole | str | None = None,
    *,
    last_day: date | None = None,
) -> Steps[tuple[Enrollment, ...]]:
    """End the seats that a person has today in a class; gives them as they were.

    role: only the seats of that role. last_day: the seats stay on record and end with that day; without it
    they are deleted softly.
    """
    if text := is_id(user_id):
        return invalid((Problem("user_id", text),))
    taken = yield from list_current_enrollments_for_class.steps(class_id, user_id=user_id, role=role)
    if isinstance(taken, Failure):
        return taken
    for seat in taken.unwrap():
        ended = yield from Perform(
            delete_enrollment.request(seat.sourced_id)
            if last_day is None
            else patch_enrollment.request(seat.sourced_id, EnrollmentPatch(end_date=last_day))
        )
        if isinstance(ended, Failure):
            return ended
    return taken
