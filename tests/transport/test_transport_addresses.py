"""Names: a dead address holds nobody up for long (RFC 8305), nor does a slow resolver beyond the deadline."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from time import monotonic

import pytest
import trio
from tests.deadlines import AT_ONCE, quickest

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendFailed, SendOutcome
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.exchange import Dial, Exchanger, addresses_of
from timeback_core.engine.transport.send import asend, send

Serve = Callable[[Callable[[socket.socket], None]], int]
SECONDS = 0.6
REQUEST = HttpRequest("GET", "http", "many.example", 80, b"/", ())


def answer(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


def by_thread(seconds: float = SECONDS) -> SendOutcome:
    exchanger = Exchanger(Connections(trust_env=False))
    outcome = send(exchanger, REQUEST, monotonic() + seconds, 100)
    exchanger.abort()
    return outcome


def by_asyncio(seconds: float = SECONDS) -> SendOutcome:
    async def main() -> SendOutcome:
        exchanger = AsyncExchanger(Connections(trust_env=False))
        outcome = await asend(exchanger, REQUEST, monotonic() + seconds, 100)
        exchanger.abort()
        return outcome

    return asyncio.run(main())


def by_trio(seconds: float = SECONDS) -> SendOutcome:
    async def main() -> SendOutcome:
        exchanger = AsyncExchanger(Connections(trust_env=False))
        outcome = await asend(exchanger, REQUEST, monotonic() + seconds, 100)
        exchanger.abort()
        return outcome

    return trio.run(main)


@pytest.fixture
def resolve_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[int]], None]:
    """Makes the resolver give these ports of this machine as the addresses of any name."""

    def resolve_to(ports: list[int]) -> None:
        addresses = [
            (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", port)) for port in ports
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **settings: addresses)

    return resolve_to


@pytest.mark.parametrize("call", [by_thread, by_asyncio, by_trio])
def test_a_living_address_is_reached_past_dead_ones(
    call: Callable[[float], SendOutcome], resolve_to: Callable[[list[int]], None], serve: Serve, unanswered_port: int
) -> None:
    resolve_to([unanswered_port, 1, serve(answer)])
    start = monotonic()
    assert isinstance(call(30), HttpResponse)
    assert monotonic() - start < AT_ONCE


@pytest.mark.parametrize("call", [by_thread, by_asyncio, by_trio])
def test_dead_addresses_together_take_the_deadline(
    call: Callable[[], SendOutcome], resolve_to: Callable[[list[int]], None], unanswered_port: int
) -> None:
    resolve_to([unanswered_port] * 3)

    def ask() -> float:
        start = monotonic()
        outcome = call()
        assert isinstance(outcome, SendFailed)
        assert (outcome.kind, outcome.sent, outcome.detail) == ("timeout", False, "the deadline passed")
        return monotonic() - start

    assert 0.99 * SECONDS <= quickest(ask, 1.1 * SECONDS) <= 1.5 * SECONDS


@pytest.mark.parametrize("call", [by_thread, by_asyncio, by_trio])
def test_a_name_without_addresses(call: Callable[[], SendOutcome], resolve_to: Callable[[list[int]], None]) -> None:
    resolve_to([])
    outcome = call()
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.detail) == ("connect", "the name has no address")


@pytest.fixture
def slow_resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A resolver that knows numbers at once and names after half a minute."""
    over = threading.Event()

    def getaddrinfo(host: str, port: int, type: int = 0, flags: int = 0) -> object:  # noqa: A002
        if flags & socket.AI_NUMERICHOST:
            raise socket.gaierror("no number")
        over.wait(30)
        raise socket.gaierror("no name")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    over.set()


@pytest.mark.usefixtures("slow_resolver")
@pytest.mark.parametrize("call", [by_thread, by_asyncio, by_trio])
def test_a_slow_resolver_is_not_waited_for_beyond_the_deadline(call: Callable[[], SendOutcome]) -> None:
    start = monotonic()
    outcome = call()
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent, outcome.detail) == ("timeout", False, "the deadline passed")
    assert 0.99 * SECONDS <= monotonic() - start < AT_ONCE


@pytest.mark.usefixtures("slow_resolver")
def test_a_call_whose_name_is_being_resolved_can_be_ended() -> None:
    exchanger = Exchanger(Connections(trust_env=False))
    outcomes: list[SendOutcome] = []
    caller = threading.Thread(target=lambda: outcomes.append(send(exchanger, REQUEST, monotonic() + 30, 100)))
    caller.start()
    time.sleep(0.1)
    exchanger.abort()
    caller.join(AT_ONCE)
    [outcome] = outcomes
    assert isinstance(outcome, SendFailed)
    assert outcome.kind == "closed"


def test_families_are_tried_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    six, four = socket.AF_INET6, socket.AF_INET
    found = [(family, 1, 6, "", (str(at), 80)) for at, family in enumerate((six, six, six, four, four))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **settings: found)
    assert [address[4][0] for address in addresses_of("many.example", 80)] == ["0", "3", "1", "4", "2"]


@pytest.mark.parametrize("call", [by_thread, by_asyncio, by_trio])
def test_a_family_without_sockets_is_no_end(
    call: Callable[[], SendOutcome], serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on machines without IPv6, whose resolver gives such addresses nevertheless."""
    port = serve(answer)
    found = [(4711, socket.SOCK_STREAM, 0, "", ("::1", port)), (socket.AF_INET, 1, 0, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **settings: found)
    assert isinstance(call(), HttpResponse)


def test_a_connection_is_made_by_the_caller_where_no_thread_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sock = Dial(("localhost", listener.getsockname()[1]), 5).outcome()
    assert sock is not None
    sock.close()
