"""What is to be written so that the platform says what a roster says, as values."""

from __future__ import annotations

from collections import Counter
from typing import Final, Literal, TypeAlias

import attrs

from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.json import JsonValue
from timeback_core.errors import BadRow, TimebackError
from timeback_core.rosters.kinds import KINDS

Action: TypeAlias = Literal["create", "change", "end"]
ACTIONS: Final[tuple[Action, ...]] = ("create", "change", "end")
Row: TypeAlias = tuple[str, str]
"""A kind, by field name, and an id."""


@attrs.frozen
class FieldChange:
    """A member of a document that changes, by field name, as JSON; None where it says nothing."""

    name: str
    before: JsonValue
    after: JsonValue


@attrs.frozen
class Change:
    """One row to be written: what becomes of it, and in which members."""

    action: Action
    kind: str
    """The field of a roster that holds such rows."""
    id: str
    fields: tuple[FieldChange, ...] = ()
    """What changes; of a row that is created or ended the action says all."""
    needs: tuple[Row, ...] = attrs.field(default=(), repr=False)
    """The rows, as kind and id, that are to be created before it."""
    request: Request[object] = attrs.field(kw_only=True, repr=False, eq=False)

    def __str__(self) -> str:
        told = "; ".join(f"{each.name}: {each.before!r} -> {each.after!r}" for each in self.fields)
        return f"{self.action} {self.kind} {self.id}" + (f" ({told})" if told else "")


@attrs.frozen
class FailedRow:
    """A row that was not written, and why."""

    kind: str
    id: str
    action: Action
    reason: str
    error: TimebackError | BadRow | None = attrs.field(default=None, repr=False)
    """The error of its call; None where there was no call."""

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.id}: {self.reason}"


@attrs.frozen
class Plan:
    """What is to be written, in order; a value, which `push` carries out."""

    changes: tuple[Change, ...]
    unchanged: int
    """Rows that say what the platform says."""
    refused: tuple[FailedRow, ...]
    """Rows that cannot be written."""
    notes: tuple[str, ...]
    """What is written otherwise than the roster says it."""

    def count(self, action: Action, kind: str | None = None) -> int:
        """How many rows there are of an action, of one kind or of all."""
        return sum(each.action == action and kind in (None, each.kind) for each in self.changes)

    def __str__(self) -> str:
        counted = Counter((each.kind, each.action) for each in self.changes)
        rows = [
            f"{name}: "
            + ", ".join(f"{counted[name, action]} to {action}" for action in ACTIONS if counted[name, action])
            for name in KINDS
            if any(counted[name, action] for action in ACTIONS)
        ]
        return "\n".join((*rows, f"{self.unchanged} unchanged, {len(self.refused)} that cannot be written"))
