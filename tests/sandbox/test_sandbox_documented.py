"""What the page about the sandbox as a server says of it is so, and nothing is left out."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import attrs
import httpx
import pytest

from timeback_core.sandbox import Delivery, Expected, LoggedRequest, Sandbox, Switches, WhichRequests
from timeback_core.sandbox.box import APIS
from timeback_core.sandbox.command import OPTIONS
from timeback_core.sandbox.control import CONTROL_CALLS, OPENAPI
from timeback_core.sandbox.fault_calls import FAULT_CALLS
from timeback_core.sandbox.messages import MAX_BODY, Request
from timeback_core.sandbox.patterns import SELECTED
from timeback_core.sandbox.request_calls import request_calls
from timeback_core.sandbox.request_log import BODY_KEPT, LOG_BYTES, LOG_LENGTH
from timeback_core.sandbox.schema import Member
from timeback_core.sandbox.state_calls import STATE_CALLS
from timeback_core.sandbox.verifying import EXPECTED

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox-over-http.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    """The cells of the table that begins with this head."""
    _, found, after = PAGE.partition(f"| {head} |")
    assert found, head
    lines = after.partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def names(cell: str) -> list[str]:
    """What a cell writes as code."""
    return re.findall("`(.+?)`", cell)


REFUSED = Delivery(
    id="delivery-1",
    webhook_id="webhook-1",
    event_id="event-1",
    target="https://elsewhere.test/",
    headers=(),
    body=b"{}",
    at=0.0,
    state="refused",
)

CALLS = [(*names(call)[0].split(), takes, gives) for call, takes, gives in rows("Call")]


def test_every_control_call_is_told() -> None:
    of_apis = [call for api in APIS for call in api().controls]
    assert [(verb, path.partition("?")[0]) for verb, path, *_ in CALLS] == [
        *CONTROL_CALLS,
        *FAULT_CALLS,
        *request_calls({}),
        *STATE_CALLS,
        ("GET", OPENAPI),
        *of_apis,
    ]


@pytest.mark.parametrize(("verb", "path", "takes", "gives"), CALLS)
def test_a_control_call_takes_and_gives_what_is_told(
    sandbox: Sandbox, bare: httpx.Client, verb: str, path: str, takes: str, gives: str
) -> None:
    sandbox.handle(Request("GET", "/x"))
    sandbox.handle(Request("POST", "/.sandbox/snapshot", body=b'{"name": "monday"}'))
    sandbox._world.deliveries.add(REFUSED)
    path = path.format(id=sandbox.requests()[0].id)
    answer = bare.request(verb, path, json=json.loads(names(takes)[0]) if takes else None)
    assert answer.status_code == 200
    told = answer.json()
    if gives.startswith("Nothing"):
        assert told == {}
    elif gives.startswith("Every"):
        assert list(told) == [switch.name for switch in attrs.fields(Switches)]
    elif gives.startswith("One of them"):
        assert told in bare.get("/.sandbox/requests").json()["requests"]
    else:
        assert list(told) == [name for name in names(gives) if name not in {"met", "left"}]
        assert all("left" in fault for fault in told.get("faults", ()))
    if takes:
        refused = bare.request(verb, path, content="{")
        assert (refused.status_code, list(refused.json())) == (400, ["error"])


def test_every_switch_is_told() -> None:
    switches = [name for cell, _ in rows("Switch") for name in names(cell)]
    assert sorted(switches) == sorted(switch.name for switch in attrs.fields(Switches))


def test_every_option_of_the_command_is_told_with_its_default() -> None:
    told = {
        names(option)[0].removeprefix("--").replace("-", "_"): default
        for option, default, _ in rows("Option | Default")
    }
    assert told == {option.name: f"{option.default or ''}".removesuffix(".0") for option in OPTIONS}


def test_what_is_remembered_is_told(sandbox: Sandbox, bare: httpx.Client) -> None:
    section = PAGE.partition("## What is remembered")[2].partition("### ")[0]
    sandbox.handle(Request("GET", "/x"))
    (entry,) = bare.get("/.sandbox/requests").json()["requests"]
    assert sorted(names(section)) == sorted(entry)
    assert {field.alias for field in attrs.fields(LoggedRequest)} | {"path"} == set(entry)
    assert f"{BODY_KEPT >> 10} KiB" in section
    assert f"{LOG_LENGTH:,} are kept, and of them no more than {LOG_BYTES >> 20} MiB" in section
    assert f"more than {MAX_BODY >> 20} MiB with 413" in PAGE


@pytest.mark.parametrize(
    ("head", "members", "types"), [("Parameter", SELECTED, WhichRequests), ("Member | Means", EXPECTED, Expected)]
)
def test_by_what_requests_are_meant_is_told(head: str, members: Sequence[Member], types: type) -> None:
    told = [name for cell, _ in rows(head) for name in names(cell)]
    known = [member.name for member in members]
    assert set(known) == types.__annotations__.keys()
    assert told == [name for name in known if head == "Parameter" or name not in WhichRequests.__annotations__]
