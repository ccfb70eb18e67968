"""The roster of a class: who takes part in it on a day."""

from datetime import date
from typing import NamedTuple

from returns.result import Failure, Success

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.surface.collecting import collected
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.seats import list_current_enrollments_for_class
from timeback_core.oneroster.flows.steps import is_missing
from timeback_core.oneroster.models.enrollments import Enrollment, EnrollmentRole
from timeback_core.oneroster.models.users import User
from timeback_core.oneroster.operations.students import list_students_for_class
from timeback_core.oneroster.operations.teachers import list_teachers_for_class
from timeback_core.oneroster.operations.users import get_user


class Seat(NamedTuple):
    """A seat in a class and who has it."""

    enrollment: Enrollment
    user: User | None
    """None where the enrollment names somebody who does not exist."""


@flow
def list_class_roster(
    class_id: str, role: EnrollmentRole | str | None = None, *, on: date | None = None
) -> Steps[tuple[Seat, ...]]:
    """List who takes part in a class: the seats that are taken on a day, with their users.

    The lists of a class's students and teachers hold those who have left as well; this one does not. A class
    that does not exist has no seats.

    role: only the seats of that role. on: the day; today, by this machine's calendar, where it is not given.
    """
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
