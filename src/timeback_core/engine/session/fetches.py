"""Token fetches that run in an asyncio loop: how those who wait elsewhere notice that it does not run any more."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from timeback_core.engine.session.flight import ABANDONED

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from timeback_core.engine.session.tokens import TokenFlight

GLANCE: Final = 0.25
"""Seconds between two looks at the loop of a fetch that is waited for."""

_loops: WeakKeyDictionary[Future[Any], AbstractEventLoop] = WeakKeyDictionary()


def runs_in(loop: AbstractEventLoop, pending: Future[Any]) -> None:
    """Note which loop runs a fetch."""
    _loops[pending] = loop


def abandon_orphan(flight: TokenFlight, pending: Future[Any]) -> None:
    """End a fetch whose loop was stopped or closed in the middle of it, since nobody else can."""
    loop = _loops.get(pending)
    if loop is not None and not loop.is_running():
        flight.land(pending, ABANDONED)
