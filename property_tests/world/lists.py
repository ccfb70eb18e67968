"""A server of one list: it clamps limits, gives short and empty pages, and says totals in several ways."""

from threading import Lock
from typing import Literal

import attrs
import httpx

Totals = Literal["body", "header", "link", "nowhere"]


@attrs.frozen
class ListNature:
    """What a list and its server are like."""

    rows: int
    bad: frozenset[int] = frozenset()
    """Rows that cannot be decoded."""
    totals: Totals = "body"
    style: Literal["offset", "page"] = "offset"
    most: int | None = None
    """The limit that the server cuts larger ones to."""
    echo: bool = True
    """Whether the server says which limit it used."""
    short: frozenset[int] = frozenset()
    """Offsets where it gives one row, although more would fit (not with page numbers)."""
    empty_once: frozenset[int] = frozenset()
    """Offsets where the first answer is empty."""
    empty: int | None = None
    """An offset from which on every answer is empty."""


class ListServer:
    """Answers requests for pages; it keeps which ones it saw."""

    def __init__(self, nature: ListNature) -> None:
        self.nature = nature
        self.seen: list[tuple[int, int]] = []
        """Offset and limit of every request, as asked for."""
        self.given: list[int] = []
        """Every row that was given, by its number."""
        self._lock = Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The page that a request asks for."""
        nature = self.nature
        asked = int(request.url.params.get("limit", "10"))
        size = asked if nature.most is None else min(asked, nature.most)
        place = request.url.params.get("offset" if nature.style == "offset" else "page")
        start = int(place or 0) if nature.style == "offset" else (int(place or 1) - 1) * size
        with self._lock:
            first = start not in {offset for offset, _ in self.seen}
            self.seen.append((start, asked))
            end = self._end(start, size, first=first)
            self.given.extend(range(start, end))
        body: dict[str, object] = {"rows": [self._row(index) for index in range(start, end)]}
        headers = {}
        if nature.totals == "body":
            body["total"] = nature.rows
        elif nature.totals == "header":
            headers["X-Total-Count"] = str(nature.rows)
        elif nature.totals == "link" and end < nature.rows:
            headers["Link"] = '<https://api.example.org/things/?offset=1>; rel="next"'
        if nature.echo:
            body["limit"] = size
        return httpx.Response(200, json=body, headers=headers)

    def _end(self, start: int, size: int, *, first: bool) -> int:
        nature = self.nature
        if (nature.empty is not None and start >= nature.empty) or (first and start in nature.empty_once):
            return start
        if start in nature.short:
            size = 1
        end = min(start + size, nature.rows)
        return end if nature.empty is None else min(end, nature.empty)

    def _row(self, index: int) -> dict[str, object]:
        return {"id": "bad" if index in self.nature.bad else index}
