"""The body of a send as it is read: its content type, its envelope, everything in it; and how a refusal is told."""

from typing import Any, Final

from timeback_core.sandbox.caliper.shapes import Schema
from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document, Reply, Steps, is_array, is_object, json_reply, mapped
from timeback_core.sandbox.oneroster.members import TEXT
from timeback_core.sandbox.refusals import PROBLEM, RefusalError
from timeback_core.sandbox.schema import Findings, ListOf, Record, must, musts

REFUSAL: Final = Record((*musts(TEXT, "status", "message"), must("errors", ListOf(PROBLEM))), name="StatusError")
"""The error body of Caliper."""


def checked_envelope(call: Call, schema: Schema) -> Steps[Document]:
    """The envelope of a body in which everything is right; refuses otherwise, with everything that is wrong."""
    envelope = json_body(call)
    findings = Findings()
    schema.envelope.check(envelope, "", findings)
    data: Any = envelope.get("data")
    items = data if is_array(data) else []

    def check(place: tuple[int, Any]) -> None:
        at, item = place
        if is_object(item):
            schema.check_item(item, "event" if len(items) == 1 else f"data.{at}", findings)

    yield from mapped(enumerate(items), check)
    refuse_findings(findings)
    return envelope


def json_body(call: Call) -> Document:
    """The body of a call whose content type is that of JSON; 415 otherwise."""
    told = (call.request.header("content-type") or "").partition(";")[0].strip().lower()
    if told != "application/json":
        raise RefusalError(415, "The content type must be application/json")
    return call.body()


def refuse_findings(findings: Findings) -> None:
    """400 when anything was wrong."""
    if findings.problems:
        raise RefusalError(400, "Invalid payload", tuple(findings.problems))


def status_error(refusal: RefusalError) -> Reply:
    """The error body of Caliper."""
    errors = [{"path": path, "message": message} for path, message in refusal.details]
    return json_reply(refusal.status, {"status": "error", "message": refusal.text, "errors": errors}, *refusal.headers)
