"""Servers and ways to ask them, for the tests of the transport."""

import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeAlias, TypeVar

import pytest
from tests.transport.asking import Script, Servers, Timed, ask_in_loop, ask_in_threads, run_in_asyncio, run_in_trio

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.connections import Connections

T = TypeVar("T")
Ask: TypeAlias = Callable[..., list[SendOutcome]]

CERTIFICATE = Path(__file__).with_name("loopback.pem")
CAP = 10_000_000


@pytest.fixture
def serve() -> Iterator[Callable[[Script], int]]:
    """Starts a server for a script and gives its port."""
    servers = Servers()
    yield servers.start
    servers.stop()


@pytest.fixture
def unanswered_port() -> Iterator[int]:
    """The port of a server whose backlog is full, so that connecting to it hangs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        waiting = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(address)
            waiting.append(filler)
        yield address[1]
        for filler in waiting:
            filler.close()


@pytest.fixture(scope="session")
def server_tls() -> ssl.SSLContext:
    """TLS for a server on loopback."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.fixture(scope="session")
def client_tls() -> ssl.SSLContext:
    """TLS for a client that trusts `server_tls`."""
    return ssl.create_default_context(cafile=str(CERTIFICATE))


@pytest.fixture(params=["asyncio", "trio"])
def run(request: pytest.FixtureRequest) -> Callable[[Callable[[], Awaitable[T]]], T]:
    """Runs a coroutine function, once by asyncio and once by trio."""
    return run_in_asyncio if request.param == "asyncio" else run_in_trio


@pytest.fixture(params=["threads", "asyncio", "trio"])
def ask_timed(request: pytest.FixtureRequest) -> Callable[..., list[Timed]]:
    """Sends requests from threads, asyncio or trio, and gives each outcome with its seconds."""

    def ask_timed(
        *requests: HttpRequest,
        seconds: float = 30.0,
        cap: int = CAP,
        connections: Connections | None = None,
        together: bool = False,
    ) -> list[Timed]:
        over = connections or Connections()
        if request.param == "threads":
            return ask_in_threads(requests, seconds, cap, over, together=together)
        runner = run_in_asyncio if request.param == "asyncio" else run_in_trio
        return runner(lambda: ask_in_loop(requests, seconds, cap, over, together=together))

    return ask_timed


@pytest.fixture
def ask(ask_timed: Callable[..., list[Timed]]) -> Ask:
    """Sends requests from threads, asyncio or trio, and gives the outcomes."""

    def ask(*requests: HttpRequest, **settings: object) -> list[SendOutcome]:
        return [outcome for outcome, _ in ask_timed(*requests, **settings)]

    return ask
