"""An outbox for threads, or one for event loops, asked in the same words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Unpack

from returns.result import Result
from tests.scripted_server import ScriptedServer
from tests.session.ways import Way, run
from tests.support import async_client_of, client_of

from timeback_core import AsyncOutbox, CallOptions, Outbox
from timeback_core.compose import plain
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.outbox import SendReport

Told = Result[Any, StorageFailed | InvalidInput]


def told(way: Way, path: Path, ask: Callable[[Any], Any]) -> Told:
    """What an outbox says to a call of one of its methods."""
    if way == "threads":
        return Outbox.open(path).bind(lambda outbox: plain(ask(outbox)))

    async def work() -> Told:
        return plain(await AsyncOutbox.open(path).bind(ask))

    return run(way, work)


def sent(
    way: Way, path: Path, server: ScriptedServer, *, most_events: int = 100, **options: Unpack[CallOptions]
) -> SendReport:
    """What became of what lay in an outbox."""
    if way == "threads":
        with client_of(server, max_attempts=1) as client:
            outbox = Outbox.open(path).unwrap()
            return plain(outbox.send(client.using(**options), most_events=most_events)).unwrap()

    async def work() -> SendReport:
        async with async_client_of(server, max_attempts=1) as client:
            outbox = plain(await AsyncOutbox.open(path)).unwrap()
            return plain(await outbox.send(client.using(**options), most_events=most_events)).unwrap()

    return run(way, work)
