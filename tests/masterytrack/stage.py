"""What the tests of MasteryTrack are played on: a small sandbox with a client, or a server with answers of our own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, Unpack

from tests.scripted_server import Reply, ScriptedServer, Seen
from tests.support import MASTERYTRACK, SCHOOL_DAY, client_of

from timeback_core import Settings, TimebackClient
from timeback_core.sandbox import Sandbox

TOKEN = Reply({"success": True, "jwt": "the-jwt"})


class Stage(NamedTuple):
    """A sandbox, a client of all that it has, and one of its students."""

    sandbox: Sandbox
    client: TimebackClient
    kid: str
    """An e-mail address."""


@contextmanager
def staged() -> Iterator[Stage]:
    """A sandbox with two students."""
    with (
        Sandbox(students=2, now=SCHOOL_DAY).serve() as server,
        client_of(server, **MASTERYTRACK["BEYOND_AI"]) as client,
    ):
        users = server.sandbox.documents("users")
        kid = next(str(user["email"]) for user in users if user["sourcedId"] == "student-1")
        yield Stage(server.sandbox, client, kid)


@contextmanager
def saying(*replies: Reply, **changes: Unpack[Settings]) -> Iterator[tuple[TimebackClient, list[Seen]]]:
    """A client before a server that gives a token, and then these answers in turn; and what reaches that beside it."""
    left, seen = list(replies), list[Seen]()

    def answer(asked: Seen) -> Reply:
        if asked.path == "/authorizer":
            return TOKEN
        seen.append(asked)
        return left.pop(0) if len(left) > 1 else left[0]

    with ScriptedServer(answer) as server:
        known = Settings(masterytrack_email="app@example.test", masterytrack_api_key="the-key")
        known.update(changes)
        with client_of(server, **known) as client:
            yield client, seen
