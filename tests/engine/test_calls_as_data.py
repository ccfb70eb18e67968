"""Calls as data: requests of flows, expectations of one's own, and namespaces of one's own."""

import asyncio
import pickle
from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum
from pydoc import render_doc
from typing import Any, Unpack
from uuid import UUID

import pytest
from returns.result import Failure, Success
from tests.engine.asking import told
from tests.engine.content_apis import send_events
from tests.scripted_server import Reply, in_turn
from tests.session.ways import Way

from timeback_core import (
    AsyncTimebackClient,
    Call,
    FieldOptions,
    ListOptions,
    Page,
    Perform,
    Request,
    Settings,
    Steps,
    TimebackClient,
    check,
    flow,
    operation,
)
from timeback_core.compose import plain
from timeback_core.engine.call.request import Base
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET
from timeback_core.errors import InvalidInput, Unexpected
from timeback_core.expect import Json, Many, One, Paging
from timeback_core.oneroster import User, UserInput, create_user, get_user, list_users, user_exists
from timeback_core.oneroster.api import OneRoster
from timeback_core.sandbox import Sandbox, Server

CREDENTIALS = Base("clr", "credentials")
USER = {"sourcedId": "u", "givenName": "Ada", "familyName": "Byron", "enabledUser": True}


class Data(One[User]):
    """A user under `data`."""

    def __init__(self) -> None:
        super().__init__("data", User)


class Shouted(Json):
    """An answer that cannot be read, for a reason of its own."""

    def read(self, request: Request[Any], response: object) -> Any:  # noqa: ARG002 -- it reads nothing
        raise ZeroDivisionError("not today")


@operation(GET, CREDENTIALS, "/{thing}", Data())
def get_thing(thing: str) -> Call:
    """Get a thing."""
    return Call()


@operation(GET, CREDENTIALS, "/", Shouted())
def get_shout() -> Call:
    """Get a shout."""
    return Call()


@operation(GET, CREDENTIALS, "/", Json())
def get_by(value: object) -> Call:
    """Get what has a value."""
    return Call(query={"value": value})


@flow
def both(first: str, second: str) -> Steps[bool]:
    """Whether there are two users."""
    found = yield from Perform(user_exists.request(first))
    return (yield from user_exists.steps(second)) if found == Success(True) else found


class Things(Namespace[S_co]):
    """Things."""

    get = get_thing


class Mine(OneRoster[S_co]):
    """OneRoster and things."""

    things: Things[S_co]


@pytest.fixture(scope="module")
def settings() -> Any:
    """A sandbox with a student."""
    with Sandbox(students=1).serve() as server:
        yield settings_of(server)


def settings_of(server: Server) -> Settings:
    """The settings of a client of a sandbox."""
    return Settings(
        base_url=server.base_url,
        auth_url=server.token_url,
        client_id=server.client_id,
        client_secret=server.client_secret,
        environ={},
    )


def test_an_expectation_of_ones_own_reads_its_answers(way: Way) -> None:
    results, _ = told(way, in_turn(Reply({"data": USER})), get_thing.request("u"))
    assert results[0].unwrap().given_name == "Ada"


def test_what_an_expectation_of_ones_own_raises_is_a_value(way: Way) -> None:
    results, _ = told(way, in_turn(Reply({})), get_shout.request())
    error = results[0].failure()
    assert isinstance(error, Unexpected)
    assert error.exception == "ZeroDivisionError"


def test_a_flow_goes_wherever_a_request_goes(settings: Settings) -> None:
    request = both.request("student-1", second="student-1")
    assert request == pickle.loads(pickle.dumps(request))  # noqa: S301 -- our own
    assert len({request, both.request("student-1", second="student-1"), both.request("a", "b")}) == 2
    with TimebackClient.open(**settings).unwrap() as client:
        session = client.session
        assert plain(session.perform(request)) == Success(True)
        assert session.result_of(both.request("student-1", "nobody")) == Success(False)
        asked = pickle.loads(pickle.dumps(both.ask("student-1", "student-1")))  # noqa: S301 -- our own
        assert plain(asked(session)) == Success(True)
        assert list(session.perform_all([request])) == [(request, Success(True))]


def test_a_bulk_gives_results_under_the_keys_of_its_requests(settings: Settings) -> None:
    work = [(1, user_exists.request("student-1")), (2, user_exists.request("nobody"))]

    async def by_loop() -> dict[int, Any]:
        async with AsyncTimebackClient.open(**settings).unwrap() as client:
            return {key: told async for key, told in client.session.perform_all(work)}

    with TimebackClient.open(**settings).unwrap() as client:
        by_threads = dict(client.session.perform_all(work))
    assert by_threads == asyncio.run(by_loop()) == {1: Success(True), 2: Success(False)}


