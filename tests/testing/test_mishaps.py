"""The transport that lets things go wrong: what a call makes of each mishap, in threads and in both loops."""

from collections.abc import Iterator, Mapping
from typing import Final, Unpack, cast

import httpx
import pytest
from returns.result import Failure
from tests.session.ways import Way, perform
from tests.support import calls, new_user, settings_of
from tests.testing.over_box import settings_over

from timeback_core import Request, Settings
from timeback_core.errors import ConnectionFailed, DecodeError, ServerFault, TimedOut
from timeback_core.oneroster import create_user, get_user, list_users
from timeback_core.sandbox import Sandbox, Server
from timeback_core.testing import FaultyTransport, Mishap, When

READ = get_user.request("student-1")
AT_ONCE: Final = {"Retry-After": "0"}


@pytest.fixture(scope="module")
def district() -> Sandbox:
    return Sandbox(students=2)


@pytest.fixture
def box(district: Sandbox) -> Iterator[Sandbox]:
    yield district
    district.reset()


def settings(box: Sandbox, *mishaps: Mishap, **changes: Unpack[Settings]) -> tuple[Settings, FaultyTransport]:
    """What leads to a sandbox by way of mishaps."""
    faulty = FaultyTransport(*mishaps, over=box.transport())
    return settings_over(box, faulty, **changes), faulty


ONCE: Mapping[str, tuple[Mishap, int]] = {
    "refused": (Mishap.refused(times=1), 1),
    "reset": (Mishap.reset(times=1), 1),
    "lost": (Mishap.lost(times=1), 2),
    "truncated": (Mishap.truncated(times=1), 2),
    "503": (Mishap.status(503, headers=AT_ONCE, times=1), 1),
    "429": (Mishap.status(429, headers=AT_ONCE, times=1), 1),
}
"""What a read gets over by being repeated, and how many of its requests arrive."""


@pytest.mark.parametrize("name", ONCE)
def test_a_read_is_repeated(box: Sandbox, name: str) -> None:
    mishap, arrive = ONCE[name]
    client, faulty = settings(box, mishap)
    [told] = perform("threads", client, READ)
    assert told.unwrap().sourced_id == "student-1"
    assert faulty.happened == (mishap,)
    assert len(calls(box)) == arrive


ALWAYS: Mapping[str, tuple[Mishap, type, int]] = {
    "refused": (Mishap.refused(), ConnectionFailed, 0),
    "reset": (Mishap.reset(), ConnectionFailed, 0),
    "lost": (Mishap.lost(), ConnectionFailed, 1),
    "truncated": (Mishap.truncated(), ConnectionFailed, 1),
    "timeout": (Mishap.timeout(), TimedOut, 1),
    "slow": (Mishap.slow(60), TimedOut, 1),
    "malformed": (Mishap.malformed(), DecodeError, 1),
    "503": (Mishap.status(503, {"error": "gone fishing"}), ServerFault, 0),
    "html": (Mishap.status(200, b"<html>"), DecodeError, 0),
}
"""What a write that must not be repeated makes of each, and whether the user is there in spite of it."""


@pytest.mark.parametrize("name", ALWAYS)
def test_a_write_fails(box: Sandbox, way: Way, name: str) -> None:
    mishap, error, arrive = ALWAYS[name]
    client, _ = settings(box, mishap, timeout=0.1 if name == "slow" else 5.0, max_attempts=1)
    [told] = perform(way, client, create_user.request(new_user("new")))
    assert isinstance(told.failure(), error)
    assert len(calls(box)) == arrive
    assert len([each for each in box.documents("users") if each["sourcedId"] == "new"]) == arrive


def test_a_late_answer_is_an_answer(box: Sandbox, way: Way) -> None:
    client, faulty = settings(box, Mishap.slow(0.001))
    [told] = perform(way, client, READ)
    assert told.unwrap().sourced_id == "student-1"
    assert len(faulty.happened) == 1


def test_mishaps_happen_one_after_another(box: Sandbox) -> None:
    row = tuple(Mishap.status(status, headers=AT_ONCE, times=1) for status in (503, 429, 502))
    client, faulty = settings(box, *row)
    assert perform("threads", client, READ)[0].unwrap().sourced_id == "student-1"
    assert faulty.happened == row


@pytest.mark.parametrize(
    ("mishap", "met"),
    [
        (Mishap.malformed(operation=get_user), [0, 2]),
        (Mishap.malformed(operation="oneroster.users.get"), [0, 2]),
        (Mishap.malformed(operation="oneroster.list_users"), [1, 3]),
        (Mishap.malformed(verb="get", path="*/users/*-1"), [0, 2]),
        (Mishap.malformed(verb="POST"), []),
        (Mishap.malformed(after=1, times=2), [1, 2]),
        (Mishap.malformed(operation=list_users, after=1), [3]),
        (Mishap.malformed(chance=0), []),
        (Mishap.malformed(chance=1), [0, 1, 2, 3]),
    ],
)
def test_a_mishap_meets_what_it_is_about(box: Sandbox, mishap: Mishap, met: list[int]) -> None:
    client, _ = settings(box, mishap)
    lists: Request[object] = list_users.request(limit=1)
    told = perform("threads", client, READ, lists, READ, lists)
    assert [number for number, each in enumerate(told) if isinstance(each, Failure)] == met


def test_what_happens_by_chance_is_decided_by_the_seed(box: Sandbox) -> None:
    def met(seed: int) -> str:
        """Which of many requests fail."""
        faulty = FaultyTransport(Mishap.refused(chance=0.5), over=box.transport(), seed=seed)
        told = ""
        with httpx.Client(transport=faulty) as client:
            for _ in range(40):
                try:
                    client.get(f"{box.base_url}/users")
                    told += "."
                except httpx.ConnectError:
                    told += "x"
        return told

    assert met(1) == met(1) != met(2)
    assert 5 < met(1).count("x") < 35


def test_tokens_are_met_by_path_alone(box: Sandbox) -> None:
    client, faulty = settings(box, Mishap.status(503, headers=AT_ONCE, path=box.token_path, times=1))
    assert perform("threads", client, READ)[0].unwrap().sourced_id == "student-1"
    assert len(faulty.happened) == 1


def test_it_has_connections_of_its_own(server: Server, way: Way) -> None:
    faulty = FaultyTransport(Mishap.status(503, headers=AT_ONCE, times=1))
    client = settings_of(server)
    client["transport"] = faulty
    assert perform(way, client, READ)[0].unwrap().sourced_id == "student-1"
    faulty.close()


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (When(operation="oneroster.users.creat"), "did you mean 'oneroster.users.create'"),
        (cast(When, {"tims": 1}), "did you mean 'times'"),  # as code that no type checker has seen
        (When(times=0), "times of a mishap must be a number from 1 to inf, not 0"),
        (When(after=-1), "after of a mishap must be a number from 0 to inf, not -1"),
        (When(chance=1.5), "chance of a mishap must be a number from 0 to 1, not 1.5"),
    ],
)
def test_a_mishap_that_makes_no_sense_is_refused(when: When, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Mishap.refused(**when)


def test_a_transport_of_one_kind_serves_its_kind_alone(box: Sandbox) -> None:
    class Threads(httpx.BaseTransport):
        """For threads alone."""

    client = settings_over(box, FaultyTransport(over=Threads()))
    [told] = perform("asyncio", client, READ)
    assert "serves threads alone" in told.failure().message
