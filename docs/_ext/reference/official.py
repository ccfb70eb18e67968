"""The page that leads from the methods of the official Python clients to the calls that take their place."""

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import attrs
from docs._ext.reference.calls import gives, label, options_of, spelled_parameters
from docs._ext.reference.text import Links, heading, table

from timeback_core.engine.surface.catalogue import Entry

LINE = re.compile(r"(?P<call>.+\)) -> (?P<returned>[^=;]+?)(?: = (?P<name>[\w.]+))?(?:; (?P<note>.+))?")
WAYS = {"stream": r"\1, one by one", "collect": r"Rows[\1]", "first": r"\1 | None"}
"""The ways of reading a list beside its first page, and what they give of `Page[...]`."""


@attrs.frozen
class OfficialCall:
    """A method of an official client, and what takes its place."""

    call: str
    """The method as it is spelled, with the arguments of the resources on its way."""
    returned: str
    name: str
    """The call here, such as `oneroster.users.list`, below its service and resource."""
    way: str
    """Which way of reading a list, where it is not the call itself."""
    note: str

    @property
    def method(self) -> str:
        """The method without arguments, such as `oneroster.users.classes`."""
        return bare(self.call)

    @property
    def service(self) -> str:
        """The client that it is a method of."""
        return self.call.partition(".")[0]

    @property
    def resource(self) -> str:
        """The resource, without those below it."""
        return re.split(r"[.(]", self.call)[1]


def official_calls() -> list[OfficialCall]:
    """The whole table, in its order."""
    text = Path(__file__).with_name("official_calls.txt").read_text(encoding="utf-8")
    return [read(line) for line in text.splitlines() if line and not line.startswith("#")]


def bare(call: str) -> str:
    """A call without its arguments."""
    return re.sub(r"\([^)]*\)", "", call)


def read(line: str) -> OfficialCall:
    """One line of the table."""
    found = LINE.fullmatch(line)
    assert found is not None, line
    name = found["name"] or bare(found["call"])
    stem, _, last = name.rpartition(".")
    name, way = (stem, last) if last in WAYS else (name, "")
    return OfficialCall(call=found["call"], returned=found["returned"], name=name, way=way, note=found["note"] or "")


def page(entries: Iterable[Entry], links: Links) -> list[str]:
    """The page: a table for each resource."""
    known = {entry.qualified: entry for entry in entries}
    lines = heading(1, "From the official clients, call by call", "official-calls")
    lines += [
        "Every method of the official Python clients, version 0.4.0, and the call below `client` that takes its place.",
        "[Moving from the official clients](../migrating.md) tells the rest. `...` stands for the arguments of lists,",
        "which are [options](#list-options) here. Behind the arrow stands what is given; here it is in a `Result`.",
        "",
    ]
    for service, of_service in groupby(official_calls(), key=lambda each: each.service):
        lines += heading(2, service, f"official-calls-{service}")
        for resource, group in groupby(of_service, key=lambda each: each.resource):
            lines += heading(3, resource)
            lines += table(("official", "here"), [row(each, known[each.name], links.of(service)) for each in group])
    return lines


def row(official: OfficialCall, entry: Entry, links: Links) -> tuple[str, str]:
    """One method and its successor, each with what it gives."""
    own = [name for name, each in entry.signature.parameters.items() if each.kind is not each.POSITIONAL_ONLY]
    given = spelled_parameters(entry, own, options_of(entry, own))
    way = f".{official.way}" if official.way else ""
    here = f"[`{entry.qualified.partition('.')[2]}{way}({given})`](#{label(entry)})"
    told = re.sub(r"^Page\[(.*)\]$", WAYS.get(official.way, r"\g<0>"), gives(entry))
    note = f"; {official.note}" if official.note else ""
    return (f"`{official.call.partition('.')[2]}` → `{official.returned}`", f"{here} → {links.type(told)}{note}")
