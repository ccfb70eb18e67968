"""Law 5: the places that an arbitrary world may miss, each reached on purpose and held against the same laws."""

import os
import time
from collections.abc import Iterator, Sequence
from typing import Literal

import pytest
from property_tests.world.driver import Nature, World
from property_tests.world.laws import check
from property_tests.world.plans import plan_of
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
from property_tests.world.rules import status_of
from property_tests.world.trace import Trace
from returns.result import Failure, Success

from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.policy.plan import Plan, Rules
from timeback_core.errors import (
    AuthError,
    ConnectionFailed,
    NotFound,
    RateLimited,
    ServerFault,
    TimebackError,
    TimedOut,
    Unauthorized,
)

HALF = (0.5,)


def statuses(trace: Trace) -> list[int | None]:
    return [status_of(attempt) for attempt in trace.tries]


def error_of(trace: Trace) -> TimebackError:
    assert isinstance(trace.result, Failure)
    error: TimebackError = trace.result.failure()
    return error


def one(
    kind: str,
    *replies: Reply,
    timeout: float = 30.0,
    attempts: int = 4,
    nature: Nature | None = None,
    grants: Sequence[TokenReply] = (),
    token: bool = True,
) -> Trace:
    """A world with one call, brought to rest and checked."""
    world = World(nature or Nature(), grants)
    trace = world.call(plan_of(kind, token=token), Rules(timeout, attempts), replies, HALF)
    world.pass_time()
    check(world)
    return trace


def crowd(world: World, count: int, *replies: Reply, timeout: float = 30.0, loop: str = "a") -> list[Trace]:
    """Equal calls that begin at the same instant."""
    return [world.call(plan_of("read"), Rules(timeout, 4), replies, HALF, loop) for _ in range(count)]


def rest(world: World) -> None:
    world.pass_time()
    check(world)


def test_a_token_that_expires_in_mid_flight_is_replaced_once() -> None:
    trace = one("create", Answer(200, 5.0), Answer(201), grants=[Grant(life=4), Grant()])
    assert statuses(trace) == [401, 201]
    assert [attempt.token for attempt in trace.tries] == ["t1", "t2"]
    assert isinstance(trace.result, Success)


def test_a_401_on_a_fresh_token_too_is_told() -> None:
    trace = one("read", Answer(401), Answer(401), Answer(200))
    assert statuses(trace) == [401, 401]
    assert isinstance(error_of(trace), Unauthorized)


@pytest.mark.parametrize("replies", [[Answer(401)], [Answer(503), Answer(401)]])
def test_a_401_at_the_last_allowed_attempt_is_told_and_the_next_call_has_another_token(replies: list[Reply]) -> None:
    world = World(Nature(), ())
    plan, rules = plan_of("read"), Rules(30.0, len(replies))
    traces = []
    for said in (replies, [Answer(200)]):
        traces.append(world.call(plan, rules, said, HALF))
        world.pass_time()
    check(world)
    assert [isinstance(trace.result, Success) for trace in traces] == [False, True]
    assert [trace.tries[-1].token for trace in traces] == ["t1", "t2"]


def test_an_operation_that_refuses_fresh_tokens_too_is_believed_for_a_minute() -> None:
    world, plan, other = World(Nature(), ()), plan_of("read"), plan_of("read")
    refusal, good = [Answer(401)] * 4, [Answer(200)]

    def tried(plan: Plan[JsonValue], replies: list[Answer], after: float = 1.0, attempts: int = 4) -> list[str | None]:
        world.pass_time(after)
        trace = world.call(plan, Rules(30.0, attempts), replies, HALF)
        world.pass_time(1.0)
        return [attempt.token for attempt in trace.tries]

    assert tried(plan, refusal) == ["t1", "t2"]
    assert [tried(plan, refusal) for _ in range(5)] == [["t2"]] * 5
    assert tried(other, refusal) == ["t2", "t3"], "another operation was believed too"
    assert tried(plan, refusal) == ["t3"]
    assert tried(plan, refusal, after=60.0) == ["t3", "t4"]
    assert tried(plan, good) == ["t4"]
    assert tried(plan, [*refusal[:1], *good]) == ["t4", "t5"], "it was believed although it took the token since"
    assert tried(plan, refusal, attempts=1) == ["t5"]
    assert [tried(plan, refusal, attempts=1) for _ in range(3)] == [["t6"]] * 3


def test_a_401_without_a_token_is_told() -> None:
    assert statuses(one("read", Answer(401), Answer(200), token=False)) == [401]


