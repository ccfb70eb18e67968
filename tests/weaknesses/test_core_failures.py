"""What a failure is: core wire reference, section 15, rows 7, 9, 10 and 25."""

from typing import get_args

import pytest
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import calls, client_of, error, new_user, value

from timeback_core import TimebackClient, TimebackError
from timeback_core.errors import (
    AuthError,
    Conflict,
    ConnectionFailed,
    DecodeError,
    Forbidden,
    NotFound,
    RateLimited,
    Rejected,
    ServerFault,
    Unauthorized,
    UnexpectedStatus,
)
from timeback_core.oneroster.flows.users import user_exists
from timeback_core.oneroster.operations.users import create_user, get_user, list_users
from timeback_core.sandbox import Fault, Sandbox
from timeback_core.sandbox.faces.server import Server

TOKENS = "*/token"
TEMPLATE = "/ims/oneroster/rostering/v1p2/users/{sourcedId}"

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
def test_core_07_every_failure_is_a_value(server: Server, trouble: Fault, kind: type) -> None:
    """From the official client errors of four libraries escape: httpx, json, pydantic, and plain exceptions.

    Guard: `timeback_core.engine.policy.answer.read_answer`, `timeback_core.engine.policy.tokens.read_token`.
    """
    server.sandbox.faults(trouble)
    with client_of(server, max_attempts=1) as client:
        failed = error(get_user(client.session, "student-1"))
        assert type(failed) is kind
        assert isinstance(failed, get_args(TimebackError))
        assert failed.message


def test_core_07_no_server_at_all(server: Server) -> None:
    """A refused connection, and a host that does not exist, are values as well.

    Guard: `timeback_core.engine.transport.send.send`.
    """
    server.close()
    with client_of(server, max_attempts=1, auth_url=None, client_id=None, client_secret=None) as client:
        failed = error(get_user(client.session, "student-1"))
        assert isinstance(failed, ConnectionFailed)
        assert not failed.sent
    with client_of(server, max_attempts=1) as client:
        refused = error(get_user(client.session, "student-1"))
        assert isinstance(refused, AuthError)
        assert refused.retryable


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
def test_core_09_html_error_pages(server: Server, status: int) -> None:
    """The official client forgets the class of an error whose body is a gateway's page.

    Guard: `timeback_core.engine.policy.failures.refusal`.
    """
    server.sandbox.faults(Fault("html", status=status))
    with client_of(server, max_attempts=1) as client:
        failed = error(get_user(client.session, "student-1"))
        assert type(failed) is BY_STATUS[status]
        assert failed.status == status
        assert "<" not in failed.message


def test_core_09_exists_with_an_html_404(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official `exists()` raises when the 404 is a gateway's page.

    Guard: `timeback_core.oneroster.flows.steps.exists`.
    """
    assert value(user_exists(client.session, "student-1"))
    sandbox.faults(Fault("html", status=404))
    assert not value(user_exists(client.session, "student-1"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_core_10_redirects(status: int) -> None:
    """The official client takes a redirect for a success and fails on its body.

    Ours follows none: the token must not travel to another host.

    Guard: `timeback_core.engine.policy.failures.refusal`, `timeback_core.engine.transport.pooled`.
    """
    with ScriptedServer(in_turn(Reply({}))) as elsewhere:
        script = in_turn(Reply(None, status, (("Location", f"{elsewhere.base_url}/users/u"),)))
        with ScriptedServer(script) as server, client_of(server) as client:
            failed = error(get_user(client.session, "u"))
            assert isinstance(failed, UnexpectedStatus)
            assert failed.status == status
            assert len(server.calls()) == 1
        assert elsewhere.connections == 0


def test_core_10_a_redirected_token_request() -> None:
    """Credentials do not follow a redirect either.

    Guard: `timeback_core.engine.policy.tokens.read_token`.
    """
    with ScriptedServer(in_turn(Reply({}))) as elsewhere:
        token = in_turn(Reply(None, 307, (("Location", elsewhere.token_url),)))
        with ScriptedServer(in_turn(Reply({})), token) as server, client_of(server) as client:
            failed = error(get_user(client.session, "u"))
            assert isinstance(failed, AuthError)
            assert failed.status == 307
        assert elsewhere.connections == 0


def test_core_25_errors_tell_about_their_call(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official errors know neither request id, verb, path, attempts nor `retry_after`.

    Guard: `timeback_core.engine.policy.failures.call_info`.
    """
    sandbox.faults(Fault("throttled", retry_after=0))
    failed = error(get_user(client.using(request_id="trace-7").session, "student-1"))
    assert isinstance(failed, RateLimited)
    assert failed.retry_after == 0
    told = failed.call
    assert (told.operation, told.verb, told.path, told.attempts) == ("oneroster.get_user", "GET", TEMPLATE, 3)
    assert 0 < told.elapsed < 5
    assert told.request_id
    assert {dict(request.headers)["x-request-id"] for request in calls(sandbox)} == {"trace-7"}


def test_core_25_refusals_tell_what_the_server_said(client: TimebackClient) -> None:
    """Minor codes and field problems of the server's body are part of the error.

    Guard: `timeback_core.engine.policy.refusals.read_reply`.
    """
    missing = error(get_user(client.session, "nobody"))
    assert isinstance(missing, NotFound)
    assert missing.reply.codes == (("TargetEndSystem", "unknownobject"),)
    taken = value(get_user(client.session, "student-1")).email or ""
    refused = error(create_user(client.session, new_user(email=taken)))
    assert isinstance(refused, Rejected)
    assert [problem.path for problem in refused.reply.problems] == ["user.email"]


def test_core_25_the_whole_answer_on_demand(client: TimebackClient) -> None:
    """Status, headers, request id, attempts and time of a call that succeeded.

    Guard: `timeback_core.engine.call.response.Response`.
    """
    told = value(list_users.response(client.session, limit=2))
    assert (told.status, told.attempts, len(told.value)) == (200, 1, 2)
    assert told.request_id == told.header("X-Amzn-RequestId")
    assert told.header("content-type") == "application/json; charset=utf-8"
    assert 0 < told.elapsed < 5
    assert isinstance(error(get_user.response(client.session, "nobody")), NotFound)
