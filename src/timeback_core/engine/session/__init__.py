"""Sessions: configuration, tokens and connections, and the one interpreter of requests, for threads and event loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.lazy import lazy_names

if TYPE_CHECKING:
    from timeback_core.engine.session.asynchronous import AsyncSession
    from timeback_core.engine.session.synchronous import Session

__all__ = ("AsyncSession", "Session")

_MODULES = {
    "AsyncSession": "timeback_core.engine.session.asynchronous",
    "Session": "timeback_core.engine.session.synchronous",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