def test_a_flow_is_a_step_of_another_one(settings: Settings) -> None:
    @flow
    def through() -> Steps[bool]:
        return (yield from Perform(both.request("student-1", "student-1")))

    with TimebackClient.open(**settings).unwrap() as client:
        assert plain(through(client.session)) == Success(True)
    assert plain(through(client.session)) == Failure(client.session.result_of(get_user.request("u")).failure())


def test_namespaces_of_ones_own(settings: Settings) -> None:
    with TimebackClient.open(**settings).unwrap() as client:
        mine = Mine(client.session)
        assert plain(mine.users.get("student-1")).unwrap().sourced_id == "student-1"
        assert mine.things.get.request("u") == get_thing.request("u")
        assert not hasattr(mine, "nothing")


def test_help_ends_with_verb_and_path() -> None:
    for described in (get_user, Things.get):
        last = render_doc(described).rstrip().splitlines()[-1].strip()
        assert last == f"Source: GET {described.default_path}"


def test_requests_of_different_bodies_have_different_hashes() -> None:
    bodies = [{"row": [number]} for number in range(100)]
    requests = [Request(get_by, (), (), body) for body in bodies]
    assert len({hash(request) for request in requests}) == 100
    assert dict.fromkeys(requests, True)[Request(get_by, (), (), {"row": [7]})]


class Size(IntEnum):
    """A number with a name."""

    BIG = 100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2024, 5, 1, 13, 0, 0, 123456, UTC), "2024-05-01T13:00:00.123456Z"),
        (datetime(2024, 5, 1, tzinfo=UTC), "2024-05-01T00:00:00.000Z"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Decimal("0.1"), "0.1"),
        (Size.BIG, "100"),
        (1e22, "10000000000000000000000.0"),
        (True, "true"),
    ],
)
def test_values_are_spelled_alike_in_queries_and_filters(value: Any, text: str) -> None:
    assert get_by.request(value).query == (("value", text),)
    filtered = list_users.request(where={"dateLastModified": {"gte": value}})
    assert filtered.problems == ()
    with_limit = list_users.request(limit=Size.BIG)
    assert with_limit.query_value("limit") == "100"


SELECTED = Paging("offset", fields="select")


@operation(GET, CREDENTIALS, "/users", Many("users", User, paging=SELECTED))
def list_some(**options: Unpack[ListOptions]) -> Call:
    """List users by another name of the parameter."""
    return Call()


@operation(GET, CREDENTIALS, "/users/{thing}", One("user", User, paging=SELECTED))
def get_some(thing: str, **options: Unpack[FieldOptions]) -> Call:
    """Get a user by another name of the parameter."""
    return Call()


@operation(GET, CREDENTIALS, "/users/{thing}", One("user", User))
def get_brief(thing: str) -> Call:
    """Get some fields of a user, named by the operation itself."""
    return Call(query={"fields": ("sourcedId", "givenName")})


@pytest.mark.parametrize(
    ("request_", "query"),
    [
        (list_some.request(fields=["email"]), "select=sourcedId%2CgivenName%2CfamilyName%2Cemail"),
        (get_some.request("u", fields=("email",)), "select=sourcedId%2CgivenName%2CfamilyName%2Cemail"),
        (get_brief.request("u"), "fields=sourcedId&fields=givenName"),
    ],
)
def test_what_was_read_in_part_is_known_to_be_so_whatever_the_parameter_is_called(
    way: Way, request_: Request[Any], query: str
) -> None:
    reply = Reply({"user": USER, "users": [USER]})
    (read,), (seen,) = told(way, in_turn(reply), request_)
    user = read.unwrap()[0] if isinstance(read.unwrap(), Page) else read.unwrap()
    assert seen.target.partition("?")[2] == query
    assert "some of its fields" in UserInput.of(user).failure().message


def test_a_request_knows_what_is_wrong_with_its_body_before_it_is_sent(settings: Settings) -> None:
    body = UserInput(given_name="", family_name="b", email="no e-mail", enabled_user=True, roles=())
    request = create_user.request(body)
    told = [problem.path for problem in request.problems]
    assert told == ["user.given_name", "user.roles", "user.email"]
    with TimebackClient.open(**settings).unwrap() as client:
        assert client.session.result_of(request) == Failure(InvalidInput(request.problems))
    assert check(request) == request.problems
    assert [problem.path for problem in check(body)] == ["given_name", "roles", "email"]
    assert check({"score": float("nan")}) != ()
    assert check({"score": 1}) == ()
    assert [problem.path for problem in get_user.request("..").problems] == ["sourced_id"]


def test_a_body_is_checked_for_a_platform() -> None:
    request = send_events.request({"data": [{"value": -1}]})
    assert check(request) == check(request, "BEYOND_AI") == ()
    assert [problem.path for problem in check(request, "LEARNWITH_AI")] == ["data[0].value"]
    assert [problem.path for problem in check(request, "MOON")] == ["platform"]
