"""Single entities, lists of them, and frameworks whole."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.case.frameworks import ASSOCIATIONS, DOCUMENTS, ITEMS, belonging, groups
from timeback_core.sandbox.case.shapes import ANSWERED
from timeback_core.sandbox.described import Described, described, under
from timeback_core.sandbox.list_queries import (
    FIELDS,
    LIST_PARAMETERS,
    PageRules,
    page_end,
    read_fields,
    read_list_query,
    total_headers,
)
from timeback_core.sandbox.messages import Document, Reply, Steps, json_reply, those
from timeback_core.sandbox.query.compare import predicate, sorted_rows
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import ListOf, Loose, MapOf, Record, Text, must
from timeback_core.sandbox.store import values_at

BASES: Final = {"BEYOND_AI": "/ims/case/v1p1", "LEARNWITH_AI": "/case/1.1"}
"""Where the paths begin on each platform."""
PAGES: Final = PageRules(default_limit=100, max_limit=3000)

_DOCUMENT: Final = must("CFDocument", Loose(ANSWERED[DOCUMENTS]))
_LISTS: Final = tuple(must(name, ListOf(Loose(ANSWERED[name]))) for name in (ITEMS, ASSOCIATIONS))
_TREE: Final = must("structuredContent", MapOf(ListOf(Loose(ANSWERED[ITEMS]))))
_ID: Final = must("sourcedId", Text())


def single(collection: str) -> Described:
    """GET of one under its envelope key."""
    key = collection.removesuffix("s")

    @described(under(key, Loose(ANSWERED[collection])), asks=(FIELDS,), summary=f"One {key}.")
    def answer(call: Call) -> Reply:
        return json_reply(200, {key: chosen(call, shown(call, collection, found(call, collection)))})

    return answer


def listing(collection: str) -> Described:
    """GET of a page; nothing but headers, where they are switched on, tells how many there are."""
    gives = under(collection, ListOf(Loose(ANSWERED[collection])))

    @described(gives, asks=LIST_PARAMETERS, summary=f"A page of {collection}.")
    def answer(call: Call) -> Steps[Reply]:
        switches = call.world.switches
        query = read_list_query(
            call.query,
            PAGES,
            strict_limits=switches.strict_limits,
            strict_filters=switches.strict_filters or call.route.platform == "LEARNWITH_AI",
        )
        rows: Sequence[Document] = call.world.store.rows(collection)
        if query.filter is not None:
            rows = yield from those(rows, predicate(query.filter, look))
        if query.sort:
            rows = yield from sorted_rows(rows, look, query.sort, descending=query.descending)
        end = page_end(len(rows), query.limit, query.offset, short=switches.short_pages)
        page = [chosen(call, shown(call, collection, each)) for each in rows[query.offset : end]]
        headers = total_headers(call, query.limit, end, len(rows))
        return json_reply(200, {collection: page}, *headers)

    return answer


@described(under("CFPackage", Record((_ID, _DOCUMENT, *_LISTS), name="CFPackage")), asks=(FIELDS,))
def package(call: Call) -> Reply:
    """GET of a framework whole."""
    return whole(call, "CFPackage", lambda items, associations: {ITEMS: items, ASSOCIATIONS: associations})


@described(under("CFPackageWithGroups", Record((_ID, _DOCUMENT, _TREE))), asks=(FIELDS,))
def package_groups(call: Call) -> Reply:
    """GET of a framework as a tree."""
    return whole(
        call, "CFPackageWithGroups", lambda items, associations: {"structuredContent": groups(items, associations)}
    )


def whole(call: Call, key: str, laid_out: Callable[[list[Document], list[Document]], Document]) -> Reply:
    """A framework under its envelope key, its items and associations laid out."""
    document = found(call, DOCUMENTS)
    content = laid_out(*(belonging(call.world.store, name, document) for name in (ITEMS, ASSOCIATIONS)))
    head = {"sourcedId": document["sourcedId"], "CFDocument": shown(call, DOCUMENTS, document)}
    return json_reply(200, {key: chosen(call, {**head, **content})})


def found(call: Call, collection: str) -> Document:
    """What the path names; raises `RefusalError` where there is none."""
    document = call.world.store.get(collection, call.ids[0])
    if document is None:
        raise unknown("The requested record was not found")
    return document


def shown(call: Call, collection: str, document: Document) -> Document:
    """An entity as it is answered: a document leads to its package."""
    if collection != DOCUMENTS:
        return document
    uri = f"{call.base_url}{BASES[call.world.platform]}/CFPackages/{document['sourcedId']}"
    return {**document, "CFPackageURI": {"sourcedId": document["sourcedId"], "title": document["title"], "uri": uri}}


def chosen(call: Call, document: Document) -> Document:
    """Of an object the members that `fields` names, else all."""
    fields = read_fields(call.query)
    return {name: value for name, value in document.items() if name in fields} if fields else document


def look(document: Document, field: str) -> list[Any]:
    """The values of a member; what lies inside one cannot be looked for."""
    return list(values_at(document, [field]))
