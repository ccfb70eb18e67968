"""What goes wrong is a value, and tells what went wrong."""

import json
import logging
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any, get_args

import anyio
import pytest
from returns.primitives.exceptions import UnwrapFailedError
from tests.answering import FAILURE, Answering
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.support import PERSON, async_client_of, calls, client_of, error, new_user, value

from timeback_core import AsyncTimebackClient, Session, TimebackClient, TimebackError
from timeback_core.errors import (
    AuthError,
    ConfigError,
    Conflict,
    ConnectionFailed,
    DecodeError,
    Forbidden,
    NotFound,
    RateLimited,
    Refusal,
    Rejected,
    ServerFault,
    Unauthorized,
    UnexpectedStatus,
)
from timeback_core.oneroster import (
    create_user,
    delete_user,
    get_user,
    list_students_for_class,
    list_users,
    upsert_user,
    user_exists,
)
from timeback_core.sandbox import Fault, Sandbox, Server

TOKENS = "*/token"

TROUBLES: list[tuple[Fault, type]] = [
    (Fault("status", status=400, path=TOKENS), AuthError),
    (Fault("html", status=200, path=TOKENS), AuthError),
    (Fault("empty", path=TOKENS), AuthError),
    (Fault("truncated", path=TOKENS), AuthError),
    (Fault("body", path=TOKENS, body='{"access_token": 7}'), AuthError),
    (Fault("body", path=TOKENS, body='{"access_token": "a", "expires_in": {}}'), AuthError),
    (Fault("empty", status=204), DecodeError),
    (Fault("empty"), DecodeError),
    (Fault("truncated"), DecodeError),
    (Fault("malformed"), DecodeError),
    (Fault("html", status=200), DecodeError),
    (Fault("shape"), DecodeError),
    (Fault("body", body="null"), DecodeError),
    (Fault("body", body='{"user": "text"}'), DecodeError),
    (Fault("body", body="[" * 100_000), DecodeError),
    (Fault("body", body='{"user": ' + "9" * 5000 + "}"), DecodeError),
    (Fault("cut_body"), ConnectionFailed),
]


@pytest.mark.parametrize(("trouble", "kind"), TROUBLES, ids=lambda each: getattr(each, "kind", None))
def test_every_failure_is_a_value(server: Server, trouble: Fault, kind: type) -> None:
    server.sandbox.faults(trouble)
    with client_of(server, max_attempts=1) as client:
        failed = error(get_user(client.session, "student-1"))
        assert type(failed) is kind
        assert isinstance(failed, get_args(TimebackError))
        assert failed.message


def test_every_failure_is_a_value__no_server_at_all(server: Server) -> None:
    server.close()
    with client_of(server, max_attempts=1, auth_url=None, client_id=None, client_secret=None) as client:
        failed = error(get_user(client.session, "student-1"))
        assert isinstance(failed, ConnectionFailed)
        assert not failed.sent
    with client_of(server, max_attempts=1) as client:
        refused = error(get_user(client.session, "student-1"))
        assert isinstance(refused, ConnectionFailed)
        assert not refused.sent
        assert server.token_url in refused.message


BY_STATUS = {
    400: Rejected,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: NotFound,
    418: UnexpectedStatus,
    422: Rejected,
    429: RateLimited,
    500: ServerFault,
    502: ServerFault,
}


@pytest.mark.parametrize("status", BY_STATUS)
def test_the_status_decides_what_an_error_is(server: Server, status: int) -> None:
    server.sandbox.faults(Fault("html", status=status))
    with client_of(server, max_attempts=1, timeout=1) as client:
        failed = error(get_user(client.session, "student-1"))
        assert type(failed) is BY_STATUS[status]
        assert failed.status == status
        assert "<" not in failed.message


def test_the_status_decides_what_an_error_is__for_exists_too(client: TimebackClient, sandbox: Sandbox) -> None:
    assert value(user_exists(client.session, "student-1"))
    sandbox.faults(Fault("html", status=404))
    assert not value(user_exists(client.session, "student-1"))


HTML = b"<!DOCTYPE html><html><body><h1>Gateway</h1></body></html>"

