"""How a resource lists: the names of its parameters, where its totals stand, and which page comes next."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, NamedTuple, TypeAlias

from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.narrow import is_object

Style: TypeAlias = Literal["offset", "page", "none"]

_LINK: Final = re.compile(r"""<[^>]*>|([\w*-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s,;]*))""")
"""In a `Link` header: an address, or a parameter and its value."""
_PAGES: Final = frozenset(("first", "previous", "prev", "self", "next", "last"))
"""Relations that tell of the pages of a list; a `Link` may be about anything else."""
IDS: Final = {"sourcedId": "sourced_id", "id": "id", "identifier": "identifier"}
"""What the id of a row is called, on the wire and in its model."""
DEFAULT_LIMIT: Final = 100
"""Rows per page that streams ask for where the caller names no limit."""


class Paging:
    """How a resource lists: the names of its query parameters and where its answers hold the totals.

    limit: the parameter for the rows of a page. position: that for the offset or the page number. total, pages, echo:
    members of the body that hold the number of rows in all, the number of pages, and the limit that the server really
    used; dotted where nested.
    """

    def __init__(
        self,
        style: Style,
        *,
        limit: str = "limit",
        position: str = "offset",
        filter: str = "filter",  # noqa: A002 -- the parameter's own name
        sort: str = "sort",
        order: str = "orderBy",
        search: str = "search",
        fields: str = "fields",
        total: tuple[str, ...] = ("totalCount", "total"),
        pages: tuple[str, ...] = ("pageCount",),
        echo: tuple[str, ...] = ("limit",),
    ) -> None:
        self.style: Style = style
        self.limit: str = limit
        self.position: str = position
        self.filter: str = filter
        self.sort: str = sort
        self.order: str = order
        self.search: str = search
        self.fields: str = fields
        self.total: tuple[str, ...] = total
        self.pages: tuple[str, ...] = pages
        self.echo: tuple[str, ...] = echo

    def asked(self, parameter: Callable[[str], str | None]) -> Position:
        """Where a request stands in its list; `parameter` gives the text of one of its query parameters."""
        start = whole_number(parameter(self.position) or "")
        if start is None:
            start = 1 if self.style == "page" else 0
        return Position(start, whole_number(parameter(self.limit) or "") or None)

    def following(self, at: Position, received: int, totals: Totals) -> int | None:
        """The offset or number of the page after one of `received` rows, or None where the list ends."""
        if self.style == "none" or received == 0:
            return None
        step = 1 if self.style == "page" else received
        return at.start + step if self._goes_on(at, received, totals) else None

    def _goes_on(self, at: Position, received: int, totals: Totals) -> bool:
        if totals.linked:
            return True
        if self.style == "page" and totals.pages is not None:
            return at.start < totals.pages
        if totals.total is not None:
            return self.before(at, totals) + received < totals.total
        return totals.linked is None  # a page that is not full says nothing

    def before(self, at: Position, totals: Totals) -> int:
        """How many rows of the list lie before a page."""
        if self.style == "page":
            return (at.start - 1) * (totals.limit or at.limit or 0)
        return at.start if self.style == "offset" else 0


class Position(NamedTuple):
    """Where a request for a page stands: its offset or page number, and the limit that it asks for."""

    start: int
    limit: int | None


OF_PAGES: Final = ("page", "pageNumber", "offset", "sort", "order")
"""What bodies say besides of a page, which nobody needs."""


class Totals(NamedTuple):
    """What an answer says about the list as a whole."""

    total: int | None = None
    pages: int | None = None
    limit: int | None = None
    linked: bool | None = None
    """Whether `Link` headers name a next page; None where they tell of no pages."""

    @classmethod
    def of(cls, paging: Paging, body: object, response: HttpResponse) -> Totals:
        """The totals of an answer, as far as it tells them; the larger one where header and body tell two."""
        told = (whole_number(response.header("x-total-count") or ""), _first_count(body, paging.total))
        return cls(
            total=max((total for total in told if total is not None), default=None),
            pages=_first_count(body, paging.pages),
            limit=_first_count(body, paging.echo) or None,
            linked=_next_of(response),
        )


OFFSET = Paging("offset")
UNPAGED = Paging("none", limit="", total=(), pages=(), echo=())


def whole_number(text: str) -> int | None:
    """The number that a text of digits spells; None where it is none, or one that nothing can count up to."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def _next_of(response: HttpResponse) -> bool | None:
    links = ",".join(value for name, value in response.headers if name == "link")
    rels: set[str] = set()
    for found in _LINK.finditer(links):
        if (found[1] or "").lower() == "rel":
            rels.update((found[2] or found[3] or found[4] or "").lower().split())
    return "next" in rels if rels & _PAGES else None


def _first_count(body: object, names: tuple[str, ...]) -> int | None:
    for name in names:
        value: object = body
        for part in name.split("."):
            value = value.get(part) if is_object(value) else None
        if isinstance(value, str):
            value = whole_number(value)
        elif isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None
