"""Pages: an immutable sequence of rows, and how a list goes on, as pure data and pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar, overload

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Request

T_co = TypeVar("T_co", covariant=True)
Style: TypeAlias = Literal["offset", "page", "none"]

DEFAULT_LIMIT = 100
"""Rows per page that streams ask for where the caller names no limit."""


class Paging:
    """How a resource lists: the names of its query parameters and where its answers hold the totals."""

    __slots__ = (
        "echo",
        "fields",
        "filter",
        "limit",
        "order",
        "pages",
        "position",
        "search",
        "sort",
        "style",
        "total",
    )

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
        """Name of the parameter for the rows of a page."""
        self.position: str = position
        """Name of the parameter for the offset or the page number."""
        self.filter: str = filter
        self.sort: str = sort
        self.order: str = order
        self.search: str = search
        self.fields: str = fields
        self.total: tuple[str, ...] = total
        """Members of the body that hold the number of rows in all; dotted where nested."""
        self.pages: tuple[str, ...] = pages
        """Members that hold the number of pages."""
        self.echo: tuple[str, ...] = echo
        """Members that hold the limit that the server really used."""


OFFSET = Paging("offset")
UNPAGED = Paging("none", total=(), pages=(), echo=())


class Totals:
    """What an answer says about the list as a whole."""

    __slots__ = ("limit", "more", "pages", "total")

    def __init__(
        self, total: int | None = None, pages: int | None = None, limit: int | None = None, more: bool = False
    ) -> None:
        self.total: int | None = total
        self.pages: int | None = pages
        self.limit: int | None = limit
        self.more: bool = more
        """Whether a `Link` header names a next page."""


class Page(Sequence[T_co], Generic[T_co]):
    """One page of a list: a sequence of rows that knows the total and the request for the next page."""

    __slots__ = ("_items", "limit", "next", "offset", "total")

    def __init__(
        self,
        items: Iterable[T_co],
        *,
        total: int | None = None,
        next: Request[Page[T_co]] | None = None,  # noqa: A002 -- the page's word for it
        offset: int = 0,
        limit: int | None = None,
    ) -> None:
        self._items: tuple[T_co, ...] = tuple(items)
        self.total: int | None = total
        """Rows in the whole list, where the server says so."""
        self.next: Request[Page[T_co]] | None = next
        """The next page as a request that can be performed; None at the end."""
        self.offset: int = offset
        """Rows before this page (for page numbers: as far as it is known)."""
        self.limit: int | None = limit
        """Rows per page that the server really used."""

    @property
    def items(self) -> tuple[T_co, ...]:
        """The rows as a tuple."""
        return self._items

    @property
    def incomplete(self) -> bool:
        """Whether the server gave nothing although its total says that there is more."""
        return not self._items and self.total is not None and self.offset < self.total

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T_co, ...]: ...
    def __getitem__(self, index: int | slice) -> T_co | tuple[T_co, ...]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T_co]:
        return iter(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Page) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((self._items, self.total, self.offset))

    def __repr__(self) -> str:
        of = "" if self.total is None else f" of {self.total}"
        return f"Page({len(self._items)} rows from {self.offset}{of}, next={self.next is not None})"

    def _key(self) -> tuple[object, ...]:
        return (self._items, self.total, self.next, self.offset, self.limit)


class Position:
    """Where a request for a page stands: its offset or page number, and the limit that it asks for."""

    __slots__ = ("limit", "start")

    def __init__(self, start: int, limit: int | None) -> None:
        self.start: int = start
        self.limit: int | None = limit


def position_of(request: Request[Page[T_co]], paging: Paging) -> Position:
    """Where a request stands in its list."""
    first = 1 if paging.style == "page" else 0
    return Position(_number(request.query_value(paging.position), first), _limit(request, paging))


def following(
    request: Request[Page[T_co]], paging: Paging, received: int, totals: Totals
) -> Request[Page[T_co]] | None:
    """The request for the page after one of `received` rows, or None where the list ends."""
    if paging.style == "none" or received == 0:
        return None
    at = position_of(request, paging)
    if paging.style == "page":
        if totals.pages is not None:
            return request.with_query(paging.position, str(at.start + 1)) if at.start < totals.pages else None
        size = totals.limit or at.limit
        more = _more_pages(at.start, size, received, totals)
        return request.with_query(paging.position, str(at.start + 1)) if more else None
    upto = at.start + received
    if totals.total is not None:
        more = upto < totals.total
    else:
        size = totals.limit or at.limit or DEFAULT_LIMIT
        more = totals.more or received >= size
    return request.with_query(paging.position, str(upto)) if more else None


def _more_pages(page: int, size: int | None, received: int, totals: Totals) -> bool:
    if totals.total is not None and size:
        return page * size < totals.total
    return totals.more or (size is not None and received >= size)


def rows_before(request: Request[Page[T_co]], paging: Paging, totals: Totals) -> int:
    """How many rows of the list lie before the page that a request asks for."""
    at = position_of(request, paging)
    if paging.style == "page":
        return (at.start - 1) * (totals.limit or at.limit or 0)
    return at.start if paging.style == "offset" else 0


def _limit(request: Request[Page[T_co]], paging: Paging) -> int | None:
    asked = _number(request.query_value(paging.limit), 0)
    return asked or None


def _number(text: str | None, otherwise: int) -> int:
    number = None if text is None else whole_number(text)
    return otherwise if number is None else number


def whole_number(text: str) -> int | None:
    """The number that a text of digits spells; None where it is none, or one that nothing can count up to."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
