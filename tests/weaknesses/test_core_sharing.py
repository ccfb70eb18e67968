"""What is shared, and what lasts: core wire reference, section 15, rows 15 to 19 and 31."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import trio
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import (
    async_client_of,
    calls,
    client_of,
    error,
    settings_of,
    tokens_asked,
    value,
)

from timeback_core import AsyncTimebackClient, TimebackClient, TimebackManager
from timeback_core.compose import plain
from timeback_core.engine.call.base import Base
from timeback_core.engine.call.expect import Json
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.errors import SessionClosed, TimebackError
from timeback_core.oneroster.operations.users import get_user, list_users
from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.faces.server import Server

USER = {"user": {"sourcedId": "u", "givenName": "A", "familyName": "B"}}


@operation(GET, Base("edubridge", "base"), "/users", Json())
def read_edubridge() -> Call:
    """Read something of another service."""
    return Call()


@operation(GET, Base("powerpath", "base"), "/lessons", Json())
def read_powerpath() -> Call:
    """Read something of a third service."""
    return Call()


@operation(GET, Base("case", "base"), "/CFDocuments", Json())
def read_case() -> Call:
    """Read something of a fourth service."""
    return Call()


def test_core_15_one_pool_for_all_services() -> None:
    """The official client needed 9 connections to one host for 17 requests one after another.

    Guard: `timeback_core.engine.session.core.Core.connections`.
    """
    with ScriptedServer(in_turn(Reply(USER))) as server, client_of(server) as client:
        for _ in range(4):
            value(get_user(client.session, "u"))
            value(read_edubridge(client.session))
            value(read_powerpath(client.session))
            value(read_case(client.session))
        assert len(server.calls()) == 16
        assert server.tokens_asked() == 1
        assert server.connections == 1


def test_core_16_a_manager_shares() -> None:
    """In the official manager equal credentials cost a token and eight pools per client.

    Guard: `timeback_core.manager.base.BaseManager`, `timeback_core.engine.session.tokens.flight_of`.
    """
    with ScriptedServer(in_turn(Reply(USER))) as server:
        settings = settings_of(server)
        with TimebackManager.of({"a": settings, "b": settings, "c": settings}).unwrap() as manager:
            for name in manager.names:
                value(get_user(manager.get(name).unwrap().session, "u"))
        assert (server.tokens_asked(), server.connections) == (1, 1)


def test_core_16_other_credentials_have_other_tokens(server: Server, sandbox: Sandbox) -> None:
    """What is shared is decided by the credentials: wrong ones profit from no other client's token.

    Guard: `timeback_core.engine.session.tokens.flight_of`.
    """
    good = settings_of(server)
    wrong = settings_of(server)
    wrong["client_secret"] = "wrong"
    with TimebackManager.of({"good": good, "wrong": wrong}).unwrap() as manager:
        results = manager.broadcast(lambda client: get_user(client.session, "student-1"))
    assert [name for name, _ in results.succeeded] == ["good"]
    assert [name for name, _ in results.failed] == ["wrong"]


def test_core_17_event_loops_come_and_go(server: Server, sandbox: Sandbox) -> None:
    """With the official client a second `asyncio.run` fails: "Event loop is closed".

    Guard: `timeback_core.engine.transport.loop_shelves`, `timeback_core.engine.session.loop_core.LoopCore`.
    """
    client = async_client_of(server)

    async def read(sourced_id: str) -> str:
        return value(await get_user(client.session, sourced_id)).sourced_id

    assert asyncio.run(read("student-1")) == "student-1"
    assert asyncio.run(read("student-2")) == "student-2"
    assert trio.run(read, "student-3") == "student-3"
    assert tokens_asked(sandbox) == 1
    client.close()


def test_core_17_no_event_loop_at_all(client: TimebackClient) -> None:
    """The official client can be used in event loops only.

    Guard: `timeback_core.engine.session.synchronous.Session`.
    """
    with ThreadPoolExecutor(4) as pool:
        told = pool.map(lambda n: get_user(client.session, f"student-{n}"), range(1, 9))
    assert [value(each).sourced_id for each in told] == [f"student-{n}" for n in range(1, 9)]


def test_core_18_use_after_close(client: TimebackClient, sandbox: Sandbox) -> None:
    """An official resource that was kept answers after `close`: it fetches a token and opens a pool anew.

    Guard: `timeback_core.engine.session.core.Core`.
    """
    page = value(list_users(client.session, limit=2))
    kept = client.oneroster.users
    get = kept.get
    view = client.using(timeout=1)
    request = get_user.request("student-1")
    stream = kept.list.stream(limit=2)
    assert value(next(stream)).sourced_id
    client.close()
    client.close()
    sandbox.forget_requests()

    assert page.next is not None
    told: list[TimebackError] = [
        error(get("student-1")),
        error(kept.get("student-1")),
        error(client.oneroster.users.list()),
        error(get_user(client.session, "student-1")),
        error(get_user.ask("student-1")(client.session)),
        error(client.session.perform(request)),
        error(client.session.perform(page.next)),
        error(view.oneroster.users.list.collect()),
        error(client.using(prefetch=4).oneroster.users.list.first()),
    ]
    assert told == [SessionClosed()] * len(told)
    assert [plain(each) for each in kept.list.stream()] == [plain(kept.get("student-1"))]
    rest = list(stream)
    assert error(rest[-1]) == SessionClosed()
    assert client.closed
    assert view.closed
    assert sandbox.requests() == ()


def test_core_18_use_after_close_in_an_event_loop(server: Server, sandbox: Sandbox) -> None:
    """The same in an event loop.

    Guard: `timeback_core.engine.session.core.Core`.
    """

    async def main(client: AsyncTimebackClient) -> list[TimebackError]:
        kept = client.oneroster.users
        client.close()
        return [error(await kept.get("student-1")), error(await kept.list.collect())]

    assert asyncio.run(main(async_client_of(server))) == [SessionClosed()] * 2
    assert sandbox.requests() == ()


def test_core_19_one_client_closes(server: Server, sandbox: Sandbox) -> None:
    """Closing one official client empties the tokens of every other on the same provider.

    Guard: `timeback_core.engine.session.thread_core.ThreadCore.close`.
    """
    settings = settings_of(server)
    with TimebackManager.of({"a": settings, "b": settings}).unwrap() as manager:
        a, b = (manager.get(name).unwrap() for name in ("a", "b"))
        value(get_user(a.session, "student-1"))
        assert manager.unregister("a")
        assert error(get_user(a.session, "student-1")) == SessionClosed()
        assert value(get_user(b.session, "student-1")).sourced_id == "student-1"
        assert tokens_asked(sandbox) == 1


class Stubborn(httpx.BaseTransport):
    """A transport of the caller's that cannot be closed."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=USER, request=request)

    def close(self) -> None:
        raise RuntimeError("cannot be closed")


