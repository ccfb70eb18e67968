"""What a roster is made of: the kinds of rows, in the order in which they refer to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import attrs

from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.inputs import Input
from timeback_core.engine.codec.model import Model
from timeback_core.engine.narrow import is_listing, is_object
from timeback_core.engine.surface.operation import Operation
from timeback_core.oneroster import (
    academic_sessions,
    categories,
    classes,
    courses,
    demographics,
    enrollments,
    line_items,
    orgs,
    resources,
    results,
    score_scales,
    users,
)
from timeback_core.oneroster.models.academic_sessions import AcademicSession, AcademicSessionInput
from timeback_core.oneroster.models.categories import Category, CategoryInput
from timeback_core.oneroster.models.classes import Class, ClassInput, ClassUpdateInput
from timeback_core.oneroster.models.courses import Course, CourseInput
from timeback_core.oneroster.models.demographics import Demographics, DemographicsInput
from timeback_core.oneroster.models.enrollments import Enrollment, EnrollmentInput, EnrollmentUpdateInput
from timeback_core.oneroster.models.line_items import LineItem, LineItemInput
from timeback_core.oneroster.models.orgs import Org, OrgInput
from timeback_core.oneroster.models.resources import Resource, ResourceInput, ResourceUpdateInput
from timeback_core.oneroster.models.results import LineItemResult, ResultInput
from timeback_core.oneroster.models.score_scales import ScoreScale, ScoreScaleInput
from timeback_core.oneroster.models.users import User, UserInput

REFERENCE_MEMBERS: Final = frozenset(("sourcedId", "href", "type", "name"))
"""What a reference may hold, of which the id alone says something."""


@attrs.frozen(eq=False)
class Kind:
    """One kind of rows: how files and the platform call it, and what it refers to."""

    name: str
    """The field of a roster that holds its rows, such as `academic_sessions`."""
    file: str
    """Its file, and the list's key on the wire, such as `academicSessions`."""
    model: type[Model]
    new: type[Input]
    changed: type[Input]
    listing: Operation[..., Any]
    create: Operation[..., Any]
    update: Operation[..., Any]
    delete: Operation[..., Any]
    refers: Mapping[str, str]
    """The kinds that its members refer to, by path, such as `roles.org`."""
    derived: frozenset[str] = frozenset()
    """What the platform takes from other rows, whatever is written."""

    @cached_property
    def members(self) -> frozenset[str]:
        """The members, as the wire reads them, that a roster holds: what can be written, and what its files say."""
        told = {field.wire for field in fields_of(self.model)} & {"dateLastModified", "identifier"}
        return self.written_by(self.new) - {"children"} | told

    def written_by(self, body: type[Input], *, required: bool = False) -> frozenset[str]:
        """The members, as the wire reads them, that an input writes, or those that it cannot do without."""
        read = {field.name: field.wire for field in fields_of(self.model)}
        fields = (field for field in fields_of(body) if field.required or not required)
        names = (read.get(field.spec.read or field.name) for field in fields)
        return frozenset(name for name in names if name is not None)

    @cached_property
    def required(self) -> frozenset[str]:
        """The members, as the wire reads them, without which no row is created."""
        return self.written_by(self.new, required=True)

    @cached_property
    def changeable(self) -> frozenset[str]:
        """The members, as the wire reads them, that can be changed later."""
        return (self.members & self.written_by(self.changed)) - self.derived - {"sourcedId"}

    @property
    def can_come_back(self) -> bool:
        """Whether a row that was deleted softly can be brought back."""
        return "status" in self.changeable

    @cached_property
    def fixed(self) -> frozenset[str]:
        """The members that can be given when a row is created, and never changed."""
        return (self.members & self.written_by(self.new)) - self.changeable - self.derived - {"sourcedId"}

    def references(self, document: Mapping[str, Any]) -> Iterator[tuple[str, Kind, str]]:
        """Each document that a row refers to: the path, its kind and its id."""
        for path, target in self.refers.items():
            for sourced_id in ids_at(document, path.split(".")):
                yield path, KINDS[target], sourced_id


def ids_at(value: Any, path: list[str]) -> Iterator[str]:
    """The ids that the references at a path hold, through lists; the path `sourcedId` is that of the row itself."""
    if is_listing(value):
        for each in value:
            yield from ids_at(each, path)
    elif isinstance(value, str):
        yield value
    elif is_object(value):
        yield from ids_at(value.get(path[0] if path else "sourcedId"), path[1:])


def tidy(kind: Kind, document: Mapping[str, Any]) -> dict[str, Any]:
    """What a roster holds of a document: what is empty is left out, and of a reference all but the id."""
    kept = {name: slim(name, each) for name, each in document.items() if name in kind.members}
    return {name: each for name, each in kept.items() if not is_empty(each)}


