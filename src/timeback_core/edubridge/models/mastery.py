"""The highest grades that students have mastered."""

from typing import TypeAlias

from timeback_core.engine.codec import JsonValue, Model, model, wire


@model
class GradeEvidence(Model):
    """A grade with where it comes from."""

    grade: str | int | float | None = None
    source: str | None = None
    evidence: JsonValue = None


MasteredGrade: TypeAlias = str | int | float | GradeEvidence
"""A grade as some source tells it: text, a number, or an object; `rit_grade` may be a RIT score."""


@model
class GradeMastery(Model):
    """The highest grade by each source; none where a source knows nothing."""

    rit_grade: MasteredGrade | None = None
    edulastic_grade: MasteredGrade | None = None
    placement_grade: MasteredGrade | None = None
    test_out_grade: MasteredGrade | None = None
    highest_grade_overall: MasteredGrade | None = None


@model
class HighestGradeMastered(Model):
    """The highest grade that a student has mastered in a subject."""

    student_id: str | None = None
    subject: str | None = None
    grades: GradeMastery = wire(default=GradeMastery())
