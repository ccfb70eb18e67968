"""`Roster`: who learns what where, as a value; and what is told of the files that it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from timeback_core.engine.codec.model import Model
from timeback_core.oneroster.models.academic_sessions import AcademicSession
from timeback_core.oneroster.models.categories import Category
from timeback_core.oneroster.models.classes import Class
from timeback_core.oneroster.models.courses import Course
from timeback_core.oneroster.models.demographics import Demographics
from timeback_core.oneroster.models.enrollments import Enrollment
from timeback_core.oneroster.models.line_items import LineItem
from timeback_core.oneroster.models.orgs import Org
from timeback_core.oneroster.models.resources import Resource
from timeback_core.oneroster.models.results import LineItemResult
from timeback_core.oneroster.models.score_scales import ScoreScale
from timeback_core.oneroster.models.users import User
from timeback_core.rosters.kinds import KINDS, Kind


@attrs.frozen(kw_only=True)
class Roster:
    """The rows of a roster by kind, each in the order of its file."""

    orgs: tuple[Org, ...] = ()
    academic_sessions: tuple[AcademicSession, ...] = ()
    courses: tuple[Course, ...] = ()
    classes: tuple[Class, ...] = ()
    users: tuple[User, ...] = ()
    enrollments: tuple[Enrollment, ...] = ()
    demographics: tuple[Demographics, ...] = ()
    categories: tuple[Category, ...] = ()
    score_scales: tuple[ScoreScale, ...] = ()
    line_items: tuple[LineItem, ...] = ()
    results: tuple[LineItemResult, ...] = ()
    resources: tuple[Resource, ...] = ()
    whole: frozenset[str] = frozenset()
    """The kinds of which it has every row (`bulk`), by field name; of the others it has some (`delta`), or none."""

    def __len__(self) -> int:
        return sum(len(rows_in(self, kind)) for kind in KINDS.values())


def rows_in(roster: Roster, kind: Kind) -> tuple[Model, ...]:
    """The rows of a kind."""
    rows: tuple[Model, ...] = getattr(roster, kind.name)
    return rows


def kinds_in(roster: Roster) -> Iterator[Kind]:
    """The kinds that a roster says something of."""
    return (kind for kind in KINDS.values() if kind.name in roster.whole or rows_in(roster, kind))


@attrs.frozen
class RowProblem:
    """A row of a file that could not be read; the others were."""

    file: str
    line: int
    """The line in the file that it begins in, from 1."""
    column: str
    """The column, or the member in JSON; empty where the row as a whole is wrong."""
    reason: str
    id: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f" {self.column}" if self.column else "")
        return f"{place}: {self.reason}" + (f" (row {self.id})" if self.id else "")


@attrs.frozen
class Note:
    """Something in a file that is not to the letter of the standard, or for which the platform has no place."""

    file: str
    text: str
    rows: int = 0
    """How many rows it is true of; 0 where it is said of the file."""
    line: int = 0
    """The first of their lines."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.rows else self.file
        return f"{place}: {self.text}" + (f" (and {self.rows - 1} more)" if self.rows > 1 else "")


@attrs.frozen
class Bundle:
    """What was read of a bundle: the roster, and what could not be read of it."""

    roster: Roster
    version: str | None
    """The version of the standard that its manifest tells, such as `1.2`."""
    bad: tuple[RowProblem, ...]
    notes: tuple[Note, ...]
    places: Mapping[tuple[str, str], tuple[str, int]] = attrs.field(
        factory=dict[tuple[str, str], tuple[str, int]], repr=False
    )
    """The file and the line of each row, by kind and id."""

    def place_of(self, kind: str, sourced_id: str) -> str | None:
        """Where a row stands, such as `users.csv:12`; None where it is not of this bundle."""
        found = self.places.get((kind, sourced_id))
        return None if found is None else f"{found[0]}:{found[1]}"
