"""A small district in this process, and httpx clients that are allowed to use it."""

from collections.abc import Iterator

import httpx
import pytest

from timeback_core.sandbox import Sandbox, Server
from timeback_core.sandbox.box import BASE_URL


def authorized(client: httpx.Client, sandbox: Sandbox) -> httpx.Client:
    """The client with a token of the sandbox."""
    form = {"grant_type": "client_credentials"}
    answer = client.post(sandbox.token_path, data=form, auth=(sandbox.client_id, sandbox.client_secret))
    client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


@pytest.fixture(scope="session")
def districts() -> list[Sandbox]:
    """Those that were made so far: making one takes longer than most tests."""
    return []


@pytest.fixture
def sandbox(districts: list[Sandbox]) -> Sandbox:
    """Two schools with twelve students, as at the start; one that has been served names another address."""
    if not districts or districts[-1].base_url != BASE_URL:
        districts.append(Sandbox(students=12, clock=lambda: 1_790_000_000.125))
    sandbox = districts[-1]
    sandbox.reset()
    sandbox.revoke_tokens()
    return sandbox


@pytest.fixture
def bare(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client without a token."""
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        yield client


@pytest.fixture
def api(sandbox: Sandbox, bare: httpx.Client) -> httpx.Client:
    """A client with a token, in this process."""
    sandbox.forget_requests()
    client = authorized(bare, sandbox)
    sandbox.forget_requests()
    return client


@pytest.fixture
def other_api() -> Iterator[httpx.Client]:
    """A client with a token of a sandbox that plays the other platform."""
    sandbox = Sandbox(students=12, platform="LEARNWITH_AI")
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        yield authorized(client, sandbox)


@pytest.fixture
def server(sandbox: Sandbox) -> Iterator[Server]:
    """The same sandbox over HTTP."""
    with sandbox.serve() as running:
        yield running


@pytest.fixture
def web(sandbox: Sandbox, server: Server) -> Iterator[httpx.Client]:
    """A client with a token, over HTTP."""
    with httpx.Client(base_url=server.base_url, timeout=30) as client:
        authorized(client, sandbox)
        sandbox.forget_requests()
        yield client
