"""The driver of stories for threads: the code of this library that sleeps, reads clocks and sends, synchronously."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Future
from random import random
from threading import Event, Thread
from time import monotonic, time
from typing import TYPE_CHECKING, Any, TypeVar, cast

from returns.result import Failure, Result, Success

from timeback_core.engine.call.effects import Effect, Now, Sleep
from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.session.core import REJOIN, Core, no_slot
from timeback_core.engine.session.fetches import GLANCE, abandon_orphan
from timeback_core.engine.session.flight import ABANDONED, Abandoned
from timeback_core.engine.session.gate import Gate

if TYPE_CHECKING:
    import httpx

    from timeback_core.engine.config import TokenSource
    from timeback_core.engine.policy.effects import GetToken
    from timeback_core.engine.policy.plan import Plan
    from timeback_core.engine.policy.tokens import Token, TokenFailed
    from timeback_core.engine.session.auth_report import AuthCheck
    from timeback_core.engine.session.tokens import TokenFlight
    from timeback_core.engine.transport.exchange import Exchanger
    from timeback_core.engine.transport.send import DirectTransport
    from timeback_core.errors import AuthError

V = TypeVar("V")


class ThreadCore(Core):
    """The state of a session of threads, and what performs the effects of its calls."""

    def _begin(self) -> None:
        super()._begin()
        self._gate = Gate(self.config.max_concurrency)
        self._transport: DirectTransport | httpx.BaseTransport | None = None
        self._own: Exchanger | None = None

    def close(self) -> bool:
        first = super().close()
        if first:
            self._gate.close()
            with self._lock:
                own, self._own, self._transport = self._own, None, None
            if own is not None:
                own.abort()
        return first

    def drive(self, story: Generator[Effect[Any], Any, V], plan: Plan[Any] | None = None) -> V:
        """Perform the effects of a story until it ends, and give its value."""
        from timeback_core.engine.policy.effects import Draw, GetToken, Refund, Report, Send, Spend, WallClock

        answer: object = None
        while True:
            try:
                effect = story.send(answer)
            except StopIteration as end:
                return cast(V, end.value)  # a generator's return value is untyped at run time
            match effect:
                case Now():
                    answer = monotonic()
                case GetToken():
                    answer = self._token(effect)
                case Send():
                    answer = self._send(effect.request, effect.until, gated=plan is not None)
                case Report():
                    answer = None
                    if plan is not None:
                        self._report(plan, effect)
                case Refund():
                    self.budget.refund()
                    answer = None
                case Sleep():
                    answer = self.closing.wait(effect.seconds)
                case Spend():
                    answer = self.budget.spend()
                case Draw():
                    answer = random()  # noqa: S311 -- jitter, no secret
                case WallClock():
                    answer = time()
                case _:
                    raise TypeError(f"{type(effect).__name__} is no effect of a call")

    def check_token(self, source: TokenSource) -> AuthCheck:
        """Fetch a fresh token and tell how that went."""
        from timeback_core.engine.policy.effects import GetToken
        from timeback_core.engine.session.auth_report import check_of

        self.flight(source).forget()
        begun = monotonic()
        got = self._token(GetToken(source, None, begun + self.config.timeout))
        return check_of(source, got, monotonic() - begun)

    def _send(self, request: HttpRequest, until: float, *, gated: bool) -> SendOutcome:
        from timeback_core.engine.transport.send import send

        transport = self._transport_here()
        if transport is None:
            return no_slot("closed")
        if not gated:
            return send(transport, request, until, self.config.max_body_bytes)
        entry = self._gate.enter(until)
        if entry != "entered":
            return no_slot(entry)
        try:
            return send(transport, request, until, self.config.max_body_bytes)
        finally:
            self._gate.leave()

    def _transport_here(self) -> DirectTransport | httpx.BaseTransport | None:
        """What sends the session's requests, the caller's or its own; None where it is closed."""
        if self._transport is None:
            connections = self.connections() if self.config.transport is None else None
            with self._lock:
                if self.closing.done:
                    return None
                if connections is not None and self._own is None:
                    from timeback_core.engine.transport.exchange import Exchanger

                    self._own = Exchanger(connections)
                given = cast("httpx.BaseTransport", self.config.transport)  # checked when it was opened
                self._transport = self._own or given
        return self._transport

    def _token(self, effect: GetToken) -> Token | TokenFailed:
        from timeback_core.engine.policy.tokens import Token, TokenFailed, usable

        flight = self.flight(effect.source)

        def spawn(pending: Future[Result[Token, AuthError] | Abandoned]) -> None:
            Thread(
                target=self._fetch, args=(flight, effect.source, pending), name="timeback-token", daemon=True
            ).start()

        while True:
            if self.closing.done or monotonic() >= effect.until:
                return TokenFailed(None, closed=self.closing.done)
            got = flight.join(lambda token: usable(token, effect.refused, monotonic()), spawn)
            if isinstance(got, Token):
                return got
            if not self._wait(flight, got, effect.until):
                return TokenFailed(None, closed=self.closing.done)
            outcome: Result[Token, AuthError] | Abandoned = got.result()
            if isinstance(outcome, Success):
                token: Token = outcome.unwrap()
                return token
            if isinstance(outcome, Failure):
                return TokenFailed(outcome.failure())
            self.closing.wait(REJOIN)

    def _fetch(
        self,
        flight: TokenFlight,
        source: TokenSource,
        pending: Future[Result[Token, AuthError] | Abandoned],
    ) -> None:
        from timeback_core.engine.policy.tokens import Token, fetch_token

        outcome: Result[Token, AuthError] | Abandoned = ABANDONED
        try:
            told = self.drive(fetch_token(source, self.config.timeout, self.config.max_attempts))
            if not self.closing.done:
                outcome = Success(told) if isinstance(told, Token) else Failure(told)
        finally:
            flight.land(pending, outcome)

    def _wait(self, flight: TokenFlight, pending: Future[Any], until: float) -> bool:
        """Wait for a fetch; False where the time is over or the session was closed."""
        woken = Event()
        pending.add_done_callback(lambda _: woken.set())
        self.closing.add(woken.set)
        try:
            while (left := until - monotonic()) > 0 and not woken.wait(min(left, GLANCE)):
                abandon_orphan(flight, pending)
        finally:
            self.closing.discard(woken.set)
        return pending.done()

    def _report(self, plan: Plan[Any], effect: Any) -> None:
        from timeback_core.engine.session.attempts import report_attempt

        report_attempt(self.observer, plan, effect)