BODIES: dict[str, tuple[bytes, str]] = {
    "ims": (json.dumps({**FAILURE, "imsx_description": "Told."}).encode(), "Told."),
    "caliper": (b'{"status": "error", "message": "Told.", "errors": {"a": 1}}', "Told."),
    "qti": (b'{"error": "Told.", "details": "stack"}', "Told."),
    "edubridge": (b'{"errors": [{"message": "Told.", "detail": "Told."}]}', "Told."),
    "masterytrack": (b'{"success": false, "error": "Told.", "code": "USER_NOT_FOUND"}', "Told."),
    "gateway": (b'{"message": "Told."}', "Told."),
    "text in JSON": (b'"Told."', "Told."),
    "a list": (b"[1, 2]", ""),
    "html": (HTML, "(a page of HTML)"),
    "nothing": (b"", ""),
    "broken": (b'{"imsx_description": "To', ""),
    "bytes": (b"\xff\xfe\x00", ""),
}


@pytest.mark.parametrize("shape", BODIES)
@pytest.mark.parametrize(("status", "kind"), [(404, NotFound), (422, Rejected), (500, ServerFault), (502, ServerFault)])
def test_the_status_decides_what_an_error_is__whatever_the_body_holds(
    answering: Answering, shape: str, status: int, kind: type[Refusal]
) -> None:
    body, text = BODIES[shape]
    kind_of_body = "text/html" if body is HTML else "application/json"
    reply = Reply(body, status, (("Content-Type", kind_of_body),))
    failed = error(list_students_for_class(answering(reply), "c"))
    assert isinstance(failed, kind)
    assert (failed.status, failed.reply.text) == (status, text)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with ScriptedServer(in_turn(Reply({}))) as elsewhere:
        script = in_turn(Reply(None, status, (("Location", f"{elsewhere.base_url}/users/u"),)))
        with ScriptedServer(script) as server, client_of(server) as client:
            failed = error(get_user(client.session, "u"))
            assert isinstance(failed, UnexpectedStatus)
            assert failed.status == status
            assert len(server.calls()) == 1
        assert elsewhere.connections == 0


def test_no_redirect_is_followed__nor_with_credentials() -> None:
    with ScriptedServer(in_turn(Reply({}))) as elsewhere:
        token = in_turn(Reply(None, 307, (("Location", elsewhere.token_url),)))
        with ScriptedServer(in_turn(Reply({})), token) as server, client_of(server) as client:
            failed = error(get_user(client.session, "u"))
            assert isinstance(failed, AuthError)
            assert failed.status == 307
        assert elsewhere.connections == 0


