"""How a caller of the world waits for a token: as the drivers of threads and event loops do, on the real flight."""

from collections.abc import Callable
from typing import TypeAlias

from property_tests.world.clock import Clock
from returns.result import Success

from timeback_core.engine.policy.effects import GetToken, NoToken, Token, TokenFailed
from timeback_core.engine.session.sharing import Abandoned, Flight, Pending

TokenPending: TypeAlias = Pending[Token, NoToken]
REJOINS = 50
"""How often one wait for a token may begin anew; more is a circle."""


class TokenWaiter:
    """One wait for a token; it answers once, at the caller's deadline at the latest."""

    def __init__(
        self,
        clock: Clock,
        flight: Flight[Token, NoToken],
        effect: GetToken,
        *,
        spawn: Callable[[TokenPending], None],
        answer: Callable[[Token | TokenFailed], None],
        gone: Callable[[], bool],
        eager: bool,
        overslept: float,
    ) -> None:
        self._clock = clock
        self._flight = flight
        self._effect = effect
        self._spawn = spawn
        self._answer = answer
        self._gone = gone
        self._eager = eager
        self._joined = 0
        self._answered = False
        clock.at(effect.until + overslept, lambda: self._tell(TokenFailed(None)))

    def join(self) -> None:
        """Take the token that there is, or wait for the fetch that is under way."""
        if self._answered or self._gone():
            return
        self._joined += 1
        assert self._joined < REJOINS, "a caller joins again and again"
        now = self._clock.now
        if now >= self._effect.until:
            self._tell(TokenFailed(None))
            return
        got = self._flight.join(lambda token: token.usable(self._effect.refused, now), self._spawn)
        if isinstance(got, Token):
            self._tell(got)
        else:
            got.wakes(lambda: self._wake(got))

    def _wake(self, pending: TokenPending) -> None:
        if self._eager:
            try:
                self._landed(pending)
            except AssertionError as broken:
                self._clock.fail(broken)
        else:
            self._clock.at(self._clock.now, lambda: self._landed(pending))

    def _landed(self, pending: TokenPending) -> None:
        outcome = pending.outcome
        if isinstance(outcome, Abandoned):
            self.join()
        elif isinstance(outcome, Success):
            self._tell(outcome.unwrap())
        elif outcome is not None:
            self._tell(TokenFailed(outcome.failure()))

    def _tell(self, told: Token | TokenFailed) -> None:
        if not self._answered and not self._gone():
            self._answered = True
            self._answer(told)
