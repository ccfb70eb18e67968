"""The file of an outbox: an SQLite database, opened anew for each piece of work, which is done whole or not at all.

Nothing outlives a piece of work but the file, so threads need no care. What was written is on the disk when the work
is done. There is a rollback journal and no write-ahead log, whose memory cannot be shared by a network file system.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path
from stat import S_ISREG
from tempfile import mkstemp
from typing import Final, Self, TypeVar

import attrs
from returns.result import Failure, Result, Success

from timeback_core.engine.config.options import MAX_TIMEOUT
from timeback_core.engine.narrow import is_number
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.problems import Problem

T = TypeVar("T")
E = TypeVar("E")

APPLICATION: Final = 0x54424F42
"""What tells an outbox from the databases of others: `TBOB`."""
VERSION: Final = 1
MOST: Final = 2**63 - 1
"""The largest number that SQLite knows."""

SCHEMA: Final = f"""
BEGIN;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  sensor TEXT NOT NULL,
  digest BLOB NOT NULL,
  body BLOB,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'refused')),
  reason TEXT,
  accepted_at REAL NOT NULL,
  settled_at REAL
);
CREATE INDEX events_by_state ON events (state, sensor, seq);
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
COMMIT;
"""

_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "is locked by another program",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened, or nothing can be written beside it",
    sqlite3.SQLITE_CORRUPT: "is damaged",
    sqlite3.SQLITE_FULL: "is full, or its disk is",
    sqlite3.SQLITE_NOTADB: "is no SQLite database",
    sqlite3.SQLITE_READONLY: "cannot be written",
}


class Unusable(Exception):  # noqa: N818 -- it leaves this package as `StorageFailed`
    """The file is none that can be used; the text says why."""


@attrs.frozen
class OutboxFile:
    """Where the events lie, and how the file is used."""

    path: str
    lock_timeout: float
    """Seconds to wait for other programs that are writing."""
    max_bytes: int | None
    """How large the file may grow by what is accepted."""

    def checked(self, *, create: bool) -> Result[Self, StorageFailed]:
        """The same, if it is a whole outbox that can be written; `create` makes one where there is nothing."""

        def check() -> None:
            if create and not os.path.lexists(self.path):
                self._create()
            with self._opened("BEGIN IMMEDIATE") as connection:
                (page_size,) = connection.execute("PRAGMA page_size").fetchone()
                (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
                if found != "ok" or os.stat(self.path).st_size % page_size:  # what a page lacks is read as zeros
                    raise Unusable("is damaged")
                connection.execute(f"PRAGMA user_version = {VERSION}")  # as a write that is not committed

        return self._told(check).map(lambda _: self)

    def read(self, work: Callable[[sqlite3.Connection], T]) -> Result[T, StorageFailed]:
        """What work finds in the file, all of it at one moment."""

        def done() -> T:
            with self._opened("BEGIN") as connection:
                try:
                    return work(connection)
                except (TypeError, ValueError, OverflowError):  # values of kinds that were never put there
                    raise Unusable("is damaged") from None

        return self._told(done)

    def write(self, work: Callable[[sqlite3.Connection], Result[T, E]]) -> Result[T, E | StorageFailed]:
        """What work gives; all that it wrote is on the disk then, and nothing of it after a failure."""

        def done() -> Result[T, E]:
            with self._opened("BEGIN IMMEDIATE") as connection:
                told = work(connection)
                if isinstance(told, Success):
                    connection.execute("COMMIT")
                return told

        whole = self._told(done)
        return whole if isinstance(whole, Failure) else whole.unwrap()

    def turn(self) -> Result[sqlite3.Connection | None, StorageFailed]:
        """The right to send from the file, until it is closed or its process ends; None while another has it."""
        return self._told(lambda: self._locked(0))

    def _told(self, do: Callable[[], T]) -> Result[T, StorageFailed]:
        try:
            return Success(do())
        except Unusable as unusable:
            return Failure(StorageFailed(self.path, str(unusable)))
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            passing = code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL)
            return Failure(StorageFailed(self.path, _REASONS.get(code, str(error)), passing))
        except OSError as error:
            return Failure(StorageFailed(self.path, error.strerror or str(error), error.errno in (ENOSPC, EDQUOT)))
        except ValueError as error:  # a path with a null character
            return Failure(StorageFailed(self.path, str(error)))

    @contextmanager
    def _opened(self, begin: str) -> Generator[sqlite3.Connection]:
        """The file, in a transaction that is rolled back unless it is committed."""
        try:
            found = os.stat(self.path)
        except FileNotFoundError:
            raise Unusable("is not there") from None
        if not S_ISREG(found.st_mode):
            raise Unusable("is no regular file")
        if not found.st_size:
            raise Unusable("is empty, which an outbox never is")
        with closing(self._connect(self.path, "rw", self.lock_timeout)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if application != APPLICATION:
                raise Unusable("is the database of another application")
            if version != VERSION:
                raise Unusable(f"was written by another version of this library: {version}, where {VERSION} is known")
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA fullfsync = ON")
            connection.execute(begin)
            yield connection

    def _connect(self, path: str, mode: str, wait: float) -> sqlite3.Connection:
        uri = f"{Path(path).as_uri()}?mode={mode}"
        return sqlite3.connect(uri, timeout=wait, isolation_level=None, check_same_thread=False, uri=True)

    def _locked(self, wait: float) -> sqlite3.Connection | None:
        """A lock that ends with its process: that of an empty database beside the file, whatever links lead there."""
        connection = self._connect(f"{os.path.realpath(self.path)}-lock", "rwc", wait)
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            connection.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return None
            raise
        return connection

    def _create(self) -> None:
        """Make the file, which appears as a whole, and of two who make it at once one does."""
        folder, name = os.path.split(self.path)
        if not os.path.isdir(folder):
            raise Unusable("has no directory to lie in")
        lock = self._locked(self.lock_timeout)
        if lock is None:
            raise Unusable("is being made or sent by another program")
        with closing(lock):
            if os.path.lexists(self.path):
                return
            if os.path.lexists(f"{self.path}-journal"):
                raise Unusable("is not there, but the journal of an unfinished change to it is")
            handle, unfinished = mkstemp(prefix=f"{name}-", dir=folder)  # for the user's eyes alone
            os.close(handle)
            try:
                with closing(self._connect(unfinished, "rw", 0)) as connection:
                    connection.execute("PRAGMA synchronous = EXTRA")
                    connection.executescript(SCHEMA)
                os.replace(unfinished, self.path)
            except BaseException:
                with suppress(OSError):
                    os.unlink(unfinished)
                raise
            _keep_name_in(folder)


def _keep_name_in(folder: str) -> None:
    """Write the names in a directory to the disk, where the system does that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def open_file(
    path: str | os.PathLike[str], *, create: bool, lock_timeout: float, max_bytes: int | None
) -> Result[OutboxFile, StorageFailed | InvalidInput]:
    """The file of an outbox, if it can be used."""
    problems = not_counts(max_bytes=1 if max_bytes is None else max_bytes)
    if not is_number(lock_timeout) or not 0 <= lock_timeout <= MAX_TIMEOUT:
        problems += (Problem("lock_timeout", f"must be from 0 to {MAX_TIMEOUT:.0f} seconds"),)
    if problems:
        return Failure(InvalidInput(problems))
    return OutboxFile(os.path.abspath(os.fsdecode(path)), lock_timeout, max_bytes).checked(create=create)


def not_counts(**given: object) -> tuple[Problem, ...]:
    """What is wrong with options that are to be counts."""
    wrong = [name for name, value in given.items() if type(value) is not int or not 1 <= value <= MOST]
    return tuple(Problem(name, f"must be a whole number from 1 to {MOST}") for name in wrong)
