"""Configuration: core wire reference, section 15, rows 20, 22, 23, 24 and 32."""

import json
from importlib.metadata import entry_points, metadata

import pytest
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.support import async_client_of, calls, client_of, error, settings_of, value

from timeback_core import Settings, TimebackClient, TimebackManager, configure
from timeback_core.engine.call.base import Base
from timeback_core.engine.call.expect import Json
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.errors import (
    AuthError,
    InvalidInput,
    ServiceNotConfigured,
    UnsupportedOperation,
)
from timeback_core.oneroster.operations.users import get_user, list_users
from timeback_core.sandbox import Sandbox


@operation(GET, Base("masterytrack", "base"), "/tests", Json())
def list_mastery_tests() -> Call:
    """Read something of MasteryTrack."""
    return Call()


@operation(GET, Base("caliper", "list"), "", Json())
def list_events() -> Call:
    """Read something that LEARNWITH_AI lacks."""
    return Call()


@operation(GET, Base("edubridge", "base"), "/users", Json())
def read_edubridge() -> Call:
    """Read a service that LEARNWITH_AI lacks."""
    return Call()


def test_core_20_the_platform_reaches_every_service() -> None:
    """The official unified client forgets the platform on its way to the clients of the services.

    Guard: `timeback_core.engine.config.values.Config`, `timeback_core.engine.policy.plan.route_of`.
    """
    box = Sandbox(students=2, platform="LEARNWITH_AI")
    with box.serve() as server, client_of(server) as client:
        assert client.config.platform == "LEARNWITH_AI"
        value(get_user(client.session, "student-1"))
        assert box.requests()[0].target == "/auth/1.0/token"
        assert calls(box)[0].target == "/rostering/1.0/users/student-1"
        paths = {service.name: dict(service.paths) for service in client.config.services}
        assert paths["caliper"]["send"] == "/caliper/v1p2"
        assert error(list_events(client.session)) == UnsupportedOperation(
            "caliper.list_events", "LEARNWITH_AI"
        )
        lacking = error(read_edubridge(client.session))
        assert isinstance(lacking, ServiceNotConfigured | UnsupportedOperation)
        mixed = error(
            list_users(client.session, where={"status": "active", "OR": [{"role": "a"}, {"role": "b"}]})
        )
        assert isinstance(mixed, InvalidInput)
        assert len(calls(box)) == 1


def test_core_22_the_platform_in_a_mapping() -> None:
    """The official client ignores `platform` in a mapping, so that a managed client goes to the wrong one.

    Guard: `timeback_core.manager.configs.config_of`.
    """
    box = Sandbox(students=2, platform="LEARNWITH_AI")
    with box.serve() as server:
        assert settings_of(server)["platform"] == "LEARNWITH_AI"
        with TimebackManager.of({"a": settings_of(server)}).unwrap() as manager:
            value(get_user(manager.get("a").unwrap().session, "student-1"))
        assert calls(box)[0].target == "/rostering/1.0/users/student-1"

    hosted = Settings(platform="LEARNWITH_AI", env="staging", client_id="a", client_secret="b", environ={})
    client = TimebackManager.of({"a": hosted}).unwrap().get("a").unwrap()
    assert {str(service.base) for service in client.config.services} == {"https://platform.dev.timeback.com"}


def test_core_23_every_problem_at_once() -> None:
    """The official client tells one configuration error at a time, and takes bad URLs, names and timeouts.

    Guard: `timeback_core.engine.config.configure`.
    """
    told = configure(
        services={"oneroster": "not a url", "calliper": "https://a.test", "case": "http://elsewhere.test"},
        auth_url="ftp://a.test",
        timeout=-1,
        max_concurrency=0,
        environ={},
    ).failure()
    assert {problem.path for problem in told.problems} == {
        "services.oneroster",
        "services.calliper",
        "services.case",
        "auth_url",
        "client_id",
        "client_secret",
        "timeout",
        "max_concurrency",
    }
    assert "caliper" in told.message


@pytest.mark.parametrize(
    "settings",
    [
        Settings(base_url="http://api.elsewhere.test"),
        Settings(base_url="https://api.test", auth_url="http://login.test", client_id="a", client_secret="b"),
    ],
    ids=["api", "login"],
)
def test_core_23_plain_http_is_refused(settings: Settings) -> None:
    """Credentials and tokens go over https, to loopback, or where it is allowed expressly.

    Guard: `timeback_core.engine.config.urls.parse_url`.
    """
    settings["environ"] = {}
    assert "https" in TimebackClient.open(**settings).failure().message
    settings["allow_insecure_http"] = True
    TimebackClient.open(**settings).unwrap().close()


