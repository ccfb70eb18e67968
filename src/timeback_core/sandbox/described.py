"""Handlers that say what they take and give, in the language of shapes: the document of all calls is made of that."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import attrs

from timeback_core.sandbox.calls import Call, Handler
from timeback_core.sandbox.messages import Reply, Steps
from timeback_core.sandbox.schema import Anything, AsStored, Findings, Links, Member, Record, Shape, Text, kind_of


@attrs.frozen
class PartOf:
    """An object with some members of a record: what is left out stays as it is."""

    record: Record

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The stored form of what is there."""
        return self.record.check(value, path, findings, partial=True)

    def show(self, value: Any, links: Links) -> Any:
        """The answered form."""
        return self.record.show(value, links)


@attrs.frozen
class Either(AsStored):
    """A value of one of some shapes, kept as it is."""

    shapes: tuple[Shape, ...]

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The value; where no shape fits, what is wrong for the last one is told."""
        tried = [Findings() for _ in self.shapes]
        for shape, found in zip(self.shapes, tried, strict=True):
            shape.check(value, path, found)
        if all(found.problems for found in tried):
            findings.problems.extend(tried[-1].problems)
        return value


class Null(AsStored):
    """Null."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """Null as it is."""
        if value is not None:
            findings.wrong(path, f"Expected null, received {kind_of(value)}")
        return value


@attrs.frozen
class Again(Anything):
    """A record that this stands in, by its name: children are as their parents are."""

    name: str


@attrs.frozen
class File:
    """A body that is no JSON."""

    media_type: str


@attrs.frozen
class JsonOr:
    """JSON, or a file instead of it."""

    shape: Shape
    file: File


@attrs.frozen
class ByPlatform:
    """What each platform gives."""

    shapes: Mapping[str, Shape]


Told: TypeAlias = Shape | File | JsonOr | ByPlatform
"""What a body is, taken or given."""

XML: Final = File("application/xml")
_TEXT: Final = Text()


@attrs.frozen
class Parameter:
    """A parameter of the query."""

    name: str
    shape: Shape = _TEXT
    required: bool = False


def asked_by(record: Record) -> tuple[Parameter, ...]:
    """The parameters of a query that is checked as this record."""
    return tuple(Parameter(member.name, member.shape, member.required) for member in record.members)


@attrs.frozen(kw_only=True, eq=False)
class Described:
    """A handler and what it says of itself."""

    handler: Handler
    summary: str
    takes: Told | None = None
    takes_nothing_too: bool = False
    """Whether the body may be left out."""
    asks: tuple[Parameter, ...] = ()
    gives: Mapping[int, Told | None]
    """By status; None for an answer without a body."""

    def __call__(self, call: Call) -> Reply | Steps[Reply]:
        """What the handler answers."""
        return self.handler(call)


def described(
    gives: Told | Mapping[int, Told | None],
    *,
    takes: Told | None = None,
    takes_nothing_too: bool = False,
    asks: tuple[Parameter, ...] = (),
    summary: str = "",
) -> Callable[[Handler], Described]:
    """Say of a handler what it takes and gives: a shape alone is given with 200; its docstring is the summary."""

    def describe(handler: Handler) -> Described:
        return Described(
            handler=handler,
            summary=summary or (handler.__doc__ or "").partition("\n")[0],
            takes=takes,
            takes_nothing_too=takes_nothing_too,
            asks=asks,
            gives=gives if isinstance(gives, Mapping) else {200: gives},
        )

    return describe


def under(key: str, told: Any, *more: Member) -> Record:
    """An object that holds something under its envelope key, and perhaps more."""
    return Record((Member(name=key, shape=told, required=True), *more))


EMPTY: Final = Record(())
"""An object without members."""
