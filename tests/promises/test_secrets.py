"""Secrets and personal data show nowhere but on the wire."""

import logging
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.answering import CREATED, Answering, refused
from tests.support import client_of, error, new_user, settings_of, value

from timeback_core import Attempt, TimebackClient, evolve
from timeback_core.errors import TimebackError
from timeback_core.oneroster import (
    CredentialInput,
    CredentialPair,
    DecryptedCredential,
    create_user,
    decrypt_credential,
    get_user,
    list_users,
    register_credential,
    remove_agent,
)
from timeback_core.sandbox import Fault, Sandbox, Server, record, replay
from timeback_core.testing import RecordingTransport, sent_to

SECRETS = ("tell-nobody", "pass-w0rd", "lovelace")
"""A client secret, a password, and a name."""
ID = "id-of-ada"
"""What stands in paths: the caller's own word, which messages of errors repeat."""


@pytest.fixture
def secretive() -> Iterator[Server]:
    """A sandbox whose client secret is one of the secrets."""
    box = Sandbox(students=2, client_secret=SECRETS[0])
    with box.serve() as running:
        yield running


REFUSED = '{"error": "invalid_client", "error_description": "tell-nobody lovelace"}'


def use(client: TimebackClient, sandbox: Sandbox) -> list[TimebackError]:
    """Calls of every kind of outcome, with personal data in path, query, body and answer."""
    user = evolve(new_user(), given_name="lovelace", email="lovelace@example.com", password="pass-w0rd")
    value(create_user(client.session, user))
    value(list_users(client.session, where={"email": "lovelace@example.com"}))
    failures: list[TimebackError] = [
        error(create_user(client.session, user)),
        error(create_user(client.session, evolve(user, sourced_id="lovelace"))),
        error(get_user(client.session, ID)),
        error(remove_agent(client.session, ID, ID)),
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
        failures.append(error(get_user(client.using(timeout=0.5).session, ID)))
    sandbox.clear_faults()
    sandbox.faults(Fault("body", status=400, path="*/token", body=REFUSED))
    report = value(client.check_auth())
    failures.extend(check.error for check in report.checks if check.error is not None)
    return failures


def test_nothing_secret_shows__in_logs(secretive: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with client_of(secretive) as client:
        use(client, secretive.sandbox)
    assert re.search(r"/users/\{\w+\} \(oneroster\.get_user\) attempt 1: 200", caplog.text)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("timeback_core")]
    assert len(ours) > 10
    for secret in (*SECRETS, ID):
        assert secret not in "".join(ours)
    # The libraries below log headers of answers; what is sent must not show there either.
    for secret in (*SECRETS[:2], "Bearer", "Basic", f"/users/{ID}", "lovelace@"):
        assert secret not in caplog.text


def test_nothing_secret_shows__to_observers(secretive: Server) -> None:
    seen: list[Attempt] = []
    with TimebackClient.open(**settings_of(secretive), on_attempt=seen.append).unwrap() as client:
        use(client, secretive.sandbox)
    assert len(seen) > 10
    for secret in (*SECRETS, ID):
        assert secret not in repr(seen)


def test_nothing_secret_shows__in_errors(secretive: Server) -> None:
    with client_of(secretive) as client:
        failures = use(client, secretive.sandbox)
    assert len(failures) == 14
    for failed in failures:
        assert ID not in repr(failed), failed
        assert ID not in str(failed.call), failed
        for secret in SECRETS:
            assert secret not in repr(failed), failed
            assert secret not in failed.message, failed
            assert secret.encode() not in pickle.dumps(failed), failed


def test_nothing_secret_shows__in_reprs(secretive: Server) -> None:
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


def test_a_session_travels_without_its_tokens(secretive: Server) -> None:
    with client_of(secretive) as client:
        value(list_users(client.session))
        travelling = pickle.dumps(client.session)
        assert b"tell-nobody" in travelling
        assert b"Bearer" not in travelling
        assert b"sandbox-" not in travelling.replace(b"sandbox-client", b"")


def test_passwords_show_nowhere(client: TimebackClient) -> None:
    pair = CredentialPair(username="ada", password="pass-w0rd")
    credential = CredentialInput(application_name="app", credentials=pair)
    stored = value(register_credential(client.session, "student-1", credential))
    assert stored.created
    clear = value(decrypt_credential(client.session, "student-1", stored.value.credential_id))
    assert clear.password == "pass-w0rd"
    user = evolve(new_user(), password="pass-w0rd")
    for shown in (pair, credential, clear, user, create_user.request(user), stored):
        assert "pass-w0rd" not in repr(shown)
        assert "pass-w0rd" not in str(shown)


def test_passwords_show_nowhere__but_on_the_wire(answering: Answering) -> None:
    user = evolve(new_user(), password="sesame-1")
    pair = CredentialPair(username="n", password="sesame-1")
    login = CredentialInput(application_name="x", credentials=pair)
    for held in (user, pair, login, DecryptedCredential(password="sesame-1"), create_user.request(user)):
        assert "sesame" not in repr(held) + str(held)
    value(create_user(answering(CREATED), user))
    assert answering.document("user")["password"] == "sesame-1"
    failed = error(create_user(answering(refused(422, "Validation error")), user))
    assert "sesame" not in repr(failed) + failed.message


def test_what_a_test_records_holds_no_secret(secretive: Server) -> None:
    recording = RecordingTransport()
    with client_of(secretive, transport=recording) as client:
        value(create_user(client.session, evolve(new_user("new"), password="pass-w0rd")))
    recording.close()
    for sent in (recording.sent.only, sent_to(secretive).only):
        assert sent.at("user", "password") == "***"
        assert sent.headers["authorization"] == "Bearer ***"
        assert "pass-w0rd" not in f"{sent!r}{sent}"


def test_a_recording_holds_no_secret_and_nothing_personal(secretive: Server, tmp_path: Path) -> None:
    user = evolve(new_user(), given_name="lovelace", email="lovelace@example.com", password="pass-w0rd")
    path = tmp_path / "recording.jsonl"
    with (
        record(secretive.base_url, path) as recorder,
        recorder.serve() as relay,
        client_of(secretive, base_url=relay.base_url, auth_url=relay.token_url) as client,
    ):
        made = value(create_user(client.session, user))
        found = value(list_users(client.session, where={"email": "lovelace@example.com"}))
    kept = path.read_text(encoding="utf-8")
    assert not [secret for secret in SECRETS if secret in kept]
    with TimebackClient.open(**replay(path).settings).unwrap() as client:
        assert value(create_user(client.session, user)) == made
        (again,) = value(list_users(client.session, where={"email": "lovelace@example.com"}))
        assert (again.sourced_id, again.roles) == (found[0].sourced_id, found[0].roles)
        assert again.given_name in kept
