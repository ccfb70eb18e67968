"""What type checkers infer for `compose`; checked by mypy and pyright, never executed."""

from collections.abc import Awaitable, Callable
from typing import assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core.broadcast import BroadcastResults
from timeback_core.compose import fold, or_raise, partition, plain, sequence, sequence_async, then
from timeback_core.errors import BroadcastFailed, ConfigError, NotFound, TimebackError


class User:
    """Stands for a model."""


class School:
    """Stands for another one."""


class Steps:
    """Functions of which only the type matters."""

    result: Callable[[User], Result[School, ConfigError]]
    io: Callable[[User], IOResult[School, ConfigError]]
    future: Callable[[User], FutureResult[School, ConfigError]]
    either: Callable[[User], IOResult[School, ConfigError] | Result[School, ConfigError]]
    name: Callable[[User], str]
    code: Callable[[NotFound], int]


def thens(s: Steps, r: Result[User, NotFound], i: IOResult[User, NotFound], f: FutureResult[User, NotFound]) -> None:
    assert_type(then(r, s.result), Result[School, NotFound | ConfigError])
    assert_type(then(i, s.io), IOResult[School, NotFound | ConfigError])
    assert_type(then(i, s.result), IOResult[School, NotFound | ConfigError])
    assert_type(then(i, s.either), IOResult[School, NotFound | ConfigError])
    assert_type(then(f, s.future), FutureResult[School, NotFound | ConfigError])
    assert_type(then(f, s.result), FutureResult[School, NotFound | ConfigError])
    assert_type(then(i, lambda user: s.io(user)), IOResult[School, NotFound | ConfigError])
    assert_type(then(f, lambda user: s.future(user)), FutureResult[School, NotFound | ConfigError])
    assert_type(then(then(i, s.io), lambda _: i), IOResult[User, NotFound | ConfigError])


def folds(s: Steps, r: Result[User, NotFound], i: IOResult[User, NotFound], f: FutureResult[User, NotFound]) -> None:
    assert_type(fold(r, s.name, s.code), str | int)
    assert_type(fold(i, s.name, s.code), str | int)
    assert_type(fold(f, s.name, s.code), Awaitable[str | int])
    assert_type(fold(i, lambda user: s.name(user), lambda error: error.message), str)


def raises(r: Result[User, NotFound], i: IOResult[User, NotFound], f: FutureResult[User, NotFound]) -> None:
    assert_type(or_raise(r), User)
    assert_type(or_raise(i), User)
    assert_type(or_raise(f), Awaitable[User])
    assert_type(plain(i), Result[User, NotFound])
    assert_type(plain(r), Result[User, NotFound])


def many(
    r: list[Result[User, NotFound]],
    i: list[IOResult[User, NotFound]],
    mixed: list[IOResult[User, NotFound] | Result[User, NotFound]],
    f: list[FutureResult[User, NotFound]],
) -> None:
    assert_type(sequence(r), Result[tuple[User, ...], NotFound])
    assert_type(sequence(i), Result[tuple[User, ...], NotFound])
    assert_type(sequence(mixed), Result[tuple[User, ...], NotFound])
    assert_type(sequence(one for one in i), Result[tuple[User, ...], NotFound])
    assert_type(sequence_async(f), FutureResult[tuple[User, ...], NotFound])
    assert_type(partition(r), tuple[list[User], list[NotFound]])
    assert_type(partition(i), tuple[list[User], list[NotFound]])


def broadcasts(results: BroadcastResults[User]) -> None:
    assert_type(results["alpha"], Result[User, TimebackError])
    assert_type(results.alpha, Result[User, TimebackError])
    assert_type(results.get("alpha"), Result[User, TimebackError] | None)
    assert_type(results.succeeded, tuple[tuple[str, User], ...])
    assert_type(results.failed, tuple[tuple[str, TimebackError], ...])
    assert_type(results.values(), Result[tuple[User, ...], BroadcastFailed])
    assert_type(list(results), list[str])
    wider: BroadcastResults[object] = results
    assert_type(wider.all_succeeded, bool)
