"""The laws notice planted mistakes: each mutant is tried in a copy of the package, in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from property_tests.mutants import in_call, in_drivers, in_lane, in_lists, in_tokens
from property_tests.mutants.mutant import Law, Mutant

import timeback_core

PACKAGE = Path(timeback_core.__file__).parent
ROOT = Path(__file__).parent.parent
MUTANTS = (*in_call.MUTANTS, *in_tokens.MUTANTS, *in_lists.MUTANTS, *in_drivers.MUTANTS, *in_lane.MUTANTS)


def copy_package(target: Path) -> None:
    """Copy the engine, which mutants change, what is compiled of it included, and link to the rest."""
    target.mkdir(parents=True)
    for entry in PACKAGE.iterdir():
        if entry.name == "engine":
            shutil.copytree(entry, target / "engine")
        elif entry.name != "__pycache__":
            (target / entry.name).symlink_to(entry)


def verdicts(law: Law, mutants: list[Mutant], homes: Path) -> dict[str, str]:
    """What the law says of the package as it is, and of each mutant."""
    copies = {"unchanged": homes / "unchanged"}
    copies |= {mutant.name: homes / str(number) for number, mutant in enumerate(mutants)}
    for home in copies.values():
        copy_package(home / "timeback_core")
    for mutant in mutants:
        mutant.plant(copies[mutant.name] / "timeback_core")
    told = subprocess.run(  # noqa: S603 -- this very interpreter
        [sys.executable, "-m", "property_tests.mutants.trial", *(w for h in copies.values() for w in (law, str(h)))],
        cwd=ROOT,
        # No home of the package but the copies; a zone that is not UTC shows mistakes about zones.
        env={**os.environ, "PYTHONPATH": str(ROOT), "TZ": "America/New_York", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=900,
        check=True,
    )
    verdict_of = {home: verdict for verdict, home in (line.split(" ", 1) for line in told.stdout.splitlines())}
    return {name: verdict_of[str(home)] for name, home in copies.items()}


def test_every_mutant_has_a_name_of_its_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) > 20


@pytest.mark.parametrize("law", ["policy", "throttle", "pages", "ends", "drivers", "lane"])
def test_the_law_notices_every_mutant(law: Law, tmp_path: Path) -> None:
    mutants = [mutant for mutant in MUTANTS if mutant.law == law]
    told = verdicts(law, mutants, tmp_path)
    assert told.pop("unchanged") == "held"
    assert {name: verdict for name, verdict in told.items() if verdict != "broken"} == {}
