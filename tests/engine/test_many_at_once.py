"""What asks for many things at once takes no more threads, and no more rows, than it can use."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from functools import partial
from math import nan
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from returns.result import Success
from tests.engine.content_apis import list_items
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.session.ways import Way, run
from tests.support import client_of, value

from timeback_core import AsyncTimebackClient, Request, Settings, TimebackClient, TimebackManager
from timeback_core.compose import plain
from timeback_core.engine.session.sharing import Flight
from timeback_core.oneroster import get_user, list_users
from timeback_core.sandbox import Server

USER = {"sourcedId": "u", "givenName": "A", "familyName": "B"}
EXCESSIVE = 1_000_000


def one_by_one(seen: Seen, total: int) -> Reply:
    """A list of so many users with one on a page; a user where no list is asked for."""
    user = {**USER, "sourcedId": f"u-{seen.query.get('offset', '0')}"}
    return Reply({"user": user, "users": [user], "totalCount": total, "limit": 1})


def threads_of(prefix: str) -> int:
    """How many threads have a name that begins so."""
    return sum(thread.name.startswith(prefix) for thread in threading.enumerate())


def test_threads_of_a_stream_are_no_more_than_may_send() -> None:
    with ScriptedServer(partial(one_by_one, total=5000)) as server:
        settings = Settings(base_url=server.base_url, max_concurrency=4, environ={})
        with TimebackClient.open(**settings).unwrap() as client:
            rows = list_users.stream(client.using(prefetch=EXCESSIVE).session, limit=1)
            assert all(isinstance(next(rows), Success) for _ in range(10))
            assert threads_of("timeback-pages") <= 4


@pytest.mark.parametrize(("named", "most"), [(None, 4), (2, 2), (7, 7)])
def test_a_bulk_has_the_concurrency_that_it_names_or_that_of_the_session(
    way: Way, named: int | None, most: int
) -> None:
    requests = [get_user.request(f"u-{number}") for number in range(40)]
    with ScriptedServer(in_turn(Reply({"user": USER}, delay=0.02))) as server:
        settings = Settings(base_url=server.base_url, max_concurrency=4, environ={})

        async def work() -> None:
            async with AsyncTimebackClient.open(**settings).unwrap() as client:
                told = [each async for each in client.session.perform_all(requests, concurrency=named)]
            assert {request for request, _ in told} == set(requests)
            assert all(isinstance(result, Success) for _, result in told)

        if way == "threads":
            with TimebackClient.open(**settings).unwrap() as client:
                bulk = client.session.perform_all(iter(requests), concurrency=named)
                assert isinstance(next(bulk)[1], Success)
                assert threads_of("timeback-bulk") <= most
                assert sum(isinstance(result, Success) for _, result in bulk) == 39
        else:
            run(way, work)
        assert (server.most_at_once > 4) == (most > 4)
        assert server.most_at_once <= most


@pytest.mark.parametrize("concurrency", [0, -1, 2.5, nan, True, "4"])
def test_a_bulk_that_may_do_nothing_at_once_is_refused_as_a_value(way: Way, concurrency: Any) -> None:
    requests = [get_user.request("u-1"), get_user.request("u-2")]
    with ScriptedServer(in_turn(Reply({"user": USER}))) as server:
        settings = Settings(base_url=server.base_url, environ={})

        async def work() -> list[Any]:
            async with AsyncTimebackClient.open(**settings).unwrap() as client:
                return [result async for _, result in client.session.perform_all(requests, concurrency=concurrency)]

        if way == "threads":
            with TimebackClient.open(**settings).unwrap() as client:
                results: list[Any] = [
                    result for _, result in client.session.perform_all(requests, concurrency=concurrency)
                ]
        else:
            results = run(way, work)
        assert [problem.path for result in results for problem in result.failure().problems] == ["concurrency"] * 2
        assert server.calls() == []


def test_what_the_requests_of_a_bulk_raise_comes_out_of_its_loop(way: Way) -> None:
    def failing() -> Iterator[Request[Any]]:
        yield get_user.request("u-1")
        raise LookupError("the file has ended")

    with ScriptedServer(in_turn(Reply({"user": USER}))) as server:
        settings = Settings(base_url=server.base_url, environ={})

        async def work() -> None:
            async with AsyncTimebackClient.open(**settings).unwrap() as client:
                with pytest.raises(LookupError):
                    async for _ in client.session.perform_all(failing(), concurrency=1):
                        pass

        if way == "threads":
            with TimebackClient.open(**settings).unwrap() as client, pytest.raises(LookupError):
                for _ in client.session.perform_all(failing(), concurrency=1):
                    pass
        else:
            run(way, work)


def test_a_bulk_and_a_stream_work_in_the_context_of_their_caller(way: Way) -> None:
    span: ContextVar[str] = ContextVar("span", default="lost")
    seen: list[str] = []
    requests = [get_user.request(f"u-{number}") for number in range(3)]
    with ScriptedServer(partial(one_by_one, total=3)) as server:
        settings = Settings(base_url=server.base_url, environ={})

        def note(_: object) -> None:
            seen.append(span.get())

        def work_in_threads() -> None:
            span.set("mine")
            with TimebackClient.open(on_attempt=note, **settings).unwrap() as client:
                with ThreadPoolExecutor(2) as executor:
                    assert len(list(client.session.perform_all(requests, executor=executor))) == 3
                assert len(list(client.session.perform_all(requests))) == 3
                assert len(list(client.using(prefetch=2).oneroster.users.list.stream(limit=1))) == 3

        async def work() -> None:
            span.set("mine")
            async with AsyncTimebackClient.open(on_attempt=note, **settings).unwrap() as client:
                assert len([each async for each in client.session.perform_all(requests)]) == 3
                rows = client.using(prefetch=2).oneroster.users.list.stream(limit=1)
                assert len([row async for row in rows]) == 3

        if way == "threads":
            copy_context().run(work_in_threads)
        else:
            run(way, work)
    assert seen == ["mine"] * (9 if way == "threads" else 6)


@pytest.mark.parametrize("prefetch", [0, 8])
@pytest.mark.parametrize("count", [1, 9, 10, 15, 30])
def test_take_by_page_number_asks_for_no_page_that_it_does_not_need(way: Way, prefetch: int, count: int) -> None:
    asked: list[tuple[int, int]] = []

    def numbered(seen: Seen) -> Reply:
        query = parse_qs(urlsplit(seen.target).query)
        page, limit = int(query.get("page", ["1"])[0]), int(query["limit"][0])
        asked.append((page, limit))
        rows = [{"identifier": str(number)} for number in range(200)][(page - 1) * limit : page * limit]
        return Reply({"items": rows, "total": 200, "page": page, "limit": limit})

    with ScriptedServer(numbered) as server:
        settings = Settings(services={"qti": server.base_url}, environ={})

        async def work() -> int:
            async with AsyncTimebackClient.open(**settings).unwrap() as client:
                session = client.using(prefetch=prefetch).session
                return len(plain(await list_items.take(session, count, limit=10)).unwrap())

        if way == "threads":
            with TimebackClient.open(**settings).unwrap() as client:
                session = client.using(prefetch=prefetch).session
                taken = len(plain(list_items.take(session, count, limit=10)).unwrap())
        else:
            taken = run(way, work)
    assert taken == count
    assert sorted(asked) == [(page + 1, min(count, 10)) for page in range(-(-count // 10))]


def test_a_fetch_that_was_interrupted_before_it_began_keeps_nobody_waiting() -> None:
    flight: Flight[str, str] = Flight(lambda _: 0.0)

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        flight.join(lambda _: True, interrupted)
    pending = flight.join(lambda _: True, lambda pending: flight.land(pending, Success("token")))
    assert not isinstance(pending, str)
    assert pending.outcome == Success("token")


def test_where_no_thread_can_be_started_the_caller_does_the_work(
    monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with client_of(server) as client, TimebackManager() as manager:
        manager.register("only", client.config).unwrap()
        monkeypatch.setattr(threading.Thread, "start", refuse)
        told = dict(client.session.perform_all([get_user.request("student-1"), get_user.request("student-2")]))
        assert [type(each) for each in told.values()] == [Success] * 2
        assert len(value(client.using(prefetch=3).oneroster.students.list.collect(limit=5))) == 12
        assert manager.broadcast(lambda one: one.oneroster.users.get("student-1")).all_succeeded
