"""Views of a session: what `using` changes, for whom, and what it refuses."""

from time import monotonic
from typing import Any

import pytest
from tests.deadlines import AT_ONCE, DEADLINE
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.session.asking import AnyClient, Ask, open_client, told_by
from tests.session.ways import Way, run
from tests.support import async_client_of, calls, client_of, error, settings_of, value

from timeback_core import Perform, Sleep, Steps, flow
from timeback_core.errors import InvalidInput, TimedOut
from timeback_core.oneroster import get_user, list_users
from timeback_core.oneroster.models.users import User
from timeback_core.sandbox import Sandbox, Server

USER = {"sourcedId": "u", "givenName": "A", "familyName": "B"}


@flow
def read_again_and_again() -> Steps[User]:
    """A flow that ends only by its deadline."""
    while True:
        yield from Perform(get_user.request("u"))


@flow
def sleep_long() -> Steps[User]:
    """A flow that sleeps longer than anybody waits."""
    yield from Sleep(30)
    raise AssertionError("its time was to be over")


def test_a_timeout_of_one_view(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({"user": USER}, delay=0.3))) as server:
        client = open_client(way, settings_of(server))
        failed = error(told_by(way, client, lambda each: each.using(timeout=0.1).oneroster.users.get("u")))
        assert isinstance(failed, TimedOut)
        assert failed.timeout == 0.1
        assert told_by(way, client, lambda each: each.oneroster.users.get("u")).unwrap().sourced_id == "u"
        client.close()


TOTALS: dict[str, tuple[Ask, str]] = {
    "collect": (lambda client: client.oneroster.users.list.collect(limit=1), "pages"),
    "take": (lambda client: client.oneroster.users.list.take(1000, limit=1), "pages"),
    "flow": (lambda client: read_again_and_again(client.session), "flow"),
    "sleep": (lambda client: sleep_long(client.session), "flow"),
}


def slowly(seen: Seen) -> Reply:
    """A user, or the next one of a list of very many."""
    user = {**USER, "sourcedId": f"u-{seen.query.get('offset', '0')}"}
    body = {"user": user} if seen.path.endswith("/u") else {"users": [user]}
    return Reply(body, headers=(("X-Total-Count", "9999"),), delay=0.02)


@pytest.mark.parametrize("use", TOTALS)
@pytest.mark.parametrize("prefetch", [0, 3])
def test_a_total_timeout(way: Way, use: str, prefetch: int) -> None:
    ask, waiting_for = TOTALS[use]

    with ScriptedServer(slowly) as server:
        client = open_client(way, settings_of(server))
        told_by(way, client, lambda each: each.oneroster.users.get("u")).unwrap()

        def measure() -> float:
            begun = monotonic()
            view = client.using(total_timeout=DEADLINE / 2, prefetch=prefetch)
            failed = error(told_by(way, view, ask))
            assert isinstance(failed, TimedOut)
            assert failed.waiting_for in (waiting_for, "answer", "connection")
            return monotonic() - begun

        assert DEADLINE / 2 * 0.98 <= measure() < AT_ONCE
        client.close()


def test_a_total_timeout_ends_a_stream(way: Way) -> None:
    async def work(server: ScriptedServer) -> list[Any]:
        async with async_client_of(server) as client:
            return [told async for told in list_users.stream(client.using(total_timeout=0.3).session, limit=1)]

    def work_in_threads(server: ScriptedServer) -> list[Any]:
        with client_of(server) as client:
            return list(list_users.stream(client.using(total_timeout=0.3).session, limit=1))

    with ScriptedServer(slowly) as server:
        told = work_in_threads(server) if way == "threads" else run(way, lambda: work(server))
    *rows, last = told
    assert 0 < len(rows) < 30
    assert [row.unwrap().sourced_id for row in rows] == [f"u-{number}" for number in range(len(rows))]
    assert isinstance(error(last), TimedOut)


