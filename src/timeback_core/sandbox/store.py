"""The documents of the sandbox: collections in order of creation, with indices over their values."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, TypeAlias

from timeback_core.sandbox.messages import Document, is_array, is_object

Index: TypeAlias = dict[str, dict[str, None]]
"""For each text that documents hold at a path, the ids of those documents: as keys, so that each is found at once."""

Changes: TypeAlias = set[tuple[str, ...]]
"""What was changed and is still to be kept: its kind (`documents`, `tokens`) and its key in it."""


class Store:
    """Collections of documents by id. Documents are replaced, never changed in place."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.generation: int = 0
        """Grows with every write; what was derived from an older generation is stale."""
        self._rows: dict[str, dict[str, Document]] = {}
        self._positions: dict[str, dict[str, int]] = {}
        self._lists: dict[str, list[Document]] = {}
        self._indices: dict[str, dict[str, Index]] = {}
        self._shared: set[str] = set()
        """Collections that a copy has as well: they are copied before the first write."""

    def copy(self, changes: Changes) -> "Store":
        """A store with the same documents that goes its own way; it costs nothing before something is written."""
        copied = Store(changes)
        copied.generation = self.generation
        copied._rows, copied._positions, copied._indices = dict(self._rows), dict(self._positions), dict(self._indices)
        self._shared, copied._shared = set(self._rows), set(self._rows)
        return copied

    def get(self, collection: str, sourced_id: str) -> Document | None:
        """The document of that id, deleted ones included."""
        return self._rows.get(collection, {}).get(sourced_id)

    def rows(self, collection: str) -> list[Document]:
        """All documents in order of creation; not to be changed by the caller."""
        listed = self._lists.get(collection)
        if listed is None:
            listed = self._lists[collection] = list(self._rows.get(collection, {}).values())
        return listed

    def in_order(self) -> list[tuple[int, str, Document]]:
        """All documents with their places and collections, in order of creation."""
        found = (
            (self._positions[name][sourced_id], name, document)
            for name, rows in self._rows.items()
            for sourced_id, document in rows.items()
        )
        return sorted(found, key=itemgetter(0))

    def collections(self) -> tuple[str, ...]:
        """The names of the collections."""
        return tuple(self._rows)

    def position(self, collection: str, sourced_id: str) -> int:
        """The place of a document in the order of creation."""
        return self._positions[collection][sourced_id]

    def differs(self, other: "Store", collection: str, sourced_id: str) -> bool:
        """Whether another store has another document of that id, none, or another place for it."""
        mine, theirs = self.get(collection, sourced_id), other.get(collection, sourced_id)
        if mine is None or theirs is None:
            return mine is not theirs
        is_there = self.position(collection, sourced_id) == other.position(collection, sourced_id)
        return not is_there or (mine is not theirs and mine != theirs)

    def differences(self, other: "Store") -> Iterator[tuple[str, str]]:
        """Collection and id of each document that differs."""
        for collection in self._rows | other._rows:
            mine, theirs = self._rows.get(collection, {}), other._rows.get(collection, {})
            if mine is not theirs:
                yield from ((collection, each) for each in mine | theirs if self.differs(other, collection, each))

    def count(self, collection: str) -> int:
        """How many documents a collection has."""
        return len(self._rows.get(collection, ()))

    def put(self, collection: str, document: Document) -> None:
        """Add a document, or replace the one of its `sourcedId`, which keeps its place."""
        self._own(collection)
        rows = self._rows.setdefault(collection, {})
        positions = self._positions.setdefault(collection, {})
        sourced_id = document["sourcedId"]
        before = rows.get(sourced_id)
        rows[sourced_id] = document
        if before is None:
            positions[sourced_id] = self.generation
        for path, index in self._indices.get(collection, {}).items():
            _move(index, sourced_id, texts_at(before, path), texts_at(document, path))
        self._written(collection, sourced_id)

    def place(self, collection: str, document: Document, position: int) -> None:
        """Put a document at a place in the order of creation, at which or after all others."""
        before = self._positions.get(collection, {}).get(document["sourcedId"])
        if before is not None and before != position:
            self.remove(collection, document["sourcedId"])
        if before != position:
            self.generation = position
        self.put(collection, document)

    def remove(self, collection: str, sourced_id: str) -> None:
        """Take a document away for good; an unknown one is no error."""
        self._own(collection)
        document = self._rows.get(collection, {}).pop(sourced_id, None)
        if document is None:
            return
        del self._positions[collection][sourced_id]
        for path, index in self._indices.get(collection, {}).items():
            _move(index, sourced_id, texts_at(document, path), frozenset())
        self._written(collection, sourced_id)

    def ids_with(self, collection: str, path: str, value: str) -> tuple[str, ...]:
        """The ids of the documents that hold a text at a dotted path (`roles.org.sourcedId`)."""
        if path == "sourcedId":
            return (value,) if self.get(collection, value) is not None else ()
        return tuple(self.index(collection, path).get(value, ()))

    def find(self, collection: str, path: str, value: str) -> list[Document]:
        """The documents that hold a text at a dotted path, in order of creation."""
        return self.pick(collection, self.ids_with(collection, path, value))

    def pick(self, collection: str, sourced_ids: Iterable[str]) -> list[Document]:
        """The documents of these ids, each once, in order of creation; unknown ids are left out."""
        rows, positions = self._rows.get(collection, {}), self._positions.get(collection, {})
        found = {sourced_id for sourced_id in sourced_ids if sourced_id in rows}
        return [rows[sourced_id] for sourced_id in sorted(found, key=positions.__getitem__)]

    def referring(self, collection: str, path: str, target_id: str) -> list[Document]:
        """The documents whose reference at `path` (`class`, `roles.org`) leads to that id."""
        return self.find(collection, f"{path}.sourcedId", target_id)

    def index(self, collection: str, path: str) -> Index:
        """The index over a path, made by the first who asks for it and kept right by every write."""
        indices = self._indices.setdefault(collection, {})
        index = indices.get(path)
        if index is None:
            index = indices[path] = {}
            for sourced_id, document in self._rows.get(collection, {}).items():
                _move(index, sourced_id, frozenset(), texts_at(document, path))
        return index

    def _own(self, collection: str) -> None:
        if collection in self._shared:
            self._shared.discard(collection)
            self._rows[collection] = dict(self._rows[collection])
            self._positions[collection] = dict(self._positions[collection])
            indices = self._indices.get(collection, {})
            self._indices[collection] = {
                path: {text: dict(ids) for text, ids in index.items()} for path, index in indices.items()
            }

    def _written(self, collection: str, sourced_id: str) -> None:
        self.generation += 1
        self._changes.add(("documents", collection, sourced_id))
        self._lists.pop(collection, None)


def reference(sourced_id: str) -> Document:
    """A reference as it is stored."""
    return {"sourcedId": sourced_id}


def values_at(value: Any, names: list[str]) -> Iterator[Any]:
    """Every value that a dotted path leads to; lists on the way are walked through."""
    if is_array(value):
        for item in value:
            yield from values_at(item, names)
    elif not names:
        yield value
    elif is_object(value):
        yield from values_at(value.get(names[0]), names[1:])


def texts_at(document: Document | None, path: str) -> frozenset[str]:
    """The texts that a document holds at a dotted path."""
    return frozenset(value for value in values_at(document, path.split(".")) if isinstance(value, str))


def _move(index: Index, sourced_id: str, before: frozenset[str], after: frozenset[str]) -> None:
    for text in before - after:
        del index[text][sourced_id]
        if not index[text]:
            del index[text]
    for text in after - before:
        index.setdefault(text, {})[sourced_id] = None