def test_a_timeout_of_the_second_token_tells_of_the_401() -> None:
    error = error_of(one("read", Answer(401), timeout=3.0, grants=[Grant(), Silent()]))
    assert isinstance(error, TimedOut)
    assert isinstance(error.after, Unauthorized)


@pytest.mark.parametrize("form", ["seconds", "date", "date beside Date", "asctime"])
@pytest.mark.parametrize("status", [429, 503, 502])
def test_every_form_of_retry_after_is_waited_for(form: str, status: int) -> None:
    asked = Asked(3, form, skew=7200)  # type: ignore[arg-type]  # parametrized with its own literals
    trace = one("read", Answer(status, asked=asked), Answer(200))
    assert trace.tries[1].begun - trace.tries[0].ended >= 3
    assert isinstance(trace.result, Success)


@pytest.fixture
def new_york() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("new_york")
def test_a_date_without_a_zone_is_one_of_utc_wherever_the_machine_stands() -> None:
    trace = one("read", Answer(503, asked=Asked(3, "asctime")), Answer(200))
    assert 3 <= trace.tries[1].begun - trace.tries[0].ended <= 4


def test_a_wait_is_that_of_the_last_answer_and_not_of_one_before() -> None:
    trace = one("read", Answer(503, asked=Asked(3)), Answer(503), Answer(200))
    assert [seconds for _, _, seconds in trace.sleeps] == [3, 0.5]


def test_a_wait_that_the_deadline_leaves_no_room_for_is_not_begun() -> None:
    trace = one("read", Answer(429, asked=Asked(60)), timeout=30.0)
    assert trace.ended == trace.tries[0].ended
    error = error_of(trace)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 60


def test_a_sleep_that_ends_after_the_deadline_is_followed_by_no_attempt() -> None:
    trace = one("read", Answer(503, asked=Asked(1)), timeout=1.21, nature=Nature(overslept=0.05))
    assert statuses(trace) == [503]
    error = error_of(trace)
    assert isinstance(error, ServerFault)
    assert error.retry_after == 1


def test_a_timeout_tells_what_the_server_had_asked_before() -> None:
    error = error_of(one("read", Answer(503, asked=Asked(1)), Silent(), timeout=5.0))
    assert isinstance(error, TimedOut)
    assert isinstance(error.after, ServerFault)
    assert error.after.retry_after == 1


@pytest.mark.parametrize("kind", ["create", "next"])
def test_an_unsafe_call_is_repeated_only_where_it_cannot_have_arrived(kind: str) -> None:
    assert len(one(kind, Cut(arrived=False), Answer(200)).tries) == 2
    assert len(one(kind, Unreachable(), Answer(200)).tries) == 2
    assert len(one(kind, Cut(arrived=True), Answer(200)).tries) == 1
    assert len(one(kind, Cut(arrived=True, stale=True), Answer(200)).tries) == 1
    assert len(one(kind, Answer(502), Answer(200)).tries) == 1
    assert len(one(kind, Answer(504), Answer(200)).tries) == 1
    assert len(one(kind, Answer(503), Answer(200)).tries) == 1
    assert len(one(kind, Answer(503, asked=Asked(1)), Answer(200)).tries) == 2
    assert len(one(kind, Answer(429), Answer(200)).tries) == 2
    assert len(one(kind, Answer(401), Answer(200)).tries) == 2


@pytest.mark.parametrize("kind", ["read", "replace", "delete"])
def test_a_safe_or_idempotent_call_is_repeated_after_whatever_passes(kind: str) -> None:
    for trouble in (Cut(arrived=True), Cut(arrived=False), Unreachable(), Answer(502), Answer(503), Answer(504)):
        assert len(one(kind, trouble, Answer(200)).tries) == 2
    for verdict in (Answer(500), Answer(400), Answer(403), Answer(409)):
        assert len(one(kind, verdict, Answer(200)).tries) == 1


@pytest.mark.parametrize("kind", ["garbage", "too_large", "unexpected", "slot", "barred"])
def test_nonsense_is_not_asked_for_again(kind: Literal["garbage", "too_large", "unexpected", "slot", "barred"]) -> None:
    assert len(one("read", Nonsense(kind), Answer(200)).tries) == 1


def test_a_stale_connection_costs_no_wait_but_only_once() -> None:
    trace = one("read", Cut(True, stale=True), Cut(True, stale=True), Answer(200))
    first, second, third = trace.tries
    assert second.begun == first.ended
    assert third.begun > second.ended


