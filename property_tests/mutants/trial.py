"""Run in a process of its own: do the laws hold for copies of the package?

`python -m property_tests.mutants.trial policy /a pages /b` tries each law on the package below the folder that
follows it, in a child process that is forked when everything but the package has been imported. It prints one line
for each: what came of it, and the folder.
"""

import gc
import importlib
import os
import sys
import tempfile
from pathlib import Path

import pytest

HELD, BROKEN, WRONG = 20, 21, 22
NAMES = {HELD: "held", BROKEN: "broken"}
HERE = Path(__file__).parent.parent
LAWS = {
    "policy": ("test_policy_places.py", "test_policy.py"),
    "throttle": ("test_policy_throttle.py",),
    "pages": ("test_pages.py",),
    "ends": ("test_lists_end.py",),
    "drivers": ("test_drivers.py",),
    "lane": ("test_lane_cases.py",),
}
EXAMPLES = {"policy": 60, "throttle": 1, "pages": 25, "ends": 25, "drivers": 10, "lane": 1}
SHARED = (
    "anyio",
    "cattrs",
    "httpx",
    "hypothesis.stateful",
    "msgspec",
    "orjson",
    "returns.context",
    "returns.future",
    "trio",
)
"""What the children need besides the package."""


class Witness:
    """Notices whether a law was broken, or something else went wrong."""

    def __init__(self) -> None:
        self.broken = False
        self.wrong = False

    def pytest_exception_interact(self, call: pytest.CallInfo[None], report: object) -> None:
        """A failure of a law is an `AssertionError` in a test."""
        excinfo = call.excinfo
        if isinstance(report, pytest.TestReport) and excinfo is not None and breaks_law(excinfo.value):
            self.broken = True
        else:
            self.wrong = True


def breaks_law(error: BaseException) -> bool:
    """Whether an error says that a law is broken; where threads race, Hypothesis gives a group of them."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(breaks_law, error.exceptions))
    return isinstance(error, AssertionError)


def judge(law: str) -> int:
    """Whether every law of a kind holds for the package that is found first on the path."""
    few_examples(EXAMPLES[law])
    witness = Witness()
    files = [str(HERE / name) for name in LAWS[law]]
    options = ["-x", "-q", "--tb=line", "--assert=plain", "-p", "no:xdist", "-c", str(HERE.parent / "pyproject.toml")]
    options += ["-p", "no:unraisableexception"]  # it collects all garbage, which here is everybody's
    code = pytest.main([*options, *files], plugins=[witness])
    if witness.wrong:
        return WRONG
    if witness.broken:
        return BROKEN
    return HELD if code == pytest.ExitCode.OK else WRONG


def few_examples(count: int) -> None:
    """Settle Hypothesis on few examples, always the same ones, and on making none of them smaller."""
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "trial",
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("trial")


def begin(law: str, home: str) -> int:
    """Fork a child that judges the package below a folder; its process id."""
    child = os.fork()
    if child:
        return child
    code = WRONG
    try:
        os.chdir(home)
        log = os.open("log.txt", os.O_CREAT | os.O_WRONLY)
        os.dup2(log, 1)
        os.dup2(log, 2)
        sys.path.insert(0, home)
        code = judge(law)
    finally:
        sys.stdout.flush()
        os._exit(code)


def main(arguments: list[str]) -> None:
    """Judge each package, so many at a time as there are processors."""
    for name in SHARED:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as empty:  # what pytest imports whenever it runs
        pytest.main(["-p", "no:terminal", "-p", "no:timeback_core", "-p", "no:xdist", "-c", os.devnull, empty])
    assert "timeback_core" not in sys.modules, "the children are to import their own copies"
    gc.freeze()
    waiting = list(zip(arguments[::2], arguments[1::2], strict=True))
    running: dict[int, str] = {}
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            law, home = waiting.pop(0)
            running[begin(law, home)] = home
        child, status = os.wait()
        verdict = NAMES.get(os.waitstatus_to_exitcode(status), "wrong")
        print(verdict, running.pop(child), flush=True)  # noqa: T201 -- the report of this process


if __name__ == "__main__":
    main(sys.argv[1:])
