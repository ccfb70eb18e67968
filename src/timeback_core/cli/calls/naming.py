"""From a name to the operation or flow that it stands for; only the modules on the way there are loaded."""

from __future__ import annotations

from collections.abc import Iterator

from returns.result import Failure, Result, Success

from timeback_core.engine.surface.catalogue import Entry, catalogue, root_of, services, walk
from timeback_core.engine.surface.namespace import child_of
from timeback_core.errors import InvalidInput
from timeback_core.problems import Problem, unknown


def find(name: str) -> Result[Entry, InvalidInput]:
    """The entry of a name: as a client spells it (`oneroster.users.list`), or that of its function (`list_users`).

    Errors: a name that is unknown, with the nearest known one, or that several services have.
    """
    if (direct := next(_on_the_way(name), None)) is not None:
        return Success(direct)
    entries = catalogue()
    found = [entry for entry in entries if name in (entry.name, f"{entry.service}.{entry.name}")]
    if len(found) == 1:
        return Success(found[0])
    if found:
        text = f"{name!r} is the name of several: {', '.join(entry.qualified for entry in found)}"
    else:
        text = unknown(name, [*(entry.qualified for entry in entries), *(entry.name for entry in entries)], "call")
    return Failure(InvalidInput((Problem("", text),)))


def _on_the_way(name: str) -> Iterator[Entry]:
    """The entry that a name leads to from service to namespace to member; none where it leads nowhere."""
    service, *resources, member = name.split(".") if "." in name else ("", "")
    if service not in services():
        return
    namespace = root_of(service)
    for resource in resources:
        below = child_of(namespace, resource)
        if below is None:
            return
        namespace = below
    for entry in walk(service, namespace, ".".join(resources)):
        if entry.member == member and entry.resource == ".".join(resources):
            yield entry
