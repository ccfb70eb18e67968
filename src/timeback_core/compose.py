"""Typed functions that put results together: `Result`, `IOResult`, `FutureResult`, and what `.ask` gives.

Each gives something of the kind that it was given: at once, when it is awaited, or when a session is supplied.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, overload

from returns.result import Failure, Success

from timeback_core.containers import Plain, changed, gathered, left, plain as plain

if TYPE_CHECKING:
    from returns.context import RequiresContext, RequiresContextFutureResult, RequiresContextIOResult
    from returns.future import FutureResult
    from returns.io import IOResult
    from returns.result import Result

    from timeback_core.errors import AnyError

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
E = TypeVar("E")
F = TypeVar("F")
S = TypeVar("S")
X = TypeVar("X")
Ask: TypeAlias = "RequiresContextIOResult[A, E, S]"
AskAsync: TypeAlias = "RequiresContextFutureResult[A, E, S]"


class TimebackException(Exception):  # noqa: N818  # an error is a value here; this is its exception
    """What `or_raise` raises: a failure for code that works with exceptions; it can be pickled."""

    error: AnyError
    """The failure itself, made for `match`; `Unexpected` where it is no error of this library's, but one of yours."""

    def __init__(self, error: object) -> None:
        from timeback_core.error_parts import Error
        from timeback_core.errors import Unexpected

        super().__init__(error)
        told: Any = error if isinstance(error, Error) else Unexpected(type(error).__qualname__, str(error))
        self.error = told


@overload
def then(result: IOResult[A, E], step: Callable[[A], IOResult[B, F] | Result[B, F]]) -> IOResult[B, E | F]: ...
@overload
def then(
    result: FutureResult[A, E], step: Callable[[A], FutureResult[B, F] | IOResult[B, F] | Result[B, F]]
) -> FutureResult[B, E | F]: ...
@overload
def then(
    result: Ask[A, E, S], step: Callable[[A], Ask[B, F, S] | IOResult[B, F] | Result[B, F]]
) -> Ask[B, E | F, S]: ...
@overload
def then(
    result: AskAsync[A, E, S],
    step: Callable[[A], AskAsync[B, F, S] | FutureResult[B, F] | IOResult[B, F] | Result[B, F]],
) -> AskAsync[B, E | F, S]: ...
@overload
def then(result: Result[A, E], step: Callable[[A], Result[B, F]]) -> Result[B, E | F]: ...
@overload
def then(
    result: Result[A, E] | IOResult[A, E], step: Callable[[A], IOResult[B, F] | Result[B, F]]
) -> Result[B, E | F] | IOResult[B, E | F]: ...
def then(result: Any, step: Callable[[A], Any]) -> Any:  # the overloads say what it gives for which result
    """Go on with the value of a success; a failure stays as it is.

    Args:
        result: What came before.
        step: The next step, given the value: it gives a result of the same kind, or a simpler one. After a plain
            `Result`, as of `open`, it may give an `IOResult`; whether it came so far decides then what comes out.
    """
    return changed(result, partial(_go_on, step))


@overload
def recover(
    result: Result[A, E], kind: type[X] | tuple[type[X], ...], handle: Callable[[X], B]
) -> Result[A | B, E]: ...
@overload
def recover(
    result: IOResult[A, E], kind: type[X] | tuple[type[X], ...], handle: Callable[[X], B]
) -> IOResult[A | B, E]: ...
@overload
def recover(
    result: FutureResult[A, E], kind: type[X] | tuple[type[X], ...], handle: Callable[[X], B]
) -> FutureResult[A | B, E]: ...
@overload
def recover(
    result: Ask[A, E, S], kind: type[X] | tuple[type[X], ...], handle: Callable[[X], B]
) -> Ask[A | B, E, S]: ...
@overload
def recover(
    result: AskAsync[A, E, S], kind: type[X] | tuple[type[X], ...], handle: Callable[[X], B]
) -> AskAsync[A | B, E, S]: ...
def recover(result: Any, kind: Any, handle: Callable[[Any], Any]) -> Any:  # the overloads say what it gives
    """Make a success of a failure of some kind; any other one stays, and so does the type of the errors.

    Args:
        result: What came before.
        kind: The class of errors that are to be met, or several of them, as `isinstance` takes them.
        handle: Given the error, gives the value, as in `recover(get_user(session, "u-1"), NotFound, lambda _: None)`.
    """
    isinstance(None, kind)  # what is no class is told at once
    return changed(result, partial(_recovered, kind, handle))


