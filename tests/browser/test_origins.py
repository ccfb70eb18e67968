"""Apps in the browser: those of this machine use the sandbox, those of elsewhere do not get at it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from timeback_core.sandbox import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OURS, FOREIGN = "http://localhost:3000", "http://evil.test"

APP = """async ({ tokens, users, login }) => {
  const answer = await fetch(tokens, { method: "POST", body: new URLSearchParams(login) });
  const { access_token } = await answer.json();
  const found = await fetch(users, { headers: { authorization: `Bearer ${access_token}` } });
  return [found.status, (await found.json()).users.length, found.headers.get("x-amzn-requestid")];
}"""


@pytest.fixture
def elsewhere(browser: "Browser") -> "Iterator[Page]":
    """A window in which both origins have an empty page."""
    with browser.new_context() as context:
        for origin in (OURS, FOREIGN):
            context.route(f"{origin}/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        yield context.new_page()


def calls(server: Server) -> dict[str, object]:
    """What the app needs to know."""
    login = {"client_id": server.client_id, "client_secret": server.client_secret}
    return {
        "tokens": server.token_url,
        "users": f"{server.base_url}/ims/oneroster/rostering/v1p2/users/?limit=3",
        "login": {"grant_type": "client_credentials", **login},
    }


def test_an_app_of_this_machine_fetches_a_token_and_data(elsewhere: "Page", server: Server) -> None:
    elsewhere.goto(f"{OURS}/")
    status, count, request_id = elsewhere.evaluate(APP, calls(server))
    assert (status, count) == (200, 3)
    assert request_id


def test_a_page_of_elsewhere_neither_reads_nor_resets(elsewhere: "Page", server: Server) -> None:
    elsewhere.goto(f"{FOREIGN}/")
    fails = "async (made) => { try { await made(); return 'answered'; } catch (error) { return error.name; } }"
    assert (
        elsewhere.evaluate(f"() => ({fails})(() => ({APP})({{ tokens: '{server.token_url}', login: {{}} }}))")
        == "TypeError"
    )
    before = server.sandbox.requests()
    for address in ("/.sandbox/reset", "/.sandbox/page/state/reset"):
        at = f"{server.base_url}{address}"
        assert elsewhere.evaluate(f"() => ({fails})(() => fetch('{at}', {{ method: 'POST' }}))") == "TypeError"
        elsewhere.evaluate(f"() => fetch('{at}', {{ method: 'POST', mode: 'no-cors' }})")
        with elsewhere.expect_navigation() as sent:
            elsewhere.evaluate(
                """(action) => {
                  const form = document.body.appendChild(document.createElement("form"));
                  Object.assign(form, { method: "post", action }).submit();
                }""",
                at,
            )
        answer = sent.value
        assert answer is not None
        assert answer.status == 403
        elsewhere.goto(f"{FOREIGN}/")
    # Nothing was forgotten, as by a reset; the browser may have asked for an icon besides.
    assert server.sandbox.requests()[: len(before)] == before
