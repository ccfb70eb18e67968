"""Law 8 over managers: a broadcast tells what became of every client, whatever the function does."""

import asyncio
from collections.abc import Callable
from typing import Any, NoReturn

import anyio
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from returns.future import FutureResult
from returns.io import IOFailure, IOSuccess
from returns.result import Failure, Success

from timeback_core import (
    AsyncTimebackClient,
    AsyncTimebackManager,
    BroadcastResults,
    Config,
    TimebackClient,
    TimebackManager,
    configure,
)
from timeback_core.errors import BroadcastFailed, ConfigError, DuplicateClient, NotFound, SessionClosed, Unexpected
from timeback_core.manager.configs import configs_of
from timeback_core.sandbox import Sandbox

SANDBOX = Sandbox(students=2)
CONFIG: Config = configure(
    base_url=SANDBOX.base_url,
    auth_url=SANDBOX.token_url,
    client_id=SANDBOX.client_id,
    client_secret=SANDBOX.client_secret,
    transport=SANDBOX.transport(),
    environ={},
).unwrap()

Fn = Callable[[Any], Any]
Deed = tuple[str, Fn, object]
"""What a function does for one client: a name, the deed, and the value or type of error that must come out."""


def throw(error: BaseException) -> Callable[[object], NoReturn]:
    def act(client: object) -> NoReturn:
        raise error

    return act


COMMON: tuple[Deed, ...] = (
    ("plain", lambda _: 1, 1),
    ("none", lambda _: None, None),
    ("success", lambda _: Success(2), 2),
    ("io", lambda _: IOSuccess(3), 3),
    ("ours", lambda _: Failure(SessionClosed()), SessionClosed),
    ("theirs", lambda _: Failure("no"), Unexpected),
    ("io failure", lambda _: IOFailure(ValueError("no")), Unexpected),
    ("raised", throw(ValueError("no")), Unexpected),
    ("exit", throw(SystemExit(1)), Unexpected),
    ("generator", throw(GeneratorExit()), Unexpected),
    ("wrong call", lambda client: client.oneroster.nothing(), Unexpected),
    ("found", lambda client: client.oneroster.users.list(limit=1).map(len), 1),
    ("missing", lambda client: client.oneroster.users.get("nobody"), NotFound),
)


async def later(value: object) -> object:
    await asyncio.sleep(0)
    return value


async def cancelled() -> NoReturn:
    raise asyncio.CancelledError


SYNC: tuple[Deed, ...] = (
    *COMMON,
    ("interrupt", throw(KeyboardInterrupt()), Unexpected),
    ("coroutine", lambda _: later(1), Unexpected),
    ("future", lambda _: FutureResult.from_value(1), Unexpected),
)
ASYNC: tuple[Deed, ...] = (
    *COMMON,
    ("coroutine", lambda _: later(4), 4),
    ("coroutine of result", lambda _: later(Success(5)), 5),
    ("coroutine of failure", lambda _: later(Failure(3)), Unexpected),
    ("future", lambda _: FutureResult.from_value(6), 6),
    ("task", lambda _: asyncio.ensure_future(later(7)), 7),
    ("cancelled", lambda _: cancelled(), Unexpected),
)


def plans(deeds: tuple[Deed, ...]) -> st.SearchStrategy[dict[str, Deed]]:
    """Clients by name, and what is done for each of them."""
    return st.dictionaries(st.text(max_size=6), st.sampled_from(deeds), max_size=6)


def holds(results: BroadcastResults[Any], plan: dict[str, Deed]) -> None:
    """The law."""
    assert list(results) == list(plan)
    succeeded, failed = dict(results.succeeded), dict(results.failed)
    assert [name for name in plan if name in succeeded] == [name for name, _ in results.succeeded]
    assert [name for name in plan if name in failed] == [name for name, _ in results.failed]
    assert set(succeeded) | set(failed) == set(plan)
    assert not set(succeeded) & set(failed)
    assert results.all_succeeded == (not results.any_failed) == (not failed)
    for name, (_, _, expected) in plan.items():
        if isinstance(expected, type):
            assert type(failed[name]) is expected
        else:
            assert succeeded[name] == expected
    if failed:
        assert results.values() == Failure(BroadcastFailed(results.failed))
    else:
        assert results.values() == Success(tuple(succeeded.values()))


@settings(deadline=None, max_examples=so_many(60))
@given(plan=plans(SYNC), concurrency=st.integers(-1, 8))
def test_threads_keep_the_law(plan: dict[str, Deed], concurrency: int) -> None:
    with TimebackManager.of(dict.fromkeys(plan, CONFIG)).unwrap() as manager:
        deeds = {manager.get(name).unwrap(): deed for name, (_, deed, _) in plan.items()}

        def act(client: TimebackClient) -> object:
            return deeds[client](client)

        holds(manager.broadcast(act, concurrency=concurrency), plan)


@settings(deadline=None, max_examples=so_many(60))
@given(plan=plans(ASYNC), concurrency=st.integers(-1, 8))
def test_event_loops_keep_the_law(plan: dict[str, Deed], concurrency: int) -> None:
    manager = AsyncTimebackManager.of(dict.fromkeys(plan, CONFIG)).unwrap()
    deeds = {manager.get(name).unwrap(): deed for name, (_, deed, _) in plan.items()}

    def act(client: AsyncTimebackClient) -> object:
        return deeds[client](client)

    async def main() -> BroadcastResults[object]:
        async with manager:
            return await manager.broadcast(act, concurrency=concurrency)

    holds(anyio.run(main), plan)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
GIVEN = st.dictionaries(
    st.sampled_from(("env", "base_url", "timeout", "services", "scopes", "transport", "unknown")) | st.text(), JSON
)


@settings(deadline=None)
@given(clients=st.dictionaries(st.text(max_size=6), GIVEN | JSON | st.just(CONFIG), max_size=4) | JSON)
def test_configurations_are_total_and_the_problems_complete(clients: Any) -> None:
    together = configs_of(clients, "handle_request")
    assert isinstance(together, Success | Failure)
    if isinstance(clients, dict):
        alone = [configs_of({name: config}, "handle_request") for name, config in clients.items()]
        problems = [problem for one in alone if isinstance(one, Failure) for problem in one.failure().problems]
        assert isinstance(together, Failure) == bool(problems)
        if problems:
            assert together == Failure(ConfigError(tuple(problems)))


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(("register", "unregister", "close")), st.sampled_from(("a", "b", "", "ä/b")))
    )
)
@settings(deadline=None)
def test_a_manager_is_an_ordered_mapping(steps: list[tuple[str, str]]) -> None:
    manager, model = TimebackManager(), dict[str, TimebackClient]()
    for step, name in steps:
        if step == "register":
            registered = manager.register(name, CONFIG)
            assert registered == (Failure(DuplicateClient(name)) if name in model else Success(manager))
            model.setdefault(name, manager.get(name).unwrap())
        elif step == "unregister":
            client = model.pop(name, None)
            assert manager.unregister(name) == (client is not None)
            assert client is None or client.closed
        else:
            manager.close()
            assert all(client.closed for client in model.values())
            model.clear()
        assert manager.names == tuple(model)
        assert manager.size == len(model)
        assert all(manager.get(one) == Success(client) for one, client in model.items())
        assert not any(client.closed for client in model.values())
    manager.close()
