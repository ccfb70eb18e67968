"""Settles Hypothesis before any law is read; where few examples are asked for, so are few cases of long tables."""

from collections import Counter
from zlib import crc32

import pytest
from property_tests import profiles

__all__ = ("profiles",)

LONG = 4
"""How many cases a test has at least that goes through a table, every model or every operation."""
TAKEN = 24
"""Of so many cases of a long table one is taken, by its name: the same one in every run, whatever stands beside it."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out most cases of long tables under the profile `few`."""
    if config.getoption("--hypothesis-profile") != "few":
        return
    cases = Counter(map(test_of, items))
    kept = {test_of(item): item for item in reversed(items)}.values()  # the first case of each
    rare = {item for item in items if cases[test_of(item)] > LONG and crc32(item.name.encode()) % TAKEN}
    left_out = rare.difference(kept)
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def test_of(item: pytest.Item) -> str:
    """The test that an item is a case of."""
    return item.nodeid.partition("[")[0]
