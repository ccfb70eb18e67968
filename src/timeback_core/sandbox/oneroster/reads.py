"""Single documents and lists: scope, filter, search, count, sort, page, chosen members, in this order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, TypeAlias

import attrs
import orjson

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import ByPlatform, Described, Parameter, described, under
from timeback_core.sandbox.list_queries import (
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
from timeback_core.sandbox.messages import Document, Reply, Steps, json_bytes, json_reply, mapped, those
from timeback_core.sandbox.oneroster.collections import Collection
from timeback_core.sandbox.oneroster.kind import Kind, Kinds
from timeback_core.sandbox.oneroster.kinds import KINDS
from timeback_core.sandbox.query.columns import Column
from timeback_core.sandbox.query.compare import predicate, sorted_rows
from timeback_core.sandbox.query.plan import is_sought, marked, plan, rows_in, sorted_rows_in
from timeback_core.sandbox.query.syntax import AllOf, AnyOf, Comparison, Filter, Literal, comparisons, without_field
from timeback_core.sandbox.refusals import bad_request
from timeback_core.sandbox.schema import WHOLE, ListOf, Record, must, musts

Select: TypeAlias = Callable[[Call], Iterable[Document]]

PAGE_RULES: Final = {
    "BEYOND_AI": PageRules(default_limit=100, max_limit=3000),
    "LEARNWITH_AI": PageRules(default_limit=10, max_limit=100),
}
PAGE_NUMBERS: Final[Mapping[str, Sequence[str]]] = {
    "BEYOND_AI": ("totalCount", "pageCount", "pageNumber", "offset", "limit"),
    "LEARNWITH_AI": ("total", "offset", "limit"),
}
"""What a page tells of itself."""
_FEW: Final = 1000
"""So many documents are looked at one by one sooner than whole columns."""


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
    narrow: Callable[[Call], Sequence[Filter]] = lambda _call: (),
    narrowed_by: tuple[Parameter, ...] = (),
    ignores_status: bool = False,
) -> Described:
    """GET of a page of documents: all of the collection for which what `narrow` gives holds, or those
    of `select`.

    `narrowed_by` are the parameters that `narrow` reads.
    """

    search = (SEARCH,) if collection.kind.search else ()

    @described(
        page_of(collection), asks=(*narrowed_by, *LIST_PARAMETERS, *search), summary=f"A page of {collection.plural}."
    )
    def answer(call: Call) -> Steps[Reply]:
        query = _list_query(call, collection.kind)
        tree = query.filter
        if tree is not None and ignores_status:
            tree = without_field(tree, "status")
        parts = [] if tree is None else [tree]
        if query.search and collection.kind.search:
            sought = Literal(query.search, quoted=True)
            parts.append(AnyOf(tuple(Comparison(name, "~", sought) for name in collection.kind.search)))
        if select is None:
            parts += [*collection.within(call.world), *narrow(call)]
            found = yield from _rows(call, collection.kind, AllOf(tuple(parts)) if parts else None, query)
        else:
            found = yield from _documents(call, collection.kind, select(call), parts, query)
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


@attrs.frozen
class _Found:
    """The documents of a list, in its order."""

    total: int
    page: Callable[[int, int], Iterable[Document]]
    """Gives them from one place to another."""


def _rows(call: Call, kind: Kind, tree: Filter | None, query: ListQuery) -> Steps[_Found]:
    """The documents of a kind for which a filter holds: few are looked at one by one, many by their columns."""
    table, kinds = call.world.store.table(kind.collection), _kinds(call)

    def column_of(field: str) -> Column:
        return kinds.column(kind, field)

    def documents(rows: Iterable[int]) -> Iterator[Document]:
        return (document for row in rows if (document := table.at(row)) is not None)

    def lookup(field: str, text: str) -> Sequence[int] | None:
        if field == "sourcedId":
            row = table.row(text)
            return () if row is None else (row,)
        return column_of(field).few_with(text, _FEW)

    asked = [] if tree is None else comparisons(tree)
    for comparison in asked:
        if is_sought(comparison) and comparison.field != "sourcedId":
            yield from (yield from kinds.gathered(kind, comparison.field)).looking_up()
    found = None if tree is None else plan(tree, lookup)
    if found is not None:
        rest = [] if found.rest is None else [found.rest]
        return (yield from _documents(call, kind, documents(found.rows), rest, query))
    for comparison in asked:
        yield from (yield from kinds.gathered(kind, comparison.field)).testing(comparison)
    if query.sort:
        yield from (yield from kinds.gathered(kind, query.sort)).ordering(descending=query.descending)
    # From here on without a pause: all of it is of the same documents.
    marks = table.present if tree is None else marked(tree, column_of)
    total = marks.count(1)

    def page(first: int, end: int) -> Iterable[Document]:
        end = min(end, total)
        if first >= end:
            return ()
        if not query.sort:
            return documents(rows_in(marks, first, end))
        return documents(sorted_rows_in(marks, column_of(query.sort), first, end, descending=query.descending))

    return _Found(total, page)


def _documents(
    call: Call, kind: Kind, documents: Iterable[Document], parts: Sequence[Filter], query: ListQuery
) -> Steps[_Found]:
    """Those of some documents for which all parts of a filter hold."""
    look = partial(_kinds(call).look, kind)
    found = list(documents)
    if parts:
        found = yield from those(found, predicate(AllOf(tuple(parts)), look))
    if query.sort:
        found = yield from sorted_rows(found, look, query.sort, descending=query.descending)
    return _Found(len(found), lambda first, end: found[first:end])


def _page(call: Call, kind: Kind, key: str, found: _Found, query: ListQuery) -> Steps[Reply]:
    world, total, limit, offset = call.world, found.total, query.limit, query.offset
    end = page_end(total, limit, offset, short=world.switches.short_pages)
    texts = yield from _texts(call, kind, [*found.page(offset, end)], query.fields)
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
        return orjson.dumps(_kinds(call).show(kind, document, fields))
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
