"""The hook at the boundary of attempts, and what is logged without one."""

import logging
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import anyio
import attrs
import pytest
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.session.ways import Way, run
from tests.support import async_client_of, client_of, error, new_user, settings_of, value

from timeback_core import AsyncTimebackClient, Attempt, Session, TimebackClient
from timeback_core.oneroster.users import create_user, delete_user, get_user, list_users, upsert_user, user_exists

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
    assert all(0 < each.elapsed < 5 for each in seen)
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


def warnings_of(records: list[logging.LogRecord]) -> list[str]:
    return [each.getMessage() for each in records if each.name == "timeback_core" and each.levelname == "WARNING"]


FAILURES: dict[str, tuple[Reply, Callable[[Session], object], str | None]] = {
    "broken": (Reply(cut=True), lambda s: get_user(s, "secret-id"), "ConnectionFailed in GET "),
    "500": (Reply(None, 500), lambda s: get_user.response(s, "secret-id"), "ServerFault in GET "),
    "throttled": (
        Reply(None, 429, (("Retry-After", "99"),)),
        lambda s: get_user(s, "secret-id"),
        f"RateLimited in GET {TEMPLATE} (oneroster.get_user): 429, request ",
    ),
    "refused": (Reply({"message": SECRETS[0]}, 400), lambda s: create_user(s, new_user()), "Rejected in POST "),
    "never sent": (USER, lambda s: get_user(s, " "), "(oneroster.get_user): sourced_id, request None"),
    "a page": (Reply(None, 403), lambda s: list(list_users.stream(s)), "Forbidden in GET "),
    "a list": (Reply(None, 403), list_users.collect, "Forbidden in GET "),
    "a flow": (Reply(None, 403), lambda s: upsert_user(s, "secret-id", new_user()), "a step of oneroster.upsert_user"),
    "a write to what is not there": (Reply(None, 404), lambda s: delete_user(s, "secret-id"), "NotFound in DELETE "),
    "a read of what is not there": (Reply(None, 404), lambda s: get_user(s, "secret-id"), None),
    "a flow that asks whether it is there": (Reply(None, 404), lambda s: user_exists(s, "secret-id"), None),
    "a success": (USER, lambda s: get_user(s, "secret-id"), None),
}


@pytest.mark.parametrize("case", FAILURES)
def test_a_failed_call_is_one_warning_whoever_looks_at_it(caplog: pytest.LogCaptureFixture, case: str) -> None:
    reply, ask, told = FAILURES[case]
    caplog.set_level(logging.DEBUG, "timeback_core")
    with ScriptedServer(in_turn(reply)) as server, client_of(server, max_attempts=2, timeout=1) as client:
        ask(client.session)
    assert len(warnings_of(caplog.records)) == (0 if told is None else 1)
    assert all(told is not None and told in each for each in warnings_of(caplog.records))
    for secret in SECRETS:
        assert secret not in caplog.text


def test_a_failed_call_is_one_warning_whoever_looks_at_it__asynchronously(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        with ScriptedServer(in_turn(Reply(None, 403))) as server:
            async with async_client_of(server) as client:
                await get_user(client.session, "u")
                await get_user.response(client.session, "u")
                await list_users.collect(client.session)

    anyio.run(main)
    assert len(warnings_of(caplog.records)) == 3


def test_without_handlers_a_failed_call_shows_on_the_console() -> None:
    program = (
        "from timeback_core import TimebackClient\n"
        "from timeback_core.oneroster import delete_user\n"
        "client = TimebackClient.open(base_url='http://localhost:9', max_attempts=1, environ={}).unwrap()\n"
        "delete_user(client.session, 'secret-id')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 -- above
    assert done.stderr.startswith("ConnectionFailed in DELETE ")
    assert "secret-id" not in done.stderr


def test_nothing_is_logged_on_the_usual_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "timeback_core")
    with ScriptedServer(in_turn(USER)) as server, client_of(server) as client:
        value(get_user(client.session, "secret-id"))
    assert [record for record in caplog.records if record.name == "timeback_core"] == []
