"""Law 5: in a simulated world with arbitrary faults, a call ends in time, does no harm and tells the truth."""

from hypothesis import given, strategies as st
from property_tests.world.driver import Nature
from property_tests.world.laws import check
from property_tests.world.replies import TokenReply
from property_tests.world.scripts import Begin, Event, natures, play, single_calls, stories, token_replies


@given(natures, st.lists(token_replies, max_size=2), single_calls())
def test_single_calls(nature: Nature, grants: list[TokenReply], begin: Begin) -> None:
    check(play(nature, grants, [(begin, 0.0)]))


@given(natures, st.lists(token_replies, max_size=6), stories)
def test_arbitrary_worlds(nature: Nature, grants: list[TokenReply], story: list[tuple[Event, float]]) -> None:
    check(play(nature, grants, story))
