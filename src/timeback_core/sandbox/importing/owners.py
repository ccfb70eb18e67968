"""Who owns sessions and courses, which the platform wants to know and the standard's files need not tell."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, TypeAlias

from timeback_core.sandbox.importing.rows import Row
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.store import reference, values_at

_SMALL: Final = ("school", "department")

Rows: TypeAlias = Mapping[str, Row]
"""The rows of a collection by their ids."""


def give_owners(orgs: Rows, sessions: Rows, courses: Rows, classes: Rows) -> None:
    """Tell an owner in each session and course without one, as far as the other rows tell one.

    A session belongs to the school that alone holds classes in it, or in what is a part of it; else, as a course does,
    to the one organization above all others.
    """
    top = _top(orgs)
    schools = _schools_of_sessions(sessions, classes)
    for sourced_id, row in sessions.items():
        holding = schools.get(sourced_id, set())
        _give(row.document, next(iter(holding)) if len(holding) == 1 else top)
    for row in courses.values():
        _give(row.document, top)


def _give(document: Document, owner: str | None) -> None:
    if owner is not None and document.get("org") is None:
        document["org"] = reference(owner)


def _top(orgs: Rows) -> str | None:
    high = {
        sourced_id: row.document.get("type") for sourced_id, row in orgs.items() if _id_at(row, "parent") not in orgs
    }
    if len(high) > 1:
        high = {sourced_id: kind for sourced_id, kind in high.items() if kind not in _SMALL}
    return next(iter(high)) if len(high) == 1 else None


def _schools_of_sessions(sessions: Rows, classes: Rows) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in classes.values():
        school = _id_at(row, "school") or _id_at(row, "org")
        for term in values_at(row.document, ["terms", "sourcedId"]):
            climbed: set[str] = set()
            session = term
            while school and session in sessions and session not in climbed:
                climbed.add(session)
                found[session].add(school)
                session = _id_at(sessions[session], "parent")
    return found


def _id_at(row: Row, member: str) -> str:
    """The id that a reference of a row leads to; empty where it leads nowhere."""
    found = next(values_at(row.document, [member, "sourcedId"]), None)
    return found if isinstance(found, str) else ""
