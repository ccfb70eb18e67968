"""Managers: named clients of one application, and broadcasts to all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.lazy import lazy_names

if TYPE_CHECKING:
    from timeback_core.manager.asynchronous import AsyncTimebackManager
    from timeback_core.manager.synchronous import TimebackManager

__all__ = ("AsyncTimebackManager", "TimebackManager")

_MODULES = {
    "AsyncTimebackManager": "timeback_core.manager.asynchronous",
    "TimebackManager": "timeback_core.manager.synchronous",
}

if not TYPE_CHECKING:
    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
