"""Law 5 where an origin refuses calls for their number: all wait for it, in turn, and no row is lost."""

import pytest
from property_tests.test_policy_places import crowd, error_of, one, rest
from property_tests.world.driver import Nature, World
from property_tests.world.network import Bucket
from property_tests.world.replies import Answer, Asked
from property_tests.world.trace import Trace
from returns.result import Failure, Success

from timeback_core.errors import RateLimited

SWIFT = (Answer(200, 0.01),) * 40
"""Answers of a server without trouble of its own."""


def test_a_429_costs_no_attempt_and_nothing_of_the_budget() -> None:
    trace = one("create", *[Answer(429, asked=Asked(1))] * 9, Answer(201), attempts=1, nature=Nature(spent=100))
    assert isinstance(trace.result, Success)
    assert isinstance(one("read", Answer(429), Answer(503), Answer(200), attempts=2).result, Success)


def test_a_429_that_wants_to_be_asked_again_at_once_is_not_hammered() -> None:
    trace = one("read", *[Answer(429, delay=0.0, asked=Asked(0))] * 400)
    assert isinstance(error_of(trace), RateLimited)
    assert len(trace.tries) < 310


def test_retry_after_holds_back_every_call_to_the_origin() -> None:
    world = World(Nature(), ())
    refused = crowd(world, 1, Answer(429, asked=Asked(5)))
    world.pass_time(1.0)
    others = crowd(world, 10)
    hasty = crowd(world, 1, timeout=3.0)
    world.pass_time(0.0)
    error = error_of(hasty[0])
    assert isinstance(error, RateLimited)
    assert error.retry_after == pytest.approx(4.2, abs=0.1)
    rest(world)
    assert all(isinstance(trace.result, Success) for trace in refused + others)
    assert min(trace.tries[0].begun for trace in others) >= 5.2


def test_one_wrong_retry_after_does_not_shut_an_origin_for_ever() -> None:
    world = World(Nature(), ())
    crowd(world, 1, Answer(429, asked=Asked(86_400)))
    world.pass_time(61.0)
    (later,) = crowd(world, 1)
    rest(world)
    assert isinstance(later.result, Success)


@pytest.mark.parametrize(("rate", "burst", "at_once"), [(20, 5, 10), (20, 20, 64)])
def test_a_bulk_is_not_much_slower_than_the_limit_of_its_origin(rate: int, burst: int, at_once: int) -> None:
    world = World(Nature(), ())
    world.server.limit = Bucket(rate, burst)
    count, begun, active = rate * 40, list[Trace](), list[Trace]()
    while len(begun) < count:
        active = [trace for trace in active if trace.ended is None]
        more = crowd(world, min(at_once - len(active), count - len(begun)), *SWIFT)
        begun, active = begun + more, active + more
        world.pass_time(0.005)
    world.pass_time()
    assert all(isinstance(trace.result, Success) for trace in begun)
    assert max(trace.ended or 0.0 for trace in begun) < 1.3 * (count - burst) / rate


@pytest.mark.parametrize("left", [0, 300])
def test_a_crowd_at_a_limited_origin_is_served_in_turn(left: int) -> None:
    world = World(Nature(), ())
    world.server.limit = Bucket(30, 10)
    traces = crowd(world, 300 + left, timeout=30.0)
    world.pass_time(2.0)
    for trace in traces[-left:] if left else ():
        world.cancel(trace)
    later = crowd(world, 10, timeout=15.0)
    world.pass_time()
    lost = sum(isinstance(trace.result, Failure) for trace in traces + later)
    assert lost == 0, "one caller's luck was another's loss"
    assert max(each.ended or 0 for each in later) > max(each.ended or 0 for each in traces), (
        "who was refused was overtaken"
    )
