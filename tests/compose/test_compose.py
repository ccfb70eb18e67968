"""The composition functions over `Result`, `IOResult` and `FutureResult`."""

import pickle
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from returns.context import RequiresContext, RequiresContextFutureResult, RequiresContextIOResult
from returns.future import FutureFailure, FutureResult, FutureSuccess
from returns.io import IOFailure, IOResult, IOSuccess
from returns.result import Failure, Result, Success

from timeback_core.compose import TimebackException, fold, or_raise, partition, plain, recover, sequence, then
from timeback_core.errors import NotFound, SessionClosed, TimebackError, Unexpected, UnknownClient
from timeback_core.oneroster import User, get_user

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

    done = anyio.run(awaited_all, sequence(call(number) for number in (2, 4)))
    assert done == IOSuccess((1, 2))
    assert events == ["start 2", "end 2", "start 4", "end 4"]
    events.clear()
    assert anyio.run(awaited_all, sequence(call(number) for number in (1, 4))) == IOFailure("1 is odd")
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


@pytest.mark.parametrize("mistaken", [5, None, get_user.request("u"), half, get_user], ids=lambda it: type(it).__name__)
@pytest.mark.parametrize(
    "use",
    [
        lambda it: then(it, half),
        lambda it: recover(it, NotFound, str),
        lambda it: fold(it, str, str),
        or_raise,
        lambda it: sequence([it]),
        lambda it: partition([it]),
        lambda it: then(Success(3), lambda _: it),
        lambda it: then(IOSuccess(3), lambda _: it),
        lambda it: sequence([Success(3), it]),
    ],
    ids=["then", "recover", "fold", "or_raise", "sequence", "partition", "step", "step in IO", "not the first"],
)
def test_what_is_no_result_is_told_as_a_mistake(use: Callable[[Any], object], mistaken: object) -> None:
    with pytest.raises(TypeError, match=f"Result.*, not {type(mistaken).__name__}"):
        use(mistaken)


def test_what_is_no_class_of_errors_is_told_at_once() -> None:
    kind: Any = "NotFound"
    with pytest.raises(TypeError):
        recover(half(4), kind, str)


def ask(number: int) -> RequiresContextIOResult[int, str, int]:
    """A call that waits for its session, which is a number here."""
    return RequiresContextIOResult(partial(times, half_io(number)))


def ask_async(number: int) -> RequiresContextFutureResult[int, str, int]:
    return RequiresContextFutureResult(partial(times_later, number))


def times(found: IOResult[int, str], session: int) -> IOResult[int, str]:
    return found.map(lambda half: half * session)


def times_later(number: int, session: int) -> FutureResult[int, str]:
    return half_later(number).map(lambda half: half * session)


def supplied(told: Any, session: int = 10) -> Any:
    """What a composition has come to, whatever it still waits for."""
    if isinstance(told, RequiresContext | RequiresContextIOResult | RequiresContextFutureResult):
        told = told(session)

    async def main() -> Any:
        return await told

    told = anyio.run(main) if hasattr(told, "__await__") else told
    return plain(told) if isinstance(told, IOResult) else told


KINDS: dict[str, tuple[Callable[[int], Any], int]] = {
    "Result": (half, 1),
    "IOResult": (half_io, 1),
    "FutureResult": (half_later, 1),
    "ask": (ask, 10),
    "ask_async": (ask_async, 10),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_composed_alike(kind: str) -> None:
    of, factor = KINDS[kind]
    assert supplied(then(of(8), lambda _: of(4))) == Success(2 * factor)
    assert supplied(then(of(8), lambda _: half(4))) == Success(2)
    assert supplied(then(of(8), lambda _: of(3))) == Failure("3 is odd")
    assert supplied(then(of(3), lambda _: of(8))) == Failure("3 is odd")
    assert supplied(recover(of(3), str, len)) == Success(8)
    assert supplied(recover(of(3), (int, str), lambda text: len(str(text)))) == Success(8)
    assert supplied(recover(of(3), NotFound, lambda _: 0)) == Failure("3 is odd")
    assert supplied(recover(of(4), str, len)) == Success(2 * factor)
    assert supplied(fold(of(4), str, len)) == str(2 * factor)
    assert supplied(fold(of(3), str, len)) == 8
    assert supplied(or_raise(of(4))) == 2 * factor
    with pytest.raises(TimebackException):
        supplied(or_raise(of(3)))
    assert supplied(sequence([of(4), of(2)])) == Success((2 * factor, factor))
    assert supplied(sequence(of(number) for number in (4, 3, 2))) == Failure("3 is odd")
    assert supplied(partition([of(4), of(3), of(2), of(1)])) == ([2 * factor, factor], ["3 is odd", "1 is odd"])


@pytest.mark.parametrize("whole", [True, False])
def test_no_results_are_of_every_kind(whole: bool) -> None:
    nothing: list[Any] = []
    told = sequence(nothing) if whole else partition(nothing)
    expected: object = Success(()) if whole else ([], [])

    async def main() -> object:
        later: Any = told
        return await later

    waiting: Any = told
    assert told == expected
    assert expected == told
    assert anyio.run(main) == (IOSuccess(()) if whole else expected)
    assert waiting("a session") == expected
    assert pickle.loads(pickle.dumps(told)) == expected  # noqa: S301  # our own bytes
    if whole:
        assert hash(told) == hash(expected)


@pytest.mark.parametrize("of", [ask, ask_async])
def test_what_waits_for_a_session_pickles_and_runs_as_often_as_it_is_supplied(of: Callable[[int], Any]) -> None:
    built = recover(then(of(8), of), str, len)
    again = pickle.loads(pickle.dumps(built))  # noqa: S301  # our own bytes
    assert [supplied(again), supplied(again, 2), supplied(built, 2)] == [Success(200), Success(8), Success(8)]


def lower(user: User) -> Result[str, NotFound]:
    return Success(user.given_name.lower())


def test_what_ask_gives_pickles() -> None:
    for waiting in (get_user.ask("u"), get_user.ask_async("u"), then(get_user.ask("u"), lower)):
        assert isinstance(pickle.loads(pickle.dumps(waiting)), type(waiting))  # noqa: S301  # our own bytes


def test_an_error_of_ones_own_is_told_as_unexpected() -> None:
    exception = TimebackException("text")
    assert exception.args == ("text",)
    assert exception.error == Unexpected("str", "text")