def test_core_23_two_modes_are_a_mistake() -> None:
    """With an environment and a base URL the official client takes the URL and says nothing.

    Guard: `timeback_core.engine.config.modes.Locator`.
    """
    told = configure(env="staging", base_url="https://a.test", client_id="a", client_secret="b", environ={})
    assert [problem.path for problem in told.failure().problems] == ["base_url"]


def test_core_24_a_blank_variable_is_not_set() -> None:
    """An empty preferred variable hides the good one behind it from the official client.

    Guard: `timeback_core.engine.config.variables.Variables`.
    """
    environ = {
        "TIMEBACK_ENV": "staging",
        "TIMEBACK_API_CLIENT_ID": "  ",
        "TIMEBACK_CLIENT_ID": "id",
        "TIMEBACK_API_CLIENT_SECRET": "",
        "TIMEBACK_CLIENT_SECRET": "secret",
    }
    (token,) = configure(environ=environ).unwrap().tokens
    assert (token.client_id, token.client_secret) == ("id", "secret")


def test_core_24_no_authentication_stays_none() -> None:
    """A token URL in a variable makes the official client demand credentials for a local server.

    Guard: `timeback_core.engine.config.tokens.TokenPlanner`.
    """
    environ = {"TIMEBACK_AUTH_URL": "https://login.test/token"}
    assert configure(base_url="http://localhost:8080", environ=environ).unwrap().tokens == ()


@pytest.mark.parametrize("name", ["TIMEBACK_API_BASE_URL", "TIMEBACK_BASE_URL"])
def test_core_24_the_base_url_is_read(name: str) -> None:
    """The official client declares these variables and never reads them.

    Guard: `timeback_core.engine.config.modes.Locator`.
    """
    config = configure(environ={name: "https://api.test/x"}).unwrap()
    assert {str(service.base) for service in config.services} == {"https://api.test/x"}


def masterytrack(seen: Seen) -> Reply:
    """MasteryTrack: a token of its own for an API key, in a header of its own."""
    if seen.path == "/authorizer":
        good = seen.headers.get("x-api-key") == "the-key" and json.loads(seen.body) == {"email": "a@b.test"}
        return Reply({"success": True, "jwt": "the-jwt"}) if good else Reply({"success": False}, 403)
    if seen.headers.get("x-auth-token") != "Bearer the-jwt" or "authorization" in seen.headers:
        return Reply({"success": False, "error": "no", "code": "UNAUTHORIZED"}, 401)
    return Reply({"success": True, "tests": []})


def test_core_32_masterytrack_is_part_of_the_client() -> None:
    """The official Python client has no MasteryTrack, whose credentials and token are its own.

    Guard: `timeback_core.engine.config.masterytrack`, `timeback_core.engine.policy.tokens.token_request`.
    """
    with ScriptedServer(masterytrack) as server:
        with client_of(server, masterytrack_api_key="the-key", masterytrack_email="a@b.test") as client:
            for _ in range(3):
                assert value(list_mastery_tests(client.session)) == {"success": True, "tests": []}
            assert [seen.path for seen in server.seen].count("/authorizer") == 1
            assert server.tokens_asked() == 0
        with client_of(server, masterytrack_api_key="wrong", masterytrack_email="a@b.test") as client:
            assert isinstance(error(list_mastery_tests(client.session)), AuthError)
        with client_of(server) as client:
            missing = error(list_mastery_tests(client.session))
            assert isinstance(missing, ServiceNotConfigured)
            assert missing.service == "masterytrack"


def test_core_32_a_refused_masterytrack_token_is_fetched_once_more() -> None:
    """A 401 of MasteryTrack is answered with a fresh token, like any other.

    Guard: `timeback_core.engine.policy.call.call`.
    """
    granted = in_turn(Reply({"success": True, "jwt": "old"}), Reply({"success": True, "jwt": "the-jwt"}))

    def script(seen: Seen) -> Reply:
        return granted(seen) if seen.path == "/authorizer" else masterytrack(seen)

    with ScriptedServer(script) as server:
        with client_of(server, masterytrack_api_key="the-key", masterytrack_email="a@b.test") as client:
            value(list_mastery_tests(client.session))
        assert [seen.path for seen in server.seen] == ["/authorizer", "/tests"] * 2


def test_core_32_sync_async_sandbox_and_command_line(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official package has no sync client, no typed `where`, no sandbox, no CLI, and needs Python 3.12.

    Guard: `timeback_core.client`, `timeback_core.sandbox`, `timeback_core.cli`, the package's metadata.
    """
    assert metadata("timeback-core")["Requires-Python"] == ">=3.11"
    (command,) = entry_points(group="console_scripts", name="timeback")
    assert callable(command.load())
    assert {*dir(client.oneroster.users)} >= {"list", "get", "create", "update", "delete"}
    with sandbox.serve() as server:
        assert type(async_client_of(server)).__name__ == "AsyncTimebackClient"
