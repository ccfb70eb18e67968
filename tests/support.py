"""What the tests share: opening clients, leaving containers, reading what the sandbox received."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar, Unpack, cast
from urllib.parse import parse_qs

from returns.io import IOResult
from returns.result import Result
from tests.scripted_server import ScriptedServer

from timeback_core import AsyncTimebackClient, Settings, TimebackClient, TimebackError, evolve
from timeback_core.compose import plain
from timeback_core.engine.codec import Model, Unset
from timeback_core.oneroster import RefInput, UserInput, UserRoleAssignmentInput, ref_to
from timeback_core.sandbox import LoggedRequest, Sandbox, Server

T = TypeVar("T")
E = TypeVar("E")
M = TypeVar("M", bound=Model)

SCHOOL_DAY = datetime(2025, 10, 6, 12, tzinfo=UTC)
"""A day of the school year whose days the tests name."""

PERSON = {"sourcedId": "u", "givenName": "A", "familyName": "B"}
USER = {"user": PERSON}
"""A user as servers answer it, bare and in its envelope."""


def value(told: IOResult[T, E] | Result[T, E]) -> T:
    """The value of a call that has to succeed."""
    return plain(told).unwrap()


def error(told: IOResult[T, E] | Result[T, E]) -> E:
    """The error of a call that has to fail."""
    return plain(told).failure()


def settings_of(server: Server | ScriptedServer) -> Settings:
    """The settings that lead to a server."""
    if isinstance(server, Server):
        client_id, client_secret, platform = server.client_id, server.client_secret, server.platform
    else:
        client_id, client_secret, platform = "scripted-client", "scripted-secret", "BEYOND_AI"
    return Settings(
        base_url=server.base_url,
        auth_url=server.token_url,
        client_id=client_id,
        client_secret=client_secret,
        platform=platform,
        timeout=30.0,
        environ={},
    )


MASTERYTRACK: dict[str, Settings] = {
    "BEYOND_AI": {"masterytrack_email": "app@example.com", "masterytrack_api_key": "sandbox-key"},
    "LEARNWITH_AI": {},
}
"""What a client of a sandbox needs besides to reach MasteryTrack, where its platform has that."""


def printed(program: str, server: Server | ScriptedServer) -> str:
    """What a program prints in a process of its own; `SETTINGS` in it are those that lead to a server."""
    settings = ", ".join(f"{name}={each!r}" for name, each in settings_of(server).items())
    command = [sys.executable, "-c", program.replace("SETTINGS", settings)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 -- a test's own
    assert done.returncode == 0, done.stderr
    return done.stdout


def client_of(server: Server | ScriptedServer, **changes: Unpack[Settings]) -> TimebackClient:
    """A client for threads."""
    settings = settings_of(server)
    settings.update(changes)
    return TimebackClient.open(**settings).unwrap()


def async_client_of(server: Server | ScriptedServer, **changes: Unpack[Settings]) -> AsyncTimebackClient:
    """A client for event loops."""
    settings = settings_of(server)
    settings.update(changes)
    return AsyncTimebackClient.open(**settings).unwrap()


def calls(sandbox: Sandbox) -> list[LoggedRequest]:
    """The requests that arrived, those for tokens left out."""
    return [request for request in sandbox.requests() if request.path != sandbox.token_path]


def tokens_asked(sandbox: Sandbox) -> int:
    """How many token requests arrived."""
    return len(sandbox.requests()) - len(calls(sandbox))


def documents_sent(sandbox: Sandbox, verb: str) -> list[dict[str, object]]:
    """The documents in the bodies that were sent with that verb, without their envelopes."""
    sent: list[dict[str, object]] = []
    for request in calls(sandbox):
        if request.verb == verb:
            (document,) = json.loads(request.body).values()
            assert isinstance(document, dict)
            sent.append(document)
    return sent


def query(request: LoggedRequest) -> dict[str, str]:
    """The query parameters of a request, decoded."""
    parsed = parse_qs(request.target.partition("?")[2], keep_blank_values=True, strict_parsing=True)
    return {name: values[0] for name, values in parsed.items()}


def below(row: M, parent: Callable[[str], str | None]) -> M:
    """A row of a bulk create whose references name its parent, where `parent` has one of that kind."""
    named = {name: parent(name.rstrip("_")) for name in ("school", "class_", "line_item") if hasattr(row, name)}
    return evolve(row, **{name: ref_to(each) for name, each in named.items() if each is not None})


def new_user(sourced_id: str | Unset = "new", email: str = "ada.li@example.com") -> UserInput:
    """A student who is not in the sandbox yet."""
    school = RefInput(sourced_id="school-1")
    return UserInput(
        sourced_id=sourced_id,
        given_name="Ada",
        family_name="Li",
        enabled_user=True,
        roles=(UserRoleAssignmentInput(role="student", role_type="primary", org=school),),
        email=email,
    )


def spelled_alike(name: str) -> str:
    """A name without what tells Python's spelling from the wire's."""
    return name.replace("_", "").lower()


def unchecked(operation: object) -> Callable[..., IOResult[Any, TimebackError]]:
    """An operation as it is called by code that no type checker has seen."""
    return cast("Callable[..., IOResult[Any, TimebackError]]", operation)  # that is the point
