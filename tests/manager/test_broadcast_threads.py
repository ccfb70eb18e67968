"""Broadcasts of the sync manager: what becomes of whatever a function gives or raises."""

import pickle
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from typing import Any

import pytest
from returns.future import FutureResult
from returns.io import IOFailure, IOResult, IOSuccess
from returns.result import Failure, Result, Success
from tests.deadlines import AT_ONCE

from timeback_core import Config, TimebackClient, TimebackError, TimebackManager, or_raise
from timeback_core.errors import ConfigError, NotFound, SessionClosed, Unexpected
from timeback_core.sandbox import Sandbox

NAMES = ("zeta", "alpha", "mid")


@pytest.fixture
def manager(config: Config) -> Iterator[TimebackManager]:
    with TimebackManager.of(dict.fromkeys(NAMES, config)).unwrap() as manager:
        yield manager


def only(manager: TimebackManager, fn: Callable[[TimebackClient], Any]) -> Result[Any, TimebackError]:
    """The entry of a client, which is that of all of them."""
    results = manager.broadcast(fn)
    entries = [entry for _, entry in results.items()]
    assert tuple(results) == NAMES
    assert len({kind_of(entry) for entry in entries}) == 1
    return entries[0]


def raising(error: BaseException) -> Callable[[TimebackClient], int]:
    def fail(client: TimebackClient) -> int:
        raise error

    return fail


def kind_of(entry: Result[Any, TimebackError]) -> tuple[bool, type[object]]:
    failed = isinstance(entry, Failure)
    return failed, type(entry.failure() if failed else entry.unwrap())


def unexpected(entry: Result[Any, TimebackError]) -> Unexpected:
    error = entry.failure()
    assert isinstance(error, Unexpected)
    return error


def test_calls_reach_every_client(manager: TimebackManager, sandbox: Sandbox) -> None:
    results = manager.broadcast(lambda client: client.oneroster.users.list(limit=2))
    pages = results.values().unwrap()
    assert tuple(results) == NAMES
    assert [len(page) for page in pages] == [2, 2, 2]
    assert sum("/users/" in request.target for request in sandbox.requests()) == 3


def test_clients_of_equal_credentials_fetch_one_token(manager: TimebackManager, sandbox: Sandbox) -> None:
    manager.broadcast(lambda client: client.oneroster.users.list(limit=1)).values().unwrap()
    assert sum(request.target.startswith(sandbox.token_path) for request in sandbox.requests()) == 1


def test_a_failing_client_disturbs_no_other(config: Config, sandbox: Sandbox) -> None:
    manager = TimebackManager.of(dict.fromkeys(NAMES, config)).unwrap()
    manager.get("alpha").unwrap().close()
    results = manager.broadcast(lambda client: client.oneroster.users.list(limit=1).map(len))
    assert results.succeeded == (("zeta", 1), ("mid", 1))
    assert results.failed == (("alpha", SessionClosed()),)
    assert results.alpha == Failure(SessionClosed())


def test_results_are_taken_as_they_are(manager: TimebackManager) -> None:
    assert only(manager, lambda _: Success(1)) == Success(1)
    assert only(manager, lambda _: IOSuccess(1)) == Success(1)
    assert only(manager, lambda _: Failure(SessionClosed())) == Failure(SessionClosed())
    assert only(manager, lambda _: IOFailure(SessionClosed())) == Failure(SessionClosed())
    assert isinstance(only(manager, lambda c: c.oneroster.users.get("nobody")).failure(), NotFound)


@pytest.mark.parametrize("value", [0, None, "", [1], ValueError("a value, not raised")])
def test_other_values_are_successes(manager: TimebackManager, value: object) -> None:
    entry = only(manager, lambda _: value)
    assert isinstance(entry, Success)
    assert entry.unwrap() is value


def test_what_is_raised_is_unexpected(manager: TimebackManager) -> None:
    error = unexpected(only(manager, raising(ValueError("no"))))
    assert (error.exception, error.text) == ("ValueError", "no")
    assert "in fail" in error.traceback


class NastyError(Exception):
    """An exception that cannot even be told."""

    def __str__(self) -> str:
        raise ValueError("no text")


