"""What events and entities have in common: ids, contexts, extensions, and how the class of an object is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from timeback_core.caliper.models.known import GENERAL, OTHER_ACTIONS, Body, actions, class_of, odd_words
from timeback_core.engine.codec import (
    JsonObject,
    Loose,
    Open,
    at_least,
    fields_of,
    model,
    non_empty,
    non_negative,
    one_of,
    wire,
)
from timeback_core.engine.codec.fields import is_absent, was_null
from timeback_core.engine.codec.json import join
from timeback_core.engine.codec.model import BY_HAND, mask_of
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.problems import Problem

__all__ = (
    "CALIPER_CONTEXT",
    "Context",
    "EndpointConfig",
    "Entity",
    "Envelope",
    "Event",
    "IdentifierType",
    "Item",
    "Part",
    "Ref",
    "SystemIdentifier",
    "Thing",
)

CALIPER_CONTEXT: Final = "http://purl.imsglobal.org/ctx/caliper/v1p2"
"""The context of Caliper 1.2, which is the version of an envelope's data as well."""

CONTEXT: Final = re.compile(r"https?://purl\.imsglobal\.org/ctx/caliper(/v1(p[0-9])?(/[A-Za-z0-9_-]+)?)?/?")
DURATION: Final = re.compile(r"P(?=.)(\d+([.,]\d+)?[YMWD])*(T(?=.)(\d+([.,]\d+)?[HMS])+)?")
IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
URN_UUID: Final = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def is_iri(value: object) -> str | None:
    """An absolute IRI, such as a URL or a URN."""
    return None if isinstance(value, str) and IRI.fullmatch(value) else "must be an IRI, such as a URL"


def is_urn_uuid(value: object) -> str | None:
    """A UUID as a URN."""
    return None if isinstance(value, str) and URN_UUID.fullmatch(value) else "must be urn:uuid: and a UUID"


def is_context(value: object) -> str | None:
    """A context of Caliper, or several of which one is."""
    contexts = value if is_listing(value) else (value,)
    known = any(isinstance(each, str) and CONTEXT.fullmatch(each) for each in contexts)
    return None if known else f"must be a context of Caliper, such as {CALIPER_CONTEXT}"


def is_duration(value: object) -> str | None:
    """A duration of ISO 8601, such as `PT12M30S`; where whole seconds are taken as well, any that is not negative."""
    if isinstance(value, int):
        return non_negative(value)
    return None if isinstance(value, str) and DURATION.fullmatch(value) else "must be a duration, such as PT12M30S"


def is_action(value: object) -> str | None:
    """An action of Caliper, whatever it is done with."""
    return None if value in (*OTHER_ACTIONS, *actions(Event)) else "is no action of Caliper"


def of_kind(*names: str) -> Callable[[Ref], str | None]:
    """A rule for what is referred to: it has one of these types, or one that is derived from them or not known."""

    def check(value: Ref) -> str | None:
        known = isinstance(value, Thing) and type(value) is not Entity
        fits = not known or any(base.__name__ in names for base in type(value).__mro__)
        return None if fits else f"must be {' or '.join(names)}, not {type(value).__name__}"

    return check


@model
class Part(Loose):
    """Base of all that events and entities are made of: what does not fit is kept when it is read, but not sent."""

    takes_null: ClassVar[bool] = False
    closed: ClassVar[bool] = False
    """Whether the platform takes no members but the declared ones."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Fields that may be missing when it is read, but not when it is sent."""

    def problems(self) -> Iterable[Problem]:
        fields = fields_of(type(self))
        by_hand = mask_of(self) == BY_HAND  # and so without a null of its own
        for field in fields:
            if by_hand and not (field.shape.free or field.name in self.needs):
                continue
            value = getattr(self, field.name)
            absent = (value is None or field.name == "type") and is_absent(self, field, value)
            if was_null(self, field) or (value is None and not absent):
                yield Problem(field.name, "must not be null; leave it out")
            elif absent and field.name in (*self.needs, "type") and field.wire not in self.extra:
                yield Problem(field.name, "is required")
            elif is_mapping(value) and field.name != "extensions":
                yield from nulls(value, field.name)
        if not self.extra:
            return
        from timeback_core.documents import misfits

        declared = {name: field for field in fields for name in (field.wire, *field.also)}
        for name, value in self.extra.items():
            if name in declared:
                yield from misfits(declared[name], value)
            elif self.closed:
                yield Problem(join("", name), "is not taken here; `extensions` is")
            else:
                yield from nulls(value, join("", name))


def nulls(value: object, path: str) -> Iterator[Problem]:
    """Every null in free JSON that lies in no `extensions`."""
    if value is None:
        yield Problem(path, "must not be null; leave it out")
    elif is_mapping(value):
        for name, each in value.items():
            if name != "extensions":
                yield from nulls(each, join(path, str(name)))
    elif is_listing(value):
        for index, each in enumerate(value):
            yield from nulls(each, join(path, index))


Kinds: TypeAlias = Mapping[str, tuple[str, ...]]
Items: TypeAlias = "type[Item]"  # classes, for methods of those that have a field called `type`
Things: TypeAlias = "type[Thing]"
Events: TypeAlias = "type[Event]"


