"""The file in which a sandbox stays: an SQLite database that one sandbox uses at a time.

It holds of every state (the one that is now, each snapshot) the documents that differ from those of the start. These it
holds once where they came from files; those that are made up are made again. What a request changed is written in one
transaction before its answer goes out, so a killed process loses nothing that was answered; with its write-ahead log
the file is whole even where the power fails.
"""

import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, TypeAlias

import orjson

from timeback_core.sandbox.deliveries import Delivery, delivery_json, read_delivery
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.state import Facts, State
from timeback_core.sandbox.store import Changes, Store
from timeback_core.sandbox.tokens import Grant, grant_json, read_grant
from timeback_core.sandbox.world import World

Identity: TypeAlias = Mapping[str, Any]
"""What a district was made by: its platform, its school year, its seed and its sizes."""

APPLICATION: Final = 0x54425342
"""What tells the file from the databases of others: `TBSB`."""
FORMAT: Final = 2
"""Of the file, and of the documents that are made up: it is another one where a plan gives others."""

START: Final = "/start"
NOW: Final = "/now"
"""Names of states that no snapshot can have."""

_LAST_POSITION: Final = 100_000_000
"""More documents than a sandbox ever gives places to, and few enough for all the places before."""

_TABLES: Final = {
    "sandbox": "identity TEXT NOT NULL",
    "start": "collection TEXT, position INTEGER, document BLOB NOT NULL, PRIMARY KEY (collection, position)",
    "states": "name TEXT PRIMARY KEY, facts TEXT NOT NULL",
    # A document of the start that is gone has null for what it was.
    "documents": "state TEXT, collection TEXT, id TEXT, position INTEGER, document BLOB,"
    " PRIMARY KEY (state, collection, id)",
    "deliveries": "state TEXT, id TEXT, delivery TEXT NOT NULL, PRIMARY KEY (state, id)",
    "tokens": "token TEXT PRIMARY KEY, worth TEXT NOT NULL",
}
_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "is in use by another sandbox",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened, or nothing can be written beside it",
    sqlite3.SQLITE_CORRUPT: "is damaged",
    sqlite3.SQLITE_FULL: "is full, or its disk is",
    sqlite3.SQLITE_NOTADB: "is no SQLite database",
    sqlite3.SQLITE_READONLY: "cannot be written",
}


class DataFileError(Exception):
    """A file cannot keep a sandbox, or holds none that fits; the text names the file and the reason."""


