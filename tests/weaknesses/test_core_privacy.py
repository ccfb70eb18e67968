"""Secrets and personal data: core wire reference, section 15, row 28."""

import logging
import pickle
from collections.abc import Iterator

import pytest
from tests.support import client_of, error, new_user, settings_of, value

from timeback_core import Attempt, TimebackClient, evolve
from timeback_core.errors import TimebackError
from timeback_core.oneroster.models.credentials import CredentialInput, CredentialPair
from timeback_core.oneroster.operations.agents import remove_agent
from timeback_core.oneroster.operations.users import create_user, get_user, list_users
from timeback_core.sandbox import Fault, Sandbox
from timeback_core.sandbox.faces.server import Server

REFUSED = '{"error": "invalid_client", "error_description": "tell-nobody lovelace"}'
SECRETS = ("tell-nobody", "pass-w0rd", "lovelace")
"""A client secret, a password, and a name."""


@pytest.fixture
def secretive() -> Iterator[Server]:
    """A sandbox whose client secret is one of the secrets."""
    box = Sandbox(students=2, client_secret=SECRETS[0])
    with box.serve() as running:
        yield running


def use(client: TimebackClient, sandbox: Sandbox) -> list[TimebackError]:
    """Calls of every kind of outcome, with personal data in path, query, body and answer."""
    user = evolve(new_user(), given_name="lovelace", email="lovelace@example.com", password="pass-w0rd")
    value(create_user(client.session, user))
    value(list_users(client.session, where={"email": "lovelace@example.com"}))
    failures: list[TimebackError] = [
        error(create_user(client.session, user)),
        error(create_user(client.session, evolve(user, sourced_id="lovelace"))),
        error(get_user(client.session, "lovelace")),
        error(remove_agent(client.session, "lovelace", "lovelace")),
        error(create_user(client.session, evolve(user, email="lovelace", roles=()))),
    ]
    for trouble in (
        Fault("shape"),
        Fault("body", body='{"user": {"sourcedId": 1, "givenName": "lovelace"}}'),
        Fault("body", status=500, body='{"stack": "lovelace pass-w0rd tell-nobody"}'),
        Fault("html", status=502, retry_after=0),
        Fault("truncated"),
        Fault("cut"),
        Fault("redirect", location="https://elsewhere.test/lovelace"),
        Fault("throttled", retry_after=60),
    ):
        sandbox.clear_faults()
        sandbox.faults(trouble)
        failures.append(error(get_user(client.using(timeout=0.5).session, "lovelace")))
    sandbox.clear_faults()
    sandbox.faults(Fault("body", status=400, path="*/token", body=REFUSED))
    report = value(client.check_auth())
    failures.extend(check.error for check in report.checks if check.error is not None)
    return failures


def test_core_28_nothing_secret_is_logged(secretive: Server, caplog: pytest.LogCaptureFixture) -> None:
    """The official client logs token answers, whole URLs with their filters, and previews of bodies.

    Guard: `timeback_core.engine.session.attempts.log_attempt`.
    """
    caplog.set_level(logging.DEBUG)
    with client_of(secretive) as client:
        use(client, secretive.sandbox)
    assert "/users/{sourcedId} (oneroster.get_user) attempt 1: 200" in caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("timeback_core")]
    assert len(ours) > 10
    for secret in SECRETS:
        assert secret not in "".join(ours)
    # The libraries below log headers of answers; what is sent must not show there either.
    for secret in (*SECRETS[:2], "Bearer", "Basic", "/users/lovelace", "lovelace@"):
        assert secret not in caplog.text


def test_core_28_nothing_secret_is_observed(secretive: Server) -> None:
    """What an observer of attempts is told could be logged as it is.

    Guard: `timeback_core.engine.session.attempts.Attempt`.
    """
    seen: list[Attempt] = []
    with TimebackClient.open(**settings_of(secretive), on_attempt=seen.append).unwrap() as client:
        use(client, secretive.sandbox)
    assert len(seen) > 10
    for secret in SECRETS:
        assert secret not in repr(seen)


def test_core_28_nothing_secret_in_errors(secretive: Server) -> None:
    """Errors hold neither secrets nor what was asked about whom; they can be shown and stored.

    Guard: `timeback_core.errors`, `timeback_core.engine.policy.failures`.
    """
    with client_of(secretive) as client:
        failures = use(client, secretive.sandbox)
    assert len(failures) == 14
    for failed in failures:
        for secret in SECRETS:
            assert secret not in repr(failed), failed
            assert secret not in failed.message, failed
            assert secret.encode() not in pickle.dumps(failed), failed


def test_core_28_nothing_secret_in_reprs(secretive: Server) -> None:
    """The official token configuration prints the client secret in its repr.

    Guard: `timeback_core.engine.config.values.TokenSource`, `timeback_core.engine.call.request.Request`.
    """
    with client_of(secretive, masterytrack_api_key="tell-nobody", masterytrack_email="a@b.test") as client:
        value(list_users(client.session))
        user = evolve(new_user(), password="pass-w0rd")
        credential = CredentialInput(
            application_name="app", credentials=CredentialPair(username="ada", password="pass-w0rd")
        )
        shown = (
            client,
            client.session,
            client.config,
            client.config.tokens,
            client.config.services,
            client.oneroster,
            client.oneroster.users.get,
            create_user.request(user),
            user,
            credential,
            client.using(headers={"x-trace": "1"}).session,
        )
        for each in shown:
            for secret in SECRETS:
                assert secret not in repr(each)
                assert secret not in str(each)
    wrong = TimebackClient.open(base_url="http://u:pass-w0rd@a.test", auth_url="tell-nobody", environ={})
    for secret in SECRETS:
        assert secret not in repr(wrong)


def test_core_28_a_session_travels_without_tokens(secretive: Server) -> None:
    """A pickled session holds its configuration, as is documented, and no token.

    Guard: `timeback_core.engine.session.base.BaseSession`.
    """
    with client_of(secretive) as client:
        value(list_users(client.session))
        travelling = pickle.dumps(client.session)
        assert b"tell-nobody" in travelling
        assert b"Bearer" not in travelling
        assert b"sandbox-" not in travelling.replace(b"sandbox-client", b"")
