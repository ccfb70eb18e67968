"""Servers of one list: one that clamps limits and gives short and empty pages, and one that says and gives anything."""

from threading import Lock
from typing import Literal

import attrs
import httpx

MOST_REQUESTS = 150
"""So many are answered, more than any list here takes; a stream that goes on for ever is to be noticed."""
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
            if len(self.seen) > MOST_REQUESTS:
                return httpx.Response(400)
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
        return {"id": index, "name": 7 if index in self.nature.bad else f"row {index}"}


Links = Literal["none", "foreign", "right", "always", "never"]
"""Which pages have a `Link` to a next one: those after which there are rows, all, or none although they have links."""
FOREIGN = [("Link", "</style.css>; rel=preload")]
Beyond = Literal["nothing", "first", "last", "around"]
"""Which page stands behind the end; `first` at every offset at all."""

LINKS = {
    True: (
        [("Link", '<https://api.example.org/things/?offset=1>; rel="next"')],
        [("Link", "</things/>; rel=self"), ("Link", "</things/?a=1>; title=more; REL='Prev NEXT'")],
    ),
    False: (
        [("Link", '<https://api.example.org/things/?rel=next>; rel="prev"; title="; rel=next"')],
        [("Link", "</style.css>; rel=preload"), ("Link", "</things/>; rel=First, </things/?a=1>; rel=last")],
    ),
}
"""Headers that name a next page and those that name none, each in several spellings."""


@attrs.frozen
class WildNature:
    """What a list is like whose server may say and give anything."""

    rows: int
    body_total: int | None = None
    header_total: int | None = None
    links: Links = "none"
    spelling: int = 0
    beyond: Beyond = "nothing"
    lengths: tuple[int | None, ...] = (None,)
    """Rows of the page at each offset, again and again; None for as many as are asked for."""
    numbered: bool = False
    most: int | None = None
    """Rows that a page has at most, whatever is asked for, without a word about it."""

    @property
    def total(self) -> int | None:
        """The total that counts."""
        return max((each for each in (self.body_total, self.header_total) if each is not None), default=None)

    @property
    def honest(self) -> bool:
        """Whether whoever believes the server comes to the end of the list."""
        told = self.total in (None, self.rows) and self.links in ("none", "foreign", "right")
        return self.polite and told and self.most is None

    @property
    def polite(self) -> bool:
        """Whether it gives the rows that are asked for, whatever it tells of them."""
        return self.beyond == "nothing" and 0 not in self.lengths


class WildServer:
    """Answers requests for pages, each time with the same."""

    def __init__(self, nature: WildNature) -> None:
        self.nature = nature
        self.pages: list[range] = []
        """The rows of every page that was given, in the order in which they were asked for."""
        self._lock = Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The page that a request asks for."""
        nature, query = self.nature, request.url.params
        size = min(int(query["limit"]), nature.most or nature.rows + 1)
        start = (int(query.get("page", "1")) - 1) * size if nature.numbered else int(query.get("offset", "0"))
        page = self._page(start, size)
        with self._lock:
            self.pages.append(page)
            if len(self.pages) > MOST_REQUESTS:
                return httpx.Response(400)
        more = nature.links == "always" or (nature.links == "right" and page.stop < nature.rows)
        headers = {"none": [], "foreign": FOREIGN}.get(nature.links, LINKS[more][nature.spelling])
        if nature.header_total is not None:
            headers = [*headers, ("X-Total-Count", str(nature.header_total))]
        body: dict[str, object] = {"rows": [{"id": index, "name": "row"} for index in page]}
        if nature.body_total is not None:
            body["total"] = nature.body_total
        return httpx.Response(200, json=body, headers=headers)

    def _page(self, start: int, size: int) -> range:
        nature = self.nature
        if nature.rows and (start >= nature.rows or nature.beyond == "first"):
            whole = -(-nature.rows // size) * size if nature.numbered else nature.rows
            start = {"nothing": start, "first": 0, "last": self._last(), "around": start % whole}[nature.beyond]
        length = nature.lengths[start % len(nature.lengths)]
        return range(start, max(start, min(nature.rows, start + (size if length is None else length))))

    def _last(self) -> int:
        with self._lock:
            return max((page.start for page in self.pages if page), default=0)
