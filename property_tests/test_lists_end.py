"""Law 13: before any server a list ends, with all rows or with a failure that says what was seen."""

from collections.abc import Sequence

from hypothesis import example, given, strategies as st
from property_tests.test_pages import Row, Stream, every_stream, limits, list_numbered_rows, list_rows, prefetches
from property_tests.world.lists import Beyond, WildNature, WildServer
from returns.result import Failure, Result

from timeback_core.errors import BadRow, IncompletePages, TimebackError

totals = st.none() | st.integers(0, 40)
lengths = st.lists(st.none() | st.integers(0, 7), min_size=1, max_size=3).map(tuple)


@st.composite
def natures(draw: st.DrawFn) -> WildNature:
    """Any server, one that tells the truth about some things as often as not."""
    rows = draw(st.integers(0, 30))
    numbered = draw(st.booleans())
    beyond: Beyond = draw(st.sampled_from(("nothing", "first", "last", "around")))
    return WildNature(
        rows,
        body_total=draw(totals | st.just(rows)),
        header_total=draw(totals | st.just(rows)),
        links=draw(st.sampled_from(("none", "foreign", "right", "always", "never"))),
        spelling=draw(st.integers(0, 1)),
        beyond=beyond,
        lengths=(None,) if numbered or beyond == "last" else draw(st.just((None,)) | lengths),
        numbered=numbered,
        most=draw(st.none() | st.integers(1, 7)) if numbered else None,
    )


def given_and_end(told: Sequence[Result[Row, TimebackError | BadRow]]) -> tuple[list[int], IncompletePages | None]:
    """The rows of a stream and the failure at its end, if any."""
    end: IncompletePages | None = None
    if told and isinstance(last := told[-1], Failure):
        error = last.failure()
        assert isinstance(error, IncompletePages)
        told, end = told[:-1], error
    return [row.unwrap().id for row in told], end


def news_in(pages: Sequence[range]) -> int:
    """How many pages held a row that none before them had."""
    known: set[int] = set()
    count = 0
    for page in pages:
        count += not known.issuperset(page)
        known.update(page)
    return count


@every_stream
@given(nature=natures(), limit=limits, prefetch=prefetches)
@example(nature=WildNature(20, links="always"), limit=10, prefetch=0)
@example(nature=WildNature(20, beyond="first", body_total=20), limit=5, prefetch=2)
@example(nature=WildNature(20, beyond="last"), limit=5, prefetch=0)
@example(nature=WildNature(20, body_total=3, links="right"), limit=5, prefetch=2)
@example(nature=WildNature(20, lengths=(3,)), limit=5, prefetch=0)
@example(nature=WildNature(20, lengths=(3,), links="foreign"), limit=5, prefetch=0)
@example(nature=WildNature(20, links="right", spelling=1), limit=5, prefetch=0)
@example(nature=WildNature(20, body_total=9), limit=5, prefetch=0)
@example(nature=WildNature(20, body_total=30), limit=5, prefetch=0)
@example(nature=WildNature(20, body_total=30, numbered=True), limit=5, prefetch=0)
@example(nature=WildNature(20, body_total=20, numbered=True, most=3), limit=5, prefetch=0)
@example(nature=WildNature(1, body_total=2, numbered=True), limit=2, prefetch=0)
@example(nature=WildNature(20, body_total=20, header_total=5), limit=5, prefetch=0)
def test_a_list_ends_with_all_rows_or_says_that_it_does_not(
    stream: Stream, nature: WildNature, limit: int, prefetch: int
) -> None:
    server = WildServer(nature)
    request = list_numbered_rows.request(limit=limit) if nature.numbered else list_rows.request(limit=limit)
    rows, end = given_and_end(stream(server, request, prefetch))
    assert rows == list(range(len(rows)))
    if end is not None:
        assert (end.received, end.total) == (len(rows), nature.total)
        assert f"received {len(rows)}" in end.message
        assert not nature.honest
    else:
        assert nature.links != "always"
        assert nature.total is None or len(rows) >= nature.total
        if len(rows) < nature.rows:
            assert nature.links in ("none", "foreign", "never")
            assert nature.total in (None, len(rows))
            assert not nature.honest
    if nature.polite and nature.links == "right" and (nature.total or 0) <= nature.rows and len(server.pages) > 1:
        assert end is None
        assert len(server.pages) <= news_in(server.pages) * max(1, prefetch)
    asked_again = nature.total is not None and len(rows) < nature.total
    assert len(server.pages) <= (news_in(server.pages) + 1 + asked_again) * max(1, prefetch)
