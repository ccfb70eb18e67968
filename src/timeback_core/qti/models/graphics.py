"""What interactions are made of: choices, pictures and places in them."""

from collections.abc import Iterable

from timeback_core.engine.codec import (
    Flag,
    Loose,
    Number,
    Open,
    matches,
    model,
    non_empty,
    non_negative,
    one_of,
    positive,
    wire,
)
from timeback_core.problems import Problem
from timeback_core.qti.models.enums import Shape


@model
class Choice(Loose):
    """Something that can be chosen, ordered or paired."""

    identifier: str = wire(check=non_empty)
    content: str
    """HTML."""
    feedback_inline: str | None = None
    """HTML that is shown once it was chosen."""
    feedback_outcome_identifier: str | None = None
    """The outcome that this feedback goes by."""
    fixed: Flag | None = None
    """Whether it keeps its place where choices are shuffled."""
    match_max: int | None = wire(default=None, check=non_negative)
    """How often it may be paired; any number of times with 0."""


@model
class GraphicObject(Loose):
    """A picture, a film or a sound."""

    data: str = wire(check=non_empty)
    """Its address, or a data URI; apps show hosted ones more reliably."""
    width: Number = wire(check=positive)
    """Pixels."""
    height: Number = wire(check=positive)
    """Pixels."""
    type: str = wire(check=non_empty)
    """Media type, such as `image/png`."""
    media_type: str | None = None
    """The same once more."""


@model
class Hotspot(Loose):
    """A place in a picture."""

    identifier: str = wire(check=non_empty)
    shape: Open[Shape] = wire(check=one_of(Shape))
    coords: str = wire(
        check=matches(r"\s*-?\d+(\s*,\s*-?\d+){2,}\s*", "must be whole numbers with commas between them")
    )
    """Pixels: `x1,y1,x2,y2` of a rectangle, `cx,cy,r` of a circle, `x1,y1,x2,y2,...` of a polygon."""
    match_max: int | None = wire(default=None, check=non_negative)
    """How often it may be paired; any number of times with 0."""
    label: str | None = None

    def problems(self) -> Iterable[Problem]:
        """The numbers are as many as the shape takes."""
        count = self.coords.count(",") + 1
        if self.shape == Shape.POLY and (count < 6 or count % 2):
            yield Problem("coords", f"must be pairs of numbers, three at least, for a poly; has {count} numbers")
        elif (wanted := {Shape.RECT: 4, Shape.CIRCLE: 3}.get(Shape(self.shape), count)) != count:
            yield Problem("coords", f"must be {wanted} numbers for a {self.shape}, has {count}")


@model
class GapImage(Loose):
    """A picture that is dragged to a place."""

    identifier: str = wire(check=non_empty)
    match_max: int | None = wire(default=None, check=non_negative)
    object: GraphicObject


@model
class Canvas(Loose):
    """The size of what is drawn on."""

    width: Number = wire(check=positive)
    """Pixels."""
    height: Number = wire(check=positive)
    """Pixels."""
