"""Faces of packages: a stub says what they hold, also where the package lies in an archive."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import timeback_core
from timeback_core.lazy import names_in

HOME = Path(timeback_core.__file__).parent


def archive(path: Path, *suffixes: str) -> Path:
    """The package in an archive, with its files of these kinds."""
    with zipfile.ZipFile(path, "w") as packed:
        for file in HOME.rglob("*"):
            if file.suffix in suffixes:
                packed.write(file, file.relative_to(HOME.parent))
    return path


def imported_from(path: Path) -> subprocess.CompletedProcess[str]:
    """What an interpreter says that uses the package from a place."""
    code = (
        f"import sys; sys.path.insert(0, {str(path)!r})\nfrom timeback_core import oneroster; print(oneroster.get_user)"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 -- our own code


def test_names_are_found_in_an_archive(tmp_path: Path) -> None:
    told = imported_from(archive(tmp_path / "whole.zip", ".py", ".pyi"))
    assert told.stdout == "<Operation oneroster.users.get_user>\n", told.stderr


def test_a_package_without_its_stubs_says_what_is_missing(tmp_path: Path) -> None:
    told = imported_from(archive(tmp_path / "bare.zip", ".py"))
    assert told.returncode != 0
    assert "ImportError: timeback_core cannot tell its names" in told.stderr


@pytest.mark.parametrize("name", ["timeback_core", "timeback_core.oneroster", "timeback_core.sandbox"])
def test_a_star_import_brings_the_public_names(name: str) -> None:
    code = f"from {name} import *; import {name} as face; print(set(face.__all__) - set(globals()))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 -- our own code
    assert told.stdout == "set()\n", told.stderr


def test_a_stub_is_read_as_a_type_checker_reads_it() -> None:
    """Names in one line and in several, with a second name, and those that a star import brings."""
    stub = (
        '"""A docstring."""\n# A comment.\nfrom a.b import (\n    One, two,\n    three as three,\n)\n'
        'from c import Four as Four  # why\nfrom d import Five\n\n__all__ = [\n    "One", "two",\n]\n'
    )
    homes, public = names_in(stub)
    assert homes == {"One": "a.b", "two": "a.b", "three": "a.b", "Four": "c", "Five": "d"}
    assert public == ["One", "two"]
    assert names_in("from a import B as B\nfrom a import c as c\n") == ({"B": "a", "c": "a"}, ["B", "c"])
