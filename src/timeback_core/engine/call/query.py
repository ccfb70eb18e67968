"""Query parameters, those of list options among them: names translated, values rendered, problems told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from returns.result import Failure

from timeback_core.engine.call.options import Narrowed
from timeback_core.engine.call.request import Expect, Listed
from timeback_core.engine.codec import Model, fields_of
from timeback_core.engine.filters import Filter, Vocabulary, all_of, build
from timeback_core.engine.filters.values import Unsayable, plain, scalar
from timeback_core.engine.filters.vocabulary import ANY
from timeback_core.engine.narrow import is_listing
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.request import QueryPart
    from timeback_core.engine.codec import FieldInfo
    from timeback_core.engine.filters.vocabulary import Below

METADATA: Final = "metadata"
"""The member of every entity that may hold anything, also where a model names what it usually holds."""
DEEPEST: Final = 3
"""How many dots a name of typed fields may have; deeper ones no server is known to follow."""


@cache
def vocabulary_of(rows: Listed, depth: int = DEEPEST) -> Vocabulary:
    """The names of a model's fields in both spellings and further ones of the resource, and what may follow a dot."""
    own = ((field.name, field.wire, _below(field, depth)) for field in _fields_of(rows.model))
    return Vocabulary.of(*own, *((name, name, None) for name in rows.names))


def _fields_of(model: type[object]) -> tuple[FieldInfo, ...]:
    return fields_of(model) if issubclass(model, Model) else ()


def _below(field: FieldInfo, depth: int) -> Below:
    if field.wire == METADATA or (field.nested is None and field.shape.free):
        return ANY
    return vocabulary_of(Listed(field.nested), depth - 1) if field.nested is not None and depth > 0 else None


def text_of(name: str, value: object, problems: list[Problem]) -> str:
    """A single value as the text of a parameter."""
    said = scalar(value)
    if isinstance(said, Unsayable):
        problems.append(Problem(name, said.reason))
        return ""
    return said if isinstance(said, str) else plain(said)


def query_part(name: str, value: object, problems: list[Problem]) -> QueryPart | None:
    """A query value as text (or texts); None where it is to be left out."""
    if value is None:
        return None
    if is_listing(value):
        return tuple(text_of(f"{name}[{index}]", each, problems) for index, each in enumerate(value))
    return text_of(name, value, problems)


def list_query(
    options: Mapping[str, object], expect: Expect[Any], problems: list[Problem]
) -> Iterator[tuple[str, QueryPart]]:
    """The query parameters of list options; what is wrong with them is added to `problems`."""
    rows = expect.rows
    try:
        reader = _Reader(rows.model, vocabulary_of(rows), problems)
    except TypeError:  # the model cannot be read, which preparation tells
        return
    for name, value in ((name, value) for name, value in options.items() if value is not None):
        place, read = _OPTIONS.get(name, (None, _Reader.plain))
        part = read(reader, name, value)
        if isinstance(part, Unsayable):
            problems.append(Problem(name, part.reason))
        elif part is not None:
            yield name if place is None else getattr(rows.paging, place), part


class _Reader:
    """Reads options: each method gives the value of a parameter, or why there is none; problems inside are added."""

    def __init__(self, model: type[object], known: Vocabulary, problems: list[Problem]) -> None:
        self._model = model
        self._known = known
        self._problems = problems

    def plain(self, name: str, value: object) -> QueryPart | None:
        return query_part(name, value, self._problems)

    def where(self, _: str, value: object) -> Filter | None:
        filters: list[Filter] = []
        for condition in (value.own, value.given) if isinstance(value, Narrowed) else (value,):
            built = build(condition, self._known)
            if isinstance(built, Failure):
                self._problems.extend(built.failure())
            elif (filtered := built.unwrap()) is not None:
                filters.append(filtered)
        return all_of(*filters) if filters else None

    def sort(self, _: str, value: object) -> str | Unsayable:
        found = self._known.find(value)
        if not isinstance(found, str):
            return found.wire
        marked = re.fullmatch(r"([+-]?)([\w.]+)(?:[ :](asc|desc))?", str(value), re.IGNORECASE)
        if marked is None or isinstance(self._known.find(marked[2]), str):
            return Unsayable(found)
        order = "desc" if marked[1] == "-" or (marked[3] or "").lower() == "desc" else "asc"
        return Unsayable(f"names the field alone: give sort={marked[2]!r} and order_by={order!r}")

    def fields(self, _: str, value: object) -> str | Unsayable:
        if not is_listing(value):
            return Unsayable(f"expected a sequence of names, found {type(value).__name__}")
        if not value:
            return Unsayable("must name at least one field")
        wires = [field.wire for field in _fields_of(self._model) if field.required]
        for index, name in enumerate(value):
            found = self._known.find(name)
            if isinstance(name, str) and "." in name:
                self._problems.append(Problem(f"fields[{index}]", f"{name!r} is no field of the resource itself"))
            elif isinstance(found, str):
                self._problems.append(Problem(f"fields[{index}]", found))
            else:
                wires.append(found.wire)
        return ",".join(dict.fromkeys(wires))

    def count(self, name: str, value: object) -> str | Unsayable:
        least = 0 if name == "offset" else 1
        number = scalar(value)
        if isinstance(number, int) and not isinstance(number, bool) and number >= least:
            return str(number)
        return number if isinstance(number, Unsayable) else Unsayable(f"must be a whole number of at least {least}")

    def order(self, _: str, value: object) -> str | Unsayable:
        return str(value) if value in ("asc", "desc") else Unsayable("must be 'asc' or 'desc'")

    def search(self, name: str, value: object) -> str | Unsayable:
        if isinstance(value, str) and value.strip():
            return text_of(name, value, self._problems)
        return Unsayable("must be a text that is not blank")


_OPTIONS: Final[Mapping[str, tuple[str, Callable[[_Reader, str, object], QueryPart | Unsayable | None]]]] = {
    "where": ("filter", _Reader.where),
    "sort": ("sort", _Reader.sort),
    "fields": ("fields", _Reader.fields),
    "limit": ("limit", _Reader.count),
    "offset": ("position", _Reader.count),
    "page": ("position", _Reader.count),
    "order_by": ("order", _Reader.order),
    "search": ("search", _Reader.search),
}
"""Each list option: which of the resource's parameters it is, and how it is read."""
