"""The rows of a page: decoded one by one, so that a bad one is known by its place and costs no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from timeback_core.engine.call.request import Page
from timeback_core.engine.codec.runtime import Bad

if TYPE_CHECKING:
    from timeback_core.errors import CallInfo, RowProblem

T = TypeVar("T")

MOST_ROW_PROBLEMS = 100


class BadRows(Bad):
    """Some rows of a list cannot be decoded."""

    def __init__(self, rows: tuple[RowProblem, ...]) -> None:
        super().__init__(rows[0].expected, None)
        self.rows = rows


class Rows(Generic[T]):
    """The rows of one page as they came: values, and in the place of bad ones what is wrong with them.

    bad: how many are bad. page: the page without its rows: where it stands and how the list goes on.
    """

    def __init__(self, entries: list[T | RowProblem], bad: int, page: Page[T]) -> None:
        self.entries = entries
        self.bad = bad
        self.page = page
        self.call: CallInfo | None = None
        """The call that gave the rows, where an error about them may be needed."""

    @classmethod
    def of(cls, page: Page[T]) -> Rows[T]:
        """The rows of a page, all of which are good."""
        return cls(list(page), 0, page)

    def problems(self) -> tuple[RowProblem, ...]:
        """What is wrong with the bad rows, a hundred at most."""
        from timeback_core.errors import RowProblem

        return tuple(entry for entry in self.entries if isinstance(entry, RowProblem))[:MOST_ROW_PROBLEMS]

    def whole_page(self) -> Page[T]:
        """The page with its rows.

        Raises:
            BadRows: some of them are bad.
        """
        if self.bad:
            raise BadRows(self.problems())
        page = self.page
        items = cast("list[T]", self.entries)  # no entry is a problem
        return Page(items, total=page.total, next=page.next, offset=page.offset, limit=page.limit)
