"""The table of kinds."""

from typing import Final

from timeback_core.sandbox.oneroster.kind import Kind
from timeback_core.sandbox.oneroster.kinds.classes import CLASS, ENROLLMENT
from timeback_core.sandbox.oneroster.kinds.courses import COMPONENT_RESOURCE, COURSE, COURSE_COMPONENT, RESOURCE
from timeback_core.sandbox.oneroster.kinds.gradebook import (
    ASSESSMENT_LINE_ITEM,
    ASSESSMENT_RESULT,
    CATEGORY,
    LINE_ITEM,
    RESULT,
    SCORE_SCALE,
)
from timeback_core.sandbox.oneroster.kinds.people import DEMOGRAPHICS, USER
from timeback_core.sandbox.oneroster.kinds.places import ACADEMIC_SESSION, ORG

KINDS: Final = {
    kind.collection: kind
    for kind in (
        USER,
        DEMOGRAPHICS,
        ORG,
        ACADEMIC_SESSION,
        COURSE,
        COURSE_COMPONENT,
        COMPONENT_RESOURCE,
        CLASS,
        ENROLLMENT,
        CATEGORY,
        SCORE_SCALE,
        LINE_ITEM,
        RESULT,
        ASSESSMENT_LINE_ITEM,
        ASSESSMENT_RESULT,
        RESOURCE,
    )
}

__all__ = [
    "ACADEMIC_SESSION",
    "ASSESSMENT_LINE_ITEM",
    "ASSESSMENT_RESULT",
    "CATEGORY",
    "CLASS",
    "COMPONENT_RESOURCE",
    "COURSE",
    "COURSE_COMPONENT",
    "DEMOGRAPHICS",
    "ENROLLMENT",
    "KINDS",
    "LINE_ITEM",
    "ORG",
    "RESOURCE",
    "RESULT",
    "SCORE_SCALE",
    "USER",
    "Kind",
]
