"""Law 6: the drivers of threads and of event loops give equal results for equal scripts, and share their tokens."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import attrs
import httpx
import pytest
from hypothesis import example, given, strategies as st
from property_tests.world.plans import KINDS, read_thing
from property_tests.world.scripted import TOKEN_HOST, Move, ScriptedServer, answer
from property_tests.world.sessions import config_over
from returns.result import Failure, Result, Success

from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.session import AsyncSession, Session, base
from timeback_core.errors import AuthError, CallInfo, TimebackError, Unauthorized

moves: st.SearchStrategy[Move] = st.sampled_from(
    (200, 201, 302, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504, (429, "0"), (503, "0"), (503, "90"),
     "refused", "broken", "garbage", "empty")
)  # fmt: skip
token_moves: st.SearchStrategy[Move] = st.sampled_from((200, 200, 200, 400, 503, (429, "0"), "refused", "garbage"))
scripts = st.lists(moves, max_size=5)
token_scripts = st.lists(token_moves, max_size=3)
BACKENDS = ("asyncio", "trio")
Told = tuple[object, ...]


@pytest.fixture(autouse=True, scope="module")
def _no_waits() -> Iterator[None]:
    """Jitter of length zero: what is compared does not depend on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "random", float)
        yield


def without_chance(result: Result[JsonValue, TimebackError]) -> object:
    """A result without what differs from run to run: times and request ids."""
    if isinstance(result, Success):
        return result
    error: Any = result.failure()  # attrs cannot type a change of a union
    if not isinstance(getattr(error, "call", None), CallInfo):
        return result
    return Failure(attrs.evolve(error, call=attrs.evolve(error.call, elapsed=0.0, request_id=None)))


def told_by_threads(requests: Sequence[Request[JsonValue]], server: ScriptedServer) -> Told:
    session = Session(config_over(httpx.MockTransport(server), token=True))
    results = [without_chance(session.result_of(request)) for request in requests]
    return (results, server.seen, server.token_requests)


def told_by_loop(backend: str, requests: Sequence[Request[JsonValue]], server: ScriptedServer) -> Told:
    async def run() -> Told:
        session = AsyncSession(config_over(httpx.MockTransport(server), token=True))
        results = [without_chance(await session.result_of(request)) for request in requests]
        return (results, server.seen, server.token_requests)

    return anyio.run(run, backend=backend)


@pytest.mark.parametrize("backend", BACKENDS)
@given(kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3), script=scripts, grants=token_scripts)
@example(kinds=["read"], script=[401], grants=[])
@example(kinds=["create"], script=[(503, "0"), "refused", 201], grants=["refused", 200])
@example(kinds=["read", "read"], script=[], grants=[400])
def test_equal_scripts_give_equal_results(
    backend: str, kinds: list[str], script: list[Move], grants: list[Move]
) -> None:
    requests = [KINDS[kind].request("x") for kind in kinds]
    by_threads = told_by_threads(requests, ScriptedServer(script, grants))
    assert told_by_loop(backend, requests, ScriptedServer(script, grants)) == by_threads


@pytest.mark.parametrize("way", ["threads", *BACKENDS])
@pytest.mark.parametrize(
    ("script", "grants", "expected", "fetches"),
    [
        ([401], [], "message", 2),
        ([(503, "0")], [], "message", 1),
        ([502], [], "message", 1),
        ([401, 401], [], Unauthorized, 2),
        ([], [400], AuthError, 1),
    ],
)
def test_a_refused_token_and_a_busy_server(
    way: str, script: list[Move], grants: list[Move], expected: object, fetches: int
) -> None:
    requests = [read_thing.request("x")]
    server = ScriptedServer(script, grants)
    told: Any = told_by_threads(requests, server) if way == "threads" else told_by_loop(way, requests, server)
    (result,) = told[0]
    found = "message" if isinstance(result, Success) else type(result.failure())
    assert (found, server.token_requests) == (expected, fetches)


