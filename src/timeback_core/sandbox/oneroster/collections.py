"""Kinds as they are addressed: the same documents under several paths, keys and sentences."""

from collections.abc import Callable
from functools import partial
from typing import Final

import attrs

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster import kinds
from timeback_core.sandbox.oneroster.kind import Kind
from timeback_core.sandbox.oneroster.kinds.people import roles_of
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.world import World


def _every(_world: World, _document: Document) -> bool:
    return True


@attrs.frozen(kw_only=True, eq=False)
class Collection:
    """A kind under one name: its envelope keys, who belongs to it, what is said when one is missing."""

    kind: Kind
    plural: str
    """Key of lists."""
    spec_plural: str | None = None
    """Key of lists by the letter of the specification, where the live platform uses another."""
    singular: str
    """Key of a single document in answers."""
    written: str
    """Key of a single document in bodies."""
    not_found: str
    holds: Callable[[World, Document], bool] = _every

    def get(self, world: World, sourced_id: str) -> Document:
        """The document of that id; 404 when there is none or it belongs elsewhere."""
        document = world.store.get(self.kind.collection, sourced_id)
        if document is None or not self.holds(world, document):
            raise unknown(self.not_found)
        return document

    def checks(self, world: World) -> list[Callable[[Document], bool]]:
        """What a document of the kind must hold to belong to it."""
        return [] if self.holds is _every else [partial(self.holds, world)]


def _whole(kind: Kind, singular: str) -> Collection:
    return Collection(kind=kind, plural=kind.collection, singular=singular, written=singular, not_found=kind.not_found)


def _with_role(role: str) -> Callable[[World, Document], bool]:
    return lambda _world, user: any(held == role for held, _ in roles_of(user))


def _of_type(name: str) -> Callable[[World, Document], bool]:
    return lambda _world, document: document["type"] == name


def _is_term(world: World, session: Document) -> bool:
    if session["type"] == "semester":
        return world.switches.terms_include_semesters
    return bool(session["type"] == "term")


USERS: Final = _whole(kinds.USER, "user")
STUDENTS: Final = attrs.evolve(USERS, not_found="Student not found.", holds=_with_role("student"))
TEACHERS: Final = attrs.evolve(USERS, not_found="Teacher not found.", holds=_with_role("teacher"))
ROSTER_STUDENTS: Final = attrs.evolve(USERS, spec_plural="students")
ROSTER_TEACHERS: Final = attrs.evolve(USERS, spec_plural="teachers")
ORGS: Final = _whole(kinds.ORG, "org")
SCHOOLS: Final = attrs.evolve(ORGS, not_found="School not found.", holds=_of_type("school"))
SESSIONS: Final = _whole(kinds.ACADEMIC_SESSION, "academicSession")
TERMS: Final = attrs.evolve(SESSIONS, plural="terms", singular="term", not_found="Term not found.", holds=_is_term)
GRADING_PERIODS: Final = attrs.evolve(
    SESSIONS,
    plural="gradingPeriods",
    singular="gradingPeriod",
    not_found="Grading period not found.",
    holds=_of_type("gradingPeriod"),
)
COURSES: Final = _whole(kinds.COURSE, "course")
COMPONENTS: Final = _whole(kinds.COURSE_COMPONENT, "courseComponent")
COMPONENT_RESOURCES: Final = _whole(kinds.COMPONENT_RESOURCE, "componentResource")
CLASSES: Final = _whole(kinds.CLASS, "class")
ENROLLMENTS: Final = _whole(kinds.ENROLLMENT, "enrollment")
DEMOGRAPHICS: Final = _whole(kinds.DEMOGRAPHICS, "demographics")
CATEGORIES: Final = _whole(kinds.CATEGORY, "category")
SCORE_SCALES: Final = _whole(kinds.SCORE_SCALE, "scoreScale")
LINE_ITEMS: Final = _whole(kinds.LINE_ITEM, "lineItem")
RESULTS: Final = _whole(kinds.RESULT, "result")
ASSESSMENT_LINE_ITEMS: Final = _whole(kinds.ASSESSMENT_LINE_ITEM, "assessmentLineItem")
ASSESSMENT_RESULTS: Final = _whole(kinds.ASSESSMENT_RESULT, "assessmentResult")
RESOURCES: Final = _whole(kinds.RESOURCE, "resource")
