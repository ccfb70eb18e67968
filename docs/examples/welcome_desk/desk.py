"""A welcome desk: puts a newcomer into a school, and says how many students it has now."""

from dataclasses import dataclass

from returns.result import Failure, Result

from timeback_core import Perform, Steps, TimebackError, flow, fold
from timeback_core.oneroster import RefInput, UserInput, UserRoleAssignmentInput, create_user, list_students_for_school


@dataclass(frozen=True)
class Newcomer:
    """Who stands at the desk."""

    badge: str
    given_name: str
    family_name: str
    email: str
    school: str = "school-1"


def student_of(newcomer: Newcomer) -> UserInput:
    """The student that a newcomer becomes."""
    role = UserRoleAssignmentInput(role="student", role_type="primary", org=RefInput(sourced_id=newcomer.school))
    return UserInput(
        sourced_id=newcomer.badge,
        given_name=newcomer.given_name,
        family_name=newcomer.family_name,
        email=newcomer.email,
        enabled_user=True,
        roles=(role,),
    )


@flow
def welcome(newcomer: Newcomer) -> Steps[int]:
    """Create the student; gives how many the school has now."""
    created = yield from Perform(create_user.request(student_of(newcomer)))
    if isinstance(created, Failure):
        return created
    listed = yield from Perform(list_students_for_school.request(newcomer.school, limit=1))
    return listed.map(lambda page: page.total or 0)


def spoken(told: Result[int, TimebackError]) -> str:
    """What the desk says."""
    return fold(
        told,
        lambda count: f"Welcome! You are number {count}.",
        lambda error: "Please come back in a minute." if error.retryable else "Please ask at the office.",
    )
