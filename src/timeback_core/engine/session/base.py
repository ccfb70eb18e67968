"""What sessions of both kinds share: their state in a process, their views, and the stories of what they are asked."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from copy import copy
from functools import partial
from logging import DEBUG
from math import inf
from random import random
from threading import Lock
from time import monotonic, time
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, Unpack
from uuid import uuid4

from returns.result import Failure, Result, Success

from timeback_core.engine.call.effects import Effect, Now
from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.request import AnyRequest, FlowRequest, Request
from timeback_core.engine.policy.call import call, reading
from timeback_core.engine.policy.effects import Draw, GetToken, Refund, Report, Spend, ThrottleOf, Token, WallClock
from timeback_core.engine.policy.plan import Plan, Route, Rules, prepare, route_of
from timeback_core.engine.policy.tokens import fetch_token
from timeback_core.engine.session.options import CallOptions, Options, changed, refused
from timeback_core.engine.session.reports import LOGGER, log_failure, report_attempt, watched
from timeback_core.engine.session.sharing import ABANDONED, Abandoned, Budget, Closing, flight_of, token_of

if TYPE_CHECKING:
    from timeback_core.engine.call.http import HttpRequest
    from timeback_core.engine.call.page import Page
    from timeback_core.engine.call.request import Endpoint
    from timeback_core.engine.config import Config, TokenSource
    from timeback_core.engine.policy.call import Reading, Story
    from timeback_core.engine.policy.effects import NoToken, TokenFailed
    from timeback_core.engine.policy.throttle import Throttle
    from timeback_core.engine.session.reports import AuthReport, Observer
    from timeback_core.engine.session.sharing import TokenFlight, TokenPending
    from timeback_core.engine.transport.connections import Connections
    from timeback_core.engine.transport.exchanging import Exchanging
    from timeback_core.errors import ServiceNotConfigured, SessionClosed, TimebackError, UnsupportedOperation

T = TypeVar("T")
V = TypeVar("V")
I = TypeVar("I")  # noqa: E741 -- the item of a page
X = TypeVar("X", bound="Exchanging[Any]")
C = TypeVar("C", bound="Core[Any]")


class Core(ABC, Generic[X]):
    """The state of a session in one process."""

    blocking: ClassVar[bool]
    """Whether a call that waits keeps waiting whatever runs in its thread."""

    def __init__(self, config: Config, connections: Connections | None, observer: Observer | None) -> None:
        self.config = config
        self.observer = observer
        self._given_connections = connections
        self.budget: Budget = Budget()
        self.closing: Closing = Closing()
        self.gated: bool = True
        """Whether its calls wait for the slots of the session."""
        self.throttles: dict[tuple[str, int], Throttle] = {}
        """Of the origins that have refused calls for their number."""
        self._lock = Lock()
        self._connections = connections
        self._routes: dict[Endpoint[Any], Route | ServiceNotConfigured | UnsupportedOperation] = {}
        self._flights: dict[int, TokenFlight] = {}
        self._own: X | None = None
        self._whole: Self | None = None

    @property
    def whole(self) -> Self:
        """The state of which this is a part, or itself."""
        return self._whole or self

    def part(self, *, gated: bool) -> Self:
        """A part that can be closed without the rest; it shares everything but what is under way."""
        if self.config.transport is None:
            self.connections()
        part = copy(self)
        part._whole, part.closing, part.gated, part._own = self.whole, Closing(), gated, None
        return part

    def sibling(self, observer: Observer | None) -> Self:
        """The state of another session of this configuration: it shares tokens, connections and throttles alone."""
        other = type(self)(self.config, self.connections() if self.config.transport is None else None, observer)
        other._flights, other.throttles = self._flights, self.throttles
        if self._own is not None:
            other.own_transport()  # now, so that there always is an owner
        return other

    def afresh(self) -> Self:
        """The state in a forked child, where locks and waiters are those of the parent."""
        fresh = type(self)(self.config, self._given_connections, self.observer)
        if self.closing.done:
            fresh.close()
        return fresh

    def close(self) -> None:
        """Close, perhaps again; it waits for no lock, as a signal handler may call it."""
        self.closing.close()
        if self._own is not None:
            self._own.abort()

    def connections(self) -> Connections:
        """The connections that the session uses, shared or its own."""
        with self._lock:
            if self._connections is None:
                from timeback_core.engine.transport.connections import Connections

                self._connections = Connections(proxy=self.config.proxy)
            return self._connections

    def own_transport(self) -> X:
        """What sends the session's requests, where the caller gave nothing that does."""
        if self._own is None:
            connections = self.connections()
            with self._lock:
                if self._own is None:
                    self._own = self._new_transport(connections)
            if self.closing.done:  # by somebody who saw none
                self._own.abort()
        return self._own

    @abstractmethod
    def _new_transport(self, connections: Connections) -> X:
        """What sends requests over connections."""

    def flight(self, source: TokenSource) -> TokenFlight:
        """The flight of a token source, shared with every session that goes the same way to it."""
        flight = self._flights.get(id(source))  # its hash is that of many parts; the configuration keeps it alive
        if flight is None:
            way = (source, self.config.proxy, id(self.config.transport))
            flight = self._flights[id(source)] = flight_of(way)
        return flight

    def answer(self, effect: Effect[Any]) -> object:
        """What an effect gives that neither sends nor waits."""
        match effect:
            case Now():
                return monotonic()
            case Report():
                good = isinstance(effect.outcome, HttpResponse) and effect.outcome.status < 400
                if self.observer is not None or not good or LOGGER.isEnabledFor(DEBUG):
                    report_attempt(self.observer, effect)
            case Refund():
                self.budget.refund()
            case Spend():
                return self.budget.spend()
            case Draw():
                return random()  # noqa: S311 -- jitter, no secret
            case WallClock():
                return time()
            case ThrottleOf():
                from timeback_core.engine.policy.throttle import Throttle

                return self.throttles.get(effect.origin) or self.throttles.setdefault(effect.origin, Throttle(Lock()))
            case _:
                raise TypeError(f"{type(effect).__name__} is no effect of a call")
        return None

    def held(self, request: HttpRequest) -> bool:
        """Whether the origin of a request asked to wait."""
        throttle = self.throttles.get((request.host, request.port)) if self.throttles else None
        return throttle is not None and monotonic() < throttle.opens

    def token(self, asked: GetToken) -> Story[Token | TokenFailed]:
        """What getting a token takes."""
        flight = self.flight(asked.source)
        begin = partial(self.whole.begin_fetch, flight, asked.source)
        return token_of(flight, asked, self.closing, begin, blocking=self.blocking)

    @abstractmethod
    def begin_fetch(self, flight: TokenFlight, source: TokenSource, pending: TokenPending) -> None:
        """Start a fetch that belongs to no caller and ends by landing."""

    def _fetched(self, source: TokenSource) -> Story[Result[Token, NoToken] | Abandoned]:
        told = yield from fetch_token(source, self.config.timeout, self.config.max_attempts)
        if self.closing.done:
            return ABANDONED
        return Success(told) if isinstance(told, Token) else Failure(told)

    def plan(self, request: Request[T], options: Options) -> Plan[T] | TimebackError:
        """The call of a request, ready to be sent, or why it cannot be: what its caller can mend comes first."""
        if (route := self._routes.get(request.endpoint)) is None:
            route = self._routes[request.endpoint] = route_of(request.endpoint, self.config)
        if problems := options.problems or (() if isinstance(route, Route) else request.problems):
            from timeback_core.errors import InvalidInput

            return InvalidInput(problems)
        request_id = options.request_id or str(uuid4())
        return prepare(request, route, options.headers, request_id) if isinstance(route, Route) else route


