"""A scripted server, and one way to send from threads, asyncio and trio alike."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TypeAlias, TypeVar

import anyio
import trio

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.exchange import Exchanger
from timeback_core.engine.transport.send import asend, send

T = TypeVar("T")
Script: TypeAlias = Callable[[socket.socket], None]
"""What a server does with a connection."""
Timed: TypeAlias = tuple[SendOutcome, float]
"""An outcome and the seconds that it took."""


class Servers:
    """Servers that run scripts, a thread per connection, until the test ends."""

    def __init__(self) -> None:
        self.sockets: list[socket.socket] = []

    def start(self, script: Script) -> int:
        """The port of a server that runs the script with each of its connections."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.sockets.append(listener)
        threading.Thread(target=self._accept, args=(listener, script), daemon=True).start()
        return int(listener.getsockname()[1])

    def _accept(self, listener: socket.socket, script: Script) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.sockets.append(connection)
            threading.Thread(target=self._run, args=(connection, script), daemon=True).start()

    def _run(self, connection: socket.socket, script: Script) -> None:
        with contextlib.suppress(OSError), connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            script(connection)

    def stop(self) -> None:
        """Close everything, which ends the scripts."""
        for sock in self.sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


def run_in_asyncio(work: Callable[[], Awaitable[T]]) -> T:
    """The result of a coroutine function, run by asyncio."""

    async def main() -> T:
        return await work()

    return asyncio.run(main())


def run_in_trio(work: Callable[[], Awaitable[T]]) -> T:
    """The result of a coroutine function, run by trio."""
    return trio.run(work)


def ask_in_threads(
    requests: Sequence[HttpRequest], seconds: float, cap: int, connections: Connections, *, together: bool
) -> list[Timed]:
    """Send over an exchanger of this call, one after the other or all at once."""
    exchanger = Exchanger(connections)

    def ask(request: HttpRequest) -> Timed:
        start = monotonic()
        return send(exchanger, request, start + seconds, cap), monotonic() - start

    with ThreadPoolExecutor(len(requests) if together else 1) as pool:
        outcomes = list(pool.map(ask, requests))
    exchanger.abort()
    return outcomes


async def ask_in_loop(
    requests: Sequence[HttpRequest], seconds: float, cap: int, connections: Connections, *, together: bool
) -> list[Timed]:
    """Send over an exchanger of this call, one after the other or all at once."""
    exchanger = AsyncExchanger(connections)
    outcomes: dict[int, Timed] = {}

    async def ask(index: int, request: HttpRequest) -> None:
        start = monotonic()
        outcome = await asend(exchanger, request, start + seconds, cap)
        outcomes[index] = outcome, monotonic() - start

    async with anyio.create_task_group() as group:
        for index, request in enumerate(requests):
            if together:
                group.start_soon(ask, index, request)
            else:
                await ask(index, request)
    exchanger.abort()
    return [outcomes[index] for index in range(len(requests))]
