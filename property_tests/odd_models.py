"""Models that the fast lane takes in part, or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal

from property_tests.models_every_kind import Animal, Square

from timeback_core.engine.codec import Input, Kind, Loose, Model, Open, model, wire


@model
class Named(Loose):
    """A required field of two names, and one of few texts, in a model that keeps what does not fit."""

    id: str = wire(also=("sourcedId",))
    rank: Literal["first", "last"] | None = None


@model
class Choosing(Model):
    """An arm of a union that chooses what is read."""

    kind: Literal["choosing"]

    @classmethod
    def __variant__(cls, body: Mapping[str, object]) -> type[Model]:
        return Chosen if "size" in body else cls


@model
class Chosen(Choosing):
    """What it chooses."""

    size: int | None = None


@model
class Draft(Input):
    """An arm that does not remember what was absent."""

    kind: Literal["draft"]
    size: int | None = None


class Mood(StrEnum):
    """An enum that finds members by more than their values."""

    GLAD = "glad"

    @classmethod
    def _missing_(cls, value: object) -> "Mood | None":
        return cls.GLAD if isinstance(value, str) else None


@model
class Odd(Loose):
    """Fields that are read the general way, in a model that keeps what does not fit."""

    choosing: Choosing | Square | None = None
    draft: Draft | Square | None = None
    animal: Animal | None = None
    mood: Open[Mood] | None = None


@model
class On(Model):
    """An arm whose tag no struct can have."""

    is_on: Literal[True]


@model
class Off(Model):
    """Another one."""

    is_on: Literal[False]


@model
class Switch(Model):
    """A union of such arms."""

    held: On | Off


class Listing(Sequence[object]):
    """A list that nobody may walk through."""

    def __len__(self) -> int:
        return 10**12

    def __getitem__(self, index: Any) -> Any:
        raise AssertionError("walked through")


class Table(Mapping[str, object]):
    """An object that nobody may walk through."""

    def __len__(self) -> int:
        return 10**12

    def __getitem__(self, name: str) -> object:
        raise AssertionError("walked through")

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("walked through")


def nested(levels: int) -> object:
    """A list in a list, and so on."""
    value: object = ()
    for _ in range(levels):
        value = (value,)
    return value


GIFTS = {"list": Listing(), "object": Table(), "deeper than calls go": nested(10_000)}


@model
class Given(Model):
    """What a kind gives."""

    gift: Annotated[object, Kind(GIFTS.__getitem__, str)]
