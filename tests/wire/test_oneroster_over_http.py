"""Every operation of OneRoster over real HTTP: what arrives is what the table says, and it takes effect."""

import asyncio
from urllib.parse import unquote_plus

import httpx
import orjson
import pytest
from returns.result import Result
from tests.wire.case import ROSTERING, At, Case, Shows
from tests.wire.oneroster_cases import CASES
from tests.wire.oneroster_table import NARROWED, TABLE, row_of

from timeback_core import AsyncTimebackClient, Response, Settings, TimebackClient, TimebackError, oneroster
from timeback_core.compose import plain
from timeback_core.oneroster import CredentialInput, CredentialPair
from timeback_core.sandbox import LoggedRequest, Server
from timeback_core.sandbox.masking import masked_body
from timeback_core.version import USER_AGENT

every_case = pytest.mark.parametrize("case", CASES, ids=[case.operation.__name__ for case in CASES])


def test_there_is_a_case_for_every_operation() -> None:
    names = [case.operation.__name__ for case in CASES]
    assert sorted([*names, "decrypt_credential"]) == sorted([*TABLE, *NARROWED])


@every_case
def test_sync(case: Case, server: Server, client: TimebackClient, web: httpx.Client) -> None:
    response = plain(case.operation.response(client.session, *case.arguments))
    check(case, response, server, web)


@every_case
def test_async(case: Case, server: Server, settings: Settings, web: httpx.Client) -> None:
    async def respond() -> Result[Response[object], TimebackError]:
        async with AsyncTimebackClient.open(**settings).unwrap() as client:
            return plain(await case.operation.response(client.session, *case.arguments))

    check(case, asyncio.run(respond()), server, web)


def test_the_plain_call_gives_the_value_of_the_response(server: Server, client: TimebackClient) -> None:
    for case in CASES:
        if row_of(case.operation.__name__).verb == "GET":
            value = plain(case.operation(client.session, *case.arguments)).unwrap()
            assert value == plain(case.operation.response(client.session, *case.arguments)).unwrap().value


def test_decrypt_credential(server: Server, client: TimebackClient) -> None:
    login = CredentialInput(application_name="App", credentials=CredentialPair(username="u", password="p w"))
    stored = plain(oneroster.register_credential(client.session, "student-1", login)).unwrap()
    assert stored.created
    credential_id = stored.value.credential_id
    response = plain(oneroster.decrypt_credential.response(client.session, "student-1", credential_id)).unwrap()
    assert response.value.password == "p w"
    row = TABLE["decrypt_credential"]
    arrived = arrivals(server)[-1]
    assert (arrived.verb, arrived.path) == (
        row.verb,
        f"{ROSTERING}/users/student-1/credentials/{credential_id}/decrypt",
    )
    assert arrived.body == b""
    assert response.status in row.statuses


def test_register_credential_again_replaces(server: Server, client: TimebackClient) -> None:
    login = CredentialInput(application_name="App", credentials=CredentialPair(username="u", password="p"))
    statuses = [
        plain(oneroster.register_credential.response(client.session, "student-1", login)).unwrap().status
        for _ in range(2)
    ]
    assert statuses == list(TABLE["register_credential"].statuses)


def check(case: Case, told: Result[Response[object], TimebackError], server: Server, web: httpx.Client) -> None:
    """What arrived because of a call, its status, and what it left behind."""
    response = told.unwrap()
    row = row_of(case.operation.__name__)
    (arrived,) = arrivals(server)
    path, _, query = arrived.target.partition("?")
    assert (arrived.verb, path, unquote_plus(query)) == (row.verb, case.path, case.query)
    assert matches(row.path, case.path)
    check_body(case, arrived, row.body)
    assert response.status == arrived.status
    assert response.status in row.statuses
    if case.shows is not None:
        check_shown(case.shows, web)
    else:
        assert row.verb == "GET" or case.operation is oneroster.export_resource


def arrivals(server: Server) -> list[LoggedRequest]:
    """The requests of the client under test, those for tokens left out."""
    return [
        request
        for request in server.sandbox.requests()
        if request.path != server.sandbox.token_path and agent_of(request) == USER_AGENT
    ]


def agent_of(request: LoggedRequest) -> str:
    """What the sender calls itself."""
    return next((value for name, value in request.headers if name == "user-agent"), "")


def matches(template: str, path: str) -> bool:
    """Whether a path is the template with its placeholders filled."""
    parts, filled = template.split("/"), path.split("/")
    return len(parts) == len(filled) and all(
        part == value or (part.startswith("{") and value) for part, value in zip(parts, filled, strict=True)
    )


def check_body(case: Case, arrived: LoggedRequest, keys: tuple[str, ...] | None) -> None:
    """The body as it arrived but for its secrets, and its envelope as the table has it."""
    if keys is None:
        assert case.body is None
        assert arrived.body == b""
        return
    body = orjson.loads(arrived.body)
    assert body == orjson.loads(masked_body(orjson.dumps(case.body), len(arrived.body)))
    if keys:
        assert {key + "[]" if isinstance(value, list) else key for key, value in body.items()} == set(keys)


def check_shown(shows: Shows, web: httpx.Client) -> None:
    """What a plain GET shows."""
    answer = web.get(shows.path)
    assert answer.status_code == 200, answer.text
    found = value_at(answer.json(), shows.at)
    if isinstance(shows.members, dict):
        assert isinstance(found, dict)
        assert {name: found.get(name) for name in shows.members} == shows.members
    else:
        assert found == shows.members


def value_at(body: object, at: At) -> object:
    """What lies at a place of a JSON body."""
    for step in at:
        if isinstance(step, int):
            assert isinstance(body, list)
            body = body[step]
        else:
            assert isinstance(body, dict)
            body = body[step]
    return body
