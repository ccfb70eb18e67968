"""A small district over HTTP, and a client of it."""

from collections.abc import Iterator

import pytest
from tests.weaknesses.support import client_of

from timeback_core import TimebackClient
from timeback_core.sandbox import Sandbox, Server


@pytest.fixture
def server() -> Iterator[Server]:
    """A sandbox with twelve students."""
    with Sandbox(students=12).serve() as running:
        yield running


@pytest.fixture
def sandbox(server: Server) -> Sandbox:
    """The sandbox that the server answers from."""
    return server.sandbox


@pytest.fixture
def client(server: Server) -> Iterator[TimebackClient]:
    """A client of the sandbox, closed at the end."""
    with client_of(server) as opened:
        yield opened
