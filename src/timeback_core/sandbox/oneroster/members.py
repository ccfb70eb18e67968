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


def must(name: str, shape: Shape) -> Member:
    """A member that every body has."""
    return Member(name=name, shape=shape, required=True)


def may(name: str, shape: Shape) -> Member:
    """A member that may be left out, of bodies and of answers, but is never null."""
    return Member(name=name, shape=shape)


def may_null(name: str, shape: Shape) -> Member:
    """A member that may be left out or null; answers show it as null."""
    return Member(name=name, shape=shape, nullable=True, unset=None)


def answered(name: str, shape: Shape = FREE, unset: Any = ABSENT) -> Member:
    """A member of answers that cannot be written."""
    return Member(name=name, shape=shape, written=False, unset=unset)


def entity(*members: Member, id_required: bool = False, status_required: bool = False) -> Record:
    """A document: the members that all have, then its own."""
    status = Choice(STATUS)
    return Record(
        (
            Member(name="sourcedId", shape=FULL_TEXT, required=id_required),
            must("status", status) if status_required else Member(name="status", shape=status, default="active"),
            answered("dateLastModified", TEXT),
            *((may_null("metadata", FREE),) if all(member.name != "metadata" for member in members) else ()),
            *members,
        )
    )
