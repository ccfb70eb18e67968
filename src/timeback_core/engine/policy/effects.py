"""What the policy asks the world for, beyond the effects of flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.call.effects import Effect
from timeback_core.engine.call.http import HttpRequest, SendOutcome

if TYPE_CHECKING:
    from timeback_core.engine.config import TokenSource
    from timeback_core.engine.policy.tokens import Token, TokenFailed  # noqa: F401 -- in the text of a base class


class Send(Effect[SendOutcome]):
    """Send a request and read its whole answer before an instant of the monotonic clock."""

    __slots__ = ("request", "until")

    def __init__(self, request: HttpRequest, until: float) -> None:
        self.request: HttpRequest = request
        self.until: float = until


class GetToken(Effect["Token | TokenFailed"]):
    """A token other than the refused one, fetched where there is none; waits until an instant at most."""

    __slots__ = ("refused", "source", "until")

    def __init__(self, source: TokenSource, refused: Token | None, until: float) -> None:
        self.source: TokenSource = source
        self.refused: Token | None = refused
        self.until: float = until


class WallClock(Effect[float]):
    """Seconds since the epoch, to read a date that a server sent."""

    __slots__ = ()


class Draw(Effect[float]):
    """A random number in [0, 1)."""

    __slots__ = ()


class Spend(Effect[bool]):
    """Take the cost of one repetition from the session's retry budget; False where it is used up."""

    __slots__ = ()


class Refund(Effect[None]):
    """Give a little back to the retry budget, after a success."""

    __slots__ = ()


class Report(Effect[None]):
    """Tell the session's observer of an attempt."""

    __slots__ = ("attempt", "elapsed", "outcome")

    def __init__(self, attempt: int, outcome: SendOutcome, elapsed: float) -> None:
        self.attempt: int = attempt
        self.outcome: SendOutcome = outcome
        self.elapsed: float = elapsed
