"""`timeback demo`: two sandboxes and a server that is down; everything shown is a real answer."""

from __future__ import annotations

import logging
import socket
from datetime import UTC, datetime
from typing import Final

from timeback_core.cli.demo.assessing import assess
from timeback_core.cli.demo.learning import learn
from timeback_core.cli.demo.rosters import manage
from timeback_core.cli.demo.shown import console
from timeback_core.engine.config.settings import Settings
from timeback_core.sandbox import Sandbox

TODAY: Final = datetime(2025, 9, 22, 12, tzinfo=UTC)
"""The day of the sandboxes, so that each run shows the same."""


def run() -> None:
    """Run the demonstration."""
    logging.getLogger("timeback_core").addHandler(logging.NullHandler())  # failures are shown where they happen
    north_box, south_box = Sandbox(seed=1, students=40, now=TODAY), Sandbox(seed=2, students=25, now=TODAY)
    with north_box.serve() as north, south_box.serve() as south:
        console.print(f"Two sandboxes are up: {north.base_url} and {south.base_url}; a third server is down.")
        settings = {
            "north": _settings(north.base_url, north.token_url),
            "south": _settings(south.base_url, south.token_url),
        }
        manage({**settings, "west": _settings(_closed_address(), None)})
        learn(settings["north"])
        assess(settings["north"])


def _settings(base_url: str, token_url: str | None) -> Settings:
    settings: Settings = {"base_url": base_url, "timeout": 5.0, "max_attempts": 2, "environ": {}}
    if token_url is not None:
        settings["auth_url"] = token_url
        settings["client_id"] = "sandbox-client"
        settings["client_secret"] = "sandbox-secret"  # noqa: S105 -- guards nothing
    return settings


def _closed_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"
