"""Grading periods that are created under their term."""

from typing import Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import described, under
from timeback_core.sandbox.messages import Reply
from timeback_core.sandbox.oneroster.collections import GRADING_PERIODS, TERMS
from timeback_core.sandbox.oneroster.members import TEXT
from timeback_core.sandbox.oneroster.reads import entity_reply
from timeback_core.sandbox.oneroster.writes import check_type, checked, store_new
from timeback_core.sandbox.schema import Member, Record
from timeback_core.sandbox.store import reference

_INPUT: Final = Record(
    (
        *GRADING_PERIODS.kind.record.members,
        Member(name="tenantId", shape=TEXT, required=True, nullable=True, stored=False),
        Member(name="clientAppId", shape=TEXT, required=True, nullable=True, stored=False),
    )
)


@described({201: under("academicSession", GRADING_PERIODS.kind.record)}, takes=under("academicSession", _INPUT))
def create_grading_period(call: Call) -> Reply:
    """POST of a grading period, by default a child of the term; 201 with the whole document."""
    body = call.enveloped("academicSession")
    document = checked(call.world, _INPUT, body, "academicSession")
    check_type(document, "academicSession", "gradingPeriod")
    term = TERMS.get(call.world, call.ids[0])
    if document.get("parent") is None:
        document["parent"] = reference(term["sourcedId"])
    stored = store_new(call, GRADING_PERIODS.kind, document, body)
    return entity_reply(call, 201, "academicSession", GRADING_PERIODS.kind, stored)
