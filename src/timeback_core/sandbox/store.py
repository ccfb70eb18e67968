"""The documents of the sandbox: collections in order of creation, with indices over their values."""

from collections.abc import Iterable, Iterator
from typing import Any

from timeback_core.sandbox.messages import Document, is_array, is_object


class Store:
    """Collections of documents by id. Documents are replaced, never changed in place."""

    def __init__(self) -> None:
        self.generation: int = 0
        """Grows with every write; what was derived from an older generation is stale."""
        self._rows: dict[str, dict[str, Document]] = {}
        self._positions: dict[str, dict[str, int]] = {}
        self._lists: dict[str, list[Document]] = {}
        self._indices: dict[str, dict[str, dict[str, set[str]]]] = {}

    def get(self, collection: str, sourced_id: str) -> Document | None:
        """The document of that id, deleted ones included."""
        return self._rows.get(collection, {}).get(sourced_id)

    def rows(self, collection: str) -> list[Document]:
        """All documents in order of creation; not to be changed by the caller."""
        listed = self._lists.get(collection)
        if listed is None:
            listed = self._lists[collection] = list(self._rows.get(collection, {}).values())
        return listed

    def count(self, collection: str) -> int:
        """How many documents a collection has."""
        return len(self._rows.get(collection, ()))

    def put(self, collection: str, document: Document) -> None:
        """Add a document, or replace the one of its `sourcedId`, which keeps its place."""
        rows = self._rows.setdefault(collection, {})
        positions = self._positions.setdefault(collection, {})
        sourced_id = document["sourcedId"]
        before = rows.get(sourced_id)
        rows[sourced_id] = document
        if before is None:
            positions[sourced_id] = self.generation
        for path, index in self._indices.get(collection, {}).items():
            if before is not None:
                _forget(index, before, path)
            _remember(index, document, path)
        self._written(collection)

    def remove(self, collection: str, sourced_id: str) -> None:
        """Take a document away for good; an unknown one is no error."""
        document = self._rows.get(collection, {}).pop(sourced_id, None)
        if document is None:
            return
        del self._positions[collection][sourced_id]
        for path, index in self._indices.get(collection, {}).items():
            _forget(index, document, path)
        self._written(collection)

    def find(self, collection: str, path: str, value: str) -> list[Document]:
        """The documents that hold a text at a dotted path (`roles.org.sourcedId`), in order of creation."""
        indices = self._indices.setdefault(collection, {})
        index = indices.get(path)
        if index is None:
            index = indices[path] = {}
            for document in self._rows.get(collection, {}).values():
                _remember(index, document, path)
        return self.pick(collection, index.get(value, ()))

    def pick(self, collection: str, sourced_ids: Iterable[str]) -> list[Document]:
        """The documents of these ids, each once, in order of creation; unknown ids are left out."""
        rows, positions = self._rows.get(collection, {}), self._positions.get(collection, {})
        found = {sourced_id for sourced_id in sourced_ids if sourced_id in rows}
        return [rows[sourced_id] for sourced_id in sorted(found, key=positions.__getitem__)]

    def referring(self, collection: str, path: str, target_id: str) -> list[Document]:
        """The documents whose reference at `path` (`class`, `roles.org`) leads to that id."""
        return self.find(collection, f"{path}.sourcedId", target_id)

    def _written(self, collection: str) -> None:
        self.generation += 1
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


def _texts(document: Document, path: str) -> Iterator[str]:
    return (value for value in values_at(document, path.split(".")) if isinstance(value, str))


def _remember(index: dict[str, set[str]], document: Document, path: str) -> None:
    for text in _texts(document, path):
        index.setdefault(text, set()).add(document["sourcedId"])


def _forget(index: dict[str, set[str]], document: Document, path: str) -> None:
    for text in _texts(document, path):
        index.get(text, set()).discard(document["sourcedId"])