def test_headers_and_request_ids_arrive(way: Way, server: Server, sandbox: Sandbox) -> None:
    client = open_client(way, settings_of(server))
    asks: list[Ask] = [
        lambda each: each.oneroster.users.get("student-1"),
        lambda each: each.using(headers={"X-A": "1"}).oneroster.users.get("student-1"),
        lambda each: each.using(headers={"X-A": "1"}).using(headers={"X-B": "2"}).oneroster.users.get("student-1"),
        lambda each: each.using(headers={"User-Agent": "mine/1"}).oneroster.users.get("student-1"),
        lambda each: each.using(request_id="trace-1").oneroster.users.get("student-1"),
        lambda each: each.using(headers={"X-A": "1"}).using(headers={"x-a": "2"}).oneroster.users.get("student-1"),
    ]
    for ask in asks:
        told_by(way, client, ask).unwrap()
    client.close()
    assert [value for name, value in calls(sandbox)[5].headers if name.lower() == "x-a"] == ["2"]
    plain, one, two, agent, traced = ({k.lower(): v for k, v in each.headers} for each in calls(sandbox)[:5])
    assert (plain.get("x-a"), one["x-a"], two["x-a"], two["x-b"]) == (None, "1", "1", "2")
    assert plain["user-agent"].startswith("timeback-core/")
    assert agent["user-agent"] == "mine/1"
    assert traced["x-request-id"] == "trace-1"
    assert len({each["x-request-id"] for each in (plain, one, two, agent)}) == 4


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"timeout": 0}, ["timeout"]),
    ({"headers": {"X-A": " a", "X-B": "b "}}, ["headers.X-A", "headers.X-B"]),
    ({"request_id": " a"}, ["request_id"]),
    ({"bad_rows": "ignore"}, ["bad_rows"]),
    ({"bad_rows": ["skip"]}, ["bad_rows"]),
    ({"timeout": -1}, ["timeout"]),
    ({"timeout": float("nan")}, ["timeout"]),
    ({"timeout": float("inf")}, ["timeout"]),
    ({"timeout": 1e300}, ["timeout"]),
    ({"timeout": 10**400}, ["timeout"]),
    ({"timeout": "5"}, ["timeout"]),
    ({"timeout": True}, ["timeout"]),
    ({"total_timeout": -1}, ["total_timeout"]),
    ({"total_timeout": "5"}, ["total_timeout"]),
    ({"total_timeout": 1e300}, ["total_timeout"]),
    ({"prefetch": -1}, ["prefetch"]),
    ({"prefetch": 1.5}, ["prefetch"]),
    ({"prefetch": "many"}, ["prefetch"]),
    ({"headers": {"Authorization": "Bearer mine"}}, ["headers.Authorization"]),
    ({"headers": {"HOST": "elsewhere.test"}}, ["headers.HOST"]),
    ({"headers": {"X-Request-ID": "x", "content-length": "1"}}, ["headers.X-Request-ID", "headers.content-length"]),
    ({"headers": {"transfer-encoding": "chunked"}}, ["headers.transfer-encoding"]),
    ({"headers": {"X-Auth-Token": "x"}}, ["headers.X-Auth-Token"]),
    ({"headers": {"X A": "1"}}, ["headers.X A"]),
    ({"headers": {"": "1"}}, ["headers."]),
    ({"headers": {"X-A": "a\r\nX-B: c"}}, ["headers.X-A"]),
    ({"headers": {"X-A": "é"}}, ["headers.X-A"]),
    ({"headers": {"X-A": 1}}, ["headers.X-A"]),
    ({"headers": [("X-A", "1")]}, ["headers"]),
    ({"headers": "X-A: 1"}, ["headers"]),
    ({"request_id": "a\nb"}, ["request_id"]),
    ({"request_id": 7}, ["request_id"]),
    ({"timeout": "x", "prefetch": -1, "request_id": "\x00"}, ["timeout", "prefetch", "request_id"]),
]
USES: list[Ask] = [
    lambda client: client.oneroster.users.get("student-1"),
    lambda client: client.oneroster.users.get.response("student-1"),
    lambda client: client.oneroster.users.list.collect(),
    lambda client: client.oneroster.users.list.take(3),
    lambda client: client.oneroster.users.exists("student-1"),
]


def test_wrong_options_are_a_failure_of_every_call(way: Way, server: Server, sandbox: Sandbox) -> None:
    client: AnyClient = open_client(way, settings_of(server))
    for options, paths in WRONG:
        view = client.using(**options)
        for use in USES:
            failed = error(told_by(way, view, use))
            assert isinstance(failed, InvalidInput), options
            assert [problem.path for problem in failed.problems] == paths
    assert sandbox.requests() == ()
    assert told_by(way, client, USES[0]).unwrap().sourced_id == "student-1"
    client.close()


def test_wrong_options_end_a_stream(server: Server) -> None:
    with client_of(server) as client:
        [told] = list_users.stream(client.using(total_timeout=-1, prefetch=-1).session)
        failed = error(told)
        assert isinstance(failed, InvalidInput)
        assert len(failed.problems) == 2


def test_options_of_a_view_of_a_view_are_those_of_both(server: Server) -> None:
    with client_of(server) as client:
        view = client.using(timeout=3, prefetch=2).using(total_timeout=9).using(timeout=4)
        options = view.session.options
        assert (options.timeout, options.total_timeout, options.prefetch) == (4, 9, 2)
        assert value(get_user(view.session, "student-1")).sourced_id == "student-1"
