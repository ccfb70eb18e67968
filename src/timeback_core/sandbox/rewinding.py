"""Time and states as Python has them: the clock of a sandbox, and its snapshots by name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import attrs

from timeback_core.sandbox.snapshots import Snapshot, delete_snapshot, list_snapshots, restore_snapshot, take_snapshot
from timeback_core.sandbox.world import World


def seconds_of(moment: datetime) -> float:
    """Seconds of the epoch; raises `ValueError` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs a time zone, which {moment.isoformat()} has not")
    return moment.timestamp()


@attrs.frozen(eq=False)
class SandboxClock:
    """The clock of a sandbox, which all follows that has a time: tokens, dates of documents, jobs, analytics, limits.

    How it is set is part of every snapshot, stays in the file of a sandbox, and is set back by a reset.
    """

    _world: World = attrs.field(repr=False)
    _changing: Callable[[], AbstractContextManager[None]] = attrs.field(repr=False)

    @property
    def now(self) -> datetime:
        """What time it is, in UTC and in whole milliseconds, as documents tell it."""
        now = datetime.fromtimestamp(self._world.clock.now(), UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    @property
    def is_frozen(self) -> bool:
        """Whether it stands still."""
        return self._world.clock.is_frozen

    def move_to(self, moment: datetime) -> None:
        """Let it be this time, and go on from there unless it stands still.

        Raises `ValueError` for a moment without a time zone, and before 1970 or after 2999.
        """
        with self._changing():
            self._world.clock.move_to(seconds_of(moment))

    def advance(self, by: timedelta) -> None:
        """Move it on, or back by less than nothing; raises `ValueError` where that leads before 1970 or after 2999."""
        with self._changing():
            self._world.clock.advance(by.total_seconds())

    def freeze(self) -> None:
        """Let it stand still: the same calls then give the same answers to the last digit."""
        with self._changing():
            self._world.clock.freeze()

    def go_on(self) -> None:
        """Let it go, from where it stands."""
        with self._changing():
            self._world.clock.go_on()

    def set_back(self) -> None:
        """Let it be as at first, as though it had never been moved."""
        with self._changing():
            self._world.clock.set_back()


@attrs.frozen(eq=False)
class Snapshots:
    """The snapshots of a sandbox by name, as many as 100: those that control calls take too."""

    _world: World = attrs.field(repr=False)
    _changing: Callable[[], AbstractContextManager[None]] = attrs.field(repr=False)

    def take(self, name: str) -> None:
        """Remember documents, switches, deliveries and the clock under a name, in place of what had it.

        Raises `ValueError` for what is no name (letters, digits, `.`, `_` and `-`), and when there are 100 already.
        """
        with self._changing():
            take_snapshot(self._world, name)

    def restore(self, name: str) -> None:
        """Be as it was then; tokens, faults and the log stay. Raises `ValueError` for a name that none has."""
        with self._changing():
            restore_snapshot(self._world, name)

    def delete(self, name: str) -> None:
        """Forget one; raises `ValueError` for a name that none has."""
        with self._changing():
            delete_snapshot(self._world, name)

    def list(self) -> tuple[Snapshot, ...]:
        """All of them, by their names."""
        with self._changing():
            return tuple(list_snapshots(self._world))
