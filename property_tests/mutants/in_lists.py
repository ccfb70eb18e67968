"""Mistakes in how lists go on."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

PAGING = "call/paging.py"
UNFOLDING = "session/lists.py"

MUTANTS = (
    Mutant("the next offset is offset + limit", PAGING, "else received\n", "else at.limit or received\n", "pages"),
    Mutant("a short page ends a list with a total", PAGING, "self.before(at, totals) + received < totals.total", "received >= (at.limit or 0) and self.before(at, totals) + received < totals.total", "pages"),
    Mutant("a short page ends a list without one", PAGING, "return totals.linked is None  #", "return totals.linked is None and received >= (at.limit or 0)  #", "ends"),
    Mutant("a link to a next page is ignored", PAGING, "if totals.linked:", "if False:", "pages"),
    Mutant("a total wins over a link to a next page", PAGING, "if totals.linked:", "if totals.linked and totals.total is None:", "ends"),
    Mutant("links without a next page do not end a list", PAGING, "return totals.linked is None  #", "return True  #", "ends"),
    Mutant("any link is about pages", PAGING, "if rels & _PAGES else None", "if rels else None", "ends"),
    Mutant("only the first Link header is read", PAGING, 'links = ",".join(value for name, value in response.headers if name == "link")', 'links = response.header("link") or ""', "ends"),
    Mutant("relations are read in small letters only", PAGING, '(found[2] or found[3] or found[4] or "").lower().split()', '(found[2] or found[3] or found[4] or "").split()', "ends"),
    Mutant("the smaller of two totals counts", PAGING, "total=max(", "total=min(", "ends"),
    Mutant("the limit that the server used is ignored", PAGING, "return (at.start - 1) * (totals.limit or at.limit or 0)", "return (at.start - 1) * (at.limit or 0)", "pages"),
    Mutant("an empty page ends a list silently", UNFOLDING, 'return self._flaw(page, "then empty pages")', "return None", "ends"),
    Mutant("pages may be announced for ever", UNFOLDING, "if page.incomplete and page.linked:", "if False:", "ends"),
    Mutant("rows before a numbered page are not counted", UNFOLDING, "self._before + self.received if self._from_start else page.offset", "page.offset", "ends"),
    Mutant("an empty page is not asked for again", UNFOLDING, "if not self._again and self._seen.lacks(page):", "if False:", "pages"),
    Mutant("an empty page is asked for again and again", UNFOLDING, "                self._again = True\n", "", "ends"),
    Mutant("a page may come twice", UNFOLDING, "if before is not ids and all(map(eq, before, ids)):", "if False:", "ends"),
    Mutant("a list may hold more than its total", UNFOLDING, "if beyond > 0 and not self._linked:", "if False:", "ends"),
    Mutant("a link does not excuse a total that is too small", UNFOLDING, "if beyond > 0 and not self._linked:", "if beyond > 0:", "ends"),
    Mutant("a list may end before its total", UNFOLDING, 'return self._flaw(page, "then no further page") if beyond < 0 else None', "return None", "ends"),
    Mutant("pages ahead overlap", UNFOLDING, "yield self._limited(request, min(size, end - start))", "yield self._limited(request, size + 1)", "pages"),
    Mutant("a gap is not filled before the grid goes on", UNFOLDING, "min(gap, end - at)", "min(size, end - at)", "pages"),
    Mutant("asking ahead goes by a total that was passed", UNFOLDING, "total is None or (by_rows and at >= total)", "total is None", "ends"),
    Mutant("taking asks for whole pages", UNFOLDING, "        limit = min(limit, most)\n", "        limit = limit or most\n", "pages"),
    Mutant("taking does not stop", UNFOLDING, "if left is not None and left <= 0:", "if left is not None and left < -9999:", "pages"),
)  # fmt: skip
