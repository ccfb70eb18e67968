"""`check_auth`: a fresh token from each endpoint, and how that went."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from tests.deadlines import AT_ONCE, DEADLINE
from tests.scripted_server import TOKEN, Reply, ScriptedServer, in_turn
from tests.session.asking import open_client, told_by
from tests.session.ways import Way
from tests.support import client_of, error, settings_of, tokens_asked, value

from timeback_core import Settings
from timeback_core.engine.session.reports import AuthReport
from timeback_core.errors import AuthError, ConnectionFailed, SessionClosed, TimedOut
from timeback_core.sandbox import Fault, Sandbox, Server


def report_of(way: Way, settings: Settings) -> AuthReport:
    """The report of a client that is closed afterwards."""
    client = open_client(way, settings)
    report = told_by(way, client, lambda each: each.check_auth()).unwrap()
    client.close()
    assert isinstance(report, AuthReport)
    return report


def test_success_with_its_latency(way: Way, server: Server, sandbox: Sandbox) -> None:
    sandbox.faults(Fault("latency", seconds=0.1, path="*/token"))
    report = report_of(way, settings_of(server))
    assert report.ok
    [check] = report.checks
    assert (check.ok, check.error, check.token_url) == (True, None, server.token_url)
    assert 0.1 <= check.latency < 2


def test_each_check_asks_afresh_and_the_token_is_used(way: Way, server: Server, sandbox: Sandbox) -> None:
    client = open_client(way, settings_of(server))
    for count in range(1, 4):
        assert told_by(way, client, lambda each: each.check_auth()).unwrap().ok
        assert tokens_asked(sandbox) == count
    assert told_by(way, client, lambda each: each.oneroster.users.get("student-1")).unwrap()
    assert tokens_asked(sandbox) == 3
    client.close()


@pytest.mark.parametrize(
    ("reply", "status", "retryable"),
    [
        (Reply({"error": "invalid_client"}, 401), 401, False),
        (Reply(b"<html>"), 200, False),
        (Reply(None, 500), 500, True),
        (Reply(None, 503, (("Retry-After", "0"),)), 503, True),
    ],
    ids=["wrong credentials", "HTML", "500", "503"],
)
def test_failure_with_its_reason(way: Way, reply: Reply, status: int | None, *, retryable: bool) -> None:
    with ScriptedServer(in_turn(Reply({})), in_turn(reply)) as server:
        report = report_of(way, settings_of(server))
        [check] = report.checks
        assert not report.ok
        assert not check.ok
        assert isinstance(check.error, AuthError)
        assert (check.error.status, check.error.retryable) == (status, retryable)
        assert check.error.call is not None
        assert (check.error.call.verb, check.error.call.path) == ("POST", "/token")
        assert check.latency > 0
        assert server.calls() == []


def test_an_endpoint_that_breaks_off(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({})), in_turn(Reply(cut=True))) as server:
        [check] = report_of(way, settings_of(server)).checks
        assert isinstance(check.error, ConnectionFailed)
        assert (check.error.call.verb, check.error.call.path) == ("POST", "/token")


def test_an_endpoint_that_never_answers(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({})), in_turn(Reply(delay=30))) as server:
        settings = settings_of(server)
        settings["timeout"] = DEADLINE
        begun = monotonic()
        report = report_of(way, settings)
        assert monotonic() - begun < AT_ONCE
        assert not report.ok
        [check] = report.checks
        assert check.latency >= 0.98 * DEADLINE
        assert isinstance(check.error, TimedOut)
        assert (check.error.timeout, check.error.waiting_for) == (DEADLINE, "token")


def test_each_endpoint_by_itself(way: Way) -> None:
    refused = in_turn(Reply({"error": "invalid_client"}, 401))
    with ScriptedServer(in_turn(Reply({}))) as one, ScriptedServer(in_turn(Reply({})), refused) as two:
        settings = Settings(
            services={
                "oneroster": one.base_url,
                "case": one.base_url,
                "qti": {"base_url": two.base_url, "auth_url": two.token_url, "client_id": "b", "client_secret": "s"},
                "caliper": {"base_url": two.base_url, "auth_url": None},
            },
            auth_url=one.token_url,
            client_id="a",
            client_secret="s",
            scopes="read",
            environ={},
        )
        report = report_of(way, settings)
        assert not report.ok
        assert {check.token_url: check.ok for check in report.checks} == {one.token_url: True, two.token_url: False}
        assert (one.tokens_asked(), two.tokens_asked()) == (1, 1)


def test_without_authentication_there_is_nothing_to_check(way: Way) -> None:
    report = report_of(way, Settings(base_url="http://localhost:1", environ={}))
    assert report == AuthReport(())
    assert report.ok


def test_a_failed_check_leaves_no_token_behind(way: Way, server: Server, sandbox: Sandbox) -> None:
    client = open_client(way, settings_of(server))
    assert told_by(way, client, lambda each: each.check_auth()).unwrap().ok
    sandbox.faults(Fault("status", status=400, path="*/token"))
    assert not told_by(way, client, lambda each: each.check_auth()).unwrap().ok
    assert isinstance(error(told_by(way, client, lambda each: each.oneroster.users.get("student-1"))), AuthError)
    sandbox.clear_faults()
    assert told_by(way, client, lambda each: each.check_auth()).unwrap().ok
    assert told_by(way, client, lambda each: each.oneroster.users.get("student-1")).unwrap()
    client.close()


def test_closing_during_a_check() -> None:
    with ScriptedServer(in_turn(Reply({})), in_turn(Reply(delay=30), TOKEN)) as server:
        client = client_of(server)
        with ThreadPoolExecutor(1) as pool:
            report = pool.submit(client.check_auth)
            while server.tokens_asked() == 0:
                assert not report.done()
            client.close()
            [check] = value(report.result(timeout=AT_ONCE)).checks
            assert check.error == SessionClosed()
        assert error(client.check_auth()) == SessionClosed()
