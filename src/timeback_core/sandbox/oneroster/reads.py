"""Single documents and lists: scope, filter, search, count, sort, page, chosen members, in this order."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final, TypeAlias

import attrs
import orjson

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import ByPlatform, Described, Parameter, described, under
from timeback_core.sandbox.messages import Document, Reply, Steps, json_bytes, json_reply, mapped, those
from timeback_core.sandbox.oneroster.collections import Collection
from timeback_core.sandbox.oneroster.kind import Kind, Kinds
from timeback_core.sandbox.oneroster.kinds import KINDS
from timeback_core.sandbox.query.compare import Predicate, predicate, sorted_rows
from timeback_core.sandbox.query.pages import (
    FIELDS,
    LIST_PARAMETERS,
    SEARCH,
    ListQuery,
    PageRules,
    page_end,
    read_fields,
    read_list_query,
    total_headers,
)
from timeback_core.sandbox.query.plan import plan
from timeback_core.sandbox.query.syntax import Filter, comparisons, without_field
from timeback_core.sandbox.refusals import bad_request
from timeback_core.sandbox.schema import WHOLE, ListOf, Record, must, musts

Select: TypeAlias = Callable[[Call], Iterable[Document]]

PAGE_RULES: Final = {
    "BEYOND_AI": PageRules(default_limit=100, max_limit=3000),
    "LEARNWITH_AI": PageRules(default_limit=10, max_limit=100),
}
PAGE_NUMBERS: Final = {
    "BEYOND_AI": ("totalCount", "pageCount", "pageNumber", "offset", "limit"),
    "LEARNWITH_AI": ("total", "offset", "limit"),
}
"""What a page tells of itself."""
_OF_PAGES: Final = frozenset(("limit", "offset", "fields"))
"""Parameters that choose among the rows of a list, not which rows it has."""


def single(collection: Collection) -> Described:
    """GET of one document under its envelope key."""
    record = collection.kind.record

    @described(under(collection.singular, record), asks=(FIELDS,), summary=f"One {collection.kind.noun.lower()}.")
    def answer(call: Call) -> Reply:
        document = collection.get(call.world, call.ids[0])
        fields = _fields(call, collection.kind)
        text = _text(call, collection.kind, document, fields)
        return json_bytes(200, b'{"%s":%s}' % (collection.singular.encode(), text))

    return answer


def listing(
    collection: Collection,
    select: Select | None = None,
    *,
    narrow: Callable[[Call], Sequence[Predicate]] = lambda _call: (),
    narrowed_by: tuple[Parameter, ...] = (),
    ignores_status: bool = False,
) -> Described:
    """GET of a page of documents: all of the collection that pass what `narrow` gives, or those of `select`.

    `narrowed_by` are the parameters that `narrow` reads.
    """

    def sources(call: Call, tree: Filter | None) -> _Sources:
        return _within(call, collection, tree, narrow(call)) if select is None else _Sources(select(call), tree)

    search = (SEARCH,) if collection.kind.search else ()

    @described(
        page_of(collection), asks=(*narrowed_by, *LIST_PARAMETERS, *search), summary=f"A page of {collection.plural}."
    )
    def answer(call: Call) -> Steps[Reply]:
        query = _list_query(call, collection.kind)
        found = yield from _selected(call, collection.kind, query, sources, ignores_status=ignores_status)
        spec_key = collection.spec_plural if call.world.switches.spec_keys else None
        return (yield from _page(call, collection.kind, spec_key or collection.plural, found, query))

    return answer


def page_of(collection: Collection) -> ByPlatform:
    """A page of documents, as each platform answers it."""
    kind, plural = collection.kind, collection.plural
    rows = must(plural, ListOf(kind.record))
    name = f"{kind.record.name if plural == kind.collection else plural[0].upper() + plural[1:]}Page"
    return ByPlatform(
        {platform: Record((rows, *musts(WHOLE, *numbers)), name=name) for platform, numbers in PAGE_NUMBERS.items()}
    )


def show(call: Call, kind: Kind, document: Document) -> Document:
    """A document as answers have it."""
    return _kinds(call).show(kind, document)


def _kinds(call: Call) -> Kinds:
    return Kinds(call.world, call.base_url, KINDS)


@attrs.frozen
class _Sources:
    """Documents among which those of a list are, and what has still to be checked for each."""

    documents: Iterable[Document]
    tree: Filter | None
    checks: Sequence[Predicate] = ()


def _within(call: Call, collection: Collection, tree: Filter | None, narrow: Sequence[Predicate]) -> _Sources:
    store, kind = call.world.store, collection.kind

    def lookup(path: str, text: str) -> tuple[str, ...] | None:
        is_indexed = path == "sourcedId" or path in kind.indexed
        return store.ids_with(kind.collection, path, text) if is_indexed else None

    found = None if tree is None else plan(tree, lookup)
    checks = [*collection.checks(call.world), *narrow]
    if found is None:
        return _Sources(store.rows(kind.collection), tree, checks)
    return _Sources(store.pick(kind.collection, found.ids), found.rest, checks)


def _list_query(call: Call, kind: Kind) -> ListQuery:
    is_learnwith = call.route.platform == "LEARNWITH_AI"
    switches = call.world.switches
    query = read_list_query(
        call.query,
        PAGE_RULES[call.route.platform],
        strict_limits=switches.strict_limits,
        strict_filters=switches.strict_filters or is_learnwith,
    )
    if switches.strict_filters:
        named = [comparison.field for comparison in comparisons(query.filter)] if query.filter else []
        _refuse_unknown(kind, "filter", named)
        _refuse_unknown(kind, "sort", [query.sort] if query.sort else [])
        _refuse_unknown(kind, "fields", query.fields)
    return query


def _fields(call: Call, kind: Kind) -> tuple[str, ...]:
    fields = read_fields(call.query)
    if call.world.switches.strict_filters:
        _refuse_unknown(kind, "fields", fields)
    return fields


def _refuse_unknown(kind: Kind, parameter: str, names: Iterable[str]) -> None:
    for name in names:
        if not kind.knows(name):
            raise bad_request(parameter, f"Unknown member {name}")


def _selected(
    call: Call,
    kind: Kind,
    query: ListQuery,
    sources: Callable[[Call, Filter | None], _Sources],
    *,
    ignores_status: bool,
) -> Steps[Sequence[Document]]:
    kept = call.world.selected.at(call.world.stamp)
    chosen = tuple(pair for pair in call.parameters if pair[0] not in _OF_PAGES)
    key = (id(call.route), call.ids, chosen)
    found: Sequence[Document] | None = kept.get(key)
    if found is None:
        tree = query.filter
        if tree is not None and ignores_status:
            tree = without_field(tree, "status")
        found = kept[key] = yield from _choose(call, kind, query, sources(call, tree))
    return found


def _choose(call: Call, kind: Kind, query: ListQuery, sources: _Sources) -> Steps[Sequence[Document]]:
    kinds = _kinds(call)

    def look(document: Document, field: str) -> Iterable[object]:
        return kinds.look(kind, document, field)

    checks = list(sources.checks)
    if sources.tree is not None:
        checks.append(predicate(sources.tree, look))
    if query.search and kind.search:
        needle = query.search.casefold()
        checks.append(lambda row: any(needle in str(row.get(name) or "").casefold() for name in kind.search))
    found: Sequence[Document]
    if isinstance(sources.documents, list) and not checks:
        found = sources.documents
    else:
        found = yield from those(sources.documents, lambda row: all(check(row) for check in checks))
    if not query.sort:
        return found
    return (yield from sorted_rows(found, look, query.sort, descending=query.descending))


def _page(call: Call, kind: Kind, key: str, found: Sequence[Document], query: ListQuery) -> Steps[Reply]:
    world, total, limit, offset = call.world, len(found), query.limit, query.offset
    end = page_end(total, limit, offset, short=world.switches.short_pages)
    texts = yield from _texts(call, kind, found[offset:end], query.fields)
    rows = b",".join(texts)
    numbers: dict[str, int]
    if call.route.platform == "LEARNWITH_AI":
        numbers = {"total": total, "offset": offset, "limit": limit}
    else:
        numbers = {
            "totalCount": total,
            "pageCount": -(-total // limit),
            "pageNumber": offset // limit + 1,
            "offset": offset,
            "limit": limit,
        }
    body = b'{"%s":[%s],%s' % (key.encode(), rows, orjson.dumps(numbers)[1:])
    return json_bytes(200, body, *total_headers(call, limit, end, total))


def _texts(call: Call, kind: Kind, documents: Sequence[Document], fields: tuple[str, ...]) -> Steps[list[bytes]]:
    """The JSON of the rows of a page, at once where it is there already."""
    if not fields:
        kept, base_url = call.world.rendered.at(call.world.stamp), call.base_url
        with suppress(KeyError):
            return [kept[base_url, kind, document["sourcedId"]] for document in documents]
    return (yield from mapped(documents, lambda document: _text(call, kind, document, fields)))


def _text(call: Call, kind: Kind, document: Document, fields: tuple[str, ...]) -> bytes:
    if fields:
        shown = show(call, kind, document)
        return orjson.dumps({name: value for name, value in shown.items() if name in fields})
    kept = call.world.rendered.at(call.world.stamp)
    key = (call.base_url, kind, document["sourcedId"])
    text: bytes | None = kept.get(key)
    if text is None:
        text = kept[key] = orjson.dumps(show(call, kind, document))
    return text


def entity_reply(call: Call, status: int, key: str | None, kind: Kind, document: Document) -> Reply:
    """One document, under an envelope key or bare."""
    shown = show(call, kind, document)
    return json_reply(status, shown if key is None else {key: shown})
