"""The composition functions over `Result`, `IOResult` and `FutureResult`."""

import pickle
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from returns.future import FutureFailure, FutureResult, FutureSuccess
from returns.io import IOFailure, IOResult, IOSuccess
from returns.result import Failure, Result, Success

from timeback_core.compose import TimebackException, fold, or_raise, partition, plain, sequence, sequence_async, then
from timeback_core.errors import SessionClosed, TimebackError, UnknownClient
from timeback_core.oneroster import get_user

CLOSED = SessionClosed()


async def awaited(result: FutureResult[int, object]) -> IOResult[int, object]:
    return await result


def half(number: int) -> Result[int, str]:
    return Success(number // 2) if number % 2 == 0 else Failure(f"{number} is odd")


def half_io(number: int) -> IOResult[int, str]:
    return IOResult.from_result(half(number))


def half_later(number: int) -> FutureResult[int, str]:
    return FutureResult.from_result(half(number))


def test_then_of_a_result() -> None:
    ok: Result[int, SessionClosed] = Success(4)
    bad: Result[int, SessionClosed] = Failure(CLOSED)
    assert then(ok, half) == Success(2)
    assert then(then(then(ok, half), half), half) == Failure("1 is odd")
    assert then(bad, half) == Failure(CLOSED)


def test_then_of_an_io_result() -> None:
    ok: IOResult[int, SessionClosed] = IOSuccess(4)
    bad: IOResult[int, SessionClosed] = IOFailure(CLOSED)
    assert then(ok, half_io) == IOSuccess(2)
    assert then(ok, half) == IOSuccess(2)
    assert then(then(then(ok, half), half_io), half) == IOFailure("1 is odd")
    assert then(bad, half_io) == IOFailure(CLOSED)


def test_then_of_a_future_result() -> None:
    ok: FutureResult[int, object] = FutureSuccess(4)
    bad: FutureResult[int, object] = FutureFailure(CLOSED)
    assert anyio.run(awaited, then(then(ok, half_later), half)) == IOSuccess(1)
    assert anyio.run(awaited, then(bad, half_later)) == IOFailure(CLOSED)


def test_a_step_is_not_run_after_a_failure() -> None:
    seen: list[int] = []

    def step(number: int) -> Result[int, str]:
        seen.append(number)
        return Success(number)

    failed: Result[int, str] = Failure("no")
    assert then(failed, step) == failed
    assert seen == []


def test_fold_leaves_the_container() -> None:
    results: list[Result[int, str] | IOResult[int, str]] = [Success(3), Failure("no"), IOSuccess(3), IOFailure("no")]
    assert [fold(result, lambda n: n * 2, len) for result in results] == [6, 2, 6, 2]


def test_fold_of_a_future_result_is_awaited() -> None:
    async def main() -> tuple[object, object]:
        good: FutureResult[int, str] = FutureSuccess(3)
        bad: FutureResult[int, str] = FutureFailure("no")
        return await fold(good, str, len), await fold(bad, str, len)

    assert anyio.run(main) == ("3", 2)


def test_or_raise_gives_the_value() -> None:
    assert or_raise(Success(3)) == 3
    assert or_raise(IOSuccess(3)) == 3


@pytest.mark.parametrize("failed", [Failure(CLOSED), IOFailure(CLOSED)])
def test_or_raise_raises_the_failure(failed: Result[int, TimebackError] | IOResult[int, TimebackError]) -> None:
    with pytest.raises(TimebackException, match="the session is closed") as raised:
        or_raise(failed)
    assert raised.value.error is CLOSED


def test_or_raise_of_a_future_result_is_awaited() -> None:
    async def main() -> int:
        good: FutureResult[int, TimebackError] = FutureSuccess(3)
        bad: FutureResult[int, TimebackError] = FutureFailure(CLOSED)
        with pytest.raises(TimebackException):
            await or_raise(bad)
        return await or_raise(good)

    assert anyio.run(main) == 3


def test_the_exception_pickles() -> None:
    exception = TimebackException(UnknownClient("x", ("a",)))
    again = pickle.loads(pickle.dumps(exception))  # noqa: S301  # our own bytes
    assert again.error == exception.error
    assert str(again) == "client 'x' is not registered (registered: a)"
    assert str(TimebackException("text")) == "text"


def test_sequence_stops_at_the_first_failure() -> None:
    seen: list[int] = []

    def calls() -> Iterator[IOResult[int, str]]:
        for number in (4, 2, 3, 8):
            seen.append(number)
            yield half_io(number)

    assert sequence(calls()) == Failure("3 is odd")
    assert seen == [4, 2, 3]
    mixed: list[Result[int, str] | IOResult[int, str]] = [half(4), half_io(2)]
    assert sequence(mixed) == Success((2, 1))
    nothing: list[Result[int, str]] = []
    assert sequence(nothing) == Success(())


def test_sequence_of_future_results_runs_one_after_another() -> None:
    events: list[str] = []

    def call(number: int) -> FutureResult[int, object]:
        async def run() -> Result[int, object]:
            events.append(f"start {number}")
            await anyio.lowlevel.checkpoint()
            events.append(f"end {number}")
            return half(number)

        return FutureResult(run())

    done = anyio.run(awaited_all, sequence_async(call(number) for number in (2, 4)))
    assert done == IOSuccess((1, 2))
    assert events == ["start 2", "end 2", "start 4", "end 4"]
    events.clear()
    assert anyio.run(awaited_all, sequence_async(call(number) for number in (1, 4))) == IOFailure("1 is odd")
    assert events == ["start 1", "end 1"]


async def awaited_all(results: FutureResult[tuple[int, ...], object]) -> IOResult[tuple[int, ...], object]:
    return await results


def test_partition_keeps_order() -> None:
    results: list[Result[int, str] | IOResult[int, str]] = [half(4), half_io(3), half(1), half_io(6)]
    assert partition(results) == ([2, 3], ["3 is odd", "1 is odd"])


def test_plain_takes_the_result_out_of_io() -> None:
    assert plain(half_io(4)) == Success(2)
    assert plain(half_io(3)) == Failure("3 is odd")
    assert plain(half(4)) == Success(2)


@pytest.mark.parametrize(
    "mistaken", [5, None, get_user.request("u"), get_user.ask("u")], ids=lambda it: type(it).__name__
)
@pytest.mark.parametrize(
    "use",
    [
        lambda it: then(it, half),
        lambda it: fold(it, str, str),
        or_raise,
        lambda it: sequence([it]),
        lambda it: partition([it]),
    ],
    ids=["then", "fold", "or_raise", "sequence", "partition"],
)
def test_what_is_no_result_is_told_as_a_mistake(use: Callable[[Any], object], mistaken: object) -> None:
    with pytest.raises(TypeError, match=f"Result, not {type(mistaken).__name__}"):
        use(mistaken)
