"""Arbitrary worlds: what the network does, which calls are made when, and what happens to them."""

from typing import Literal, TypeAlias

import attrs
from hypothesis import strategies as st
from property_tests.world.driver import Nature, World
from property_tests.world.plans import KINDS, plan_of
from property_tests.world.replies import (
    Answer,
    Asked,
    Cut,
    Grant,
    Nonsense,
    NoToken,
    Reply,
    Silent,
    TokenReply,
    Unreachable,
)

from timeback_core.engine.policy.plan import Rules

LOOPS = ("a", "b", "c")

delays = st.sampled_from((0.0, 0.05, 0.4, 1.5))
asked = st.builds(
    Asked,
    st.sampled_from((0, 1, 3, 60)),
    st.sampled_from(("seconds", "date", "date beside Date", "asctime")),
    st.sampled_from((0, -30, 7200)),
)
transient = st.builds(Answer, st.sampled_from((429, 502, 503, 504)), delays, st.none() | asked)
other = st.builds(Answer, st.sampled_from((200, 201, 302, 400, 403, 404, 409, 500)), delays)
cuts = st.builds(Cut, st.booleans(), st.booleans(), delays)
nonsense = st.builds(Nonsense, st.sampled_from(("garbage", "too_large", "unexpected", "slot", "barred")), delays)
replies: st.SearchStrategy[Reply] = st.one_of(
    transient, st.builds(Answer, st.just(401), delays), other, cuts, st.builds(Unreachable, delays),
    st.just(Silent()), nonsense,
)  # fmt: skip
grants = st.builds(Grant, st.sampled_from((None, 1, 4, 100, 3600)), delays)
token_replies: st.SearchStrategy[TokenReply] = st.one_of(
    grants, grants, st.builds(NoToken, delays), transient, st.builds(Answer, st.just(400), delays), cuts,
    st.builds(Unreachable, delays), st.just(Silent()),
)  # fmt: skip
natures = st.builds(
    Nature,
    token_timeout=st.sampled_from((1.0, 5.0)),
    token_attempts=st.integers(1, 3),
    overslept=st.sampled_from((0.0, 0.0, 0.02)),
    eager=st.booleans(),
    cannot_start=st.sampled_from((0, 0, 0, 2)),
    spent=st.sampled_from((0, 0, 0, 97, 99, 100)),
)
kinds = st.sampled_from(sorted(KINDS))
timeouts = st.sampled_from((0.3, 1.0, 5.0, 30.0, 100.0))
draws = st.lists(st.sampled_from((0.0, 0.1, 0.5, 0.99)), min_size=1, max_size=4).map(tuple)
loops = st.sampled_from(LOOPS)
pauses = st.sampled_from((0.0, 0.0, 0.1, 0.5, 3.0, 40.0))


@attrs.frozen
class Begin:
    """A call begins."""

    kind: str
    timeout: float
    attempts: int
    replies: tuple[Reply, ...]
    draws: tuple[float, ...]
    loop: str
    token: bool


@attrs.frozen
class Happen:
    """Something happens to the calls: one is cancelled, a loop dies, or the server refuses all its tokens."""

    what: Literal["cancel", "kill", "revoke"]
    which: int


Event: TypeAlias = Begin | Happen

OUTAGE = (Answer(503, 0.0),) * 9

begins = st.builds(
    Begin,
    kind=kinds,
    timeout=timeouts,
    attempts=st.sampled_from((1, 2, 3, 4, 9)),
    replies=st.lists(replies, max_size=5).map(tuple) | st.just(OUTAGE),
    draws=draws,
    loop=loops,
    token=st.sampled_from((True, True, True, False)),
)
happenings = st.builds(Happen, st.sampled_from(("cancel", "kill", "revoke")), st.integers(0, 11))
stories = st.lists(st.tuples(st.one_of(begins, begins, begins, happenings), pauses), min_size=1, max_size=12)


@st.composite
def single_calls(draw: st.DrawFn) -> Begin:
    """One call that meets the same few things again and again."""
    palette = draw(st.lists(replies, min_size=1, max_size=2))
    met = draw(st.lists(st.sampled_from([*palette, Answer(200), Answer(404)]), max_size=5))
    begin = draw(begins)
    return attrs.evolve(begin, replies=tuple(met), attempts=draw(st.sampled_from((2, 3, 4))))


def take_place(world: World, event: Event) -> None:
    """Let an event take place."""
    if isinstance(event, Begin):
        plan = plan_of(event.kind, token=event.token)
        world.call(plan, Rules(event.timeout, event.attempts), event.replies, event.draws, event.loop)
    elif event.what == "kill":
        world.kill(LOOPS[event.which % len(LOOPS)])
    elif event.what == "revoke":
        world.server.revoke_all()
    elif world.callers:
        world.cancel(world.callers[event.which % len(world.callers)].trace)


def play(nature: Nature, grants: list[TokenReply], story: list[tuple[Event, float]]) -> World:
    """A world in which a whole story has taken place."""
    world = World(nature, grants)
    for event, pause in story:
        take_place(world, event)
        world.pass_time(pause)
    world.pass_time()
    return world
