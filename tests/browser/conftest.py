"""A Chromium for the tests of this folder, a sandbox in which a day has passed, and windows that tell of errors."""

import re
from collections.abc import Callable, Iterator
from shutil import which
from typing import TYPE_CHECKING, TypeAlias

import httpx
import pytest
from tests.browser.school_day import pass_a_day
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import SCHOOL_DAY

from timeback_core.sandbox import Sandbox, Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

Window: TypeAlias = "Callable[..., Page]"

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=LocalNetworkAccessChecks",  # what is refused here, the sandbox refuses
)


@pytest.fixture(scope="package")
def browser() -> "Iterator[Browser]":
    """A browser without a window of its own."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    program = next(filter(None, map(which, BROWSERS)), None)
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as running:
        launched: Browser = running.chromium.launch(executable_path=program, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def receiver() -> Iterator[ScriptedServer]:
    """What webhooks are delivered to."""
    with ScriptedServer(in_turn(Reply({"received": True}))) as running:
        yield running


@pytest.fixture(scope="package")
def only_server() -> Iterator[Server]:
    """The server of all tests, whose clock stands still."""
    with Sandbox(students=12, now=SCHOOL_DAY).serve() as running:
        running.sandbox.clock.freeze()
        yield running


@pytest.fixture
def server(only_server: Server, receiver: ScriptedServer) -> Server:
    """A sandbox in which a day has passed."""
    sandbox = only_server.sandbox
    sandbox.reset()
    sandbox.revoke_tokens()
    sandbox.clock.freeze()
    for snapshot in sandbox.snapshots.list():
        sandbox.snapshots.delete(snapshot.name)
    with httpx.Client(base_url=only_server.base_url) as client:
        pass_a_day(client, sandbox, receiver)
    return only_server


@pytest.fixture
def window(browser: "Browser", server: Server) -> Iterator[Window]:
    """Opens windows; at the end none of them may have met an error, or have asked for anything elsewhere."""
    troubles: list[str] = []
    contexts: list[BrowserContext] = []

    def refuse(route: "Route") -> None:
        troubles.append(f"asked for {route.request.url}")
        route.abort()

    def note(message: "ConsoleMessage") -> None:
        is_of_refused_form = "status of 400" in message.text
        if message.type == "error" and not is_of_refused_form:
            troubles.append(message.text)

    def opened(home: str = server.base_url, *, height: int = 800, scripts: bool = True) -> "Page":
        context = browser.new_context(
            base_url=home,
            viewport={"width": 1280, "height": height},
            java_script_enabled=scripts,
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(20_000)
        context.route(re.compile(rf"^(?!{re.escape(home)}/|data:)"), refuse)
        context.on("dialog", lambda dialog: dialog.accept())
        context.on("console", note)
        context.on("weberror", lambda error: troubles.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []
