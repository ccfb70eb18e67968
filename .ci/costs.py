"""What each API costs: its operations, flows and models, and the lines that they, and its sandbox, take.

`python .ci/costs.py` prints a row for each; `docs/architecture.md` says what is to be expected.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from timeback_core.engine.codec import Model
from timeback_core.engine.surface.catalogue import root_of, services, walk

PACKAGE = Path(__file__).parents[1] / "src" / "timeback_core"
TOLD = "{:<12}{:>11}{:>7}{:>8}{:>10}{:>8}{:>9}{:>20}"


def lines_of(files: Iterable[Path]) -> int:
    """The lines of some files."""
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)


def models_of(service: str) -> int:
    """How many models an API has."""
    package = import_module(f"timeback_core.{service}.models")
    modules = [import_module(each.name) for each in walk_packages(package.__path__, f"{package.__name__}.")]
    found = {each for module in modules for each in vars(module).values() if isinstance(each, type)}
    return sum(issubclass(each, Model) and each.__module__.startswith(package.__name__) for each in found)


def row_of(service: str) -> tuple[object, ...]:
    """The figures of an API."""
    kinds = Counter(entry.kind for entry in walk(service, root_of(service)))
    home = PACKAGE / service
    chapters, models = lines_of(home.glob("*.py")), lines_of((home / "models").rglob("*.py"))
    sandbox = lines_of((PACKAGE / "sandbox" / service).rglob("*.py"))
    operations = kinds["operation"]
    each = f"{chapters / operations:.0f} + {models / operations:.0f}" if operations else "-"
    return service, operations, kinds["flow"], models_of(service), chapters, models, sandbox, each


if __name__ == "__main__":
    head = ("API", "operations", "flows", "models", "chapters", "models", "sandbox", "lines an operation")
    sys.stdout.writelines(f"{TOLD.format(*row)}\n" for row in (head, *map(row_of, services())))
