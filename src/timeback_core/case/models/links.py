"""What every entity of CASE is made of: links to other entities, and the place among siblings."""

from typing import Annotated, TypeAlias

from timeback_core.engine.codec import UNSET, Input, Kind, Loose, Unset, model, non_empty, wire
from timeback_core.engine.codec.kinds import read_number, write_number


def read_place(value: int | float | str) -> int | float:
    """A number, also as text; whole where it has no fraction."""
    return write_place(read_number(value))


def write_place(value: int | float) -> int | float:
    """A number; whole where it has no fraction."""
    number = write_number(value)
    return int(number) if number == int(number) else number


SequenceNumber: TypeAlias = Annotated[
    int | float, Kind(read_place, write_place, ("number", "string"), "number or its text")
]
"""The place among siblings; a whole number as a rule."""


@model
class LinkURI(Loose):
    """A link to another entity, which need not lie in the same document or on the same server."""

    sourced_id: str = wire(default="", also=("identifier",))
    """Id of the entity."""
    title: str = ""
    """What the entity is called."""
    uri: str | None = None
    """Its address; the platform leaves it out at times."""
    target_type: str | None = None
    """What it leads to, in packages of CASE 1.1: `CASE`, or something else."""


AnyLink: TypeAlias = LinkURI | str
"""A link, or, as in files of the first years, its address alone."""


@model
class LinkURIInput(Input, reads=LinkURI):
    """A link, as uploaded."""

    identifier: str = wire(check=non_empty, read="sourced_id")
    title: str
    uri: str
    target_type: str | Unset = UNSET
    """Of the standard; the platform may not keep it."""


AnyLinkInput: TypeAlias = LinkURIInput | str
"""A link, as uploaded, or its address alone."""
