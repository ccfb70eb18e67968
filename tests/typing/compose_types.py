"""What type checkers infer for `compose`; checked by mypy and pyright, never executed."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias, assert_type

from returns.context import RequiresContext, RequiresContextFutureResult, RequiresContextIOResult
from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import AsyncSession, Session, TimebackClient
from timeback_core.broadcast import BroadcastResults
from timeback_core.compose import TimebackException, fold, or_raise, partition, plain, recover, sequence, then
from timeback_core.errors import BroadcastFailed, ConfigError, Conflict, NotFound, TimebackError

Ask: TypeAlias = "RequiresContextIOResult[User, NotFound, Session]"
AskAsync: TypeAlias = "RequiresContextFutureResult[User, NotFound, AsyncSession]"


class User:
    """Stands for a model."""


class School:
    """Stands for another one."""


class Steps:
    """Functions of which only the type matters."""

    result: Callable[[User], Result[School, ConfigError]]
    io: Callable[[User], IOResult[School, ConfigError]]
    future: Callable[[User], FutureResult[School, ConfigError]]
    ask: Callable[[User], RequiresContextIOResult[School, ConfigError, Session]]
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


def asked(s: Steps, a: Ask, f: AskAsync, r: Result[User, NotFound]) -> None:
    assert_type(then(a, s.ask), RequiresContextIOResult[School, NotFound | ConfigError, Session])
    assert_type(then(a, s.io), RequiresContextIOResult[School, NotFound | ConfigError, Session])
    assert_type(then(a, lambda user: s.ask(user)), RequiresContextIOResult[School, NotFound | ConfigError, Session])
    assert_type(then(f, s.future), RequiresContextFutureResult[School, NotFound | ConfigError, AsyncSession])
    assert_type(then(f, lambda _: f), RequiresContextFutureResult[User, NotFound, AsyncSession])
    assert_type(fold(a, s.name, s.code), RequiresContext[str | int, Session])
    assert_type(fold(f, s.name, s.code), RequiresContext[Awaitable[str | int], AsyncSession])
    assert_type(or_raise(a), RequiresContext[User, Session])
    assert_type(or_raise(f), RequiresContext[Awaitable[User], AsyncSession])
    assert_type(sequence([a, a]), RequiresContextIOResult[tuple[User, ...], NotFound, Session])
    assert_type(sequence([f]), RequiresContextFutureResult[tuple[User, ...], NotFound, AsyncSession])
    assert_type(partition([a]), RequiresContext[tuple[list[User], list[NotFound]], Session])
    assert_type(partition([f]), RequiresContext[Awaitable[tuple[list[User], list[NotFound]]], AsyncSession])


def mixed(s: Steps, r: Result[User, NotFound]) -> None:
    either = then(r, s.io)
    assert_type(either, Result[School, NotFound | ConfigError] | IOResult[School, NotFound | ConfigError])
    assert_type(
        then(r, lambda user: s.io(user)),
        Result[School, NotFound | ConfigError] | IOResult[School, NotFound | ConfigError],
    )
    assert_type(fold(either, lambda _: 1, lambda error: error.message), int | str)
    assert_type(or_raise(either), School)
    assert_type(or_raise(then(either, lambda _: r)), User)
    opened = then(TimebackClient.open(env="staging"), lambda client: client.oneroster.users.get("u"))
    assert_type(fold(opened, lambda user: user.given_name, lambda error: error.message), str)


def recovers(
    s: Steps,
    r: Result[User, TimebackError],
    i: IOResult[User, TimebackError],
    f: FutureResult[User, TimebackError],
    a: Ask,
) -> None:
    assert_type(recover(r, NotFound, lambda _: None), Result[User | None, TimebackError])
    assert_type(recover(i, NotFound, lambda error: error.status), IOResult[User | int, TimebackError])
    assert_type(recover(i, NotFound, s.code), IOResult[User | int, TimebackError])
    assert_type(recover(f, NotFound, lambda _: None), FutureResult[User | None, TimebackError])
    assert_type(recover(a, NotFound, lambda _: None), RequiresContextIOResult[User | None, NotFound, Session])
    assert_type(recover(i, (NotFound, Conflict), lambda error: error.message), IOResult[User | str, TimebackError])


def exceptions(exception: TimebackException) -> str:
    match exception.error:
        case NotFound() | ConfigError() as error:
            return error.message
        case error:
            return error.message


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
    assert_type(sequence(f), FutureResult[tuple[User, ...], NotFound])
    assert_type(partition(f), Awaitable[tuple[list[User], list[NotFound]]])
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
