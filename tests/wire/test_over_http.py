"""Every operation over real HTTP: what arrives is what the table says, and it takes effect."""

import asyncio
from collections.abc import Callable
from inspect import signature
from urllib.parse import unquote_plus

import httpx
import orjson
import pytest
from returns.result import Result
from tests.support import MASTERYTRACK, async_client_of, below
from tests.wire.case import At, Case, Shows, prepared
from tests.wire.conftest import Stage
from tests.wire.services import CASES, Service, name_of
from tests.wire.table import Row

from timeback_core import Response, TimebackError
from timeback_core.compose import plain
from timeback_core.errors import InvalidInput
from timeback_core.sandbox import LoggedRequest, Server
from timeback_core.sandbox.masking import masked_body
from timeback_core.sandbox.world import Platform
from timeback_core.version import USER_AGENT

Stages = Callable[[Platform], Stage]
HOSTILE = ("a/b", "../x", "?x=1", "#", "100% sûr", "a b+c", "{sourcedId}", "'", "%2F", "雪", "a;b=c&d", "-._~")

every_case = pytest.mark.parametrize(("service", "case"), CASES, ids=name_of)
with_ids = [(service, case) for service, case in CASES if case.operation.placeholders]


@every_case
def test_sync(service: Service, case: Case, stages: Stages) -> None:
    stage = stages(case.platform).reset()
    case = prepared(case, stage.client.session)
    stage.server.sandbox.forget_requests()
    response = plain(case.operation.response(stage.client.session, *case.arguments, **case.named))
    check(case, service.row_of(case.operation.__name__, case.platform), response, stage)
    if case.operation.verb == "GET":
        told = plain(case.operation(stage.client.session, *case.arguments, **case.named))
        assert told.unwrap() == response.unwrap().value


@every_case
def test_async(service: Service, case: Case, stages: Stages) -> None:
    stage = stages(case.platform).reset()
    case = prepared(case, stage.client.session)
    stage.server.sandbox.forget_requests()

    async def respond() -> Result[Response[object], TimebackError]:
        async with async_client_of(stage.server, **MASTERYTRACK[case.platform]) as client:
            return plain(await case.operation.response(client.session, *case.arguments, **case.named))

    check(case, service.row_of(case.operation.__name__, case.platform), asyncio.run(respond()), stage)


@pytest.mark.parametrize(("service", "case"), with_ids, ids=name_of)
def test_an_id_of_any_text_arrives_as_one_segment_or_is_refused(service: Service, case: Case, stages: Stages) -> None:
    stage = stages(case.platform).reset()
    template = service.row_of(case.operation.__name__, case.platform).path
    for hostile in HOSTILE:
        stage.server.sandbox.forget_requests()
        told = plain(case.operation(stage.client.session, **with_id(case, hostile)))
        paths = [request.path for request in arrivals(stage.server)]
        if isinstance(told.swap().value_or(None), InvalidInput):
            assert paths == []
        else:
            segments = [encoded(hostile) if part.startswith("{") else part for part in template.split("/")]
            assert paths == ["/".join(segments)] * len(paths)
            assert paths


def with_id(case: Case, sourced_id: str) -> dict[str, object]:
    """The arguments of a case with that id in the path, and in rows that are below it."""
    bound = signature(case.operation.function).bind_partial(*case.arguments)
    rows = {
        name: [below(row, lambda _: sourced_id) for row in each] if isinstance(each, list | tuple) else each
        for name, each in bound.arguments.items()
    }
    return rows | dict(case.named) | dict.fromkeys(case.operation.placeholders, sourced_id)


def encoded(text: str) -> str:
    """A text as one segment of a path: everything but unreserved characters as bytes of UTF-8 (RFC 3986)."""
    unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    return "".join(char if char in unreserved else "".join(f"%{byte:02X}" for byte in char.encode()) for char in text)


def check(case: Case, row: Row, told: Result[Response[object], TimebackError], stage: Stage) -> None:
    """What arrived because of a call, its status, and what it left behind."""
    response = told.unwrap()
    (arrived,) = arrivals(stage.server)
    path, _, query = arrived.target.partition("?")
    assert (arrived.verb, path, unquote_plus(query)) == (row.verb, case.path, case.query)
    assert {part.partition("=")[0] for part in query.split("&") if part} <= row.query
    assert matches(row.path, case.path)
    check_body(case, arrived, row.body)
    assert response.status == arrived.status
    assert response.status in row.statuses
    if case.shows is not None:
        check_shown(case.shows, stage.web)
    else:
        assert row.verb == "GET" or case.harmless
    assert stage.undocumented == []


def arrivals(server: Server) -> list[LoggedRequest]:
    """The requests of the client under test, those for tokens left out, unless there is no other."""
    own = [
        request
        for request in server.sandbox.requests()
        if request.path != server.sandbox.token_path and agent_of(request) == USER_AGENT
    ]
    return [request for request in own if request.path != "/authorizer"] or own


def agent_of(request: LoggedRequest) -> str:
    """What the sender calls itself."""
    return next((value for name, value in request.headers if name == "user-agent"), "")


def matches(template: str, path: str) -> bool:
    """Whether a path is the template with its placeholders filled; the last may be left out where it says so."""
    parts, segments = template.split("/"), path.split("/")
    if parts[-1].endswith("?") and len(segments) == len(parts) - 1:
        parts.pop()
    return len(parts) == len(segments) and all(
        part == value or (part.startswith("{") and value) for part, value in zip(parts, segments, strict=True)
    )


def check_body(case: Case, arrived: LoggedRequest, keys: tuple[str, ...] | None) -> None:
    """The body as it arrived but for its secrets, and its envelope as the table has it."""
    if keys is None:
        assert case.body is None
        assert arrived.body == b""
        return
    if isinstance(case.body, str):
        assert arrived.body == case.body.encode()
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
