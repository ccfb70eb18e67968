"""Law 5 as a machine: calls, troubles and time in any order; the laws hold while it runs and when it rests."""

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from property_tests.profiles import so_many
from property_tests.world.driver import Nature, World
from property_tests.world.laws import check, check_bounds, check_repetitions
from property_tests.world.replies import TokenReply
from property_tests.world.scripts import LOOPS, Begin, Happen, begins, loops, natures, pauses, take_place, token_replies


class PolicyMachine(RuleBasedStateMachine):
    """A world whose story is made up while it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(Nature(), ())

    @initialize(nature=natures, grants=st.lists(token_replies, max_size=6))
    def begin_world(self, nature: Nature, grants: list[TokenReply]) -> None:
        self.world = World(nature, grants)

    @rule(begin=begins)
    def begin_call(self, begin: Begin) -> None:
        take_place(self.world, begin)

    @rule(begin=begins, count=st.integers(2, 20))
    def begin_equal_calls(self, begin: Begin, count: int) -> None:
        for _ in range(count):
            take_place(self.world, begin)

    @rule(seconds=pauses)
    def pass_time(self, seconds: float) -> None:
        self.world.pass_time(seconds)

    @rule()
    def refuse_all_tokens(self) -> None:
        self.world.server.revoke_all()

    @rule(which=st.integers(0, 30))
    def cancel_call(self, which: int) -> None:
        take_place(self.world, Happen("cancel", which))

    @rule(loop=loops)
    def end_loop(self, loop: str) -> None:
        take_place(self.world, Happen("kill", LOOPS.index(loop)))

    @invariant()
    def one_fetch_at_most(self) -> None:
        assert sum(fetch.ended is None for fetch in self.world.fetches) <= 1

    @invariant()
    def ended_calls_obey(self) -> None:
        for caller in self.world.callers:
            if caller.trace.ended is not None:
                check_bounds(caller.trace, self.world.nature.overslept)
                check_repetitions(caller.trace)

    def teardown(self) -> None:
        self.world.pass_time()
        check(self.world)


PolicyMachine.TestCase.settings = settings(max_examples=so_many(40), stateful_step_count=25, deadline=None)
TestPolicy = PolicyMachine.TestCase
