"""The tests of the welcome desk: with a district, with mishaps, with what was sent, and with any newcomer at all."""

import pytest
from docs.examples.welcome_desk.desk import Newcomer, spoken, welcome
from hypothesis import HealthCheck, given, settings

from timeback_core import AsyncTimebackClient, Created, Request, TimebackClient, check, decode, encode
from timeback_core.oneroster import User, UserInput, create_user
from timeback_core.sandbox import Fault, Server
from timeback_core.testing import (
    Answer,
    FaultyTransport,
    Mishap,
    RecordingTransport,
    ScriptedTransport,
    assert_sent,
    models,
    register_models,
    requests,
    sent_to,
)

pytestmark = pytest.mark.timeback_sandbox(students=12)
ADA = Newcomer("badge-7", "Ada", "Li", "ada.li@example.org")


def test_a_newcomer_is_counted(timeback_client: TimebackClient) -> None:
    assert spoken(timeback_client.session.result_of(welcome.request(ADA))) == "Welcome! You are number 7."


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])
async def test_a_newcomer_is_counted_on_any_loop(async_timeback_client: AsyncTimebackClient) -> None:
    told = await async_timeback_client.session.result_of(welcome.request(ADA))
    assert spoken(told) == "Welcome! You are number 7."


def test_the_student_is_sent_once(timeback_client: TimebackClient, timeback_sandbox: Server) -> None:
    timeback_client.session.result_of(welcome.request(ADA))
    sent = sent_to(timeback_sandbox)
    assert sent.count == 2
    assert sent.of("oneroster.users.create").only.at("user", "roles", 0, "org", "sourcedId") == "school-1"
    assert sent.last.query["limit"] == "1"
    assert_sent(timeback_sandbox, create_user, containing={"user": {"givenName": "Ada"}}, status=201, times=1)


def test_the_desk_says_when_the_platform_is_down(timeback_client: TimebackClient, timeback_sandbox: Server) -> None:
    timeback_sandbox.sandbox.faults(Fault("unavailable"))
    told = timeback_client.using(timeout=0.1).session.result_of(welcome.request(ADA))
    assert spoken(told) == "Please come back in a minute."


def test_a_badge_that_is_taken(timeback_client: TimebackClient) -> None:
    timeback_client.session.result_of(welcome.request(ADA))
    assert spoken(timeback_client.session.result_of(welcome.request(ADA))) == "Please ask at the office."


MISHAPS = {  # what goes wrong, what the desk says, and how often the student is sent
    "refused": (Mishap.refused(times=1), "Welcome! You are number 7.", 2),
    "throttled": (Mishap.status(429, headers={"Retry-After": "0"}, times=1), "Welcome! You are number 7.", 2),
    "lost": (Mishap.lost(operation=create_user), "Please come back in a minute.", 1),
    "malformed": (Mishap.malformed(operation="oneroster.schools.list_students"), "Please ask at the office.", 1),
}


@pytest.mark.parametrize("name", MISHAPS)
def test_nobody_is_created_twice(timeback_sandbox: Server, name: str) -> None:
    mishap, said, attempts = MISHAPS[name]
    recording = RecordingTransport(FaultyTransport(mishap, over=timeback_sandbox.sandbox.transport()))
    with TimebackClient.open(**timeback_sandbox.settings, transport=recording).unwrap() as client:
        assert spoken(client.session.result_of(welcome.request(ADA))) == said
    there = [each for each in timeback_sandbox.sandbox.documents("users") if each["sourcedId"] == ADA.badge]
    assert (len(there), recording.sent.of(create_user).count) == (1, attempts)


CREATED = Answer(201, {"sourcedIdPairs": {"suppliedSourcedId": "badge-7", "allocatedSourcedId": "x-1"}})


def test_a_school_that_does_not_count() -> None:
    script = ScriptedTransport([CREATED, Answer(200, {"users": []})])  # a list without its total
    with TimebackClient.open(base_url="https://timeback.test", transport=script).unwrap() as client:
        assert spoken(client.session.result_of(welcome.request(ADA))) == "Welcome! You are number 0."


calm = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@calm
@given(...)
def test_the_desk_always_speaks(newcomer: Newcomer) -> None:
    script = ScriptedTransport([CREATED, Answer(200, {"users": []})])
    with TimebackClient.open(base_url="https://timeback.test", transport=script).unwrap() as client:
        said = spoken(client.session.result_of(welcome.request(newcomer)))
    assert said in ("Welcome! You are number 0.", "Please ask at the office.")


register_models(User)


@calm
@given(...)
def test_any_user_is_read_back_the_same(user: User) -> None:
    assert decode(User, encode(user).unwrap()).unwrap() == user


@calm
@given(models(UserInput, given_name="Ada"), requests(create_user))
def test_what_is_drawn_can_be_sent(user: UserInput, request: Request[Created]) -> None:
    assert check(user) == request.problems == ()
