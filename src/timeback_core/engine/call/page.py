"""One page of a list, as an operation gives it: its rows, what is known of the list, and the next page as a request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Generic, TypeVar, overload

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Request
    from timeback_core.errors import BadRow

T_co = TypeVar("T_co", covariant=True)


class Page(Sequence[T_co], Generic[T_co]):
    """One page of a list: a sequence of rows that knows the total and the request for the next page."""

    def __init__(
        self,
        items: Iterable[T_co],
        *,
        total: int | None = None,
        next: Request[Page[T_co]] | None = None,  # noqa: A002 -- the page's word for it
        offset: int = 0,
        limit: int | None = None,
        linked: bool | None = None,
        bad: tuple[BadRow, ...] = (),
    ) -> None:
        self._items: tuple[T_co, ...] = tuple(items)
        self.total: Final[int | None] = total
        """Rows in the whole list, where the server says so."""
        self.next: Final[Request[Page[T_co]] | None] = next
        """The next page as a request that can be performed; None at the end."""
        self.offset: Final[int] = offset
        """Rows before this page (for page numbers: as far as it is known)."""
        self.limit: Final[int | None] = limit
        """Rows per page that the server really used."""
        self.linked: Final[bool | None] = linked
        """Whether a `Link` header names a next page; None where there is none about pages."""
        self.bad: Final[tuple[BadRow, ...]] = bad
        """Rows that could not be read, left out under `using(bad_rows="skip")`; else such a row fails the page."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in self.__dict__ or hasattr(Page, name):
            raise AttributeError(f"a page cannot be changed: {name}")
        self.__dict__[name] = value

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a page cannot be changed: {name}")

    @property
    def items(self) -> tuple[T_co, ...]:
        """The rows as a tuple."""
        return self._items

    @property
    def incomplete(self) -> bool:
        """Whether the server gave nothing although it says that there is more."""
        if self._items or self.bad:
            return False
        return self.linked is True or (self.total is not None and self.offset < self.total)

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
        bad = f", {len(self.bad)} bad" if self.bad else ""
        return f"Page({len(self._items)} rows from {self.offset}{of}, next={self.next is not None}{bad})"

    def _key(self) -> tuple[object, ...]:
        return (self._items, self.total, self.next, self.offset, self.limit, self.bad)
