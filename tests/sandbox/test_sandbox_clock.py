"""The clock of a sandbox: all follows it, it can be moved and stopped, and a state has it too."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.sandbox.caliper_bodies import activity, sent
from tests.sandbox.conftest import authorized
from tests.sandbox.staying import killed

from timeback_core import TimebackClient, or_raise
from timeback_core.oneroster import OrgInput
from timeback_core.sandbox import Request, Sandbox

USERS = "/ims/oneroster/rostering/v1p2/users/"
HOOK = {"name": "A", "targetUrl": "https://elsewhere.test/", "secret": "s", "active": True}
MOVED = datetime(2027, 3, 2, 8, tzinfo=UTC)
TOLD = {"now": "2027-03-02T08:00:00.000Z", "frozen": True}


def enrolled(api: httpx.Client) -> Any:
    """The day on which an enrollment of now begins."""
    seat = api.post("/edubridge/enrollments/enroll/student-1/course-2", json={}).json()["data"]["id"]
    found = api.get(f"/ims/oneroster/rostering/v1p2/enrollments/{seat}").json()["enrollment"]
    return found["beginDate"], found["dateLastModified"]


def job(api: httpx.Client) -> Any:
    """How far a job is, now and half an hour later."""
    api.post("/.sandbox/switches", json={"job_seconds": 1800})
    number = sent(api, activity())["jobId"]
    states = []
    for _ in range(2):
        states.append(api.get(f"/jobs/{number}/status").json()["job"]["state"])
        api.post("/.sandbox/clock", json={"advance": 1800})
    return states


def delivery(api: httpx.Client) -> Any:
    """When a delivery was made."""
    api.post("/webhooks/", json=HOOK)
    sent(api, activity())
    (told,) = api.get("/.sandbox/deliveries").json()["deliveries"]
    return told["at"]


def retry_after(api: httpx.Client) -> Any:
    """The date that a fault tells."""
    fault = "throttled; retry_after=60; retry_after_date=true"
    return api.get(USERS, headers={"x-sandbox-fault": fault}).headers["retry-after"]


def lives(api: httpx.Client) -> Any:
    """What a token of the platform, and one of MasteryTrack, open before and after their time, and again before it."""
    login = {"x-api-key": "sandbox-key"}
    jwt = api.post("/authorizer", json={"email": "app@example.com"}, headers=login).json()["jwt"]
    told = []
    for moved in (0, 5 * 86_400, -5 * 86_400):
        api.post("/.sandbox/clock", json={"advance": moved})
        tests = api.get("/authoring/inventory/search?name=x", headers={"x-auth-token": f"Bearer {jwt}"}).status_code
        told.append((api.get(USERS).status_code, tests))
    return told


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (enrolled, ("2027-03-02", TOLD["now"])),
        (job, ["waiting", "completed"]),
        (delivery, MOVED.timestamp()),
        (retry_after, "Tue, 02 Mar 2027 08:01:00 GMT"),
        (lives, [(200, 200), (401, 401), (200, 200)]),
    ],
)
def test_all_that_has_a_time_follows_it(
    sandbox: Sandbox, bare: httpx.Client, look: Callable[[httpx.Client], Any], expected: Any
) -> None:
    bare.post("/.sandbox/clock", json=TOLD)
    assert look(authorized(bare, sandbox)) == expected
    assert sandbox.requests()[-1].at >= MOVED.timestamp()


def test_both_faces_move_one_clock(sandbox: Sandbox, bare: httpx.Client) -> None:
    at_first = sandbox.clock.now
    assert bare.post("/.sandbox/clock", json={"now": "2027-03-02", "advance": 28_800, "frozen": True}).json() == TOLD
    assert (sandbox.clock.now, sandbox.clock.is_frozen) == (MOVED, True)
    sandbox.clock.advance(timedelta(minutes=-1.5))
    sandbox.clock.go_on()
    sandbox.clock.go_on()
    assert bare.get("/.sandbox/clock").json() == {"now": "2027-03-02T07:58:30.000Z", "frozen": False}
    sandbox.clock.freeze()
    sandbox.clock.move_to(MOVED.astimezone())
    assert bare.get("/.sandbox/clock").json() == TOLD
    assert bare.delete("/.sandbox/clock").json() == {}
    assert (sandbox.clock.now, sandbox.clock.is_frozen) == (at_first, False)
    sandbox.clock.move_to(MOVED)
    sandbox.reset()
    assert sandbox.clock.now == at_first


@pytest.mark.parametrize("at", [1_790_000_000.1239876, 1_790_000_000.9999, 1_790_000_001.001, 32_000_000_000.0019])
def test_documents_are_of_the_time_that_a_clock_that_stands_tells(at: float) -> None:
    sandbox = Sandbox(students=1, clock=lambda: at)
    sandbox.clock.freeze()
    with or_raise(TimebackClient.open(**sandbox.settings)) as client:
        for seconds in (0, 0.0014, 86_400):
            sandbox.clock.advance(timedelta(seconds=seconds))
            made = or_raise(client.oneroster.orgs.create(OrgInput(sourced_id=f"{seconds}", name="A", type="school")))
            assert or_raise(client.oneroster.orgs.get(made.sourced_id)).date_last_modified == sandbox.clock.now
    sandbox.clock.move_to(MOVED)
    assert sandbox.clock.now == MOVED


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (None, "the body: Expected object, received null"),
        ({}, "the body: needs one of now, advance, frozen"),
        (
            {"now": "tomorrow", "advance": "1", "frozen": 0, "x": 1},
            (
                "the body: Unrecognized key in object: 'x'; now: Invalid time: one such as 2026-03-02T08:00:00Z is "
                "needed; advance: Expected number, received string; frozen: Expected boolean, received number"
            ),
        ),
        ({"now": "1969-12-31", "frozen": True}, "a clock can be moved from 1970 to 2999, no further"),
        ({"advance": 1e300}, "a clock can be moved from 1970 to 2999, no further"),
        ({"now": "2999-12-30", "advance": 86_401}, "a clock can be moved from 1970 to 2999, no further"),
    ],
)
def test_what_is_no_time_is_told_and_moves_nothing(
    sandbox: Sandbox, bare: httpx.Client, body: object, told: str
) -> None:
    before = sandbox.clock.now, sandbox.clock.is_frozen
    answer = bare.post("/.sandbox/clock", json=body)
    assert (answer.status_code, answer.json()) == (400, {"error": told})
    assert (sandbox.clock.now, sandbox.clock.is_frozen) == before


def test_a_moment_has_a_time_zone(sandbox: Sandbox) -> None:
    naive = datetime(2027, 3, 2, 8)
    for refused in (lambda: sandbox.clock.move_to(naive), lambda: Sandbox(students=1, now=naive)):
        with pytest.raises(ValueError, match="needs a time zone, which 2027-03-02T08:00:00 has not"):
            refused()
    with pytest.raises(ValueError, match="from 1970 to 2999"):
        Sandbox(students=1, now=datetime(3000, 1, 1, tzinfo=UTC))


def test_it_stays_in_the_file_unless_another_time_is_given(tmp_path: Path) -> None:
    path = tmp_path / "district.db"
    with Sandbox(data=path, students=1) as sandbox:
        sandbox.clock.move_to(MOVED)
        sandbox.clock.freeze()
        at = sandbox.clock.now
        sandbox.snapshots.take("then")
        sandbox.handle(Request("POST", "/.sandbox/clock", body=b'{"advance": 60}'))
        with Sandbox(data=killed(path)) as again:
            assert (again.clock.now, again.clock.is_frozen) == (at + timedelta(minutes=1), True)
            again.snapshots.restore("then")
            assert again.clock.now == at
    with Sandbox(data=path, now=MOVED + timedelta(days=1)) as again:
        assert MOVED < again.clock.now - timedelta(days=1) < MOVED + timedelta(hours=1)
        assert not again.clock.is_frozen
    with Sandbox(data=path) as again:
        assert abs(again.clock.now - datetime.now(UTC)) < timedelta(hours=1)


def test_a_limit_goes_by_it_and_is_not_stopped_when_it_goes_back() -> None:
    sandbox = Sandbox(students=1, rate=0.5, burst=1, now=MOVED)
    sandbox.clock.freeze()

    def status() -> int:
        return sandbox.handle(Request("GET", USERS)).status

    assert [status(), status()] == [401, 429]
    sandbox.clock.advance(timedelta(days=-400))
    assert status() == 429
    sandbox.clock.advance(timedelta(seconds=2))
    assert [status(), status()] == [401, 429]
