"""Law 7: a stream is the concatenation of the pages, whole or with a failure at its end, however far it asks ahead."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar, Unpack

import anyio
import attrs
import pytest
from hypothesis import example, given, strategies as st
from property_tests.world.lists import ListNature, ListServer
from property_tests.world.plans import THINGS
from property_tests.world.sessions import Handler, async_session_over, session_over
from returns.io import IOResult
from returns.result import Failure, Result, Success

from timeback_core.compose import fold
from timeback_core.engine.call.expect import Many
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.page import Page
from timeback_core.engine.call.paging import Paging
from timeback_core.engine.call.request import Call, Request
from timeback_core.engine.codec import Model, model
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.errors import BadRow, DecodeError, IncompletePages, TimebackError


@model
class Row(Model):
    """A row that is known by its number."""

    id: int
    name: str


class NumberedOptions(FieldOptions, total=False):
    """The options of lists with numbered pages."""

    limit: int
    page: int


@operation(GET, THINGS, "/", Many("rows", Row))
def list_rows(**options: Unpack[ListOptions]) -> Call:
    """List rows by offset."""
    return Call(options=options)


@operation(GET, THINGS, "/", Many("rows", Row, paging=Paging("page", position="page")))
def list_numbered_rows(**options: Unpack[NumberedOptions]) -> Call:
    """List rows by page number."""
    return Call(options=options)


T = TypeVar("T")
Stream = Callable[[Handler, Request[Page[Row]], int], list[Result[Row, TimebackError | BadRow]]]


def by_thread(server: Handler, request: Request[Page[Row]], prefetch: int) -> list[Result[Row, TimebackError | BadRow]]:
    return list(session_over(server).using(prefetch=prefetch).stream(request))


def by_loop(backend: str) -> Stream:
    def run(server: Handler, request: Request[Page[Row]], prefetch: int) -> list[Result[Row, TimebackError | BadRow]]:
        async def gather() -> list[Result[Row, TimebackError | BadRow]]:
            session = async_session_over(server).using(prefetch=prefetch)
            return [row async for row in session.stream(request)]

        return anyio.run(gather, backend=backend)

    return run


STREAMS: Sequence[Stream] = (by_thread, by_loop("asyncio"), by_loop("trio"))
every_stream = pytest.mark.parametrize("stream", STREAMS, ids=["threads", "asyncio", "trio"])
prefetches = st.sampled_from((0, 1, 2, 5))
limits = st.sampled_from((1, 2, 3, 5, 40))
indices = st.frozensets(st.integers(0, 30), max_size=4)


def told_totals() -> st.SearchStrategy[ListNature]:
    """Lists whose totals are known: then nothing may be lost, whatever the server does."""
    return st.builds(
        ListNature,
        rows=st.integers(0, 30),
        bad=indices,
        totals=st.sampled_from(("body", "header")),
        most=st.none() | st.integers(1, 10),
        echo=st.booleans(),
        short=indices,
        empty_once=indices,
    )


def untold_totals() -> st.SearchStrategy[ListNature]:
    """Lists whose end shows by a page that is not full, or by a link."""
    linked = st.builds(
        ListNature,
        rows=st.integers(0, 30),
        bad=indices,
        totals=st.just("link"),
        most=st.none() | st.integers(1, 10),
        echo=st.booleans(),
        short=indices,
    )
    silent = st.builds(
        ListNature, rows=st.integers(0, 30), bad=indices, totals=st.just("nowhere"), most=st.none() | st.integers(1, 10)
    )
    return linked | silent


def numbered() -> st.SearchStrategy[ListNature]:
    """Lists by page number."""
    return st.builds(
        ListNature,
        rows=st.integers(0, 30),
        bad=indices,
        totals=st.sampled_from(("body", "header", "nowhere")),
        style=st.just("page"),
        most=st.none() | st.integers(1, 10),
    )


def plain(told: IOResult[T, TimebackError]) -> Result[T, TimebackError]:
    """The result without its IO."""
    good: Callable[[T], Result[T, TimebackError]] = Success
    bad: Callable[[TimebackError], Result[T, TimebackError]] = Failure
    return fold(told, good, bad)


def numbers(told: Sequence[Result[Row, TimebackError | BadRow]]) -> list[int | str]:
    """The rows by their numbers, and what stands for the others."""
    seen: list[int | str] = []
    for each in told:
        if isinstance(each, Success):
            seen.append(each.unwrap().id)
        else:
            seen.append("bad" if isinstance(each.failure(), BadRow) else type(each.failure()).__name__)
    return seen


def all_rows(nature: ListNature, start: int = 0) -> list[int | str]:
    """What a list holds from a row on."""
    return ["bad" if index in nature.bad else index for index in range(start, nature.rows)]


@given(nature=told_totals() | untold_totals(), count=st.integers(0, 35), limit=limits, prefetch=prefetches)
def test_take_gives_the_first_rows_and_asks_for_no_more(
    nature: ListNature, count: int, limit: int, prefetch: int
) -> None:
    server = ListServer(nature)
    session = session_over(server).using(prefetch=prefetch)
    told = plain(session.take(count, list_rows.request(limit=limit)))
    assert all(start + asked <= count for start, asked in server.seen)
    if any(index < min(nature.rows, count) for index in nature.bad):
        assert isinstance(told, Failure)
    else:
        assert isinstance(told, Success)
        assert [row.id for row in told.unwrap()] == list(range(min(nature.rows, count)))


@given(nature=told_totals() | untold_totals(), limit=limits, prefetch=prefetches, count=st.none() | st.integers(0, 35))
def test_whoever_skips_bad_rows_has_the_others_and_is_told(
    nature: ListNature, limit: int, prefetch: int, count: int | None
) -> None:
    session = session_over(ListServer(nature)).using(prefetch=prefetch, bad_rows="skip")
    request = list_rows.request(limit=limit)
    told = plain(session.collect(request) if count is None else session.take(count, request))
    assert isinstance(told, Success)
    rows = told.unwrap()
    wanted = range(nature.rows if count is None else min(count, nature.rows))
    assert [row.id for row in rows] == [index for index in wanted if index not in nature.bad]
    assert [row.id for row in rows.bad] == [str(index) for index in wanted if index in nature.bad]


@given(nature=told_totals(), limit=limits, prefetch=prefetches)
def test_nothing_is_given_twice_and_only_what_was_empty_is_asked_for_twice(
    nature: ListNature, limit: int, prefetch: int
) -> None:
    server = ListServer(nature)
    by_thread(server, list_rows.request(limit=limit), prefetch)
    assert sorted(server.given) == list(range(nature.rows))
    for (start, _), count in Counter(server.seen).items():
        assert count <= 1 + (start in nature.empty_once)


@every_stream
@given(nature=told_totals() | untold_totals(), limit=limits, prefetch=prefetches)
def test_a_stream_is_the_concatenation_of_the_pages(
    stream: Stream, nature: ListNature, limit: int, prefetch: int
) -> None:
    assert numbers(stream(ListServer(nature), list_rows.request(limit=limit), prefetch)) == all_rows(nature)


@every_stream
@given(nature=told_totals() | untold_totals(), limit=limits, prefetch=prefetches, start=st.integers(0, 35))
def test_a_stream_from_an_offset_is_the_rest_of_the_whole_stream(
    stream: Stream, nature: ListNature, limit: int, prefetch: int, start: int
) -> None:
    request = list_rows.request(limit=limit, offset=start)
    assert numbers(stream(ListServer(nature), request, prefetch)) == all_rows(nature, start)


@every_stream
@given(nature=numbered(), limit=limits, prefetch=prefetches)
def test_numbered_pages_are_concatenated_likewise(
    stream: Stream, nature: ListNature, limit: int, prefetch: int
) -> None:
    assert numbers(stream(ListServer(nature), list_numbered_rows.request(limit=limit), prefetch)) == all_rows(nature)


@given(rows=st.integers(0, 60), limit=st.integers(1, 10), most=st.none() | st.integers(1, 10), prefetch=prefetches)
def test_asking_ahead_costs_no_further_requests(rows: int, limit: int, most: int | None, prefetch: int) -> None:
    nature = ListNature(rows, most=most)
    one_by_one, ahead = ListServer(nature), ListServer(nature)
    by_thread(one_by_one, list_rows.request(limit=limit), 0)
    by_thread(ahead, list_rows.request(limit=limit), prefetch)
    assert sorted(start for start, _ in ahead.seen) == [start for start, _ in one_by_one.seen]


@every_stream
@given(rows=st.integers(1, 30), gap=st.integers(0, 29), limit=limits, prefetch=prefetches)
@example(rows=5, gap=0, limit=2, prefetch=0)
def test_a_list_that_stays_empty_before_its_end_ends_with_a_failure(
    stream: Stream, rows: int, gap: int, limit: int, prefetch: int
) -> None:
    gap %= rows
    server = ListServer(ListNature(rows, empty=gap))
    told = stream(server, list_rows.request(limit=limit), prefetch)
    assert told
    *had, last = told
    assert numbers(had) == list(range(gap))
    assert isinstance(last, Failure)
    error = last.failure()
    assert isinstance(error, IncompletePages)
    assert (error.received, error.total) == (gap, rows)


@given(nature=told_totals() | untold_totals(), limit=limits, prefetch=prefetches)
def test_collect_is_all_or_nothing(nature: ListNature, limit: int, prefetch: int) -> None:
    session = session_over(ListServer(nature)).using(prefetch=prefetch)
    told = plain(session.collect(list_rows.request(limit=limit)))
    if any(index < nature.rows for index in nature.bad):
        assert isinstance(told, Failure)
        assert isinstance(told.failure(), DecodeError)
    else:
        assert isinstance(told, Success)
        assert [row.id for row in told.unwrap()] == list(range(nature.rows))


@given(nature=told_totals() | untold_totals(), limit=limits)
def test_following_next_by_hand_gives_the_same(nature: ListNature, limit: int) -> None:
    whole = attrs.evolve(nature, bad=frozenset(), empty_once=frozenset())
    session = session_over(ListServer(whole))
    wanted: Request[Page[Row]] | None = list_rows.request(limit=limit)
    seen: list[int | str] = []
    while wanted is not None:
        page = plain(session.perform(wanted)).unwrap()
        seen.extend(row.id for row in page)
        wanted = page.next
    assert seen == all_rows(whole)
