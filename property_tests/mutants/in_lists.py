"""Mistakes in how lists go on."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

PAGING = "paging.py"
UNFOLDING = "session/unfolding.py"

MUTANTS = (
    Mutant("the next offset is offset + limit", PAGING, "upto = at.start + received", "upto = at.start + (at.limit or received)", "pages"),
    Mutant("a short page ends the list", PAGING, "more = upto < totals.total", "more = upto < totals.total and received >= (at.limit or 0)", "pages"),
    Mutant("a link to a next page is ignored", PAGING, "more = totals.more or received >= size", "more = received >= size", "pages"),
    Mutant("the limit that the server used is ignored", PAGING, "size = totals.limit or at.limit or DEFAULT_LIMIT", "size = at.limit or DEFAULT_LIMIT", "pages"),
    Mutant("an empty page ends a list silently", UNFOLDING, "            again = True\n            continue\n", "            return\n", "pages"),
    Mutant("an empty page is not asked for again", UNFOLDING, "if again and rows.call is not None:", "if rows.call is not None:", "pages"),
    Mutant("pages ahead overlap", UNFOLDING, "yield self._limited(request, min(size, end - start))", "yield self._limited(request, size + 1)", "pages"),
    Mutant("a gap is not filled before the grid goes on", UNFOLDING, "min(gap, end - at)", "min(size, end - at)", "pages"),
    Mutant("taking asks for whole pages", UNFOLDING, "        limit = min(limit, most)\n", "        limit = limit or most\n", "pages"),
    Mutant("taking does not stop", UNFOLDING, " or (most is not None and received >= most)", "", "pages"),
)  # fmt: skip
