"""The fixtures of the plugin, used as a program's own tests use them."""

import httpx
import pytest

from timeback_core import AsyncTimebackClient, TimebackClient, or_raise
from timeback_core.sandbox import Fault, Server

pytestmark = pytest.mark.timeback_sandbox(students=2)
seen: list[int] = []


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_gets_a_fresh_district(timeback_client: TimebackClient, timeback_sandbox: Server, time: int) -> None:
    users = timeback_client.oneroster.users
    assert or_raise(users.list(where={"role": "student"})).total == 2
    or_raise(users.delete("student-1"))
    timeback_sandbox.sandbox.switches.short_pages = True
    timeback_sandbox.sandbox.faults(Fault("cut"))
    assert len(timeback_sandbox.sandbox.requests()) == 3
    seen.append(id(timeback_sandbox.sandbox))
    assert len(set(seen)) == 1  # made once


@pytest.mark.timeback_sandbox(students=1, platform="LEARNWITH_AI", faults=[Fault("throttled", times=1, retry_after=0)])
@pytest.mark.parametrize("time", [1, 2])
def test_its_options_are_those_of_the_nearest_marker(timeback_client: TimebackClient, time: int) -> None:
    assert timeback_client.config.platform == "LEARNWITH_AI"
    answer = or_raise(timeback_client.oneroster.users.list.response(where={"role": "student"}))
    assert (answer.value.total, answer.attempts) == (1, 2)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_the_client_for_event_loops(async_timeback_client: AsyncTimebackClient, timeback_sandbox: Server) -> None:
    students = await async_timeback_client.oneroster.students.list()
    assert or_raise(students).total == 2
    async with httpx.AsyncClient() as client:
        told = await client.get(f"{timeback_sandbox.base_url}/.well-known/timeback-sandbox")
    assert told.status_code == 200


def test_both_clients_serve_one_district(
    timeback_client: TimebackClient, async_timeback_client: AsyncTimebackClient
) -> None:
    assert timeback_client.config.services == async_timeback_client.config.services


@pytest.mark.timeback_sandbox(12)
def test_options_without_names_are_refused(request: pytest.FixtureRequest) -> None:
    with pytest.raises(TypeError, match=r"timeback_sandbox\(\*\*options\): options have names"):
        request.getfixturevalue("timeback_sandbox")


def test_a_test_that_fails_shows_what_arrived(request: pytest.FixtureRequest, timeback_client: TimebackClient) -> None:
    or_raise(timeback_client.oneroster.schools.list(limit=1))
    failed = pytest.CallInfo.from_call(lambda: pytest.fail("a mistake"), when="call", reraise=None)
    report = request.node.ihook.pytest_runtest_makereport(item=request.node, call=failed)
    listed = "GET /ims/oneroster/rostering/v1p2/schools/?limit=1 (oneroster.schools.list): 200"
    assert report.sections[-1] == ("What the sandbox received", listed)
    passed = pytest.CallInfo.from_call(lambda: None, when="call")
    report = request.node.ihook.pytest_runtest_makereport(item=request.node, call=passed)
    assert "What the sandbox received" not in dict(report.sections)
