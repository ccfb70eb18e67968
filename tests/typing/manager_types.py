"""What checkers infer for managers and their broadcasts; never run."""

import asyncio
from typing import assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result, Success

from timeback_core.broadcast import BroadcastResults
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.compose import or_raise
from timeback_core.engine.call.page import Page
from timeback_core.engine.config import Config
from timeback_core.engine.config.settings import Settings
from timeback_core.engine.session.reports import AuthReport
from timeback_core.errors import ConfigError, DuplicateClient, TimebackError, UnknownClient
from timeback_core.manager import AsyncTimebackManager, TimebackManager
from timeback_core.oneroster.models.users import User


def registering(manager: TimebackManager, config: Config, settings: Settings) -> None:
    registered = manager.register("alpha", env="staging", client_id="id", client_secret="secret")
    assert_type(registered, Result[TimebackManager, ConfigError | DuplicateClient])
    assert_type(manager.register("a", config), Result[TimebackManager, ConfigError | DuplicateClient])
    assert_type(manager.register("a", settings), Result[TimebackManager, ConfigError | DuplicateClient])
    assert_type(manager.register("a", {"env": "staging"}), Result[TimebackManager, ConfigError | DuplicateClient])
    made = TimebackManager.of({"alpha": {"env": "staging"}, "beta": config})
    assert_type(made, Result[TimebackManager, ConfigError])
    assert_type(manager.get("alpha"), Result[TimebackClient, UnknownClient])
    assert_type(manager.names, tuple[str, ...])
    assert_type(manager.unregister("alpha"), bool)
    with manager as same:
        assert_type(same, TimebackManager)


def refused(manager: TimebackManager, config: Config, client: TimebackClient) -> None:
    manager.register("a", environment="staging")  # type: ignore[call-overload]  # pyright: ignore
    manager.register("a", config, env="staging")  # type: ignore[call-overload]  # pyright: ignore
    manager.register("a", client)  # type: ignore[call-overload]  # pyright: ignore
    manager.broadcast(lambda c: c.oneroster.users.fetch("u"))  # type: ignore[attr-defined]  # pyright: ignore


def get_name(client: TimebackClient) -> IOResult[str, TimebackError]:
    return client.oneroster.users.get("u").map(lambda user: user.given_name)


def with_another_error(client: TimebackClient) -> Result[int, ValueError]:
    return Success(1)


def count(client: TimebackClient) -> int:
    return 1


def nothing(client: TimebackClient) -> None:
    return None


def maybe(client: TimebackClient) -> str | None:
    return None


def broadcasts(manager: TimebackManager) -> None:
    assert_type(manager.broadcast(lambda c: c.oneroster.users.get("u")), BroadcastResults[User])
    assert_type(manager.broadcast(lambda c: c.oneroster.users.list(limit=1)), BroadcastResults[Page[User]])
    assert_type(
        manager.broadcast(lambda c: c.oneroster.users.get("u").map(lambda user: user.given_name)), BroadcastResults[str]
    )
    assert_type(manager.broadcast(lambda c: or_raise(c.oneroster.users.get("u")).given_name), BroadcastResults[str])
    assert_type(manager.broadcast(lambda c: c.check_auth()), BroadcastResults[AuthReport])
    assert_type(manager.broadcast(lambda c: c.config.timeout), BroadcastResults[float])
    assert_type(manager.broadcast(get_name, concurrency=4), BroadcastResults[str])
    assert_type(manager.broadcast(with_another_error), BroadcastResults[int])
    assert_type(manager.broadcast(count, executor=None), BroadcastResults[int])
    assert_type(manager.broadcast(nothing), BroadcastResults[None])
    assert_type(manager.broadcast(maybe), BroadcastResults[str | None])


def registering_async(manager: AsyncTimebackManager, config: Config) -> None:
    registered = manager.register("alpha", env="staging")
    assert_type(registered, Result[AsyncTimebackManager, ConfigError | DuplicateClient])
    assert_type(AsyncTimebackManager.of({"alpha": config}), Result[AsyncTimebackManager, ConfigError])
    assert_type(manager.get("alpha"), Result[AsyncTimebackClient, UnknownClient])


def get_name_later(client: AsyncTimebackClient) -> FutureResult[str, TimebackError]:
    return client.oneroster.users.get("u").map(lambda user: user.given_name)


async def name_of(client: AsyncTimebackClient) -> str:
    return (await or_raise(client.oneroster.users.get("u"))).given_name


async def name_in_io(client: AsyncTimebackClient) -> IOResult[str, TimebackError]:
    return await client.oneroster.users.get("u").map(lambda user: user.given_name)


async def name_with_another_error(client: AsyncTimebackClient) -> Result[str, ValueError]:
    return Success("")


def task_of(client: AsyncTimebackClient) -> asyncio.Task[str]:
    return asyncio.create_task(name_of(client))


def task_of_result(client: AsyncTimebackClient) -> asyncio.Task[Result[str, ValueError]]:
    return asyncio.create_task(name_with_another_error(client))


def later_or_now(client: AsyncTimebackClient) -> int:
    return 1


def now(client: AsyncTimebackClient) -> Result[int, ValueError]:
    return Success(1)


async def broadcasts_async(manager: AsyncTimebackManager) -> None:
    assert_type(await manager.broadcast(get_name_later), BroadcastResults[str])
    assert_type(await manager.broadcast(lambda c: c.oneroster.users.get("u")), BroadcastResults[User])
    assert_type(
        await manager.broadcast(lambda c: c.oneroster.users.list(limit=1), concurrency=4), BroadcastResults[Page[User]]
    )
    assert_type(
        await manager.broadcast(lambda c: c.oneroster.users.get("u").map(lambda user: user.given_name)),
        BroadcastResults[str],
    )
    assert_type(await manager.broadcast(lambda c: name_of(c)), BroadcastResults[str])
    assert_type(await manager.broadcast(lambda c: c.config.timeout), BroadcastResults[float])
    assert_type(await manager.broadcast(name_of), BroadcastResults[str])
    assert_type(await manager.broadcast(name_in_io), BroadcastResults[str])
    assert_type(await manager.broadcast(name_with_another_error), BroadcastResults[str])
    assert_type(await manager.broadcast(task_of), BroadcastResults[str])
    assert_type(await manager.broadcast(task_of_result), BroadcastResults[str])
    assert_type(await manager.broadcast(later_or_now), BroadcastResults[int])
    assert_type(await manager.broadcast(now), BroadcastResults[int])
