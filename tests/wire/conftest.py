"""One sandbox over HTTP for all cases, back at its start before each; clients of it, and a plain one."""

from collections.abc import Iterator

import httpx
import pytest

from timeback_core import Settings, TimebackClient
from timeback_core.sandbox import Sandbox, Server


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """A district of twelve students."""
    with Sandbox(students=12).serve() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    """The server, its documents as they were at the start."""
    running.sandbox.reset()
    return running


@pytest.fixture(scope="module")
def settings(running: Server) -> Settings:
    """What leads a client to the server."""
    return Settings(
        base_url=running.base_url,
        auth_url=running.token_url,
        client_id=running.client_id,
        client_secret=running.client_secret,
        environ={},
    )


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TimebackClient]:
    """A client for threads."""
    with TimebackClient.open(**settings).unwrap() as opened:
        yield opened


@pytest.fixture(scope="module")
def web(running: Server) -> Iterator[httpx.Client]:
    """A plain HTTP client with a token."""
    with httpx.Client(base_url=running.base_url, timeout=10) as plain:
        form = {"grant_type": "client_credentials"}
        answer = plain.post(running.token_url, data=form, auth=(running.client_id, running.client_secret))
        plain.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        yield plain
