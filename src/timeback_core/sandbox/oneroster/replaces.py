"""PUT, in its kinds: full replace or given members only, must exist or is created, five forms of answer."""

from typing import Literal, TypeAlias

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import EMPTY, Described, PartOf, described, under
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.collections import Collection
from timeback_core.sandbox.oneroster.reads import entity_reply
from timeback_core.sandbox.oneroster.writes import check_type, checked, store
from timeback_core.sandbox.schema import Record

PutAnswer: TypeAlias = Literal["enveloped", "bare", "nothing"]


def replace(
    collection: Collection, status: int, answer_form: PutAnswer, *, fixed_type: str | None = None, creates: bool = False
) -> Described:
    """PUT of a whole document: what the body leaves out becomes null, empty or its default."""
    takes, noun = under(collection.written, collection.kind.record), collection.kind.noun.lower()

    @described({status: _told(collection, answer_form)}, takes=takes, summary=f"One {noun}, replaced.")
    def answer(call: Call) -> Reply:
        sourced_id = call.ids[0]
        body = call.enveloped(collection.written)
        document = checked(call.world, collection.kind.record, body, collection.written)
        check_type(document, collection.written, fixed_type)
        before: Document | None
        if creates:
            before = call.world.store.get(collection.kind.collection, sourced_id)
        else:
            before = collection.get(call.world, sourced_id)
        stored = store(call, collection.kind, {**document, "sourcedId": sourced_id}, before, body)
        is_live_course = collection.written == "course" and call.world.switches.live_status
        return _reply(call, collection, 201 if is_live_course else status, answer_form, stored)

    return answer


def merge(collection: Collection, record: Record, answer_form: PutAnswer) -> Described:
    """PUT that takes only the given members and leaves the others as they are."""
    takes, noun = under(collection.written, PartOf(record)), collection.kind.noun.lower()

    @described(_told(collection, answer_form), takes=takes, summary=f"One {noun}, some members changed.")
    def answer(call: Call) -> Reply:
        body = call.enveloped(collection.written)
        given = checked(call.world, record, body, collection.written, partial=True)
        before = collection.get(call.world, call.ids[0])
        stored = store(call, collection.kind, {**before, **given}, before, body)
        return _reply(call, collection, 200, answer_form, stored)

    return answer


def _told(collection: Collection, form: PutAnswer) -> Record:
    record = collection.kind.record
    return EMPTY if form == "nothing" else record if form == "bare" else under(collection.singular, record)


def _reply(call: Call, collection: Collection, status: int, form: PutAnswer, stored: Document) -> Reply:
    if form == "nothing":
        return json_reply(status, {})
    return entity_reply(call, status, collection.singular if form == "enveloped" else None, collection.kind, stored)