_parts: ContextVar[Mapping[Any, Any]] = ContextVar("_parts", default={})  # noqa: B039 -- nobody changes it
"""The parts that stand in the place of their wholes for the calls that are made in a context."""


@contextmanager
def ending_early(sessions: Iterable[BaseSession[Any]]) -> Generator[None]:
    """Whoever leaves the block by an exception ends what is under way in it, and in threads with its context."""
    parts = {core: core.part(gated=core.gated) for core in (session._core for session in sessions)}  # pyright: ignore[reportPrivateUsage]  # of the class below
    with ExitStack() as linked:
        for core, part in parts.items():
            linked.enter_context(core.closing.waking(part.close))
        before = _parts.set({**_parts.get(), **parts})
        try:
            yield
        except BaseException:
            for part in parts.values():
                part.close()
            raise
        finally:
            _parts.reset(before)


class BaseSession(ABC, Generic[C]):
    """A configuration with its tokens and connections; views of it share everything but their options."""

    is_async: ClassVar[bool]
    _kind: type[C]

    def __init__(
        self, config: Config, *, connections: Connections | None = None, on_attempt: Observer | None = None
    ) -> None:
        """A session of a configuration; nothing is sent and no connection is made yet.

        config: what `configure` gives. connections: to be shared with other sessions; its own where not given.
        on_attempt: told of every attempt; by default attempts are logged to `timeback_core`.
        """
        self._cores: dict[int, C] = {os.getpid(): self._kind(config, connections, on_attempt)}
        self._options = Options()

    @property
    def _core(self) -> C:
        """The state in this process; a forked child makes its own."""
        pid = os.getpid()
        core: C = self._cores.get(pid) or self._cores.setdefault(pid, list(self._cores.values())[-1].afresh())
        part: C | None = _parts.get().get(core)
        return part or core

    @classmethod
    def _view(cls, cores: dict[int, C], options: Options) -> Self:
        view = object.__new__(cls)
        view._cores, view._options = cores, options
        return view

    @contextmanager
    def _part(self, *, gated: bool = True) -> Generator[Self]:
        """A view that ends with the block: what is under way in it then is back at once, with `SessionClosed`."""
        whole = self._core
        part = whole.part(gated=gated)
        with whole.closing.waking(part.close):
            try:
                yield self._view({os.getpid(): part}, self._options)
            finally:
                part.close()

    def _for_bulk(self, concurrency: int | None) -> tuple[Self, int]:
        """The session that performs a bulk, and how many calls at once; what is no number of calls, each call tells."""
        if concurrency is None or (type(concurrency) is int and concurrency > 0):
            return self, self.config.max_concurrency if concurrency is None else concurrency
        return self._view(self._cores, refused(self._options, "concurrency", "must be a whole number of at least 1")), 1

    def __setstate__(self, state: tuple[Config, Options, Observer | None, bool]) -> None:
        """Arrive by pickle; tokens and connections are shared with the session of this kind that came before."""
        config, self._options, observer, closed = state
        key = os.getpid(), self._kind, config
        before: C | None = _arrived.pop(key, None)
        core = _arrived[key] = self._kind(config, None, observer) if before is None else before.sibling(observer)
        for forgotten in list(_arrived)[:-MOST_ARRIVED]:
            _arrived.pop(forgotten, None)
        if closed:
            core.close()
        self._cores = {os.getpid(): core}

    def close(self) -> None:
        """End the session: calls under way are back at once with `SessionClosed`; closing again does nothing."""
        self._core.whole.close()

    @property
    def config(self) -> Config:
        """The configuration."""
        return self._core.config

    @property
    def closed(self) -> bool:
        """Whether the session was closed; every call gives `SessionClosed` then."""
        return self._core.closing.done

    @property
    def options(self) -> Options:
        """How the calls of this view are run."""
        return self._options

    def using(self, **options: Unpack[CallOptions]) -> Self:
        """A view of this session whose calls are run otherwise; it shares everything else, closing included.

        options: `timeout` (of one request with its retries, in seconds), `total_timeout` (of a stream, a collect or
        a flow, in seconds), `prefetch` (pages that streams ask for ahead), `headers` (further ones of every
        request), `request_id` (sent as `X-Request-ID` instead of a random one), `bad_rows` ("skip" leaves rows that
        cannot be read out of lists and tells them in `bad`; "fail" by default). What is wrong with them is told by
        every call, as `InvalidInput`.
        """
        return self._view(self._cores, changed(self._options, options))

    def __getstate__(self) -> tuple[Config, Options, Observer | None, bool]:
        return self.config, self._options, self._core.observer, self.closed

    def __repr__(self) -> str:
        state = "closed" if self.closed else "open"
        return f"<{type(self).__name__} of {', '.join(self.config.configured) or 'nothing'}; {state}>"

    @property
    def _lenient(self) -> bool:
        """Whether rows that cannot be read are left out of pages and told."""
        return self._options.bad_rows == "skip"

    def _story(self, asked: Request[T] | FlowRequest[T]) -> Story[Result[T, TimebackError]]:
        """What performing a request of an operation or a flow takes, and its value."""
        return self._part_of(asked, inf, [], lenient=self._lenient)

    def _part_of(
        self, asked: Request[T] | FlowRequest[T], left: float, done: list[str], *, lenient: bool
    ) -> Story[Result[T, TimebackError]]:
        """The same as a part of a flow: seconds left, and what it has `done`; `lenient` with rows not to be read."""
        if isinstance(asked, Request):
            return (yield from self._told(asked, reading(lenient=lenient), left))
        from timeback_core.engine.session.flows import in_flow, run_flow

        total_timeout = min(self._options.total_timeout or inf, left)
        perform = partial(self._part_of, lenient=lenient and asked.flow.tells_bad_rows)
        steps = run_flow(asked, total_timeout, perform, lambda: self._core.closing.done, done)
        told = yield from watched(self._core.observer, asked, steps)
        return told.alt(lambda error: in_flow(error, asked.flow.full_name, done))

    def _told(self, request: Request[T], read: Reading[T, V], left: float = inf) -> Story[Result[V, TimebackError]]:
        """What performing a request takes, and what `read` makes of its answer; the basis of all the others.

        left: seconds that the list or the flow has left of which it is a part.
        """
        core = self._core
        plan = _closed() if core.closing.done else core.plan(request, self._options)
        if not isinstance(plan, Plan):
            from timeback_core.engine.policy.failures import unsent
            from timeback_core.error_parts import within

            return Failure(within(unsent(request), plan))
        timeout = self._options.timeout or core.config.timeout
        total = self._options.total_timeout if left < timeout else None
        rules = Rules(min(timeout, left), core.config.max_attempts, total)
        story = call(plan, rules, read, core.throttles.get((plan.http.host, plan.http.port)))
        return (yield from story if core.observer is None else watched(core.observer, plan, story))

    def _page(self, request: Request[Page[I]], until: float, *, lenient: bool) -> Story[Result[Page[I], TimebackError]]:
        """What a page of a list takes, and it; `until` is the instant at which the list must be complete."""
        left = until - (yield from Now())
        if left <= 0:
            from timeback_core.engine.session.lists import too_late

            return Failure(too_late(request, self._options.total_timeout or 0))
        return (yield from self._told(request, reading(lenient=lenient), left))

    def _lists_until(self) -> float:
        """The instant at which a list that is begun now must be complete."""
        return monotonic() + (self._options.total_timeout or inf)

    def _auth_checked(self) -> Story[Result[AuthReport, SessionClosed]]:
        """What fetching a fresh token from every endpoint takes, and how that went."""
        from timeback_core.engine.session.reports import auth_report

        core = self._core
        report = auth_report(core.config, lambda source: core.flight(source).forget())
        return Failure(_closed()) if core.closing.done else Success((yield from report))


def logged(told: Result[V, TimebackError], asked: AnyRequest) -> Result[V, TimebackError]:
    """The result of a whole call; a failure is logged, so that one that nobody looks at is seen."""
    if isinstance(told, Failure):
        log_failure(told.failure(), asked)
    return told


def _closed() -> SessionClosed:
    from timeback_core.errors import SessionClosed

    return SessionClosed()


MOST_ARRIVED = 16
"""Configurations of which a session that came by pickle is kept for the next one."""

_arrived: dict[tuple[int, type[object], Config], Any] = {}
"""The newest state that came by pickle, by process, kind and configuration: workers fetch one token for all tasks."""
