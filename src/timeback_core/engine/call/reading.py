"""What all expectations read by: the JSON of an answer, what lies in it, and what it says of its success."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Never, TypeVar, cast

from timeback_core.engine.call.paging import IDS
from timeback_core.engine.codec.json import MISSING, Bad, under
from timeback_core.engine.narrow import is_object

if TYPE_CHECKING:
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.engine.call.request import Expect
    from timeback_core.engine.codec.json import JsonValue
    from timeback_core.errors import BadRow, CallInfo

T = TypeVar("T")


class Verdict(Exception):  # noqa: N818 -- no error of the program: the answer's own word
    """The answer itself says that the call did not succeed."""


class Missing(Verdict):
    """The answer itself says that the thing does not exist."""


class BadRows(Bad):
    """Some rows of a list cannot be decoded: of each its index, the row as it is, and what is wrong with it."""

    def __init__(self, rows: list[tuple[int, object, Bad]], root: str) -> None:
        super().__init__(rows[0][2].expected, None)
        self._rows = rows
        self._root = root

    def told(self, call: CallInfo) -> tuple[BadRow, ...]:
        """What is said of the rows to whoever made the call."""
        from timeback_core.errors import BadRow

        return tuple(
            BadRow(call, index, bad.where(f"{self._root}[{index}]"), bad.expected, bad.found, _id_in(row))
            for index, row, bad in self._rows
        )

    def refuse_page(self) -> Never:
        """Let them fail the page that they are of."""
        raise self


def _id_in(row: object) -> str | None:
    ids = (row.get(name) for name in IDS) if is_object(row) else ()
    return next((str(each) for each in ids if isinstance(each, str | int)), None)


def json_of(response: HttpResponse, expect: Expect[Any]) -> JsonValue:
    """The body of an answer as JSON; raises `Bad` where it is none, and `Verdict` where it tells of no success."""
    from timeback_core.engine.codec.text import parse

    body = parse(response.body)
    if isinstance(body, dict):
        refuse_failure(body, response, expect)
    return body


def refuse_failure(body: Mapping[str, object], response: HttpResponse, expect: Expect[Any]) -> None:
    """Raise `Verdict` where a body tells of no success."""
    if expect.verdict is not None and response.status < 400:
        told = body.get(expect.verdict)
        if told is False or told == "error":
            raise Verdict


def member(body: object, key: str | None) -> object:
    """What lies under a dotted key, the body itself under None; `MISSING` where there is no such member."""
    for name in () if key is None else key.split("."):
        members = cast("dict[str, object]", body) if isinstance(body, dict) else {}  # names in JSON are text
        body = members.get(name, MISSING)
    return body


def decoded(key: str | None, decode: Callable[[Any], T], value: object) -> T:
    """What lies under a dotted key, decoded."""
    try:
        return decode(value)
    except Bad as wrong:
        raise under(key, wrong) from None
