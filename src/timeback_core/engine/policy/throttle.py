"""What is known of how many calls an origin takes, learned from its 429s, and the queue of those that wait for it."""

from __future__ import annotations

from bisect import bisect, insort
from contextlib import AbstractContextManager
from math import exp, inf, log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from timeback_core.engine.call.http import HttpResponse

LONGEST_HOLD: Final = 60.0
"""Seconds for which one `Retry-After` holds back other calls at most: it may be wrong, or be meant for one path."""
SLOWEST: Final = 1.0
"""Calls a second that are tried however often the origin refuses."""
FIRST: Final = 400.0
"""Calls a second after the first refusal, of which nothing can be learned yet."""
FREE: Final = 10_000.0
"""Calls a second that no client makes: at this pace nobody waits any more."""
RECOVERY, PROBING = 0.3, 0.02
"""How the pace grows a second: by this part of the (logarithmic) way to the last known limit, and by that at least."""


class Throttle:
    """The queue of an origin that has refused a call for the number of calls.

    Each call that waits has a ticket; tickets come due at the pace of the queue, one after the other. A refused call
    keeps its ticket and puts the queue back to it, so that nobody overtakes it. After a refusal the pace is near to
    what the origin took since the one before, and half of what it was at least; it comes back quickly to where it was
    refused, then slowly, then ever faster. All instants are monotonic.
    """

    def __init__(self, lock: AbstractContextManager[object]) -> None:
        self.opens: float = -inf
        """Until then nothing is sent."""
        self.said: HttpResponse | None = None
        """The newest refusal."""
        self._lock = lock
        self._pace = self._limit = FREE
        self._due = 0.0
        """Tickets up to this one are due; it moves with the pace."""
        self._moved = -inf
        self._last = 0
        self._left: list[int] = []
        """Tickets that nobody has any more, in order; the queue steps over them."""
        self._slowed = -inf
        """When the pace was last lowered."""
        self._taken = 0
        """Calls that the origin took since then."""

    def wait(self, ticket: int, now: float) -> tuple[int, float]:
        """The ticket of a call, a new one for 0, and seconds after which it should ask again; none where it is due."""
        with self._lock:
            self._move(now)
            shut = max(0.0, self.opens - now)
            if self._pace >= FREE:
                return ticket, shut
            if not ticket:
                ticket = self._last = max(self._last, int(self._due)) + 1
            queued = max(0.0, ticket - self._due - bisect(self._left, ticket)) / self._pace
            # The pace may rise meanwhile: who waits long looks again at half time.
            return ticket, shut + (queued if queued < 0.1 else queued / 2)

    def taken(self) -> None:
        """Note that the origin has answered otherwise than by 429."""
        with self._lock:
            self._taken += 1

    def refused(self, ticket: int, begun: float, now: float, asked: float, said: HttpResponse) -> int:
        """Note a refusal, of an attempt that had begun at an instant; the ticket with which the call waits again.

        asked: seconds that the refusal asks to wait. Refusals of calls that were under way together count as one.
        """
        with self._lock:
            self._move(now)
            if begun - self._slowed >= now - begun:  # not one of those that were sent before the pace had an effect
                self._slow_down(now)
            if not ticket:
                ticket = self._last = max(self._last, int(self._due)) + 1
            self._due = min(self._due, float(ticket))
            self.opens = max(self.opens, now + min(asked, LONGEST_HOLD))
            self.said = said
            return ticket

    def leave(self, ticket: int) -> None:
        """Give a ticket back, used or not."""
        with self._lock:
            if ticket > self._due:
                insort(self._left, ticket)

    def _slow_down(self, now: float) -> None:
        if self._pace >= FREE:
            self._pace = FIRST
        else:
            waited, open_for = now - self._slowed, now - max(self._slowed, self.opens)
            # Since the last refusal the origin took more calls a second than the one, and fewer than the other.
            low, high = self._taken / max(waited, 0.001), self._taken / max(open_for, 0.001)
            if self._taken:
                self._limit = max(SLOWEST, min(high, self._pace))
            if self._taken or self.opens <= self._slowed:  # else it told when to come back, and was not ready then
                self._pace = max(SLOWEST, self._pace / 2, min((low * high) ** 0.5, self._pace))
        self._slowed, self._taken = now, 0

    def _move(self, now: float) -> None:
        """Let the queue move on to an instant; after long without a refusal it is none any more."""
        passed = now - max(self._moved, self.opens)
        self._moved = max(self._moved, now)
        if passed <= 0:
            return
        if self._pace < FREE:
            self._due = min(self._due + self._pace * passed, self._last + 1.0)  # time that nobody used is lost
            growth = max(PROBING, RECOVERY * abs(log(self._limit / self._pace)))
            self._pace = min(FREE, self._pace * exp(min(growth * passed, 9.0)))
        if self._pace >= FREE:
            self._due = max(self._due, self._last)
        while self._left and self._left[0] <= self._due + 1:
            del self._left[0]
            self._due = min(self._due + 1, self._last + 1.0)
