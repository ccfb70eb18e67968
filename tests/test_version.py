"""The version that the package tells is its own, in every request."""

from importlib.metadata import version

from timeback_core import TimebackClient
from timeback_core.compose import plain
from timeback_core.oneroster import get_user
from timeback_core.sandbox import Sandbox
from timeback_core.version import USER_AGENT, VERSION


def test_the_version_is_that_of_the_distribution() -> None:
    assert version("timeback-core") == VERSION


def agents(sandbox: Sandbox) -> list[list[str]]:
    """What the senders of the requests called themselves."""
    return [[value for name, value in request.headers if name == "user-agent"] for request in sandbox.requests()]


def test_every_request_tells_name_and_version() -> None:
    sandbox = Sandbox(students=1)
    with TimebackClient.open(**sandbox.settings, environ={}).unwrap() as client:
        plain(get_user(client.session, "student-1")).unwrap()
        named = client.session.using(headers={"User-Agent": "mine/2"})
        plain(get_user(named, "student-1")).unwrap()
    assert agents(sandbox) == [[USER_AGENT], [USER_AGENT], ["mine/2"]]
