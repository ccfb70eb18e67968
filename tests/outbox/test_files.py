"""Files that are no whole outbox, are full or locked, or go away: each a `StorageFailed`, and what lies there stays."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from returns.result import Failure, Success
from tests.outbox.events import SENSOR, Receiver, plain, urn
from tests.outbox.ways import sent, told
from tests.scripted_server import ScriptedServer
from tests.session.ways import Way
from tests.support import client_of

from timeback_core import Outbox
from timeback_core.compose import plain as without_io
from timeback_core.errors import InvalidInput, StorageFailed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.outbox"


def failed(path: Path | str) -> StorageFailed:
    """Why a file cannot be opened as an outbox."""
    failure = Outbox.open(path).failure()
    assert isinstance(failure, StorageFailed), failure
    assert failure.path == os.path.abspath(path)
    return failure


def another_application(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE events (id TEXT)")


def with_pragma(pragma: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        Outbox.open(path).unwrap()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA {pragma}")

    return write


def with_a_damaged_page(path: Path) -> None:
    Outbox.open(path).unwrap().accept(SENSOR, *map(plain, range(40))).unwrap()
    content = bytearray(path.read_bytes())
    content[2 * 4096 : 3 * 4096] = bytes(4096)
    path.write_bytes(content)


def with_a_journal_alone(path: Path) -> None:
    Path(f"{path}-journal").write_bytes(b"what was to be undone")


BROKEN: dict[str, Callable[[Path], object]] = {
    "is no SQLite database": lambda path: path.write_text("events, of a kind\n" * 100),
    "is no regular file": lambda path: path.mkdir(),
    "is empty, which an outbox never is": lambda path: path.touch(),
    "is not there": lambda path: path.symlink_to(path.parent / "nowhere"),
    "is the database of another application": another_application,
    "is the database of another application ": with_pragma("application_id = 7"),
    "was written by another version of this library: 2, where 1 is known": with_pragma("user_version = 2"),
    "is damaged": with_a_damaged_page,
    "is not there, but the journal of an unfinished change to it is": with_a_journal_alone,
}


@pytest.mark.parametrize("reason", BROKEN)
def test_what_is_no_outbox_is_told_and_left_as_it_is(tmp_path: Path, reason: str) -> None:
    path = tmp_path / "events.outbox"
    BROKEN[reason](path)
    before = path.read_bytes() if path.is_file() else None

    failure = failed(path)

    assert failure == StorageFailed(str(path), reason.strip(), retryable=False)
    assert str(path) in failure.message
    assert str(path) not in failure.anonymous
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_file_that_was_cut_anywhere_is_never_begun_anew(tmp_path: Path) -> None:
    whole = tmp_path / "whole.outbox"
    Outbox.open(whole).unwrap().accept(SENSOR, *map(plain, range(9))).unwrap()
    content = whole.read_bytes()
    path = tmp_path / "cut.outbox"

    for length in sorted({0, 1, 15, 16, 99, 100, *range(50, len(content), 1013), len(content) - 1}):
        path.write_bytes(content[:length])
        assert failed(path).reason.split()[:2] in (["is", "damaged"], ["is", "no"], ["is", "empty,"], ["is", "the"])
        assert path.read_bytes() == content[:length]


STRANGE: Final[dict[str, Sequence[object]]] = {
    "sensor": [b"\xff"],
    "body": [None, 5, 1e300, "x", b"\xff"],
    "state": ["", "x", 5, b"\xff"],
    "accepted_at": ["x", b"\xff", 1e300, -1e300],
    "settled_at": [None, "x", b"\xff", 1e300],
}
"""Values that nobody puts into an outbox, by their columns."""


@pytest.mark.parametrize("state", ["waiting", "refused"])
@pytest.mark.parametrize(("column", "value"), [(column, value) for column in STRANGE for value in STRANGE[column]])
def test_values_that_were_never_put_there_raise_nothing(path: Path, column: str, value: object, state: str) -> None:
    outbox = Outbox.open(path, lock_timeout=0.1).unwrap()
    outbox.accept(SENSOR, plain(1), plain(2)).unwrap()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE events SET state = ?, reason = 'none', settled_at = 1", (state,))
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE events SET {column} = ? WHERE id = ?", (value, urn(1)))  # noqa: S608 -- a test's own
        connection.commit()

    with ScriptedServer(Receiver()) as server, client_of(server, max_attempts=1) as client:
        found = [outbox.status(), outbox.refused(), without_io(outbox.send(client)), outbox.accept(SENSOR, plain(2))]

    damaged = Failure(StorageFailed(outbox.path, "is damaged"))
    assert all(isinstance(each, Success) or each == damaged for each in found), found
    assert (column, state) == ("settled_at", "waiting") or damaged in found


@pytest.mark.parametrize("content", [None, b"no database" * 1000], ids=["directory", "garbage"])
def test_a_lock_that_is_none_is_told(path: Path, way: Way, content: bytes | None) -> None:
    lock = Path(f"{path}-lock")
    lock.mkdir() if content is None else lock.write_bytes(content)

    failure = told(way, path, lambda outbox: outbox.status()).failure()
    assert isinstance(failure, StorageFailed)
    assert not path.exists()


def test_a_directory_that_is_not_there_is_told(tmp_path: Path, way: Way) -> None:
    path = tmp_path / "nowhere" / "events.outbox"

    assert told(way, path, lambda outbox: outbox.status()) == Failure(
        StorageFailed(str(path), "has no directory to lie in")
    )


def test_a_path_that_is_none_is_told() -> None:
    assert "null" in failed("events\0.outbox").reason


FORBIDDEN: Final = """
import os, sys
from pathlib import Path
from timeback_core import Outbox

