"""What all parts of a credential have in common: how its times, texts and contexts are read so that none changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, ClassVar, Final, SupportsIndex, TypeAlias

from timeback_core.engine.codec import JsonObject, Kind, Loose, at_least, fields_of, model
from timeback_core.engine.codec.kinds import read_datetime
from timeback_core.engine.narrow import is_listing
from timeback_core.problems import Problem

__all__ = (
    "BADGE_CONTEXT",
    "CLR_CONTEXT",
    "CLR_CONTEXTS",
    "VC_1_CONTEXT",
    "VC_2_CONTEXT",
    "Contexts",
    "Moment",
    "Part",
    "Texts",
    "When",
    "Words",
    "texts_of",
)

VC_1_CONTEXT: Final = "https://www.w3.org/2018/credentials/v1"
"""The first context of a credential after version 1.1 of the W3C's data model."""
VC_2_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
"""The first context of a credential after version 2.0."""
CLR_CONTEXT: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
BADGE_CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR_CONTEXTS: Final = (VC_2_CONTEXT, CLR_CONTEXT, BADGE_CONTEXT)
"""The contexts of a comprehensive learner record, in the order of the standard."""

URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20]+")

Contexts: TypeAlias = str | JsonObject | tuple[str | JsonObject, ...]
"""What tells the meaning of names: addresses, and definitions in place; one alone may stand without a list."""
Texts: TypeAlias = str | tuple[str, ...]
"""One text or several."""
Words: TypeAlias = str | JsonObject | tuple[str | JsonObject, ...]
"""Text for people, or the same in several languages (`{"en": "Robots"}`, `{"@value": "Robots", "@language": "en"}`)."""


class Moment(datetime):
    """A moment that remembers how it was written, so that a signed document stays as it is."""

    text: str | None = None
    """As it stood in the document; None for one that was computed."""

    @classmethod
    def read(cls, text: str) -> Moment:
        """The moment of a text; raises `ValueError`."""
        at = read_datetime(text)
        made = cls(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo, fold=at.fold)
        made.text = text
        return made

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[object, ...]:
        return super().__reduce_ex__(protocol) if self.text is None else (type(self).read, (self.text,))


def write_moment(value: datetime) -> str:
    """As it was written, or in UTC with `Z` and no smaller parts than there are; raises `ValueError`."""
    if isinstance(value, Moment) and value.text is not None:
        return value.text
    if value.tzinfo is None:
        raise ValueError("must have a time zone")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


When: TypeAlias = Annotated[datetime, Kind(Moment.read, write_moment, "string", "date and time (ISO 8601)")]
"""A moment, in UTC; one that was read is written as it was."""


def is_uri(value: object) -> str | None:
    """An absolute URI, such as a URL, a URN or a DID."""
    return None if isinstance(value, str) and URI.fullmatch(value) else "must be a URI, such as urn:uuid:... or a URL"


def some(value: object) -> str | None:
    """One that stands alone, or a list of one at least."""
    return at_least(1)(value) if is_listing(value) else None


def texts_of(value: object) -> tuple[str, ...]:
    """The texts of what is one text or several; what is no text is left out."""
    return tuple(each for each in (value if is_listing(value) else (value,)) if isinstance(each, str))


def is_verifiable(value: object) -> str | None:
    """The types of a verifiable credential."""
    return None if "VerifiableCredential" in texts_of(value) else "must contain VerifiableCredential"


def of_type(body: Mapping[str, object], name: str) -> bool:
    """Whether an object in JSON says that it is of a type."""
    return name in texts_of(body.get("type"))


@model
class Part(Loose):
    """Base of all that credentials are made of.

    What does not fit a field is kept in `extra` as it came, as are members that are not known: all is written back, and
    sent. Only a value that a field cannot have is not sent.
    """

    takes_null: ClassVar[bool] = False

    def problems(self) -> Iterable[Problem]:
        """A member of a known name has a value that its field can have."""
        if self.extra:
            from timeback_core.documents import misfits

            for field in fields_of(type(self)):
                if field.wire in self.extra:
                    yield from misfits(field, self.extra[field.wire])
