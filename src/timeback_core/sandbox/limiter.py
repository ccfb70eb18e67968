"""Limits on the number of requests: token buckets, which refuse with 429 as the platform does."""

from collections.abc import Iterable
from math import ceil

import attrs

from timeback_core.sandbox.messages import Request, is_object
from timeback_core.sandbox.names import NOTHING_KNOWN, Known
from timeback_core.sandbox.options import build, number, problems_of
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.selecting import Selection, refuse_unknown_names


@attrs.frozen
class Limit(Selection):
    """So many requests a second in the long run, and so many at once after a pause; of all, or of those that fit.

    Requests for tokens are not counted. Raises `ValueError` with all that makes no sense.
    """

    rate: float = attrs.field(
        metadata=number(1e-6, 10**9, "a number above 0", "How many requests a second are taken in the long run")
    )
    burst: float | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=number(1, 10**9, "a number from 1 on", "How many are taken at once after a pause; `rate` without it"),
    )

    def __attrs_post_init__(self) -> None:
        problems = problems_of(self, "a limit")
        if problems:
            raise ValueError("; ".join(problems))

    def scaled(self, factor: float) -> "Limit":
        """The same for requests that are so many times as long apart."""
        return attrs.evolve(self, rate=self.rate / factor)

    @property
    def room(self) -> float:
        """How many requests it takes after a pause."""
        return max(1.0, self.rate) if self.burst is None else self.burst


@attrs.define
class Bucket:
    """What a limit still has room for."""

    limit: Limit
    is_of_profile: bool
    left: float
    filled: float

    def fill(self, now: float) -> None:
        """Take in what has run in up to an instant, in seconds."""
        self.left = min(self.limit.room, self.left + max(0.0, now - self.filled) * self.limit.rate)
        self.filled = now


class Limiter:
    """The limits that are in force."""

    def __init__(self, known: Known = NOTHING_KNOWN) -> None:
        self._known = known
        self._buckets: list[Bucket] = []

    def add(self, limits: Iterable[Limit], now: float, *, is_of_profile: bool = False) -> None:
        """Let these hold too, from now on, with all their room."""
        self._buckets.extend(Bucket(limit, is_of_profile, limit.room, now) for limit in limits)

    def begin(self, limits: Iterable[Limit], now: float) -> None:
        """Let these hold in place of those before, beside those of a profile.

        Raises `ValueError` for names that no API has, and then nothing is changed.
        """
        limits = tuple(limits)
        refuse_unknown_names(limits, self._known)
        self._buckets[:] = [bucket for bucket in self._buckets if bucket.is_of_profile]
        self.add(limits, now)

    def end_profile(self) -> None:
        """Let no limit of a profile hold any more."""
        self._buckets[:] = [bucket for bucket in self._buckets if not bucket.is_of_profile]

    def entries(self, now: float) -> tuple[Bucket, ...]:
        """The limits and the room that each has now."""
        for bucket in self._buckets:
            bucket.fill(now)
        return tuple(self._buckets)

    def take(self, request: Request, operation: str, service: str, now: float) -> None:
        """Count a request to each limit that it is under.

        Raises `RefusalError` (429) where one has no room, and then counts to none; `Retry-After` tells the whole
        seconds until there is room.
        """
        under = [each for each in self.entries(now) if each.limit.fits(request, operation, service)]
        waits = [(1 - each.left) / each.limit.rate for each in under if each.left < 1]
        if waits:
            raise RefusalError(429, "Too many requests", headers=(("retry-after", str(ceil(max(waits)))),))
        for bucket in under:
            bucket.left -= 1


def read_limit(value: object) -> Limit | str:
    """A limit as JSON spells it (`{"rate": 5, "burst": 10}`), or what is wrong with it."""
    if not is_object(value):
        return "a limit is an object"
    if value.get("rate") is None:
        return "a limit needs a rate"
    return build(Limit, value, "a limit")
