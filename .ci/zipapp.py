"""Makes dist/timeback-sandbox.pyz: the sandbox and all that it imports as one file, which runs without installation.

`python .ci/zipapp.py` makes it for every Python that pyproject.toml names and for the platforms below, with the
versions that this environment has; compiled modules come by `pip download`. `--here` makes it for this Python alone,
from what is installed.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import runpy
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "timeback_core"
START = Path(__file__).with_name("zipapp_start.py")
PLATFORMS = {
    "linux-x86_64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-aarch64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
    "musl-x86_64": ("musllinux_1_2_x86_64", "musllinux_1_1_x86_64"),
    "musl-aarch64": ("musllinux_1_2_aarch64", "musllinux_1_1_aarch64"),
    "macos-x86_64": ("macosx_11_0_x86_64",),
    "macos-aarch64": ("macosx_11_0_arm64",),
    "windows-x86_64": ("win_amd64",),
}
"""As the start of the archive calls them, and as wheels do."""

Files = dict[str, bytes]


def pythons() -> list[str]:
    """The versions of Python that the package runs on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))


def imports_of(file: Path) -> Iterator[str]:
    """The modules that a module imports."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@cache
def sources() -> dict[Path, set[str]]:
    """The modules of the sandbox, and what they need of the package around it, each with what it imports."""
    found: dict[Path, set[str]] = {}
    waiting = [PACKAGE / "__init__.py", *(PACKAGE / "sandbox").rglob("*.py")]
    while waiting:
        file = waiting.pop()
        if file not in found and file.is_file():
            found[file] = set(imports_of(file))
            for name in found[file]:
                if name.partition(".")[0] == PACKAGE.name:
                    module = PACKAGE.parent / name.replace(".", "/")
                    waiting += [module.with_suffix(".py"), module / "__init__.py"]
    return found


def imported() -> set[str]:
    """The distributions whose modules those import."""
    names = {name.partition(".")[0] for imports in sources().values() for name in imports}
    homes = packages_distributions()
    return {homes[name][0] for name in names - sys.stdlib_module_names - {PACKAGE.name}}


def needed(versions: list[str]) -> list[Distribution]:
    """Those, and what they need on any of these versions of Python."""
    found: dict[str, Distribution] = {}
    waiting = sorted(imported())
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        found[name] = distribution(name)
        for requirement in map(Requirement, found[name].requires or ()):
            variants = ({"python_version": version, "extra": ""} for version in versions)
            if requirement.marker is None or any(map(requirement.marker.evaluate, variants)):
                waiting.append(requirement.name)
    return list(found.values())


def is_pure(part: Distribution) -> bool:
    """Whether a distribution is the same on every platform."""
    return "Root-Is-Purelib: true" in (part.read_text("WHEEL") or "")


def installed(part: Distribution) -> Files:
    """The files of a distribution in this environment, its licence among them."""
    wanted = (file for file in part.files or () if ".." not in file.parts and "__pycache__" not in file.parts)
    return {file.as_posix(): Path(str(file.locate())).read_bytes() for file in wanted if file.name != "direct_url.json"}


def downloaded(parts: list[Distribution], version: str, tags: tuple[str, ...]) -> Files:
    """The files of compiled distributions for another platform."""
    options = [f"--platform={tag}" for tag in tags]
    options += [f"--python-version={version}", f"--abi=cp{version.replace('.', '')}", "--implementation=cp"]
    names = [f"{part.name}=={part.version}" for part in parts]
    files: Files = {}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        subprocess.run([*command, *options, "--dest", folder, *names], check=True)  # noqa: S603 -- our own names
        for wheel in Path(folder).iterdir():
            with zipfile.ZipFile(wheel) as archive:
                files |= {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    return files


def own() -> Files:
    """The files of the sandbox, and our licence."""
    files = {*sources(), *(stub for file in sources() if (stub := file.with_suffix(".pyi")).is_file())}
    files |= {file for file in (PACKAGE / "sandbox").rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    named = {f"{PACKAGE.name}/{file.relative_to(PACKAGE).as_posix()}": file.read_bytes() for file in files}
    return {**named, f"{PACKAGE.name}/LICENSE": (ROOT / "docs" / "LICENSE").read_bytes()}


def parts(*, here: bool) -> Iterator[tuple[str, Files]]:
    """The folders of the archive: what is the same everywhere, and what is compiled for each place."""
    versions = [f"{sys.version_info.major}.{sys.version_info.minor}"] if here else pythons()
    distributions = needed(versions)
    yield "all", own()
    for part in filter(is_pure, distributions):
        yield "all", installed(part)
    compiled = [part for part in distributions if not is_pure(part)]
    if here:
        place = runpy.run_path(str(START))["place"]()
        for part in compiled:
            yield place, installed(part)
        return
    for version in versions:
        for platform, tags in PLATFORMS.items():
            yield f"cp{version.replace('.', '')}-{platform}", downloaded(compiled, version, tags)


def build(target: Path, *, here: bool) -> None:
    """Write the archive, compressed unless it is for here alone; equal contents make equal archives."""
    files: Files = {}
    places: set[str] = set()
    for folder, found in parts(here=here):
        files |= {f"{folder}/{name}": content for name, content in found.items()}
        places |= {folder} - {"all"}
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(b"%d %s %d " % (len(name), name.encode(), len(files[name])) + files[name])
    contents = {"digest": digest.hexdigest()[:24], "places": sorted(places)}
    files |= {"__main__.py": START.read_bytes(), "contents.json": json.dumps(contents).encode()}
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(b"#!/usr/bin/env python3\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED if here else zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name)
                entry.compress_type = archive.compression
                archive.writestr(entry, files[name])
    target.chmod(0o755)


if __name__ == "__main__":
    build(ROOT / "dist" / "timeback-sandbox.pyz", here="--here" in sys.argv[1:])
