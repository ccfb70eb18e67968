"""The users of OneRoster by role: those who have no other roles than the ones asked for."""

from collections.abc import Sequence
from typing import Final

import attrs

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Parameter
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.collections import USERS
from timeback_core.sandbox.oneroster.kind import Kinds
from timeback_core.sandbox.oneroster.kinds import DEMOGRAPHICS, USER
from timeback_core.sandbox.oneroster.kinds.people import roles_of
from timeback_core.sandbox.oneroster.members import TEXTS, answered
from timeback_core.sandbox.oneroster.reads import listing
from timeback_core.sandbox.oneroster.vocabulary import USER_ROLE
from timeback_core.sandbox.oneroster.writes import refuse_problems
from timeback_core.sandbox.query.compare import Predicate
from timeback_core.sandbox.schema import Choice, Findings, ListOf, Record

_ROLES: Final = ListOf(Choice(USER_ROLE), min_items=1)

_NARROWED_BY: Final = (Parameter("roles", _ROLES, required=True), Parameter("orgSourcedIds", TEXTS))


def _demographics(kinds: Kinds, user: Document) -> Document | None:
    return kinds.world.store.get("demographics", user["sourcedId"])


_USER: Final = attrs.evolve(
    USER,
    record=Record(
        (
            *(attrs.evolve(member, unset=[]) if member.name == "userIds" else member for member in USER.record.members),
            answered("demographics", DEMOGRAPHICS.record),
        ),
        name="UserOfRole",
    ),
    search=(*USER.search, "username"),
    computed={**USER.computed, "demographics": _demographics},
)


def _narrow(call: Call) -> Sequence[Predicate]:
    roles, orgs = frozenset(call.values("roles")), frozenset(call.values("orgSourcedIds"))
    findings = Findings()
    _ROLES.check(call.values("roles"), "roles", findings)
    refuse_problems(findings)

    def has_role(user: Document) -> bool:
        held = {role for role, _ in roles_of(user)}
        return bool(held) and held <= roles

    def is_there(user: Document) -> bool:
        primary = user.get("primaryOrg")
        return any(org in orgs for _, org in roles_of(user)) or (primary is not None and primary["sourcedId"] in orgs)

    return (has_role, is_there) if orgs else (has_role,)


_LIST: Final = listing(attrs.evolve(USERS, kind=_USER), narrow=_narrow, narrowed_by=_NARROWED_BY)

PEOPLE: Final[Sequence[Route]] = (Route("edubridge.users.list", "GET", "/edubridge/users/", _LIST),)
