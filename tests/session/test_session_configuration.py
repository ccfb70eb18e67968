"""Opening clients: every problem of every mode at once, and which token goes to which service."""

from typing import Any

import pytest
from returns.result import Result, Success
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.session.ways import Way, perform
from tests.support import error, value

from timeback_core import AsyncTimebackClient, ServiceSpec, Settings, TimebackClient
from timeback_core.engine.call.expect import Json
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.errors import ConfigError, ServiceNotConfigured
from timeback_core.sandbox import Sandbox


@operation(GET, Base("oneroster", "rostering"), "/first", Json())
def read_first() -> Call:
    """Read something of one service."""
    return Call()


@operation(GET, Base("edubridge", "base"), "/second", Json())
def read_second() -> Call:
    """Read something of another service."""
    return Call()


@operation(GET, Base("qti", "base"), "/third", Json())
def read_third() -> Call:
    """Read something of a third service."""
    return Call()


WRONG: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"env"}),
    ({"env": "prod"}, {"env", "client_id", "client_secret"}),
    ({"env": "staging", "platform": "MOON", "timeout": -1}, {"platform", "client_id", "client_secret", "timeout"}),
    ({"env": "staging", "client_id": "id", "max_attempts": 0}, {"client_secret", "max_attempts"}),
    ({"base_url": "ftp://a.test", "proxy": "nonsense"}, {"base_url", "proxy"}),
    ({"base_url": "http://a.test"}, {"base_url"}),
    (
        {"base_url": "http://localhost", "auth_url": "nonsense", "max_concurrency": 0},
        {"auth_url", "client_id", "client_secret", "max_concurrency"},
    ),
    ({"base_url": "http://localhost", "client_id": "id", "client_secret": "s"}, {"auth_url"}),
    ({"services": {}}, {"env"}),
    (
        {"services": {"onerooster": "http://localhost", "qti": "nonsense", "case": {"auth_url": "http://localhost"}}},
        {"services.onerooster", "services.qti", "services.case.base_url", "client_id", "client_secret"},
    ),
    ({"services": {"qti": "http://localhost"}, "base_url": "http://localhost"}, {"services"}),
    ({"base_url": 7, "timeout": "5", "scopes": 3, "typo": 1}, {"base_url", "timeout", "scopes", "typo"}),
]


@pytest.mark.parametrize(("settings", "paths"), WRONG, ids=lambda each: ",".join(sorted(each)))
def test_every_problem_is_told_at_once(settings: dict[str, Any], paths: set[str]) -> None:
    opened: list[Result[Any, ConfigError]] = [
        TimebackClient.open(environ={}, **settings),
        AsyncTimebackClient.open(environ={}, **settings),
    ]
    for each in opened:
        failed = each.failure()
        assert {problem.path for problem in failed.problems} == paths
        assert failed.message
    assert opened[0] == opened[1]


def test_a_transport_for_the_other_kind_of_client_is_a_problem() -> None:
    class OnlySync:
        def handle_request(self, request: object) -> None: ...

    settings = Settings(base_url="http://localhost", environ={}, transport=OnlySync())
    assert isinstance(TimebackClient.open(**settings), Success)
    problems = AsyncTimebackClient.open(**settings).failure().problems
    assert [problem.path for problem in problems] == ["transport"]


def test_a_server_without_authentication(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({"told": 1}))) as server:
        [told] = perform(way, Settings(base_url=server.base_url, environ={}), read_first.request())
        assert told.unwrap() == {"told": 1}
        assert [seen.verb for seen in server.seen] == ["GET"]
        assert "authorization" not in server.seen[0].headers


def test_each_service_gets_its_own_token_and_no_other(way: Way) -> None:
    def token(text: str) -> Reply:
        return Reply({"access_token": text, "expires_in": 3600})

    with (
        ScriptedServer(in_turn(Reply({})), in_turn(token("common"))) as one,
        ScriptedServer(in_turn(Reply({})), in_turn(token("own"))) as two,
        ScriptedServer(in_turn(Reply({}))) as three,
    ):
        settings = Settings(
            services={
                "oneroster": one.base_url,
                "edubridge": ServiceSpec(
                    base_url=two.base_url, auth_url=two.token_url, client_id="b", client_secret="s-b"
                ),
                "qti": ServiceSpec(base_url=three.base_url, auth_url=None),
            },
            auth_url=one.token_url,
            client_id="a",
            client_secret="s-a",
            environ={},
        )
        requests = [read_first.request(), read_second.request(), read_third.request()] * 2
        for told in perform(way, settings, *requests):
            assert told.unwrap() == {}
        carried = [[call.headers.get("authorization") for call in each.calls()] for each in (one, two, three)]
        assert carried == [["Bearer common"] * 2, ["Bearer own"] * 2, [None] * 2]
        assert [each.tokens_asked() for each in (one, two, three)] == [1, 1, 0]


def test_a_service_that_is_not_configured(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({}))) as server:
        settings = Settings(services={"qti": server.base_url}, environ={})
        [told] = perform(way, settings, read_first.request())
        assert error(told) == ServiceNotConfigured("oneroster", ("qti",))
        assert server.seen == []


def test_the_environment_is_enough() -> None:
    with Sandbox(students=2).serve() as server:
        variables = {
            "TIMEBACK_API_BASE_URL": server.base_url,
            "TIMEBACK_API_AUTH_URL": server.token_url,
            "TIMEBACK_API_CLIENT_ID": server.client_id,
            "TIMEBACK_API_CLIENT_SECRET": server.client_secret,
        }
        with TimebackClient.open(environ=variables).unwrap() as client:
            assert len(value(client.oneroster.users.list(limit=1))) == 1
