"""The laws of composition: `then` is associative and has an identity; the other functions agree with it."""

from collections.abc import Callable

import anyio
from hypothesis import given, strategies as st
from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Failure, Result, Success

from timeback_core.compose import fold, partition, plain, sequence, then

results: st.SearchStrategy[Result[int, str]] = st.one_of(st.integers().map(Success), st.text().map(Failure))
steps: st.SearchStrategy[Callable[[int], Result[int, str]]] = st.functions(
    like=lambda number: ..., returns=results, pure=True
)


def in_io(result: Result[int, str]) -> IOResult[int, str]:
    return IOResult.from_result(result)


def later(result: Result[int, str]) -> FutureResult[int, str]:
    return FutureResult.from_result(result)


def ran(result: FutureResult[int, str]) -> Result[int, str]:
    async def main() -> IOResult[int, str]:
        return await result

    return plain(anyio.run(main))


@given(st.integers(), steps)
def test_a_success_in_front_changes_nothing(number: int, step: Callable[[int], Result[int, str]]) -> None:
    start: Result[int, str] = Success(number)
    assert then(start, step) == step(number)
    assert then(in_io(start), step) == in_io(step(number))


@given(results)
def test_a_success_behind_changes_nothing(result: Result[int, str]) -> None:
    def again(number: int) -> Result[int, str]:
        return Success(number)

    assert then(result, again) == result
    assert then(in_io(result), again) == in_io(result)


@given(results, steps, steps)
def test_then_is_associative(
    result: Result[int, str], one: Callable[[int], Result[int, str]], two: Callable[[int], Result[int, str]]
) -> None:
    assert then(then(result, one), two) == then(result, lambda number: then(one(number), two))


@given(results, steps, steps)
def test_all_kinds_agree(
    result: Result[int, str], one: Callable[[int], Result[int, str]], two: Callable[[int], Result[int, str]]
) -> None:
    expected = then(then(result, one), two)
    assert plain(then(then(in_io(result), one), lambda number: in_io(two(number)))) == expected
    assert ran(then(then(later(result), one), lambda number: later(two(number)))) == expected


@given(results)
def test_fold_agrees_with_the_result(result: Result[int, str]) -> None:
    again = fold(result, lambda number: f"value {number}", lambda error: f"error {error}")
    assert again == fold(in_io(result), lambda number: f"value {number}", lambda error: f"error {error}")
    assert again == result.map(lambda number: f"value {number}").lash(lambda e: Success(f"error {e}")).unwrap()


@given(st.lists(results))
def test_sequence_and_partition_agree(listed: list[Result[int, str]]) -> None:
    values, errors = partition(listed)
    assert len(values) + len(errors) == len(listed)
    expected: Result[tuple[int, ...], str] = Failure(errors[0]) if errors else Success(tuple(values))
    assert sequence(listed) == expected
    assert sequence(map(in_io, listed)) == expected

    async def main() -> IOResult[tuple[int, ...], str]:
        return await sequence(later(result) for result in listed)

    assert plain(anyio.run(main)) == expected
