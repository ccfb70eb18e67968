"""What all views of a session share: configuration, tokens, limits and the end; of either kind of session."""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from uuid import uuid4

from timeback_core.engine.call.http import SendFailed
from timeback_core.engine.session.budget import Budget
from timeback_core.engine.session.closing import Closing

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.config import Config, TokenSource
    from timeback_core.engine.policy.plan import Plan, Route
    from timeback_core.engine.session.attempts import Observer
    from timeback_core.engine.session.options import Options
    from timeback_core.engine.session.tokens import TokenFlight
    from timeback_core.engine.surface.operation import Operation
    from timeback_core.engine.transport.connections import Connections
    from timeback_core.errors import InvalidInput, ServiceNotConfigured, TimebackError, UnsupportedOperation

T = TypeVar("T")


_renewing = Lock()
"""Held while a forked child makes a session's state its own."""


def _renew_lock() -> None:
    global _renewing  # another thread of the parent may have held it during the fork
    _renewing = Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_lock)

REJOIN = 0.01
"""Seconds before a waiter whose fetch was abandoned starts another one."""


class Core:
    """The state of a session in one process; a forked child makes its own when it first needs it."""

    def __init__(self, config: Config, connections: Connections | None, observer: Observer | None) -> None:
        self.config = config
        self.observer = observer
        self._given_connections = connections
        self._begin()
        self._process = os.getpid()

    def _begin(self) -> None:
        self._lock = Lock()
        self._connections = self._given_connections
        self._routes: dict[Operation[..., Any], Route | ServiceNotConfigured | UnsupportedOperation] = {}
        self._flights: dict[TokenSource, TokenFlight] = {}
        self.budget: Budget = Budget()
        self.closing: Closing = Closing()

    def here(self) -> None:
        """Start afresh in a forked child: locks and waiters there are the parent's."""
        if self._process != os.getpid():
            with _renewing:
                self._renew()

    def _renew(self) -> None:
        if self._process == os.getpid():  # another thread of the child was first
            return
        closed = self.closing.done
        self._begin()
        if closed:
            self.close()
        self._process = os.getpid()

    @property
    def closed(self) -> bool:
        """Whether the session was closed."""
        return self.closing.done

    def close(self) -> bool:
        """Close; False where that was done before."""
        return self.closing.close()

    def connections(self) -> Connections:
        """The connections that the session uses, shared or its own."""
        with self._lock:
            if self._connections is None:
                from timeback_core.engine.transport.connections import Connections

                self._connections = Connections(proxy=self.config.proxy)
            return self._connections

    def flight(self, source: TokenSource) -> TokenFlight:
        """The flight of a token source, shared with every session that goes the same way to it."""
        flight = self._flights.get(source)
        if flight is None:
            from timeback_core.engine.session.tokens import flight_of

            way = (source, self.config.proxy, id(self.config.transport))
            flight = self._flights.setdefault(source, flight_of(way))
        return flight

    def plan(self, request: Request[T], options: Options) -> Plan[T] | TimebackError:
        """The call of a request, ready to be sent, or why it cannot be."""
        from timeback_core.engine.policy.plan import Route, prepare

        if options.problems:
            return _invalid(options)
        operation = request.operation
        route = self._routes.get(operation)
        if route is None:
            from timeback_core.engine.policy.plan import route_of

            route = self._routes[operation] = route_of(operation, self.config)
        if not isinstance(route, Route):
            return route
        return prepare(request, route, options.headers, options.request_id or str(uuid4()))


def no_slot(reason: Literal["late", "closed"]) -> SendFailed:
    """A request that was not sent: no slot became free in time, or the session was closed."""
    if reason == "closed":
        return SendFailed("closed", sent=False, detail="the session is closed")
    return SendFailed("slot", sent=False, detail="no slot became free in time")


def _invalid(options: Options) -> InvalidInput:
    from timeback_core.errors import InvalidInput
    from timeback_core.problems import Problem

    return InvalidInput(tuple(Problem(name, text) for name, text in options.problems))
