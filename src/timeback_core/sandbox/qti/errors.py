"""How QTI says no: bodies of several shapes, by operation and status."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import attrs

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Described, Either, Told
from timeback_core.sandbox.messages import Document, Reply, Steps, json_reply
from timeback_core.sandbox.refusals import RefusalError, unknown
from timeback_core.sandbox.schema import Boolean, Findings, ListOf, Record, Text, may, must, musts

ErrorShape: TypeAlias = Callable[[RefusalError], Document]

_TITLES: Final = {
    400: "Bad Request",
    404: "Not Found",
    409: "Conflict",
    413: "Payload Too Large",
    501: "Not Implemented",
}


_TEXT: Final = Text()
_ISSUE: Final = Record(musts(_TEXT, "field", "message", "code"))
REFUSAL: Final = Either(
    (
        Record(
            (
                must("error", _TEXT),
                *(may(name, _TEXT) for name in ("details", "message", "code", "entityId")),
                may("meta", Record((must("issues", ListOf(_ISSUE)),))),
                may("success", Boolean()),
            ),
            name="QtiRefusal",
        ),
        Record(musts(_TEXT, "message")),
    )
)
"""Any of them."""
FAILS: Final[Mapping[int, Told]] = {500: REFUSAL}
"""Where the platform fails at what it does not check."""


def simple(refusal: RefusalError) -> Document:
    """What is wrong, with details where there are some."""
    details = _details(refusal)
    return {"error": refusal.text, **({"details": details} if details else {})}


def conflicting(refusal: RefusalError) -> Document:
    """The same with a message."""
    return {"error": _TITLES.get(refusal.status, "Error"), "details": _details(refusal), "message": refusal.text}


def coded(refusal: RefusalError) -> Document:
    """A code, and an issue for each member that is wrong."""
    issues = [{"field": path, "message": message, "code": "invalid_type"} for path, message in refusal.details]
    title = _TITLES.get(refusal.status, "Error")
    return {
        "error": title,
        "code": "VALIDATION_ERROR" if refusal.status == 400 else title.upper().replace(" ", "_"),
        "details": _details(refusal) or refusal.text,
        "meta": {"issues": issues},
    }


def refuse(refusal: RefusalError) -> Reply:
    """The error body where the operation has none of its own."""
    if refusal.status >= 500 and refusal.status != 501:
        body: Document = {"error": "Internal Server Error", "message": refusal.text, "details": refusal.text}
    elif refusal.status in {401, 403, 429}:
        body = {"message": refusal.text}
    else:
        body = simple(refusal)
    return json_reply(refusal.status, body, *refusal.headers)


def route(
    operation: str, verb: str, template: str, handler: Described, shapes: Mapping[int, ErrorShape] | None = None
) -> Route:
    """A route of both platforms, whose refusals of these statuses are told in these shapes."""
    return Route(operation, verb, template, handler if shapes is None else _told_as(shapes, handler), platform="")


def _told_as(shapes: Mapping[int, ErrorShape], handler: Described) -> Described:
    def answer(call: Call) -> Reply | Steps[Reply]:
        try:
            told = handler(call)
            return told if isinstance(told, Reply) else paused(told)
        except RefusalError as refusal:
            return shaped(refusal)

    def paused(steps: Steps[Reply]) -> Steps[Reply]:
        try:
            return (yield from steps)
        except RefusalError as refusal:
            return shaped(refusal)

    def shaped(refusal: RefusalError) -> Reply:
        shape = shapes.get(refusal.status)
        return refuse(refusal) if shape is None else json_reply(refusal.status, shape(refusal), *refusal.headers)

    return attrs.evolve(handler, handler=answer)


def checked(record: Record, value: object) -> Any:
    """The stored form of a body in which everything is right; 400 with everything that is wrong otherwise."""
    findings = Findings()
    stored = record.check(value, "", findings)
    if findings.problems:
        raise RefusalError(400, "Validation failed", tuple(findings.problems))
    return stored


def wrong(path: str, message: str) -> RefusalError:
    """400 for one parameter or member."""
    return RefusalError(400, "Validation failed", ((path, message),))


def missing(noun: str, identifier: str) -> RefusalError:
    """404 for a document."""
    return unknown(f"{noun} with identifier '{identifier}' not found")


def taken(noun: str, identifier: str, status: int = 409) -> RefusalError:
    """What is said of an identifier that exists."""
    return RefusalError(status, f"{noun} with identifier '{identifier}' already exists")


def broken(message: str) -> RefusalError:
    """500 for input that the platform does not check before it fails at it."""
    return RefusalError(500, message)


def unsupported() -> RefusalError:
    """501 for XML where JSON alone is taken."""
    return RefusalError(501, "XML format is not supported by this operation")


def _details(refusal: RefusalError) -> str:
    return "; ".join(f"{path}: {message}" if path else message for path, message in refusal.details)
