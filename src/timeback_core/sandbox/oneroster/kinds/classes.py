"""Classes and enrollments."""

from typing import Any, Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import Computed, Kind, Writing
from timeback_core.sandbox.oneroster.members import (
    DATE,
    FREE,
    GRADES,
    NUMBER,
    SUBJECTS,
    TEXT,
    TEXTS,
    Reference,
    answered,
    entity,
)
from timeback_core.sandbox.oneroster.vocabulary import CLASS_TYPE, ENROLLMENT_ROLE
from timeback_core.sandbox.refusals import invalid
from timeback_core.sandbox.schema import Choice, Flag, ListOf, Loose, Member, Record, may, may_null, must
from timeback_core.sandbox.world import World

_GOALS = Record(
    tuple(
        may(name, NUMBER)
        for name in ("dailyXp", "dailyLessons", "dailyActiveMinutes", "dailyAccuracy", "dailyMasteredUnits")
    ),
    name="EnrollmentGoals",
)
_METRICS = Record(
    (may("totalXp", NUMBER), may("totalLessons", NUMBER), may("totalGrades", NUMBER)), name="EnrollmentMetrics"
)
_ENROLLMENT_METADATA = Loose(
    Record((may("goals", Loose(_GOALS)), may("metrics", Loose(_METRICS))), name="EnrollmentMetadata")
)


def with_school(document: Document) -> Document:
    """A class as it is stored, of what writes its school as its org."""
    stored = {name: value for name, value in document.items() if name != "org"}
    return {**stored, "school": document["org"]}


def _finish_class(writing: Writing) -> Document:
    document = with_school(writing.document) if writing.before is None else writing.document
    school = document["school"]["sourcedId"]
    for at, term in enumerate(document.get("terms") or ()):
        session = writing.world.store.get("academicSessions", term["sourcedId"])
        if session is not None and session["org"]["sourcedId"] != school:
            raise invalid(f"class.terms.{at}", "The term belongs to another org than the class")
    return document


def _of_class(member: str) -> Computed:
    """What the class of an enrollment says; nothing where the class is gone."""

    def of(world: World, class_reference: Document) -> Any:
        return (world.store.get("classes", class_reference["sourcedId"]) or {}).get(member)

    return Computed("class", ("classes",), of)


CLASS: Final = Kind(
    collection="classes",
    noun="Class",
    not_found="Class not found.",
    href=("rostering", "classes"),
    guid_type="class",
    record=entity(
        "Class",
        must("title", TEXT),
        may_null("classCode", TEXT),
        Member(name="classType", shape=Choice(CLASS_TYPE), default="scheduled"),
        may_null("location", TEXT),
        may("grades", GRADES),
        may("subjects", SUBJECTS),
        must("course", Reference("courses", "href")),
        answered("school", Reference("orgs", "href"), unset=None),
        must("terms", ListOf(Reference("academicSessions", "href"))),
        may("subjectCodes", TEXTS),
        may("periods", TEXTS),
        Member(name="resources", shape=ListOf(Reference("resources")), stored=False, answered="never"),
        Member(name="org", shape=Reference("orgs"), required=True, answered="never"),
    ),
    search=("title",),
    finish=_finish_class,
)

ENROLLMENT: Final = Kind(
    collection="enrollments",
    noun="Enrollment",
    not_found="Enrollment not found.",
    href=("rostering", "enrollments"),
    guid_type="enrollment",
    record=entity(
        "Enrollment",
        Member(name="metadata", shape=_ENROLLMENT_METADATA, unset=None),
        must("role", Choice(ENROLLMENT_ROLE)),
        Member(name="primary", shape=Flag(), default=False, unset="false"),
        Member(name="beginDate", shape=DATE, unset=None),
        Member(name="endDate", shape=DATE, unset=None),
        must("user", Reference("users", "named")),
        must("class", Reference("classes", "named")),
        Member(name="school", shape=Reference("orgs", "named"), stored=False, answered="always"),
        answered("course", Reference("courses", "named"), always=True),
    ),
    computed={"school": _of_class("school"), "course": _of_class("course")},
)

CLASS_UPDATE: Final = Record(
    tuple(
        member
        for member in CLASS.record.members
        if member.name not in {"sourcedId", "course", "org", "dateLastModified", "school"}
    ),
    name="ClassUpdate",
)
"""What a PUT of a class takes; everything else in it is ignored."""

SEAT: Final = Record(
    (
        must("user", Reference("users")),
        Member(name="primary", shape=Flag(), default=False),
        may("beginDate", DATE),
        may("endDate", DATE),
        may("metadata", FREE),
    ),
    name="Seat",
)
"""What a POST of a student or teacher to a class takes."""
