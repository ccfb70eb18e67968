"""The pytest plugin: fixtures that are found by installing the package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from timeback_core.sandbox import Server


@pytest.fixture
def timeback_sandbox() -> Iterator[Server]:
    """A local Timeback over HTTP, fresh for each test: `TimebackClient.open(**timeback_sandbox.settings)` uses it.

    Its `sandbox` tells what arrived and lets things go wrong: `requests()`, `faults(...)`, `switches`.
    """
    from timeback_core.sandbox import Sandbox

    with Sandbox().serve() as server:
        yield server
