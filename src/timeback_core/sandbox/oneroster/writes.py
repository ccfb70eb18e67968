"""Writes: validation, existing ids, references, then one store. Each write is all or nothing."""

from collections.abc import Callable
from typing import Any, Final

from timeback_core.sandbox.calls import Call, Handler
from timeback_core.sandbox.described import EMPTY, Described, PartOf, described, under
from timeback_core.sandbox.messages import Document, Reply, empty_reply, is_array, json_reply
from timeback_core.sandbox.oneroster.collections import Collection
from timeback_core.sandbox.oneroster.kind import Kind, Writing, metadata_of
from timeback_core.sandbox.oneroster.kinds import KINDS
from timeback_core.sandbox.refusals import RefusalError, invalid, unknown
from timeback_core.sandbox.schema import Findings, ListOf, OneOrMany, Record, Tagged, Text, musts
from timeback_core.sandbox.world import World

PAIR: Final = Record(musts(Text(), "suppliedSourcedId", "allocatedSourcedId"), name="SourcedIdPair")
"""The id that was sent, and the one that it has."""
ID_PAIR: Final = under("sourcedIdPairs", PAIR)


def create(collection: Collection, *, fixed_type: str | None = None) -> Described:
    """POST of one document: 201 with its id pair."""
    takes = under(collection.written, collection.kind.record)

    @described({201: ID_PAIR}, takes=takes, summary=f"A new {collection.kind.noun.lower()}.")
    def answer(call: Call) -> Reply:
        body = call.enveloped(collection.written)
        document = checked(call.world, collection.kind.record, body, collection.written)
        check_type(document, collection.written, fixed_type)
        stored = store_new(call, collection.kind, document, body)
        return pairs_reply(call, [(body.get("sourcedId"), stored["sourcedId"])])

    return answer


def delete(collection: Collection) -> Described:
    """DELETE: marks the document as deleted, 204, also when it was deleted before."""

    @described({204: None}, summary=f"One {collection.kind.noun.lower()}, marked as deleted.")
    def answer(call: Call) -> Reply:
        mark_deleted(call, collection, collection.get(call.world, call.ids[0]))
        return empty_reply(204)

    return answer


def mark_deleted(call: Call, collection: Collection, document: Document) -> None:
    """Mark a document as deleted, unless it is."""
    if document["status"] != "tobedeleted":
        deleted = {**document, "status": "tobedeleted", "dateLastModified": call.stamp}
        call.world.store.put(collection.kind.collection, deleted)


def patch(collection: Collection) -> Described:
    """PATCH: given members replace, `metadata` is merged at its top level; 200 with an empty object."""
    takes = under(collection.written, PartOf(collection.kind.record))

    @described(EMPTY, takes=takes, summary=f"One {collection.kind.noun.lower()}, some members changed.")
    def answer(call: Call) -> Reply:
        body = call.enveloped(collection.written)
        given = checked(call.world, collection.kind.record, body, collection.written, partial=True)
        before = collection.get(call.world, call.ids[0])
        given.pop("sourcedId", None)
        if given.get("metadata") is not None:
            given["metadata"] = {**metadata_of(before), **given["metadata"]}
        store(call, collection.kind, {**before, **given}, before, body)
        return json_reply(200, {})

    return answer


def checked(world: World, record: Record | Tagged, body: Any, path: str, *, partial: bool = False) -> Document:
    """The stored form of a body whose members and references are all right; refuses otherwise."""
    findings = Findings()
    document: Document = record.check(body, path, findings, partial=partial)
    refuse_problems(findings)
    require_targets(world, findings)
    return document


def refuse_problems(findings: Findings) -> None:
    """422 when anything was wrong."""
    if findings.problems:
        raise RefusalError(422, "Validation error", tuple(findings.problems))


def require_targets(world: World, findings: Findings) -> None:
    """404 for the first reference that leads nowhere; deleted targets count as there."""
    for path, target, sourced_id in findings.references:
        collection, status = _target_of(world, path, target)
        if world.store.get(collection, sourced_id) is None:
            raise RefusalError(status, KINDS[collection].not_found)


