"""What has changed between two versions of a framework."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import attrs

from timeback_core.case.frameworks import children_in_order
from timeback_core.case.models.associations import CFAssociation
from timeback_core.case.models.documents import CFDocument
from timeback_core.case.models.items import CFItem
from timeback_core.engine.codec import Model, fields_of

if TYPE_CHECKING:
    from timeback_core.case.models.packages import CFPackage

__all__ = ["Changed", "FrameworkChanges", "Moved", "compare_packages"]

WHERE_READ: Final = ("cf_package_uri", "cf_document_uri")
"""Links that differ between servers and files, whatever the framework."""


E = TypeVar("E", CFDocument, CFItem, CFAssociation)


@attrs.frozen
class Changed(Generic[E]):
    """What is in both versions, and not the same."""

    before: E
    after: E
    fields: tuple[str, ...]
    """The fields that differ; `extra` where unknown members do."""


@attrs.frozen
class Moved:
    """An item that lies below something else than before."""

    item: CFItem
    """As it is now."""
    before: tuple[str, ...]
    """The ids of its parents, the document's among them; none for an item that lay nowhere."""
    after: tuple[str, ...]


@attrs.frozen
class FrameworkChanges:
    """The way from one version of a framework to another; false where nothing of this has changed."""

    document: Changed[CFDocument] | None
    added: tuple[CFItem, ...]
    removed: tuple[CFItem, ...]
    changed: tuple[Changed[CFItem], ...]
    moved: tuple[Moved, ...]
    """A new place among the same siblings is no move: `changed_associations` has the number."""
    added_associations: tuple[CFAssociation, ...]
    removed_associations: tuple[CFAssociation, ...]
    changed_associations: tuple[Changed[CFAssociation], ...]

    def __bool__(self) -> bool:
        return any(attrs.astuple(self, recurse=False))


def compare_packages(old: CFPackage, new: CFPackage, *, ignoring: Collection[str] = WHERE_READ) -> FrameworkChanges:
    """What has changed from one version of a framework to another: items and associations are known by their ids.

    Definitions and rubrics, which only files have, are not looked at.

    ignoring: fields that are not looked at, such as `last_change_date_time`; the links back to document and package if
    not given, which say where a version was read.
    """
    items = Sides(old.cf_items, new.cf_items)
    associations = Sides(old.cf_associations, new.cf_associations)
    document = changed((old.cf_document, new.cf_document), ignoring)
    before, after = parents_in(old.cf_associations), parents_in(new.cf_associations)
    places = [(now, before.get(now.sourced_id, ()), after.get(now.sourced_id, ())) for _, now in items.both]
    return FrameworkChanges(
        document,
        items.added,
        items.removed,
        tuple(item for pair in items.both if (item := changed(pair, ignoring))),
        tuple(Moved(each, was, now) for each, was, now in places if set(was) != set(now)),
        associations.added,
        associations.removed,
        tuple(each for pair in associations.both if (each := changed(pair, ignoring))),
    )


class Sides(Generic[E]):
    """What is in one version alone, in the other alone, and in both; of an id that comes twice the first counts."""

    def __init__(self, old: Sequence[E], new: Sequence[E]) -> None:
        before, after = by_id(old), by_id(new)
        self.added: tuple[E, ...] = tuple(each for name, each in after.items() if name not in before)
        self.removed: tuple[E, ...] = tuple(each for name, each in before.items() if name not in after)
        self.both: tuple[tuple[E, E], ...] = tuple((before[name], after[name]) for name in after if name in before)


def by_id(entities: Iterable[E]) -> Mapping[str, E]:
    """Entities by their ids."""
    found: dict[str, E] = {}
    for each in entities:
        found.setdefault(each.sourced_id, each)
    return found


def changed(pair: tuple[E, E], ignoring: Collection[str]) -> Changed[E] | None:
    """In which fields one version differs from the other, where it does."""
    before, after = pair
    if before == after:
        return None
    fields = tuple(name for name in differing(before, after) if name not in ignoring)
    return Changed(before, after, fields) if fields else None


def differing(before: Model, after: Model) -> Iterator[str]:
    """The names of the fields in which two models differ; `extra` where unknown members do."""
    for name in (*(field.name for field in fields_of(type(before))), "extra"):
        if getattr(before, name) != getattr(after, name):
            yield name


def parents_in(associations: Iterable[CFAssociation]) -> Mapping[str, tuple[str, ...]]:
    """The ids of the parents that associations give to what they speak of."""
    found: dict[str, dict[str, None]] = {}
    for _, child, parent in children_in_order(associations):
        found.setdefault(child, {})[parent] = None
    return {child: tuple(parents) for child, parents in found.items()}
