"""Ids in paths: core wire reference, section 15, row 8."""

from urllib.parse import quote, unquote

import pytest
from tests.support import calls, error, new_user, value

from timeback_core import TimebackClient
from timeback_core.errors import InvalidInput, NotFound
from timeback_core.oneroster.operations.agents import remove_agent
from timeback_core.oneroster.operations.users import create_user, delete_user, get_user
from timeback_core.sandbox import Sandbox

USERS = "/ims/oneroster/rostering/v1p2/users/"
HOSTILE = (
    "../courses/c1",
    "a?x=1",
    "a#f",
    "a/b",
    "%2e%2e",
    "..%2f..",
    "a b",
    "é漢",
    "a;b",
    "//host",
    "x" * 10_000,
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:15])
def test_core_08_path_injection(client: TimebackClient, sandbox: Sandbox, hostile: str) -> None:
    """The official client inserts ids raw: `get("../courses/c1")` asks for a course.

    Guard: `timeback_core.engine.policy.plan.prepare`, `timeback_core.engine.call.building.segment`.
    """
    assert isinstance(error(get_user(client.session, hostile)), NotFound)
    assert isinstance(error(remove_agent(client.session, "u", hostile)), NotFound)
    first, second = calls(sandbox)
    assert first.target == USERS + quote(hostile, safe="")
    assert second.target == f"{USERS}u/agents/{quote(hostile, safe='')}"
    assert unquote(first.target.removeprefix(USERS)) == hostile


@pytest.mark.parametrize("hostile", HOSTILE[:-1])
def test_core_08_a_hostile_id_is_an_id(client: TimebackClient, sandbox: Sandbox, hostile: str) -> None:
    """What such an id names is created, found and deleted like anything else.

    Guard: `timeback_core.engine.policy.plan.prepare`.
    """
    assert value(create_user(client.session, new_user(hostile))).sourced_id == hostile
    assert value(get_user(client.session, hostile)).sourced_id == hostile
    value(delete_user(client.session, hostile))
    assert value(get_user(client.session, hostile)).status == "tobedeleted"


@pytest.mark.parametrize("refused", [".", "..", "", "  ", "\ud800"])
def test_core_08_ids_that_are_no_segment(client: TimebackClient, sandbox: Sandbox, refused: str) -> None:
    """What cannot be one segment of a path is refused, and nothing is sent.

    Guard: `timeback_core.engine.call.building.segment`.
    """
    failed = error(get_user(client.session, refused))
    assert isinstance(failed, InvalidInput)
    assert [problem.path for problem in failed.problems] == ["sourcedId"]
    assert sandbox.requests() == ()
