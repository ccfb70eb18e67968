"""Courses, their components, the resources that hang on components, and the links between both."""

from typing import Any, Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import Computed, Kind, Writing, metadata_of
from timeback_core.sandbox.oneroster.members import (
    DATE,
    FULL_TEXT,
    GRADES,
    NUMBER,
    SUBJECTS,
    TEXT,
    TEXTS,
    Reference,
    answered,
    entity,
)
from timeback_core.sandbox.oneroster.vocabulary import LESSON_TYPE, ROLE_TYPE
from timeback_core.sandbox.schema import Choice, ListOf, Member, Record, may, may_null, must
from timeback_core.sandbox.world import World

DEFAULT_GOALS: Final = {
    "dailyXp": 25,
    "dailyLessons": 1,
    "dailyActiveMinutes": 25,
    "dailyAccuracy": 80,
    "dailyMasteredUnits": 2,
}


def _primary_app(_: World, metadata: Document | None) -> Any:
    return (metadata or {}).get("primaryApp")


def _finish_course(writing: Writing) -> Document:
    added: Document = {"AlphaLearn": {"DailyXPGoal": 25}, "goals": DEFAULT_GOALS}
    before: Document = {} if writing.before is None else metadata_of(writing.before)
    return {**writing.document, "metadata": {**added, **before, **metadata_of(writing.document)}}


def _finish_component(writing: Writing) -> Document:
    # The old name follows the new one, never the other way round.
    parent = writing.document.get("parent")
    return writing.document if parent is None else {**writing.document, "courseComponent": parent}


COURSE: Final = Kind(
    collection="courses",
    noun="Course",
    not_found="Course not found.",
    href=("rostering", "courses"),
    guid_type="course",
    record=entity(
        "Course",
        must("title", TEXT),
        may_null("academicSession", Reference("academicSessions")),
        may_null("schoolYear", Reference("academicSessions", "guid", full=True)),
        may_null("courseCode", TEXT),
        may_null("grades", GRADES),
        may_null("subjects", SUBJECTS),
        may_null("subjectCodes", TEXTS),
        must("org", Reference("orgs")),
        may_null("level", TEXT),
        may_null("gradingScheme", TEXT),
        Member(
            name="resources",
            shape=ListOf(Reference("resources", "guid", full=True)),
            nullable=True,
            stored=False,
            unset=None,
        ),
        answered("primaryApp", TEXT),
        status_required=True,
    ),
    search=("title", "courseCode"),
    computed={"primaryApp": Computed("metadata", (), _primary_app)},
    finish=_finish_course,
)

COURSE_COMPONENT: Final = Kind(
    collection="courseComponents",
    noun="Course Component",
    not_found="Course Component not found.",
    href=("rostering", "courses/components"),
    guid_type="courseComponent",
    record=entity(
        "CourseComponent",
        must("course", Reference("courses")),
        may_null("courseComponent", Reference("courseComponents")),
        may_null("parent", Reference("courseComponents")),
        must("title", TEXT),
        may("sortOrder", NUMBER),
        may_null("prerequisites", ListOf(FULL_TEXT)),
        may_null("prerequisiteCriteria", TEXT),
        may("unlockDate", DATE),
        status_required=True,
    ),
    finish=_finish_component,
)

COMPONENT_RESOURCE: Final = Kind(
    collection="componentResources",
    noun="Component Resource",
    not_found="Component Resource not found.",
    href=("rostering", "courses/component-resources"),
    guid_type="componentResource",
    record=entity(
        "ComponentResource",
        must("courseComponent", Reference("courseComponents")),
        must("resource", Reference("resources")),
        must("title", TEXT),
        Member(name="sortOrder", shape=NUMBER, default=0),
        may_null("lessonType", Choice(LESSON_TYPE)),
        id_required=True,
        status_required=True,
    ),
)

RESOURCE: Final = Kind(
    collection="resources",
    noun="Resource",
    not_found="Resource not found.",
    href=("resources", "resources"),
    guid_type="resource",
    record=entity(
        "Resource",
        must("title", TEXT),
        may("roles", ListOf(Choice(ROLE_TYPE))),
        Member(name="importance", shape=Choice(ROLE_TYPE), default="primary"),
        must("vendorResourceId", TEXT),
        may_null("vendorId", TEXT),
        may_null("applicationId", TEXT),
    ),
)

RESOURCE_UPDATE: Final = Record(
    tuple(member for member in RESOURCE.record.members if member.name not in {"sourcedId", "status"}),
    name="ResourceUpdate",
)
"""What a PUT of a resource takes; everything else in it is ignored."""
