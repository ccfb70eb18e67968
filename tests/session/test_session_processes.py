"""A session in other processes: forked, spawned, and in the workers of an executor."""

import asyncio
import gc
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest
import trio
from tests.deadlines import AT_ONCE
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import USER, async_client_of, client_of, error, settings_of, tokens_asked, value

from timeback_core import Attempt, TimebackClient
from timeback_core.engine.call.expect import Json
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.session.base import MOST_ARRIVED, Core
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.errors import NotFound, SessionClosed, Unexpected
from timeback_core.oneroster import get_user
from timeback_core.sandbox import Fault, Sandbox, Server

FORKING = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def in_child(work: Callable[[], str]) -> str:
    """What a function gives in a forked child; empty where it raises or hangs."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        try:
            os.write(write, work().encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    return told


@FORKING
def test_a_forked_child_has_the_session_too(server: Server, sandbox: Sandbox) -> None:
    with client_of(server) as client:
        for _ in range(2):
            value(get_user(client.session, "student-1"))

        def work() -> str:
            return " ".join(value(get_user(client.session, f"student-{n}")).sourced_id for n in (2, 3))

        assert in_child(work) == "student-2 student-3"
        assert value(get_user(client.session, "student-1")).sourced_id == "student-1"
        assert tokens_asked(sandbox) == 2


@FORKING
def test_a_child_forked_while_calls_are_under_way(server: Server, sandbox: Sandbox) -> None:
    """Locks, slots and the fetch of the parent are not the child's."""
    sandbox.faults(Fault("latency", seconds=0.3))
    sandbox.faults(Fault("latency", seconds=0.3, path="*/token", times=1))
    with client_of(server, max_concurrency=2) as client, ThreadPoolExecutor(6) as pool:
        told = [pool.submit(get_user, client.session, f"student-{n}") for n in range(1, 7)]
        while not sandbox.requests():
            threading.Event().wait(0.005)
        assert in_child(lambda: value(get_user(client.session, "student-7")).sourced_id) == "student-7"
        assert [value(each.result(timeout=AT_ONCE)).sourced_id for each in told] == [
            f"student-{n}" for n in range(1, 7)
        ]


@FORKING
def test_the_first_calls_of_a_child_may_come_from_many_threads_at_once(server: Server, sandbox: Sandbox) -> None:
    """Each child makes the session its own once, and fetches one token."""
    with client_of(server) as client:
        value(get_user(client.session, "student-1"))

        def work() -> str:
            sys.setswitchinterval(1e-6)
            start = threading.Barrier(8)

            def read(number: int) -> str:
                start.wait()
                return value(get_user(client.session, f"student-{number}")).sourced_id

            with ThreadPoolExecutor(8) as pool:
                return " ".join(pool.map(read, range(1, 9)))

        for children in range(1, 16):
            assert in_child(work) == " ".join(f"student-{number}" for number in range(1, 9))
            assert tokens_asked(sandbox) == 1 + children


@FORKING
def test_a_child_forked_out_of_an_event_loop(server: Server) -> None:
    async def main() -> tuple[str, str]:
        async with async_client_of(server) as client:
            value(await get_user(client.session, "student-1"))

            async def read() -> str:
                return value(await get_user(client.session, "student-2")).sourced_id

            def work() -> str:
                asyncio._set_running_loop(None)
                return asyncio.run(read()) + trio.run(read)

            return in_child(work), await read()

    assert asyncio.run(main()) == ("student-2student-2", "student-2")


@FORKING
def test_what_a_child_closes_stays_open_in_the_parent(server: Server) -> None:
    with client_of(server) as client:
        value(get_user(client.session, "student-1"))

        def work() -> str:
            client.close()
            return str(error(get_user(client.session, "student-1")) == SessionClosed())

        assert in_child(work) == "True"
        assert value(get_user(client.session, "student-1")).sourced_id == "student-1"


@FORKING
def test_what_was_closed_before_the_fork_is_closed_in_the_child(server: Server) -> None:
    client = client_of(server)
    client.close()
    assert in_child(lambda: str(error(get_user(client.session, "student-1")) == SessionClosed())) == "True"


