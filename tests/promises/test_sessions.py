"""What a session shares, what it loads, and how it ends."""

import asyncio
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
import trio
from tests.deadlines import AT_ONCE
from tests.promises.other_services import read_case, read_edubridge, read_powerpath
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.support import USER, async_client_of, calls, client_of, error, tokens_asked, value

from timeback_core import AsyncTimebackClient, TimebackClient
from timeback_core.compose import plain
from timeback_core.errors import SessionClosed, TimebackError
from timeback_core.oneroster import get_user, list_users
from timeback_core.sandbox import Sandbox, Server


def test_one_pool_of_connections_serves_everything() -> None:
    with ScriptedServer(in_turn(Reply(USER))) as server, client_of(server) as client:
        for _ in range(4):
            value(get_user(client.session, "u"))
            value(read_edubridge(client.session))
            value(read_powerpath(client.session))
            value(read_case(client.session))
        assert len(server.calls()) == 16
        assert server.tokens_asked() == 1
        assert server.connections == 1


def test_one_pool_of_connections_serves_everything__tokens_too() -> None:
    with ScriptedServer(in_turn(Reply(USER))) as server, client_of(server) as client:
        value(get_user(client.session, "u"))
        assert value(client.check_auth()).ok
        value(get_user(client.session, "u"))
        assert server.tokens_asked() == 2
        assert server.connections == 1


@pytest.mark.parametrize("allowed", [1, 3])
def test_calls_in_flight_are_bounded(allowed: int) -> None:
    script = in_turn(Reply(USER, delay=0.03))
    with ScriptedServer(script) as server, client_of(server, max_concurrency=allowed) as client:
        with ThreadPoolExecutor(9) as pool:
            for told in pool.map(lambda _: get_user(client.session, "u"), range(9)):
                value(told)
        assert server.most_at_once <= allowed
        assert len(server.calls()) == 9


def test_calls_in_flight_are_bounded__in_an_event_loop() -> None:
    async def main(client: AsyncTimebackClient) -> None:
        async with client:
            told = await asyncio.gather(*(get_user(client.session, "u").awaitable() for _ in range(9)))
        assert [value(each).sourced_id for each in told] == ["u"] * 9

    with ScriptedServer(in_turn(Reply(USER, delay=0.03))) as server:
        asyncio.run(main(async_client_of(server, max_concurrency=3)))
        assert 1 < server.most_at_once <= 3


def test_calls_in_flight_are_bounded__by_ten_unless_told_otherwise(server: Server, sandbox: Sandbox) -> None:
    with client_of(server) as client:
        assert client.config.max_concurrency == 10
        assert calls(sandbox) == []


def test_a_client_outlives_its_event_loops_and_needs_none(server: Server, sandbox: Sandbox) -> None:
    client = async_client_of(server)

    async def read(sourced_id: str) -> str:
        return value(await get_user(client.session, sourced_id)).sourced_id

    assert asyncio.run(read("student-1")) == "student-1"
    assert asyncio.run(read("student-2")) == "student-2"
    assert trio.run(read, "student-3") == "student-3"
    assert tokens_asked(sandbox) == 1
    client.close()


def test_a_client_outlives_its_event_loops_and_needs_none__threads_do(client: TimebackClient) -> None:
    with ThreadPoolExecutor(4) as pool:
        told = pool.map(lambda n: get_user(client.session, f"student-{n}"), range(1, 9))
    assert [value(each).sourced_id for each in told] == [f"student-{n}" for n in range(1, 9)]


def test_whoever_leaves_early_leaves_nothing_behind() -> None:
    """Also where no answer ever comes."""
    first, slow = get_user.request("u"), get_user.request("slow")

    def script(seen: Seen) -> Reply:
        return Reply(USER, delay=30 * seen.path.endswith("slow"))

    with ScriptedServer(script) as server, client_of(server, max_concurrency=2) as client:
        for request, told in client.session.perform_all([first, slow]):
            assert (request, value(told).sourced_id) == (first, "u")
            break
        begun = monotonic()
        assert [value(told).sourced_id for _, told in client.session.perform_all([first] * 4)] == ["u"] * 4
        assert monotonic() - begun < AT_ONCE


def test_nothing_is_sent_after_close(client: TimebackClient, sandbox: Sandbox) -> None:
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


def test_nothing_is_sent_after_close__in_an_event_loop(server: Server, sandbox: Sandbox) -> None:
    async def main(client: AsyncTimebackClient) -> list[TimebackError]:
        kept = client.oneroster.users
        client.close()
        return [error(await kept.get("student-1")), error(await kept.list.collect())]

    assert asyncio.run(main(async_client_of(server))) == [SessionClosed()] * 2
    assert sandbox.requests() == ()


REPORT = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def modules_after(code: str) -> list[str]:
    """The modules that a fresh interpreter has loaded after this code."""
    ran = subprocess.run(  # noqa: S603 -- our own interpreter and code
        [sys.executable, "-c", f"{code}\n{REPORT}"], capture_output=True, text=True, check=True, timeout=300
    )
    loaded: list[str] = json.loads(ran.stdout)
    return loaded


def test_nothing_is_loaded_before_it_is_needed__importing_the_package() -> None:
    loaded = modules_after("import timeback_core")
    ours = [name for name in loaded if name.startswith("timeback_core")]
    assert ours == ["timeback_core", "timeback_core.lazy"]
    assert len(loaded) - len(modules_after("pass")) < 10


HEAVY = ("httpx", "httptools", "anyio", "cattrs", "asyncio", "pydantic", "timeback_core.sandbox", "hypothesis")


def heavy(modules: list[str]) -> list[str]:
    """The heavy ones among them."""
    return [name for name in HEAVY if name in modules]


def test_nothing_is_loaded_before_it_is_needed__opening_a_client() -> None:
    loaded = modules_after(
        "from timeback_core import TimebackClient\n"
        "client = TimebackClient.open(base_url='http://localhost:1', environ={}).unwrap()\n"
        "client.close()"
    )
    assert heavy(loaded) == []
    parts = ("timeback_core.oneroster", "timeback_core.engine.codec", "timeback_core.engine.transport")
    assert [name for name in loaded if name.startswith(parts)] == []
    assert len(loaded) < 220


def test_nothing_is_loaded_before_it_is_needed__using_a_resource() -> None:
    loaded = modules_after(
        "from timeback_core import TimebackClient\n"
        "client = TimebackClient.open(base_url='http://localhost:1', environ={}).unwrap()\n"
        "client.oneroster.users.get.request('u-1')\n"
        "client.close()"
    )
    models = {name.rpartition(".")[2] for name in loaded if name.startswith("timeback_core.oneroster.models.")}
    assert "users" in models
    assert not models & {"courses", "enrollments", "line_items", "results", "assessment_results", "components"}
    assert "httpx" not in loaded
