"""A `FutureResult` does nothing before it is awaited, and is run once, by one task; a request is repeated at will."""

import asyncio
import gc
from collections.abc import Awaitable, Callable

import anyio
import pytest
from returns.future import FutureResult
from returns.result import Success
from returns.unsafe import unsafe_perform_io
from tests.session.ways import Way, run
from tests.support import async_client_of, calls, client_of, value

from timeback_core import AsyncTimebackClient
from timeback_core.oneroster import get_user, list_users, user_exists
from timeback_core.sandbox import Fault, Sandbox, Server

Make = Callable[[AsyncTimebackClient], FutureResult[object, object]]

CALLS: dict[str, Make] = {
    "operation": lambda client: get_user(client.session, "student-1"),
    "namespace": lambda client: client.oneroster.users.get("student-1"),
    "response": lambda client: get_user.response(client.session, "student-1"),
    "collect": lambda client: list_users.collect(client.session),
    "take": lambda client: list_users.take(client.session, 2),
    "first": lambda client: list_users.first(client.session),
    "flow": lambda client: user_exists(client.session, "student-1"),
    "check_auth": lambda client: client.check_auth(),
    "perform": lambda client: client.session.perform(get_user.request("student-1")),
    "composed": lambda client: get_user(client.session, "student-1").map(lambda user: user.sourced_id),
}


@pytest.mark.parametrize("name", CALLS)
def test_nothing_is_sent_before_it_is_awaited(loop: Way, server: Server, sandbox: Sandbox, name: str) -> None:
    async def work() -> None:
        async with async_client_of(server) as client:
            made = CALLS[name](client)
            await anyio.sleep(0.02)
            assert sandbox.requests() == ()
            value(await made)
            assert len(sandbox.requests()) > 0

    run(loop, work)


@pytest.mark.parametrize("name", CALLS)
def test_a_second_await_gives_what_the_first_gave(loop: Way, server: Server, sandbox: Sandbox, name: str) -> None:
    async def work() -> None:
        async with async_client_of(server) as client:
            made = CALLS[name](client)
            first = value(await made)
            sandbox.forget_requests()
            assert value(await made) is first
            assert sandbox.requests() == ()

    run(loop, work)


@pytest.mark.parametrize("name", CALLS)
def test_a_second_task_cannot_join_the_first(loop: Way, server: Server, sandbox: Sandbox, name: str) -> None:
    sandbox.faults(Fault("latency", seconds=0.1), Fault("latency", seconds=0.1, path="*/token"))

    async def work() -> None:
        async with async_client_of(server) as client, anyio.create_task_group() as group:
            made = CALLS[name](client)
            group.start_soon(made.awaitable)
            await anyio.sleep(0.03)
            with pytest.raises(RuntimeError, match="awaited already"):
                await made

    run(loop, work)


def test_an_await_after_a_cancelled_one_raises(loop: Way, server: Server, sandbox: Sandbox) -> None:
    sandbox.faults(Fault("latency", seconds=0.2))

    async def work() -> None:
        async with async_client_of(server) as client:
            made = get_user(client.session, "student-1")
            with anyio.move_on_after(0.05) as scope:
                await made
            assert scope.cancelled_caught
            with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
                await made

    run(loop, work)


def test_a_stream_asks_for_a_page_when_its_first_row_is_wanted(loop: Way, server: Server, sandbox: Sandbox) -> None:
    async def work() -> None:
        async with async_client_of(server) as client:
            stream = list_users.stream(client.session, limit=5)
            await anyio.sleep(0.02)
            assert sandbox.requests() == ()
            for _ in range(5):
                assert isinstance(await anext(stream), Success)
            assert len(calls(sandbox)) == 1
            rest = [told.unwrap().sourced_id async for told in stream]
            assert len(rest) == len(sandbox.documents("users")) - 5

    run(loop, work)


def test_a_stream_of_threads_is_as_lazy(server: Server, sandbox: Sandbox) -> None:
    with client_of(server) as client:
        stream = list_users.stream(client.session, limit=5)
        assert sandbox.requests() == ()
        assert isinstance(next(stream), Success)
        assert len(calls(sandbox)) == 1


def test_a_request_is_performed_as_often_as_wanted(loop: Way, server: Server, sandbox: Sandbox) -> None:
    request = get_user.request("student-1")

    async def work() -> list[str]:
        async with async_client_of(server) as client:
            return [value(await client.session.perform(request)).sourced_id for _ in range(3)]

    assert run(loop, work) == ["student-1"] * 3
    assert len(calls(sandbox)) == 3


def test_what_is_asked_without_a_session_runs_anew_each_time(loop: Way, server: Server) -> None:
    asked = get_user.ask_async("student-1")

    async def work() -> list[str]:
        async with async_client_of(server) as one, async_client_of(server) as other:
            told = [await asked(client.session) for client in (one, other, one)]
            return [unsafe_perform_io(each.unwrap()).sourced_id for each in told]

    assert run(loop, work) == ["student-1"] * 3


def test_a_result_of_one_loop_runs_in_the_loop_that_awaits_it(loop: Way, server: Server) -> None:
    client = async_client_of(server)
    made = client.oneroster.users.get("student-1")

    def awaiting() -> Awaitable[str]:
        async def work() -> str:
            return value(await made).sourced_id

        return work()

    assert run(loop, awaiting) == "student-1"
    client.close()


@pytest.mark.filterwarnings("default::RuntimeWarning")
@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"check_auth", "composed", "first"}))
def test_a_forgotten_await_names_its_operation(server: Server, name: str) -> None:
    async def main() -> None:
        async with async_client_of(server) as client:
            CALLS[name](client)
            gc.collect()

    with pytest.warns(RuntimeWarning, match=r"coroutine 'oneroster\.\w+' was never awaited"):
        anyio.run(main)


def test_tasks_are_made_of_it(server: Server) -> None:
    async def main() -> list[str]:
        async with async_client_of(server) as client, asyncio.TaskGroup() as group:
            ids = ("student-1", "student-2")
            tasks = [group.create_task(get_user(client.session, each).awaitable()) for each in ids]
            gathered = await asyncio.gather(*(get_user(client.session, each) for each in ids))
            done = [await task for task in tasks]
        assert done == gathered
        return [value(each).sourced_id for each in done]

    assert asyncio.run(main()) == ["student-1", "student-2"]