def test_a_repeated_delete_that_finds_nothing_has_succeeded() -> None:
    assert isinstance(one("delete", Cut(arrived=True), Answer(404)).result, Success)
    assert isinstance(error_of(one("delete", Answer(404))), NotFound)
    assert isinstance(error_of(one("delete", Cut(arrived=False), Answer(404))), NotFound)
    for nothing_done in (Answer(401), Answer(429), Answer(503, asked=Asked(0))):
        assert isinstance(error_of(one("delete", nothing_done, Answer(404))), NotFound)
    assert isinstance(one("delete", Answer(503), Answer(404)).result, Success)
    assert isinstance(error_of(one("read", Cut(arrived=True), Answer(404))), NotFound)


def test_a_slow_server_is_left_at_the_deadline() -> None:
    trace = one("read", Answer(200, delay=9.0), timeout=2.0)
    assert trace.ended == 2.0
    assert isinstance(error_of(trace), TimedOut)


@pytest.mark.parametrize("attempts", [1, 2, 3, 4])
def test_an_outage_is_tried_as_often_as_allowed_and_no_more(attempts: int) -> None:
    assert len(one("read", *[Answer(503)] * 9, attempts=attempts).tries) == attempts


def test_the_wait_doubles_and_has_an_upper_end() -> None:
    trace = one("read", *[Answer(503, delay=0.0)] * 9, attempts=9, timeout=100.0)
    assert [seconds for _, _, seconds in trace.sleeps] == [0.25, 0.5, 1, 2, 4, 8, 10, 10]


def test_the_budget_ends_all_repetitions_and_successes_refill_it() -> None:
    world = World(Nature(spent=99), ())
    exhausted = crowd(world, 3, *[Answer(503)] * 9)
    rest(world)
    assert sum(len(trace.tries) - 1 for trace in exhausted) == 1
    successes = crowd(world, 5)
    rest(world)
    assert all(isinstance(trace.result, Success) for trace in successes)
    assert len(crowd_of_one(world).tries) == 2


def crowd_of_one(world: World) -> Trace:
    """One more call against an outage, in a world that goes on."""
    (trace,) = crowd(world, 1, *[Answer(503)] * 9)
    rest(world)
    return trace


def test_those_who_wait_for_a_token_go_on_in_the_order_in_which_they_came() -> None:
    world = World(Nature(), ())
    traces = crowd(world, 100)
    rest(world)
    assert [trace.tries[0].number for trace in traces] == list(range(1, 101))


@pytest.mark.parametrize("eager", [True, False])
def test_two_hundred_callers_need_one_fetch(eager: bool) -> None:
    world = World(Nature(eager=eager), ())
    traces = crowd(world, 100) + crowd(world, 100, loop="b")
    rest(world)
    assert all(isinstance(trace.result, Success) for trace in traces)
    assert len(world.fetches) == 1


@pytest.mark.parametrize("eager", [True, False])
def test_two_hundred_refused_callers_need_one_more_fetch(eager: bool) -> None:
    world = World(Nature(eager=eager), ())
    traces = crowd(world, 200, Answer(200, 0.5), Answer(200))
    world.pass_time(0.2)
    world.server.revoke_all()
    rest(world)
    assert all(statuses(trace) == [401, 200] for trace in traces)
    assert len(world.fetches) == 2


@pytest.mark.parametrize("eager", [True, False])
@pytest.mark.parametrize(("reply", "seconds"), [(NoToken(), 30.0), (Answer(500), 5.0)])
def test_a_failed_fetch_is_told_for_a_while_and_then_forgotten(reply: TokenReply, seconds: float, eager: bool) -> None:
    world = World(Nature(eager=eager), [reply, Grant()])
    waiters = crowd(world, 5)
    world.pass_time(seconds - 1.0)
    waiters += crowd(world, 5)
    assert len(world.fetches) == 1
    world.pass_time(2.0)
    (later,) = crowd(world, 1)
    rest(world)
    assert all(isinstance(error_of(trace), AuthError) for trace in waiters)
    assert isinstance(later.result, Success)
    assert len(world.fetches) == 2


def test_the_first_caller_and_its_fetch_are_independent() -> None:
    world = World(Nature(), [Grant(delay=2.0)])
    first, *others = crowd(world, 10)
    world.pass_time(0.5)
    world.cancel(first)
    rest(world)
    assert all(isinstance(trace.result, Success) for trace in others)
    assert len(world.fetches) == 1


