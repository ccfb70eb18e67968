"""What the policy asks the world for, beyond the effects of flows, and what a token is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeback_core.engine.call.effects import Effect
from timeback_core.engine.call.http import HttpRequest, SendOutcome

if TYPE_CHECKING:
    from timeback_core.engine.config import TokenSource
    from timeback_core.engine.policy.plan import Plan
    from timeback_core.errors import AuthError


class Token:
    """A token as the header that carries it, and the instant from which it is not used any more."""

    __slots__ = ("header", "stale_at")

    def __init__(self, header: tuple[str, str], stale_at: float) -> None:
        self.header: tuple[str, str] = header
        self.stale_at: float = stale_at

    def usable(self, refused: Token | None, now: float) -> bool:
        """Whether it may be given to a caller at an instant: it is not at its end, nor the one that was refused."""
        return self is not refused and now < self.stale_at

    def __repr__(self) -> str:
        return f"<Token until {self.stale_at:.0f}>"


class TokenFailed:
    """No token: why, or that it did not come in time, or that the session was closed meanwhile."""

    __slots__ = ("closed", "error")

    def __init__(self, error: AuthError | None, *, closed: bool = False) -> None:
        self.error: AuthError | None = error
        self.closed: bool = closed


class Send(Effect[SendOutcome]):
    """Send a request and read its whole answer before an instant of the monotonic clock."""

    __slots__ = ("request", "slot", "until")

    def __init__(self, request: HttpRequest, until: float, *, slot: bool = True) -> None:
        self.request: HttpRequest = request
        self.until: float = until
        self.slot: bool = slot
        """Whether it takes one of the session's slots; tokens are asked for beside them."""


class GetToken(Effect[Token | TokenFailed]):
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

    __slots__ = ("attempt", "elapsed", "outcome", "plan")

    def __init__(self, plan: Plan[Any], attempt: int, outcome: SendOutcome, elapsed: float) -> None:
        self.plan: Plan[Any] = plan
        self.attempt: int = attempt
        self.outcome: SendOutcome = outcome
        self.elapsed: float = elapsed
