"""Flows that make mistakes: a failure, and the same one in threads and in event loops."""

from collections.abc import Callable
from decimal import Decimal
from math import inf, nan
from typing import Any

import pytest
from returns.future import FutureSuccess
from returns.io import IOSuccess
from returns.result import Failure, Success
from tests.session.asking import open_client, told_by
from tests.session.ways import Way
from tests.support import error

from timeback_core import FlowRequest, Now, Perform, Settings, Sleep, flow
from timeback_core.errors import BroadcastFailed, Unexpected
from timeback_core.oneroster import get_user

NOWHERE = Settings(base_url="http://127.0.0.1:9", environ={})


@flow
def doing(step: Any) -> Any:
    """A flow of one step."""
    yield step
    return Success(1)


@flow
def giving(value: Any) -> Any:
    """A flow that gives something."""
    yield Now()
    return value


@flow
def going_on() -> Any:
    """A flow without an end."""
    yield from going_on.steps()


@flow
def no_generator() -> Any:
    """A flow that yields nothing."""
    return Success(1)


MISTAKES: dict[str, Callable[[], FlowRequest[Any]]] = {
    "sleeping for a text": lambda: doing.request(Sleep("x")),  # type: ignore[arg-type]  # the mistake
    "sleeping for digits": lambda: doing.request(Sleep("5")),  # type: ignore[arg-type]  # the mistake
    "sleeping for nothing": lambda: doing.request(Sleep(None)),  # type: ignore[arg-type]  # the mistake
    "sleeping for no number": lambda: doing.request(Sleep(nan)),
    "sleeping for a decimal number": lambda: doing.request(Sleep(Decimal("0.1"))),  # type: ignore[arg-type]  # the mistake
    "performing no request": lambda: doing.request(Perform("no request")),  # type: ignore[arg-type]  # the mistake
    "performing an operation": lambda: doing.request(Perform(get_user)),  # type: ignore[arg-type]  # the mistake
    "performing nothing": lambda: doing.request(Perform(None)),  # type: ignore[arg-type]  # the mistake
    "a step that is none": lambda: doing.request(get_user.request("u")),
    "no step at all": lambda: doing.request(None),
    "giving nothing": lambda: giving.request(None),
    "giving a plain value": lambda: giving.request(1),
    "giving an IOResult": lambda: giving.request(IOSuccess(1)),
    "giving a FutureResult": lambda: giving.request(FutureSuccess),
    "failing with a text": lambda: giving.request(Failure("text")),
    "failing with nothing": lambda: giving.request(Failure(None)),
    "failing with an exception": lambda: giving.request(Failure(ValueError("text"))),
    "failing with the error of no call": lambda: giving.request(Failure(BroadcastFailed(()))),
    "no end": going_on.request,
    "no generator": no_generator.request,
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_a_failure_of_its_own(way: Way, mistake: str) -> None:
    client = open_client(way, NOWHERE)
    told = told_by(way, client, lambda each: each.session.perform(MISTAKES[mistake]()))
    assert isinstance(error(told), Unexpected)
    client.close()


@pytest.mark.parametrize("seconds", [0, -1, -inf, False, 0.01])
def test_a_wait_that_is_over_is_none(way: Way, seconds: float) -> None:
    client = open_client(way, NOWHERE)
    assert told_by(way, client, lambda each: each.session.perform(doing.request(Sleep(seconds)))) == Success(1)
    client.close()
