"""The functional, fully typed client of the Timeback education platform.

Importing the package imports nothing else; each name is loaded when it is first used.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from timeback_core import oneroster
    from timeback_core.broadcast import BroadcastResults
    from timeback_core.client import AsyncTimebackClient, TimebackClient
    from timeback_core.compose import TimebackException, fold, or_raise, partition, sequence, then
    from timeback_core.engine.call.effects import Now, Perform, Sleep, Steps
    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.call.response import Response
    from timeback_core.engine.codec import UNSET, evolve
    from timeback_core.engine.config import Config, ServiceSpec, configure
    from timeback_core.engine.config.settings import Settings
    from timeback_core.engine.filters import Filter, Where, field
    from timeback_core.engine.session import AsyncSession, Session
    from timeback_core.engine.session.attempts import Attempt
    from timeback_core.engine.surface.catalogue import catalogue
    from timeback_core.engine.surface.flow import Flow, flow
    from timeback_core.engine.surface.operation import Operation
    from timeback_core.errors import TimebackError
    from timeback_core.manager import AsyncTimebackManager, TimebackManager

__all__ = (
    "AsyncSession",
    "AsyncTimebackClient",
    "AsyncTimebackManager",
    "Attempt",
    "BroadcastResults",
    "Config",
    "Filter",
    "Flow",
    "Now",
    "Operation",
    "Page",
    "Perform",
    "Request",
    "Response",
    "ServiceSpec",
    "Session",
    "Settings",
    "Sleep",
    "Steps",
    "TimebackClient",
    "TimebackError",
    "TimebackException",
    "TimebackManager",
    "UNSET",
    "Where",
    "catalogue",
    "configure",
    "evolve",
    "field",
    "flow",
    "fold",
    "oneroster",
    "or_raise",
    "partition",
    "sequence",
    "then",
)

_CLIENT = "timeback_core.client"
_COMPOSE = "timeback_core.compose"
_CONFIG = "timeback_core.engine.config"
_EFFECTS = "timeback_core.engine.call.effects"
_FILTERS = "timeback_core.engine.filters"
_MANAGER = "timeback_core.manager"
_SESSION = "timeback_core.engine.session"
_MODULES = {
    "AsyncSession": _SESSION,
    "AsyncTimebackClient": _CLIENT,
    "AsyncTimebackManager": _MANAGER,
    "Attempt": "timeback_core.engine.session.attempts",
    "BroadcastResults": "timeback_core.broadcast",
    "Config": _CONFIG,
    "Filter": _FILTERS,
    "Flow": "timeback_core.engine.surface.flow",
    "Now": _EFFECTS,
    "Operation": "timeback_core.engine.surface.operation",
    "Page": "timeback_core.engine.call.paging",
    "Perform": _EFFECTS,
    "Request": "timeback_core.engine.call.request",
    "Response": "timeback_core.engine.call.response",
    "ServiceSpec": _CONFIG,
    "Session": _SESSION,
    "Settings": "timeback_core.engine.config.settings",
    "Sleep": _EFFECTS,
    "Steps": _EFFECTS,
    "TimebackClient": _CLIENT,
    "TimebackError": "timeback_core.errors",
    "TimebackException": _COMPOSE,
    "TimebackManager": _MANAGER,
    "UNSET": "timeback_core.engine.codec",
    "Where": _FILTERS,
    "catalogue": "timeback_core.engine.surface.catalogue",
    "configure": _CONFIG,
    "evolve": "timeback_core.engine.codec",
    "field": _FILTERS,
    "flow": "timeback_core.engine.surface.flow",
    "fold": _COMPOSE,
    "oneroster": "timeback_core.oneroster",
    "or_raise": _COMPOSE,
    "partition": _COMPOSE,
    "sequence": _COMPOSE,
    "then": _COMPOSE,
}

if not TYPE_CHECKING:
    from timeback_core.lazy import lazy_names

    __getattr__, __dir__ = lazy_names(__name__, _MODULES)
