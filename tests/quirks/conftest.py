"""Clients in this process: of a small district, and of answers that a test writes down."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from tests.quirks.answering import Answering, client_of

from timeback_core import TimebackClient
from timeback_core.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Sandbox:
    """A district with six students."""
    return Sandbox(students=6)


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[TimebackClient]:
    """A client of the sandbox."""
    with client_of(sandbox.transport(), attempts=3) as opened:
        yield opened


@pytest.fixture
def answering() -> Iterator[Answering]:
    """Opens clients of scripted answers, and closes them at the end."""
    with ExitStack() as opened:
        yield Answering(opened)
