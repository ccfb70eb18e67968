"""What holds things together: collections, links, objectives, sessions."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from timeback_core.caliper.models.base import ApplicationRef, Entity, PersonRef, Ref, is_duration
from timeback_core.engine.codec import JsonObject, model, wire


@model
class Collection(Entity):
    """Several things."""

    closed = True
    needs: ClassVar[tuple[str, ...]] = ("items",)

    type: Literal["Collection"] = "Collection"
    items: tuple[Ref, ...] | None = None


@model
class LearningObjective(Entity):
    """What is to be learned."""

    type: Literal["LearningObjective"] = "LearningObjective"


@model
class Link(Entity):
    """A link."""

    type: Literal["Link"] = "Link"


@model
class AnySession(Entity):
    """Base of all sessions."""

    user: PersonRef | None = None
    started_at_time: datetime | None = None
    ended_at_time: datetime | None = None
    duration: int | str | None = wire(default=None, check=is_duration)
    """Seconds, which the platform takes; the standard has a duration of ISO 8601."""
    client: ApplicationRef | None = None


@model
class Session(AnySession):
    """The time that somebody uses an application in one go."""

    type: Literal["Session"] = "Session"


@model
class LtiSession(AnySession):
    """The session of a learning platform that launched the application."""

    type: Literal["LtiSession"] = "LtiSession"
    message_parameters: JsonObject | None = None
    """The message of the launch, of any form."""
