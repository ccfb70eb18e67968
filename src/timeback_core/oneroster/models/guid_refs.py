"""References that the server wants in full: id, address and kind."""

from enum import StrEnum

from timeback_core.engine.codec import Input, Open, model, non_empty, one_of, url, wire
from timeback_core.oneroster.models.refs import Ref


class GuidType(StrEnum):
    """Kinds of documents that a full reference can name."""

    ACADEMIC_SESSION = "academicSession"
    ASSESSMENT_LINE_ITEM = "assessmentLineItem"
    CATEGORY = "category"
    CLASS = "class"
    COURSE = "course"
    DEMOGRAPHICS = "demographics"
    ENROLLMENT = "enrollment"
    GRADING_PERIOD = "gradingPeriod"
    LINE_ITEM = "lineItem"
    ORG = "org"
    RESOURCE = "resource"
    RESULT = "result"
    SCORE_SCALE = "scoreScale"
    STUDENT = "student"
    TEACHER = "teacher"
    TERM = "term"
    USER = "user"
    COMPONENT_RESOURCE = "componentResource"
    COURSE_COMPONENT = "courseComponent"


@model
class GuidRefInput(Input, reads=Ref, drops=("name",)):
    """A reference that the server wants in full: id, address and kind."""

    sourced_id: str = wire(check=non_empty)
    href: str = wire(check=url)
    type: Open[GuidType] = wire(check=one_of(GuidType))
