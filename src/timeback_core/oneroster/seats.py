"""The seats of classes: who takes part in one, who did, and who shall.

Its operations and flows are members of `client.oneroster.classes`.
"""

from datetime import date
from typing import Final, NamedTuple, Unpack

from returns.result import Failure, Success

from timeback_core.engine.call.answers import Created as CreatedIds, Saved
from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import Created, Many
from timeback_core.engine.call.options import ListOptions, narrowed
from timeback_core.engine.call.request import Call
from timeback_core.engine.codec import one_of
from timeback_core.engine.filters import Where, field
from timeback_core.engine.surface.flow import collected, flow
from timeback_core.engine.surface.operation import GET, POST, operation
from timeback_core.flows.steps import given, invalid, is_id, is_missing, problems_in, with_id
from timeback_core.oneroster.common import ROSTERING, Id
from timeback_core.oneroster.models.enrollment_metadata import EnrollmentMetadata
from timeback_core.oneroster.models.enrollments import (
    ClassEnrollInput,
    Enrollment,
    EnrollmentInput,
    EnrollmentPatch,
    EnrollmentRole,
)
from timeback_core.oneroster.models.refs import ref_to
from timeback_core.oneroster.models.users import User
from timeback_core.problems import Problem

MOST_TRIES: Final = 100
"""Seats that are looked at beyond those on record: one that a server does not list is met, one after the other."""


@operation(GET, ROSTERING, "/classes/{class_id}/students", Many("users", User, also=("students",), names=("role",)))
def list_students_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the students of a class, those who have left it included: see `list_class_roster`.

    Errors: `NotFound` where there is no such class.
    """
    return Call()


@operation(GET, ROSTERING, "/classes/{class_id}/teachers", Many("users", User, also=("teachers",), names=("role",)))
def list_teachers_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the teachers of a class, those who have left it included: see `list_class_roster`.

    Errors: `NotFound` where there is no such class.
    """
    return Call()


@operation(GET, ROSTERING, "/enrollments/", Many("enrollments", Enrollment))
def list_enrollments_for_class(class_id: Id, **options: Unpack[ListOptions]) -> Call:
    """List the enrollments in a class; a class that does not exist has none.

    It is the list of all enrollments with a condition on the class, which a `where` can only narrow further.
    """
    return Call(options=narrowed(options, field("class.sourcedId").eq(class_id)))


@operation(POST, ROSTERING, "/classes/{class_id}/students", Created())
def add_student_to_class(class_id: str, enrollment: ClassEnrollInput) -> Call:
    """Enroll a student in a class, and give the id of the enrollment.

    A second seat of the same person is a second enrollment: see `ensure_enrolled`.

    enrollment: who, and from when to when.

    Errors: `NotFound` where there is no such class, `Rejected` where there is no such user.
    """
    return Call(body={"enrollment": enrollment})


@operation(POST, ROSTERING, "/classes/{class_id}/teachers", Created())
def add_teacher_to_class(class_id: str, enrollment: ClassEnrollInput) -> Call:
    """Enroll a teacher in a class, and give the id of the enrollment.

    A second seat of the same person is a second enrollment: see `ensure_enrolled`.

    enrollment: who, and from when to when.

    Errors: `NotFound` where there is no such class, `Rejected` where there is no such user.
    """
    return Call(body={"enrollment": enrollment})


class Seat(NamedTuple):
    """A seat in a class and who has it."""

    enrollment: Enrollment
    user: User | None
    """None where the enrollment names somebody who does not exist."""


@flow
def _seats_on_record(
    class_id: str, user_id: str | None, role: EnrollmentRole | str | None
) -> Steps[tuple[Enrollment, ...]]:
    """The seats of a class that a person has, or anybody, in a role, or any; ended and deleted ones included."""
    if role is not None and (text := one_of(EnrollmentRole)(role)):
        return invalid(Problem("role", text))
    where: Where = {} if user_id is None else field("user.sourcedId").eq(user_id)
    told = yield from collected(list_enrollments_for_class.request(class_id, where=where))
    return told.map(lambda seats: tuple(seat for seat in seats if role in (None, seat.role)))


