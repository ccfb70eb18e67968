"""Folders and ZIP archives of tables: read within bounds, and put in their place as a whole or not at all."""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Final, NamedTuple, TypeVar

import attrs
from returns.io import IOResult

from timeback_core.errors import StorageFailed

T = TypeVar("T")

MOST_BYTES: Final = 500_000_000
"""How much a bundle may hold, unpacked."""
MOST_FILES: Final = 1000
SUFFIXES: Final = (".csv", ".json", ".jsonl", ".parquet")
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""When all members of an archive were written: equal rosters give equal archives."""


class Unusable(Exception):  # noqa: N818 -- it leaves this package as `StorageFailed`
    """A bundle that cannot be used; the text says why."""


class Found(NamedTuple):
    """A table in a bundle."""

    name: str
    """The name of its file, without folders."""
    read: Callable[[], bytes]

    @property
    def suffix(self) -> str:
        """Its format, such as `.csv`."""
        return os.path.splitext(self.name)[1].lower()


def whole(path: str | os.PathLike[str], work: Callable[[Path], T]) -> IOResult[T, StorageFailed]:
    """What work on the files under a path gives, or why they cannot be used."""
    name = os.fspath(path)
    try:
        return IOResult.from_value(work(Path(name)))
    except Unusable as unusable:
        return IOResult.from_failure(StorageFailed(name, str(unusable)))
    except zipfile.BadZipFile as error:
        return IOResult.from_failure(StorageFailed(name, f"is a damaged ZIP archive: {error}"))
    except OSError as error:
        return IOResult.from_failure(StorageFailed(name, error.strerror or str(error)))
    except ValueError as error:  # a path with a null character
        return IOResult.from_failure(StorageFailed(name, str(error)))


@attrs.define
class Budget:
    """How many bytes may still be read, whatever their archive says of itself."""

    left: int

    def read(self, opened: Callable[[], IO[bytes]]) -> bytes:
        """What a file holds."""
        try:
            with opened() as stream:
                data = stream.read(self.left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
            raise Unusable("is a ZIP archive that is damaged, locked or of a rare kind") from None
        self.left -= len(data)
        if self.left < 0:
            raise Unusable("holds more than may be read of it")
        return data


@contextmanager
def tables_in(path: Path, most_bytes: int) -> Generator[list[Found]]:
    """The tables of a folder, of an archive, or the one that the path itself leads to; so many bytes at most."""
    budget = Budget(most_bytes)
    if path.is_dir():
        files = sorted(each for each in path.iterdir() if is_table(each.name) and each.is_file())
        yield [Found(each.name, partial(budget.read, partial(binary, each))) for each in few(files)]
    elif path.suffix.lower() in SUFFIXES:
        yield [Found(path.name, partial(budget.read, partial(binary, path)))]
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            members = few([each for each in archive.infolist() if is_table(each.filename)])
            yield [
                Found(each.filename.rpartition("/")[2], partial(budget.read, partial(archive.open, each)))
                for each in members
            ]
    else:
        path.stat()  # tells what is not there
        raise Unusable("is neither a folder, nor a ZIP archive, nor a table")


def few(files: list[T]) -> list[T]:
    """Files that are not too many."""
    if len(files) > MOST_FILES:
        raise Unusable(f"holds more than {MOST_FILES} tables")
    return files


def binary(path: Path) -> IO[bytes]:
    """A file, opened to be read."""
    return path.open("rb")


def is_table(member: str) -> bool:
    """Whether a member of an archive is a table: nothing is unpacked, so its folders lead nowhere."""
    name = member.replace("\\", "/").rpartition("/")[2]
    return os.path.splitext(name)[1].lower() in SUFFIXES and not name.startswith(".")


@contextmanager
def placed(target: Path, is_own: Callable[[str], bool]) -> Generator[Path]:
    """A new folder to be filled, which becomes the target, or a ZIP archive of that name, when all is in it.

    It takes the place of an older bundle, whose files are known by their names; where anything else lies it is refused.
    Only its user can read it.
    """
    target = target.absolute()
    if target.is_dir() and (others := [each.name for each in target.iterdir() if not is_own(each.name)]):
        raise Unusable(f"holds {others[0]!r}, which no bundle does")
    if target.exists() and not target.is_dir() and target.suffix.lower() != ".zip":
        raise Unusable("is a file, and no ZIP archive")
    parent = target.parent
    parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(prefix=f".{target.name}-", dir=parent))
    try:
        filled = unfinished / "new"
        filled.mkdir(0o700)
        yield filled
        if target.suffix.lower() == ".zip":
            archive = unfinished / "new.zip"
            pack(filled, archive)
            os.replace(archive, target)
        else:
            if target.exists():
                os.rename(target, unfinished / "old")
            try:
                os.rename(filled, target)
            except OSError:
                if (unfinished / "old").exists():
                    os.rename(unfinished / "old", target)
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def pack(folder: Path, archive: Path) -> None:
    """Write the files of a folder into an archive, the same for the same files."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(folder.iterdir()):
            member = zipfile.ZipInfo(file.name, EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            with file.open("rb") as source, packed.open(member, "w") as place:
                shutil.copyfileobj(source, place)
    archive.chmod(0o600)
    with archive.open("rb") as written:
        os.fsync(written.fileno())
