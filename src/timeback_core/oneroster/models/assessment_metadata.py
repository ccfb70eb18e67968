"""What applications keep in the metadata of assessment line items and assessment results."""

from enum import StrEnum

from timeback_core.engine.codec import Flag, LaxNumber, Loose, Number, OneOrMany, Open, model


class AssessmentType(StrEnum):
    """What an assessment is for."""

    BRACKETING = "BRACKETING"
    MAP_GROWTH = "MAP_GROWTH"
    MAP_SCREENING = "MAP_SCREENING"
    TEST_OUT = "TEST_OUT"


@model
class AssessmentLineItemMetadata(Loose):
    """Metadata of an assessment line item; any other key is in `extra`."""

    subject: str | None = None
    grade: Number | str | None = None
    grades: OneOrMany[Number | str] = ()
    lesson_type: str | None = None
    course_sourced_id: str | None = None
    question_id: str | None = None
    test_name: str | None = None
    is_assessment_bank: Flag | None = None
    test_resource_id: str | None = None
    assessment_test_id: str | None = None


@model
class AssessmentResultMetadata(Loose):
    """Metadata of an assessment result, as several applications write it; any other key is in `extra`."""

    xp: LaxNumber | None = None
    """Experience points given; may be negative."""
    multiplier: LaxNumber | None = None
    """What the base points of the resource were multiplied by."""
    total_questions: LaxNumber | None = None
    correct_questions: LaxNumber | None = None
    correct_answers: LaxNumber | None = None
    """What some applications write for `correct_questions`."""
    accuracy: LaxNumber | None = None
    """Percent, 0 to 100."""
    mastered_units: LaxNumber | None = None
    attempt: LaxNumber | None = None
    attempt_number: LaxNumber | None = None
    pct_complete_app: Number | str | None = None
    """Percent of the course that is done, as the application tells it."""
    app_name: str | None = None
    sensor: str | None = None
    source: str | None = None
    original_object_id: str | None = None
    generated_id: str | None = None
    caliper_sourced_id: str | None = None
    related_caliper_events: tuple[str, ...] = ()
    """Ids of the events that the result was made of."""
    lesson_type: str | None = None
    test_type: str | None = None
    result_type: str | None = None
    assessment_type: Open[AssessmentType] | None = None
    test_name: str | None = None
    testname: str | None = None
    """What some applications write for `test_name`."""
    subject: str | None = None
    grade: Number | str | None = None
    student_email: str | None = None
    assignment_id: int | str | None = None
    rit: LaxNumber | None = None
    """Raw score of a MAP test."""
