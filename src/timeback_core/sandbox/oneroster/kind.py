"""A kind of OneRoster document: where it is kept, what it holds, how it is named in errors and references."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import attrs

from timeback_core.sandbox.messages import Document, Steps, finish
from timeback_core.sandbox.oneroster.vocabulary import BASES
from timeback_core.sandbox.query.columns import Column
from timeback_core.sandbox.schema import Record
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


@attrs.frozen
class Computed:
    """A member that follows from a stored one, and from other documents."""

    member: str
    """The stored one."""
    reads: tuple[str, ...]
    """The collections of the others."""
    of: Callable[[World, Any], Any]
    """Gives its value for that of the stored member."""


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
    computed: Mapping[str, Computed] = attrs.field(factory=dict[str, Computed])
    """Members of answers that are derived, not stored: here as stored values, shown by the record."""
    aliases: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """Names that filters may use for a path (`role` for `roles.role`)."""
    finish: Callable[[Writing], Document] = _as_it_is
    """The last word on what is stored; may refuse."""

    def knows(self, field: str) -> bool:
        """Whether filters, sorting and `fields` may name this path."""
        name = field.partition(".")[0]
        return name in self.aliases or any(member.name == name for member in self.record.members)


@lru_cache(maxsize=256)
def _with_members(kind: Kind, names: tuple[str, ...]) -> Record:
    return Record(tuple(member for member in kind.record.members if member.name in names))


class Kinds:
    """The kinds over one world: renders documents, their references and their derived members."""

    def __init__(self, world: World, base_url: str, by_collection: Mapping[str, Kind]) -> None:
        self.world = world
        self._base_url = base_url
        self._by_collection = by_collection

    def show(self, kind: Kind, document: Document, fields: tuple[str, ...] = ()) -> Document:
        """A document as answers have it: all of its members, or those of these names."""
        derived = {
            name: computed.of(self.world, document.get(computed.member))
            for name, computed in kind.computed.items()
            if not fields or name in fields
        }
        record = _with_members(kind, fields) if fields else kind.record
        shown: Document = record.show({**document, **derived}, self)
        return shown

    def look(self, kind: Kind, document: Document, field: str) -> Iterable[Any]:
        """The values at a dotted path, for filters and sorting."""
        member, *names = kind.aliases.get(field, field).split(".")
        computed = kind.computed.get(member)
        if computed is None:
            return values_at(document.get(member), names)
        return values_at(computed.of(self.world, document.get(computed.member)), names)

    def column(self, kind: Kind, field: str) -> Column:
        """The values at a dotted path in all documents of a kind."""
        return finish(self.gathered(kind, field))

    def gathered(self, kind: Kind, field: str) -> Steps[Column]:
        """The same with pauses."""
        store, path = self.world.store, kind.aliases.get(field, field)
        member, *names = path.split(".")
        computed = kind.computed.get(member)
        if computed is None:
            return (yield from store.gathered(kind.collection, path))
        of, reads = computed.of, computed.reads

        def read(value: Any) -> Iterable[Any]:
            return values_at(of(self.world, value), names)

        def stamp() -> object:
            return tuple(store.table(name).generation for name in reads)

        table = store.table(kind.collection)
        return (yield from table.gathered(f"{path} computed", computed.member, read, stamp))

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
