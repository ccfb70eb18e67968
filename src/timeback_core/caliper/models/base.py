"""What every event has, and the rules that ids and contexts follow."""

import re
from datetime import datetime
from typing import Final, TypeAlias

from timeback_core.engine.codec import JsonObject, Model, at_least, model, one_of, wire

CALIPER_CONTEXT: Final = "http://purl.imsglobal.org/ctx/caliper/v1p2"
"""The context of Caliper 1.2, which is the version of an envelope's data as well."""

IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
URN_UUID: Final = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

Ref: TypeAlias = str | JsonObject
"""Something by its IRI, or as an object."""


def is_iri(value: object) -> str | None:
    """An absolute IRI, such as a URL or a URN."""
    return None if isinstance(value, str) and IRI.fullmatch(value) else "must be an IRI, such as a URL"


def is_urn_uuid(value: object) -> str | None:
    """A UUID as a URN."""
    return None if isinstance(value, str) and URN_UUID.fullmatch(value) else "must be urn:uuid: and a UUID"


@model
class Event(Model):
    """What every event has besides its type, actor, action, object and profile."""

    context: str = wire("@context", default=CALIPER_CONTEXT)
    id: str = wire(check=is_urn_uuid)
    event_time: datetime
    ed_app: Ref | None = None
    """The application."""
    target: Ref | None = None
    """The part of the object that it is about."""
    referrer: Ref | None = None
    """Where the actor came from."""
    group: Ref | None = None
    """The organization, group or course in whose context it happened."""
    membership: Ref | None = None
    """What the actor is in the group."""
    session: Ref | None = None
    """The session that it belongs to."""
    federated_session: Ref | None = None
    """The LTI session that it belongs to."""
    extensions: JsonObject | None = None
    """Whatever else there is to say."""


@model
class Envelope(Model):
    """What a sensor sends at once."""

    sensor: str = wire(check=is_iri)
    """Who sends; it need not lead anywhere."""
    send_time: datetime
    data_version: str = wire(default=CALIPER_CONTEXT, check=one_of(CALIPER_CONTEXT))
    data: tuple[Event, ...] = wire(check=at_least(1))
