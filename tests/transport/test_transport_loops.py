"""One set of connections under several event loops and threads, one after the other and at once."""

import asyncio
import gc
import socket
import threading
from collections.abc import Callable
from time import monotonic

import trio
from tests.deadlines import AT_ONCE

from timeback_core.engine.call.http import HttpRequest, HttpResponse
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.exchange import Exchanger
from timeback_core.engine.transport.send import asend, send

Serve = Callable[[Callable[[socket.socket], None]], int]


class Counting:
    """A script that echoes the target, and counts its connections."""

    def __init__(self) -> None:
        self.opened = 0
        self.closed = threading.Semaphore(0)

    def __call__(self, connection: socket.socket) -> None:
        self.opened += 1
        while data := connection.recv(65536):
            target = data.split(b" ")[1]
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(target), target))
        self.closed.release()


async def calls(exchanger: AsyncExchanger, port: int, name: str, count: int = 5) -> None:
    for index in range(count):
        target = f"/{name}/{index}".encode()
        request = HttpRequest("GET", "http", "127.0.0.1", port, target, ())
        outcome = await asend(exchanger, request, monotonic() + 30, 1000)
        assert isinstance(outcome, HttpResponse), outcome.detail
        assert outcome.body == target


def test_each_loop_has_its_own_connections_and_takes_them_along(serve: Serve) -> None:
    script = Counting()
    port = serve(script)
    exchanger = AsyncExchanger(Connections())
    for round_, run in enumerate((asyncio.run, asyncio.run)):
        run(calls(exchanger, port, "asyncio"))
        assert script.opened == round_ + 1
        assert script.closed.acquire(timeout=AT_ONCE), "an idle connection outlived its loop"
    for round_ in range(2):
        trio.run(calls, exchanger, port, "trio")
        assert script.opened == round_ + 3
        assert script.closed.acquire(timeout=AT_ONCE), "an idle connection outlived its loop"
    exchanger.abort()


def test_loops_and_threads_at_once(serve: Serve) -> None:
    port = serve(Counting())
    connections = Connections()
    exchanger, plain = AsyncExchanger(connections), Exchanger(connections)
    failures: list[BaseException] = []

    def in_thread(name: str) -> None:
        for index in range(20):
            target = f"/{name}/{index}".encode()
            request = HttpRequest("GET", "http", "127.0.0.1", port, target, ())
            outcome = send(plain, request, monotonic() + 30, 1000)
            assert isinstance(outcome, HttpResponse)
            assert outcome.body == target

    async def many(name: str) -> None:
        await asyncio.gather(*(calls(exchanger, port, f"{name}-{index}") for index in range(4)))

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    works: list[Callable[[], object]] = [
        lambda: asyncio.run(many("a")),
        lambda: asyncio.run(many("b")),
        lambda: trio.run(calls, exchanger, port, "c", 20),
        lambda: trio.run(calls, exchanger, port, "d", 20),
        lambda: in_thread("e"),
        lambda: in_thread("f"),
    ]
    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    exchanger.abort()
    plain.abort()
    assert failures == []


def test_a_session_that_is_closed_in_its_loop_leaves_nothing_behind(serve: Serve) -> None:
    script = Counting()
    port = serve(script)

    async def main() -> None:
        for _ in range(3):
            exchanger = AsyncExchanger(Connections())
            await calls(exchanger, port, "x")
            exchanger.abort()
        await asyncio.sleep(0.05)
        for _ in range(3):
            assert script.closed.acquire(timeout=AT_ONCE)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(main())
    gc.collect()


def test_a_loop_that_is_closed_carelessly_disturbs_no_other(serve: Serve) -> None:
    port = serve(Counting())
    exchanger = AsyncExchanger(Connections())
    loop = asyncio.new_event_loop()
    loop.run_until_complete(calls(exchanger, port, "x"))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    asyncio.run(calls(exchanger, port, "y"))
    exchanger.abort()


def test_nothing_is_kept_of_loops_that_have_ended(serve: Serve) -> None:
    port = serve(Counting())
    exchanger = AsyncExchanger(Connections())
    kinds = (asyncio.AbstractEventLoop, trio.lowlevel.TrioToken)

    def kept() -> int:
        gc.collect()
        return sum(isinstance(each, kinds) for each in gc.get_objects())

    runs: list[Callable[[], object]] = [
        lambda: asyncio.run(calls(exchanger, port, "a", 1)),
        lambda: trio.run(calls, exchanger, port, "t", 1),
    ]
    for run in runs:
        run()
        before = kept()
        for _ in range(10):
            run()
        assert kept() <= before + 1
    exchanger.abort()
