"""A small language for the shape of documents: what may be written, what is stored, what is answered."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, Protocol

import attrs

from timeback_core.sandbox.messages import Document, is_array, is_object


class Absent:
    """The type of `ABSENT`."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()
"""Marks a member that is not there, as opposed to one that is null."""


class Findings:
    """What a check found: wrong members, and references whose targets are still to be looked up."""

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []
        self.references: list[tuple[str, str, str]] = []
        """(path, collection, id)"""

    def wrong(self, path: str, message: str) -> None:
        """Note a member that is wrong."""
        self.problems.append((path, message))


class Links(Protocol):
    """Gives references as they stand in answers."""

    def link(self, form: str, collection: str, sourced_id: str) -> Document:
        """The reference to a document in one of the forms of the wire."""
        ...


class Shape(Protocol):
    """What a member may hold."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The stored form of a written value; problems go into the findings."""
        ...

    def show(self, value: Any, links: Links) -> Any:
        """The answered form of a stored value."""
        ...


class AsStored:
    """What is answered as it is stored."""

    def show(self, value: Any, links: Links) -> Any:  # noqa: ARG002 -- the other shapes need it
        """The value as it is."""
        return value


@attrs.frozen
class Text(AsStored):
    """A string; where asked for not empty, matching a pattern, or taken by a reader that raises `ValueError`."""

    min_length: int = 0
    pattern: re.Pattern[str] | None = None
    format: str = "text"
    """What the pattern stands for, for the message."""
    read: Callable[[str], object] | None = None
    """What makes sense of a text that matches, such as a day that the calendar has."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The string as it is."""
        if not isinstance(value, str):
            findings.wrong(path, f"Expected string, received {kind_of(value)}")
        elif len(value) < self.min_length:
            findings.wrong(path, f"String must contain at least {self.min_length} character(s)")
        elif not self._makes_sense(value):
            findings.wrong(path, f"Invalid {self.format}")
        return value

    def _makes_sense(self, value: str) -> bool:
        if self.pattern is not None and self.pattern.fullmatch(value) is None:
            return False
        try:
            if self.read is not None:
                self.read(value)
        except ValueError:
            return False
        return True


@attrs.frozen
class Choice(AsStored):
    """One of some strings."""

    values: tuple[str, ...]
    integers_too: bool = False
    """Whether an integer that reads like one of them is taken for it."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The string."""
        if self.integers_too and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value not in self.values:
            expected = " | ".join(f"'{choice}'" for choice in self.values)
            findings.wrong(path, f"Invalid enum value. Expected {expected}")
        return value


@attrs.frozen(kw_only=True)
class Number(AsStored):
    """A number; where asked for a whole one, or within bounds."""

    whole: bool = False
    least: float | None = None
    most: float | None = None

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The number as it is."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            findings.wrong(path, f"Expected number, received {kind_of(value)}")
        elif self.whole and not isinstance(value, int):
            findings.wrong(path, "Expected integer, received float")
        elif self.least is not None and value < self.least:
            findings.wrong(path, f"Number must be greater than or equal to {self.least:g}")
        elif self.most is not None and value > self.most:
            findings.wrong(path, f"Number must be less than or equal to {self.most:g}")
        return value


WHOLE: Final = Number(whole=True)


class Boolean(AsStored):
    """A boolean."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The boolean as it is."""
        if not isinstance(value, bool):
            findings.wrong(path, f"Expected boolean, received {kind_of(value)}")
        return value


class Flag:
    """A boolean column that is written as a boolean or as `"true"`/`"false"` and answered as text."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The boolean."""
        if value in ("true", "false"):
            return value == "true"
        if not isinstance(value, bool):
            findings.wrong(path, "Expected a boolean, 'true' or 'false'")
        return value

    def show(self, value: Any, links: Links) -> Any:  # noqa: ARG002 -- the other shapes need it
        """The flag as text."""
        return "true" if value else "false"


class Anything(AsStored):
    """Any JSON value."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:  # noqa: ARG002 -- nothing is wrong with it
        """The value as it is."""
        return value


class FreeObject(AsStored):
    """Any JSON object."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The object as it is."""
        if not is_object(value):
            findings.wrong(path, f"Expected object, received {kind_of(value)}")
        return value


@attrs.frozen
class ListOf:
    """An array."""

    item: Shape
    min_items: int = 0

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The stored forms of its items."""
        if not is_array(value):
            findings.wrong(path, f"Expected array, received {kind_of(value)}")
            return value
        if len(value) < self.min_items:
            findings.wrong(path, f"Array must contain at least {self.min_items} element(s)")
        return [self.item.check(item, f"{path}.{at}", findings) for at, item in enumerate(value)]

    def show(self, value: Any, links: Links) -> Any:
        """The answered forms of its items."""
        return [self.item.show(item, links) for item in value]


@attrs.frozen
class OneOrMany(AsStored):
    """A value that is answered as it is stored, or an array of such values."""

    item: Shape

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The stored form of the value, or of each item."""
        shape = ListOf(self.item) if is_array(value) else self.item
        return shape.check(value, path, findings)


