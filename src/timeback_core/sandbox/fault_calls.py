"""Control calls that say what goes wrong: faults, limits, and profiles of both."""

from collections.abc import Callable
from typing import Final, TypeVar

import attrs

from timeback_core.sandbox.chaos import PROFILES, Chaos
from timeback_core.sandbox.control import Controls, json_of, wrong
from timeback_core.sandbox.faults import describe_fault, read_fault
from timeback_core.sandbox.limiter import read_limit
from timeback_core.sandbox.messages import Reply, Request, is_array, is_object, json_reply
from timeback_core.sandbox.options import build, options_of
from timeback_core.sandbox.selecting import Selection
from timeback_core.sandbox.world import World

T = TypeVar("T", bound=Selection)


def _faults(world: World, _: Request) -> Reply:
    entries = world.adversity.faults.entries(world.clock.now())
    told = [{**describe_fault(entry.fault), "met": entry.met, "left": entry.left} for entry in entries]
    return json_reply(200, {"faults": told})


def _add_faults(world: World, request: Request) -> Reply:
    faults = _read_each(world, request, read_fault)
    if isinstance(faults, Reply):
        return faults
    world.adversity.faults.add(faults, world.clock.now())
    return _faults(world, request)


def _clear_faults(world: World, _: Request) -> Reply:
    world.adversity.clear_faults(world.clock.now())
    return json_reply(200, {})


def _limits(world: World, _: Request) -> Reply:
    buckets = world.adversity.limits.entries(world.clock.now())
    return json_reply(200, {"limits": [{**options_of(bucket.limit), "left": bucket.left} for bucket in buckets]})


def _set_limits(world: World, request: Request) -> Reply:
    limits = _read_each(world, request, read_limit)
    if isinstance(limits, Reply):
        return limits
    world.adversity.limits.begin(limits, world.clock.now())
    return _limits(world, request)


def _clear_limits(world: World, _: Request) -> Reply:
    world.adversity.limits.begin((), world.clock.now())
    return json_reply(200, {})


def _chaos(world: World, _: Request) -> Reply:
    chaos = world.adversity.chaos
    return json_reply(
        200,
        {
            "profiles": {name: profile.about for name, profile in PROFILES.items()},
            "in_force": None if chaos is None else attrs.asdict(chaos),
        },
    )


def _begin_chaos(world: World, request: Request) -> Reply:
    value = json_of(request)
    chaos = build(Chaos, value, "chaos") if is_object(value) and "profile" in value else "a profile is needed"
    if isinstance(chaos, str):
        return wrong(chaos)
    world.adversity.begin_chaos(chaos, world.clock.now())
    return _chaos(world, request)


def _end_chaos(world: World, _: Request) -> Reply:
    world.adversity.begin_chaos(None, world.clock.now())
    return json_reply(200, {})


FAULT_CALLS: Final[Controls] = {
    ("GET", "/.sandbox/faults"): _faults,
    ("POST", "/.sandbox/faults"): _add_faults,
    ("DELETE", "/.sandbox/faults"): _clear_faults,
    ("GET", "/.sandbox/limit"): _limits,
    ("POST", "/.sandbox/limit"): _set_limits,
    ("DELETE", "/.sandbox/limit"): _clear_limits,
    ("GET", "/.sandbox/chaos"): _chaos,
    ("POST", "/.sandbox/chaos"): _begin_chaos,
    ("DELETE", "/.sandbox/chaos"): _end_chaos,
}
"""By verb and path."""


def _read_each(world: World, request: Request, read: Callable[[object], T | str]) -> list[T] | Reply:
    """What the body tells, one or a list of them, or 400 with all that is wrong and where."""
    value = json_of(request)
    if not is_array(value):
        value, places = [value], [""]
    else:
        places = [f"[{at}]: " for at in range(len(value))]
    read_as = [read(each) for each in value]
    told = [each if isinstance(each, str) else each.unknown_names(world.names) or each for each in read_as]
    problems = [f"{place}{each}" for place, each in zip(places, told, strict=True) if isinstance(each, str)]
    return wrong("; ".join(problems)) if problems else [each for each in told if not isinstance(each, str)]
