"""Single documents and lists: scope, filter, search, count, sort, page, chosen members, in this order."""

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias
from urllib.parse import urlencode

import orjson

from timeback_core.sandbox.calls import Call, Handler
from timeback_core.sandbox.messages import Document, Reply, json_bytes, json_reply
from timeback_core.sandbox.oneroster.collections import Collection
from timeback_core.sandbox.oneroster.kind import Kind, Kinds
from timeback_core.sandbox.oneroster.kinds import KINDS
from timeback_core.sandbox.query.compare import predicate, sorted_rows
from timeback_core.sandbox.query.pages import ListQuery, PageRules, read_fields, read_list_query
from timeback_core.sandbox.query.syntax import comparisons, without_field
from timeback_core.sandbox.refusals import bad_request
from timeback_core.sandbox.world import World

Select: TypeAlias = Callable[[Call], Iterable[Document]]

PAGE_RULES: Final = {
    "BEYOND_AI": PageRules(default_limit=100, max_limit=3000),
    "LEARNWITH_AI": PageRules(default_limit=10, max_limit=100),
}


def single(collection: Collection) -> Handler:
    """GET of one document under its envelope key."""

    def answer(call: Call) -> Reply:
        document = collection.get(call.world, call.ids[0])
        fields = _fields(call, collection.kind)
        text = _text(call.world, collection.kind, document, fields)
        return json_bytes(200, b'{"%s":%s}' % (collection.singular.encode(), text))

    return answer


def listing(collection: Collection, select: Select | None = None, *, ignores_status: bool = False) -> Handler:
    """GET of a page of documents; `select` gives its rows where they are not all of the collection."""

    def rows(call: Call) -> Iterable[Document]:
        return collection.rows(call.world) if select is None else select(call)

    def answer(call: Call) -> Reply:
        query = _list_query(call, collection.kind)
        found = _selected(call, collection.kind, query, rows, ignores_status=ignores_status)
        spec_key = collection.spec_plural if call.world.switches.spec_keys else None
        return _page(call, collection.kind, spec_key or collection.plural, found, query)

    return answer


def show(world: World, kind: Kind, document: Document) -> Document:
    """A document as answers have it."""
    return Kinds(world, KINDS).show(kind, document)


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


def _selected(call: Call, kind: Kind, query: ListQuery, rows: Select, *, ignores_status: bool) -> list[Document]:
    kept = call.world.selected.at(call.world.stamp)
    key = (id(call.route), call.ids, query.filter, query.search, query.sort, query.descending)
    found: list[Document] | None = kept.get(key)
    if found is None:
        found = kept[key] = _choose(call.world, kind, query, rows(call), ignores_status=ignores_status)
    return found


def _choose(
    world: World, kind: Kind, query: ListQuery, rows: Iterable[Document], *, ignores_status: bool
) -> list[Document]:
    kinds = Kinds(world, KINDS)

    def look(document: Document, field: str) -> Iterable[object]:
        return kinds.look(kind, document, field)

    tree = query.filter
    if tree is not None and ignores_status:
        tree = without_field(tree, "status")
    if tree is not None:
        holds = predicate(tree, look)
        rows = [row for row in rows if holds(row)]
    if query.search and kind.search:
        needle = query.search.casefold()
        rows = [row for row in rows if any(needle in str(row.get(name) or "").casefold() for name in kind.search)]
    found = rows if isinstance(rows, list) else list(rows)
    return sorted_rows(found, look, query.sort, descending=query.descending) if query.sort else found


def _page(call: Call, kind: Kind, key: str, found: list[Document], query: ListQuery) -> Reply:
    world, total, limit, offset = call.world, len(found), query.limit, query.offset
    end = offset + limit
    if world.switches.short_pages and limit > 1 and end < total and offset // limit % 2 == 0:
        end -= 1
    rows = b",".join(_text(world, kind, document, query.fields) for document in found[offset:end])
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
    if not world.switches.header_totals:
        return json_bytes(200, body)
    headers = [("x-total-count", str(total))]
    if end < total:
        following = urlencode({**call.query, "limit": str(limit), "offset": str(end)})
        headers.append(("link", f'<{world.base_url}{call.request.path}?{following}>; rel="next"'))
    return json_bytes(200, body, *headers)


def _text(world: World, kind: Kind, document: Document, fields: tuple[str, ...]) -> bytes:
    if fields:
        shown = show(world, kind, document)
        return orjson.dumps({name: value for name, value in shown.items() if name in fields})
    kept = world.rendered.at(world.stamp)
    key = (kind.collection, document["sourcedId"])
    text: bytes | None = kept.get(key)
    if text is None:
        text = kept[key] = orjson.dumps(show(world, kind, document))
    return text


def entity_reply(call: Call, status: int, key: str | None, kind: Kind, document: Document) -> Reply:
    """One document, under an envelope key or bare."""
    shown = show(call.world, kind, document)
    return json_reply(status, shown if key is None else {key: shown})
