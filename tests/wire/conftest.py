"""A sandbox over HTTP for each platform, back at its start before each case; clients of it, and a plain one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import NamedTuple

import httpx
import pytest
from tests.documented import Documented
from tests.support import MASTERYTRACK, SCHOOL_DAY, client_of

from timeback_core import TimebackClient
from timeback_core.sandbox import Server
from timeback_core.sandbox.world import Platform


class Stage(NamedTuple):
    """What a case is played on."""

    server: Server
    client: TimebackClient
    """A client for threads."""
    web: httpx.Client
    """A plain HTTP client with a token."""

    def reset(self) -> "Stage":
        """Itself, its documents as they were at the start."""
        self.server.sandbox.reset()
        self.undocumented.clear()
        return self

    @property
    def undocumented(self) -> list[str]:
        """What was answered that the sandbox does not document."""
        assert isinstance(self.server.sandbox, Documented)
        return self.server.sandbox.undocumented


@pytest.fixture(scope="package")
def stages() -> Iterator[Callable[[Platform], Stage]]:
    """The stage of a platform, a district of twelve students."""
    with ExitStack() as opened:

        @cache
        def stage_of(platform: Platform) -> Stage:
            server = opened.enter_context(Documented(students=12, platform=platform, now=SCHOOL_DAY).serve())
            client = opened.enter_context(client_of(server, **MASTERYTRACK[platform]))
            web = opened.enter_context(httpx.Client(base_url=server.base_url, timeout=30))
            form = {"grant_type": "client_credentials"}
            answer = web.post(server.token_url, data=form, auth=(server.client_id, server.client_secret))
            web.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
            return Stage(server, client, web)

        yield stage_of


@pytest.fixture
def stage(stages: Callable[[Platform], Stage]) -> Stage:
    """The stage of the first platform, at its start."""
    return stages("BEYOND_AI").reset()


@pytest.fixture
def server(stage: Stage) -> Server:
    """Its server."""
    return stage.server


@pytest.fixture
def client(stage: Stage) -> TimebackClient:
    """Its client."""
    return stage.client
