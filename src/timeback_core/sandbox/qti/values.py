"""Values of QTI variables: read from text by their base type, compared by their cardinality, mapped to a score."""

from collections import Counter
from collections.abc import Iterable
from math import isfinite
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

import attrs

from timeback_core.sandbox.qti.markup import first_in, flag_of, text_of, those_in

Item: TypeAlias = str | float | bool | tuple[str, ...] | tuple[float, ...]
"""One value; a pair is a tuple of its ends, in their order only where that counts, and a point one of numbers."""

_NUMBERS: Final = frozenset(("integer", "float", "duration"))


@attrs.frozen
class Value:
    """What a variable holds: none for null, one, or several in or without an order."""

    items: tuple[Item, ...] = ()
    is_ordered: bool = False

    @property
    def number(self) -> float | None:
        """A single number; None for anything else."""
        item = self.items[0] if len(self.items) == 1 else None
        return float(item) if isinstance(item, int | float) and not isinstance(item, bool) else None

    @property
    def text(self) -> str:
        """The value as it is written in XML, several of them joined by commas."""
        return ",".join(map(_written, self.items))


NULL: Final = Value()


def of_truth(truth: bool | None) -> Value:
    """A boolean value; null for None."""
    return NULL if truth is None else Value((truth,))


def of_number(number: float | None) -> Value:
    """A number as value; null for None and for what no number is."""
    return NULL if number is None or not isfinite(number) else Value((float(number),))


def read_value(texts: Iterable[str], base_type: str, cardinality: str) -> Value:
    """The value that texts stand for; what cannot be read of them is left out."""
    items = [item for text in texts if (item := read_item(text, base_type)) is not None]
    return Value(tuple(items[:1] if cardinality == "single" else items), cardinality == "ordered")


def read_item(text: str, base_type: str) -> Item | None:
    """One value of a base type; None for an empty text and for what cannot be read."""
    parts = text.split()
    if not parts:
        return None
    if base_type in _NUMBERS:
        return _number(parts[0]) if len(parts) == 1 else None
    if base_type == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(parts[0])
    if base_type == "directedPair":
        return tuple(parts)
    if base_type == "pair":
        return tuple(sorted(parts))
    if base_type == "point":
        numbers = [number for part in text.replace(",", " ").split() if (number := _number(part)) is not None]
        return tuple(numbers) if len(numbers) == 2 else None
    return text.strip()


def matches(one: Value, other: Value) -> bool | None:
    """Whether two values are the same, the order counting where one has it; None when either is null."""
    if not one.items or not other.items:
        return None
    if one.is_ordered or other.is_ordered:
        return one.items == other.items
    return Counter(one.items) == Counter(other.items)


def written_values(element: Element | None) -> list[str]:
    """The texts of the `qti-value` elements in an element."""
    return [] if element is None else [text_of(value) for value in those_in(element, "qti-value")]


@attrs.frozen
class Bounds:
    """What a mapping gives for what it does not name, and the least and the most that it gives in all."""

    default: float
    lower: float | None
    upper: float | None

    def within(self, total: float) -> float:
        """A sum, no less than the one bound and no more than the other."""
        total = total if self.lower is None else max(self.lower, total)
        return total if self.upper is None else min(self.upper, total)


@attrs.frozen
class ValueMapping:
    """What each value is worth."""

    entries: dict[Item, float]
    folded: dict[str, float]
    """Worth of texts whose case does not count, by their folded form."""
    bounds: Bounds

    def worth(self, value: Value) -> float:
        """The worth of a value: of each different one in it once."""
        return self.bounds.within(sum(self._worth(item) for item in dict.fromkeys(value.items)))

    def best(self, cardinality: str) -> Value:
        """The value that is worth most."""
        good = [item for item, worth in (*self.entries.items(), *self.folded.items()) if worth > 0]
        if cardinality == "single":
            good = sorted(good, key=self._worth, reverse=True)[:1]
        return Value(tuple(good), cardinality == "ordered")

    def _worth(self, item: Item) -> float:
        if isinstance(item, str) and item.casefold() in self.folded:
            return self.folded[item.casefold()]
        return self.entries.get(item, self.bounds.default)


def read_mapping(declaration: Element, base_type: str) -> ValueMapping | None:
    """The mapping of a declaration; None when it has none."""
    element = first_in(declaration, "qti-mapping")
    if element is None:
        return None
    entries: dict[Item, float] = {}
    folded: dict[str, float] = {}
    for entry in those_in(element, "qti-map-entry"):
        key, worth = read_item(entry.get("map-key", ""), base_type), number_in(entry, "mapped-value")
        if key is None or worth is None:
            continue
        if isinstance(key, str) and not flag_of(entry, "case-sensitive", default=True):
            folded[key.casefold()] = worth
        else:
            entries[key] = worth
    return ValueMapping(entries, folded, read_bounds(element))


def read_bounds(mapping: Element) -> Bounds:
    """The bounds of a mapping."""
    return Bounds(
        number_in(mapping, "default-value") or 0.0, number_in(mapping, "lower-bound"), number_in(mapping, "upper-bound")
    )


def number_in(element: Element, attribute: str) -> float | None:
    """An attribute that is a number; None when it is none."""
    return _number(element.get(attribute, ""))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and "_" not in text else None


def _written(item: Item) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, tuple):
        return " ".join(map(_written, item))
    return item if isinstance(item, str) else f"{item:.12g}"
