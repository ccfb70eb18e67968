"""What importing a manager loads."""

import subprocess
import sys

import pytest

ONLY_FOR_CALLS = {"httpx", "httptools", "anyio", "asyncio", "cattrs", "returns.future", "timeback_core.engine.codec"}
REGISTER = "TimebackManager().register('a', base_url='http://localhost:1', environ={}).unwrap()"


@pytest.mark.parametrize(
    "program",
    ["from timeback_core import AsyncTimebackManager", f"from timeback_core import TimebackManager; {REGISTER}"],
)
def test_a_manager_loads_nothing_that_only_calls_need(program: str) -> None:
    done = subprocess.run(  # noqa: S603  # a program from above
        [sys.executable, "-c", f"{program}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert "timeback_core.manager.base" in done.stdout.split()
    assert ONLY_FOR_CALLS.isdisjoint(done.stdout.split())
