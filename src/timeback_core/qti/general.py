"""What is deleted by an id alone: feedback records."""

from typing import Annotated, Final, TypeAlias

from timeback_core.engine.call.expect import Maybe, One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, operation
from timeback_core.qti.common import QTI
from timeback_core.qti.models.feedback import MessageResponse

COLLECTIONS: Final = ("stimuli", "assessment-items", "assessment-tests", "question", "lesson", "validate")
"""What stands in the place of an id in the paths of everything else."""


def is_feedback_id(value: object) -> str | None:
    """An id that leads to no collection."""
    taken = isinstance(value, str) and value.strip().lower() in COLLECTIONS
    return f"must be the id of a feedback record, not {value!r}, which names a collection" if taken else None


FeedbackId: TypeAlias = Annotated[str, is_feedback_id]
"""Id of a feedback record; it stands in the path."""


@operation(DELETE, QTI, "/{feedback_id}", Maybe(One(None, MessageResponse)))
def delete_feedback(feedback_id: FeedbackId) -> Call:
    """Delete a feedback record, and give what the server says of it, if it says anything; nothing else goes this way.

    Errors: `NotFound`.
    """
    return Call()


class General(Namespace[S_co]):
    """What is deleted by an id alone: feedback records."""

    delete_by_id = delete_feedback
