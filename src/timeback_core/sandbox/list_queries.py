"""What a list call asks for, read from its query."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

import attrs

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import Parameter
from timeback_core.sandbox.query.syntax import Filter, FilterSyntaxError, comparisons, connectives, parse_filter
from timeback_core.sandbox.refusals import RefusalError, bad_request, invalid
from timeback_core.sandbox.schema import Choice, Number

SEARCH: Final = Parameter("search")
FIELDS: Final = Parameter("fields")
LIST_PARAMETERS: Final = (
    Parameter("limit", Number(whole=True, least=1)),
    Parameter("offset", Number(whole=True, least=0)),
    Parameter("filter"),
    Parameter("sort"),
    Parameter("orderBy", Choice(("asc", "desc"))),
    FIELDS,
)


@attrs.frozen
class PageRules:
    """Bounds of a page on one platform."""

    default_limit: int
    max_limit: int


@attrs.frozen
class ListQuery:
    """The seven list parameters, checked."""

    limit: int
    offset: int
    filter: Filter | None
    search: str
    sort: str
    descending: bool
    fields: tuple[str, ...]


def read_list_query(query: dict[str, str], rules: PageRules, *, strict_limits: bool, strict_filters: bool) -> ListQuery:
    """The parameters of a list; raises `RefusalError`."""
    limit = read_whole(query, "limit", rules.default_limit, least=1)
    if limit > rules.max_limit:
        if strict_limits:
            raise invalid("limit", f"Number must be less than or equal to {rules.max_limit}")
        limit = rules.max_limit
    direction = query.get("orderBy", "asc")
    if direction not in {"asc", "desc"}:
        raise invalid("orderBy", "Must be asc or desc")
    return ListQuery(
        limit=limit,
        offset=read_whole(query, "offset", 0, least=0),
        filter=_filter(query.get("filter"), strict=strict_filters),
        search=query.get("search", ""),
        sort=query.get("sort", ""),
        descending=direction == "desc",
        fields=read_fields(query),
    )


def read_fields(query: dict[str, str]) -> tuple[str, ...]:
    """The member names of `fields`; none means all members."""
    return tuple(name.strip() for name in query.get("fields", "").split(",") if name.strip())


def read_whole(
    query: dict[str, str],
    name: str,
    default: int,
    *,
    least: int,
    most: int | None = None,
    refuse: Callable[[str, str], RefusalError] = invalid,
) -> int:
    """A parameter that is a whole number; raises `RefusalError`."""
    text = query.get(name)
    if text is None:
        return default
    number = int(text[:18]) if text.isascii() and text.isdigit() else -1
    if number < least or (most is not None and number > most):
        raise refuse(name, f"Must be a whole number, {least} or more" + ("" if most is None else f", {most} at most"))
    return number


def page_end(total: int, limit: int, offset: int, *, short: bool) -> int:
    """Where a page ends; where pages are short, one row is missing on every other one that is not the last."""
    end = offset + limit
    return end - 1 if short and limit > 1 and end < total and offset // limit % 2 == 0 else end


def total_headers(call: Call, limit: int, end: int, total: int) -> list[tuple[str, str]]:
    """Headers with the total and the page after one that ends there, where they are switched on."""
    if not call.world.switches.header_totals:
        return []
    headers = [("x-total-count", str(total))]
    if end < total:
        following = urlencode({**call.query, "limit": str(limit), "offset": str(end)})
        headers.append(("link", f'<{call.base_url}{call.request.path}?{following}>; rel="next"'))
    return headers


def _filter(text: str | None, *, strict: bool) -> Filter | None:
    if text is None:
        return None
    try:
        tree = parse_filter(text)
    except FilterSyntaxError as error:
        raise bad_request("filter", f"Not a filter: {error}") from error
    if strict and len(comparisons(tree)) > 2:
        raise bad_request("filter", "At most two comparisons")
    if strict and len(connectives(tree)) > 1:
        raise bad_request("filter", "AND and OR cannot be mixed")
    return tree
