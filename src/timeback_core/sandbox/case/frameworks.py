"""Frameworks as they are stored: each entity as it is answered, with a link to its document."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from timeback_core.sandbox.messages import Document, is_array, is_object
from timeback_core.sandbox.store import Store

DOCUMENTS: Final = "CFDocuments"
ITEMS: Final = "CFItems"
ASSOCIATIONS: Final = "CFAssociations"
CHILD: Final = "isChildOf"

_OF_DOCUMENT: Final = "CFDocumentURI"


def store_package(store: Store, package: Document) -> Document:
    """Store an uploaded package in the place of the one that its document has; gives the document."""
    document = _answered(package["CFDocument"])
    licence = document.pop("licenseUri", None)
    if licence and "licenseURI" not in document:
        named = {"sourcedId": str(uuid5(NAMESPACE_URL, licence)), "title": licence, "uri": licence}
        document["licenseURI"] = named
    link = {"sourcedId": document["sourcedId"], "title": document["title"], "uri": document["uri"]}
    for collection in (ITEMS, ASSOCIATIONS):
        for each in belonging(store, collection, document):
            store.remove(collection, each["sourcedId"])
    store.put(DOCUMENTS, document)
    for each in package[ITEMS]:
        item = _answered(each)
        also = item.pop("cfItemType", None)
        store.put(ITEMS, {"CFItemType": also, **item, _OF_DOCUMENT: link})
    for each in package[ASSOCIATIONS]:
        store.put(ASSOCIATIONS, {**_answered(each), _OF_DOCUMENT: link})
    return document


def belonging(store: Store, collection: str, document: Document) -> list[Document]:
    """The items or the associations of a document."""
    return store.referring(collection, _OF_DOCUMENT, document["sourcedId"])


def groups(items: list[Document], associations: list[Document]) -> Document:
    """The items below each other, at each level by their kinds: siblings by their numbers.

    An item that has several parents is below each of them, and has its children where it comes first.
    """
    by_id = {item["sourcedId"]: item for item in items}
    children: dict[str, dict[str, None]] = {}
    parents: dict[str, set[str]] = {}
    for each in sorted((each for each in associations if each["associationType"] == CHILD), key=_place):
        child, parent = (each[end]["sourcedId"] for end in ("originNodeURI", "destinationNodeURI"))
        if child in by_id:
            children.setdefault(parent, {})[child] = None
            parents.setdefault(child, set()).add(parent)
    roots = [item_id for item_id in by_id if not parents.get(item_id, set()) & by_id.keys()]
    order = {item_id: at for at, item_id in enumerate(each for listed in children.values() for each in listed)}
    found: Document = {}
    seen: set[str] = set()
    for top in (*sorted(roots, key=lambda each: order.get(each, len(order))), *by_id):
        waiting: list[tuple[Document, Iterable[str]]] = [] if top in seen else [(found, (top,))]
        for below, ids in waiting:
            for item_id in ids:
                node = {name: value for name, value in by_id[item_id].items() if name != "childGroups"}
                below.setdefault(node["CFItemType"] or "", []).append(node)
                if item_id not in seen and item_id in children:
                    waiting.append((node.setdefault("childGroups", {}), children[item_id]))
                seen.add(item_id)
    return found


def _place(association: Document) -> tuple[bool, float]:
    number: float | None = association.get("sequenceNumber")
    return number is None, number or 0


def _answered(given: Document) -> Document:
    """An uploaded entity as it is answered: its id, and those in its links, have another name."""
    return _named({name: _linked(value) if name.endswith("URI") else value for name, value in given.items()})


def _linked(value: Any) -> Any:
    if is_array(value):
        return [_linked(each) for each in value]
    return _named(value) if is_object(value) else value


def _named(value: Document) -> Document:
    if "identifier" not in value:
        return value
    ids = ("identifier", "sourcedId")
    return {"sourcedId": value["identifier"], **{name: each for name, each in value.items() if name not in ids}}
