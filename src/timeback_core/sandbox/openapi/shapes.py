"""The shapes of documents as JSON Schema: as they are written, and as they are answered."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, Literal, Protocol, TypeAlias, runtime_checkable

import attrs

from timeback_core.sandbox.described import Again, Either, Null, PartOf
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.schema import (
    ABSENT,
    Anything,
    Boolean,
    Choice,
    Flag,
    FreeObject,
    ListOf,
    Loose,
    MapOf,
    Member,
    Number,
    OneOrMany,
    Record,
    Shape,
    Tagged,
    Text,
    must,
)

Side: TypeAlias = Literal["written", "patched", "answered"]

_FORMATS: Final = {"datetime": "date-time", "email": "email", "url": "uri", "uri": "uri"}
_SUFFIXES: Final[dict[Side, str]] = {"written": "Input", "patched": "Patch", "answered": ""}


@runtime_checkable
class Likened(Protocol):
    """A shape of one service, told in shapes that all know."""

    @property
    def like_written(self) -> Shape:
        """What is taken for it."""
        ...

    @property
    def like_answered(self) -> Shape:
        """What is answered for it."""
        ...


class Schemas:
    """Gives the schema of each shape; those of records with a name are collected, and referred to."""

    def __init__(self) -> None:
        self.components: Document = {}
        self._given: dict[tuple[int, Side], tuple[Record, Document]] = {}
        """With the records, which must live for as long as their ids are to be theirs."""

    @cached_property
    def _aside(self) -> "Schemas":
        """Where it is found out what a record is on the other side, without collecting anything."""
        return Schemas()

    def of(self, shape: Shape, side: Side) -> Document:
        """The schema of a shape on one side."""
        tell = _TELLERS.get(type(shape))
        if tell is not None:
            return tell(self, shape, side)
        if isinstance(shape, Likened):
            return self.of(shape.like_answered if side == "answered" else shape.like_written, side)
        raise TypeError(f"nothing tells what a {type(shape).__name__} is")

    def record(self, record: Record, side: Side) -> Document:
        """An object, or the reference to it where it has a name."""
        if not record.name:
            return self.object(record, side)
        _, known = self._given.get((id(record), side)) or (record, self._named(record, side))
        self._given[id(record), side] = record, known
        return known

    def object(self, record: Record, side: Side) -> Document:
        """An object with its members in their order."""
        told: Document = {"type": "object"}
        if side == "answered":
            members = [each for each in record.members if each.answered != "never"]
            required = [each.name for each in members if _is_always_answered(each)]
        else:
            members = [each for each in record.members if each.written]
            required = [each.name for each in members if each.required and side == "written"]
        if members:
            told["properties"] = {each.name: self._member(each, side) for each in members}
        if required:
            told["required"] = required
        if record.closed and side != "answered":
            told["additionalProperties"] = False
        return told

    def named(self, name: str, told: Document) -> Document:
        """The reference to a component."""
        if self.components.setdefault(name, told) != told:
            raise ValueError(f"two records have the name {name}")
        return {"$ref": f"#/components/schemas/{name}"}

    def _named(self, record: Record, side: Side) -> Document:
        """The component of a record; a written form that differs from the answered one has a name of its own."""
        told = self.object(record, side)
        suffix = _SUFFIXES[side]
        is_plain = record.name.endswith(suffix) or told == self._aside.object(record, "answered")
        return self.named(record.name + ("" if is_plain else suffix), told)

    def _member(self, member: Member, side: Side) -> Document:
        told = self.of(member.shape, "written" if side == "patched" else side)
        if member.unset is None if side == "answered" else member.nullable:
            told = _or_null(told)
        if side == "written" and isinstance(member.default, str | bool | int | float):
            told = {**told, "default": member.default}
        return told


def _is_always_answered(member: Member) -> bool:
    """Whether what is stored never lacks it, or something is answered in its place."""
    if member.answered:
        return member.answered == "always"
    is_kept = member.required and not member.nullable
    return member.unset is not ABSENT or is_kept or (member.default is not ABSENT and member.default is not None)


def _or_null(told: Document) -> Document:
    if not told:
        return told
    kind = told.get("type")
    if isinstance(kind, str):
        values = {"enum": [*told["enum"], None]} if "enum" in told else {}
        return {**told, "type": [kind, "null"], **values}
    if "anyOf" in told:
        return {"anyOf": [*told["anyOf"], {"type": "null"}]}
    return {"anyOf": [told, {"type": "null"}]}


def _text(_: Schemas, text: Text, __: Side) -> Document:
    told: Document = {"type": "string"}
    if text.min_length:
        told["minLength"] = text.min_length
    if text.format in _FORMATS:
        told["format"] = _FORMATS[text.format]
    # Of a pattern with flags JSON Schema cannot say the same.
    elif text.pattern is not None and not text.pattern.flags & (re.IGNORECASE | re.DOTALL):
        told["pattern"] = f"^(?:{text.pattern.pattern})$"
    return told


def _choice(_: Schemas, choice: Choice, side: Side) -> Document:
    told = {"type": "string", "enum": list(choice.values)}
    numbers = [int(value) for value in choice.values if re.fullmatch(r"-?\d+", value)]
    if side == "answered" or not choice.integers_too or not numbers:
        return told
    return {"anyOf": [told, {"type": "integer", "enum": numbers}]}


def _number(_: Schemas, number: Number, __: Side) -> Document:
    told: Document = {"type": "integer" if number.whole else "number"}
    if number.least is not None:
        told["minimum"] = number.least
    if number.most is not None:
        told["maximum"] = number.most
    return told


def _flag(_: Schemas, __: Flag, side: Side) -> Document:
    text = {"type": "string", "enum": ["true", "false"]}
    return text if side == "answered" else {"anyOf": [{"type": "boolean"}, text]}


def _list(schemas: Schemas, listed: ListOf, side: Side) -> Document:
    told = {"type": "array", "items": schemas.of(listed.item, side)}
    return {**told, "minItems": listed.min_items} if listed.min_items and side != "answered" else told


def _one_or_many(schemas: Schemas, shape: OneOrMany, side: Side) -> Document:
    item = schemas.of(shape.item, side)
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _map(schemas: Schemas, shape: MapOf, side: Side) -> Document:
    return {"type": "object", "additionalProperties": schemas.of(shape.value, side)}


def _loose(schemas: Schemas, loose: Loose, _: Side) -> Document:
    # What was written is answered: also with the members that nobody knows.
    told = {**schemas.object(loose.record, "written"), "additionalProperties": True}
    return schemas.named(loose.record.name, told) if loose.record.name else told


def _tagged(schemas: Schemas, tagged: Tagged, side: Side) -> Document:
    told = {value: schemas.record(_arm(tagged, value, arm), side) for value, arm in tagged.arms.items()}
    mapping = {value: arm["$ref"] for value, arm in told.items()}
    return {"oneOf": list(told.values()), "discriminator": {"propertyName": tagged.tag, "mapping": mapping}}


def _arm(tagged: Tagged, value: str, arm: Record) -> Record:
    """An arm with the one text that its tag has."""
    tag = must(tagged.tag, Choice((value,)))
    members = [tag if member.name == tagged.tag else member for member in arm.members]
    return attrs.evolve(arm, members=members, name=f"{tagged.name}.{value}")


def _boolean(_: Schemas, __: Boolean, ___: Side) -> Document:
    return {"type": "boolean"}


def _null(_: Schemas, __: Null, ___: Side) -> Document:
    return {"type": "null"}


def _anything(_: Schemas, __: Anything, ___: Side) -> Document:
    return {}


def _free(_: Schemas, __: FreeObject, ___: Side) -> Document:
    return {"type": "object", "additionalProperties": True}


def _again(_: Schemas, again: Again, __: Side) -> Document:
    return {"$ref": f"#/components/schemas/{again.name}"}


def _part(schemas: Schemas, part: PartOf, side: Side) -> Document:
    return schemas.record(part.record, "answered" if side == "answered" else "patched")


def _either(schemas: Schemas, either: Either, side: Side) -> Document:
    return {"anyOf": [schemas.of(shape, side) for shape in either.shapes]}


_TELLERS: Final[dict[type, Callable[[Schemas, Any, Side], Document]]] = {
    Text: _text,
    Choice: _choice,
    Number: _number,
    Boolean: _boolean,
    Flag: _flag,
    Null: _null,
    Anything: _anything,
    FreeObject: _free,
    ListOf: _list,
    OneOrMany: _one_or_many,
    MapOf: _map,
    Loose: _loose,
    Record: Schemas.record,
    Again: _again,
    PartOf: _part,
    Either: _either,
    Tagged: _tagged,
}
"""What tells each kind of shape; one without a teller is likened to others."""