def test_a_spawned_process_has_the_session_too(server: Server, sandbox: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "clients"
    file.write_bytes(pickle.dumps((client_of(server), async_client_of(server))))
    program = Path(__file__).with_name("spawned.py")
    done = subprocess.run(  # noqa: S603 -- the program beside this test
        [sys.executable, str(program), str(file)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout.split() == ["student-1", "student-1", "student-2", "student-2"], done.stderr
    assert tokens_asked(sandbox) == 1


told: list[str] = []


def tell(name: str, attempt: Attempt) -> None:
    """An observer that travels."""
    told.append(f"{name} {attempt.status}")


def arrived(client: TimebackClient) -> TimebackClient:
    """The client as it is in the process to which it travels."""
    there: TimebackClient = pickle.loads(pickle.dumps(client))  # noqa: S301 -- ours
    return there


def test_a_session_that_came_by_pickle_shares_tokens_and_connections_alone() -> None:
    told.clear()
    with ScriptedServer(in_turn(Reply(USER))) as server:
        twins = [
            arrived(TimebackClient.open(on_attempt=partial(tell, name), **settings_of(server)).unwrap())
            for name in ("a", "b", "c")
        ]
        twins.append(arrived(twins[2].using(timeout=3, headers={"X-Trace": "t"})))
        for twin in twins:
            value(get_user(twin.session, "u"))
        assert told == ["a 200", "b 200", "c 200", "c 200"]
        assert [twin.session.options.timeout for twin in twins] == [None, None, None, 3]
        assert (server.tokens_asked(), server.connections) == (1, 1)
        twins[0].close()
        assert [twin.closed for twin in twins] == [True, False, False, False]
        assert arrived(twins[0]).closed
        value(get_user(twins[1].session, "u"))
        twins.clear()
        again = arrived(TimebackClient.open(**settings_of(server)).unwrap())
        value(get_user(again.session, "u"))
        assert (server.tokens_asked(), server.connections) == (1, 1)
        again.close()


def test_of_sessions_that_came_by_pickle_only_the_newest_are_kept() -> None:
    for number in range(50):
        arrived(TimebackClient.open(base_url=f"http://127.0.0.2:{number + 1}", environ={}).unwrap())
    sessions = [kept for kept in gc.get_objects() if isinstance(kept, Core)]
    assert sum(kept.config.services[0].base.host == "127.0.0.2" for kept in sessions) <= MOST_ARRIVED


@pytest.fixture(scope="module")
def worker() -> Iterator[Executor]:
    """One spawned process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        yield executor


def test_bulk_in_a_spawned_worker_fetches_one_token(server: Server, sandbox: Sandbox, worker: Executor) -> None:
    requests = [get_user.request(f"student-{number}") for number in range(1, 14)]
    with client_of(server) as client:
        told = dict(client.session.perform_all(requests, concurrency=4, executor=worker))
    assert list(told) != []
    assert {request: told[request].map(lambda user: user.sourced_id).value_or(None) for request in requests} == {
        request: f"student-{number}" if number < 13 else None for number, request in enumerate(requests, 1)
    }
    assert isinstance(error(told[requests[-1]]), NotFound)
    assert tokens_asked(sandbox) == 1


def test_views_travel(server: Server, sandbox: Sandbox, worker: Executor) -> None:
    with client_of(server) as client:
        view = client.using(request_id="bulk-7", headers={"X-Trace": "t"})
        [(_, told)] = view.session.perform_all([get_user.request("student-1")], executor=worker)
    assert told.unwrap().sourced_id == "student-1"
    headers = dict(sandbox.requests()[-1].headers)
    assert (headers["x-request-id"], headers["x-trace"]) == ("bulk-7", "t")


def test_what_does_not_travel_is_a_failure_of_its_request(server: Server, worker: Executor) -> None:
    @operation(GET, Base("oneroster", "rostering"), "/users", Json())
    def read_here_alone() -> Call:
        """An operation that nobody can import."""
        return Call()

    here = read_here_alone.request()
    good = get_user.request("student-1")
    with client_of(server) as client:
        told = list(client.session.perform_all([here, good], executor=worker))
    assert [type(error(result)) for request, result in told if request == here] == [Unexpected]
    observed = TimebackClient.open(**settings_of(server), on_attempt=lambda _: None).unwrap()
    with observed:
        [(_, failed)] = observed.session.perform_all([good], executor=worker)
    reason = error(failed)
    assert isinstance(reason, Unexpected)
    assert "<lambda>" in reason.message


class Broken(Executor):
    """An executor that takes nothing."""

    def submit(self, /, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002 -- as an executor has it
        raise OSError("no workers left")


class Absent(Executor):
    """An executor whose work is cancelled."""

    def submit(self, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ARG002 -- as an executor has it
        future: Future[Any] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


@pytest.mark.parametrize(("executor", "name"), [(Broken(), "OSError"), (Absent(), "CancelledError")])
def test_whatever_an_executor_raises_is_a_failure(server: Server, executor: Executor, name: str) -> None:
    requests = [get_user.request("student-1"), get_user.request("student-2")]
    with client_of(server) as client:
        told = list(client.session.perform_all(requests, executor=executor))
    assert {request for request, _ in told} == set(requests)
    for _, result in told:
        failed = error(result)
        assert isinstance(failed, Unexpected)
        assert failed.exception.endswith(name)


def test_an_executor_that_was_shut_down(server: Server) -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with client_of(server) as client:
        [(_, told)] = client.session.perform_all([get_user.request("student-1")], executor=pool)
    assert isinstance(error(told), Unexpected)
