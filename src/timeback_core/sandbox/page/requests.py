"""The requests that arrived: which ones, and one of them with both sides."""

from typing import Final

from timeback_core.sandbox.messages import Reply, Steps, empty_reply, those
from timeback_core.sandbox.page.repeating import as_curl, as_python, repeated
from timeback_core.sandbox.page.visit import Visit
from timeback_core.sandbox.request_log import LoggedRequest

SHOWN: Final = 100
"""Rows of a page."""
VERBS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
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
    fitting = yield from those(reversed(entries), lambda entry: _fits(entry, wanted))
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


def _fits(entry: LoggedRequest, wanted: dict[str, str]) -> bool:
    status = wanted["status"]
    return (
        wanted["verb"] in ("", entry.verb)
        and wanted["service"] in ("", entry.service)
        and (not status or str(entry.status) == status or f"{entry.status // 100}xx" == status)
        and wanted["search"].casefold() in f"{entry.target} {entry.operation}".casefold()
    )
