"""The world: a third driver of the stories that threads and event loops drive, over a simulated network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import attrs
from property_tests.world.clock import Clock
from property_tests.world.network import Server, refused, token_of
from property_tests.world.replies import EPOCH, Answer, Reply, TokenReply
from property_tests.world.tasks import Task
from property_tests.world.token_waiter import TokenPending, TokenWaiter
from property_tests.world.trace import Fetch, TokenTry, TokenWait, Trace, Try
from returns.result import Failure, Result, Success

from timeback_core.engine.call.effects import Effect, Now, Sleep
from timeback_core.engine.call.http import SendFailed
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.config import TokenSource
from timeback_core.engine.policy.call import call, read_value, with_answer
from timeback_core.engine.policy.effects import (
    Draw,
    GetToken,
    NoToken,
    Refund,
    Report,
    Send,
    Spend,
    ThrottleOf,
    Token,
    TokenFailed,
    WallClock,
)
from timeback_core.engine.policy.plan import Plan, Rules
from timeback_core.engine.policy.throttle import Throttle
from timeback_core.engine.policy.tokens import fetch_token, remembered
from timeback_core.engine.session.sharing import ABANDONED, Abandoned, Budget, Flight

FETCH_DRAW = 0.5
"""The random number that fetches of tokens get."""


@attrs.frozen
class Nature:
    """What holds in a whole world."""

    token_timeout: float = 5.0
    token_attempts: int = 4
    overslept: float = 0.0
    """Seconds by which every sleep and every wait for a token is too long, as those of real machines are."""
    eager: bool = True
    """Whether waiters run inside the callback that wakes them, as other threads may, or soon after."""
    cannot_start: int = 0
    """How many fetches cannot be started at first, for want of threads."""
    spent: int = 0
    """Repetitions that were paid from the budget before."""


class Caller:
    """One call: its trace, its script, and the task that runs it."""

    def __init__(self, trace: Trace, replies: Iterator[Reply]) -> None:
        self.trace = trace
        self.replies = replies
        self.task: Task | None = None


class World:
    """Callers, a server, tokens and time; nothing in it waits or is random."""

    def __init__(self, nature: Nature, token_replies: Iterable[TokenReply]) -> None:
        self.nature = nature
        self.clock = Clock()
        self.server = Server(iter(token_replies))
        self.flight: Flight[Token, NoToken] = Flight(remembered, lambda: self.clock.now)
        self.budget = Budget()
        self.throttle: Throttle | None = None
        """Of the one origin that there is."""
        for _ in range(nature.spent):
            self.budget.spend()
        self.callers: list[Caller] = []
        self.fetches: list[Fetch] = []
        self._cannot_start = nature.cannot_start
        self._fetch_tasks: list[tuple[Task, TokenPending, Fetch]] = []

    def call(
        self, plan: Plan[JsonValue], rules: Rules, replies: Sequence[Reply], draws: tuple[float, ...], loop: str = "a"
    ) -> Trace:
        """Begin a call; it goes on when time passes."""
        trace = Trace(plan, rules, draws, self.clock.now)
        caller = Caller(trace, iter(replies))
        self.callers.append(caller)

        def end(result: Any) -> None:
            trace.result, trace.ended = result, self.clock.now

        caller.task = Task(
            call(plan, rules, with_answer(read_value), self.throttle),
            loop,
            lambda task, effect: self._perform(task, effect, caller),
            end,
        )
        caller.task.start()
        return trace

    def cancel(self, trace: Trace) -> None:
        """Cancel a call, wherever it stands."""
        for caller in self.callers:
            if caller.trace is trace and caller.task is not None and not caller.task.ended:
                caller.task.cancel()
                trace.cancelled, trace.ended = True, self.clock.now

    def kill(self, loop: str) -> None:
        """End a loop: its calls are cancelled, and the fetch that it runs is abandoned."""
        for caller in self.callers:
            if caller.task is not None and caller.task.loop == loop:
                self.cancel(caller.trace)
        for task, pending, fetch in self._fetch_tasks:
            if task.loop == loop and not task.ended:
                task.cancel()
                self._land(fetch, pending, ABANDONED)

    def pass_time(self, seconds: float = float("inf")) -> None:
        """Let time pass; without an argument until nothing is left to happen."""
        self.clock.run(self.clock.now + seconds)

    def _perform(self, task: Task, effect: Effect[Any], caller: Caller) -> None:
        trace = caller.trace
        resume = task.resumer()
        match effect:
            case Send():
                reply = next(caller.replies, Answer(200))
                self._send(task, effect, trace, reply)
            case GetToken():
                self._token(task, effect, trace)
            case Sleep():
                trace.sleeps.append((len(trace.tries), self.clock.now, effect.seconds))
                self._sleep(task, effect)
            case Now():
                resume(self.clock.now)
            case WallClock():
                resume(EPOCH + self.clock.now)
            case ThrottleOf():
                self.throttle = self.throttle or Throttle(nullcontext())
                resume(self.throttle)
            case Draw():
                draw, trace.drawn = trace.next_draw, trace.drawn + 1
                resume(draw)
            case Spend():
                granted = self.budget.spend()
                trace.spends.append((len(trace.tries), granted))
                resume(granted)
            case Refund():
                self.budget.refund()
                trace.refunds += 1
                resume(None)
            case Report():
                trace.reports.append(effect)
                resume(None)
            case _:
                raise AssertionError(f"{effect!r} is no effect of a call")

    def _send(self, task: Task, effect: Send, trace: Trace, reply: Reply) -> None:
        resume, now = task.resumer(), self.clock.now
        if self.throttle is not None and now < self.throttle.opens:
            resume(SendFailed("held", sent=False, detail=""))
            return
        met = self.server.meet(reply, now, effect.until)

        def arrive() -> None:
            if task.ended:
                return
            token = token_of(effect.request)
            seen = met if met.number == 0 or self.server.accepts(token, met.at) else refused(met)
            trace.tries.append(
                Try(now, effect.until, effect.request, token, seen.outcome, met.at, seen.asked, met.arrived, met.number)
            )
            resume(seen.outcome)

        self.clock.at(met.at, arrive)

    def _sleep(self, task: Task, effect: Sleep) -> None:
        resume = task.resumer()
        self.clock.at(self.clock.now + effect.seconds + self.nature.overslept, lambda: void(resume(None)))

    def _token(self, task: Task, effect: GetToken, trace: Trace) -> None:
        resume, begun = task.resumer(), self.clock.now

        def answer(told: Token | TokenFailed) -> None:
            got, why = (True, None) if isinstance(told, Token) else (False, told.error)
            trace.token_waits.append(TokenWait(len(trace.tries), begun, self.clock.now, got, why))
            resume(told)

        TokenWaiter(
            self.clock,
            self.flight,
            effect,
            spawn=lambda pending: self._fetch(effect.source, pending, task.loop),
            answer=answer,
            gone=lambda: task.ended,
            eager=self.nature.eager,
            overslept=self.nature.overslept,
        ).join()

    def _fetch(self, source: TokenSource, pending: TokenPending, loop: str) -> None:
        if self._cannot_start > 0:
            self._cannot_start -= 1
            raise RuntimeError("no thread can be started")
        fetch = Fetch(self.clock.now)
        self.fetches.append(fetch)

        def end(told: Any) -> None:
            self._land(fetch, pending, Success(told) if isinstance(told, Token) else Failure(told))

        task = Task(
            fetch_token(source, self.nature.token_timeout, self.nature.token_attempts),
            loop,
            lambda task, effect: self._perform_fetch(task, effect, fetch),
            end,
        )
        self._fetch_tasks.append((task, pending, fetch))
        task.start()

    def _land(self, fetch: Fetch, pending: TokenPending, outcome: Result[Token, NoToken] | Abandoned) -> None:
        fetch.ended = self.clock.now
        fetch.why = outcome.failure() if isinstance(outcome, Failure) else None
        fetch.became = (
            "abandoned" if isinstance(outcome, Abandoned) else "token" if isinstance(outcome, Success) else "failure"
        )
        self.flight.land(pending, outcome)

    def _perform_fetch(self, task: Task, effect: Effect[Any], fetch: Fetch) -> None:
        resume = task.resumer()

        def resume_after(seen: TokenTry) -> None:
            if not task.ended:
                fetch.tries.append(seen)
                resume(seen.outcome)

        match effect:
            case Send():
                now = self.clock.now
                met = self.server.meet_token(now, effect.until)
                seen = TokenTry(now, met.outcome, met.at, met.asked, met.issued)
                self.clock.at(met.at, lambda: resume_after(seen))
            case Sleep():
                self._sleep(task, effect)
            case Now():
                resume(self.clock.now)
            case WallClock():
                resume(EPOCH + self.clock.now)
            case Draw():
                resume(FETCH_DRAW)
            case _:
                raise AssertionError(f"{effect!r} is no effect of a fetch")


def void(_: object) -> None:
    """Nothing, of anything: for callbacks whose answer is of no interest."""
