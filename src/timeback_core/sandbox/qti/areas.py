"""Areas of an image: which of them a point lies in, and what it is worth there."""

from collections.abc import Iterator
from math import hypot
from xml.etree.ElementTree import Element

import attrs

from timeback_core.sandbox.qti.markup import first_in, those_in
from timeback_core.sandbox.qti.values import Bounds, Value, number_in, read_bounds


@attrs.frozen
class Area:
    """A shape, its coordinates, and what a point in it is worth."""

    shape: str
    coords: tuple[float, ...]
    worth: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it, its edge included."""
        match self.shape, self.coords:
            case "default", _:
                return True
            case "rect", (left, top, right, bottom):
                return left <= x <= right and top <= y <= bottom
            case "circle", (cx, cy, radius):
                return hypot(x - cx, y - cy) <= radius
            case "ellipse", (cx, cy, across, down) if across > 0 and down > 0:
                return hypot((x - cx) / across, (y - cy) / down) <= 1
            case "poly", _:
                return sum(_crosses(edge, x, y) for edge in self._edges()) % 2 == 1
            case _:
                return False

    @property
    def middle(self) -> tuple[float, ...]:
        """A point in it: its middle, or the first corner of a polygon."""
        if self.shape == "rect" and len(self.coords) == 4:
            left, top, right, bottom = self.coords
            return (left + right) / 2, (top + bottom) / 2
        return self.coords[:2]

    def _edges(self) -> Iterator[tuple[float, float, float, float]]:
        xs, ys = self.coords[::2], self.coords[1::2]
        for at in range(min(len(xs), len(ys))):
            yield xs[at - 1], ys[at - 1], xs[at], ys[at]


@attrs.frozen
class AreaMapping:
    """What points are worth; each area counts once."""

    areas: tuple[Area, ...]
    bounds: Bounds

    def worth(self, value: Value) -> float:
        """The worth of the points of a response."""
        left, total = list(self.areas), 0.0
        for item in value.items:
            match item:
                case (float(x), float(y)):
                    hit = next((area for area in left if area.holds(x, y)), None)
                case _:
                    hit = None
            total += self.bounds.default if hit is None else hit.worth
            if hit is not None:
                left.remove(hit)
        return self.bounds.within(total)

    def best(self, cardinality: str) -> Value:
        """The points that are worth most."""
        good = sorted((area for area in self.areas if area.worth > 0), key=lambda area: area.worth, reverse=True)
        points = [area.middle for area in good]
        return Value(tuple(points[:1] if cardinality == "single" else points))


def read_areas(declaration: Element) -> AreaMapping | None:
    """The mapping of areas of a declaration; None when it has none."""
    element = first_in(declaration, "qti-area-mapping")
    if element is None:
        return None
    areas = [
        Area(entry.get("shape", ""), _numbers(entry.get("coords", "")), number_in(entry, "mapped-value") or 0.0)
        for entry in those_in(element, "qti-area-map-entry")
    ]
    return AreaMapping(tuple(areas), read_bounds(element))


def _numbers(coords: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in coords.replace(",", " ").split())
    except ValueError:
        return ()


def _crosses(edge: tuple[float, float, float, float], x: float, y: float) -> bool:
    """Whether a ray from a point to the right crosses an edge."""
    x1, y1, x2, y2 = edge
    return (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
