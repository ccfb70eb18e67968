"""How EduBridge refuses."""

import pytest
from tests.answering import FAILURE, Answering
from tests.scripted_server import Reply
from tests.support import error

from timeback_core.edubridge import get_time_saved, list_enrollments
from timeback_core.errors import NotFound, Refusal, Rejected

ISSUES = [{"path": "startDate", "message": "Invalid datetime"}, {"path": ["a", 0], "message": "Required"}]
DETAILS = [{"field": "courseId"}, {"path": "subject", "message": "Required"}]


@pytest.mark.parametrize(
    ("status", "body", "text", "problems"),
    [
        (404, {**FAILURE, "imsx_description": "Gone"}, "Gone", []),
        (
            422,
            {**FAILURE, "imsx_description": "Wrong", "imsx_error_details": DETAILS},
            "Wrong",
            ["field: courseId", "subject: Required"],
        ),
        (422, {**FAILURE, "imsx_description": "Wrong", "imsx_CodeMinor": None}, "Wrong", []),
        (
            422,
            {"errors": [{"message": "Failed", "detail": "Query is invalid", "meta": {"issues": ISSUES}}]},
            "Failed - Query is invalid",
            ["startDate: Invalid datetime", "a.0: Required"],
        ),
        (400, {"errors": ["first", {"message": "second"}, {"detail": "third"}]}, "first; second; third", []),
        (401, {"message": "Unauthorized"}, "Unauthorized", []),
        (404, b"<html>none</html>", "(a page of HTML)", []),
    ],
)
def test_refusals_come_in_two_shapes(
    answering: Answering, status: int, body: object, text: str, problems: list[str]
) -> None:
    for told in (
        error(list_enrollments(answering(Reply(body, status)), "u")),
        error(get_time_saved(answering(Reply(body, status)), "u")),
    ):
        assert isinstance(told, Refusal)
        assert isinstance(told, {404: NotFound, 400: Rejected, 422: Rejected}.get(status, Refusal))
        assert (told.reply.text, [str(problem) for problem in told.reply.problems]) == (text, problems)