@flow
def _seats_in_class(
    class_id: str, user_id: str | None, role: EnrollmentRole | str | None
) -> Steps[tuple[Enrollment, ...]]:
    """The same, or `NotFound` where there is no such class, which the list of enrollments does not tell."""
    told = yield from _seats_on_record.steps(class_id, user_id, role)
    if told.value_or(None) == ():
        people = yield from Perform(list_students_for_class.request(class_id, limit=1))
        if isinstance(people, Failure):
            return people
    return told


def _is_day(value: object) -> str | None:
    """A date and no time of it, which Python has for a date as well and compares with none."""
    return None if type(value) is date else f"expected date, found {type(value).__name__}"


@flow
def list_current_enrollments_for_class(
    class_id: str, *, user_id: str | None = None, role: EnrollmentRole | str | None = None, on: date | None = None
) -> Steps[tuple[Enrollment, ...]]:
    """List the seats of a class that are taken on a day: active, begun and not over.

    user_id: only the seats of that person. role: only the seats of that role. on: the day; today, by this
    machine's calendar, where it is not given.

    Errors: `NotFound` where there is no such class.
    """
    day = date.today() if on is None else on
    if text := _is_day(day):
        return invalid(Problem("on", text))
    seats = yield from _seats_in_class.steps(class_id, user_id, role)
    return seats.map(lambda known: tuple(seat for seat in known if seat.is_current(day)))


