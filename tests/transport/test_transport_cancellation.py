"""Calls that are cancelled at random moments disturb no other call and leave nothing behind."""

import asyncio
import contextlib
import os
import random
import socket
import ssl
import time
from collections.abc import Callable, Coroutine
from time import monotonic

import anyio
import pytest
import trio

from timeback_core.engine.call.http import HttpRequest, HttpResponse
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.send import asend

Serve = Callable[[Callable[[socket.socket], None]], int]
STORM = 0.4
BODY = b"z" * 1000


def answer(connection: socket.socket) -> None:
    while connection.recv(65536):
        time.sleep(0.002)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + BODY[:500])
        connection.sendall(BODY[500:])


class Storm:
    """Many workers whose calls are cancelled at random moments."""

    def __init__(self, request: HttpRequest, context: ssl.SSLContext) -> None:
        self.request = request
        self.exchanger = AsyncExchanger(Connections(ssl_context=context, max_idle=10))
        self.random = random.Random(7)
        self.answers = 0
        self.cancelled = 0

    async def call(self) -> None:
        outcome = await asend(self.exchanger, self.request, monotonic() + 30, 10_000)
        assert isinstance(outcome, HttpResponse), outcome.detail
        assert outcome.body == BODY
        self.answers += 1

    async def scoped_worker(self, end: float) -> None:
        while monotonic() < end:
            with anyio.move_on_after(self.random.uniform(0, 0.06)) as scope:
                await self.call()
            self.cancelled += scope.cancelled_caught

    async def task_worker(self, end: float) -> None:
        while monotonic() < end:
            task = asyncio.ensure_future(self.call())
            await asyncio.wait({task}, timeout=self.random.uniform(0, 0.06))
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                self.cancelled += 1

    async def run(self, worker: Callable[[float], Coroutine[object, object, None]]) -> None:
        while not (self.cancelled > 20 and self.answers > 20):
            end = monotonic() + STORM
            async with anyio.create_task_group() as group:
                for _ in range(10):
                    group.start_soon(worker, end)
        before = self.answers
        for _ in range(100):
            await self.call()
        assert self.answers == before + 100
        self.exchanger.abort()
        await anyio.sleep(0.05)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("library", ["asyncio", "asyncio's own tasks", "trio"])
def test_a_storm_of_cancellations(
    serve: Serve, server_tls: ssl.SSLContext, client_tls: ssl.SSLContext, scheme: str, library: str
) -> None:
    def answer_securely(connection: socket.socket) -> None:
        with server_tls.wrap_socket(connection, server_side=True) as secure:
            answer(secure)

    port = serve(answer if scheme == "http" else answer_securely)
    storm = Storm(HttpRequest("GET", scheme, "127.0.0.1", port, b"/", ()), client_tls)
    worker = storm.task_worker if "own" in library else storm.scoped_worker
    clients: list[int] = []

    async def main() -> None:
        await storm.run(worker)
        clients.append(open_to(port))

    if library == "trio":
        trio.run(main)
    else:
        asyncio.run(main())
    assert clients == [0]


def open_to(port: int) -> int:
    """Connections of this process that lead to the port."""
    wanted = f":{port:04X}"
    inodes = set()
    with open("/proc/net/tcp") as table:
        for line in list(table)[1:]:
            fields = line.split()
            if fields[2].endswith(wanted):
                inodes.add(fields[9])
    found = 0
    for descriptor in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            link = os.readlink(f"/proc/self/fd/{descriptor}")
            found += link.startswith("socket:") and link[8:-1] in inodes
    return found
