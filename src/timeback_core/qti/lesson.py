"""What students and teachers have to say about questions and lessons."""

from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, POST, operation
from timeback_core.qti.common import QTI
from timeback_core.qti.models.feedback import FeedbackInput, FeedbackRecord


@operation(POST, QTI, "/question", One(None, FeedbackRecord))
def submit_question_feedback(feedback: FeedbackInput) -> Call:
    """Say something about a question, and give it as stored.

    Errors: `Rejected`, with the server's problems by field.
    """
    return Call(body=feedback)


@operation(POST, QTI, "/lesson", One(None, FeedbackRecord))
def submit_lesson_feedback(feedback: FeedbackInput) -> Call:
    """Say something about a lesson, and give it as stored.

    Errors: `Rejected`, with the server's problems by field.
    """
    return Call(body=feedback)


@operation(GET, QTI, "/lesson/{lesson_id}", Many(None, FeedbackRecord, paging=UNPAGED, one_or_many=True))
def list_lesson_feedback(lesson_id: str) -> Call:
    """List all that was said about a lesson and its questions; of a lesson that nobody knows there is nothing."""
    return Call()


class Lesson(Namespace[S_co]):
    """What students and teachers have to say about questions and lessons."""

    submit_question = submit_question_feedback
    submit_lesson = submit_lesson_feedback
    get_lesson = list_lesson_feedback