@attrs.frozen(kw_only=True)
class Member:
    """A member of an object: its shape, whether it must be there, and what stands for it when it is not."""

    name: str
    shape: Shape
    required: bool = False
    nullable: bool = False
    """Whether null may be written."""
    default: Any = ABSENT
    """What is stored when the member is not written."""
    unset: Any = ABSENT
    """What is answered when nothing is stored; ABSENT leaves the member out."""
    written: bool = True
    """False for members that only answers have; written ones are ignored."""
    stored: bool = True
    """False for members that are checked and then dropped."""
    answered: Literal["", "always", "never"] = ""
    """Whether answers have it, where that does not follow from the rest."""


def must(name: str, shape: Shape) -> Member:
    """A member that every body, and every answer, has."""
    return Member(name=name, shape=shape, required=True)


def musts(shape: Shape, *names: str) -> tuple[Member, ...]:
    """Members of one shape that every body, and every answer, has."""
    return tuple(must(name, shape) for name in names)


def may(name: str, shape: Shape) -> Member:
    """A member that may be left out, of bodies and of answers, but is never null."""
    return Member(name=name, shape=shape)


def may_null(name: str, shape: Shape) -> Member:
    """A member that may be left out or null; answers show it as null."""
    return Member(name=name, shape=shape, nullable=True, unset=None)


def may_nulls(shape: Shape, *names: str) -> tuple[Member, ...]:
    """Members of one shape that may be left out or null; answers show them as null."""
    return tuple(may_null(name, shape) for name in names)


@attrs.frozen
class MapOf:
    """An object with any names and values of one shape."""

    value: Shape

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The stored forms of its values."""
        if not is_object(value):
            findings.wrong(path, f"Expected object, received {kind_of(value)}")
            return value
        return {name: self.value.check(item, f"{path}.{name}", findings) for name, item in value.items()}

    def show(self, value: Any, links: Links) -> Any:
        """The answered forms of its values."""
        return {name: self.value.show(item, links) for name, item in value.items()}


@attrs.frozen
class Loose(AsStored):
    """A free object some of whose members have a known shape: checked, but kept as it was written."""

    record: "Record"

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The object as it is."""
        self.record.check(value, path, findings)
        return value


@attrs.frozen
class Record:
    """An object with known members; unknown ones are not stored, and refused where it is closed."""

    members: Sequence[Member]
    closed: bool = False
    name: str = ""
    """What the document of all calls has it under; one without a name stands where it is used."""

    def check(self, value: Any, path: str, findings: Findings, *, partial: bool = False) -> Any:
        """The stored form; a partial object may lack anything and takes no defaults."""
        if not is_object(value):
            findings.wrong(path, f"Expected object, received {kind_of(value)}")
            return value
        if self.closed:
            known = {member.name for member in self.members}
            for name in (name for name in value if name not in known):
                findings.wrong(path, f"Unrecognized key in object: '{name}'")
        stored: Document = {}
        for member in self.members:
            if not member.written:
                continue
            given = value.get(member.name, ABSENT)
            if given is ABSENT and (partial or (member.default is ABSENT and not member.required)):
                continue
            where = f"{path}.{member.name}" if path else member.name
            kept = _check_member(member, given, where, findings)
            if kept is not ABSENT and member.stored:
                stored[member.name] = kept
        return stored

    def show(self, value: Any, links: Links) -> Any:
        """The answered form."""
        stored: Document = value
        shown: Document = {}
        for member in self.members:
            kept = stored.get(member.name)
            if kept is not None:
                shown[member.name] = member.shape.show(kept, links)
            elif member.unset is not ABSENT:
                shown[member.name] = member.unset
        return shown


@attrs.frozen
class Tagged(AsStored):
    """One of several objects, told apart by the text of one member; it is stored as its own shape gives it."""

    name: str
    """What the document of all calls has its objects under."""
    tag: str
    arms: Mapping[str, Record]

    def check(self, value: Any, path: str, findings: Findings, *, partial: bool = False) -> Any:
        """The stored form of the object that it says to be."""
        if not is_object(value):
            findings.wrong(path, f"Expected object, received {kind_of(value)}")
            return value
        told = value.get(self.tag)
        arm = self.arms.get(told) if isinstance(told, str) else None
        if arm is None:
            where = f"{path}.{self.tag}" if path else self.tag
            expected = " | ".join(f"'{name}'" for name in self.arms)
            findings.wrong(where, f"Invalid discriminator value. Expected {expected}")
            return value
        return arm.check(value, path, findings, partial=partial)


def _check_member(member: Member, given: Any, path: str, findings: Findings) -> Any:
    if given is ABSENT:
        if member.required:
            findings.wrong(path, "Required")
        return member.default
    if given is None and member.nullable:
        return None
    return member.shape.check(given, path, findings)


def kind_of(value: Any) -> str:
    """The JSON name of a value's type."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if is_array(value) else "object"
