"""A framework as a tree: what lies below what, the path of an item, and what a code stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

import attrs

from timeback_core.case.models.associations import AssociationType

if TYPE_CHECKING:
    from timeback_core.case.models.associations import CFAssociation
    from timeback_core.case.models.documents import CFDocument
    from timeback_core.case.models.items import CFItem
    from timeback_core.case.models.packages import CFPackage

__all__ = ["FrameworkTree", "Place", "tree_of"]


class Place(NamedTuple):
    """A place at which an item stands in a tree."""

    depth: int
    """0 for the topmost items."""
    item: CFItem
    again: bool
    """Whether the item stands at an earlier place too, below which its children are."""


@attrs.frozen(repr=False)
class FrameworkTree:
    """The items of a framework below each other, as its associations say.

    Whatever these say, every item has a place, and what is odd is told: `orphans`, `loops`, `dangling`, `repeated`.
    """

    document: CFDocument
    places: tuple[Place, ...]
    """Every place of every item, each followed by those below it: siblings by their numbers, the rest as they come."""
    orphans: tuple[CFItem, ...]
    """Items that no association puts below the document or another item; they stand behind the other topmost ones."""
    loops: tuple[tuple[CFItem, CFItem], ...]
    """Items and parents of theirs that lie below them as well."""
    dangling: tuple[CFAssociation, ...]
    """What puts an item below something, or something below an item, that the package does not hold."""
    repeated: tuple[CFItem, ...]
    """Items whose id is that of an item before them, which has the place."""
    _items: Mapping[str, CFItem] = attrs.field(eq=False)
    _children: Mapping[str, Sequence[str]] = attrs.field(eq=False)
    _first_parent: Mapping[str, str | None] = attrs.field(eq=False)
    _codes: Sequence[tuple[str, str]] = attrs.field(eq=False)

    def __repr__(self) -> str:
        return f"<FrameworkTree {self.document.title!r}: {len(self._items)} items>"

    @property
    def roots(self) -> tuple[CFItem, ...]:
        """The topmost items."""
        return tuple(place.item for place in self.places if not place.depth)

    @property
    def is_sound(self) -> bool:
        """Whether there is nothing odd to tell of it."""
        return not (self.orphans or self.loops or self.dangling or self.repeated)

    def get(self, sourced_id: str) -> CFItem | None:
        """The item of an id."""
        return self._items.get(sourced_id)

    def children_of(self, sourced_id: str) -> tuple[CFItem, ...]:
        """The items below that of an id, or below the document of that id, in their order; none below any other id."""
        return tuple(self._items[each] for each in self._children.get(sourced_id, ()))

    def path_of(self, sourced_id: str) -> tuple[CFItem, ...]:
        """The items from just below the document to that of an id, at its first place; nothing for any other id."""
        path: list[CFItem] = []
        at: str | None = sourced_id
        while at is not None and at in self._items:
            path.append(self._items[at])
            at = self._first_parent[at]
        return tuple(reversed(path))

    def with_code(self, code: str) -> tuple[CFItem, ...]:
        """The items whose `human_coding_scheme` is exactly this; there may be several."""
        return tuple(takewhile(lambda item: item.human_coding_scheme == code, self._coded_from(code)))

    def with_prefix(self, prefix: str) -> tuple[CFItem, ...]:
        """The items whose `human_coding_scheme` begins with this, by their codes."""
        return tuple(
            takewhile(lambda item: (item.human_coding_scheme or "").startswith(prefix), self._coded_from(prefix))
        )

    def _coded_from(self, code: str) -> Iterator[CFItem]:
        """The items with codes, by these, from a code on."""
        for at in range(bisect_left(self._codes, (code,)), len(self._codes)):
            yield self._items[self._codes[at][1]]


def tree_of(package: CFPackage) -> FrameworkTree:
    """The tree of a framework, of any depth; nothing of it is lost, whatever its associations say."""
    items: dict[str, CFItem] = {}
    repeated: list[CFItem] = []
    for item in package.cf_items:
        if item.sourced_id in items:
            repeated.append(item)
        else:
            items[item.sourced_id] = item
    root = package.cf_document.sourced_id
    children: dict[str, dict[str, None]] = {}
    dangling: list[CFAssociation] = []
    placed: set[str] = set()
    for each, child, parent in children_in_order(package.cf_associations):
        if child in items and parent and (parent == root or parent in items):
            children.setdefault(parent, {})[child] = None
            placed.add(child)
        else:
            dangling.append(each)
    orphans = [item_id for item_id in items if item_id not in placed]
    grown = Growing({parent: tuple(below) for parent, below in children.items()})
    for top in children.get(root, ()):
        grown.add(top)
    for top in (*orphans, *items):
        if top not in grown.first_parent:  # an item that lies below itself alone, where it is none of the orphans
            grown.add(top)
    coded = ((item.human_coding_scheme, item_id) for item_id, item in items.items())
    return FrameworkTree(
        package.cf_document,
        tuple(Place(depth, items[item_id], again) for depth, item_id, again in grown.places),
        tuple(items[each] for each in orphans),
        tuple((items[child], items[parent]) for child, parent in grown.loops),
        tuple(dangling),
        tuple(repeated),
        items,
        grown.children,
        grown.first_parent,
        sorted((code, item_id) for code, item_id in coded if code),
    )


class Growing:
    """A tree that grows from the top down, without recursion: each id has its children at its first place alone."""

    def __init__(self, children: Mapping[str, Sequence[str]]) -> None:
        self.children = children
        self.places: list[tuple[int, str, bool]] = []
        self.loops: list[tuple[str, str]] = []
        self.first_parent: dict[str, str | None] = {}

    def add(self, top: str) -> None:
        """Add what is topmost and all that lies below it."""
        path: list[str] = []
        """What the next place lies below."""
        above: set[str] = set()
        waiting: list[Iterator[str]] = [iter((top,))]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
                above.discard(path.pop() if path else "")
                continue
            again = child in self.first_parent
            self.places.append((len(path), child, again))
            if child in above:
                self.loops.append((child, path[-1]))
            if not again:
                self.first_parent[child] = path[-1] if path else None
                path.append(child)
                above.add(child)
                waiting.append(iter(self.children.get(child, ())))


def children_in_order(associations: Iterable[CFAssociation]) -> Iterator[tuple[CFAssociation, str, str]]:
    """What says that something is a child, by the numbers, the rest as it comes: with the ids of child and parent."""
    told = [each for each in associations if each.association_type == AssociationType.IS_CHILD_OF]
    for each in sorted(told, key=lambda each: (each.sequence_number is None, each.sequence_number or 0)):
        origin, destination = each.origin_node_uri, each.destination_node_uri
        yield each, origin.sourced_id if origin else "", destination.sourced_id if destination else ""
