"""Mistakes in how lists go on."""
# ruff: noqa: E501 -- a line per mutant: what it is, where, and what becomes of which text

from property_tests.mutants.mutant import Mutant

PAGING = "call/paging.py"
UNFOLDING = "session/lists.py"

MUTANTS = (
    Mutant("the next offset is offset + limit", PAGING, "upto = at.start + received", "upto = at.start + (at.limit or received)", "pages"),
    Mutant("a short page ends the list", PAGING, "return upto if upto < totals.total else None", "return upto if upto < totals.total and received >= (at.limit or 0) else None", "pages"),
    Mutant("a link to a next page is ignored", PAGING, "upto if totals.more or received >= (size or DEFAULT_LIMIT)", "upto if received >= (size or DEFAULT_LIMIT)", "pages"),
    Mutant("the limit that the server used is ignored", PAGING, "size = totals.limit or at.limit\n", "size = at.limit\n", "pages"),
    Mutant("an empty page ends a list silently", UNFOLDING, "                self._again = True\n                continue\n", "                self._next = None\n                return None\n", "pages"),
    Mutant("an empty page is not asked for again", UNFOLDING, "if self._again:", "if True:", "pages"),
    Mutant("pages ahead overlap", UNFOLDING, "yield self._limited(request, min(size, end - start))", "yield self._limited(request, size + 1)", "pages"),
    Mutant("a gap is not filled before the grid goes on", UNFOLDING, "min(gap, end - at)", "min(size, end - at)", "pages"),
    Mutant("taking asks for whole pages", UNFOLDING, "        limit = min(limit, most)\n", "        limit = limit or most\n", "pages"),
    Mutant("taking does not stop", UNFOLDING, "page.next is None or enough", "page.next is None", "pages"),
)  # fmt: skip