@flow
def list_class_roster(
    class_id: str, role: EnrollmentRole | str | None = None, *, on: date | None = None
) -> Steps[tuple[Seat, ...]]:
    """List who takes part in a class: the seats that are taken on a day, with their users.

    The lists of a class's students and teachers hold those who have left as well; this one does not.

    role: only the seats of that role. on: the day; today, by this machine's calendar, where it is not given.

    Errors: `NotFound` where there is no such class.
    """
    from timeback_core.oneroster.users import get_user

    taken = yield from list_current_enrollments_for_class.steps(class_id, role=role, on=on)
    if isinstance(taken, Failure):
        return taken
    seats = taken.unwrap()
    people: dict[str, User] = {}
    for kind, listing in (
        (EnrollmentRole.STUDENT, list_students_for_class),
        (EnrollmentRole.TEACHER, list_teachers_for_class),
    ):
        if any(seat.role == kind for seat in seats):
            rows = yield from collected(listing.request(class_id))
            if isinstance(rows, Failure):
                return rows
            people.update((user.sourced_id, user) for user in rows.unwrap())
    for user_id in {seat.user.sourced_id: None for seat in seats if seat.user.sourced_id not in people}:
        read = yield from Perform(get_user.request(user_id))
        if isinstance(read, Success):
            people[user_id] = read.unwrap()
        elif not is_missing(read):
            return Failure(read.failure())
    return Success(tuple(Seat(seat, people.get(seat.user.sourced_id)) for seat in seats))


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
) -> Steps[CreatedIds]:
    """Enroll a student or a teacher in a class, and give the id of the enrollment.

    A second call gives the person a second seat: see `ensure_enrolled`. For other roles there is
    `create_enrollment`.

    Errors: `NotFound` where there is no such class, `Rejected` where there is no such user.
    """
    if role not in (EnrollmentRole.STUDENT, EnrollmentRole.TEACHER):
        return invalid(Problem("role", "must be student or teacher"))
    add = add_student_to_class if role == EnrollmentRole.STUDENT else add_teacher_to_class
    seat = ClassEnrollInput(
        user=ref_to(user_id),
        primary=given(primary),
        begin_date=given(begin_date),
        end_date=given(end_date),
        metadata=given(metadata),
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

    A seat counts where it is taken on `begin_date`, or today, or begins later; not one that begins after `end_date`.
    It is given as it is, whatever the other arguments say; `created` tells whether it is new. However many
    callers do this at once, they get one seat: its id follows from the class, the person, the role and how many
    seats the person has had.

    Errors: `NotFound` where there is no such class, `Rejected` where there is no such user.
    """
    from timeback_core.errors import Conflict, Rejected
    from timeback_core.oneroster.enrollments import create_enrollment, get_enrollment

    wanted = EnrollmentInput(
        role=role,
        user=ref_to(user_id),
        class_=ref_to(class_id),
        primary=given(primary),
        begin_date=given(begin_date),
        end_date=given(end_date),
        metadata=given(metadata),
    )
    first = date.today() if begin_date is None else begin_date
    problems = problems_in(create_enrollment.request(wanted))
    if isinstance(end_date, date) and not (_is_day(first) or _is_day(end_date)) and end_date < first:
        problems += (Problem("end_date", f"must not be before {first}, the first day"),)
    if problems:
        return invalid(*problems)

    def serves(seat: Enrollment) -> bool:
        late = end_date is not None and seat.begin_date is not None and seat.begin_date > end_date
        return seat.is_open(first) and not late

    told = yield from _seats_on_record.steps(class_id, user_id, role)
    if isinstance(told, Failure):
        return told
    seats = told.unwrap()
    for seat in filter(serves, seats):
        return Success(Saved(seat, created=False))
    number, last = len(seats), len(seats) + MOST_TRIES
    while True:
        seat_id = id_of_seat(class_id, user_id, role, number)
        made = yield from Perform(create_enrollment.request(with_id(wanted, seat_id)))
        if isinstance(made, Success):
            read = yield from Perform(get_enrollment.request(made.unwrap().sourced_id))
            return read.map(lambda enrollment: Saved(enrollment, created=True))
        error = made.failure()
        if isinstance(error, Rejected):
            people = yield from Perform(list_students_for_class.request(class_id, limit=1))
            return Failure(people.failure() if is_missing(people) else error)
        if not isinstance(error, Conflict):
            return Failure(error)
        read = yield from Perform(get_enrollment.request(seat_id))
        if isinstance(read, Failure):
            return Failure(error)
        if serves(read.unwrap()):
            return Success(Saved(read.unwrap(), created=False))
        if number == last:
            return Failure(error)
        number += 1


def id_of_seat(class_id: str, user_id: str, role: EnrollmentRole | str, number: int) -> str:
    """The id of the seat that a person gets after so many others in that role: the same for all who make sure of it."""
    from uuid import NAMESPACE_URL, uuid5

    return str(uuid5(NAMESPACE_URL, ascii([class_id, user_id, str(role), number])))


@flow
def unenroll(
    class_id: str, user_id: str, role: EnrollmentRole | str | None = None, *, last_day: date | None = None
) -> Steps[tuple[Enrollment, ...]]:
    """End the seats that a person has in a class, today or later; gives those that were ended, as they were.

    role: only the seats of that role. last_day: the seats stay on record and end with that day, those apart that
    end by then anyway; without it they are deleted softly.

    Errors: `NotFound` where there is no such class, `InvalidInput` where a seat begins after `last_day`. An error in
    the middle tells in `call.done` which seats were ended before.
    """
    from timeback_core.oneroster.enrollments import delete_enrollment, patch_enrollment

    if text := is_id(user_id):
        return invalid(Problem("user_id", text))
    if last_day is not None and (text := _is_day(last_day)):
        return invalid(Problem("last_day", text))
    told = yield from _seats_in_class.steps(class_id, user_id, role)
    if isinstance(told, Failure):
        return told
    today = date.today()
    seats = tuple(seat for seat in told.unwrap() if seat.is_open(today))
    if last_day is None:
        requests = [delete_enrollment.request(seat.sourced_id) for seat in seats]
    else:
        begun = [seat.begin_date for seat in seats if seat.begin_date is not None and seat.begin_date > last_day]
        if begun:
            return invalid(Problem("last_day", f"must not be before {max(begun)}, when a seat begins"))
        seats = tuple(seat for seat in seats if seat.end_date is None or seat.end_date > last_day)
        patch = EnrollmentPatch(end_date=last_day)
        requests = [patch_enrollment.request(seat.sourced_id, patch) for seat in seats]
    for request in requests:
        ended = yield from Perform(request)
        if isinstance(ended, Failure):
            return ended
    return Success(seats)
