"""Query parameters, those of list options among them: names translated, values rendered, problems told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from returns.pipeline import is_successful

from timeback_core.engine.call.options import Narrowed
from timeback_core.engine.call.request import Expect
from timeback_core.engine.call.vocabulary import required_names, vocabulary_of
from timeback_core.engine.filters import Filter, all_of, build
from timeback_core.engine.filters.values import Unsayable, plain, scalar
from timeback_core.engine.narrow import is_listing, is_sequence
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.paging import Paging
    from timeback_core.engine.call.request import QueryPart
    from timeback_core.engine.filters import Vocabulary


def query_part(name: str, value: object, problems: list[Problem]) -> QueryPart | None:
    """A query value as text (or texts); None where it is to be left out."""
    if value is None:
        return None
    if is_sequence(value):
        return tuple(text_of(f"{name}[{index}]", each, problems) for index, each in enumerate(value))
    return text_of(name, value, problems)


def text_of(name: str, value: object, problems: list[Problem]) -> str:
    """A single value as the text of a parameter."""
    said = scalar(value)
    if isinstance(said, Unsayable):
        problems.append(Problem(name, said.reason))
        return ""
    return said if isinstance(said, str) else plain(said)


def list_query(
    options: Mapping[str, object], expect: Expect[Any], problems: list[Problem]
) -> Iterator[tuple[str, QueryPart]]:
    """The query parameters of list options; what is wrong with them is added to `problems`."""
    model, paging, names = expect.rows
    known = vocabulary_of(model, names)
    for name, value in options.items():
        match name:
            case "where":
                yield from _filter(paging, value, known, problems)
            case "sort":
                yield from _sort(paging, value, known, problems)
            case "fields":
                yield from _fields(paging, value, known, model, problems)
            case "limit" | "offset" | "page":
                least = 0 if name == "offset" else 1
                parameter = paging.limit if name == "limit" else paging.position
                yield from _count(parameter, name, value, least, problems)
            case "order_by":
                if value in ("asc", "desc"):
                    yield paging.order, str(value)
                else:
                    problems.append(Problem("order_by", "must be 'asc' or 'desc'"))
            case "search":
                if isinstance(value, str) and value.strip():
                    yield from _plain(paging.search, value, problems)
                else:
                    problems.append(Problem("search", "must be a text that is not blank"))
            case _:
                yield from _plain(name, value, problems)


def _plain(name: str, value: object, problems: list[Problem]) -> Iterator[tuple[str, QueryPart]]:
    part = query_part(name, value, problems)
    if part is not None:
        yield name, part


def _filter(
    paging: Paging, value: object, known: Vocabulary, problems: list[Problem]
) -> Iterator[tuple[str, QueryPart]]:
    conditions = (value.own, value.given) if isinstance(value, Narrowed) else (value,)
    filters: list[Filter] = []
    for condition in conditions:
        built = build(condition, known)
        if not is_successful(built):
            problems.extend(built.failure())
        elif (filtered := built.unwrap()) is not None:
            filters.append(filtered)
    if filters:
        yield paging.filter, all_of(*filters)


def _sort(paging: Paging, value: object, known: Vocabulary, problems: list[Problem]) -> Iterator[tuple[str, QueryPart]]:
    found = known.find(value)
    if isinstance(found, str):
        problems.append(Problem("sort", found))
    else:
        yield paging.sort, found.wire


def _fields(
    paging: Paging, value: object, known: Vocabulary, model: type[object], problems: list[Problem]
) -> Iterator[tuple[str, QueryPart]]:
    if not is_listing(value):
        problems.append(Problem("fields", f"expected a sequence of names, found {type(value).__name__}"))
        return
    if not value:
        problems.append(Problem("fields", "must name at least one field"))
        return
    wires: list[str] = []
    for index, name in enumerate(value):
        found = known.find(name)
        if isinstance(name, str) and "." in name:
            problems.append(Problem(f"fields[{index}]", f"{name!r} is no field of the resource itself"))
        elif isinstance(found, str):
            problems.append(Problem(f"fields[{index}]", found))
        else:
            wires.append(found.wire)
    yield paging.fields, ",".join(dict.fromkeys([*required_names(model), *wires]))


def _count(
    parameter: str, name: str, value: object, least: int, problems: list[Problem]
) -> Iterator[tuple[str, QueryPart]]:
    number = scalar(value)
    if isinstance(number, Unsayable):
        problems.append(Problem(name, number.reason))
    elif not isinstance(number, int) or isinstance(number, bool) or number < least:
        problems.append(Problem(name, f"must be a whole number of at least {least}"))
    else:
        yield parameter, str(number)
