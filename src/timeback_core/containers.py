"""The kinds of results: what is done with a plain `Result` is done with each of them, in the time that it has.

That is at once for a `Result` and an `IOResult`, when it is awaited for a `FutureResult`, and for what `.ask` and
`.ask_async` give when a session is supplied.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any, TypeAlias, TypeGuard, TypeVar, cast

from returns.io import IOResult
from returns.pipeline import is_successful
from returns.result import Failure, Result, Success
from returns.unsafe import unsafe_perform_io

A = TypeVar("A")
E = TypeVar("E")
V = TypeVar("V")
Plain: TypeAlias = Result[Any, Any]
_NONE = object()


def is_here(value: object) -> TypeGuard[Plain | IOResult[Any, Any]]:
    """Whether a value is a result that is there."""
    return isinstance(value, Result | IOResult)


def is_future(value: object) -> bool:
    """Whether a value is to be awaited; the other kinds that there are want a session. What is neither is a mistake."""
    from returns.context import RequiresContextFutureResult, RequiresContextIOResult
    from returns.future import FutureResult

    if not isinstance(value, FutureResult | RequiresContextIOResult | RequiresContextFutureResult):
        known = "a Result, an IOResult, a FutureResult or what `.ask` gives"
        raise TypeError(f"expected {known}, not {type(value).__name__}")
    return isinstance(value, FutureResult)


def plain(result: IOResult[A, E] | Result[A, E]) -> Result[A, E]:
    """The plain `Result` of a call that has been made."""
    if isinstance(result, Result):
        return result
    if not isinstance(result, IOResult):  # pyright: ignore[reportUnnecessaryIsInstance]  # it is, at a prompt
        raise TypeError(f"expected an IOResult or a Result, not {type(result).__name__}")
    if is_successful(result):
        return Success(unsafe_perform_io(result.unwrap()))
    return Failure(unsafe_perform_io(result.failure()))


def changed(result: Any, change: Callable[[Plain], object]) -> object:
    """A result of the same kind, from the plain one that `change` makes; a `Result` may become an `IOResult`."""
    if is_here(result):
        after: Any = change(plain(result))
        told = plain(after)
        return IOResult.from_result(told) if isinstance(result, IOResult) else after
    if is_future(result):
        from returns.future import FutureResult

        return FutureResult(_changed_later(result, change))
    return type(result)(partial(_changed_with, result, change))


async def _changed_later(result: object, change: Callable[[Plain], object]) -> Plain:
    return await _awaited(change(await _awaited(result)))


def _changed_with(result: Callable[[object], object], change: Callable[[Plain], object], session: object) -> object:
    def supplied(before: Plain) -> object:
        after: Any = change(before)
        return after if is_here(after) or is_future(after) else after(session)

    return changed(result(session), supplied)


def left(result: Any, read: Callable[[Plain], V]) -> object:
    """What is read from the plain result, an awaitable of it, or a function of the session."""
    if is_here(result):
        return read(plain(result))
    if is_future(result):
        return _left_later(result, read)
    from returns.context import RequiresContext

    return RequiresContext(partial(_left_with, result, read))


async def _left_later(result: object, read: Callable[[Plain], V]) -> V:
    return read(await _awaited(result))


def _left_with(result: Callable[[object], object], read: Callable[[Plain], V], session: object) -> object:
    return left(result(session), read)


async def _awaited(result: Any) -> Plain:
    return plain(result if is_here(result) or not is_future(result) else await result)


def gathered(results: Iterable[object], gather: Callable[[list[Plain]], object], *, whole: bool) -> Any:
    """What is gathered of many results, whose kind is that of the first.

    whole: whether a failure ends it, and what is gathered is a result of the same kind; else it is left like a value.
    """
    coming = iter(results)
    first: Any = next(coming, _NONE)
    everything = chain((first,), coming)
    if first is _NONE:
        return _NoValues(()) if whole else _NoParts(([], []))
    if is_here(first):
        return gather([*_until_failure(map(plain, everything), whole)])
    if is_future(first):
        from returns.future import FutureResult

        later = _gathered_later(everything, gather, whole=whole)
        return FutureResult(later) if whole else later
    from returns.context import RequiresContext

    kind = cast(Any, type(first) if whole else RequiresContext)  # both take a function of the session
    return kind(partial(_gathered_with, tuple(everything), gather, whole=whole))


async def _gathered_later(results: Iterable[object], gather: Callable[[list[Plain]], Any], *, whole: bool) -> Any:
    told: list[Plain] = []
    for result in results:
        told.append(await _awaited(result))
        if whole and isinstance(told[-1], Failure):
            break
    return gather(told)


def _gathered_with(
    results: Iterable[Callable[[object], object]], gather: Callable[[list[Plain]], Any], session: object, *, whole: bool
) -> Any:
    told = gathered((result(session) for result in results), gather, whole=whole)
    return IOResult.from_result(plain(told)) if whole and is_here(told) else told


def _until_failure(results: Iterable[Plain], stop: bool) -> Iterator[Plain]:
    for result in results:
        yield result
        if stop and isinstance(result, Failure):
            return


class _OfAnyKind:
    """What comes of no results at all: nothing says of which kind they would have been, so it is of each."""

    def __await__(self) -> Generator[Any, Any, Any]:
        return _itself(self).__await__()

    def __call__(self, _session: object) -> Any:
        return self


async def _itself(value: V) -> V:
    return value


class _NoParts(_OfAnyKind, tuple[list[Any], list[Any]]):
    """No values and no errors."""


class _NoValues(_OfAnyKind, Success[tuple[()]]):  # type: ignore[misc]  # pyright: ignore[reportGeneralTypeIssues]  # final
    """A success without values."""

    def __await__(self) -> Generator[Any, Any, Any]:
        return _itself(IOResult.from_value(())).__await__()

    def __eq__(self, other: object) -> bool:
        return other == Success(())

    def __hash__(self) -> int:
        return hash(Success(()))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ((),)
