"""`timeback operations`: the catalogue as a table or as JSON."""

from __future__ import annotations

import json
import sys
from typing import Literal

from rich.table import Table

from timeback_core.cli.calls.arguments import is_for_python
from timeback_core.cli.complaints import MISUSED
from timeback_core.cli.output import print_table
from timeback_core.engine.surface.catalogue import Entry, catalogue
from timeback_core.problems import unknown


def run(form: Literal["table", "json", "markdown"], service: str | None) -> int:
    """Print the catalogue, or one service of it; gives the exit status."""
    entries = [entry for entry in catalogue() if service in (None, entry.service)]
    if service is not None and not entries:
        print(unknown(service, (entry.service for entry in catalogue()), "service"), file=sys.stderr)
        return MISUSED
    if form == "json":
        print(json.dumps([members(entry) for entry in entries], indent=2))
    elif form == "markdown":
        print(as_markdown(entries))
    else:
        print_table(as_table(entries))
    return 0


def members(entry: Entry) -> dict[str, object]:
    """An entry as plain JSON."""
    return {
        "kind": entry.kind,
        "service": entry.service,
        "resource": entry.resource,
        "name": entry.name,
        "call": entry.qualified,
        "verb": entry.verb,
        "path": entry.path,
        "summary": entry.summary,
        "signature": str(entry.signature),
        "paged": entry.paged,
        "operations": list(entry.operations),
        "python_only": is_for_python(entry),
    }


def as_table(entries: list[Entry]) -> Table:
    """Entries as a table for people."""
    table = Table(title=f"{len(entries)} operations and flows", title_justify="left")
    for column in ("client call", "function", "verb", "path, or operations of a flow"):
        table.add_column(column, overflow="fold")
    for entry in entries:
        kind = "flow, for Python only" if is_for_python(entry) else "flow"
        table.add_row(entry.qualified, entry.name, entry.verb or kind, entry.path or ", ".join(entry.operations))
    return table


def as_markdown(entries: list[Entry]) -> str:
    """Entries as Markdown: a table for each namespace."""
    lines: list[str] = []
    resource: str | None = None
    for entry in entries:
        if entry.resource != resource:
            resource = entry.resource
            lines += [
                "",
                f"## `{entry.service}.{resource}`",
                "",
                "| call | function | request | gives |",
                "|---|---|---|---|",
            ]
        request = f"`{entry.verb} {entry.path}`" if entry.verb else ", ".join(f"`{name}`" for name in entry.operations)
        lines.append(f"| `.{entry.member}` | `{entry.name}` | {request} | {entry.summary} |")
    return "\n".join(lines)
