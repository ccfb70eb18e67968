"""Kinds as they are addressed: the same documents under several paths, keys and sentences."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

import attrs

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster import kinds
from timeback_core.sandbox.oneroster.kind import Kind
from timeback_core.sandbox.query.compare import predicate
from timeback_core.sandbox.query.syntax import Filter, parse_filter
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.store import values_at
from timeback_core.sandbox.world import World


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
    only: Callable[[World], str] = lambda _world: ""
    """The filter of those that belong to it; empty where all do."""

    def get(self, world: World, sourced_id: str) -> Document:
        """The document of that id; 404 when there is none or it belongs elsewhere."""
        document = world.store.get(self.kind.collection, sourced_id)
        if document is None or not self.holds(world, document):
            raise unknown(self.not_found)
        return document

    def within(self, world: World) -> tuple[Filter, ...]:
        """What holds for those that belong to it, each and all."""
        text = self.only(world)
        return (_read(text),) if text else ()

    def holds(self, world: World, document: Document) -> bool:
        """Whether a document of the kind belongs to it."""
        return all(predicate(part, _look)(document) for part in self.within(world))


_read: Final = lru_cache(maxsize=16)(parse_filter)


def _look(document: Document, field: str) -> Iterable[Any]:
    return values_at(document, field.split("."))


def _whole(kind: Kind, singular: str) -> Collection:
    return Collection(kind=kind, plural=kind.collection, singular=singular, written=singular, not_found=kind.not_found)


def _always(text: str) -> Callable[[World], str]:
    return lambda _world: text


def _terms(world: World) -> str:
    return "type='term' OR type='semester'" if world.switches.terms_include_semesters else "type='term'"


USERS: Final = _whole(kinds.USER, "user")
STUDENTS: Final = attrs.evolve(USERS, not_found="Student not found.", only=_always("roles.role='student'"))
TEACHERS: Final = attrs.evolve(USERS, not_found="Teacher not found.", only=_always("roles.role='teacher'"))
ROSTER_STUDENTS: Final = attrs.evolve(USERS, spec_plural="students")
ROSTER_TEACHERS: Final = attrs.evolve(USERS, spec_plural="teachers")
ORGS: Final = _whole(kinds.ORG, "org")
SCHOOLS: Final = attrs.evolve(ORGS, not_found="School not found.", only=_always("type='school'"))
SESSIONS: Final = _whole(kinds.ACADEMIC_SESSION, "academicSession")
TERMS: Final = attrs.evolve(SESSIONS, plural="terms", singular="term", not_found="Term not found.", only=_terms)
GRADING_PERIODS: Final = attrs.evolve(
    SESSIONS,
    plural="gradingPeriods",
    singular="gradingPeriod",
    not_found="Grading period not found.",
    only=_always("type='gradingPeriod'"),
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
