"""What an outbox tells: what it accepted, what lies in it, what became of what it sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from timeback_core.caliper.models.base import Event
    from timeback_core.errors import TimebackError


@attrs.frozen
class Accepted:
    """What one call put into an outbox; it lies there for good."""

    new: tuple[str, ...]
    """Ids of the events that wait now to be sent."""
    known: tuple[str, ...]
    """Ids of events that were accepted before; they are neither sent again nor changed."""


@attrs.frozen
class SensorStatus:
    """How many events of one sensor an outbox holds or remembers."""

    sensor: str
    waiting: int
    delivered: int
    refused: int
    oldest_waiting: datetime | None
    """When the first event that waits was accepted; None where none waits."""


@attrs.frozen
class OutboxStatus:
    """How many events an outbox holds or remembers: every accepted one is waiting, delivered or refused."""

    sensors: tuple[SensorStatus, ...]
    """The same of each sensor, by name."""

    @property
    def waiting(self) -> int:
        """Events that are still to be sent."""
        return sum(each.waiting for each in self.sensors)

    @property
    def delivered(self) -> int:
        """Events that a server took, those left out that were forgotten."""
        return sum(each.delivered for each in self.sensors)

    @property
    def refused(self) -> int:
        """Events that a server refused."""
        return sum(each.refused for each in self.sensors)

    @property
    def oldest_waiting(self) -> datetime | None:
        """When the first event that waits was accepted; None where none waits."""
        return min((each.oldest_waiting for each in self.sensors if each.oldest_waiting), default=None)


@attrs.frozen
class RefusedEvent:
    """An event that will not be sent again by itself: the server, or a check before sending, refused it."""

    id: str
    sensor: str
    reason: str
    """What the server said, or what was wrong with it."""
    event: Event
    accepted_at: datetime
    refused_at: datetime


@attrs.frozen
class SendReport:
    """What became of the events of an outbox in one call of `send`."""

    delivered: int
    refused: int
    waiting: int
    """Events that are left, those included that were accepted meanwhile."""
    error: TimebackError | None
    """Why events are left; None where none is."""
