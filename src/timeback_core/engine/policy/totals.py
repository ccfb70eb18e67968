"""What a list's answer says about the list as a whole, in its body and its headers. Pure and total."""

from __future__ import annotations

from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.paging import Paging, Totals, whole_number
from timeback_core.engine.narrow import is_object


def totals_of(paging: Paging, body: object, response: HttpResponse) -> Totals:
    """The totals of an answer, as far as it tells them; headers count before the body."""
    header = response.header("x-total-count")
    total = None if header is None else whole_number(header)
    link = response.header("link")
    return Totals(
        total=_first_count(body, paging.total) if total is None else total,
        pages=_first_count(body, paging.pages),
        limit=_first_count(body, paging.echo) or None,
        more=link is not None and _names_next(link),
    )


def _first_count(body: object, names: tuple[str, ...]) -> int | None:
    for name in names:
        value: object = body
        for part in name.split("."):
            value = value.get(part) if is_object(value) else None
        count = _count(value)
        if count is not None:
            return count
    return None


def _count(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return whole_number(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and value >= 0 else None


def _names_next(link: str) -> bool:
    for part in link.split(","):
        for parameter in part.split(";")[1:]:
            name, _, value = parameter.strip().partition("=")
            if name.strip().lower() == "rel" and "next" in value.strip().strip("\"'").split():
                return True
    return False