def test_core_19_a_close_that_fails(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """The official manager stops closing at the first client that raises.

    Guard: `timeback_core.manager.base.BaseManager.close`.
    """
    stubborn = settings_of(server)
    stubborn["transport"] = Stubborn()
    manager = TimebackManager.of({"a": stubborn, "b": settings_of(server)}).unwrap()
    clients = [manager.get(name).unwrap() for name in manager.names]
    with caplog.at_level(logging.CRITICAL):
        manager.close()
    assert [client.closed for client in clients] == [True, True]
    assert manager.size == 0


@pytest.mark.parametrize("allowed", [1, 3])
def test_core_31_calls_in_flight_are_bounded(allowed: int) -> None:
    """The official client sends as much at once as it is given; the platform throttles at about ten calls.

    Guard: `timeback_core.engine.session.gate.Gate`.
    """
    script = in_turn(Reply(USER, delay=0.03))
    with ScriptedServer(script) as server, client_of(server, max_concurrency=allowed) as client:
        with ThreadPoolExecutor(9) as pool:
            for told in pool.map(lambda _: get_user(client.session, "u"), range(9)):
                value(told)
        assert server.most_at_once <= allowed
        assert len(server.calls()) == 9


def test_core_31_calls_in_flight_are_bounded_in_an_event_loop() -> None:
    """The same in an event loop.

    Guard: `timeback_core.engine.session.loop_core.LoopCore`.
    """

    async def main(client: AsyncTimebackClient) -> None:
        async with client:
            told = await asyncio.gather(*(get_user(client.session, "u").awaitable() for _ in range(9)))
        assert [value(each).sourced_id for each in told] == ["u"] * 9

    with ScriptedServer(in_turn(Reply(USER, delay=0.03))) as server:
        asyncio.run(main(async_client_of(server, max_concurrency=3)))
        assert 1 < server.most_at_once <= 3


def test_core_31_the_bound_is_there_by_default(server: Server, sandbox: Sandbox) -> None:
    """Without being asked a session keeps below what the platform is known to bear.

    Guard: `timeback_core.engine.config.configure`.
    """
    with client_of(server) as client:
        assert client.config.max_concurrency == 10
        assert calls(sandbox) == []
