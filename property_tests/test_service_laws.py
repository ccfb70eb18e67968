"""Laws 6 and 7 over all services: every read, and every list."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from returns.result import Result, Success
from tests.wire.case import Case, prepared
from tests.wire.services import CASES, name_of

from timeback_core import AsyncTimebackClient, TimebackClient, TimebackError
from timeback_core.compose import plain
from timeback_core.errors import Refusal
from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.world import Platform

READS = [case for _, case in CASES if case.operation.verb == "GET"]
LISTS = [case for case in READS if case.operation.expect.paged]

Stage = tuple[Sandbox, TimebackClient]
Stages = Callable[[Platform], Stage]


@pytest.fixture(scope="module")
def stages() -> Iterator[Stages]:
    """A sandbox of a platform, and a client of it."""
    with ExitStack() as opened:

        @cache
        def stage_of(platform: Platform) -> Stage:
            sandbox = Sandbox(students=8, platform=platform)
            return sandbox, opened.enter_context(TimebackClient.open(**sandbox.settings, environ={}).unwrap())

        yield stage_of


def told(result: Result[Any, TimebackError]) -> object:
    """A result without what differs from call to call."""
    if isinstance(result, Success):
        return result.unwrap()
    error = result.failure()
    return (type(error), error.status, error.reply) if isinstance(error, Refusal) else error


@pytest.mark.parametrize("case", READS, ids=name_of)
def test_threads_and_loops_read_alike(case: Case, stages: Stages) -> None:
    sandbox, client = stages(case.platform)
    sandbox.reset()
    known = prepared(case, client.session)
    unknown = known._replace(arguments=tuple("nobody" for _ in case.arguments))
    requests = [each.request() for each in (known, unknown)]

    async def by_loop() -> list[object]:
        async with AsyncTimebackClient.open(**sandbox.settings, environ={}).unwrap() as other:
            return [told(await other.session.result_of(request)) for request in requests]

    assert asyncio.run(by_loop()) == [told(client.session.result_of(request)) for request in requests]


@pytest.mark.parametrize("case", LISTS, ids=name_of)
@settings(max_examples=so_many(4))
@given(offset=st.integers(0, 30), limit=st.integers(1, 9), prefetch=st.integers(0, 3), most=st.integers(1, 12))
def test_a_stream_is_the_list(stages: Stages, case: Case, offset: int, limit: int, prefetch: int, most: int) -> None:
    sandbox, client = stages(case.platform)
    if case.before:
        sandbox.reset()
    case = prepared(case, client.session)
    operation: Any = case.operation
    style = operation.expect.paging.style
    paged, position, first = style != "none", "page" if style == "page" else "offset", int(style == "page")
    from_first = {**case.named, position: first} if paged else case.named
    whole = plain(operation.collect(client.session, *case.arguments, **from_first)).unwrap()
    named = {**case.named, position: offset + first, "limit": limit} if paged else case.named
    expected = whole[offset * limit if style == "page" else offset :] if paged else whole
    view = client.session.using(prefetch=prefetch)

    streamed = [row.unwrap() for row in operation.stream(view, *case.arguments, **named)]

    assert tuple(streamed) == expected
    assert plain(operation.take(view, most, *case.arguments, **named)).unwrap() == expected[:most]
