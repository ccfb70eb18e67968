"""A whole roster is read from the platform: into files, row by row, or as a value."""

from __future__ import annotations

import operator
import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
from returns.io import IOResult
from returns.result import Failure, Result

from timeback_core.documents import decode, encode
from timeback_core.engine.call.answers import is_active
from timeback_core.engine.codec.model import Model
from timeback_core.engine.session.synchronous import Session
from timeback_core.errors import BadRow, DecodeError, InvalidInput, StorageFailed, TimebackError
from timeback_core.problems import Problem, unknown
from timeback_core.rosters.files import whole
from timeback_core.rosters.kinds import KINDS, ROSTERING, Kind, tidy
from timeback_core.rosters.roster import Roster
from timeback_core.rosters.writing import Format, bundle_at, wrong_format

if TYPE_CHECKING:
    from timeback_core.client import TimebackClient

PAGE: Final = 1000
"""Rows that are asked for at a time, where the platform gives so many."""
AHEAD: Final = 2
"""Pages that are asked for before they are wanted."""


@attrs.frozen
class Pulled:
    """What was read of the platform."""

    rows: dict[str, int]
    """How many rows of each kind."""
    bad: tuple[BadRow, ...]
    """Rows that could not be read, and are missing."""


class Unread(Exception):  # noqa: N818 -- it leaves this module as the error that it holds
    """A list that could not be read to its end."""

    def __init__(self, error: TimebackError) -> None:
        super().__init__(error)
        self.error = error


def pull(
    client: TimebackClient | Session,
    path: str | os.PathLike[str],
    *,
    kinds: Iterable[str] = ROSTERING,
    format: Format = "csv",  # noqa: A002 -- what users call it
    with_ended: bool = False,
    on_rows: Callable[[str, int], object] | None = None,
) -> IOResult[Pulled, TimebackError | StorageFailed]:
    """Write the platform's roster as a OneRoster 1.2 bundle, row by row as it is read: wholly, or not at all.

    path: a folder, which is made or takes the place of an older bundle, or a ZIP archive where it ends in `.zip`. Only
    its user can read it. kinds: the fields of a `Roster` to fill; by default organizations to demographics. format: as
    for `write_bundle`. with_ended: whether rows are taken that were deleted softly. on_rows: told now and then the kind
    that is read, and how many rows of it there are.

    Errors: those of reading the lists; `StorageFailed`; `InvalidInput` for kinds and formats that are not there.
    """
    chosen = chosen_kinds(kinds)
    if isinstance(chosen, InvalidInput):
        return IOResult.from_failure(chosen)
    if problem := wrong_format(format):
        return IOResult.from_failure(InvalidInput((problem,)))
    session = session_of(client)

    def work(target: Path) -> Pulled:
        counts: dict[str, int] = {}
        bad: list[BadRow] = []
        with bundle_at(target, format) as bundle:
            for kind in chosen:
                counts[kind.name] = 0
                lost: list[BadRow] = []
                with bundle.rows_of(kind, is_whole=partial(operator.not_, lost)) as add:
                    for document in documents(kind, session, lost, with_ended=with_ended):
                        add(document)
                        counts[kind.name] += 1
                        if on_rows is not None and not counts[kind.name] % PAGE:
                            on_rows(kind.name, counts[kind.name])
                bad += lost
        return Pulled(counts, tuple(bad))

    try:
        return whole(path, work)
    except Unread as unread:
        return IOResult.from_failure(unread.error)


def read_roster(
    client: TimebackClient | Session, *, kinds: Iterable[str] = ROSTERING, with_ended: bool = False
) -> IOResult[Roster, TimebackError]:
    """The platform's roster as a value.

    kinds: the fields of a `Roster` to fill; by default organizations to demographics. with_ended: whether rows are
    taken that were deleted softly.

    Errors: those of reading the lists, and `DecodeError` where a row of them cannot be read.
    """
    chosen = chosen_kinds(kinds)
    if isinstance(chosen, InvalidInput):
        return IOResult.from_failure(chosen)
    rows: dict[str, Any] = {}
    for kind in chosen:
        bad: list[BadRow] = []
        try:
            found = list(documents(kind, session_of(client), bad, with_ended=with_ended))
        except Unread as unread:
            return IOResult.from_failure(unread.error)
        if bad:
            return IOResult.from_failure(DecodeError.of(tuple(bad)))
        rows[kind.name] = tuple(decode(kind.model, document).unwrap() for document in found)
    return IOResult.from_value(Roster(**rows, whole=frozenset(rows)))


def documents(kind: Kind, session: Session, bad: list[BadRow], *, with_ended: bool) -> Iterator[dict[str, Any]]:
    """What a roster holds of each row of a kind; raises `Unread` where their list breaks off."""
    for told in streamed(kind, session):
        if not isinstance(told, Failure):
            row: Any = told.unwrap()
            if with_ended or is_active(row):
                document: Any = encode(row).unwrap()
                yield tidy(kind, document)
        elif isinstance(error := told.failure(), BadRow):
            bad.append(error)
        else:
            raise Unread(error)


def streamed(kind: Kind, session: Session) -> Iterable[Result[Model, TimebackError | BadRow]]:
    """The rows of a kind that the platform has, in large pages."""
    service = session.config.service(kind.listing.base.service)
    most = service.page_limits.maximum if service else None
    rows: Iterable[Result[Model, TimebackError | BadRow]] = kind.listing.stream(
        session.using(prefetch=AHEAD), limit=min(PAGE, most or PAGE)
    )
    return rows


def session_of(client: TimebackClient | Session) -> Session:
    """The session of a client, or the one that was given."""
    return client if isinstance(client, Session) else client.session


def chosen_kinds(names: Iterable[str]) -> list[Kind] | InvalidInput:
    """The kinds of these names, in the order in which they refer to each other."""
    wanted = set(names)
    if wrong := sorted(wanted - KINDS.keys()):
        return InvalidInput(tuple(Problem("kinds", unknown(name, KINDS, "kind")) for name in wrong))
    return [kind for kind in KINDS.values() if kind.name in wanted]
