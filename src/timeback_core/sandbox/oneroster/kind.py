"""A kind of OneRoster document: where it is kept, what it holds, how it is named in errors and references."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import quote

import attrs

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.members import Reference
from timeback_core.sandbox.oneroster.vocabulary import BASES
from timeback_core.sandbox.schema import ListOf, Record, Shape
from timeback_core.sandbox.store import values_at
from timeback_core.sandbox.world import World


@attrs.frozen
class Writing:
    """A document on its way into the store, valid in itself."""

    world: World
    document: Document
    before: Document | None
    """What was stored under its id; None for a new one."""
    body: Document
    """The entity as it was sent."""


def _as_it_is(writing: Writing) -> Document:
    return writing.document


def metadata_of(document: Document) -> Document:
    """The metadata of a document; empty when it has none."""
    metadata: Document | None = document.get("metadata")
    return {} if metadata is None else metadata


@attrs.frozen(kw_only=True, eq=False)
class Kind:
    """One row of the table of kinds."""

    collection: str
    noun: str
    """Begins "... already exists."."""
    not_found: str
    """The whole sentence when one is missing."""
    href: tuple[str, str]
    """The service and the path of the collection in it, for references."""
    guid_type: str
    record: Record
    display_name: Callable[[Document], str] = lambda document: str(document.get("title", ""))
    """The `name` of a reference to it."""
    search: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """Members of text, besides references, that lists are often filtered by."""
    computed: Mapping[str, Callable[["Kinds", Document], Any]] = attrs.field(factory=dict[str, Any])
    """Members of answers that are derived, not stored: here as stored values, shown by the record."""
    aliases: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """Names that filters may use for a path (`role` for `roles.role`)."""
    finish: Callable[[Writing], Document] = _as_it_is
    """The last word on what is stored; may refuse."""

    @cached_property
    def indexed(self) -> frozenset[str]:
        """The stored paths whose texts have an index: every reference, and the keys."""
        references = (path for path in _references(self.record, "") if path.partition(".")[0] not in self.computed)
        return frozenset((*references, *self.keys))

    def knows(self, field: str) -> bool:
        """Whether filters, sorting and `fields` may name this path."""
        name = field.partition(".")[0]
        return name in self.aliases or any(member.name == name for member in self.record.members)


def _references(shape: Shape, path: str) -> Iterator[str]:
    if isinstance(shape, Reference):
        yield f"{path}.sourcedId"
    elif isinstance(shape, ListOf):
        yield from _references(shape.item, path)
    elif isinstance(shape, Record):
        for member in shape.members:
            yield from _references(member.shape, f"{path}.{member.name}" if path else member.name)


class Kinds:
    """The kinds over one world: renders documents, their references and their derived members."""

    def __init__(self, world: World, base_url: str, by_collection: Mapping[str, Kind]) -> None:
        self.world = world
        self._base_url = base_url
        self._by_collection = by_collection

    def show(self, kind: Kind, document: Document) -> Document:
        """A document as answers have it."""
        derived = {name: compute(self, document) for name, compute in kind.computed.items()}
        shown: Document = kind.record.show({**document, **derived}, self)
        return shown

    def look(self, kind: Kind, document: Document, field: str) -> Iterable[Any]:
        """The values at a dotted path, for filters and sorting."""
        names = kind.aliases.get(field, field).split(".")
        compute = kind.computed.get(names[0])
        if compute is not None:
            return values_at(compute(self, document), names[1:])
        return values_at(document, names)

    def link(self, form: str, collection: str, sourced_id: str) -> Document:
        """A reference in one of the forms `plain`, `href`, `guid`, `named`."""
        if form == "plain":
            return {"sourcedId": sourced_id}
        kind = self._by_collection[collection]
        service, place = kind.href
        base = self._base_url + BASES[self.world.platform].format(service=service)
        href = f"{base}/{place}/{quote(sourced_id, safe='')}"
        shown: Document = {"href": href, "sourcedId": sourced_id, "type": kind.guid_type}
        if form == "named":
            target = self.world.store.get(collection, sourced_id)
            shown["name"] = None if target is None else kind.display_name(target)
        return shown
