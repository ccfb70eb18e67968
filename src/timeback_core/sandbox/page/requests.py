"""The requests that arrived: which ones, and one of them with both sides."""

from typing import Final

from timeback_core.sandbox.messages import Reply, Steps, empty_reply, those
from timeback_core.sandbox.page.repeating import as_curl, as_python, repeated
from timeback_core.sandbox.page.visit import Visit
from timeback_core.sandbox.patterns import Pattern
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.selecting import VERBS

SHOWN: Final = 100
"""Rows of a page."""
STATUSES: Final = ("2xx", "3xx", "4xx", "5xx", "0")


def show_requests(visit: Visit) -> Reply | Steps[Reply]:
    """The last ones that fit, the newest first; nothing where a browser that asks for news knows them already."""
    entries = visit.world.log.entries()
    newest = str(entries[-1].id) if entries else "0"
    if visit.query.get("newest") == newest:
        return empty_reply(204)
    return _shown(visit, entries, newest)


def _shown(visit: Visit, entries: tuple[LoggedRequest, ...], newest: str) -> Steps[Reply]:
    wanted = {name: visit.query.get(name, "") for name in ("search", "verb", "service", "status")}
    before = visit.number("before")
    pattern = Pattern({name: value for name, value in wanted.items() if value and name != "search"})
    search = wanted["search"].casefold()
    fitting = yield from those(
        reversed(entries),
        lambda entry: pattern.fits(entry) and search in f"{entry.target} {entry.operation}".casefold(),
    )
    rows = [entry for entry in fitting if not before or entry.id < before]
    opened = visit.world.log.get(visit.number("id"))
    again = None if opened is None else repeated(visit.world, visit.request, opened)
    return visit.show(
        "requests",
        rows=rows[:SHOWN],
        total=len(fitting),
        older=rows[SHOWN - 1].id if len(rows) > SHOWN else "",
        newest=newest,
        wanted=wanted,
        before=before or "",
        opened=opened,
        is_gone=opened is None and "id" in visit.query,
        curl=again and as_curl(again),
        python=again and as_python(again),
        verbs=VERBS,
        statuses=STATUSES,
    )


def clear_requests(visit: Visit) -> Reply:
    """Forget them all."""
    visit.world.log.clear()
    return visit.back_to("requests", "forgotten")
