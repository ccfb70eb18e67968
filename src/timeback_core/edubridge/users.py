"""People by what they are: a list holds those all of whose roles are among the wanted ones."""

from collections.abc import Sequence
from typing import Annotated, TypeAlias, Unpack

from timeback_core.edubridge.common import EDUBRIDGE
from timeback_core.engine.call.expect import Many
from timeback_core.engine.call.options import ListOptions, SearchOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.codec import at_least, one_of
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.flows.steps import is_id
from timeback_core.oneroster.models.users import User, UserRole

Roles: TypeAlias = Annotated[
    Sequence[Annotated[UserRole | str, one_of(*(role for role in UserRole if role != UserRole.SYSTEM_ADMINISTRATOR))]],
    at_least(1),
]
"""At least one role, all but `system_administrator`."""
Ids: TypeAlias = Sequence[Annotated[str, is_id]]
"""Ids of organizations."""

USERS = Many("users", User, names=("role",), absent_is_empty=True)


@operation(GET, EDUBRIDGE, "/users/", USERS)
def list_users(roles: Roles, *, org_sourced_ids: Ids | None = None, **options: Unpack[SearchOptions]) -> Call:
    """List people all of whose roles are among these: a teacher who is a parent too is found by both roles together.

    roles: such as `["student"]`. org_sourced_ids: only people of these organizations.
    """
    return Call(query={"roles": roles, "orgSourcedIds": org_sourced_ids})


@operation(GET, EDUBRIDGE, "/users/", USERS)
def list_students(*, org_sourced_ids: Ids | None = None, **options: Unpack[SearchOptions]) -> Call:
    """List people who are students and nothing else.

    org_sourced_ids: only people of these organizations.
    """
    return Call(query={"roles": (UserRole.STUDENT,), "orgSourcedIds": org_sourced_ids})


@operation(GET, EDUBRIDGE, "/users/", USERS)
def list_teachers(*, org_sourced_ids: Ids | None = None, **options: Unpack[SearchOptions]) -> Call:
    """List people who are teachers and nothing else.

    org_sourced_ids: only people of these organizations.
    """
    return Call(query={"roles": (UserRole.TEACHER,), "orgSourcedIds": org_sourced_ids})


@operation(GET, EDUBRIDGE, "/users/", USERS)
def search_users(
    roles: Roles, search: Annotated[str, is_id], *, org_sourced_ids: Ids | None = None, **options: Unpack[ListOptions]
) -> Call:
    """List people of these roles in whose names, e-mail address or user name a text is found.

    roles: as for `list_users`. search: never blank, which would find everybody.
    """
    return Call(query={"roles": roles, "orgSourcedIds": org_sourced_ids, "search": search})


class Users(Namespace[S_co]):
    """People by what they are."""

    list = list_users
    list_students = list_students
    list_teachers = list_teachers
    search = search_users
