"""What becomes of the rows of a page, and of a list that takes too long: pure, for both kinds of session."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from returns.result import Failure, Result, Success

from timeback_core.errors import CallInfo, DecodeError, InvalidInput, RowProblem, TimebackError, TimedOut
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.policy.rows import Rows

I = TypeVar("I")  # noqa: E741 -- the item of a page


def wrong_count(count: object) -> InvalidInput | None:
    """What is wrong with the number of rows that a caller wants, if anything is."""
    if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
        return None
    return InvalidInput((Problem("count", "must be a whole number of at least 0"),))


def bad_row(rows: Rows[I], problem: RowProblem) -> TimebackError:
    """The error of one bad row in a stream."""
    return _decode_error(rows, (problem,))


def whole_rows(rows: Rows[I]) -> Result[list[I], TimebackError]:
    """All rows of a page, or what is wrong with the bad ones."""
    if not rows.bad:
        return Success(cast("list[I]", rows.entries))  # no entry is a problem
    return Failure(_decode_error(rows, rows.problems()))


def too_late(request: Request[Page[I]], total_timeout: float) -> TimebackError:
    """The error of a list whose deadline has passed between two pages."""
    operation = request.operation
    info = CallInfo(operation.full_name, operation.verb, operation.template, elapsed=total_timeout)
    return TimedOut(info, total_timeout, "pages")


def _decode_error(rows: Rows[I], problems: tuple[RowProblem, ...]) -> TimebackError:
    first = problems[0]
    call = rows.call or CallInfo("", "", "")
    return DecodeError(call, first.path, first.expected, first.found, problems)
