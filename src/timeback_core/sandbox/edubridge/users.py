"""The users of OneRoster by role: those who have no other roles than the ones asked for."""

from collections.abc import Sequence
from typing import Final

import attrs

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Parameter
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.collections import USERS
from timeback_core.sandbox.oneroster.kind import Computed
from timeback_core.sandbox.oneroster.kinds import DEMOGRAPHICS, USER
from timeback_core.sandbox.oneroster.members import TEXTS, answered
from timeback_core.sandbox.oneroster.reads import listing
from timeback_core.sandbox.oneroster.vocabulary import USER_ROLE
from timeback_core.sandbox.oneroster.writes import refuse_problems
from timeback_core.sandbox.query.syntax import AnyOf, Comparison, Filter, Literal
from timeback_core.sandbox.schema import Choice, Findings, ListOf, Record
from timeback_core.sandbox.world import World

_ROLES: Final = ListOf(Choice(USER_ROLE), min_items=1)

_NARROWED_BY: Final = (Parameter("roles", _ROLES, required=True), Parameter("orgSourcedIds", TEXTS))


def _demographics(world: World, user_id: str) -> Document | None:
    return world.store.get("demographics", user_id)


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
    computed={**USER.computed, "demographics": Computed("sourcedId", ("demographics",), _demographics)},
)


def _narrow(call: Call) -> Sequence[Filter]:
    roles, orgs = frozenset(call.values("roles")), frozenset(call.values("orgSourcedIds"))
    findings = Findings()
    _ROLES.check(call.values("roles"), "roles", findings)
    refuse_problems(findings)

    def comparison(field: str, sign: str, text: str) -> Comparison:
        return Comparison(field, sign, Literal(text, quoted=True))

    no_others = [comparison("roles.role", "!=", role) for role in USER_ROLE if role not in roles]
    places = ("roles.org.sourcedId", "primaryOrg.sourcedId")
    there = tuple(comparison(place, "=", org) for org in sorted(orgs) for place in places)
    return [*no_others, AnyOf(there)] if there else no_others


_LIST: Final = listing(attrs.evolve(USERS, kind=_USER), narrow=_narrow, narrowed_by=_NARROWED_BY)

PEOPLE: Final[Sequence[Route]] = (Route("edubridge.users.list", "GET", "/edubridge/users/", _LIST),)
