"""When an attempt may be repeated, and after how long: pure functions over what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from timeback_core.engine.call.http import HttpResponse, SendFailed, SendOutcome

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Repeat

TRANSIENT: Final = frozenset({429, 502, 503, 504})
"""Statuses after which another attempt can succeed."""
FIRST_WAIT: Final = 0.5
"""Upper end of the first random wait, in seconds; it doubles with each attempt."""
LONGEST_WAIT: Final = 20.0


def repeatable(outcome: SendOutcome, repeat: Repeat) -> bool:
    """Whether another attempt can help and can do no harm.

    What may have been done is sent again only where that changes nothing more. An unsafe request is repeated only if
    nothing was done: no connection was made, or the answer is 429, or 503 with `Retry-After`.
    """
    if isinstance(outcome, SendFailed):
        return outcome.kind in ("connect", "broken") and (repeat != "unsafe" or not outcome.sent)
    if outcome.status not in TRANSIENT:
        return False
    if repeat != "unsafe" or outcome.status == 429:
        return True
    return outcome.status == 503 and outcome.header("retry-after") is not None


def at_once(outcome: SendOutcome, attempt: int) -> bool:
    """Whether to try again without a wait: a kept-alive connection was found dead, for the first time."""
    return isinstance(outcome, SendFailed) and outcome.stale and attempt == 1


def backoff(attempt: int, draw: float) -> float:
    """Full jitter: a random wait below a bound that doubles with each attempt, in seconds.

    attempt: how many attempts were made, from 1. draw: a random number in [0, 1).
    """
    return float(draw * min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)))


def asked_wait(response: HttpResponse, wall_clock: float) -> float | None:
    """Seconds that a server asks to wait by `Retry-After` (a number or an HTTP date); None where it does not.

    wall_clock: seconds since the epoch; the answer's own `Date` is preferred, as clocks differ.
    """
    text = response.header("retry-after") or ""
    try:
        seconds = float(text)
    except ValueError:
        at, now = _http_date(text), _http_date(response.header("date") or "")
        return None if at is None else max(0.0, at - (wall_clock if now is None else now))
    return seconds if 0 <= seconds < float("inf") else None


def _http_date(text: str) -> float | None:
    from datetime import UTC
    from email.utils import parsedate_to_datetime

    try:
        at = parsedate_to_datetime(text)
        # The old form of C's asctime names no time zone and means UTC.
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
