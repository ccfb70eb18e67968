"""What receivers of webhooks are sent."""

from datetime import datetime

from timeback_core.caliper.models.base import Event, Item
from timeback_core.engine.codec import Model, model


@model
class Delivered(Model):
    """What a receiver was sent at once."""

    data: tuple[Item, ...]
    """Events, each of the class that its profile and type tell, and entities that are described for themselves."""
    sensor: str | None = None
    """Who sent the events; none where they came without an envelope."""
    send_time: datetime | None = None
    """When they were sent to the platform."""
    data_version: str | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The events alone."""
        return tuple(each for each in self.data if isinstance(each, Event))
