"""The addresses of the page, as control calls."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from timeback_core.sandbox.control import Control, Controls
from timeback_core.sandbox.messages import Reply, Request
from timeback_core.sandbox.page import data, faults, requests, state, switches, tokens, webhooks
from timeback_core.sandbox.page.rendering import ASSETS, asset
from timeback_core.sandbox.page.visit import PAGE_PREFIX, Services, View, control
from timeback_core.sandbox.world import World

_VIEWS: Final[Mapping[str, View]] = {
    "requests": requests.show_requests,
    "data": data.show_data,
    "document": data.show_document,
    "tokens": tokens.show_tokens,
    "webhooks": webhooks.show_webhooks,
    "faults": faults.show_faults,
    "switches": switches.show_switches,
    "state": state.show_state,
}
_FORMS: Final[Mapping[str, View]] = {
    "requests/clear": requests.clear_requests,
    "tokens/revoke": tokens.revoke_tokens,
    "webhooks/repeat": webhooks.repeat_delivery,
    "faults/add": faults.add_fault,
    "faults/clear": faults.clear_faults,
    "faults/limit": faults.set_limit,
    "faults/unlimit": faults.clear_limits,
    "faults/begin": faults.begin_chaos,
    "faults/end": faults.end_chaos,
    "switches/set": switches.set_switches,
    "state/reset": state.reset,
    "state/take": state.take,
    "state/restore": state.restore,
    "state/delete": state.delete,
    "state/clock": state.set_clock,
    "state/clock/back": state.set_clock_back,
}


def page_calls(services: Services) -> Controls:
    """All of the page, over these services."""
    front: dict[tuple[str, str], Control] = {("GET", ""): control(_VIEWS["requests"], services)}
    views = {("GET", PAGE_PREFIX + path): control(view, services) for path, view in _VIEWS.items()}
    forms = {("POST", PAGE_PREFIX + path): control(view, services) for path, view in _FORMS.items()}
    assets = {("GET", PAGE_PREFIX + name): partial(_asset, name) for name in ASSETS}
    return {**front, **views, **forms, **assets}


def _asset(name: str, _world: World, _request: Request) -> Reply:
    return asset(name)
