"""Run in a process of its own: do the laws hold for the package that is found first on the path?

`python -m property_tests.mutants.trial policy` ends with 0 where they hold, with 1 where one is broken (and says
which), and with another code where something else went wrong.
"""

import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from unittest import TestCase

from hypothesis import HealthCheck, Phase, settings

LAWS = {
    "policy": ("property_tests.test_policy", "property_tests.test_policy_stateful"),
    "pages": ("property_tests.test_pages",),
    "drivers": ("property_tests.test_drivers",),
}
EXAMPLES = {"policy": 250, "pages": 100, "drivers": 15}


def main(law: str) -> int:
    """0 where every law of a kind holds, 1 where one is broken."""
    settings.register_profile(
        "trial",
        max_examples=EXAMPLES[law],
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("trial")
    for name, run in laws_of(law):
        try:
            run()
        except AssertionError as broken:
            print(f"{name}: {broken}")  # noqa: T201 -- the report of this process
            return 1
    return 0


def laws_of(law: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """The laws of a kind: functions that Hypothesis drives, and machines."""
    for module in map(importlib.import_module, LAWS[law]):
        for name, found in vars(module).items():
            if name.startswith("test_") and not inspect.signature(found).parameters:
                yield name, found
            elif isinstance(found, type) and issubclass(found, TestCase):
                yield name, lambda machine=found: machine("runTest").runTest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
