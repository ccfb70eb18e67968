"""Names with several addresses: a dead one uses up its share of the deadline, not all of it."""

import asyncio
import socket
from collections.abc import Callable
from time import monotonic

import pytest

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendFailed, SendOutcome
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.exchange import Exchanger
from timeback_core.engine.transport.send import asend, send

Serve = Callable[[Callable[[socket.socket], None]], int]
SECONDS = 0.6
REQUEST = HttpRequest("GET", "http", "many.example", 80, b"/", ())


def answer(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


def by_thread() -> SendOutcome:
    exchanger = Exchanger(Connections(trust_env=False))
    outcome = send(exchanger, REQUEST, monotonic() + SECONDS, 100)
    exchanger.abort()
    return outcome


def by_asyncio() -> SendOutcome:
    async def main() -> SendOutcome:
        exchanger = AsyncExchanger(Connections(trust_env=False))
        outcome = await asend(exchanger, REQUEST, monotonic() + SECONDS, 100)
        exchanger.abort()
        return outcome

    return asyncio.run(main())


@pytest.fixture
def resolve_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[int]], None]:
    """Makes the resolver give these ports of this machine as the addresses of any name."""

    def resolve_to(ports: list[int]) -> None:
        addresses = [
            (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", port))
            for port in ports
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **settings: addresses)

    return resolve_to


@pytest.mark.parametrize("call", [by_thread, by_asyncio])
def test_a_living_address_is_reached_past_dead_ones(
    call: Callable[[], SendOutcome],
    resolve_to: Callable[[list[int]], None],
    serve: Serve,
    unanswered_port: int,
) -> None:
    resolve_to([unanswered_port, 1, serve(answer)])
    start = monotonic()
    assert isinstance(call(), HttpResponse)
    assert monotonic() - start < 0.3


@pytest.mark.parametrize("call", [by_thread, by_asyncio])
def test_dead_addresses_together_take_the_deadline(
    call: Callable[[], SendOutcome], resolve_to: Callable[[list[int]], None], unanswered_port: int
) -> None:
    resolve_to([unanswered_port] * 3)
    start = monotonic()
    outcome = call()
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.sent, outcome.detail) == ("connect", False, "the deadline passed")
    assert 0.99 * SECONDS <= monotonic() - start <= 1.2 * SECONDS


@pytest.mark.parametrize("call", [by_thread, by_asyncio])
def test_a_name_without_addresses(
    call: Callable[[], SendOutcome], resolve_to: Callable[[list[int]], None]
) -> None:
    resolve_to([])
    outcome = call()
    assert isinstance(outcome, SendFailed)
    assert (outcome.kind, outcome.detail) == ("connect", "the name has no address")