@pytest.mark.parametrize(
    "error",
    [SystemExit(3), KeyboardInterrupt(), GeneratorExit(), StopIteration(), NastyError(), RecursionError("deep")],
)
def test_nothing_that_is_raised_loses_the_others(manager: TimebackManager, error: BaseException) -> None:
    def fail_in_one(client: TimebackClient) -> str:
        if client is manager.get("alpha").unwrap():
            raise error
        return "well"

    results = manager.broadcast(fail_in_one)
    assert results.succeeded == (("zeta", "well"), ("mid", "well"))
    assert unexpected(results.alpha).exception.endswith(type(error).__name__)


def test_a_failure_that_was_raised_stays_what_it_was(manager: TimebackManager) -> None:
    assert isinstance(only(manager, lambda c: or_raise(c.oneroster.users.get("nobody"))).failure(), NotFound)
    assert isinstance(only(manager, lambda c: c.oneroster.users.get("nobody").unwrap()).failure(), NotFound)


def test_an_unwrapped_success_has_no_error_of_its_own(manager: TimebackManager) -> None:
    error = unexpected(only(manager, lambda _: Success(1).failure()))
    assert error.exception == "returns.primitives.exceptions.UnwrapFailedError"


def test_errors_of_other_kinds_become_unexpected(manager: TimebackManager) -> None:
    text = unexpected(only(manager, lambda _: Failure("no such luck")))
    assert (text.exception, text.text) == ("builtins.str", "no such luck")
    raised = unexpected(only(manager, lambda _: Failure(ValueError("no"))))
    assert (raised.exception, raised.text) == ("ValueError", "no")
    config = unexpected(only(manager, lambda _: Failure(ConfigError(()))))
    assert (config.exception, config.text) == ("timeback_core.errors.ConfigError", ConfigError(()).message)
    assert unexpected(only(manager, lambda _: Failure(NastyError()))).exception.endswith("NastyError")


def test_awaitables_are_refused_and_closed(manager: TimebackManager) -> None:
    async def later() -> int:
        return 1

    # A coroutine that is forgotten would warn, and warnings are errors here.
    error = unexpected(only(manager, lambda _: later()))
    assert "AsyncTimebackManager" in error.text
    assert "coroutine" in error.text
    chain: Callable[[TimebackClient], FutureResult[int, str]] = lambda _: (  # noqa: E731  # one expression to give
        FutureResult.from_value(1).map(lambda x: x + 1).bind(lambda x: FutureResult.from_value(x))
    )
    assert "FutureResult" in unexpected(only(manager, chain)).text


def test_a_function_that_is_none_is_unexpected(manager: TimebackManager) -> None:
    no_function: Any = 3
    assert unexpected(only(manager, no_function)).exception == "TypeError"


def test_no_clients_all_succeeded() -> None:
    results = TimebackManager().broadcast(lambda client: client.closed)
    assert len(results) == 0
    assert results.all_succeeded
    assert results.values() == Success(())


def test_clients_registered_meanwhile_are_not_included(manager: TimebackManager, config: Config) -> None:
    def register_another(client: TimebackClient) -> int:
        manager.register(f"late-{threading.get_ident()}", config)
        return 1

    assert tuple(manager.broadcast(register_another)) == NAMES
    assert manager.size > len(NAMES)


def test_clients_run_at_the_same_time_and_no_more_than_asked_for(config: Config) -> None:
    manager = TimebackManager.of({str(number): config for number in range(12)}).unwrap()
    lock, under_way, most = threading.Lock(), 0, 0

    def count_with(together: threading.Barrier) -> Callable[[TimebackClient], None]:
        def count(client: TimebackClient) -> None:
            nonlocal under_way, most
            with lock:
                under_way += 1
                most = max(most, under_way)
            together.wait(AT_ONCE)
            with lock:
                under_way -= 1

        return count

    manager.broadcast(count_with(threading.Barrier(4)), concurrency=4).values().unwrap()
    assert most == 4
    most = 0
    manager.broadcast(count_with(threading.Barrier(1)), concurrency=0).values().unwrap()
    assert most == 1


def test_order_is_that_of_registration_whoever_is_first(manager: TimebackManager) -> None:
    turns = {name: threading.Event() for name in NAMES}
    clients = {manager.get(name).unwrap(): name for name in NAMES}

    def last_first(client: TimebackClient) -> str:
        name = clients[client]
        later = NAMES[NAMES.index(name) + 1 :]
        assert all(turns[one].wait(AT_ONCE) for one in later)
        turns[name].set()
        return name

    assert manager.broadcast(last_first).values() == Success(NAMES)