def test_an_error_tells_about_its_call(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.faults(Fault("unavailable", retry_after=0))
    failed = error(get_user(client.using(request_id="trace-7").session, "student-1"))
    assert isinstance(failed, ServerFault)
    assert failed.retry_after == 0
    told = failed.call
    assert (told.operation, told.verb, told.attempts) == ("oneroster.get_user", "GET", 3)
    assert re.fullmatch(r"/ims/oneroster/rostering/v1p2/users/\{\w+\}", told.path)
    assert told.elapsed > 0
    assert told.request_id
    assert {dict(request.headers)["x-request-id"] for request in calls(sandbox)} == {"trace-7"}


def test_an_error_tells_about_its_call__and_what_the_server_said(client: TimebackClient) -> None:
    missing = error(get_user(client.session, "nobody"))
    assert isinstance(missing, NotFound)
    assert missing.reply.codes == (("TargetEndSystem", "unknownobject"),)
    taken = value(get_user(client.session, "student-1")).email or ""
    refused = error(create_user(client.session, new_user(email=taken)))
    assert isinstance(refused, Rejected)
    assert [problem.path for problem in refused.reply.problems] == ["user.email"]


def test_the_whole_answer_can_be_had(client: TimebackClient) -> None:
    told = value(list_users.response(client.session, limit=2))
    assert (told.status, told.attempts, len(told.value)) == (200, 1, 2)
    assert told.request_id == told.header("X-Amzn-RequestId")
    assert told.header("content-type") == "application/json; charset=utf-8"
    assert told.elapsed > 0
    assert isinstance(error(get_user.response(client.session, "nobody")), NotFound)


FOUND = Reply({"user": {"sourcedId": "secret-id", "givenName": "Lovelace", "familyName": "B"}})


def warnings_of(records: list[logging.LogRecord]) -> list[str]:
    return [each.getMessage() for each in records if each.name == "timeback_core" and each.levelname == "WARNING"]


FAILED: dict[str, tuple[Reply, Callable[[Session], object], str | None]] = {
    "broken": (Reply(cut=True), lambda s: get_user(s, "secret-id"), "ConnectionFailed in GET "),
    "500": (Reply(None, 500), lambda s: get_user.response(s, "secret-id"), "ServerFault in GET "),
    "throttled": (
        Reply(None, 429, (("Retry-After", "99"),)),
        lambda s: get_user(s, "secret-id"),
        "RateLimited in GET /ims/oneroster/rostering/v1p2/users/{sourced_id} (oneroster.get_user): 429, request ",
    ),
    "refused": (Reply({"message": "Lovelace"}, 400), lambda s: create_user(s, new_user()), "Rejected in POST "),
    "never sent": (FOUND, lambda s: get_user(s, " "), "(oneroster.get_user): sourced_id"),
    "a page": (Reply(None, 403), lambda s: list(list_users.stream(s)), "Forbidden in GET "),
    "a list": (Reply(None, 403), list_users.collect, "Forbidden in GET "),
    "a list that does not end": (
        Reply({"users": [PERSON], "totalCount": 9}),
        list_users.collect,
        "IncompletePages in GET ",
    ),
    "a stream that does not end": (
        Reply({"users": [PERSON], "totalCount": 9}),
        lambda s: list(list_users.stream(s)),
        "IncompletePages in GET ",
    ),
    "rows that no list has": (FOUND, lambda s: list_users.take(s, -1), "InvalidInput in GET "),
    "a flow": (Reply(None, 403), lambda s: upsert_user(s, "secret-id", new_user()), "a step of oneroster.upsert_user"),
    "a write to what is not there": (Reply(None, 404), lambda s: delete_user(s, "secret-id"), "NotFound in DELETE "),
    "a read of what is not there": (Reply(None, 404), lambda s: get_user(s, "secret-id"), None),
    "a flow that asks whether it is there": (Reply(None, 404), lambda s: user_exists(s, "secret-id"), None),
    "a success": (FOUND, lambda s: get_user(s, "secret-id"), None),
}


@pytest.mark.parametrize("case", FAILED)
def test_a_failed_call_is_seen_once(caplog: pytest.LogCaptureFixture, case: str) -> None:
    reply, ask, told = FAILED[case]
    caplog.set_level(logging.DEBUG, "timeback_core")
    with ScriptedServer(in_turn(reply)) as server, client_of(server, max_attempts=2, timeout=1) as client:
        ask(client.session)
    assert len(warnings_of(caplog.records)) == (0 if told is None else 1)
    assert all(told is not None and told in each and "None" not in each for each in warnings_of(caplog.records))
    for secret in ("secret-id", "Lovelace", "scripted-token", "scripted-secret"):
        assert secret not in caplog.text


def test_a_failed_call_is_seen_once__asynchronously(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        with ScriptedServer(in_turn(Reply(None, 403))) as server:
            async with async_client_of(server) as client:
                await get_user(client.session, "u")
                await get_user.response(client.session, "u")
                await list_users.collect(client.session)

    anyio.run(main)
    assert len(warnings_of(caplog.records)) == 3


def test_a_failed_call_is_seen_once__with_pages_asked_for_ahead(caplog: pytest.LogCaptureFixture) -> None:
    def answer(seen: Seen) -> Reply:
        return Reply(None, 403) if "offset" in seen.query else Reply({"users": [PERSON], "totalCount": 9})

    with ScriptedServer(answer) as server, client_of(server, max_attempts=1) as client:
        list(list_users.stream(client.using(prefetch=4).session, limit=1))
    assert len(warnings_of(caplog.records)) == 1


def test_a_failed_call_is_seen_once__on_the_console() -> None:
    program = (
        "from timeback_core import TimebackClient\n"
        "from timeback_core.oneroster import delete_user\n"
        "client = TimebackClient.open(base_url='http://localhost:9', max_attempts=1, environ={}).unwrap()\n"
        "delete_user(client.session, 'secret-id')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300)  # noqa: S603 -- above
    assert done.stderr.startswith("ConnectionFailed in DELETE ")
    assert "secret-id" not in done.stderr


@pytest.mark.parametrize("open_client", [TimebackClient.open, AsyncTimebackClient.open])
def test_a_careless_unwrap_shows_what_was_wrong(open_client: Callable[..., Any]) -> None:
    with pytest.raises(UnwrapFailedError) as raised:
        open_client(env="stagin", environ={}).unwrap()
    assert isinstance(raised.value.__cause__, ConfigError)
    assert "did you mean 'staging'?" in str(raised.value.__cause__)


def test_a_careless_unwrap_shows_what_was_wrong__of_a_call(answering: Answering) -> None:
    with pytest.raises(UnwrapFailedError) as raised:
        get_user(answering(Reply({}, 404)), "u").unwrap()
    assert isinstance(raised.value.__cause__, NotFound)