def _target_of(world: World, path: str, target: str) -> tuple[str, int]:
    """Where a reference leads, and the status when it leads nowhere, as seen on the live platform or not."""
    if not world.switches.live_errors:
        return target, 404
    if path == "componentResource.resource":
        return target, 500
    # In the live tables a result's score scale is a key into the resources.
    if target == "scoreScales" and path.startswith("result"):
        return "resources", 500
    return target, 404


def check_type(document: Document, path: str, fixed_type: str | None) -> None:
    """422 when a document of a narrower collection says that it is something else."""
    if fixed_type is not None and document["type"] != fixed_type:
        raise invalid(f"{path}.type", f"Invalid literal value, expected '{fixed_type}'")


def refuse_existing(world: World, kind: Kind, sourced_id: str) -> None:
    """404 (409 or 500 by switch) when the id is taken, also by a deleted document."""
    if world.store.get(kind.collection, sourced_id) is None:
        return
    if world.switches.live_errors and kind.collection == "componentResources":
        raise RefusalError(500, "Internal server error")
    raise RefusalError(409 if world.switches.standard_conflict else 404, f"{kind.noun} already exists.")


def store_new(call: Call, kind: Kind, document: Document, body: Any) -> Document:
    """Store a checked new document, under a new id where it has none."""
    sourced_id = document.get("sourcedId") or call.world.new_id()
    refuse_existing(call.world, kind, sourced_id)
    return store(call, kind, {**document, "sourcedId": sourced_id}, None, body)


def store(call: Call, kind: Kind, document: Document, before: Document | None, body: Any) -> Document:
    """Store a checked document under its id, in place of the one that was there."""
    finished = kind.finish(Writing(call.world, document, before, body))
    stored = {**finished, "dateLastModified": call.stamp}
    call.world.store.put(kind.collection, stored)
    return stored


def pairs_reply(call: Call, pairs: list[tuple[str | None, str]]) -> Reply:
    """201 with supplied and allocated ids: an object for one row, a list for more, or as switched."""
    shown = [
        {"suppliedSourcedId": supplied or allocated, "allocatedSourcedId": allocated} for supplied, allocated in pairs
    ]
    switches = call.world.switches
    if switches.pairs_as_list:
        return json_reply(201, {"sourcedIdPairs": shown})
    as_object = len(shown) == 1 or switches.pairs_always_object
    return json_reply(201, {"sourcedIdPairs": shown[0] if as_object else shown})


def creates_rows(collection: Collection) -> Callable[[Handler], Described]:
    """Says of a handler that it answers what `create_rows` gives."""
    return described(
        {201: under("sourcedIdPairs", OneOrMany(PAIR))},
        takes=under(collection.plural, ListOf(collection.kind.record, min_items=1)),
        summary=f"Several new {collection.plural}.",
    )


def create_rows(call: Call, collection: Collection, owned: Document) -> Reply:
    """POST of an array: every row checked before the first one is stored; `owned` comes from the path."""
    body = call.enveloped(collection.plural)
    if not is_array(body):
        raise invalid(collection.plural, "Expected array")
    if not body:
        raise invalid(collection.plural, "Array must contain at least 1 element(s)")
    findings = Findings()
    checked_rows = [
        collection.kind.record.check(row, f"{collection.plural}.{at}", findings) for at, row in enumerate(body)
    ]
    refuse_problems(findings)
    require_targets(call.world, findings)
    rows: list[Document] = [{**row, **owned} for row in checked_rows]
    given = [row["sourcedId"] for row in rows if "sourcedId" in row]
    if len(set(given)) < len(given):
        raise invalid(collection.plural, "An id comes twice")
    for sourced_id in given:
        refuse_existing(call.world, collection.kind, sourced_id)
    stored = [store_new(call, collection.kind, row, sent) for row, sent in zip(rows, body, strict=True)]
    return pairs_reply(
        call, [(row.get("sourcedId"), kept["sourcedId"]) for row, kept in zip(rows, stored, strict=True)]
    )


def must_exist(collection: Collection, world: World, sourced_id: str, text: str) -> Document:
    """The document that a path leads through; 404 with the sentence of that path."""
    document = world.store.get(collection.kind.collection, sourced_id)
    if document is None or not collection.holds(world, document):
        raise unknown(text)
    return document
