"""What calls give besides models: an answer, a list, a file, what creates and saves answer; and what is in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

import attrs

from timeback_core.engine.codec.json import Bad, under
from timeback_core.engine.narrow import is_array, is_listing, is_mapping, is_object

if TYPE_CHECKING:
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.errors import BadRow

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Response(Generic[T_co]):
    """An operation's value with what came beside it."""

    value: T_co
    status: int
    headers: tuple[tuple[str, str], ...]
    """Headers as they came, names in lower case."""
    request_id: str
    """The server's request id where it sent one, else the one that was sent."""
    attempts: int
    elapsed: float
    """Seconds from the start of the call to its end."""

    def header(self, name: str) -> str | None:
        """The first header of a name, in any case; None where it is absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)


class Rows(tuple[T_co, ...]):
    """The rows of a list as a tuple; equal to one of the same rows."""

    def __new__(cls, rows: Iterable[T_co], bad: tuple[BadRow, ...] = ()) -> Self:
        """The rows that could be read, and what is told of those that could not."""
        made = super().__new__(cls, rows)
        made.__dict__["bad"] = bad
        return made

    @property
    def bad(self) -> tuple[BadRow, ...]:
        """Rows that could not be read, left out under `using(bad_rows="skip")`; else such a row fails the list."""
        bad: tuple[BadRow, ...] = self.__dict__["bad"]
        return bad


@attrs.frozen
class File:
    """Bytes with the name and the media type that the server told."""

    content: bytes = attrs.field(repr=lambda content: f"<{len(content)} bytes>")
    name: str | None
    media_type: str

    @classmethod
    def of(cls, response: HttpResponse) -> File:
        """The file that an answer is."""
        name = _file_name(response.header("content-disposition") or "")
        kind = (response.header("content-type") or "application/octet-stream").partition(";")[0].strip()
        return cls(response.body, name, kind)


@attrs.frozen
class IdPair:
    """The id that a caller supplied and the one that the server allocated; use the latter from now on."""

    supplied_sourced_id: str | None
    allocated_sourced_id: str | None


@attrs.frozen
class Created:
    """The id pairs of a create, in the server's order; a single create has at least one."""

    pairs: tuple[IdPair, ...]

    @classmethod
    def of(cls, body: object, *, bulk: bool) -> Created:
        """The pairs that a body holds, in every form: one object, a list, an empty list (`bulk`); else raises `Bad`."""
        if not is_object(body) or _PAIRS not in body:
            raise Bad(f"member {_PAIRS!r}", body)
        held = body[_PAIRS]
        created = cls(tuple(map(_pair, held if is_array(held) else [held])))
        if not bulk and not created.sourced_ids:
            raise under(_PAIRS, Bad("at least one id pair", held))
        return created

    @property
    def sourced_id(self) -> str:
        """The id of what was created: the first allocated one; empty only after a bulk create of nothing."""
        return next(iter(self.sourced_ids), "")

    @property
    def sourced_ids(self) -> tuple[str, ...]:
        """The ids of all that was created."""
        known = (pair.allocated_sourced_id or pair.supplied_sourced_id for pair in self.pairs)
        return tuple(each for each in known if each)

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[IdPair]:
        return iter(self.pairs)


def created_by_caller(body: object) -> Created | None:
    """What a create has made whose answer has no body: the caller's ids, None where a row of the sent one has none."""
    held = [*body.values()] if is_mapping(body) else [body]
    ids = [getattr(row, "sourced_id", None) for each in held for row in (each if is_listing(each) else [each])]
    pairs = tuple(IdPair(each, None) for each in ids if isinstance(each, str))
    return Created(pairs) if pairs and len(pairs) == len(ids) else None


@attrs.frozen
class Saved(Generic[T_co]):
    """What a save answered, and whether it created something."""

    value: T_co
    created: bool


_PAIRS = "sourcedIdPairs"


def _pair(entry: object) -> IdPair:
    if not is_object(entry):
        raise under(_PAIRS, Bad("object", entry))
    ids: list[str | None] = []
    for name in ("suppliedSourcedId", "allocatedSourcedId"):
        value = entry.get(name)
        if not isinstance(value, str | None):
            raise under(f"{_PAIRS}.{name}", Bad("string or null", value))
        ids.append(value)
    return IdPair(*ids)


def _file_name(disposition: str) -> str | None:
    """The name that a `Content-Disposition` tells, without folders and control characters."""
    from email.message import Message

    message = Message()
    message["Content-Disposition"] = disposition
    try:
        told = message.get_filename() or ""
    except (TypeError, ValueError):  # parts of a name without order, an unknown or misused encoding
        return None
    last = told.replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in last if letter >= " " and letter != "\x7f")
    return None if name in ("", ".", "..") else name


class HasStatus(Protocol):
    """What has a status."""

    @property
    def status(self) -> str | None:
        """Whether it is in use."""


def is_active(document: HasStatus) -> bool:
    """Whether a document is in use; one that was deleted softly can still be read, but is not.

    Used on what a read gives: `get_user(session, "u-1").map(is_active)`.
    """
    return document.status in (None, "active")
