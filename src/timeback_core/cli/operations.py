"""`timeback operations`: the catalogue as a table or as JSON."""

from __future__ import annotations

import json
from typing import Literal, TypeAlias

from rich.console import Console
from rich.table import Table

from timeback_core.engine.surface.catalogue import Entry, catalogue

Form: TypeAlias = Literal["table", "json", "markdown"]


def show(form: Form, service: str | None) -> None:
    """Print the catalogue, or one service of it."""
    entries = [entry for entry in catalogue() if service in (None, entry.service)]
    if form == "json":
        print(json.dumps([as_json(entry) for entry in entries], indent=2))
    elif form == "markdown":
        print(as_markdown(entries))
    else:
        Console().print(as_table(entries))


def as_json(entry: Entry) -> dict[str, object]:
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
    }


def as_table(entries: list[Entry]) -> Table:
    """Entries as a table for people."""
    table = Table(title=f"{len(entries)} operations and flows", title_justify="left")
    for column in ("client call", "function", "verb", "path, or operations of a flow"):
        table.add_column(column, overflow="fold")
    for entry in entries:
        table.add_row(entry.qualified, entry.name, entry.verb or "flow", entry.path or ", ".join(entry.operations))
    return table


def as_markdown(entries: list[Entry]) -> str:
    """Entries as Markdown: a table for each namespace, as the documentation has it."""
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
