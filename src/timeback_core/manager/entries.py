"""What a function gave for a client, or raised, as the entry of that client in a broadcast."""

from __future__ import annotations

from collections.abc import Callable
from threading import current_thread, main_thread
from typing import Any, TypeGuard, TypeVar

from returns.io import IOResult
from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Failure, Result, Success

from timeback_core.compose import TimebackException, plain
from timeback_core.errors import TimebackError, Unexpected

C = TypeVar("C")


def call_plainly(fn: Callable[[C], object], client: C) -> Result[Any, TimebackError]:
    """Call a function that must not be awaited, wherever this runs; arguments and entry can be pickled."""
    from timeback_core.manager.unawaited import refuse_awaitable

    try:
        given = fn(client)
        return refuse_awaitable(given) or entry_of(given)
    except BaseException as error:
        if interrupts(error):
            raise
        return Failure(error_of(error))


def entry_of(given: object) -> Result[Any, TimebackError]:
    """The entry for what a function gave: its result, or any other value as a success."""
    if not _is_result(given):
        return Success(given)
    result = plain(given)
    return Failure(error_of(result.failure())) if isinstance(result, Failure) else Success(result.unwrap())


def error_of(failure: object) -> TimebackError:
    """The error for what a function raised or gave as a failure: `Unexpected` where it is none of ours.

    An exception that was made from a failure, by `or_raise` or `unwrap`, gives that failure.
    """
    if isinstance(failure, TimebackError):
        return failure
    if isinstance(failure, BaseException):
        carried = _carried(failure)
        return carried if isinstance(carried, TimebackError) else Unexpected.of(failure)
    kind = type(failure)
    return Unexpected(f"{kind.__module__}.{kind.__qualname__}", _text(failure))


def interrupts(error: BaseException) -> bool:
    """Whether this is the user's Ctrl-C, which arrives in the main thread and must get through."""
    return isinstance(error, KeyboardInterrupt) and current_thread() is main_thread()


def _is_result(value: object) -> TypeGuard[IOResult[object, object] | Result[object, object]]:
    return isinstance(value, IOResult | Result)


def _carried(error: BaseException) -> object:
    if isinstance(error, TimebackException):
        return error.error
    if isinstance(error, UnwrapFailedError):
        halted: object = getattr(error, "halted_container", None)  # its declared type is unknown in part
        if _is_result(halted):
            result = plain(halted)
            return result.failure() if isinstance(result, Failure) else None
    return None


def _text(failure: object) -> str:
    try:
        return str(getattr(failure, "message", failure))
    except Exception:  # a value of the caller's, whose __str__ raised
        return ""
