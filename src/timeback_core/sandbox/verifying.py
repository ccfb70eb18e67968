"""Whether requests have arrived as expected, and where not, which one came nearest and what is different in it."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

import attrs

from timeback_core.sandbox.containing import Difference
from timeback_core.sandbox.messages import Document, Steps
from timeback_core.sandbox.names import NOTHING_KNOWN, Known
from timeback_core.sandbox.patterns import WHICH_EXACTLY, Pattern, WhichExactly, WhichOperation, read
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.schema import ListOf, Member, Number, Record


class Counted(WhichExactly, total=False):
    """Which requests are expected, and how many of them: at least one where nothing is said."""

    times: int
    at_least: int
    at_most: int


class Expected(Counted, WhichOperation, total=False):
    """The same, and what they asked for."""


_ASKED: Final = ("verb", "path", "operation", "service")
_CODES: Final = ("verb", "status")
"""What is not more like another the more letters they share."""
_MOST_COMPARED: Final = 1000
"""Requests, the last ones, whose texts are compared."""
_LONGEST_COMPARED: Final = 200
"""Characters of texts that are compared."""
_COUNT: Final = Number(whole=True, least=0)
EXPECTED: Final = (*WHICH_EXACTLY, *(Member(name=name, shape=_COUNT) for name in ("times", "at_least", "at_most")))

_IN_ORDER: Final = (
    Member(name="sequence", shape=ListOf(Record(WHICH_EXACTLY, closed=True), min_items=1), required=True),
)


@attrs.frozen(kw_only=True)
class Verification:
    """Whether as many requests arrived as expected; true in a condition where they did."""

    is_verified: bool
    expected: str
    """How many, in words: `at least 1 of these requests`."""
    requests: tuple[LoggedRequest, ...]
    """Those that were meant."""
    nearest: LoggedRequest | None = None
    """Where they are too few, the one that comes nearest of all others."""
    differences: tuple[Difference, ...] = ()
    """What is different in the nearest one."""

    def __bool__(self) -> bool:
        return self.is_verified

    def __str__(self) -> str:
        told = f"expected {self.expected}, found {len(self.requests)}"
        if self.is_verified:
            return told
        if self.nearest is not None:
            unlike = (f"  {difference}" for difference in self.differences)
            return "\n".join((f"{told}; the nearest is {self.nearest}", *unlike))
        return "\n".join((f"{told}:", *(f"  {each}" for each in self.requests))) if self.requests else told


@attrs.frozen
class _Bounds:
    least: int
    most: int | None

    @classmethod
    def of(cls, given: Document) -> "_Bounds":
        least, most, times = given.get("at_least"), given.get("at_most"), given.get("times")
        if times is not None:
            if least is not None or most is not None:
                raise ValueError("times: says all that at_least and at_most could say")
            return cls(times, times)
        if least is not None and most is not None and least > most:
            raise ValueError("at_least: is more than at_most")
        return cls((1 if most is None else 0) if least is None else least, most)

    def __str__(self) -> str:
        if self.most is None:
            told = f"at least {self.least}"
        elif self.least == self.most:
            told = f"exactly {self.least}"
        else:
            told = f"from {self.least} to {self.most}" if self.least else f"at most {self.most}"
        return f"{told} of these requests"


def verify(
    requests: Iterable[LoggedRequest],
    expected: object,
    known: Known = NOTHING_KNOWN,
    operations_of: Callable[[LoggedRequest], Sequence[str] | None] = lambda _: None,
) -> Steps[Verification]:
    """Compare requests with what is expected; raises `ValueError` where that makes no sense.

    `operations_of` gives the operations of a request where they are known otherwise than by itself.
    """
    members = read(EXPECTED, expected)
    pattern, bounds = Pattern(members, known), _Bounds.of(members)
    meant: list[LoggedRequest] = []
    others: list[LoggedRequest] = []
    for request in requests:
        (meant if pattern.fits(request, operations_of(request)) else others).append(request)
        yield
    is_verified = bounds.least <= len(meant) and (bounds.most is None or len(meant) <= bounds.most)
    told = Verification(is_verified=is_verified, expected=str(bounds), requests=tuple(meant))
    if len(meant) >= bounds.least:
        return told
    return (yield from _with_nearest(told, others, pattern, operations_of))


def verify_in_order(requests: Sequence[LoggedRequest], expected: object, known: Known) -> Steps[Verification]:
    """Look for one request for each pattern of a `sequence`, one after another, with any others in between.

    Raises `ValueError` where what is expected makes no sense.
    """
    patterns = [Pattern(each, known) for each in read(_IN_ORDER, expected)["sequence"]]
    meant: list[LoggedRequest] = []
    after = 0
    for at, request in enumerate(requests):
        if len(meant) < len(patterns) and patterns[len(meant)].fits(request):
            meant.append(request)
            after = at + 1
        yield
    is_verified = len(meant) == len(patterns)
    told = Verification(
        is_verified=is_verified, expected=f"all {len(patterns)} of these requests in order", requests=tuple(meant)
    )
    if is_verified:
        return told
    return (yield from _with_nearest(told, requests[after:], patterns[len(meant)], lambda _: None))


def _with_nearest(
    told: Verification,
    requests: Sequence[LoggedRequest],
    pattern: Pattern,
    operations_of: Callable[[LoggedRequest], Sequence[str] | None],
) -> Steps[Verification]:
    """The same with the request that differs least: in what it asked for before all.

    Of equals it is the one whose texts are most like those that were expected, and of these the last one.
    """
    least: tuple[int, int] | None = None
    equals: deque[tuple[LoggedRequest, tuple[Difference, ...]]] = deque(maxlen=_MOST_COMPARED)
    for request in requests:
        differences = tuple(pattern.differences(request, operations_of(request)))
        weight = sum(each.path in _ASKED for each in differences), len(differences)
        if least is None or weight < least:
            least = weight
            equals.clear()
        if weight == least:
            equals.append((request, differences))
        yield
    most = 0.0
    for request, differences in equals:
        likeness = _likeness(differences)
        if likeness >= most:
            most, told = likeness, attrs.evolve(told, nearest=request, differences=differences)
        yield
    return told


def _likeness(differences: Iterable[Difference]) -> float:
    """How like the texts that were found are to those that were expected, by how these begin; 0 to 1."""
    texts = [
        (each.expected[:_LONGEST_COMPARED], each.found[:_LONGEST_COMPARED])
        for each in differences
        if isinstance(each.expected, str) and isinstance(each.found, str) and each.path not in _CODES
    ]
    expected, found = ("\n".join(each)[:_LONGEST_COMPARED] for each in zip(*texts, strict=True)) if texts else ("", " ")
    return SequenceMatcher(None, found, expected, autojunk=False).ratio()
