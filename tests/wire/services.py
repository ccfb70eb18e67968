"""The services whose wire is written down: their tables, and their cases.

A service joins by two modules. `<service>_table.py` holds `TABLE`, a `table(...)` of its documented operations, and,
where they apply, `NARROWED` (functions that are a documented one with a condition of their own) and `ELSEWHERE` (the
rows that differ on another platform, by its name). `<service>_cases.py` holds `CASES`, a `Case` for every operation,
against the seeded district of the sandbox.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from tests.wire.case import Case
from tests.wire.table import Row

from timeback_core.engine.surface.catalogue import Entry, catalogue


class Service(NamedTuple):
    """One service: what is documented of it, and what is tried."""

    name: str
    table: Mapping[str, Row]
    narrowed: Mapping[str, str]
    elsewhere: Mapping[str, Mapping[str, Row]]
    cases: tuple[Case, ...]
    entries: tuple[Entry, ...]
    """Its operations in the catalogue."""

    def row_of(self, function: str, platform: str = "BEYOND_AI") -> Row:
        """The row of a function on a platform."""
        return self.elsewhere.get(platform, self.table)[self.narrowed.get(function, function)]


def _module(name: str) -> object:
    """A module of this folder; what is not there yet has nothing, and the test of coverage says so."""
    return import_module(f"tests.wire.{name}") if (Path(__file__).parent / f"{name}.py").exists() else None


def _service(name: str) -> Service:
    documented, tried = _module(f"{name}_table"), _module(f"{name}_cases")
    return Service(
        name,
        getattr(documented, "TABLE", {}),
        getattr(documented, "NARROWED", {}),
        getattr(documented, "ELSEWHERE", {}),
        getattr(tried, "CASES", ()),
        tuple(entry for entry in catalogue() if entry.kind == "operation" and entry.service == name),
    )


SERVICES: Mapping[str, Service] = {
    name: _service(name) for name in dict.fromkeys(entry.service for entry in catalogue() if entry.kind == "operation")
}
"""Every service that has an operation, by name."""

CASES: tuple[tuple[Service, Case], ...] = tuple(
    (service, case) for service in SERVICES.values() for case in service.cases
)
"""Every case of every service."""


def name_of(case: object) -> str:
    """The id of a parametrized test: the function of a case, and the platform where it is another."""
    if not isinstance(case, Case):
        return ""
    platform = "" if case.platform == "BEYOND_AI" else f"-{case.platform}"
    return f"{case.operation.full_name}{platform}"
