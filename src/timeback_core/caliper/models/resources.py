"""What is used for learning: documents and pages, media and places in them, forums and what is said there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from timeback_core.caliper.models.base import AgentRef, Entity, Ref, ResourceRef, is_duration, of_kind
from timeback_core.engine.codec import Number, model, one_of, wire


@model
class AnyResource(Entity):
    """Base of all that is used for learning."""

    storage_name: str | None = None
    """Name of the file."""
    creators: tuple[AgentRef, ...] = ()
    media_type: str | None = None
    """Such as `text/html`."""
    keywords: tuple[str, ...] = ()
    learning_objectives: tuple[Annotated[Ref, of_kind("LearningObjective")], ...] = ()
    is_part_of: Ref | None = None
    date_published: datetime | None = None
    version: str | None = None


@model
class DigitalResource(AnyResource):
    """Something that is used for learning."""

    type: Literal["DigitalResource"] = "DigitalResource"


@model
class DigitalResourceCollection(AnyResource):
    """Several things that are used for learning."""

    type: Literal["DigitalResourceCollection"] = "DigitalResourceCollection"
    items: tuple[ResourceRef, ...] = ()


@model
class Document(AnyResource):
    """A text."""

    type: Literal["Document"] = "Document"


@model
class Chapter(AnyResource):
    """A chapter of a text."""

    type: Literal["Chapter"] = "Chapter"


@model
class Page(AnyResource):
    """A page of a text."""

    type: Literal["Page"] = "Page"


@model
class WebPage(AnyResource):
    """A page in the web."""

    type: Literal["WebPage"] = "WebPage"


@model
class Frame(AnyResource):
    """A part of something that is used for learning."""

    type: Literal["Frame"] = "Frame"
    index: Number | None = None
    """Its place in the whole."""


@model
class LtiLink(AnyResource):
    """A link that launches a tool."""

    type: Literal["LtiLink"] = "LtiLink"
    message_type: str | None = wire(default=None, check=one_of("LtiResourceLinkRequest", "LtiDeepLinkingRequest"))


@model
class AnyMedia(AnyResource):
    """Base of media."""

    duration: str | None = wire(default=None, check=is_duration)
    """How long it lasts, such as `PT12M30S`."""


@model
class MediaObject(AnyMedia):
    """A medium."""

    type: Literal["MediaObject"] = "MediaObject"


@model
class AudioObject(AnyMedia):
    """Something to hear."""

    type: Literal["AudioObject"] = "AudioObject"
    volume_level: str | None = None
    volume_min: str | None = None
    volume_max: str | None = None
    muted: bool | None = None


@model
class ImageObject(AnyMedia):
    """A picture."""

    type: Literal["ImageObject"] = "ImageObject"


@model
class VideoObject(AnyMedia):
    """A video."""

    type: Literal["VideoObject"] = "VideoObject"


@model
class MediaLocation(AnyResource):
    """A moment in a medium."""

    type: Literal["MediaLocation"] = "MediaLocation"
    current_time: str | None = wire(default=None, check=is_duration)
    """How far from the beginning it is, such as `PT5M21S`."""


@model
class Forum(AnyResource):
    """A place to talk."""

    type: Literal["Forum"] = "Forum"
    items: tuple[Annotated[Ref, of_kind("Thread")], ...] = ()


@model
class Thread(AnyResource):
    """What is said on one subject."""

    type: Literal["Thread"] = "Thread"
    items: tuple[Annotated[Ref, of_kind("Message")], ...] = ()


@model
class Message(AnyResource):
    """Something that was said."""

    closed = True

    type: Literal["Message"] = "Message"
    body: str | None = None
    """Plain text."""
    attachments: tuple[ResourceRef, ...] = ()
    reply_to: Annotated[Ref, of_kind("Message")] | None = None
