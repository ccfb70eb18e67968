"""Feedback records about questions and lessons."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Described, described
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.qti import answers
from timeback_core.sandbox.qti.content import FEEDBACK
from timeback_core.sandbox.qti.errors import checked, coded, conflicting, missing, route
from timeback_core.sandbox.qti.shapes import FEEDBACK_RECORD
from timeback_core.sandbox.schema import ListOf


def submit(kind: str) -> Described:
    """POST of one, whose type is that of the path."""

    @described({201: answers.FEEDBACK}, takes=FEEDBACK_RECORD, summary=f"Say something about a {kind.lower()}.")
    def answer(call: Call) -> Reply:
        given = {name: value for name, value in checked(FEEDBACK_RECORD, call.body()).items() if value is not None}
        identifier = call.world.new_id()
        times = {"createdAt": call.stamp, "updatedAt": call.stamp}
        record = {"sourcedId": identifier, "identifier": identifier, **given, "type": kind, **times}
        call.world.store.put(FEEDBACK, record)
        return json_reply(201, _shown(record))

    return answer


@described(ListOf(answers.FEEDBACK))
def of_lesson(call: Call) -> Reply:
    """GET of all about a lesson; none is no error."""
    return json_reply(200, [_shown(record) for record in call.world.store.find(FEEDBACK, "lessonId", call.ids[0])])


@described(answers.MESSAGE)
def delete(call: Call) -> Reply:
    """DELETE of one, at the root."""
    if call.world.store.get(FEEDBACK, call.ids[0]) is None:
        raise missing("Feedback", call.ids[0])
    call.world.store.remove(FEEDBACK, call.ids[0])
    return json_reply(200, {"message": "Feedback deleted successfully"})


def _shown(record: Document) -> Document:
    return {name: value for name, value in record.items() if name != "sourcedId"}


FEEDBACKS: Final[Sequence[Route]] = (
    route("qti.lesson.submit_question", "POST", "/question", submit("QUESTION"), {400: coded}),
    route("qti.lesson.submit_lesson", "POST", "/lesson", submit("LESSON"), {400: coded}),
    route("qti.lesson.get_lesson", "GET", "/lesson/{lessonId}", of_lesson),
    route("qti.general.delete_by_id", "DELETE", "/{id}", delete, {404: conflicting}),
)
