"""Settles Hypothesis before any law is read; where few examples are asked for, so are few cases of the long laws."""

from collections import Counter

import pytest
from property_tests import profiles

__all__ = ("profiles",)

LONG = 40
"""How many cases a law has that is about every model or every operation."""
TAKEN = 5
"""Of so many cases of a long law one is taken."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out most cases of long laws under the profile `few`."""
    if config.getoption("--hypothesis-profile") != "few":
        return
    laws = [item.nodeid.partition("[")[0] for item in items]
    cases, seen = Counter(laws), Counter[str]()
    left_out: list[pytest.Item] = []
    kept: list[pytest.Item] = []
    for law, item in zip(laws, items, strict=True):
        is_long = law.startswith("property_tests/") and cases[law] > LONG
        (left_out if is_long and seen[law] % TAKEN else kept).append(item)
        seen[law] += 1
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept
