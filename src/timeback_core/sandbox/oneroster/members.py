"""Members that OneRoster kinds share, and short ways to write the others down."""

import re
from datetime import datetime
from typing import Any, Final

import attrs

from timeback_core.sandbox.messages import Document, is_object
from timeback_core.sandbox.moments import read_moment
from timeback_core.sandbox.oneroster.vocabulary import GRADE, GUID_TYPE, STATUS, SUBJECT
from timeback_core.sandbox.schema import (
    ABSENT,
    Choice,
    Findings,
    FreeObject,
    Links,
    ListOf,
    Member,
    Number,
    Record,
    Shape,
    Text,
    kind_of,
    may_null,
    must,
)

TEXT: Final = Text()
FULL_TEXT: Final = Text(min_length=1)
NUMBER: Final = Number()
FREE: Final = FreeObject()
TEXTS: Final = ListOf(TEXT)
GRADES: Final = ListOf(Choice(GRADE, integers_too=True))
SUBJECTS: Final = ListOf(Choice(SUBJECT))
TEXT_FLAG: Final = Choice(("true", "false"))
EMAIL: Final = Text(pattern=re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*"), format="email")

URL: Final = Text(pattern=re.compile(r"https?://[^\s/]\S*", re.IGNORECASE), format="url")


def _moment(pattern: str, name: str) -> Text:
    return Text(pattern=re.compile(pattern, re.ASCII), format=name, read=datetime.fromisoformat)


BIRTH_DATE: Final = _moment(r"\d{4}-\d{2}-\d{2}", "date")
DATE: Final = _moment(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?", "date")
DATE_TIME: Final = _moment(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})", "datetime")
MOMENT: Final = attrs.evolve(DATE_TIME, read=read_moment)
"""A date with time that every time zone can show."""


@attrs.frozen
class Reference:
    """A reference to another document, written as `{"sourcedId"}` and answered in the form of its place."""

    collection: str
    form: str = "plain"
    full: bool = False
    """Whether a written one must have `href` and `type` as well."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The reference as it is stored; its target is looked up later."""
        if not is_object(value):
            findings.wrong(path, f"Expected object, received {kind_of(value)}")
            return value
        sourced_id = value.get("sourcedId")
        if not isinstance(sourced_id, str) or not sourced_id:
            findings.wrong(f"{path}.sourcedId", "Required" if sourced_id is None else "Expected a filled string")
            return value
        if self.full:
            FULL_TEXT.check(value.get("href"), f"{path}.href", findings)
            Choice(GUID_TYPE).check(value.get("type"), f"{path}.type", findings)
        findings.references.append((path, self.collection, sourced_id))
        return {"sourcedId": sourced_id}

    def show(self, value: Any, links: Links) -> Any:
        """The reference as answers have it."""
        stored: Document = value
        return links.link(self.form, self.collection, stored["sourcedId"])

    @property
    def like_written(self) -> Shape:
        """What is read of it, or must be there with it."""
        return _TYPED_REFERENCE if self.full else _REFERENCE

    @property
    def like_answered(self) -> Shape:
        """Its form."""
        return _REFERENCES.get(self.form, _TYPED_REFERENCE)


_ID: Final = must("sourcedId", FULL_TEXT)
_TYPED: Final = (_ID, must("href", FULL_TEXT), must("type", Choice(GUID_TYPE)))
_REFERENCE: Final = Record((_ID,), name="Reference")
_TYPED_REFERENCE: Final = Record(_TYPED, name="TypedReference")
_REFERENCES: Final = {"plain": _REFERENCE, "named": Record((*_TYPED, may_null("name", TEXT)), name="NamedReference")}


def answered(name: str, shape: Shape = FREE, unset: Any = ABSENT, *, always: bool = False) -> Member:
    """A member of answers, of some or always, that cannot be written."""
    return Member(name=name, shape=shape, written=False, unset=unset, answered="always" if always else "")


def entity(name: str, *members: Member, id_required: bool = False, status_required: bool = False) -> Record:
    """A document: the members that all have, then its own."""
    status = Choice(STATUS)
    return Record(
        (
            Member(name="sourcedId", shape=FULL_TEXT, required=id_required, answered="always"),
            must("status", status) if status_required else Member(name="status", shape=status, default="active"),
            answered("dateLastModified", TEXT, always=True),
            *((may_null("metadata", FREE),) if all(member.name != "metadata" for member in members) else ()),
            *members,
        ),
        name=name,
    )
