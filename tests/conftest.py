"""A small district over HTTP, a client of it, a server that says what a test wants, and the ways to call."""

from collections.abc import Iterator

import pytest
from tests.answering import CREATED, Answering
from tests.scripted_server import ScriptedServer, in_turn
from tests.session.ways import LOOPS, WAYS, Way
from tests.support import SCHOOL_DAY, client_of

from timeback_core import TimebackClient
from timeback_core.sandbox import Sandbox, Server


@pytest.fixture
def server() -> Iterator[Server]:
    """A sandbox with twelve students."""
    with Sandbox(students=12, now=SCHOOL_DAY).serve() as running:
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


@pytest.fixture
def answering() -> Iterator[Answering]:
    """A session whose server answers what the test writes down; each call is made once."""
    with ScriptedServer(in_turn(CREATED)) as server, client_of(server, max_attempts=1) as opened:
        yield Answering(server, opened)


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
