"""What requests of the other APIs give against a script, for clients of either kind."""

from collections.abc import Callable
from typing import TypeVar, Unpack

from returns.io import IOResult
from returns.result import Result
from tests.scripted_server import Reply, Script, ScriptedServer, Seen, in_turn
from tests.session.ways import Way, perform, run

from timeback_core import AsyncTimebackClient, Request, Settings, TimebackClient, TimebackError
from timeback_core.compose import plain

T = TypeVar("T")

ITEM = {"identifier": "i"}


def settings(server: ScriptedServer) -> Settings:
    """All services on one server, QTI below a path of its own; no tokens but MasteryTrack's."""
    names = ("edubridge", "caliper", "powerpath", "clr")
    return Settings(
        services={**dict.fromkeys(names, server.base_url), "qti": f"{server.base_url}/api"},
        masterytrack_base_url=server.base_url,
        masterytrack_api_key="key",
        masterytrack_email="app@example.com",
        environ={},
    )


def told(
    way: Way, script: Script, *requests: Request[T], **changes: Unpack[Settings]
) -> tuple[list[Result[T, TimebackError]], list[Seen]]:
    """What requests give against a script, and what arrived."""
    with ScriptedServer(script) as server:
        given = Settings(**{**settings(server), **changes})
        return perform(way, given, *requests), server.calls()


def given_once(way: Way, reply: Reply, request: Request[T]) -> tuple[T, Seen]:
    """The value that a request gives for one answer, and how it arrived."""
    results, seen = told(way, in_turn(reply), request)
    return results[0].unwrap(), seen[0]


def refused_once(way: Way, reply: Reply, request: Request[T]) -> TimebackError:
    """The error that a request gives for one answer."""
    return told(way, in_turn(reply), request)[0][0].failure()


def client_work(
    way: Way, script: Script, ask: Callable[[TimebackClient], IOResult[T, TimebackError]]
) -> tuple[Result[T, TimebackError], list[Seen]]:
    """What a call on a client of either kind gives, and what arrived."""
    with ScriptedServer(script) as server:
        if way == "threads":
            with TimebackClient.open(**settings(server)).unwrap() as client:
                return plain(ask(client)), server.calls()

        async def work() -> Result[T, TimebackError]:
            async with AsyncTimebackClient.open(**settings(server)).unwrap() as client:
                return plain(await ask(client))  # type: ignore[arg-type,misc]  # the same call, awaited

        return run(way, work), server.calls()
