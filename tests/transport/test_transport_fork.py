"""A forked child and its parent share sockets, and never an answer."""

import asyncio
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from time import monotonic

import pytest

from timeback_core.engine.call.http import HttpRequest, HttpResponse
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.exchange import Exchanger
from timeback_core.engine.transport.send import asend, send

Serve = Callable[[Callable[[socket.socket], None]], int]
CALLS = 60


def echo(connection: socket.socket) -> None:
    while data := connection.recv(65536):
        target = data.split(b" ")[1]
        time.sleep(0.001)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(target), target))


def count_right(exchanger: Exchanger, port: int, name: str) -> int:
    right = 0
    for index in range(CALLS):
        target = f"/{name}/{index}".encode()
        outcome = send(exchanger, HttpRequest("GET", "http", "127.0.0.1", port, target, ()), monotonic() + 30, 1000)
        right += isinstance(outcome, HttpResponse) and outcome.body == target
    return right


async def count_right_async(exchanger: AsyncExchanger, port: int, name: str) -> int:
    right = 0
    for index in range(CALLS):
        target = f"/{name}/{index}".encode()
        request = HttpRequest("GET", "http", "127.0.0.1", port, target, ())
        outcome = await asend(exchanger, request, monotonic() + 30, 1000)
        right += isinstance(outcome, HttpResponse) and outcome.body == target
    return right


def in_child(work: Callable[[], int]) -> "tuple[int, Connection]":
    """Fork; the child sends what the work gives."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    pid = os.fork()
    if pid == 0:
        signal.alarm(20)
        try:
            sender.send(work())
        finally:
            os._exit(0)
    sender.close()
    return pid, receiver


@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_parent_and_child_get_their_own_answers(serve: Serve, busy: bool) -> None:
    port = serve(echo)
    connections = Connections()
    exchanger = Exchanger(connections)
    stop = threading.Event()
    wrong: list[int] = []

    def keep_busy() -> None:
        while not stop.is_set():
            wrong.append(CALLS - count_right(exchanger, port, "busy"))

    workers = [threading.Thread(target=keep_busy) for _ in range(3 if busy else 0)]
    for worker in workers:
        worker.start()
    assert count_right(exchanger, port, "before") == CALLS

    def work() -> int:
        right = count_right(exchanger, port, "child")
        exchanger.abort()
        return right

    pid, receiver = in_child(work)
    assert count_right(exchanger, port, "parent") == CALLS
    assert receiver.recv() == CALLS
    receiver.close()
    os.waitpid(pid, 0)
    assert count_right(exchanger, port, "after") == CALLS
    stop.set()
    for worker in workers:
        worker.join()
    assert sum(wrong) == 0
    exchanger.abort()


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_child_forked_while_a_connection_is_being_made_is_free(serve: Serve, unanswered_port: int) -> None:
    port = serve(echo)
    exchanger = Exchanger(Connections())
    assert count_right(exchanger, port, "before") == CALLS
    hanging = HttpRequest("GET", "http", "127.0.0.1", unanswered_port, b"/", ())
    caller = threading.Thread(target=send, args=(exchanger, hanging, monotonic() + 10, 1000))
    caller.start()
    time.sleep(0.1)

    def work() -> int:
        right = count_right(exchanger, port, "child")
        exchanger.abort()
        return right

    pid, receiver = in_child(work)
    assert receiver.recv() == CALLS
    receiver.close()
    os.waitpid(pid, 0)
    assert caller.is_alive()
    exchanger.abort()
    caller.join()


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_child_forked_out_of_a_loop(serve: Serve) -> None:
    port = serve(echo)
    exchanger = AsyncExchanger(Connections())

    def child() -> int:
        asyncio._set_running_loop(None)
        right = asyncio.run(count_right_async(exchanger, port, "child"))
        exchanger.abort()
        return right

    async def main() -> None:
        assert await count_right_async(exchanger, port, "before") == CALLS
        others = asyncio.ensure_future(count_right_async(exchanger, port, "other"))
        await asyncio.sleep(0.01)
        pid, receiver = in_child(child)
        assert await count_right_async(exchanger, port, "parent") == CALLS
        assert await others == CALLS
        assert await asyncio.to_thread(receiver.recv) == CALLS
        receiver.close()
        await asyncio.to_thread(os.waitpid, pid, 0)
        assert await count_right_async(exchanger, port, "after") == CALLS
        exchanger.abort()
        await asyncio.sleep(0.01)

    asyncio.run(main())
