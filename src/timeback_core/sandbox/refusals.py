"""How a handler says no: one internal exception, which the machine turns into the error body of the API."""

from typing import Final

from timeback_core.sandbox.messages import Headers, Reply, json_reply
from timeback_core.sandbox.schema import Choice, ListOf, Record, Text, must, musts

MINOR_CODES: Final = {
    400: "invaliddata",
    401: "unauthorisedrequest",
    403: "forbidden",
    404: "unknownobject",
    413: "invaliddata",
    422: "invaliddata",
    429: "server_busy",
    500: "internal_server_error",
    503: "server_busy",
}


class RefusalError(Exception):
    """A request is refused: with a status, a sentence and the members that are wrong."""

    def __init__(
        self, status: int, text: str, details: tuple[tuple[str, str], ...] = (), *, headers: Headers = ()
    ) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.details = details
        self.headers = headers

    @property
    def code(self) -> str:
        """The IMS minor code of this status."""
        return MINOR_CODES.get(self.status, "internal_server_error")


def invalid(path: str, message: str) -> RefusalError:
    """422 for one member."""
    return RefusalError(422, "Validation error", ((path, message),))


def bad_request(path: str, message: str) -> RefusalError:
    """400: the request cannot be read at all."""
    return RefusalError(400, "Invalid data", ((path, message),))


def unknown(text: str) -> RefusalError:
    """404 with the sentence of what is not there."""
    return RefusalError(404, text)


def ims_error(refusal: RefusalError) -> Reply:
    """The error body of the IMS services."""
    minor = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": refusal.code}
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": refusal.text,
        "imsx_CodeMinor": {"imsx_codeMinorField": [minor]},
        "imsx_error_details": [{"path": path, "message": message} for path, message in refusal.details],
    }
    return json_reply(refusal.status, body, *refusal.headers)


_MINOR = Record((*musts(Text(), "imsx_codeMinorFieldName", "imsx_codeMinorFieldValue"),))
PROBLEM: Final = Record(musts(Text(), "path", "message"), name="Problem")
IMS_ERROR: Final = Record(
    (
        must("imsx_codeMajor", Choice(("failure",))),
        must("imsx_severity", Choice(("error",))),
        must("imsx_description", Text()),
        must("imsx_CodeMinor", Record((must("imsx_codeMinorField", ListOf(_MINOR)),))),
        must("imsx_error_details", ListOf(PROBLEM)),
    ),
    name="ImsError",
)
"""The shape of it."""
