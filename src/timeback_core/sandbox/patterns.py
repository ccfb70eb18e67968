"""What is said of requests: which ones are meant, and where one that is not meant differs."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, Final, TypedDict
from urllib.parse import parse_qsl

import orjson

from timeback_core.sandbox.bodies import DEEPEST, is_too_deep
from timeback_core.sandbox.containing import Difference, lacks_in_body, step
from timeback_core.sandbox.messages import Document, Steps
from timeback_core.sandbox.names import NOTHING_KNOWN, Known, misnamed
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.schema import ABSENT, AsStored, Findings, MapOf, Member, Number, Record, Text


class Which(TypedDict, total=False):
    """Which requests are meant: those that are all of this."""

    verb: str
    path: str
    """A glob over the path as received, such as `*/users/*`."""
    status: int | str
    """What was answered: 404, or `4xx`; 0 where the connection was cut first."""


class WhichExactly(Which, total=False):
    """The same by what they carried besides; secrets are `***` in it, as they are remembered so."""

    query: Mapping[str, str]
    """Parameters that are there with these values, decoded."""
    headers: Mapping[str, str]
    """Headers that are there with these values."""
    containing: object
    """What the body holds: a text, or JSON. Of an object these members at least, of an array these elements."""


class WhichOperation(TypedDict, total=False):
    """What was asked for."""

    operation: str
    """Such as `oneroster.users.get`, or a glob: `oneroster.users.*`."""
    service: str
    """Such as `oneroster`."""


class WhichRequests(Which, WhichOperation, total=False):
    """Which requests are meant, and which of them."""

    since: int
    """The id of one: only what arrived after it."""
    limit: int
    """So many at most: the last ones."""


class _Status(AsStored):
    """A status, or a hundred of them."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The status as it is."""
        if re.fullmatch("0|[1-5]([0-9]{2}|xx)", str(value)) is None:
            findings.wrong(path, "Expected a status such as 404, or 4xx")
        return value


class _Json(AsStored):
    """Any JSON."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        """The value as what reads JSON would give it."""
        try:
            read_as: object = orjson.loads(orjson.dumps(value))
        except (TypeError, orjson.JSONDecodeError):
            findings.wrong(path, "Expected JSON")
            return value
        if is_too_deep(read_as):
            findings.wrong(path, f"Nested more than {DEEPEST} levels deep")
        return read_as


def _glob(name: str, first: str, what: str) -> Member:
    return Member(name=name, shape=Text(pattern=re.compile(f"{first}.*", re.DOTALL), format=what))


WHICH: Final = (
    Member(name="verb", shape=Text(pattern=re.compile("[A-Za-z]+"), format="verb")),
    _glob("path", r"[/*?\[]", "glob, which begins like a path"),
    _glob("operation", r"[\w*?\[]", "name or glob of operations"),
    _glob("service", r"[\w*?\[]", "name or glob of services"),
    Member(name="status", shape=_Status()),
)
WHICH_EXACTLY: Final = (
    *WHICH,
    Member(name="query", shape=MapOf(Text())),
    Member(name="headers", shape=MapOf(Text())),
    Member(name="containing", shape=_Json()),
)


SELECTED: Final = (*WHICH, *(Member(name=name, shape=Number(whole=True, least=0)) for name in ("since", "limit")))


def read(members: Sequence[Member], given: object) -> Document:
    """What is given, once it is known to be of these members; raises `ValueError` that tells all that is wrong."""
    findings = Findings()
    known: Document = Record(members, closed=True).check(given, "", findings)
    if findings.problems:
        told = "; ".join(f"{path or 'a pattern'}: {message}" for path, message in findings.problems)
        raise ValueError(f"{told}; known are {', '.join(member.name for member in members)}")
    return known


class Pattern:
    """Which requests are meant, from members that were read; others than those of a pattern do not count.

    Raises `ValueError` for a name that is none of those that are known.
    """

    def __init__(self, members: Document, known: Known = NOTHING_KNOWN) -> None:
        for problem in misnamed(members, known):
            raise ValueError(problem)
        self._asked = {member.name: members[member.name] for member in WHICH if member.name in members}
        self._query: Mapping[str, str] = members.get("query", {})
        self._headers = {name.lower(): value for name, value in members.get("headers", {}).items()}
        self._containing = members.get("containing", ABSENT)

    def fits(self, request: LoggedRequest, operations: Sequence[str] | None = None) -> bool:
        """Whether a request is one of them."""
        return next(self.differences(request, operations), None) is None

    def differences(self, request: LoggedRequest, operations: Sequence[str] | None = None) -> Iterator[Difference]:
        """Where a request differs. Its operations are known otherwise where they are given."""
        for name, expected in self._asked.items():
            found = operations if name == "operation" and operations is not None else (getattr(request, name),)
            if not any(_is_like(name, str(each), str(expected)) for each in found):
                yield Difference(name, expected, found[0] if len(found) == 1 else " or ".join(found) or ABSENT)
        if self._query:
            yield from _unlike("query", self._query, parse_qsl(request.query, keep_blank_values=True))
        yield from _unlike("headers", self._headers, request.headers)
        if self._containing is not ABSENT:
            yield from lacks_in_body(request.body, self._containing)


def select(requests: Iterable[LoggedRequest], given: object, known: Known) -> Steps[list[LoggedRequest]]:
    """The requests that are meant, with pauses; raises `ValueError` where what is given makes no sense."""
    members = read(SELECTED, given)
    pattern, since = Pattern(members, known), members.get("since", 0)
    selected: list[LoggedRequest] = []
    for request in requests:
        if request.id > since and pattern.fits(request):
            selected.append(request)
        yield
    return selected[max(0, len(selected) - members.get("limit", len(selected))) :]


def _is_like(name: str, found: str, expected: str) -> bool:
    glob = {"verb": expected.upper(), "status": expected.replace("x", "?")}.get(name, expected)
    return fnmatchcase(found, glob)


def _unlike(where: str, expected: Mapping[str, str], found: Sequence[tuple[str, str]]) -> Iterator[Difference]:
    for name, value in expected.items():
        values = [each for given, each in found if given == name]
        if value not in values:
            yield Difference(f"{where}{step(name)}", value, " and ".join(values) if values else ABSENT)
