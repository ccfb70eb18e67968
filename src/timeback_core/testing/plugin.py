"""The pytest plugin: fixtures that are found by installing the package."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from timeback_core import AsyncTimebackClient, TimebackClient
    from timeback_core.sandbox import Sandbox, Server

MOST_SHOWN = 50
_SERVER = pytest.StashKey["Server"]()

MARKER = "timeback_sandbox(**options): the options of the `Sandbox` that a test gets: students=12, platform=..."


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show of a test that failed what its sandbox received last."""
    report = yield
    server = item.stash.get(_SERVER, None)
    if server is not None and report.when == "call" and report.failed:
        from timeback_core.testing.sent import sent_to

        report.sections.append(("What the sandbox received", str(sent_to(server)[-MOST_SHOWN:])))
    return report


@pytest.fixture(scope="session")
def _timeback_sandboxes() -> list[tuple[dict[str, Any], Sandbox]]:
    """Sandboxes that wait for a test, with their options: to set one back takes a hundredth of making one."""
    return []


@pytest.fixture
def timeback_sandbox(
    request: pytest.FixtureRequest, _timeback_sandboxes: list[tuple[dict[str, Any], Sandbox]]
) -> Iterator[Server]:
    """A local Timeback over HTTP, fresh for each test: `TimebackClient.open(**timeback_sandbox.settings)` uses it.

    `@pytest.mark.timeback_sandbox(students=12, platform="LEARNWITH_AI")` gives it options of `Sandbox`. Its `sandbox`
    lets things go wrong and shows what is stored: `faults(...)`, `switches`, `documents("users")`.
    """
    from timeback_core.sandbox import Sandbox

    marker = request.node.get_closest_marker("timeback_sandbox")
    if marker is not None and marker.args:
        raise TypeError(f"write @pytest.mark.{MARKER.partition(':')[0]}: options have names")
    options: dict[str, Any] = {} if marker is None else dict(marker.kwargs)
    faults = options.pop("faults", ())
    waiting = next((pair for pair in _timeback_sandboxes if pair[0] == options), None)
    if waiting is None:
        waiting = (options, Sandbox(**options))
    else:
        _timeback_sandboxes.remove(waiting)
    sandbox = waiting[1]
    sandbox.faults(*faults)
    with sandbox.serve() as server:
        request.node.stash[_SERVER] = server
        yield server
    sandbox.reset()
    _timeback_sandboxes.append(waiting)


@pytest.fixture
def timeback_client(timeback_sandbox: Server) -> Iterator[TimebackClient]:
    """A client for threads of `timeback_sandbox`, closed at the end."""
    from timeback_core import TimebackClient, or_raise

    with or_raise(TimebackClient.open(**timeback_sandbox.settings, environ={})) as client:
        yield client


@pytest.fixture
def async_timeback_client(timeback_sandbox: Server) -> Iterator[AsyncTimebackClient]:
    """A client for event loops of `timeback_sandbox`, whatever runs the test's loop; closed at the end."""
    from timeback_core import AsyncTimebackClient, or_raise

    client = or_raise(AsyncTimebackClient.open(**timeback_sandbox.settings, environ={}))
    yield client
    client.close()
