"""Documents that every sandbox has, so that drawn references lead somewhere."""

import re
from collections.abc import Mapping
from typing import Final

from timeback_core.engine.codec.compound import ListOf, Nested
from timeback_core.engine.codec.fields import FieldInfo, fields_of
from timeback_core.engine.codec.model import Model

KNOWN: Final[Mapping[str, str]] = {
    "academic_session": "session-1-term-1",
    "agents": "administrator-1",
    "assessment_line_item": "class-1-assessment",
    "category": "category-1",
    "class_": "class-1",
    "component": "course-1-unit-1",
    "component_resource": "course-1-unit-1-lesson-1-link",
    "course": "course-1",
    "course_component": "course-1-unit-1",
    "grading_period": "session-1-period-1",
    "line_item": "class-1-item-1",
    "org": "school-1",
    "parent_assessment_line_item": "class-1-assessment",
    "primary_org": "school-1",
    "resource": "course-1-unit-1-lesson-1-resource",
    "resources": "course-1-unit-1-lesson-1-resource",
    "school": "school-1",
    "school_year": "session-1-year",
    "score_scale": "class-1-scale",
    "student": "student-1",
    "terms": "session-1-term-1",
    "user": "student-1",
    "AcademicSessionInput.children": "session-1-period-1",
    "AcademicSessionInput.parent": "session-1-year",
    "CourseComponentInput.parent": "course-1-unit-1",
    "DemographicsInput.sourced_id": "administrator-1",
    "CourseGoalInput.course_id": "course-1",
    "CreateExternalPlacementInput.course_id_on_fail": "course-2",
    "HoleFillingCourseInput.email": "rafael.chen.student-1@juniper.example.com",
    "HoleFillingCourseInput.lesson_ids": "course-1-unit-1-lesson-1-resource",
    "InternalTestInput.course_id_on_fail": "course-2",
    "MakeExternalTestAssignmentInput.lesson": "placement-math-3",
    "MakeExternalTestAssignmentInput.student": "student-1",
    "OrgInput.parent": "district-1",
    "SchoolInput.parent": "district-1",
    "SubjectTrackGroupCreateInput.course_id": "course-1",
    "SubjectTrackGroupCreateInput.org_sourced_ids": "school-1",
    "SubjectTrackGroupUpdateInput.course_id": "course-2",
    "SubjectTrackGroupUpdateInput.org_sourced_ids": "school-1",
    "SubjectTrackUpsertInput.course_id": "course-1",
    "SubjectTrackUpsertInput.org_sourced_id": "school-1",
    "TestAssignmentInput.student": "student-1",
}
"""By the field that refers to it, or by model and field where the field alone does not tell."""
ID: Final = re.compile(r"(_sourced)?_ids?$")
"""How the names of fields end that hold ids."""
TAKEN: Final = re.compile(r"[a-z]+-\d")
"""How the ids of a sandbox's own documents begin."""
PARTS: Final = frozenset(("sourced_id", "href", "type", "name"))
"""What references are made of."""


def document_of(cls: type[Model], field: FieldInfo) -> str | None:
    """The id of the document that a field refers to, where it does."""
    for base in cls.__mro__:
        if (known := KNOWN.get(f"{base.__name__}.{field.name}")) is not None:
            return known
    if (id_of := ID.sub("", field.name)) != field.name:
        return KNOWN.get(id_of)
    shape = field.shape.item if isinstance(field.shape, ListOf) else field.shape
    refers = isinstance(shape, Nested) and {each.name for each in fields_of(shape.model)} <= PARTS
    return KNOWN.get(field.name) if refers else None
