"""What was seen of a call: every attempt, wait, draw and expense, and what it gave."""

from typing import TypeAlias

import attrs
from returns.result import Result

from timeback_core.engine.call.answers import Response
from timeback_core.engine.call.http import HttpRequest, SendFailed, SendOutcome
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.policy.effects import Report
from timeback_core.engine.policy.plan import Plan, Rules
from timeback_core.errors import AuthError, TimebackError

Told: TypeAlias = Result[Response[JsonValue], TimebackError]


@attrs.define
class Try:
    """One attempt."""

    begun: float
    until: float
    request: HttpRequest
    token: str | None
    """The text of the token that it carried."""
    outcome: SendOutcome
    ended: float
    asked: float | None
    """Seconds that the answer asked to wait, as the network itself knows it."""
    arrived: bool
    """Whether the request reached the server, as the network itself knows it."""
    number: int
    """What the answer's body says, unique in its world."""


@attrs.define
class TokenWait:
    """One wait for a token."""

    after: int
    """How many attempts had been made."""
    begun: float
    ended: float
    got: bool
    why: AuthError | SendFailed | None = None
    """Why there is none, where the fetch has told."""


@attrs.define
class Trace:
    """One call from its begin to its end."""

    plan: Plan[JsonValue]
    rules: Rules
    draws: tuple[float, ...]
    """What random numbers the call gets, over and over."""
    started: float
    tries: list[Try] = attrs.Factory(list)
    sleeps: list[tuple[int, float, float]] = attrs.Factory(list)
    """For every wait: after how many attempts, its begin and its length."""
    spends: list[tuple[int, bool]] = attrs.Factory(list)
    """For every expense from the retry budget: after how many attempts, and whether it was granted."""
    refunds: int = 0
    drawn: int = 0
    token_waits: list[TokenWait] = attrs.Factory(list)
    reports: list[Report] = attrs.Factory(list)
    result: Told | None = None
    ended: float | None = None
    cancelled: bool = False

    @property
    def until(self) -> float:
        """The deadline."""
        return self.started + self.rules.timeout

    @property
    def last_wait(self) -> TokenWait | None:
        """The wait for a token that no attempt followed."""
        wait = self.token_waits[-1] if self.token_waits else None
        return wait if wait is not None and wait.after == len(self.tries) else None

    @property
    def next_draw(self) -> float:
        """The random number that the call would get next."""
        return self.draws[self.drawn % len(self.draws)]


@attrs.frozen
class Issued:
    """A token that reached the client."""

    text: str
    received: float
    life: float


@attrs.frozen
class TokenTry:
    """One request for a token."""

    begun: float
    outcome: SendOutcome
    ended: float
    asked: float | None
    issued: Issued | None


@attrs.define
class Fetch:
    """One token fetch: its requests, when it was under way, and what became of it."""

    begun: float
    tries: list[TokenTry] = attrs.Factory(list)
    ended: float | None = None
    became: str = ""
    """`token`, `failure` or `abandoned`."""
    why: AuthError | SendFailed | None = None
    """What the failure is told as."""
