"""The documents of the sandbox, in collections."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, TypeAlias

from timeback_core.sandbox.blocks import Block
from timeback_core.sandbox.messages import Document, Steps, is_array, is_object
from timeback_core.sandbox.query.columns import Column
from timeback_core.sandbox.table import Rows, Table

Changes: TypeAlias = set[tuple[str, ...]]
"""What was changed and is still to be kept: its kind (`documents`, `tokens`) and its key in it."""


class Store:
    """Collections of documents by id. Documents are replaced, never changed in place."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.generation: int = 0
        """Grows with every write; what was derived from an older generation is stale."""
        self._tables: dict[str, Table] = {}

    def copy(self, changes: Changes) -> "Store":
        """A store with the same documents that goes its own way; it costs nothing before something is written."""
        copied = Store(changes)
        copied.generation = self.generation
        copied._tables = {name: table.copy() for name, table in self._tables.items()}
        return copied

    def table(self, collection: str) -> Table:
        """A collection as it is kept; not to be changed by the caller."""
        table = self._tables.get(collection)
        return Table() if table is None else table

    def get(self, collection: str, sourced_id: str) -> Document | None:
        """The document of that id, deleted ones included."""
        table = self.table(collection)
        row = table.row(sourced_id)
        return None if row is None else table.at(row)

    def rows(self, collection: str) -> Rows:
        """All documents in order of creation."""
        return Rows(self.table(collection))

    def collections(self) -> tuple[str, ...]:
        """The names of the collections."""
        return tuple(self._tables)

    def position(self, collection: str, sourced_id: str) -> int | None:
        """The place of a document in the order of creation; None where there is none of that id."""
        return self.table(collection).row(sourced_id)

    def differs(self, other: "Store", collection: str, sourced_id: str) -> bool:
        """Whether another store has another document of that id, none, or another place for it."""
        is_there = self.position(collection, sourced_id) == other.position(collection, sourced_id)
        return not is_there or self.get(collection, sourced_id) != other.get(collection, sourced_id)

    def differences(self, other: "Store") -> Iterator[tuple[str, str]]:
        """Collection and id of each document that differs in a store that began with the same."""
        for collection in self._tables | other._tables:
            mine, theirs = self.table(collection), other.table(collection)
            found = (table.at(row) for row in mine.rows_unlike(theirs) for table in (mine, theirs))
            yield from {(collection, document["sourcedId"]): None for document in found if document is not None}

    def become(self, other: "Store") -> None:
        """Hold what a store holds that began with the same."""
        self._changes.update(("documents", *key) for key in self.differences(other))
        for collection in self._tables | other._tables:
            self._owned(collection).become(other.table(collection))
        # A generation that comes again would bring back what was derived from other documents.
        self.generation = max(self.generation, other.generation) + 1

    def count(self, collection: str) -> int:
        """How many documents a collection has."""
        return len(self.table(collection))

    def begin_with(self, collection: str, block: Block) -> None:
        """Add documents that are there from the start."""
        self._tables[collection] = self.table(collection).begun(block)
        self.generation += len(block)

    def settle(self) -> None:
        """Let all that is there be what was there from the start."""
        self._tables = {name: table.begun() for name, table in self._tables.items()}

    def put(self, collection: str, document: Document) -> None:
        """Add a document, or replace the one of its `sourcedId`, which keeps its place."""
        self._owned(collection).put(document)
        self._written(collection, document["sourcedId"])

    def place(self, collection: str, document: Document, position: int) -> None:
        """Put a document at a place in the order of creation."""
        table = self._owned(collection)
        before = table.row(document["sourcedId"])
        if before not in (None, position):
            table.place(before, None)
        table.place(position, document)
        self._written(collection, document["sourcedId"])

    def remove(self, collection: str, sourced_id: str) -> None:
        """Take a document away for good; an unknown one is no error."""
        table = self.table(collection)
        row = table.row(sourced_id)
        if row is not None:
            table.place(row, None)
            self._written(collection, sourced_id)

    def find(self, collection: str, path: str, value: str) -> list[Document]:
        """The documents that hold a text at a dotted path (`roles.org.sourcedId`), in order of creation."""
        table = self.table(collection)
        return [document for row in self.column(collection, path).rows_with(value) if (document := table.at(row))]

    def ids_with(self, collection: str, path: str, value: str) -> tuple[str, ...]:
        """Their ids."""
        return tuple(document["sourcedId"] for document in self.find(collection, path, value))

    def pick(self, collection: str, sourced_ids: Iterable[str]) -> list[Document]:
        """The documents of these ids, each once, in order of creation; unknown ids are left out."""
        table = self.table(collection)
        rows = sorted({row for sourced_id in sourced_ids if (row := table.row(sourced_id)) is not None})
        return [document for row in rows if (document := table.at(row))]

    def referring(self, collection: str, path: str, target_id: str) -> list[Document]:
        """The documents whose reference at `path` (`class`, `roles.org`) leads to that id."""
        return self.find(collection, f"{path}.sourcedId", target_id)

    def column(self, collection: str, path: str) -> Column:
        """What the documents hold at a dotted path."""
        member, *names = path.split(".")
        return self.table(collection).column(path, member, partial(values_at, names=names))

    def gathered(self, collection: str, path: str) -> Steps[Column]:
        """The same with pauses."""
        member, *names = path.split(".")
        read = partial(values_at, names=names)
        return (yield from self.table(collection).gathered(path, member, read, lambda: None))

    def _owned(self, collection: str) -> Table:
        table = self._tables.get(collection)
        if table is None:
            table = self._tables[collection] = Table()
        return table

    def _written(self, collection: str, sourced_id: str) -> None:
        self.generation += 1
        self._changes.add(("documents", collection, sourced_id))


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