@overload
def fold(
    result: IOResult[A, E] | Result[A, E], on_success: Callable[[A], B], on_failure: Callable[[E], C]
) -> B | C: ...
@overload
def fold(
    result: FutureResult[A, E], on_success: Callable[[A], B], on_failure: Callable[[E], C]
) -> Awaitable[B | C]: ...
@overload
def fold(
    result: Ask[A, E, S], on_success: Callable[[A], B], on_failure: Callable[[E], C]
) -> RequiresContext[B | C, S]: ...
@overload
def fold(
    result: AskAsync[A, E, S], on_success: Callable[[A], B], on_failure: Callable[[E], C]
) -> RequiresContext[Awaitable[B | C], S]: ...
def fold(result: Any, on_success: Callable[[Any], Any], on_failure: Callable[[Any], Any]) -> Any:  # see the overloads
    """Leave the container: the value that one of two functions makes of success or failure.

    Args:
        result: A result of any kind.
        on_success: Given the value.
        on_failure: Given the error.

    Returns:
        What the function gave; for a `FutureResult` an awaitable of it; for an `.ask` a function of the session.
    """
    return left(result, partial(_folded, on_success, on_failure))


@overload
def or_raise(result: IOResult[A, E] | Result[A, E]) -> A: ...
@overload
def or_raise(result: FutureResult[A, E]) -> Awaitable[A]: ...
@overload
def or_raise(result: Ask[A, E, S]) -> RequiresContext[A, S]: ...
@overload
def or_raise(result: AskAsync[A, E, S]) -> RequiresContext[Awaitable[A], S]: ...
def or_raise(result: Any) -> Any:  # the overloads say what it gives for which result
    """The value of a success, at the edge of a program.

    Returns:
        The value; for a `FutureResult` an awaitable of it; for an `.ask` a function of the session.

    Raises:
        TimebackException: the result is a failure, which the exception holds as `error`.
    """
    return left(result, _value_or_raise)


@overload
def sequence(results: Iterable[IOResult[A, E] | Result[A, E]]) -> Result[tuple[A, ...], E]: ...
@overload
def sequence(results: Iterable[FutureResult[A, E]]) -> FutureResult[tuple[A, ...], E]: ...
@overload
def sequence(results: Iterable[Ask[A, E, S]]) -> Ask[tuple[A, ...], E, S]: ...
@overload
def sequence(results: Iterable[AskAsync[A, E, S]]) -> AskAsync[tuple[A, ...], E, S]: ...
def sequence(results: Iterable[Any]) -> Any:  # the overloads say what it gives for which results
    """All values in order, or the first failure; nothing is read or run behind that.

    One after another, `FutureResult`s too; give a generator, so that none is made that is not wanted. Those that are to
    run at the same time, give to `asyncio.gather` or `perform_all`.
    """
    return gathered(results, _all_values, whole=True)


@overload
def partition(results: Iterable[IOResult[A, E] | Result[A, E]]) -> tuple[list[A], list[E]]: ...
@overload
def partition(results: Iterable[FutureResult[A, E]]) -> Awaitable[tuple[list[A], list[E]]]: ...
@overload
def partition(results: Iterable[Ask[A, E, S]]) -> RequiresContext[tuple[list[A], list[E]], S]: ...
@overload
def partition(results: Iterable[AskAsync[A, E, S]]) -> RequiresContext[Awaitable[tuple[list[A], list[E]]], S]: ...
def partition(results: Iterable[Any]) -> Any:  # the overloads say what it gives for which results
    """All values, and all errors, each in order; `FutureResult`s are run one after another."""
    return gathered(results, _parts, whole=False)


def _go_on(step: Callable[[Any], object], before: Plain) -> object:
    return before if isinstance(before, Failure) else step(before.unwrap())


def _recovered(kind: Any, handle: Callable[[Any], object], before: Plain) -> Plain:
    met = isinstance(before, Failure) and isinstance(before.failure(), kind)
    return Success(handle(before.failure())) if met else before


def _folded(on_success: Callable[[Any], object], on_failure: Callable[[Any], object], result: Plain) -> object:
    return on_failure(result.failure()) if isinstance(result, Failure) else on_success(result.unwrap())


def _value_or_raise(result: Plain) -> object:
    if isinstance(result, Failure):
        raise TimebackException(result.failure())
    return result.unwrap()


def _all_values(results: list[Plain]) -> Plain:
    if results and isinstance(results[-1], Failure):
        return results[-1]
    return Success(tuple(result.unwrap() for result in results))


def _parts(results: list[Plain]) -> tuple[list[object], list[object]]:
    values = [result.unwrap() for result in results if not isinstance(result, Failure)]
    return values, [result.failure() for result in results if isinstance(result, Failure)]
