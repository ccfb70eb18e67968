"""Pages of documents, and single ones, in JSON or in XML."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import Described, Parameter, described
from timeback_core.sandbox.list_queries import page_end, read_whole
from timeback_core.sandbox.messages import Document, Reply, Steps, json_reply, mapped, those
from timeback_core.sandbox.qti.answers import CHECKED_TEST, or_xml, page_of
from timeback_core.sandbox.qti.content import PARTS
from timeback_core.sandbox.qti.errors import wrong
from timeback_core.sandbox.qti.kinds import TEST_KIND, Kind
from timeback_core.sandbox.qti.shapes import NAVIGATION_MODE, SUBMISSION_MODE
from timeback_core.sandbox.qti.validity import problems_in
from timeback_core.sandbox.query.compare import predicate, sorted_rows
from timeback_core.sandbox.query.syntax import FilterSyntaxError, parse_filter
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import Choice, Number
from timeback_core.sandbox.store import values_at

_MODES: Final = {"navigationMode": NAVIGATION_MODE, "submissionMode": SUBMISSION_MODE}


def asks_for_xml(call: Call) -> bool:
    """Whether a request says that its body is XML, by which a GET asks for XML."""
    told = (call.request.header("content-type") or "").partition(";")[0].strip().lower()
    return told in {"application/xml", "text/xml"}


def xml_reply(text: str) -> Reply:
    """A document as it was sent."""
    return Reply(200, (("content-type", "application/xml; charset=utf-8"),), text.encode())


PAGES: Final = (
    Parameter("query"),
    Parameter("page", Number(whole=True, least=1)),
    Parameter("limit", Number(whole=True, least=1)),
    Parameter("order", Choice(("asc", "desc"))),
)
MODES: Final = tuple(Parameter(name, Choice(modes)) for name, modes in _MODES.items())


def single(kind: Kind) -> Described:
    """GET of one: of an item or a test also as XML."""
    shown = CHECKED_TEST if kind is TEST_KIND else kind.answered

    @described(shown if kind.schema == "stimulus" else or_xml(shown), summary=f"One {kind.noun.lower()}.")
    def answer(call: Call) -> Reply:
        document = kind.get(call.world, call.ids[0])
        if asks_for_xml(call) and kind.schema != "stimulus":
            return xml_reply(document["rawXml"])
        shown = kind.show(call.world, document)
        if kind is TEST_KIND:
            shown["isValidXml"] = not problems_in(document["rawXml"], kind.schema)
        return json_reply(200, shown)

    return answer


def listing(kind: Kind, *, filtered: bool = True) -> Described:
    """GET of a page of all documents of a kind; where they are not `filtered`, a filter counts for nothing."""
    filters = (*((Parameter("filter"),) if filtered else ()), *(MODES if kind is TEST_KIND else ()))
    asks = (*PAGES, Parameter("sort", Choice(kind.sorts)), *filters)

    @described(page_of(kind.answered), asks=asks, summary=f"A page of all documents of the kind {kind.schema}.")
    def answer(call: Call) -> Steps[Reply]:
        rows: Iterable[Document] = call.world.store.rows(kind.collection)
        if kind is TEST_KIND:
            modes = _modes(call)
            rows = yield from those(
                rows, lambda test: any(_has_modes(part, modes) for part in test[PARTS]) or not modes
            )
        if filtered and call.query.get("filter"):
            rows = yield from those(rows, _filter(call.query["filter"], kind.names))
        return (yield from page(call, list(rows), kind.sorts, "createdAt", partial(kind.show, call.world)))

    return answer


def part_modes(call: Call, parts: Iterable[Document]) -> list[Document]:
    """The parts that have the modes that the query names."""
    modes = _modes(call)
    return [part for part in parts if _has_modes(part, modes)]


def page(
    call: Call,
    rows: Sequence[Document],
    sorts: tuple[str, ...],
    default_sort: str | None,
    show: Callable[[Document], Document],
) -> Steps[Reply]:
    """A page of rows: searched, sorted, cut out; without a default they keep their order unless a sort is named."""
    query = call.query
    sort, order = query.get("sort") or default_sort, query.get("order") or "desc"
    at = read_whole(query, "page", 1, least=1, refuse=wrong)
    limit = read_whole(query, "limit", 10, least=1, refuse=wrong)
    if sort is not None and sort not in sorts:
        raise wrong("sort", f"Invalid enum value. Expected {' | '.join(sorts)}")
    if order not in {"asc", "desc"}:
        raise wrong("order", "Invalid enum value. Expected asc | desc")
    sought = query.get("query", "").casefold()
    found = [
        row for row in rows if any(sought in str(row.get(name, "")).casefold() for name in ("title", "identifier"))
    ]
    if sort is not None:
        found = yield from sorted_rows(found, _look, sort, descending=order == "desc")
    begin = (at - 1) * limit
    end = page_end(len(found), limit, begin, short=call.world.switches.short_pages)
    shown = yield from mapped(found[begin:end], show)
    pages = -(-len(found) // limit)
    told = {
        "total": len(found),
        "page": at,
        "pages": pages,
        "limit": limit,
        "sort": sort or "createdAt",
        "order": order,
    }
    return json_reply(200, {"items": shown, **told})


def _look(document: Document, field: str) -> Iterable[Any]:
    return values_at(document, field.split("."))


def _filter(text: str, names: frozenset[str]) -> Callable[[Document], bool]:
    """A filter as a check; what names a member that nobody knows holds for nothing."""
    known = names | {"createdAt", "updatedAt"}

    def look(document: Document, field: str) -> Iterable[Any]:
        return _look(document, field) if field.partition(".")[0] in known else ({},)

    try:
        return predicate(parse_filter(text), look)
    except FilterSyntaxError as error:
        raise wrong("filter", f"Invalid filter: {error}") from error


def _modes(call: Call) -> Document:
    given = {name: call.query[name] for name in _MODES if call.query.get(name)}
    for name, mode in given.items():
        if mode not in _MODES[name]:
            raise RefusalError(400, f"Invalid {'navigation' if name == 'navigationMode' else 'submission'} mode")
    return given


def _has_modes(part: Document, modes: Document) -> bool:
    return all(part.get(name) == mode for name, mode in modes.items())
