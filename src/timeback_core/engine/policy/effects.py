"""What the policy asks the world for, beyond the effects of flows, and what a token is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from timeback_core.engine.call.effects import Effect
from timeback_core.engine.call.http import HttpRequest, SendFailed, SendOutcome

if TYPE_CHECKING:
    from timeback_core.engine.config import Config, TokenSource
    from timeback_core.engine.policy.plan import Plan
    from timeback_core.engine.policy.throttle import Throttle
    from timeback_core.errors import AuthError

AnyThrottle: TypeAlias = "Throttle"
NoToken: TypeAlias = "AuthError | SendFailed"
"""Why a token could not be had: the endpoint refused, or gave no answer."""


class Token:
    """A token as the header that carries it, and the instant from which it is not used any more."""

    def __init__(self, header: tuple[str, str], stale_at: float) -> None:
        self.header = header
        self.stale_at = stale_at

    def usable(self, refused: Token | None, now: float) -> bool:
        """Whether it may be given to a caller at an instant: it is not at its end, nor the one that was refused."""
        return self is not refused and now < self.stale_at


class TokenFailed:
    """No token: why, None where it did not come in time; or the session was closed meanwhile."""

    def __init__(self, error: NoToken | None, *, closed: bool = False) -> None:
        self.error = error
        self.closed = closed


class Send(Effect[SendOutcome]):
    """Send a request, in one of the session's slots or beside them, and read its whole answer before an instant.

    silent_until: the instant from which a connection that was kept counts as dead if it says nothing.
    """

    def __init__(
        self, request: HttpRequest, until: float, silent_until: float, *, slot: bool = True, json: bool = True
    ) -> None:
        self.request = request
        self.until = until
        self.silent_until = silent_until
        self.slot = slot
        self.json = json

    def bounds(self, config: Config) -> tuple[float, int, float]:
        """Its deadline, the bytes that the body of the answer may have, and until when there may be silence."""
        return self.until, config.max_json_bytes if self.json else config.max_body_bytes, self.silent_until


class ThrottleOf(Effect[AnyThrottle]):
    """The throttle of a request's origin, made where there is none."""

    def __init__(self, request: HttpRequest) -> None:
        self.origin: tuple[str, int] = (request.host, request.port)


class GetToken(Effect[Token | TokenFailed]):
    """A token other than the refused one, fetched where there is none; waits until an instant at most."""

    def __init__(self, source: TokenSource, refused: Token | None, until: float) -> None:
        self.source = source
        self.refused = refused
        self.until = until


class WallClock(Effect[float]):
    """Seconds since the epoch, to read a date that a server sent."""


class Draw(Effect[float]):
    """A random number in [0, 1)."""


class Spend(Effect[bool]):
    """Take the cost of one repetition from the session's retry budget; False where it is used up."""


class Refund(Effect[None]):
    """Give a little back to the retry budget, after a success."""


class Report(Effect[None]):
    """Tell the session's observer of an attempt."""

    def __init__(self, plan: Plan[Any], attempt: int, outcome: SendOutcome, elapsed: float) -> None:
        self.plan = plan
        self.attempt = attempt
        self.outcome = outcome
        self.elapsed = elapsed