@pytest.mark.parametrize("eager", [True, False])
def test_a_fetch_whose_loop_dies_is_begun_anew_by_a_waiter(eager: bool) -> None:
    world = World(Nature(eager=eager), [Grant(delay=2.0), Grant(delay=1.0)])
    crowd(world, 3, loop="a")
    others = crowd(world, 10, loop="b")
    world.pass_time(0.5)
    world.kill("a")
    rest(world)
    assert all(isinstance(trace.result, Success) for trace in others)
    assert [fetch.became for fetch in world.fetches] == ["abandoned", "token"]


def test_a_caller_in_a_hurry_does_not_end_the_fetch_of_others() -> None:
    world = World(Nature(), [Grant(delay=2.0)])
    hasty = crowd(world, 2, timeout=0.5)
    patient = crowd(world, 2)
    rest(world)
    assert all(isinstance(error_of(trace), TimedOut) for trace in hasty)
    assert all(isinstance(trace.result, Success) for trace in patient)
    assert len(world.fetches) == 1


def test_a_token_that_comes_after_the_deadline_is_of_no_use() -> None:
    trace = one("read", timeout=0.1, grants=[Grant(delay=0.12)], nature=Nature(overslept=0.05))
    assert trace.tries == []
    assert isinstance(error_of(trace), TimedOut)


def test_a_token_is_asked_for_again_after_what_passes_and_with_the_wait_that_was_asked() -> None:
    world = World(Nature(token_attempts=3), [Answer(503, asked=Asked(2)), Unreachable(), Grant()])
    (trace,) = crowd(world, 1)
    rest(world)
    assert isinstance(trace.result, Success)
    assert [len(fetch.tries) for fetch in world.fetches] == [3]
    assert trace.tries[0].begun > 2


def test_a_refused_credential_is_not_asked_for_again() -> None:
    world = World(Nature(token_attempts=3), [Answer(400)])
    (trace,) = crowd(world, 1)
    rest(world)
    assert isinstance(error_of(trace), AuthError)
    assert len(world.fetches[0].tries) == 1


@pytest.mark.parametrize(
    ("reply", "kind"), [(Unreachable(), ConnectionFailed), (Cut(arrived=True), ConnectionFailed), (Silent(), TimedOut)]
)
def test_a_token_endpoint_that_gives_no_answer_refuses_nothing(reply: TokenReply, kind: type[TimebackError]) -> None:
    world = World(Nature(token_timeout=1.0, token_attempts=1), [reply])
    (trace,) = crowd(world, 1)
    rest(world)
    error = error_of(trace)
    assert isinstance(error, kind)
    assert not getattr(error, "sent", False)


def test_a_token_is_renewed_before_its_end() -> None:
    world = World(Nature(), [Grant(life=100), Grant()])
    crowd(world, 1)
    world.pass_time(49.0)
    crowd(world, 1)
    world.pass_time(2.0)
    (late,) = crowd(world, 1)
    rest(world)
    assert late.tries[0].token == "t2"
    assert len(world.fetches) == 2


def test_a_token_of_short_life_is_used_for_half_of_it() -> None:
    world = World(Nature(), [Grant(life=4), Grant()])
    crowd(world, 1)
    world.pass_time(1.0)
    crowd(world, 1)
    world.pass_time(1.5)
    crowd(world, 1)
    rest(world)
    assert len(world.fetches) == 2


def test_a_token_whose_answer_states_no_life_lives_an_hour() -> None:
    world = World(Nature(), [Grant(life=None), Grant()])
    crowd(world, 1)
    world.pass_time(3600.0)
    crowd(world, 1)
    rest(world)
    assert len(world.fetches) == 2


def test_an_unreachable_server_is_told_as_that() -> None:
    error = error_of(one("read", *[Unreachable()] * 4))
    assert isinstance(error, ConnectionFailed)
    assert not error.sent
    assert error.call.attempts == 4


def test_a_fetch_that_cannot_be_started_holds_nobody_up() -> None:
    trace = one("read", nature=Nature(cannot_start=2))
    assert isinstance(trace.result, Success)


def test_a_fetch_that_oversleeps_its_deadline_tells_what_the_endpoint_said() -> None:
    nature = Nature(token_timeout=1.12, overslept=0.05)
    error = error_of(one("read", nature=nature, grants=[Answer(503, asked=Asked(1)), Grant()]))
    assert isinstance(error, AuthError)
    assert error.status == 503
