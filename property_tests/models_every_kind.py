"""Models that hold every kind of field, for the laws of the codec."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    JsonObject,
    JsonValue,
    Kind,
    LaxNumber,
    Model,
    Number,
    OneOrMany,
    Open,
    TextFlag,
    Unknown,
    Unset,
    in_order,
    model,
    non_empty,
    wire,
)
from timeback_core.problems import Problem


class Status(StrEnum):
    """An enum of texts."""

    ACTIVE = "active"
    DELETED = "tobedeleted"


def read_shout(value: str) -> str:
    """Text in capitals."""
    return value.upper()


Shout = Annotated[str, Kind(read_shout, str, "string", "a shout")]


@model
class Ref(Model):
    """A reference."""

    sourced_id: str
    href: str | None = None
    type: str | None = None


@model
class Circle(Model):
    """An arm of a union."""

    kind: Literal["circle", "disc"]
    radius: float


@model
class Square(Model):
    """Another arm of it."""

    kind: Literal["square"]
    side: int | None = None


@model
class OtherShape(Model):
    """The arm for every other tag."""

    kind: Open[Status]
    corners: int | None = None


@model
class Empty(Model):
    """No field at all."""


NO_REFS: Mapping[str, Ref] = {}


@model
class Tree(Model):
    """A model that holds itself."""

    label: str
    children: tuple["Tree", ...] = ()
    parent: "Tree | None" = None


@model
class Animal(Model):
    """A model that chooses what is read."""

    kind: str = "animal"
    legs: int | None = None

    @classmethod
    def __variant__(cls, body: Mapping[str, object]) -> type[Model]:
        return {"bird": Bird, "fish": Fish}.get(str(body.get("kind")), cls)


@model
class Bird(Animal):
    """One that is derived from it."""

    kind: Literal["bird"] = "bird"
    wings: int


@model
class Fish(Animal):
    """Another one, which holds the first."""

    kind: Literal["fish"] = "fish"
    prey: tuple[Animal, ...] = ()


@model
class Everything(Model):
    """One field of every kind."""

    sourced_id: str
    count: int
    ratio: float
    on: bool
    nothing: str | None
    listed: tuple[str, ...]
    maybe_count: int | None = None
    number: Number | None = None
    lax: LaxNumber | None = None
    flag: Flag | None = None
    text_flag: TextFlag | None = None
    status: Open[Status] | None = None
    closed: Status | None = None
    day: date | None = None
    day_or_text: date | str | None = None
    moment: datetime | None = None
    shout: Shout | None = None
    ruled: Annotated[Open[Status] | None, non_empty] = None
    ruled_items: tuple[Annotated[str, non_empty], ...] = ()
    literal: Literal["a", "b", 3] | None = None
    class_: str | None = None
    lms_id: str | None = wire("LMSId", default=None)
    unit_title: str | None = wire("unit-title", default=None, also=("unit_title", "unitTitle"))
    secret: str | None = wire(default=None, secret=True)
    ref: Ref | None = None
    ref_or_text: Ref | str | None = None
    text_or_object: str | JsonObject | None = None
    known_text_or_object: str | JsonObject = ""
    texts_or_text: tuple[str, ...] | str | None = None
    refs: tuple[Ref, ...] = ()
    numbers: tuple[float, ...] = ()
    statuses: tuple[Open[Status], ...] = ()
    holes: tuple[int | None, ...] = ()
    tables: tuple[tuple[int, ...], ...] = ()
    one_or_many: OneOrMany[Ref] = ()
    shape: Circle | Square | Unknown | None = None
    strict_shape: Circle | Square | None = None
    open_shapes: tuple[Circle | Square | OtherShape, ...] = ()
    by_name: Mapping[str, Ref] | None = None
    counts: Mapping[str, int] | None = None
    metadata: JsonObject | None = None
    free: JsonValue = None
    tree: Tree | None = None
    animal: Animal | None = None
    animals: tuple[Animal | str, ...] = ()
    purpose: str = "fixed"
    amount: LaxNumber = 0
    switched: Flag = False
    mode: Open[Status] = Status.ACTIVE
    note_or_ref: str | Ref = "none"
    sums: Mapping[str, Ref] = wire(default=NO_REFS)
    part: Empty = wire(default=Empty())


@model
class Place(Model):
    """What `PlaceInput` writes."""

    sourced_id: str
    title: str
    status: Open[Status] | None = None
    modified: datetime | None = None
    parent: Ref | None = None
    owner: Ref | None = None
    tags: tuple[str, ...] = ()
    members: tuple[Ref, ...] = ()
    aliases: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    notes: Mapping[str, Ref] | None = None
    metadata: JsonObject | None = None
    nickname: str | None = None


@model
class RefInput(Input, reads=Ref, drops=("href", "type")):
    """A reference as it is written."""

    sourced_id: str = wire(check=non_empty)


@model
class PlaceInput(Input, reads=Place, drops=("modified",)):
    """A place as it is written."""

    sourced_id: str | Unset | None = UNSET
    title: str
    status: Open[Status] | Unset = Status.ACTIVE
    parent: RefInput | Unset | None = UNSET
    org: RefInput | Unset = wire(default=UNSET, read="owner")
    tags: Sequence[str] | Unset | None = UNSET
    members: Sequence[RefInput]
    aliases: Sequence[str] | Unset = UNSET
    starts: date | Unset | None = UNSET
    ends: date | Unset | None = UNSET
    notes: Mapping[str, RefInput] | Unset | None = UNSET
    metadata: JsonObject | Unset | None = UNSET
    nickname: str | Unset = UNSET
    password: str | Unset | None = wire(default=UNSET, secret=True)
    purpose: Literal["place"] = "place"
    note: str | None = None
    """Always sent, if only as null."""

    def problems(self) -> Iterable[Problem]:
        """An end is not before its start, and no place is its own parent."""
        yield from in_order(self, "starts", "ends")
        if self.parent and self.parent.sourced_id == self.sourced_id:
            yield Problem("parent", "must be another place")


@model
class PlacePatch(Input, reads=Place, drops=("sourced_id", "modified", "owner", "starts", "ends", "notes", "aliases")):
    """Part of a place."""

    title: str | Unset = UNSET
    status: Open[Status] | Unset = UNSET
    parent: RefInput | Unset | None = UNSET
    tags: Sequence[str] | Unset = UNSET
    members: Sequence[RefInput] | Unset = UNSET
    metadata: JsonObject | Unset | None = UNSET
    nickname: str | Unset | None = UNSET