def slim(name: str, value: Any) -> Any:
    """The value of a member, its references as ids alone; metadata as it is."""
    if name in {"metadata", "learningObjectiveSet", "scoreScaleValue"}:
        return value
    if is_listing(value):
        return [slim(name, each) for each in value]
    if not is_object(value):
        return value
    if "sourcedId" in value and value.keys() <= REFERENCE_MEMBERS:
        return {"sourcedId": value["sourcedId"]}
    slimmed = {inner: slim(inner, each) for inner, each in value.items() if inner != "status"}
    return {inner: each for inner, each in slimmed.items() if not is_empty(each)}


def is_empty(value: Any) -> bool:
    """Whether a member says nothing."""
    return value is None or (isinstance(value, str | list | tuple | dict) and not value)


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            *("orgs", "orgs", Org, OrgInput, OrgInput),
            *(orgs.list_orgs, orgs.create_org, orgs.update_org, orgs.delete_org),
            {"parent": "orgs"},
        ),
        Kind(
            *("academic_sessions", "academicSessions", AcademicSession, AcademicSessionInput, AcademicSessionInput),
            *(academic_sessions.list_academic_sessions, academic_sessions.create_academic_session),
            *(academic_sessions.update_academic_session, academic_sessions.delete_academic_session),
            {"org": "orgs", "parent": "academic_sessions"},
        ),
        Kind(
            *("courses", "courses", Course, CourseInput, CourseInput),
            *(courses.list_courses, courses.create_course, courses.update_course, courses.delete_course),
            {"org": "orgs", "schoolYear": "academic_sessions", "academicSession": "academic_sessions"},
        ),
        Kind(
            *("classes", "classes", Class, ClassInput, ClassUpdateInput),
            *(classes.list_classes, classes.create_class, classes.update_class, classes.delete_class),
            {"course": "courses", "school": "orgs", "terms": "academic_sessions"},
        ),
        Kind(
            *("users", "users", User, UserInput, UserInput),
            *(users.list_users, users.create_user, users.update_user, users.delete_user),
            {"roles.org": "orgs", "primaryOrg": "orgs", "agents": "users"},
        ),
        Kind(
            *("enrollments", "enrollments", Enrollment, EnrollmentInput, EnrollmentUpdateInput),
            *(enrollments.list_enrollments, enrollments.create_enrollment),
            *(enrollments.update_enrollment, enrollments.delete_enrollment),
            {"user": "users", "class": "classes", "school": "orgs"},
            frozenset(("school",)),
        ),
        Kind(
            *("demographics", "demographics", Demographics, DemographicsInput, DemographicsInput),
            *(demographics.list_demographics, demographics.create_demographics),
            *(demographics.update_demographics, demographics.delete_demographics),
            {"sourcedId": "users"},
        ),
        Kind(
            *("categories", "categories", Category, CategoryInput, CategoryInput),
            *(categories.list_categories, categories.create_category),
            *(categories.update_category, categories.delete_category),
            {},
        ),
        Kind(
            *("score_scales", "scoreScales", ScoreScale, ScoreScaleInput, ScoreScaleInput),
            *(score_scales.list_score_scales, score_scales.create_score_scale),
            *(score_scales.update_score_scale, score_scales.delete_score_scale),
            {"class": "classes", "course": "courses"},
        ),
        Kind(
            *("line_items", "lineItems", LineItem, LineItemInput, LineItemInput),
            *(line_items.list_line_items, line_items.create_line_item),
            *(line_items.update_line_item, line_items.delete_line_item),
            {
                "class": "classes",
                "school": "orgs",
                "category": "categories",
                "gradingPeriod": "academic_sessions",
                "academicSession": "academic_sessions",
                "scoreScale": "score_scales",
            },
        ),
        Kind(
            *("results", "results", LineItemResult, ResultInput, ResultInput),
            *(results.list_results, results.create_result, results.update_result, results.delete_result),
            {"lineItem": "line_items", "student": "users", "class": "classes", "scoreScale": "score_scales"},
        ),
        Kind(
            *("resources", "resources", Resource, ResourceInput, ResourceUpdateInput),
            *(resources.list_resources, resources.create_resource),
            *(resources.update_resource, resources.delete_resource),
            {},
        ),
    )
}
"""Every kind by its name; each refers to those before it, and to its own."""

ROSTERING: Final = ("orgs", "academic_sessions", "courses", "classes", "users", "enrollments", "demographics")
"""Who learns what where: the kinds that are moved unless others are asked for."""
BY_FILE: Final[Mapping[str, Kind]] = {kind.file: kind for kind in KINDS.values()}
