"""The laws notice planted mistakes: each mutant is tried in a copy of the package, in a process of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from property_tests.mutants import in_call, in_lists, in_tokens
from property_tests.mutants.mutant import Mutant

import timeback_core

PACKAGE = Path(timeback_core.__file__).parent
ROOT = Path(__file__).parent.parent
MUTANTS = (*in_call.MUTANTS, *in_tokens.MUTANTS, *in_lists.MUTANTS)
UNCHANGED = tuple(Mutant(f"unchanged, {law}", "flight.py", "", "", law) for law in ("policy", "pages", "drivers"))


def trial(mutant: Mutant, home: Path) -> subprocess.CompletedProcess[str]:
    """Plant a mutant in a copy of the package, and see whether the law holds there."""
    package = home / "timeback_core"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "sandbox", "cli"))
    if mutant.before:
        mutant.plant(package)
    environment = {**os.environ, "PYTHONPATH": f"{home}{os.pathsep}{ROOT}", "TZ": "America/New_York"}
    return subprocess.run(
        [sys.executable, "-m", "property_tests.mutants.trial", mutant.law],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
