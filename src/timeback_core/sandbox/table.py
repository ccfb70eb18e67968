"""One collection of the store: documents in rows, of which those that were written stand over those it began with."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress
from typing import Any, Final, overload

import attrs

from timeback_core.sandbox.blocks import Block, Kept
from timeback_core.sandbox.messages import Document, Steps, finish
from timeback_core.sandbox.query.columns import Column

_MOST_COLUMNS: Final = 64
_MOST_BYTES: Final = 48 << 20
"""Above about so much of memory the columns go that were not used for longest."""
_FEWEST_COLUMNS: Final = 3
"""So many stay, whatever they take."""
_MOST_TRIES: Final = 3
"""So often a column is waited for that writes in the pauses made old; then it is made without a pause."""
_FEW: Final = 100
"""So many rows change at once sooner with all columns than columns are made again."""
_AS_AT_FIRST: Final = object()


@attrs.define(eq=False)
class _KeptColumn:
    path: str
    member: str
    """The member that its path begins with."""
    stamp: object
    column: Column
    filling: Iterator[None] = attrs.field(factory=lambda: iter(()))
    """Reads what the table began with, piece by piece, for all who ask."""
    unread: set[int] = attrs.field(factory=set[int])
    """The rows that were written since the column was asked for."""

    def filling_shared(self) -> Steps[None]:
        """Read what is left, or as much of it as others who wait for it leave."""
        for _ in self.filling:
            yield


class Rows(Sequence[Document]):
    """The documents of a table in order of creation, each made when it is looked at."""

    def __init__(self, table: "Table") -> None:
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def __iter__(self) -> Iterator[Document]:
        return (document for _, document in self._table.items())

    @overload
    def __getitem__(self, at: int) -> Document: ...

    @overload
    def __getitem__(self, at: slice) -> list[Document]: ...

    def __getitem__(self, at: int | slice) -> Document | list[Document]:
        marks = self._table.present
        rows = range(len(marks)) if b"\0" not in marks else list(compress(range(len(marks)), marks))
        if isinstance(at, slice):
            return [document for row in rows[at] if (document := self._table.at(row)) is not None]
        document = self._table.at(rows[at])
        if document is None:
            raise IndexError(at)
        return document


class Table:
    """Documents by their ids and by their rows. A row is a place in the order of creation, and never given twice."""

    def __init__(self, blocks: Sequence[Block] = ()) -> None:
        self.generation: int = 0
        """Grows with every write."""
        self.blocks: tuple[Block, ...] = tuple(blocks)
        self._starts = tuple(accumulate(map(len, self.blocks), initial=0))
        """The first row of each block, and the first after them."""
        self._written: dict[int, Document | None] = {}
        """By row: new documents, and what became of those of the blocks; None where there is none any more."""
        self._places: dict[str, int] = {}
        """The rows of new documents by their ids."""
        self._present = bytearray(b"\1" * self._starts[-1])
        """For each row whether it has a document."""
        self._is_shared = False
        """Whether a copy has the same three."""
        self._columns: dict[str, _KeptColumn] = {}
        """By path, the one that was used last at the end."""

    def __len__(self) -> int:
        return self._present.count(1)

    def items(self) -> Iterator[tuple[int, Document]]:
        """The rows that have a document, with it."""
        return ((row, document) for row in range(len(self._present)) if (document := self.at(row)) is not None)

    @property
    def present(self) -> bytes:
        """For each row whether it has a document."""
        return bytes(self._present)

    def at(self, row: int) -> Document | None:
        """The document of a row."""
        if row in self._written:
            return self._written[row]
        if row >= self._starts[-1]:
            return None
        block = bisect_right(self._starts, row) - 1
        return self.blocks[block].document(row - self._starts[block])

    def row(self, sourced_id: str) -> int | None:
        """The row of the document of that id."""
        row = self._places.get(sourced_id)
        if row is not None:
            return row
        for start, block in zip(self._starts, self.blocks, strict=False):
            place = block.find(sourced_id)
            if place is not None:
                return start + place if self._present[start + place] else None
        return None

    def put(self, document: Document) -> None:
        """Add a document at the end, or replace the one of its id."""
        row = self.row(document["sourcedId"])
        self.place(len(self._present) if row is None else row, document)

    def place(self, row: int, document: Document | None) -> None:
        """Let a row have this document, or none."""
        self._own()
        self.generation += 1
        if row >= self._starts[-1]:
            before = self._written.get(row)
            if before is not None:
                del self._places[before["sourcedId"]]
            if document is not None:
                self._places[document["sourcedId"]] = row
        self._written[row] = document
        self._present.extend(bytes(max(0, row + 1 - len(self._present))))
        self._present[row] = document is not None
        for kept in self._columns.values():
            kept.unread.add(row)

    def column(self, path: str, member: str, read: Callable[[Any], Iterable[Any]], stamp: object = None) -> Column:
        """What stands at a path that begins with a member; `read` gives it from the value of that.

        It is made by the first who asks, and what was written since is read by the next, until another stamp is given.
        """
        return finish(self._ready(path, member, read, stamp)).column

    def gathered(
        self, path: str, member: str, read: Callable[[Any], Iterable[Any]], stamp: Callable[[], object]
    ) -> Steps[Column]:
        """The same with pauses; those who ask meanwhile wait for the same column."""
        for _ in range(_MOST_TRIES):
            kept = yield from self._ready(path, member, read, stamp())
            if self._columns.get(path) is kept and kept.stamp == stamp() and not kept.unread:
                return kept.column
        return self.column(path, member, read, stamp())

    def _ready(self, path: str, member: str, read: Callable[[Any], Iterable[Any]], stamp: object) -> Steps[_KeptColumn]:
        kept = self._columns.pop(path, None)
        if kept is None or kept.stamp != stamp or kept.column.is_worn or self._is_behind(kept):
            self._make_room()
            kept = _KeptColumn(path, member, stamp, Column(read))
            kept.filling = self._filling(kept)
        self._columns[path] = kept
        yield from kept.filling_shared()
        at = 0
        while kept.unread:
            if at % _FEW == _FEW - 1:
                yield
            at += 1
            row = kept.unread.pop()
            document = self.at(row)
            if document is None:
                kept.column.drop(row)
            else:
                kept.column.put(row, document.get(member))
        return kept

    def _is_behind(self, kept: _KeptColumn) -> bool:
        return len(kept.unread) > max(_FEW, len(self._present) // 8)

    def _make_room(self) -> None:
        """Let the columns go that were not used for longest, until those that are left are few enough."""
        size = sum(kept.column.size for kept in self._columns.values())
        while len(self._columns) >= _MOST_COLUMNS or (size > _MOST_BYTES and len(self._columns) >= _FEWEST_COLUMNS):
            gone = self._columns.pop(next(iter(self._columns)))
            size -= gone.column.size

    def _filling(self, kept: _KeptColumn) -> Iterator[None]:
        try:
            for block in self.blocks:  # which never change, whatever is written in a pause
                yield from kept.column.extend(block.codes(kept.member, kept.column.code_of))
        except Exception:
            if self._columns.get(kept.path) is kept:
                del self._columns[kept.path]
            raise
        kept.unread.update(self._written)

    def begun(self, *further: Block) -> "Table":
        """A table that begins with what this one holds, and with further documents after it."""
        end = self._starts[-1]
        if not all(self._present[:end]):
            return Table((Kept([document for _, document in self.items()]), *further))
        new = [document for row, document in self._written.items() if row >= end and document is not None]
        begun = Table((*self.blocks, *([Kept(new)] if new else []), *further))
        for row, document in self._written.items():
            if row < end:
                begun.place(row, document)
        return begun

    def copy(self) -> "Table":
        """The same rows, to go their own way; it costs nothing before something is written."""
        copied = Table(self.blocks)
        copied.generation = self.generation
        copied._written, copied._places, copied._present = self._written, self._places, self._present
        self._is_shared = copied._is_shared = True
        return copied

    def _own(self) -> None:
        if self._is_shared:
            self._written, self._places = dict(self._written), dict(self._places)
            self._present, self._is_shared = bytearray(self._present), False

    def rows_unlike(self, other: "Table") -> list[int]:
        """The rows in which a table that began with the same has other documents."""
        if self._written is other._written:
            return []
        rows = sorted(self._written.keys() | other._written.keys())
        return [row for row in rows if self._state(row) is not other._state(row) and self.at(row) != other.at(row)]

    def _state(self, row: int) -> object:
        return self._written.get(row, _AS_AT_FIRST)

    def become(self, other: "Table") -> None:
        """Hold what a table holds that began with the same."""
        rows = self.rows_unlike(other)
        if len(rows) > _FEW:
            self._columns.clear()
        for row in rows:
            self.place(row, None)
        for row in rows:
            self.place(row, other.at(row))
            if row not in other._written:
                del self._written[row]
