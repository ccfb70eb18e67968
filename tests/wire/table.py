"""The form of the tables: an operation as it is documented, one line each, written down by hand."""

from typing import NamedTuple


class Row(NamedTuple):
    """One operation as it is documented."""

    number: int
    function: str
    """The function that stands for it."""
    verb: str
    path: str
    """Full path template; `{one}?` is a last segment that may be left out."""
    query: frozenset[str]
    """The names of its query parameters on the wire."""
    body: tuple[str, ...] | None
    """Keys of the body's envelope, `[]` behind a key whose value is a list; empty for a body without envelope."""
    statuses: tuple[int, ...]
    """The statuses of its successes."""


FIELDS = frozenset({"fields"})
LIST = FIELDS | {"filter", "sort", "orderBy", "limit", "offset"}
_SHORT = {"L": LIST, "F": FIELDS, "-": frozenset[str]()}


def table(text: str, base: str = "") -> dict[str, Row]:
    """The rows of a table, by function.

    text: lines `number | function | verb | path | query | body | statuses`. query: `L` for the parameters of lists,
    `F` for `fields` alone, `-` for none, or names with commas. body: `{key, keys[]}` for an envelope, `bare` for none,
    `-` for no body at all. statuses: `201/200`. base: stands before every path.
    """
    return {row.function: row for row in (_row(line, base) for line in text.strip().splitlines())}


def _row(line: str, base: str) -> Row:
    number, function, verb, path, query, body, statuses = (cell.strip() for cell in line.split("|"))
    keys = () if body == "bare" else tuple(body.strip("{}").split(", "))
    return Row(
        int(number),
        function,
        verb,
        f"{base}{path}",
        _SHORT[query] if query in _SHORT else frozenset(query.split(", ")),
        None if body == "-" else keys,
        tuple(int(status) for status in statuses.split("/")),
    )
