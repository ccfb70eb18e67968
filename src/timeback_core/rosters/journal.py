"""A journal: which rows a push has written, so that one that was killed need not write them again."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Self

from returns.result import Failure, Result, Success

from timeback_core.errors import StorageFailed
from timeback_core.flows.steps import as_json

if TYPE_CHECKING:
    from timeback_core.rosters.plans import Change


class Journal:
    """Marks of the rows that were written, a line each; one without a file forgets them."""

    def __init__(self, path: str, target: str, file: IO[str] | None, marks: set[str]) -> None:
        self.path = path
        self._target = target
        self._file = file
        self._marks = marks

    @classmethod
    def open(cls, path: str | os.PathLike[str] | None, target: str) -> Result[Journal, StorageFailed]:
        """The journal in a file, which is made where there is none.

        target: what tells the platform from others, on which the same row is another one.
        """
        if path is None:
            return Success(cls("", target, None, set()))
        name = os.fspath(path)
        try:
            handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            file = os.fdopen(handle, "r+", encoding="ascii", errors="replace")
            file.seek(0)
            *marks, torn = file.read().split("\n")
            if torn:
                file.write("\n")  # a line that was not written to its end marks nothing
            return Success(cls(name, target, file, set(marks)))
        except (OSError, ValueError) as error:
            return Failure(StorageFailed(name, getattr(error, "strerror", None) or str(error)))

    def __contains__(self, change: Change) -> bool:
        return bool(self._marks) and self.mark_of(change) in self._marks

    def add(self, change: Change) -> None:
        """Keep that a row was written; it is in the file then, whatever becomes of the process."""
        if self._file is not None:
            self._file.write(f"{self.mark_of(change)}\n")
            self._file.flush()

    def mark_of(self, change: Change) -> str:
        """What tells one write from every other: where, of which row, and what."""
        body = json.dumps(as_json(change.request.body), sort_keys=True)
        return sha256(json.dumps([self._target, change.action, change.kind, change.id, body]).encode()).hexdigest()

    def remove(self) -> None:
        """Do away with the file."""
        if self._file is not None:
            with suppress(OSError):
                os.unlink(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._file is not None:
            self._file.close()
