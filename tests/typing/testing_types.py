"""The types of what tests of users' own code are made of; checked by mypy and pyright, never run."""

from collections.abc import Sequence
from typing import assert_type

from hypothesis import strategies as st

from timeback_core import Created, Request, Settings
from timeback_core.oneroster import UserInput, create_user
from timeback_core.sandbox import Sandbox
from timeback_core.testing import (
    FaultyTransport,
    Mishap,
    RecordingTransport,
    SentRequest,
    SentRequests,
    models,
    requests,
    sent_to,
)


def strategies() -> None:
    """Of a model, and of an operation's requests."""
    assert_type(models(UserInput, given_name="Ada"), st.SearchStrategy[UserInput])
    assert_type(requests(create_user, valid=False), st.SearchStrategy[Request[Created]])


def transports(sandbox: Sandbox) -> Settings:
    """One over the other, for a client."""
    mishaps: Sequence[Mishap] = [Mishap.refused(operation=create_user, times=1), Mishap.slow(2, verb="GET", chance=0.1)]
    return {"transport": RecordingTransport(FaultyTransport(*mishaps, over=sandbox.transport(), seed=3))}


def assertions(sandbox: Sandbox, recording: RecordingTransport) -> None:
    """What was sent."""
    assert_type(sent_to(sandbox).of(create_user), SentRequests)
    assert_type(recording.sent[0], SentRequest)
    assert_type(recording.sent[1:], SentRequests)
    assert_type(recording.sent.only.query["limit"], str)
