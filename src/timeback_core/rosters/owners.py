"""Who owns sessions and courses, which the platform wants to know and bundles need not tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import attrs

from timeback_core.engine.call.answers import is_active
from timeback_core.engine.codec.model import evolve
from timeback_core.oneroster.models.academic_sessions import AcademicSession
from timeback_core.oneroster.models.courses import Course
from timeback_core.oneroster.models.orgs import OrgType
from timeback_core.oneroster.models.refs import Ref
from timeback_core.rosters.roster import Roster

SMALL: Final = (OrgType.SCHOOL, OrgType.DEPARTMENT)


def with_owners(roster: Roster, owner: str | None = None) -> Roster:
    """The roster with an owner for every session and course, as far as its other rows tell one.

    A session without one belongs to the school that alone holds classes in it, as the platform wants it; else, as a
    course does, to the organization above all others. A given owner takes the place of both.
    """
    top = owner or top_of(roster)
    schools: Mapping[str, set[str]] = {} if owner else schools_of_sessions(roster)

    def owned(session: AcademicSession) -> AcademicSession:
        holding = schools.get(session.sourced_id, set())
        found = next(iter(holding)) if len(holding) == 1 else top
        return session if session.org or found is None else evolve(session, org=Ref(sourced_id=found))

    def owned_course(course: Course) -> Course:
        return course if course.org or top is None else evolve(course, org=Ref(sourced_id=top))

    sessions = tuple(map(owned, roster.academic_sessions))
    return attrs.evolve(roster, academic_sessions=sessions, courses=tuple(map(owned_course, roster.courses)))


def top_of(roster: Roster) -> str | None:
    """The organization that stands above all others, if one does."""
    ids = {org.sourced_id for org in roster.orgs}
    high = [org for org in roster.orgs if is_active(org) and (org.parent is None or org.parent.sourced_id not in ids)]
    if len(high) > 1:
        high = [org for org in high if org.type not in SMALL]
    return high[0].sourced_id if len(high) == 1 else None


def schools_of_sessions(roster: Roster) -> Mapping[str, set[str]]:
    """The schools that hold classes in each session, or in one that is a part of it."""
    parents = {each.sourced_id: each.parent.sourced_id for each in roster.academic_sessions if each.parent}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for each in roster.classes:
        for term in each.terms:
            session: str | None = term.sourced_id
            climbed: set[str] = set()
            while each.school and session is not None and session not in climbed:
                climbed.add(session)
                found[session].add(each.school.sourced_id)
                session = parents.get(session)
    return found
