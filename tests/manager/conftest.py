"""A sandbox for the clients of a manager: in this process, and as a server."""

from collections.abc import Iterator

import pytest

from timeback_core import Config, configure
from timeback_core.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Sandbox:
    """A small Timeback without a server."""
    return Sandbox(students=3)


@pytest.fixture
def config(sandbox: Sandbox) -> Config:
    """A configuration whose calls end in the sandbox, without a socket."""
    return configure(**sandbox.settings, environ={}).unwrap()


@pytest.fixture
def served() -> Iterator[Sandbox]:
    """A small Timeback behind a real HTTP server."""
    sandbox = Sandbox(students=3)
    server = sandbox.serve()
    try:
        yield sandbox
    finally:
        server.close()


@pytest.fixture
def served_config(served: Sandbox) -> Config:
    """A configuration whose calls go to the server."""
    return configure(
        base_url=served.base_url,
        auth_url=served.token_url,
        client_id=served.client_id,
        client_secret=served.client_secret,
        environ={},
    ).unwrap()
