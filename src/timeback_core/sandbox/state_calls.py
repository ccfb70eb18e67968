"""Control calls for time and state: the clock, snapshots by name, and the way back to the start."""

from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs

from timeback_core.sandbox.calls import timestamp
from timeback_core.sandbox.control import Control, Controls, body_of, wrong
from timeback_core.sandbox.messages import Document, Reply, Request, json_reply
from timeback_core.sandbox.moments import read_moment, write_moment
from timeback_core.sandbox.schema import Boolean, Member, Number, Record, Text
from timeback_core.sandbox.snapshots import (
    UnknownSnapshotError,
    delete_snapshot,
    list_snapshots,
    restore_snapshot,
    take_snapshot,
)
from timeback_core.sandbox.world import World

CLOCK: Final = Record(
    (
        Member(name="now", shape=Text(format="time: one such as 2026-03-02T08:00:00Z is needed", read=read_moment)),
        Member(name="advance", shape=Number()),
        Member(name="frozen", shape=Boolean()),
    ),
    closed=True,
)
"""A time to move to, seconds to move on from there, and whether it is to stand still."""

_NAMED: Final = Record((Member(name="name", shape=Text(), required=True),), closed=True)


def _clock(world: World, _: Request) -> Reply:
    return json_reply(200, {"now": timestamp(world.clock.now()), "frozen": world.clock.is_frozen})


def _move_clock(world: World, request: Request) -> Reply:
    given = body_of(request, CLOCK)
    if isinstance(given, Reply):
        return given
    if not given:
        return wrong(f"the body: needs one of {', '.join(member.name for member in CLOCK.members)}")
    try:
        move_clock(world, given)
    except ValueError as error:
        return wrong(f"{error}")
    return _clock(world, request)


def move_clock(world: World, given: Document) -> None:
    """Do what a call for the clock asks for; raises `ValueError` for a time to which no clock can be moved."""
    clock = world.clock
    if "now" in given or "advance" in given:
        now = read_moment(given["now"]).timestamp() if "now" in given else clock.now()
        clock.move_to(now + given.get("advance", 0))
    if "frozen" in given:
        (clock.freeze if given["frozen"] else clock.go_on)()


def _set_clock_back(world: World, _: Request) -> Reply:
    world.clock.set_back()
    return json_reply(200, {})


def _reset(world: World, _: Request) -> Reply:
    world.reset()
    return json_reply(200, {})


def _snapshots(world: World, _: Request) -> Reply:
    told = [
        {"name": each.name, "taken_at": write_moment(each.taken_at), "documents": each.documents}
        for each in list_snapshots(world)
    ]
    return json_reply(200, {"snapshots": told})


def _delete_snapshot(world: World, request: Request) -> Reply:
    (name,) = parse_qs(request.query).get("name", [""])[:1]
    return _done(delete_snapshot, world, name)


def _to_named(act: Callable[[World, str], None]) -> Control:
    """A control call that takes the name of a snapshot and gives nothing."""

    def answer(world: World, request: Request) -> Reply:
        given = body_of(request, _NAMED)
        return given if isinstance(given, Reply) else _done(act, world, given["name"])

    return answer


def _done(act: Callable[[World, str], None], world: World, name: str) -> Reply:
    try:
        act(world, name)
    except UnknownSnapshotError as error:
        return json_reply(404, {"error": f"{error}"})
    except ValueError as error:
        return wrong(f"{error}")
    return json_reply(200, {})


STATE_CALLS: Final[Controls] = {
    ("GET", "/.sandbox/clock"): _clock,
    ("POST", "/.sandbox/clock"): _move_clock,
    ("DELETE", "/.sandbox/clock"): _set_clock_back,
    ("POST", "/.sandbox/reset"): _reset,
    ("GET", "/.sandbox/snapshots"): _snapshots,
    ("DELETE", "/.sandbox/snapshots"): _delete_snapshot,
    ("POST", "/.sandbox/snapshot"): _to_named(take_snapshot),
    ("POST", "/.sandbox/restore"): _to_named(restore_snapshot),
}
"""The control calls of this chapter; docs/sandbox-over-http.md says what each takes and gives."""
