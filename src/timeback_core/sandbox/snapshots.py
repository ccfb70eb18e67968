"""Snapshots by name: taken, brought back, listed and deleted, whoever asks for it."""

import re
from datetime import UTC, datetime
from typing import Final

import attrs

from timeback_core.sandbox.state import State
from timeback_core.sandbox.world import World

MOST_SNAPSHOTS: Final = 100

_NAME: Final = re.compile(r"[a-zA-Z0-9][\w.-]{0,99}", re.ASCII)
_TAKEN_AT: Final = "taken_at"
"""The fact that only the state of a snapshot has."""


class UnknownSnapshotError(ValueError):
    """No snapshot has a name."""


@attrs.frozen
class Snapshot:
    """A snapshot that was taken under a name."""

    name: str
    taken_at: datetime
    """In UTC, by the clock of the sandbox."""
    documents: int
    """How many documents of all services it holds."""


def take_snapshot(world: World, name: str) -> None:
    """Remember what is now under a name, in place of what had it; raises `ValueError` where that cannot be."""
    _check(name)
    if name not in world.snapshots and len(world.snapshots) == MOST_SNAPSHOTS:
        raise ValueError(f"there are {MOST_SNAPSHOTS} snapshots already")
    state = world.state()
    world.snapshots[name] = attrs.evolve(state, facts={**state.facts, _TAKEN_AT: world.clock.now()})
    world.changes.add(("snapshots", name))


def restore_snapshot(world: World, name: str) -> None:
    """Be as it was then; raises `ValueError` for a name that no snapshot has."""
    world.become(_known(world, name))


def delete_snapshot(world: World, name: str) -> None:
    """Forget a snapshot; raises `ValueError` for a name that none has."""
    _known(world, name)
    del world.snapshots[name]
    world.changes.add(("snapshots", name))


def list_snapshots(world: World) -> list[Snapshot]:
    """All of them, by their names."""
    return [
        Snapshot(
            name,
            datetime.fromtimestamp(state.facts[_TAKEN_AT], UTC),
            sum(map(state.store.count, state.store.collections())),
        )
        for name, state in sorted(world.snapshots.items())
    ]


def _known(world: World, name: str) -> State:
    _check(name)
    if name not in world.snapshots:
        raise UnknownSnapshotError(f"no snapshot has the name {name}")
    return world.snapshots[name]


def _check(name: str) -> None:
    if _NAME.fullmatch(name) is None:
        raise ValueError("a name of at most 100 letters, digits, and `.`, `_`, `-` is needed")