class Refusing(Executor):
    """An executor that takes nothing."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ARG002  # the interface
        raise RuntimeError("full")


class Cancelling(Executor):
    """An executor that takes everything and does nothing."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ARG002  # the interface
        future: Future[Any] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


class Interrupting(Executor):
    """An executor in which the user presses Ctrl-C at the second client."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ARG002  # the interface
        if self.futures:
            raise KeyboardInterrupt
        self.futures.append(Future())
        return self.futures[0]


def test_any_executor_runs_the_calls(manager: TimebackManager) -> None:
    with ThreadPoolExecutor(2, thread_name_prefix="of-the-caller") as executor:
        results = manager.broadcast(lambda _: threading.current_thread().name, executor=executor)
    assert all(name.startswith("of-the-caller") for name in results.values().unwrap())


def test_what_an_executor_raises_is_unexpected(manager: TimebackManager) -> None:
    refused = manager.broadcast(lambda _: 1, executor=Refusing())
    assert [unexpected(entry).text for _, entry in refused.items()] == ["full"] * 3
    cancelled = manager.broadcast(lambda _: 1, executor=Cancelling())
    assert {unexpected(entry).exception for _, entry in cancelled.items()} == {
        "concurrent.futures._base.CancelledError"
    }
    closed = ThreadPoolExecutor(1)
    closed.shutdown()
    assert manager.broadcast(lambda _: 1, executor=closed).failed[0][0] == "zeta"


def test_ctrl_c_gets_through_and_leaves_nothing_behind(manager: TimebackManager) -> None:
    executor = Interrupting()
    with pytest.raises(KeyboardInterrupt):
        manager.broadcast(lambda _: 1, executor=executor)
    assert executor.futures[0].cancelled()


def test_ctrl_c_in_the_main_thread_is_no_entry(manager: TimebackManager) -> None:
    class Inline(Executor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_result(fn(*args, **kwargs))
            return future

    with pytest.raises(KeyboardInterrupt):
        manager.broadcast(raising(KeyboardInterrupt()), executor=Inline())
    assert unexpected(manager.broadcast(raising(SystemExit()), executor=Inline()).mid).exception == "SystemExit"


@pytest.mark.parametrize("own_executor", [False, True])
def test_functions_see_the_context_of_their_caller(manager: TimebackManager, *, own_executor: bool) -> None:
    span: ContextVar[str] = ContextVar("span", default="lost")

    def broadcast() -> list[str]:
        span.set("mine")
        with ThreadPoolExecutor(2) as pool:
            told = manager.broadcast(lambda _: span.get(), executor=pool if own_executor else None)
        return [*told.values().unwrap()]

    assert copy_context().run(broadcast) == ["mine"] * 3


def test_what_a_broadcast_gives_outlives_it(manager: TimebackManager) -> None:
    """A stream that was begun in it goes on, and ends with its client."""
    streams = manager.broadcast(lambda client: client.oneroster.users.list.stream(limit=1))
    begun = [next(stream) for stream in streams.values().unwrap()]
    assert all(isinstance(row, Success) for row in begun)
    manager.get("mid").unwrap().close()
    assert next(streams.mid.unwrap()).failure() == SessionClosed()
    assert isinstance(next(streams.zeta.unwrap()), Success)


def test_a_client_can_be_closed_in_a_broadcast(manager: TimebackManager) -> None:
    manager.broadcast(lambda client: client.close())
    assert all(manager.get(name).unwrap().closed for name in NAMES)


def test_threads_end_with_the_broadcast(manager: TimebackManager) -> None:
    manager.broadcast(lambda client: client.closed)
    until = time.monotonic() + AT_ONCE
    while any(thread.name.startswith("timeback-broadcast") for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_client_travels_as_its_configuration(served_config: Config) -> None:
    client = TimebackClient.of(served_config).using(timeout=3)
    assert isinstance(client.oneroster.users.list(limit=1), IOResult)
    there = pickle.loads(pickle.dumps(client))  # noqa: S301  # what was pickled here
    assert isinstance(there, TimebackClient)
    assert there.config == client.config
    assert there.session.options.timeout == 3
    assert len(there.oneroster.users.list(limit=1).map(list).value_or([])._inner_value) == 1
