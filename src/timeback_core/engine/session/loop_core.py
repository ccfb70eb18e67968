"""The driver of stories for event loops: the code of this library that sleeps and sends, asynchronously."""

from __future__ import annotations

from asyncio import AbstractEventLoop
from collections.abc import Generator
from concurrent.futures import Future
from random import random
from time import monotonic, time
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

import anyio
from returns.result import Failure, Result, Success

from timeback_core.engine.call.effects import Effect, Now, Sleep
from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.policy.effects import Draw, GetToken, Refund, Report, Send, Spend, WallClock
from timeback_core.engine.policy.tokens import Token, TokenFailed, fetch_token, usable
from timeback_core.engine.session.attempts import report_attempt
from timeback_core.engine.session.core import REJOIN, Core, no_slot
from timeback_core.engine.session.fetches import GLANCE, abandon_orphan, runs_in
from timeback_core.engine.session.flight import ABANDONED, Abandoned
from timeback_core.engine.session.loop import detach, wait_until
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.loops import Loop, call_in, running_loop
from timeback_core.engine.transport.send import asend

if TYPE_CHECKING:
    import httpx

    from timeback_core.engine.config import TokenSource
    from timeback_core.engine.policy.plan import Plan
    from timeback_core.engine.session.auth_report import AuthCheck
    from timeback_core.engine.session.tokens import TokenFlight
    from timeback_core.engine.transport.send import AsyncDirectTransport
    from timeback_core.errors import AuthError

V = TypeVar("V")
Pending = Future[Result[Token, "AuthError"] | Abandoned]


class LoopCore(Core):
    """The state of a session of event loops, and what performs the effects of its calls."""

    def _begin(self) -> None:
        super()._begin()
        self._gates: WeakKeyDictionary[Any, anyio.Semaphore] = WeakKeyDictionary()
        self._transport: AsyncDirectTransport | httpx.AsyncBaseTransport | None = None
        self._own: AsyncExchanger | None = None

    def close(self) -> bool:
        first = super().close()
        if first:
            with self._lock:
                own, self._own, self._transport = self._own, None, None
            if own is not None:
                own.abort()
        return first

    async def drive(self, story: Generator[Effect[Any], Any, V], plan: Plan[Any] | None = None) -> V:
        """Perform the effects of a story until it ends, and give its value."""
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
                    answer = await self._token(effect)
                case Send():
                    answer = await self._send(effect.request, effect.until, gated=plan is not None)
                case Report():
                    answer = None
                    if plan is not None:
                        report_attempt(self.observer, plan, effect)
                case Refund():
                    self.budget.refund()
                    answer = None
                case Sleep():
                    await self.sleep(effect.seconds)
                    answer = None
                case Spend():
                    answer = self.budget.spend()
                case Draw():
                    answer = random()  # noqa: S311 -- jitter, no secret
                case WallClock():
                    answer = time()
                case _:
                    raise TypeError(f"{type(effect).__name__} is no effect of a call")

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds, or until the session is closed."""
        await wait_until(anyio.sleep_forever, seconds, self.closing)

    async def check_token(self, source: TokenSource) -> AuthCheck:
        """Fetch a fresh token and tell how that went."""
        from timeback_core.engine.session.auth_report import check_of

        self.flight(source).forget()
        begun = monotonic()
        got = await self._token(GetToken(source, None, begun + self.config.timeout))
        return check_of(source, got, monotonic() - begun)

    async def _send(self, request: HttpRequest, until: float, *, gated: bool) -> SendOutcome:
        transport = self._transport_here()
        if transport is None:
            return no_slot("closed")
        if not gated:
            return await asend(transport, request, until, self.config.max_body_bytes)
        gate = self._gate(running_loop())
        try:
            gate.acquire_nowait()
        except anyio.WouldBlock:
            ending = await wait_until(gate.acquire, until - monotonic(), self.closing)
            if ending != "done":
                return no_slot(ending)
        try:
            return await asend(transport, request, until, self.config.max_body_bytes)
        finally:
            gate.release()

    def _gate(self, loop: Loop) -> anyio.Semaphore:
        gate = self._gates.get(loop)
        if gate is None:
            with self._lock:
                gate = self._gates.setdefault(
                    loop, anyio.Semaphore(self.config.max_concurrency, fast_acquire=True)
                )
        return gate

    def _transport_here(self) -> AsyncDirectTransport | httpx.AsyncBaseTransport | None:
        """What sends the session's requests, the caller's or its own; None where it is closed."""
        if self._transport is None:
            connections = self.connections() if self.config.transport is None else None
            with self._lock:
                if self.closing.done:
                    return None
                if connections is not None and self._own is None:
                    self._own = AsyncExchanger(connections)
                given = cast("httpx.AsyncBaseTransport", self.config.transport)  # checked when it was opened
                self._transport = self._own or given
        return self._transport

    async def _token(self, effect: GetToken) -> Token | TokenFailed:
        flight = self.flight(effect.source)

        def spawn(pending: Pending) -> None:
            loop = running_loop()
            if isinstance(loop, AbstractEventLoop):
                runs_in(loop, pending)
            detach(
                lambda: self._fetch(flight, effect.source, pending), lambda: flight.land(pending, ABANDONED)
            )

        while True:
            if self.closing.done or monotonic() >= effect.until:
                return TokenFailed(None, closed=self.closing.done)
            got = flight.join(lambda token: usable(token, effect.refused, monotonic()), spawn)
            if isinstance(got, Token):
                return got
            if not await self._wait(flight, got, effect.until):
                return TokenFailed(None, closed=self.closing.done)
            outcome: Result[Token, AuthError] | Abandoned = got.result()
            if isinstance(outcome, Success):
                token: Token = outcome.unwrap()
                return token
            if isinstance(outcome, Failure):
                return TokenFailed(outcome.failure())
            await self.sleep(REJOIN)

    async def _fetch(self, flight: TokenFlight, source: TokenSource, pending: Pending) -> None:
        told = await self.drive(fetch_token(source, self.config.timeout, self.config.max_attempts))
        if not self.closing.done:
            flight.land(pending, Success(told) if isinstance(told, Token) else Failure(told))

    async def _wait(self, flight: TokenFlight, pending: Pending, until: float) -> bool:
        """Wait for a fetch; False where the time is over or the session was closed."""
        landed = anyio.Event()
        loop = running_loop()
        pending.add_done_callback(lambda _: call_in(loop, landed.set))
        while not (pending.done() or self.closing.done) and (left := until - monotonic()) > 0:
            await wait_until(landed.wait, min(left, GLANCE), self.closing)
            abandon_orphan(flight, pending)
        return pending.done()
