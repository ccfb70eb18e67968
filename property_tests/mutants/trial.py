"""Run in a process of its own: do the laws hold for the package that is found first on the path?

`python -m property_tests.mutants.trial policy` ends with 0 where they hold, with 1 where one is broken, and with
another code where something else went wrong.
"""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

HERE = Path(__file__).parent.parent
LAWS = {
    "policy": ("test_policy.py", "test_policy_places.py"),
    "pages": ("test_pages.py",),
    "drivers": ("test_drivers.py",),
}
EXAMPLES = {"policy": 60, "pages": 60, "drivers": 10}


class Witness:
    """Notices whether a law was broken, or something else went wrong."""

    def __init__(self) -> None:
        self.broken = 0
        self.wrong = 0

    def pytest_exception_interact(self, call: pytest.CallInfo[None], report: object) -> None:
        """Called by pytest for each failure."""
        if (
            isinstance(report, pytest.TestReport)
            and call.excinfo is not None
            and call.excinfo.errisinstance(AssertionError)
        ):
            self.broken += 1
        else:
            self.wrong += 1


def main(law: str) -> int:
    """0 where every law of a kind holds, 1 where one is broken, 2 where something else went wrong."""
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
    witness = Witness()
    files = [str(HERE / name) for name in LAWS[law]]
    options = ["-x", "-q", "--tb=line", "-p", "no:cacheprovider", "-c", str(HERE.parent / "pyproject.toml")]
    code = pytest.main([*options, *files], plugins=[witness])
    if witness.broken and not witness.wrong:
        return 1
    return 0 if code == pytest.ExitCode.OK else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
