"""Whole documents: created, replaced, deleted, from JSON or from XML."""

from collections.abc import Mapping
from typing import Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import Described, Either, Told, described
from timeback_core.sandbox.messages import Document, Reply, empty_reply, json_reply
from timeback_core.sandbox.qti.errors import FAILS, broken, checked, taken, wrong
from timeback_core.sandbox.qti.kinds import ITEM_KIND, TEST_KIND, Kind
from timeback_core.sandbox.qti.reads import asks_for_xml
from timeback_core.sandbox.qti.shapes import ENVELOPE, NEW_ITEM_METADATA, NEW_TEST_METADATA, TEXT, XML_ENVELOPE
from timeback_core.sandbox.schema import Record, must

_OF_ITEM: Final = Record((must("identifier", TEXT), *NEW_ITEM_METADATA.members))


def create(kind: Kind) -> Described:
    """POST of one: 201 with what was stored."""
    gives: Mapping[int, Told] = {201: kind.answered, **FAILS}

    @described(gives, takes=kind.takes("POST"), summary=f"Create one {kind.noun.lower()}.")
    def answer(call: Call) -> Reply:
        document = sent(call, kind)
        if call.world.store.get(kind.collection, document["identifier"]) is not None:
            raise taken(kind.noun, document["identifier"])
        return answered(call, 201, kind, document)

    return answer


def update(kind: Kind) -> Described:
    """PUT of one: everything that it was is replaced."""
    gives: Mapping[int, Told] = {200: kind.answered, **FAILS}

    @described(gives, takes=kind.takes("PUT"), summary=f"Replace one {kind.noun.lower()}.")
    def answer(call: Call) -> Reply:
        before = kind.get(call.world, call.ids[0])
        return answered(call, 200, kind, {**sent(call, kind), "identifier": before["identifier"]}, before)

    return answer


def delete(kind: Kind) -> Described:
    """DELETE of one: it is gone, and what referred to it dangles."""

    @described({204: None}, summary=f"Delete one {kind.noun.lower()}.")
    def answer(call: Call) -> Reply:
        document = kind.get(call.world, call.ids[0])
        call.world.store.remove(kind.collection, document["sourcedId"])
        return empty_reply(204)

    return answer


@described({201: ITEM_KIND.answered, **FAILS}, takes=Either((_OF_ITEM, ITEM_KIND.record, XML_ENVELOPE)))
def set_item_metadata(call: Call) -> Reply:
    """POST of an item for its metadata: they are replaced where the item exists, which otherwise is created."""
    body = call.body()
    before = call.world.store.get(ITEM_KIND.collection, str(body.get("identifier")))
    if before is None:
        return answered(call, 201, ITEM_KIND, sent(call, ITEM_KIND))
    metadata = checked(NEW_ITEM_METADATA, body).get("metadata")
    return answered(call, 201, ITEM_KIND, {**before, "metadata": metadata}, before)


@described(TEST_KIND.answered, takes=NEW_TEST_METADATA)
def set_test_metadata(call: Call) -> Reply:
    """PUT of the metadata of a test; its structure stays."""
    before = TEST_KIND.get(call.world, call.ids[0])
    metadata = checked(NEW_TEST_METADATA, call.body()).get("metadata")
    return answered(call, 200, TEST_KIND, {**before, "metadata": metadata}, before)


def sent(call: Call, kind: Kind) -> Document:
    """The document that a call sends, as it is stored, in any of the forms that its kind has."""
    if kind.is_raw and asks_for_xml(call):
        try:
            return _of_xml(call, kind, call.request.body.decode())
        except UnicodeDecodeError as error:
            raise broken("The XML is not UTF-8") from error
    body, verb = call.body(), call.request.verb
    if body.get("format") == "xml":
        return _enveloped(call, kind, body)
    if body.get("format") not in (None, "json"):
        raise wrong("format", "Invalid enum value. Expected json | xml")
    if verb == "PUT":
        body = {**body, "identifier": call.ids[0]}
    return kind.of_json(call.world, body, is_new=verb == "POST")


def answered(call: Call, status: int, kind: Kind, document: Document, before: Document | None = None) -> Reply:
    """The answer with a document that is stored first."""
    return json_reply(status, kind.show(call.world, stored(call, kind, document, before)))


def stored(call: Call, kind: Kind, document: Document, before: Document | None = None) -> Document:
    """The document once it is in the store, with its times."""
    created = call.stamp if before is None else before["createdAt"]
    times = {"createdAt": created, "updatedAt": call.stamp, "__v": 0}
    kept = {"sourcedId": document["identifier"], **document, **times}
    call.world.store.put(kind.collection, kept)
    return kept


def _enveloped(call: Call, kind: Kind, body: Document) -> Document:
    """What an envelope of XML holds; 400 where there is none, and 500 where the platform fails at it."""
    if not kind.enveloped:
        raise wrong("format", "Send XML as the body, with the content type application/xml")
    if call.request.verb not in kind.enveloped:
        raise broken("DocumentNotFoundError: No document found for query")
    envelope = checked(ENVELOPE, body)
    metadata = envelope.get("metadata")
    return {**_of_xml(call, kind, envelope["xml"]), **({} if metadata is None else {"metadata": metadata})}


def _of_xml(call: Call, kind: Kind, text: str) -> Document:
    """What XML stores; where what is told lags behind it, that is as it was."""
    document = kind.of_text(text)
    if call.request.verb != "PUT" or not call.world.switches.live_qti:
        return document
    before = kind.get(call.world, call.ids[0])
    return {**before, "rawXml": document["rawXml"]}
