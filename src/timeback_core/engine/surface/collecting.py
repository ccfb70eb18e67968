"""Steps that read a whole list, for flows: page after page, never a silent part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from returns.result import Failure, Success

from timeback_core.engine.call.effects import Perform

if TYPE_CHECKING:
    from timeback_core.engine.call.effects import Steps
    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.errors import IncompletePages

I = TypeVar("I")  # noqa: E741 -- the item of a page


def collected(request: Request[Page[I]]) -> Steps[tuple[I, ...]]:
    """All rows of a list from a request on, or the first failure.

    An empty page before the total is reached is asked for once more; if it stays empty, the list is incomplete.
    """
    rows: list[I] = []
    wanted: Request[Page[I]] | None = request
    again = False
    while wanted is not None:
        told = yield from Perform(wanted)
        if isinstance(told, Failure):
            return told
        page = told.unwrap()
        rows.extend(page)
        if page.incomplete and again:
            return Failure(_incomplete(wanted, page))
        again = page.incomplete
        wanted = wanted if again else page.next
    return Success(tuple(rows))


def _incomplete(wanted: Request[Page[I]], page: Page[I]) -> IncompletePages:
    from timeback_core.errors import CallInfo, IncompletePages

    operation = wanted.operation
    call = CallInfo(operation.full_name, operation.verb, operation.template)
    return IncompletePages(call, page.offset, page.total or 0)
