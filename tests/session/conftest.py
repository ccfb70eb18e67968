"""A small district over HTTP, and the ways to reach it."""

from collections.abc import Iterator

import pytest
from tests.session.ways import LOOPS, WAYS, Way

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


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """Threads, asyncio and trio in turn."""
    chosen: Way = request.param
    return chosen


@pytest.fixture(params=LOOPS)
def loop(request: pytest.FixtureRequest) -> Way:
    """asyncio and trio in turn."""
    chosen: Way = request.param
    return chosen
