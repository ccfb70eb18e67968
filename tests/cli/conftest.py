"""A command, and a sandbox that the tests of one file share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.command import Command

from timeback_core.sandbox import Sandbox, Server


@pytest.fixture(scope="module")
def shared() -> Iterator[Server]:
    """A sandbox with six students."""
    with Sandbox(students=6).serve() as running:
        yield running


@pytest.fixture
def unconfigured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Command:
    """A command of somebody who has configured nothing."""
    for name in ("TIMEBACK_ENV", "TIMEBACK_API_BASE_URL", "TIMEBACK_BASE_URL", "TIMEBACK_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TIMEBACK_CONFIG_DIR", str(tmp_path / "configuration"))
    monkeypatch.setenv("COLUMNS", "200")
    return Command(monkeypatch, capsysbinary)


@pytest.fixture
def timeback(unconfigured: Command, shared: Server) -> Command:
    """A command whose environment leads to the sandbox."""
    unconfigured.use(shared)
    return unconfigured
