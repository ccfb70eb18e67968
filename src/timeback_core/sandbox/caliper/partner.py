"""The endpoint of partners: one event in each POST, bare or in an envelope, of some types of the standard."""

import re
from typing import Any, ClassVar, Final

from timeback_core.sandbox.caliper.checks import json_body, refuse_findings
from timeback_core.sandbox.caliper.ingest import keep_all
from timeback_core.sandbox.caliper.shapes import ENVELOPE, IRI, check_by_type, narrowed, only, refuse_nulls
from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import Either, described
from timeback_core.sandbox.messages import Document, Reply, Steps, empty_reply, is_object
from timeback_core.sandbox.oneroster.members import FULL_TEXT, TEXT
from timeback_core.sandbox.refusals import bad_request
from timeback_core.sandbox.schema import AsStored, Findings, ListOf, Loose, Record, Shape, Text, may, must

_ACTIONS: Final = {
    "GradeEvent": ("Graded",),
    "AssessmentItemEvent": ("Started", "Skipped", "Completed"),
    "AssessmentEvent": ("Started", "Paused", "Resumed", "Restarted", "Submitted"),
    "AssignableEvent": ("Activated", "Deactivated", "Started", "Completed", "Submitted", "Reviewed"),
    "ViewEvent": ("Viewed",),
    "SessionEvent": ("LoggedIn", "LoggedOut", "TimedOut"),
}
"""The types that are taken, and what may have happened in each."""


_IDENTIFIED: Final = Record((must("id", IRI), must("type", FULL_TEXT)), name="Identified")


class _Whole(AsStored):
    """An object, not only the IRI of one."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The object as it is."""
        _IDENTIFIED.check(value, path, findings)
        refuse_nulls(value, path, findings)
        return value

    like_written: ClassVar[Shape] = Loose(_IDENTIFIED)
    like_answered: ClassVar[Shape] = like_written


_EXTENSIONS: Final = Record(
    (may("subject", TEXT), may("course", Record((must("id", IRI),)))), closed=True, name="PartnerExtensions"
)
_EVENTS: Final = {
    kind: narrowed(
        must("@context", Text(pattern=re.compile(".*caliper.*"), format="context of Caliper")),
        must("type", only(kind)),
        must("action", only(*actions)),
        must("actor", _Whole()),
        must("object", _Whole()),
        may("extensions", _EXTENSIONS),
        closed=True,
        name=f"Partner{kind}",
    )
    for kind, actions in _ACTIONS.items()
}
_ENVELOPE: Final = narrowed(must("data", ListOf(Either(tuple(_EVENTS.values())), min_items=1)), of=ENVELOPE)


@described({200: None, 202: None}, takes=Either((*_EVENTS.values(), _ENVELOPE)))
def send_as_partner(call: Call) -> Steps[Reply]:
    """POST of an event: 202, or 200 for a session, which is handled at once; neither has a body."""
    body = json_body(call)
    findings = Findings()
    envelope: Document = {"sensor": _sender(body), "sendTime": call.stamp, "data": [body]}
    if "data" in body:
        envelope = body
        ENVELOPE.check(envelope, "", findings)
        refuse_findings(findings)
        if len(envelope["data"]) > 1:
            raise bad_request("data", "Array must contain at most 1 element(s)")
    event = envelope["data"][0]
    check_by_type(_EVENTS, event, "event", findings)
    refuse_findings(findings)
    yield from keep_all(call, envelope, [event])
    return empty_reply(200 if event["type"] == "SessionEvent" else 202)


def _sender(event: Document) -> str:
    """The application of an event that no envelope names a sensor for."""
    app = event.get("edApp")
    return str(app.get("id", "")) if is_object(app) else str(app or "")
