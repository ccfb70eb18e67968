"""The deadline of a call holds, whatever the server does to stretch it."""

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from time import monotonic

import anyio
import pytest
from tests.deadlines import DEADLINE
from tests.session.raw_server import TOKEN, USER, RawServer, Script, answer, read_head
from tests.session.ways import Told, Way, run
from tests.support import error

from timeback_core import AsyncTimebackClient, Settings, TimebackClient
from timeback_core.errors import TimedOut
from timeback_core.oneroster.models.users import User
from timeback_core.oneroster.users import get_user

Timed = tuple[Told[User], float]


def drip(connection: socket.socket, data: bytes) -> None:
    """Send a byte at a time."""
    for index in range(len(data)):
        connection.sendall(data[index : index + 1])
        time.sleep(0.05)


def hang(connection: socket.socket) -> None:
    """Read the request and say nothing."""
    read_head(connection)
    connection.recv(1)


def drip_answer(connection: socket.socket) -> None:
    """Answer from the first byte of the head on."""
    if read_head(connection):
        drip(connection, answer(USER))


def drip_body(connection: socket.socket) -> None:
    """Answer with a whole head at once and a body that never ends."""
    if read_head(connection):
        whole = answer(b" " * 1000)
        connection.sendall(whole[:-1000])
        drip(connection, b" " * 1000)


def drip_token(connection: socket.socket) -> None:
    """Give no token in time."""
    if read_head(connection):
        drip(connection, answer(TOKEN))


def slow_token_then_hang(connection: socket.socket) -> None:
    """Give the token after half of the time, and no answer at all."""
    if read_head(connection):
        time.sleep(DEADLINE / 2)
        connection.sendall(answer(TOKEN))
        hang(connection)


def fail_then_hang(connection: socket.socket) -> None:
    """Ask for a repetition, and do not answer that."""
    if read_head(connection):
        connection.sendall(answer(b"", b"Retry-After: 0", status=503))
        hang(connection)


CASES: dict[str, tuple[Script, bool]] = {
    "hang": (hang, False),
    "dripped answer": (drip_answer, False),
    "dripped body": (drip_body, False),
    "dripped token": (drip_token, True),
    "slow token, then nothing": (slow_token_then_hang, True),
    "a failure, then nothing": (fail_then_hang, False),
}


@pytest.fixture
def settings_by_case() -> Iterator[dict[str, Settings]]:
    """For each case the settings that lead to a server of its own."""
    with ExitStack() as servers:
        made: dict[str, Settings] = {}
        for name, (script, auth) in CASES.items():
            made[name] = servers.enter_context(RawServer(script)).settings(auth=auth)
            made[name]["timeout"] = DEADLINE
        yield made


def ask_in_threads(settings_by_case: dict[str, Settings]) -> dict[str, Timed]:
    """Every case at once, each in a thread."""

    def ask(settings: Settings) -> Timed:
        with TimebackClient.open(**settings).unwrap() as client:
            begun = monotonic()
            return client.session.result_of(get_user.request("u")), monotonic() - begun

    with ThreadPoolExecutor(len(settings_by_case)) as pool:
        return dict(zip(settings_by_case, pool.map(ask, settings_by_case.values()), strict=True))


async def ask_in_tasks(settings_by_case: dict[str, Settings]) -> dict[str, Timed]:
    """Every case at once, each in a task."""
    told: dict[str, Timed] = {}

    async def ask(name: str, settings: Settings) -> None:
        async with AsyncTimebackClient.open(**settings).unwrap() as client:
            begun = monotonic()
            told[name] = await client.session.result_of(get_user.request("u")), monotonic() - begun

    async with anyio.create_task_group() as group:
        for name, settings in settings_by_case.items():
            group.start_soon(ask, name, settings)
    return told


def test_the_deadline_holds(way: Way, settings_by_case: dict[str, Settings]) -> None:
    ask: Callable[[dict[str, Settings]], dict[str, Timed]] = ask_in_threads
    if way != "threads":
        ask = lambda cases: run(way, lambda: ask_in_tasks(cases))  # noqa: E731 -- one way of two

    shortest = dict.fromkeys(CASES, float("inf"))
    # A busy machine may wake us late: repeated, so that only what is always late fails.
    for _ in range(8):
        late = {name: settings_by_case[name] for name in CASES if shortest[name] > 1.05 * DEADLINE}
        if not late:
            break
        for name, (told, seconds) in ask(late).items():
            assert isinstance(error(told), TimedOut), name
            assert seconds >= 0.98 * DEADLINE, name
            shortest[name] = min(shortest[name], seconds)
    assert {name: seconds for name, seconds in shortest.items() if seconds > 1.25 * DEADLINE} == {}