@model
class Item(Part):
    """What an envelope holds: an event, or the description of an entity."""

    id: str = wire(check=is_iri)
    type: str
    extensions: JsonObject | None = None
    """Whatever else there is to say; only here null may stand."""

    @classmethod
    def __variant__(cls, body: Body) -> Items:
        return Event if "action" in body or "eventTime" in body else Thing


@model
class Thing(Item):
    """What events speak of. What is read has the class of its `type`, and is an `Entity` where that is not known."""

    @classmethod
    def __variant__(cls, body: Body) -> Things:
        return class_of(Thing, body, Entity)


Ref: TypeAlias = Annotated[str, is_iri] | Thing
"""Something by its IRI, or described."""
AgentRef: TypeAlias = Annotated[Ref, of_kind("AnyAgent", "TimebackUser")]
PersonRef: TypeAlias = Annotated[Ref, of_kind("Person", "TimebackUser")]
ApplicationRef: TypeAlias = Annotated[Ref, of_kind("SoftwareApplication")]
OrganizationRef: TypeAlias = Annotated[Ref, of_kind("AnyOrganization")]
ResourceRef: TypeAlias = Annotated[Ref, of_kind("AnyResource", "TimebackActivityContext")]
"""A document, a page, a medium, an assessment or anything else that is used for learning."""
Context: TypeAlias = Annotated[str | tuple[str | JsonObject, ...], is_context]


class IdentifierType(StrEnum):
    """What an identifier of another system is."""

    ACCOUNT_USER_NAME = "AccountUserName"
    CASE_ITEM_URI = "CaseItemUri"
    EMAIL_ADDRESS = "EmailAddress"
    LIS_SOURCED_ID = "LisSourcedId"
    LTI_CONTEXT_ID = "LtiContextId"
    LTI_DEPLOYMENT_ID = "LtiDeploymentId"
    LTI_PLATFORM_ID = "LtiPlatformId"
    LTI_TOOL_ID = "LtiToolId"
    LTI_USER_ID = "LtiUserId"
    ONE_ROSTER_SOURCED_ID = "OneRosterSourcedId"
    OTHER = "Other"
    SIS_SOURCED_ID = "SisSourcedId"
    SYSTEM_ID = "SystemId"


@model
class SystemIdentifier(Part):
    """An identifier that another system has for something."""

    type: Literal["SystemIdentifier"] = "SystemIdentifier"
    identifier_type: Open[IdentifierType] = wire(check=one_of(IdentifierType))
    identifier: str = wire(check=non_empty)
    source: ApplicationRef | None = None
    extensions: JsonObject | None = None


@model
class Entity(Thing):
    """What is described by name, and the class of all whose type is not known."""

    context: Context | None = wire("@context", default=None)
    type: str = wire(default="Entity", check=non_empty)
    name: str | None = None
    description: str | None = None
    date_created: datetime | None = None
    date_modified: datetime | None = None
    other_identifiers: tuple[str | SystemIdentifier, ...] = ()


@model
class Event(Item):
    """Somebody did something with something. What is read has the class of its profile and type, if these are known."""

    generates: ClassVar[Kinds] = {}
    """What comes of an action, where it is not the same for all."""

    context: Context = wire("@context", default=CALIPER_CONTEXT)
    id: str = wire(check=is_urn_uuid)
    type: str = wire(default="Event", check=non_empty)
    profile: str = GENERAL
    actor: AgentRef
    action: str = wire(check=is_action)
    object: Ref
    event_time: datetime
    generated: Ref | None = None
    """What came of it."""
    target: Ref | None = None
    """The part of the object that it is about."""
    referrer: Ref | None = None
    """Where the actor came from."""
    ed_app: ApplicationRef | None = None
    """The application."""
    group: OrganizationRef | None = None
    """The organization, group or course in which it happened."""
    membership: Ref | None = wire(default=None, check=of_kind("Membership"))
    """What the actor is in the group."""
    session: Ref | None = wire(default=None, check=of_kind("AnySession"))
    """The session that it belongs to."""
    federated_session: Ref | None = wire(default=None, check=of_kind("LtiSession"))
    """The LTI session that it belongs to."""

    @classmethod
    def __variant__(cls, body: Body) -> Events:
        return class_of(Event, body, Event)

    def problems(self) -> Iterable[Problem]:
        yield from super().problems()
        kinds = self.generates.get(self.action)
        if kinds and self.generated is not None and (text := of_kind(*kinds)(self.generated)):
            yield Problem("generated", text)
        if type(self) is Event:
            yield from odd_words(Event, self.type, self.profile, self.action)


@model
class Envelope(Part):
    """What a sensor sends at once."""

    closed = True

    sensor: str = wire(check=is_iri)
    """Who sends; it need not lead anywhere."""
    send_time: datetime
    data_version: str = wire(default=CALIPER_CONTEXT, check=one_of(CALIPER_CONTEXT))
    data: tuple[Item, ...] = wire(check=at_least(1))
    """Events, and entities that are described for themselves."""


@model
class EndpointConfig(Part):
    """What an endpoint for Caliper says of itself, where it does."""

    maximum_payload_size: int | None = wire("caliper_maximum_payload_size", default=None)
    """Kilobytes that an envelope may have."""
    supported_versions: tuple[str, ...] = wire("caliper_supported_versions", default=())
    """The contexts that it takes."""
    supported_extensions: JsonObject | None = wire("caliper_supported_extensions", default=None)
