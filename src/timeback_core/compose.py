"""Typed functions that put results together: `Result`, `IOResult` and `FutureResult`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, overload

from returns.io import IOResult
from returns.pipeline import is_successful
from returns.result import Failure, Result, Success
from returns.unsafe import unsafe_perform_io

if TYPE_CHECKING:
    from returns.future import FutureResult

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
E = TypeVar("E")
F = TypeVar("F")


class TimebackException(Exception):  # noqa: N818  # an error is a value here; this is its exception
    """What `or_raise` raises: a failure for code that works with exceptions; it can be pickled."""

    error: object
    """The failure itself, made for `match`."""

    def __init__(self, error: object) -> None:
        super().__init__(error)
        self.error = error

    def __str__(self) -> str:
        return str(getattr(self.error, "message", self.error))


def plain(result: IOResult[A, E] | Result[A, E]) -> Result[A, E]:
    """The plain `Result` of a call that has been made."""
    if isinstance(result, Result):
        return result
    _must_be(IOResult, result)
    if is_successful(result):
        return Success(unsafe_perform_io(result.unwrap()))
    return Failure(unsafe_perform_io(result.failure()))


@overload
def then(result: IOResult[A, E], step: Callable[[A], IOResult[B, F] | Result[B, F]]) -> IOResult[B, E | F]: ...
@overload
def then(
    result: FutureResult[A, E], step: Callable[[A], FutureResult[B, F] | Result[B, F]]
) -> FutureResult[B, E | F]: ...
@overload
def then(result: Result[A, E], step: Callable[[A], Result[B, F]]) -> Result[B, E | F]: ...
def then(
    result: IOResult[A, E] | FutureResult[A, E] | Result[A, E],
    step: Callable[[A], Any],  # the overloads say what it gives for which result
) -> IOResult[B, E | F] | FutureResult[B, E | F] | Result[B, E | F]:
    """Go on with the value of a success; a failure stays as it is.

    Args:
        result: What came before.
        step: The next step, given the value: it gives a result of the same kind, or a plain `Result`.
    """
    if isinstance(result, Result):
        return _plain_then(result, step)
    if isinstance(result, IOResult):
        return IOResult.from_result(_plain_then(plain(result), step))
    _must_be_future(result)
    return _future_then(result, step)


@overload
def fold(
    result: IOResult[A, E] | Result[A, E], on_success: Callable[[A], B], on_failure: Callable[[E], C]
) -> B | C: ...
@overload
def fold(
    result: FutureResult[A, E], on_success: Callable[[A], B], on_failure: Callable[[E], C]
) -> Awaitable[B | C]: ...
def fold(
    result: IOResult[A, E] | Result[A, E] | FutureResult[A, E],
    on_success: Callable[[A], B],
    on_failure: Callable[[E], C],
) -> B | C | Awaitable[B | C]:
    """Leave the container: the value that one of two functions makes of success or failure.

    Args:
        result: A result of any kind.
        on_success: Given the value.
        on_failure: Given the error.

    Returns:
        What the function gave; for a `FutureResult` an awaitable of it.
    """
    if isinstance(result, IOResult | Result):
        return _plain_fold(plain(result), on_success, on_failure)
    _must_be_future(result)
    return _future_fold(result, on_success, on_failure)


@overload
def or_raise(result: IOResult[A, E] | Result[A, E]) -> A: ...
@overload
def or_raise(result: FutureResult[A, E]) -> Awaitable[A]: ...
def or_raise(result: IOResult[A, E] | Result[A, E] | FutureResult[A, E]) -> A | Awaitable[A]:
    """The value of a success, at the edge of a program.

    Returns:
        The value; for a `FutureResult` an awaitable of it.

    Raises:
        TimebackException: the result is a failure, which the exception holds as `error`.
    """
    if isinstance(result, IOResult | Result):
        return _plain_or_raise(plain(result))
    _must_be_future(result)
    return _future_or_raise(result)


def sequence(results: Iterable[IOResult[A, E] | Result[A, E]]) -> Result[tuple[A, ...], E]:
    """All values in order, or the first failure; nothing is read behind that."""
    values: list[A] = []
    for result in results:
        found = plain(result)
        if isinstance(found, Failure):
            return Failure(found.failure())
        values.append(found.unwrap())
    return Success(tuple(values))


def sequence_async(results: Iterable[FutureResult[A, E]]) -> FutureResult[tuple[A, ...], E]:
    """All values in order, or the first failure, of results that are awaited one after another.

    A coroutine behind the first failure is never started; give a generator, so that it is not even made.
    """
    from returns.future import FutureResult as Future

    return Future(_in_sequence(results))


def partition(results: Iterable[IOResult[A, E] | Result[A, E]]) -> tuple[list[A], list[E]]:
    """All values, and all errors, each in order."""
    values: list[A] = []
    errors: list[E] = []
    for result in results:
        found = plain(result)
        if isinstance(found, Failure):
            errors.append(found.failure())
        else:
            values.append(found.unwrap())
    return values, errors


def _must_be(kind: type[object], result: object) -> None:
    """Type checkers see what is no result at all; at a prompt it is told here."""
    if not isinstance(result, kind):
        raise TypeError(f"expected a {kind.__name__} or a Result, not {type(result).__name__}")


def _must_be_future(result: object) -> None:
    from returns.future import FutureResult as Future

    _must_be(Future, result)


def _plain_then(result: Result[A, E], step: Callable[[A], IOResult[B, F] | Result[B, F]]) -> Result[B, E | F]:
    if isinstance(result, Failure):
        return Failure(result.failure())
    return plain(step(result.unwrap()))


def _plain_fold(result: Result[A, E], on_success: Callable[[A], B], on_failure: Callable[[E], C]) -> B | C:
    return on_failure(result.failure()) if isinstance(result, Failure) else on_success(result.unwrap())


def _plain_or_raise(result: Result[A, E]) -> A:
    if isinstance(result, Failure):
        raise TimebackException(result.failure())
    return result.unwrap()


def _future_then(
    result: FutureResult[A, E], step: Callable[[A], FutureResult[B, F] | Result[B, F]]
) -> FutureResult[B, E | F]:
    from returns.future import FutureResult as Future

    async def go_on() -> Result[B, E | F]:
        before = plain(await result)
        if isinstance(before, Failure):
            return Failure(before.failure())
        after = step(before.unwrap())
        return plain(await after if isinstance(after, Future) else after)

    return Future(go_on())


async def _future_fold(result: FutureResult[A, E], on_success: Callable[[A], B], on_failure: Callable[[E], C]) -> B | C:
    return _plain_fold(plain(await result), on_success, on_failure)


async def _future_or_raise(result: FutureResult[A, E]) -> A:
    return _plain_or_raise(plain(await result))


async def _in_sequence(results: Iterable[FutureResult[A, E]]) -> Result[tuple[A, ...], E]:
    values: list[A] = []
    for result in results:
        found = plain(await result)
        if isinstance(found, Failure):
            return Failure(found.failure())
        values.append(found.unwrap())
    return Success(tuple(values))