def reason():
    return Outbox.open(path).failure().reason

folder = Path(sys.argv[1])
path = folder / "events.outbox"
Outbox.open(folder / "another.outbox").unwrap().accept("urn:x")  # whatever it imports can be read still
if os.geteuid() == 0:  # nothing is forbidden to root
    os.chown(folder, 65534, -1)
    os.setuid(65534)
Outbox.open(path).unwrap()
for file, mode in ((path, 0o400), (path, 0), (path, 0o600), (folder, 0o500)):
    file.chmod(mode)
    if mode != 0o600:
        print(reason())
"""


def test_a_file_that_may_not_be_used_is_told() -> None:
    with TemporaryDirectory(dir="/tmp") as folder:
        command = [sys.executable, "-c", FORBIDDEN, folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- a test's own

    unwritable, unreadable, beside = done.stdout.splitlines() or [done.stderr] * 3
    assert unwritable == "cannot be written"
    assert unreadable.startswith("cannot be opened")
    assert beside == "cannot be written"


def test_an_outbox_is_made_only_where_it_may_be(tmp_path: Path) -> None:
    path = tmp_path / "events.outbox"

    assert Outbox.open(path, create=False) == Failure(StorageFailed(str(path), "is not there"))
    assert list(tmp_path.iterdir()) == []
    Outbox.open(path).unwrap()
    assert Outbox.open(path, create=False).unwrap().path == str(path)


@pytest.mark.parametrize("name", ["a?mode=memory", "a#b%41.db", "über den Wolken", ":memory:", "file:x"])
def test_a_file_has_the_name_that_is_given(tmp_path: Path, name: str) -> None:
    Outbox.open(tmp_path / name).unwrap().accept(SENSOR, plain(1)).unwrap()

    assert (tmp_path / name).stat().st_size > 1000
    assert Outbox.open(str(tmp_path / name), create=False).unwrap().status().unwrap().waiting == 1


def test_only_its_user_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "events.outbox"
    before = os.umask(0)
    try:
        Outbox.open(path).unwrap().accept(SENSOR, plain(1)).unwrap()
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "options",
    [{"max_bytes": 0}, {"max_bytes": 1.5}, {"max_bytes": 2**63}, {"lock_timeout": -1}, {"lock_timeout": float("nan")}],
)
def test_options_that_make_no_sense_are_told(tmp_path: Path, options: dict[str, float]) -> None:
    failure = Outbox.open(tmp_path / "events.outbox", **options).failure()  # type: ignore[arg-type]  # that is the point

    assert isinstance(failure, InvalidInput)
    assert [problem.path for problem in failure.problems] == list(options)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_went_away_is_not_made_anew(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "events.outbox").unwrap()
    Path(outbox.path).unlink()

    gone = Failure(StorageFailed(outbox.path, "is not there"))
    assert outbox.accept(SENSOR, plain(1)) == gone
    assert outbox.status() == gone
    assert outbox.refused() == gone
    assert not Path(outbox.path).exists()


@contextmanager
def locked(path: str) -> Iterator[None]:
    """The file while another program writes into it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def test_a_locked_file_fails_the_one_call(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "events.outbox", lock_timeout=0.05).unwrap()
    outbox.accept(SENSOR, plain(1)).unwrap()

    with locked(outbox.path):
        told = outbox.accept(SENSOR, plain(2))
        assert told == Failure(StorageFailed(outbox.path, "is locked by another program", retryable=True))
    assert outbox.status().unwrap().waiting == 1
    assert outbox.accept(SENSOR, plain(2)).unwrap().new == (urn(2),)


def test_a_full_outbox_takes_a_call_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "events.outbox"
    outbox = Outbox.open(path, max_bytes=60_000).unwrap()
    outbox.accept(SENSOR, plain(1)).unwrap()
    many = [plain(number, extensions={"text": "x" * 1000}) for number in range(2, 202)]

    full = StorageFailed(outbox.path, "is full, or its disk is", retryable=True)
    assert outbox.accept(SENSOR, *many) == Failure(full)
    assert outbox.status().unwrap().waiting == 1
    accepted = 1
    while isinstance(outbox.accept(SENSOR, many[accepted]), Success):
        accepted += 1

    receiver = Receiver()
    with ScriptedServer(receiver) as server:
        assert sent("threads", path, server).delivered == accepted  # sending takes no room
    assert path.stat().st_size <= 60_000
    assert outbox.accept(SENSOR, *many[:9]).unwrap().known == tuple(urn(number) for number in range(3, 11))


def test_a_disk_without_room_fails_the_one_call(tmp_path: Path) -> None:
    """With a bound that the system sets for files: a write is refused in the middle."""
    path = tmp_path / "events.outbox"
    Outbox.open(path).unwrap().accept(SENSOR, plain(1)).unwrap()
    program = f"""
import json, resource, sys
from timeback_core import Outbox
outbox = Outbox.open({str(path)!r}).unwrap()
events = json.loads(sys.stdin.read())
resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size + 20_000}, resource.RLIM_INFINITY))
failure = outbox.accept({SENSOR!r}, *events).failure()
print(type(failure).__name__, outbox.status().unwrap().waiting, len(outbox.accept({SENSOR!r}, events[0]).unwrap().new))
"""
    many = json.dumps([plain(number, extensions={"text": "x" * 1000}) for number in range(2, 202)])
    done = subprocess.run([sys.executable, "-c", program], input=many, capture_output=True, text=True, check=False)  # noqa: S603 -- a test's own

    assert done.stdout.split() == ["StorageFailed", "1", "1"], done.stderr
    assert Outbox.open(path).unwrap().status().unwrap().waiting == 2
