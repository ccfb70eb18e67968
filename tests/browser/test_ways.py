"""The ways through the page, as somebody goes them who reads what is written on it."""

from typing import TYPE_CHECKING

import httpx
import pytest
from tests.browser.conftest import Window
from tests.browser.school_day import USERS
from tests.scripted_server import ScriptedServer

from timeback_core.sandbox import Sandbox, Server, Switches, Tenants

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = "/.sandbox/page"

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def do(page: "Page", button: str, *, exact: bool = True) -> str:
    """Press a button that changes something; gives what the page tells then."""
    page.get_by_role("button", name=button, exact=exact).click()
    told = page.locator("#notice:not(:empty)")
    told.wait_for()
    return told.inner_text()


@with_and_without_scripts
def test_requests_are_chosen_opened_closed_and_forgotten(window: Window, server: Server, scripts: bool) -> None:
    page = window(scripts=scripts)
    page.goto("/")
    rows = page.locator("[data-row]")
    assert rows.count() == len(server.sandbox.requests())
    page.get_by_label("Verb").select_option("POST")
    page.get_by_label("Search", exact=True).fill("users")
    if not scripts:
        page.get_by_role("button", name="Show").click()
    page.get_by_text("2 requests").wait_for()
    page.get_by_role("link", name=f"POST {USERS}").first.click()
    detail = page.locator("#detail")
    assert "Validation error" in detail.get_by_role("group", name="Body").last.inner_text()
    assert "verb=POST" in page.url
    detail.get_by_role("link", name="Close").click()
    detail.wait_for(state="hidden")
    assert rows.count() == 2
    assert "forgotten" in do(page, "Clear")
    assert server.sandbox.requests() == ()


def test_the_list_of_requests_follows_by_itself(window: Window, server: Server) -> None:
    page = window()
    page.clock.install()
    page.goto("/")
    page.locator("[data-row] a").nth(1).click()
    page.locator("#detail header").wait_for()
    httpx.get(f"{server.base_url}/something/new")
    page.clock.fast_forward(3_000)
    page.get_by_role("link", name="/something/new").wait_for()
    assert page.locator("tr[aria-current]").count() == 1  # what is open stays open
    page.get_by_role("button", name="Copy curl").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#curl").text_content()


@with_and_without_scripts
def test_documents_are_searched_sorted_paged_and_followed(window: Window, scripts: bool) -> None:
    page = window(scripts=scripts)
    page.goto(PAGE + "/data")
    page.get_by_role("link", name="results", exact=True).click()
    page.get_by_role("link", name="Next").click()
    page.get_by_text("51 to").wait_for()
    page.get_by_role("link", name="users", exact=True).click()
    page.get_by_role("columnheader", name="familyName").get_by_role("link").click()
    page.wait_for_url("**sort=familyName**")
    assert page.get_by_role("columnheader", name="familyName").get_attribute("aria-sort") == "ascending"
    page.get_by_label("Search in all of their text").fill("STUDENT-3@")
    if not scripts:
        page.get_by_role("button", name="Show").click()
    page.get_by_text("1 document").wait_for()
    page.get_by_role("link", name="student-3").click()
    page.get_by_role("link", name="school-1").first.click()
    page.wait_for_url("**collection=orgs**")
    page.get_by_role("region", name="Referred to by").get_by_role("link", name="11 users").click()
    assert page.get_by_role("link", name="student-3").count() == 1


def test_tokens_are_revoked_and_deliveries_repeated(window: Window, server: Server, receiver: ScriptedServer) -> None:
    page = window()
    page.goto(PAGE + "/tokens")
    assert server.sandbox.client_secret in page.get_by_role("group", name="Addresses").inner_text()
    assert "No token" in do(page, "Revoke all")
    page.get_by_role("link", name="Webhooks").click()
    page.get_by_role("link", name="delivery-1").click()
    seen = len(receiver.seen)
    assert "once more" in do(page, "Send once more")
    page.reload()
    assert page.locator("[data-row]").count() == 2
    assert [each.state for each in server.sandbox.deliver()] == ["delivered", "delivered"]
    assert len(receiver.seen) == seen + 1


def test_faults_profiles_and_limits_begin_and_end(window: Window, server: Server) -> None:
    page = window()
    page.goto(PAGE + "/faults")
    in_force = page.get_by_role("region", name="In force")
    page.get_by_label("Kind").select_option("status")
    options = page.locator("#fault-options")
    options.get_by_label("status", exact=True).fill("9")
    options.get_by_role("button", name="Add").click()
    assert "status" in page.locator("#fault-options .problem").inner_text()
    options.get_by_label("status", exact=True).fill("418")
    assert "in force" in do(page, "Add")
    assert in_force.get_by_role("row").count() == 4
    page.get_by_role("region", name="Profile").get_by_label("profile", exact=True).select_option("half-open")
    assert "in force" in do(page, "Begin")
    page.get_by_label("rate", exact=True).fill("7")
    assert "holds" in do(page, "Set")
    page.get_by_role("region", name="Limit on requests").get_by_text("7").first.wait_for()
    for button, told in (("Lift all limits", "No limit"), ("End it", "no more"), ("Clear all faults", "No fault")):
        assert told in do(page, button)
    assert in_force.inner_text().endswith("Nothing goes wrong.")


def test_switches_clock_and_snapshots_are_set_and_all_is_reset(window: Window, server: Server) -> None:
    page, sandbox = window(), server.sandbox
    page.goto(PAGE + "/switches")
    page.get_by_label("strict_slash").check()
    assert "set" in do(page, "Set")
    assert sandbox.switches == Switches(strict_slash=True)
    page.get_by_role("link", name="State").click()
    page.get_by_label("Name", exact=True).fill("no name!")
    page.get_by_role("button", name="Take a snapshot").click()
    assert page.locator("#name-problem").inner_text()
    page.get_by_label("Name", exact=True).fill("tuesday")
    assert "taken" in do(page, "Take a snapshot")
    page.get_by_label("Move to").fill("2027-01-01T00:00:00Z")
    assert "set" in do(page, "Move")
    assert "set" in do(page, "On by a day")
    assert sandbox.clock.now.isoformat() == "2027-01-02T00:00:00+00:00"
    assert "set" in do(page, "Let it go on")
    assert not sandbox.clock.is_frozen
    assert "as it was" in do(page, "Restore tuesday")
    assert sandbox.clock.is_frozen
    assert "gone" in do(page, "Delete tuesday")
    assert [each.name for each in sandbox.snapshots.list()] == ["monday"]
    assert "start" in do(page, "Reset")
    assert sandbox.switches == Switches()


def test_each_of_several_sandboxes_is_reached_by_its_name(window: Window) -> None:
    south = Sandbox(students=1, client_id="south", masterytrack_api_key="south", id_prefix="s-")
    with Tenants({"north": Sandbox(students=1), "south": south}).serve() as running:
        page = window(running.base_url)
        page.goto("/")
        page.get_by_role("navigation", name="Tenants").get_by_role("link", name="south").click()
        page.get_by_role("link", name="Data").click()
        page.get_by_role("link", name="users", exact=True).click()
        page.get_by_role("link", name="s-student-1", exact=True).wait_for()
        page.close()  # before its server goes, which it may still ask for an icon
