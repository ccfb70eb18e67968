"""After `close` everything that a session could do is `SessionClosed`, and nothing is sent."""

import pytest
from returns.result import Success
from tests.session.asking import AnyClient, Ask, open_client, told_by
from tests.session.ways import Way, run
from tests.support import async_client_of, client_of, error, new_user, settings_of, value

from timeback_core.compose import plain
from timeback_core.errors import SessionClosed
from timeback_core.oneroster import get_user, list_users, user_exists
from timeback_core.sandbox import Sandbox, Server

USES: dict[str, Ask] = {
    "operation": lambda client: client.oneroster.users.get("student-1"),
    "write": lambda client: client.oneroster.users.create(new_user()),
    "response": lambda client: client.oneroster.users.get.response("student-1"),
    "collect": lambda client: client.oneroster.users.list.collect(),
    "take": lambda client: client.oneroster.users.list.take(2),
    "first": lambda client: client.oneroster.users.list.first(),
    "flow": lambda client: user_exists(client.session, "student-1"),
    "bound flow": lambda client: client.oneroster.users.exists("student-1"),
    "check_auth": lambda client: client.check_auth(),
    "view": lambda client: client.using(timeout=1, prefetch=2).oneroster.users.get("student-1"),
    "view of a view": lambda client: client.using(timeout=1).using(headers={"X-A": "b"}).check_auth(),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("used", [False, True], ids=["fresh", "used"])
def test_every_use(way: Way, server: Server, sandbox: Sandbox, use: str, used: bool) -> None:
    client = open_client(way, settings_of(server))
    if used:
        assert told_by(way, client, USES["operation"]).unwrap().sourced_id == "student-1"
        sandbox.forget_requests()
    client.close()
    client.close()
    assert client.closed
    assert client.session.closed
    assert error(told_by(way, client, USES[use])) == SessionClosed()
    assert sandbox.requests() == ()


def test_views_close_with_their_client(way: Way, server: Server) -> None:
    client = open_client(way, settings_of(server))
    view: AnyClient = client.using(timeout=2)
    view.close()
    assert client.closed
    assert error(told_by(way, client, USES["operation"])) == SessionClosed()


def test_streams_and_bulk(way: Way, server: Server, sandbox: Sandbox) -> None:
    requests = [get_user.request("student-1"), get_user.request("student-2")]

    async def work() -> tuple[list[object], list[object]]:
        client = async_client_of(server)
        begun = list_users.stream(client.session, limit=2)
        assert isinstance(await anext(begun), Success)
        client.close()
        sandbox.forget_requests()
        rest = [told async for told in begun]
        fresh = [told async for told in list_users.stream(client.session)]
        bulk = [told async for _, told in client.session.perform_all(requests)]
        return [plain(rest[-1]).failure()], [error(each) for each in (*fresh, *bulk)]

    def work_in_threads() -> tuple[list[object], list[object]]:
        client = client_of(server)
        begun = list_users.stream(client.session, limit=2)
        assert isinstance(next(begun), Success)
        client.close()
        sandbox.forget_requests()
        rest = list(begun)
        fresh = list(list_users.stream(client.session))
        bulk = [told for _, told in client.session.perform_all(requests)]
        return [rest[-1].failure()], [error(each) for each in (*fresh, *bulk)]

    last, others = work_in_threads() if way == "threads" else run(way, work)
    assert last == [SessionClosed()]
    assert others == [SessionClosed()] * 3
    assert sandbox.requests() == ()


def test_leaving_the_block_closes(server: Server) -> None:
    with client_of(server) as client, client.session as session:
        assert value(get_user(session, "student-1")).sourced_id == "student-1"
    assert client.closed
    assert session.closed


def test_leaving_the_asynchronous_block_closes(loop: Way, server: Server) -> None:
    async def work() -> bool:
        async with async_client_of(server) as client:
            assert value(await get_user(client.session, "student-1")).sourced_id == "student-1"
        return client.closed

    assert run(loop, work)
