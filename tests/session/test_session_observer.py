"""The hook at the boundary of attempts, and what is logged without one."""

import logging
from typing import Any

import attrs
import pytest
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.session.ways import Way, run
from tests.support import client_of, error, settings_of, value

from timeback_core import AsyncTimebackClient, Attempt, TimebackClient
from timeback_core.oneroster.users import get_user, list_users, user_exists

TEMPLATE = "/ims/oneroster/rostering/v1p2/users/{sourced_id}"
USER = Reply({"user": {"sourcedId": "secret-id", "givenName": "Lovelace", "familyName": "B"}})
BUSY = Reply({"message": "Lovelace is busy"}, 503, (("Retry-After", "0"),))
SECRETS = ("secret-id", "Lovelace", "scripted-token", "scripted-secret", "Bearer", "Basic")


def observe(way: Way, server: ScriptedServer, observer: Any) -> bool:
    """Read a user with an observer of attempts; whether that succeeded."""
    if way == "threads":
        with TimebackClient.open(**settings_of(server), on_attempt=observer).unwrap() as client:
            return bool(client.session.result_of(get_user.request("secret-id")).map(bool).value_or(False))

    async def work() -> bool:
        async with AsyncTimebackClient.open(**settings_of(server), on_attempt=observer).unwrap() as client:
            told = await client.session.result_of(get_user.request("secret-id"))
            return bool(told.map(bool).value_or(False))

    return run(way, work)


def test_every_attempt_is_told(way: Way) -> None:
    seen: list[Attempt] = []
    script = in_turn(BUSY, Reply(cut=True), USER)
    with ScriptedServer(script) as server:
        assert observe(way, server, seen.append)
        sent = {call.headers["x-request-id"] for call in server.calls()}
    assert [(each.attempt, each.status, each.failure) for each in seen] == [
        (1, 503, None),
        (2, None, "broken"),
        (3, 200, None),
    ]
    assert {(each.operation, each.verb, each.path) for each in seen} == {("oneroster.get_user", "GET", TEMPLATE)}
    assert {each.request_id for each in seen} == sent
    assert all(each.elapsed > 0 for each in seen)
    for secret in SECRETS:
        assert secret not in repr(seen)


def test_a_refused_token_is_an_attempt(way: Way) -> None:
    seen: list[Attempt] = []
    with ScriptedServer(in_turn(Reply(None, 401), USER)) as server:
        assert observe(way, server, seen.append)
    assert [(each.attempt, each.status) for each in seen] == [(1, 401), (2, 200)]


def test_what_is_not_sent_is_no_attempt() -> None:
    seen: list[Attempt] = []
    with ScriptedServer(in_turn(USER), in_turn(Reply({"error": "invalid_client"}, 400))) as server:
        assert not observe("threads", server, seen.append)
        with TimebackClient.open(**settings_of(server), on_attempt=seen.append).unwrap() as client:
            error(get_user(client.session, ""))
            client.close()
            error(get_user(client.session, "u"))
    assert seen == []


def test_every_page_of_a_list_is_told() -> None:
    seen: list[Attempt] = []
    pages = in_turn(Reply({"users": []}, headers=(("X-Total-Count", "0"),)))
    with ScriptedServer(pages) as server:
        client = TimebackClient.open(**settings_of(server), on_attempt=seen.append).unwrap()
        value(list_users.collect(client.session, where={"given_name": "Lovelace"}))
        client.close()
    assert [each.path for each in seen] == [TEMPLATE.removesuffix("{sourced_id}")]
    assert "Lovelace" not in repr(seen)


def test_an_observer_that_raises_disturbs_nothing(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    def fail(attempt: Attempt) -> None:
        raise ValueError("the observer is broken")

    with ScriptedServer(in_turn(BUSY, USER)) as server:
        assert observe(way, server, fail)
        assert len(server.calls()) == 2
    told = [record for record in caplog.records if record.name == "timeback_core"]
    assert [record.levelname for record in told] == ["ERROR", "ERROR"]
    assert all(record.exc_info is not None for record in told)


def test_an_attempt_cannot_be_changed() -> None:
    seen: list[Attempt] = []
    with ScriptedServer(in_turn(USER)) as server:
        assert observe("threads", server, seen.append)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        seen[0].status = 500  # type: ignore[misc]  # what is to be refused


def test_what_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "timeback_core")
    with ScriptedServer(in_turn(BUSY, USER)) as server, client_of(server) as client:
        value(get_user(client.using(request_id="trace-9").session, "secret-id"))
    told = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "timeback_core"]
    assert [level for level, _ in told] == ["INFO", "DEBUG"]
    start = f"GET {TEMPLATE} (oneroster.get_user) attempt"
    assert told[0][1].startswith(f"{start} 1: 503 in ")
    assert told[1][1].startswith(f"{start} 2: 200 in ")
    assert all(text.endswith("ms, request trace-9") for _, text in told)
    for secret in SECRETS:
        assert secret not in caplog.text


def test_what_is_not_there_is_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "timeback_core")
    with ScriptedServer(in_turn(Reply(None, 404))) as server, client_of(server) as client:
        assert value(user_exists(client.session, "nobody")) is False
    assert [(each.levelname, "1: 404 in" in each.getMessage()) for each in caplog.records] == [("DEBUG", True)]


def test_nothing_is_logged_on_the_usual_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "timeback_core")
    with ScriptedServer(in_turn(USER)) as server, client_of(server) as client:
        value(get_user(client.session, "secret-id"))
    assert [record for record in caplog.records if record.name == "timeback_core"] == []
