"""The documents of all services: their collections, a collection as a table, a document and what refers to it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import attrs
import orjson

from timeback_core.sandbox.masking import MASK, is_secret
from timeback_core.sandbox.messages import Document, Reply, Steps, is_array, is_object, those
from timeback_core.sandbox.page.references import Places, places
from timeback_core.sandbox.page.visit import Visit
from timeback_core.sandbox.query.compare import sorted_rows
from timeback_core.sandbox.store import Store, values_at

SHOWN: Final = 50
"""Rows of a page."""
_COLUMNS: Final = 7
_WIDEST: Final = 60
"""Characters of a text that a table shows."""
_LAST: Final = ("status", "dateLastModified")
"""Members of which others are shown first."""
_FEW: Final = 5
"""How many of those that refer to a document are shown with it."""


@attrs.frozen
class Cell:
    """What a table shows of a member."""

    text: str
    address: str = ""
    is_number: bool = False


@attrs.frozen
class Referring:
    """Documents of one collection that refer to another document at one path."""

    collection: str
    path: str
    count: int
    first: Sequence[str]


def show_data(visit: Visit) -> Reply | Steps[Reply]:
    """The services and their collections, or one collection."""
    collection = visit.query.get("collection", "")
    if not collection:
        return visit.show("data", shelves=_shelves(visit))
    if collection not in visit.collections:
        return visit.missing("data", f"There is no collection {collection}.")
    return _table(visit, collection)


def _table(visit: Visit, collection: str) -> Steps[Reply]:
    wanted = {name: visit.query.get(name, "") for name in ("search", "sort", "order", "path", "value")}
    store, chosen = visit.world.store, (yield from _chosen(visit, collection, wanted))
    total = store.count(collection) if chosen is None else len(chosen)
    offset = min(visit.number("offset"), max(0, (total - 1) // SHOWN * SHOWN))
    part = slice(offset, offset + SHOWN)
    shown = store.rows(collection)[part] if chosen is None else _by_ids(store, collection, chosen[part])
    names = _columns(shown)
    return visit.show(
        "collection",
        view="data",
        collection=collection,
        shelves=_shelves(visit),
        wanted=wanted,
        names=names,
        rows=[(row["sourcedId"], [_cell(visit, row, name) for name in names]) for row in shown],
        total=total,
        offset=offset,
        before=offset - SHOWN if offset else None,
        after=offset + SHOWN if offset + SHOWN < total else None,
    )


def show_document(visit: Visit) -> Reply | Steps[Reply]:
    """One document with what it refers to as links."""
    collection, sourced_id = visit.query.get("collection", ""), visit.query.get("id", "")
    document = visit.world.store.get(collection, sourced_id)
    if document is None:
        return visit.missing("data", "There is no such document any more.")
    return _document(visit, collection, document)


def _document(visit: Visit, collection: str, document: Document) -> Steps[Reply]:
    store, sourced_id = visit.world.store, document["sourcedId"]
    referring = [
        Referring(each, path, len(found), found[:_FEW])
        for each, path in (yield from _places(visit)).get(collection, ())
        if (found := store.ids_with(each, path, sourced_id))
    ]

    def place(name: str, text: str) -> str:
        return "" if text == sourced_id else visit.place(name, text)

    return visit.show(
        "document",
        view="data",
        collection=collection,
        document=document,
        place=place,
        title=_title_of(document),
        namesakes=[each for each in visit.collections if each != collection and store.get(each, sourced_id)],
        referring=referring,
    )


def _places(visit: Visit) -> Steps[Places]:
    kept = visit.world.selected.at(visit.world.stamp)
    if "places" not in kept:
        kept["places"] = yield from places(visit.world.store, visit.collections)
    found: Places = kept["places"]
    return found


def _title_of(document: Document) -> str:
    """What a document is called; nothing where it has no name."""
    names = (document.get("title"), document.get("name"), document.get("fullStatement"))
    whole = " ".join(str(document[name]) for name in ("givenName", "familyName") if document.get(name))
    return whole or next((name for name in names if isinstance(name, str)), "")


def _shelves(visit: Visit) -> dict[str, dict[str, int]]:
    """How many documents each collection has, by service."""
    count = visit.world.store.count
    shelves = {name: {each: count(each) for each in held} for name, held in visit.services.items()}
    others = {each: count(each) for each in visit.collections if all(each not in held for held in shelves.values())}
    return {**shelves, "others": others} if others else shelves


def _chosen(visit: Visit, collection: str, wanted: dict[str, str]) -> Steps[Sequence[str] | None]:
    """The ids of the documents that are wanted, in their order; None where that is all of them, as they were made."""
    if not any(wanted.values()):
        return None
    kept = visit.world.selected.at(visit.world.stamp)
    key = ("page", collection, *wanted.values())
    if key not in kept:
        path, search = wanted["path"], wanted["search"].casefold()
        store = visit.world.store.copy(set())  # others may write in the pauses
        found: Iterable[Document] = store.rows(collection)
        if path:
            # An index is made for paths at which there are references, whatever else an address names.
            known = (place for places_of in (yield from _places(visit)).values() for place in places_of)
            found = store.find(collection, path, wanted["value"]) if (collection, path) in known else []
        if search:
            found = yield from those(found, lambda row: search in orjson.dumps(row).decode().casefold())
        if wanted["sort"]:
            found = yield from sorted_rows(list(found), _look, wanted["sort"], descending=wanted["order"] == "desc")
        kept[key] = [row["sourcedId"] for row in found]
    ids: Sequence[str] = kept[key]
    return ids


def _by_ids(store: Store, collection: str, ids: Sequence[str]) -> list[Document]:
    found = (store.get(collection, sourced_id) for sourced_id in ids)
    return [document for document in found if document is not None]


def _look(document: Document, path: str) -> list[Any]:
    values = values_at(document, path.split("."))
    return [value.get("sourcedId") if is_object(value) else value for value in values]


def _columns(rows: Sequence[Document]) -> list[str]:
    """The members that a table shows: its id, those that say most in little room, and how it stands."""
    every = dict.fromkeys(name for row in rows for name in row)
    fitting = [name for name in every if name not in ("sourcedId", *_LAST) and _is_short(rows, name)]
    last = [name for name in _LAST if name in every]
    return ["sourcedId", *fitting[: _COLUMNS - 1 - len(last)], *last]


def _is_short(rows: Sequence[Document], name: str) -> bool:
    values = [row[name] for row in rows if row.get(name) is not None]
    return bool(values) and all(_text(value) is not None for value in values)


def _cell(visit: Visit, row: Document, name: str) -> Cell:
    value = row.get(name)
    text = MASK if isinstance(value, str) and is_secret(name) else _text(value) or ""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Cell(text, "" if text in ("", row["sourcedId"]) else visit.place(name, text), is_number)


def _text(value: Any) -> str | None:
    """A value in few words; None where these are not enough."""
    if value is None:
        return ""
    if is_object(value):
        return _text(value["sourcedId"]) if "sourcedId" in value else None
    if is_array(value):
        texts = [_text(item) for item in value]
        return _text(", ".join(text for text in texts if text)) if all(texts) else None
    text = orjson.dumps(value).decode() if isinstance(value, bool) else str(value)
    return text if len(text) <= _WIDEST and "\n" not in text else None
