"""Course sequences: the stages, courses and tests, that lead through a subject."""

from typing import Annotated, Final

from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.codec import non_negative
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.flows.steps import is_count
from timeback_core.oneroster.models.grades import GradeInput, write_grade
from timeback_core.powerpath.common import POWERPATH, Id
from timeback_core.powerpath.models.course_sequences import CourseSequence, CourseSequenceStage

STAGES: Final = Many("stages", CourseSequenceStage, paging=UNPAGED, also=("data",), bare=True)


@operation(GET, POWERPATH, "/course-sequence/{sequence_id}", One(None, CourseSequence))
def get_course_sequence(sequence_id: str) -> Call:
    """Fetch a course sequence with all its stages.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, POWERPATH, "/course-sequence/{sequence_id}/stages", STAGES)
def list_course_sequence_stages(
    sequence_id: str, *, limit: Annotated[int, is_count] | None = None, grade: GradeInput | None = None
) -> Call:
    """List the stages of a course sequence in order.

    limit: so many at most. grade: only those of it.

    Errors: `NotFound`.
    """
    return Call(query={"limit": limit, "grade": None if grade is None else write_grade(grade)})


@operation(GET, POWERPATH, "/course-sequence/{sequence_id}/stages/after/assessment", One(None, CourseSequenceStage))
def get_stage_after_assessment(
    sequence_id: str,
    test_grade: GradeInput,
    *,
    test_type: Id | None = None,
    cqpm: Annotated[float, non_negative] | None = None,
    wcpm: Annotated[float, non_negative] | None = None,
) -> Call:
    """Fetch the stage that follows a test.

    test_grade: grade of the test. test_type: its kind; `end_of_grade` without it. cqpm: correct answers a minute, of
    FastMath. wcpm: words read correctly a minute, of the second Language test before grade 1.

    Errors: `NotFound`.
    """
    return Call(query={"test_grade": write_grade(test_grade), "test_type": test_type, "cqpm": cqpm, "wcpm": wcpm})


class CourseSequences(Namespace[S_co]):
    """The stages that lead through a subject."""

    get = get_course_sequence
    list_stages = list_course_sequence_stages
    get_stage_after_assessment = get_stage_after_assessment