class DataFile:
    """An open file. No other can be opened to write to it before it is closed, or its process ends.

    It is used by one thread at a time. Everything raises `DataFileError` where the file is none that can be used.
    """

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.path: str = os.path.abspath(os.fsdecode(path))
        self._unkept: Changes = set()
        """What could not be written yet."""
        self._facts: Facts = {}
        """Those of the state that is now, as they are written."""
        self._is_new = not os.path.lexists(self.path)
        """Whether it would not be there without this, and nothing is in it yet."""
        with self.telling():
            if read_only and not os.path.lexists(self.path):
                raise DataFileError(f"{self.path} is not there")
            uri = f"{Path(self.path).as_uri()}?mode={'rw' if read_only else 'rwc'}"
            self._connection = sqlite3.connect(uri, timeout=0, isolation_level=None, check_same_thread=False, uri=True)
        try:
            with self.telling():
                self.identity: Identity | None = self._opened(read_only=read_only)
                """None where it is new."""
        except DataFileError:
            self._connection.close()
            raise

    def _opened(self, *, read_only: bool) -> Identity | None:
        run = self._connection.execute
        run("PRAGMA locking_mode = EXCLUSIVE")
        (application,), (version,) = self._one("PRAGMA application_id"), self._one("PRAGMA user_version")
        if not read_only:
            # Before anything changes the file: it may be another's.
            run("BEGIN EXCLUSIVE")
            run("COMMIT")
        (tables,) = self._one("SELECT count(*) FROM sqlite_schema")
        if application != APPLICATION and (tables or read_only):
            raise DataFileError(f"{self.path} holds no sandbox")
        if tables and version != FORMAT:
            raise DataFileError(f"{self.path} has the format {version} of another version; this one reads {FORMAT}")
        if self._one("PRAGMA quick_check(1)") != ("ok",):
            raise DataFileError(f"{self.path} is damaged")
        if not tables:
            return None
        return dict(orjson.loads(self._one("SELECT identity FROM sandbox")[0]))

    def begin(self, identity: Identity, first: State, now: State) -> None:
        """Hold this district, and nothing that was there before."""
        with self._writing() as run:
            for name, columns in _TABLES.items():
                run(f"DROP TABLE IF EXISTS {name}")
                run(f"CREATE TABLE {name} ({columns})")
            run(f"PRAGMA application_id = {APPLICATION}")
            run(f"PRAGMA user_version = {FORMAT}")
            run("INSERT INTO sandbox VALUES (?)", (orjson.dumps(identity),))
            if identity["source"]:
                for collection in first.store.collections():
                    for row, document in first.store.table(collection).items():
                        run("INSERT INTO start VALUES (?, ?, ?)", (collection, row, orjson.dumps(document)))
            self._put_state(START, first, first)
            self._put_state(NOW, first, now)
        self._is_new = False

    def start(self, changes: Changes) -> Store:
        """The documents that it began with, where they came from files."""
        with self.telling():
            start = Store(changes)
            for collection, position, document in self._all("SELECT * FROM start ORDER BY collection, position"):
                _place(start, collection, orjson.loads(document), position)
            start.settle()
            return start

    def load(self, start: Store) -> dict[str, State]:
        """The states by their names, `START` and `NOW` among them; `start` has the documents that it began with."""
        with self.telling():
            return {name: self._state(name, start, facts) for name, facts in self._all("SELECT * FROM states")}

    def _state(self, name: str, start: Store, facts: str) -> State:
        store = start.copy(set())
        rows = "SELECT collection, id, position, document FROM documents WHERE state = ? ORDER BY position"
        for collection, sourced_id, position, document in self._all(rows, name):
            if document is None:
                store.remove(collection, sourced_id)
            else:
                _place(store, collection, orjson.loads(document), position, sourced_id)
        told = self._all("SELECT delivery FROM deliveries WHERE state = ? ORDER BY rowid", name)
        return State(store, tuple(read_delivery(orjson.loads(each)) for (each,) in told), orjson.loads(facts))

    def grants(self) -> list[tuple[str, Grant]]:
        """The tokens, and what each is worth."""
        with self.telling():
            return [(token, read_grant(orjson.loads(told))) for token, told in self._all("SELECT * FROM tokens")]

    def keep(self, world: World, changes: Changes) -> None:
        """Write what was changed, and what could not be written before: all of it, or nothing."""
        self._unkept |= changes
        facts = world.facts()
        if not self._unkept and facts == self._facts:
            return
        with self._writing() as run:
            for kind, *key in self._unkept:
                match kind:
                    case "documents":
                        self._put_document(NOW, world.first.store, world.store, *key)
                    case "deliveries":
                        self._put_delivery(NOW, key[0], world.deliveries.get(key[0]))
                    case "tokens":
                        self._put_token(key[0], world.tokens.issued(key[0]))
                    case _:
                        self._put_snapshot(key[0], world.first, world.snapshots.get(key[0]))
            run("REPLACE INTO states VALUES (?, ?)", (NOW, orjson.dumps(facts)))
        self._unkept, self._facts = set(), facts

    def close(self) -> None:
        """Let others have it: one file again, with nothing beside it; one in which nothing was begun is none."""
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.close()
        if self._is_new:
            with suppress(OSError):
                os.unlink(self.path)

    def _put_snapshot(self, name: str, first: State, state: State | None) -> None:
        if state is None:
            self._drop_state(name)
        else:
            self._put_state(name, first, state)

    def _put_state(self, name: str, first: State, state: State) -> None:
        run = self._connection.execute
        self._drop_state(name)
        for collection, sourced_id in state.store.differences(first.store):
            self._put_document(name, first.store, state.store, collection, sourced_id)
        for delivery in state.deliveries:
            self._put_delivery(name, delivery.id, delivery)
        run("REPLACE INTO states VALUES (?, ?)", (name, orjson.dumps(state.facts)))

    def _drop_state(self, name: str) -> None:
        for table, column in (("documents", "state"), ("deliveries", "state"), ("states", "name")):
            self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (name,))  # noqa: S608 -- names above

    def _put_document(self, state: str, first: Store, store: Store, collection: str, sourced_id: str) -> None:
        key = (state, collection, sourced_id)
        if not store.differs(first, collection, sourced_id):
            self._connection.execute("DELETE FROM documents WHERE (state, collection, id) = (?, ?, ?)", key)
            return
        document = store.get(collection, sourced_id)
        is_gone = document is None
        value = (None, None) if is_gone else (store.position(collection, sourced_id), orjson.dumps(document))
        self._connection.execute("REPLACE INTO documents VALUES (?, ?, ?, ?, ?)", (*key, *value))

    def _put_delivery(self, state: str, delivery_id: str, delivery: Delivery | None) -> None:
        if delivery is None:
            self._connection.execute("DELETE FROM deliveries WHERE (state, id) = (?, ?)", (state, delivery_id))
            return
        # Their order is that of the rows, so a row is changed in its place.
        write = "INSERT INTO deliveries VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET delivery = excluded.delivery"
        self._connection.execute(write, (state, delivery_id, orjson.dumps(delivery_json(delivery))))

    def _put_token(self, token: str, grant: Grant | None) -> None:
        if grant is None:
            self._connection.execute("DELETE FROM tokens WHERE token = ?", (token,))
            return
        self._connection.execute("REPLACE INTO tokens VALUES (?, ?)", (token, orjson.dumps(grant_json(grant))))

    def _one(self, query: str) -> tuple[Any, ...]:
        row: tuple[Any, ...] = self._connection.execute(query).fetchone()
        return row

    def _all(self, query: str, *values: str) -> Iterable[tuple[Any, ...]]:
        rows: Iterable[tuple[Any, ...]] = self._connection.execute(query, values)
        return rows

    @contextmanager
    def _writing(self) -> Generator[Callable[..., object]]:
        """A transaction."""
        with self.telling():
            # A process that is killed loses nothing by these, and a write costs no more than it has to.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute("BEGIN")
            try:
                yield self._connection.execute
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def telling(self) -> Generator[None]:
        """What goes wrong, in words."""
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            raise DataFileError(f"{self.path} {_REASONS.get(code, f'cannot be used: {error}')}") from error
        except (
            TypeError,
            ValueError,
            LookupError,
            AttributeError,
            OverflowError,
        ) as error:  # values of kinds that were never put there
            raise DataFileError(f"{self.path} is damaged") from error


def _place(store: Store, collection: str, document: Document, position: int, sourced_id: str | None = None) -> None:
    """Put a document where it was; raises `ValueError` for a place, or an id, that it cannot have had."""
    if not 0 <= position <= _LAST_POSITION or sourced_id not in (None, document["sourcedId"]):
        raise ValueError(position)
    store.place(collection, document, position)
