"""The files that a district is made of: those of a folder, of a ZIP archive, or a single one."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs

from timeback_core.sandbox.importing.problems import Problems

MOST_BYTES: Final = 1 << 30
"""How much the files may hold, unpacked."""

_SUFFIXES: Final = (".csv", ".json")


class _UnusableError(Exception):
    """Why files cannot be used."""


@attrs.frozen
class Source:
    """Files by their names, without folders."""

    files: dict[str, bytes]

    @classmethod
    def at(cls, path: str | os.PathLike[str]) -> "Source":
        """What lies there; raises `SourceError` where that cannot be read or is no file of CSV or JSON."""
        place = Path(os.fsdecode(path))
        problems = Problems()
        files: dict[str, bytes] = {}
        seen: set[str] = set()
        try:
            for name, data in _files_at(place):
                if name.lower() in seen:
                    problems.add(f"{place}", "", f"holds {name} twice")
                seen.add(name.lower())
                files[name] = data
            if not files:
                problems.add(f"{place}", "", "holds no file of CSV or JSON")
        except _UnusableError as unusable:
            problems.add(f"{place}", "", f"{unusable}")
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
            problems.add(f"{place}", "", "is a ZIP archive that is damaged, locked or of a rare kind")
        except (OSError, ValueError) as error:  # such as a path with a null character
            problems.add(f"{place}", "", f"cannot be read: {getattr(error, 'strerror', None) or error}")
        problems.refuse()
        return cls(files)

    @cached_property
    def digest(self) -> str:
        """The same for the same files, and for no others."""
        told = hashlib.sha256()
        for name, data in sorted(self.files.items()):
            told.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            told.update(data)
        return told.hexdigest()[:16]


def _files_at(place: Path) -> Iterator[tuple[str, bytes]]:
    left = MOST_BYTES
    for name, data in _unbounded(place, left):
        left -= len(data)
        if left < 0:
            raise _UnusableError(f"holds more than {MOST_BYTES} bytes")
        yield name, data


def _unbounded(place: Path, most: int) -> Iterator[tuple[str, bytes]]:
    """The files, none of them read to more than one byte beyond the bound."""
    if place.is_dir():
        for each in sorted(place.iterdir()):
            if _counts(each.name) and each.is_file():
                with each.open("rb") as file:
                    yield each.name, file.read(most + 1)
    elif place.suffix.lower() in _SUFFIXES:
        with place.open("rb") as file:
            yield place.name, file.read(most + 1)
    elif zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as archive:
            for member in archive.infolist():
                name = member.filename.replace("\\", "/").rpartition("/")[2]
                if _counts(name):
                    with archive.open(member) as file:
                        yield name, file.read(most + 1)
    else:
        place.stat()  # tells what is not there
        raise _UnusableError("is neither a folder, nor a ZIP archive, nor a file of CSV or JSON")


def _counts(name: str) -> bool:
    """Whether a file is one of a district: what is hidden is not, such as what some systems add to archives."""
    return os.path.splitext(name)[1].lower() in _SUFFIXES and not name.startswith(".")