class SlowTokens(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A server whose token endpoint takes its time, and which counts how often it is asked."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.token_requests = 0
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._is_token(request):
            threading.Event().wait(self.seconds)
        return self._answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._is_token(request):
            await anyio.sleep(self.seconds)
        return self._answer(request)

    def _is_token(self, request: httpx.Request) -> bool:
        if request.url.host != TOKEN_HOST:
            return False
        with self._lock:
            self.token_requests += 1
        return True

    def _answer(self, request: httpx.Request) -> httpx.Response:
        token = {"access_token": f"t{self.token_requests}"} if request.url.host == TOKEN_HOST else {"message": "x"}
        return answer(200, dict(token))


REQUEST = read_thing.request("x")


def test_two_hundred_threads_need_one_token() -> None:
    server = SlowTokens(0.1)
    session = Session(config_over(server, token=True))
    with ThreadPoolExecutor(200) as pool:
        results = list(pool.map(lambda _: session.result_of(REQUEST), range(200)))
    assert all(isinstance(result, Success) for result in results)
    assert server.token_requests == 1


@pytest.mark.parametrize("backend", BACKENDS)
def test_two_hundred_tasks_need_one_token_though_the_first_is_cancelled(backend: str) -> None:
    server = SlowTokens(0.1)
    results: list[Result[JsonValue, TimebackError]] = []

    async def ask(session: AsyncSession) -> None:
        results.append(await session.result_of(REQUEST))

    async def first(session: AsyncSession) -> None:
        with anyio.move_on_after(0.02):
            await ask(session)

    async def run() -> None:
        session = AsyncSession(config_over(server, token=True))
        async with anyio.create_task_group() as group:
            group.start_soon(first, session)
            await anyio.sleep(0.01)
            for _ in range(200):
                group.start_soon(ask, session)

    anyio.run(run, backend=backend)
    assert len(results) == 200
    assert all(isinstance(result, Success) for result in results)
    assert server.token_requests == 1


def test_threads_and_loops_of_equal_credentials_share_one_token() -> None:
    server = SlowTokens(0.1)
    config = config_over(server, token=True)

    # The token lives as long as a session of its credentials: all are kept to the end.
    loops = [AsyncSession(config) for _ in BACKENDS * 5]
    threads = [Session(config) for _ in range(50)]

    def by_loop(session: AsyncSession, backend: str) -> Result[JsonValue, TimebackError]:
        return anyio.run(session.result_of, REQUEST, backend=backend)

    with ThreadPoolExecutor(60) as pool:
        told = [pool.submit(by_loop, *pair) for pair in zip(loops, BACKENDS * 5, strict=True)]
        told += [pool.submit(session.result_of, REQUEST) for session in threads]
        assert all(isinstance(each.result(), Success) for each in told)
    assert server.token_requests == 1


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_fetch_whose_loop_ends_is_begun_anew_by_a_thread(backend: str) -> None:
    server = SlowTokens(0.3)
    config = config_over(server, token=True, timeout=5.0)

    async def begin() -> None:
        with anyio.move_on_after(0.1):
            await AsyncSession(config).result_of(REQUEST)

    with ThreadPoolExecutor(1) as pool:
        loop = pool.submit(lambda: anyio.run(begin, backend=backend))
        while server.token_requests == 0:
            threading.Event().wait(0.01)
        assert isinstance(Session(config).result_of(REQUEST), Success)
        loop.result()
    assert server.token_requests == 2


def test_a_fetch_that_was_cancelled_before_it_began_holds_nobody_up() -> None:
    session = AsyncSession(config_over(SlowTokens(0.0), token=True, timeout=2.0))

    async def ask() -> Result[JsonValue, TimebackError]:
        # The call runs up to its wait for a token in this very step: the fetch has not begun when it is cancelled.
        call = session.result_of(REQUEST)
        call.send(None)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        call.close()
        return await session.result_of(REQUEST)

    assert isinstance(asyncio.run(ask()), Success)
