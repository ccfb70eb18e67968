"""Tokens of this process: one flight per credential, shared by all sessions that have it."""

from __future__ import annotations

import os
from collections.abc import Hashable
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakValueDictionary

from timeback_core.engine.session.flight import Flight

if TYPE_CHECKING:
    from timeback_core.engine.policy.tokens import Token
    from timeback_core.errors import AuthError

TokenFlight: TypeAlias = "Flight[Token, AuthError]"


class _Registry:
    """The flights of one process; forgotten when no session needs them."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.flights: WeakValueDictionary[Hashable, TokenFlight] = WeakValueDictionary()


_by_process: dict[int, _Registry] = {}


def flight_of(key: Hashable) -> TokenFlight:
    """The flight for a key (token source, and the way to it), made if there is none."""
    # A forked child starts with a registry, and a lock, of its own.
    registry = _by_process.setdefault(os.getpid(), _Registry())
    with registry.lock:
        flight = registry.flights.get(key)
        if flight is None:
            flight = registry.flights[key] = Flight()
        return flight
