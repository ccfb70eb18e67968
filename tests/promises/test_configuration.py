"""A client is what its settings say, or none at all."""

import json
from importlib.metadata import entry_points, metadata
from typing import Any

import pytest
from tests.promises.other_services import get_grade, list_events, list_mastery_tests, read_edubridge
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.support import async_client_of, calls, client_of, error, settings_of, value

from timeback_core import Settings, TimebackClient, TimebackManager, configure
from timeback_core.errors import AuthError, InvalidInput, ServiceNotConfigured, UnsupportedOperation
from timeback_core.oneroster import get_user, list_users
from timeback_core.sandbox import Sandbox, Server


def test_every_problem_is_told_at_once() -> None:
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
def test_credentials_do_not_travel_in_the_clear(settings: Settings) -> None:
    settings["environ"] = {}
    assert "https" in TimebackClient.open(**settings).failure().message
    settings["allow_insecure_http"] = True
    TimebackClient.open(**settings).unwrap().close()


def test_two_ways_to_say_one_thing_are_a_mistake() -> None:
    told = configure(env="staging", base_url="https://a.test", client_id="a", client_secret="b", environ={})
    assert [problem.path for problem in told.failure().problems] == ["base_url"]


def test_no_authentication_stays_none() -> None:
    environ = {"TIMEBACK_AUTH_URL": "https://login.test/token"}
    assert configure(base_url="http://localhost:8080", environ=environ).unwrap().tokens == ()


def test_settings_can_stand_in_the_environment__a_blank_one_is_not_set() -> None:
    environ = {
        "TIMEBACK_ENV": "staging",
        "TIMEBACK_API_CLIENT_ID": "  ",
        "TIMEBACK_CLIENT_ID": "id",
        "TIMEBACK_API_CLIENT_SECRET": "",
        "TIMEBACK_CLIENT_SECRET": "secret",
    }
    (token,) = configure(environ=environ).unwrap().tokens
    assert (token.client_id, token.client_secret) == ("id", "secret")


@pytest.mark.parametrize("name", ["TIMEBACK_API_BASE_URL", "TIMEBACK_BASE_URL"])
def test_settings_can_stand_in_the_environment__the_base_url_too(name: str) -> None:
    config = configure(environ={name: "https://api.test/x"}).unwrap()
    assert {str(service.base) for service in config.services} == {"https://api.test/x"}


def test_the_platform_reaches_every_service() -> None:
    box = Sandbox(students=2, platform="LEARNWITH_AI")
    with box.serve() as server, client_of(server) as client:
        assert client.config.platform == "LEARNWITH_AI"
        value(get_user(client.session, "student-1"))
        assert box.requests()[0].target == "/auth/1.0/token"
        assert calls(box)[0].target == "/rostering/1.0/users/student-1"
        paths = {service.name: dict(service.paths) for service in client.config.services}
        assert paths["caliper"]["send"] == "/caliper/v1p2"
        assert error(list_events(client.session)) == UnsupportedOperation("caliper.list_events", "LEARNWITH_AI")
        lacking = error(read_edubridge(client.session))
        assert isinstance(lacking, ServiceNotConfigured | UnsupportedOperation)
        mixed = error(list_users(client.session, where={"status": "active", "OR": [{"role": "a"}, {"role": "b"}]}))
        assert isinstance(mixed, InvalidInput)
        assert len(calls(box)) == 1


def test_the_platform_reaches_every_service__also_from_a_manager() -> None:
    box = Sandbox(students=2, platform="LEARNWITH_AI")
    with box.serve() as server:
        assert settings_of(server)["platform"] == "LEARNWITH_AI"
        with TimebackManager.of({"a": settings_of(server)}).unwrap() as manager:
            value(get_user(manager.get("a").unwrap().session, "student-1"))
        assert calls(box)[0].target == "/rostering/1.0/users/student-1"

    hosted = Settings(platform="LEARNWITH_AI", env="staging", client_id="a", client_secret="b", environ={})
    client = TimebackManager.of({"a": hosted}).unwrap().get("a").unwrap()
    assert {str(service.base) for service in client.config.services} == {"https://platform.dev.timeback.com"}


def masterytrack(seen: Seen) -> Reply:
    """MasteryTrack: a token of its own for an API key, in a header of its own."""
    if seen.path == "/authorizer":
        good = seen.headers.get("x-api-key") == "the-key" and json.loads(seen.body) == {"email": "a@b.test"}
        return Reply({"success": True, "jwt": "the-jwt"}) if good else Reply({"success": False}, 403)
    if seen.headers.get("x-auth-token") != "Bearer the-jwt" or "authorization" in seen.headers:
        return Reply({"success": False, "error": "no", "code": "UNAUTHORIZED"}, 401)
    return Reply({"success": True, "tests": []})


def test_masterytrack_has_credentials_and_a_token_of_its_own() -> None:
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


def test_masterytrack_has_credentials_and_a_token_of_its_own__that_is_replaced_when_it_is_refused() -> None:
    granted = in_turn(Reply({"success": True, "jwt": "old"}), Reply({"success": True, "jwt": "the-jwt"}))

    def script(seen: Seen) -> Reply:
        return granted(seen) if seen.path == "/authorizer" else masterytrack(seen)

    with ScriptedServer(script) as server:
        with client_of(server, masterytrack_api_key="the-key", masterytrack_email="a@b.test") as client:
            value(list_mastery_tests(client.session))
        assert [seen.path for seen in server.seen] == ["/authorizer", "/tests"] * 2


def test_one_package_has_it_all(client: TimebackClient, sandbox: Sandbox) -> None:
    assert metadata("timeback-core")["Requires-Python"] == ">=3.11"
    (command,) = entry_points(group="console_scripts", name="timeback")
    assert callable(command.load())
    assert {*dir(client.oneroster.users)} >= {"list", "get", "create", "update", "delete"}
    with sandbox.serve() as server:
        assert type(async_client_of(server)).__name__ == "AsyncTimebackClient"


def test_one_package_has_it_all__the_sandbox_too(timeback_sandbox: Server) -> None:
    with client_of(timeback_sandbox) as client:
        assert value(client.oneroster.schools.list()).total == 2
    in_process = settings_of(timeback_sandbox)
    box = Sandbox(students=2)
    in_process.update({"base_url": box.base_url, "auth_url": box.token_url, "transport": box.transport()})
    with TimebackClient.open(**in_process).unwrap() as client:
        assert value(client.oneroster.students.list()).total == 2


@pytest.mark.parametrize("what", ["courses", "enrollments", "terms", "grading_periods", "resources"])
def test_one_package_has_it_all__every_resource_too(client: TimebackClient, what: str) -> None:
    assert value(getattr(client.oneroster, what).list(limit=1))[0].sourced_id


def flaky(seen: Seen, refused: list[str]) -> Reply:
    """503 the first time, then 401 the first time, then a grade."""
    refused.append(seen.path)
    match len(refused):
        case 1:
            return Reply({}, 503, (("Retry-After", "0"),))
        case 2:
            return Reply({}, 401)
        case _:
            return Reply({"score": 7})


@pytest.mark.parametrize("mode", ["base_url", "base_url, elsewhere", "env", "env of a variable", "services", "alone"])
def test_a_service_of_your_own_has_all_that_the_others_have(mode: str) -> None:
    refused: list[str] = []
    with ScriptedServer(lambda seen: flaky(seen, refused)) as server:
        own = {"grades": f"{server.base_url}/api"}
        token = {"auth_url": server.token_url}
        settings: dict[str, dict[str, Any]] = {
            "base_url": {"base_url": f"{server.base_url}/api", **token},
            "base_url, elsewhere": {"base_url": "http://localhost:9", "services": own, **token},
            "env": {"env": "staging", "services": own, **token},
            "env of a variable": {"services": own, "environ": {"TIMEBACK_ENV": "production"}, **token},
            "services": {"services": {"oneroster": "http://localhost:9", **own}, **token},
            "alone": {"services": own, **token},
        }
        given = {"environ": {}, "client_id": "i", "client_secret": "s", **settings[mode]}
        with TimebackClient.open(**given).unwrap() as client:
            assert value(get_grade(client.session, "u 1")).score == 7
            assert (client.config.service("oneroster") is None) == (mode == "alone")
        sent = [(seen.path, seen.headers.get("authorization")) for seen in server.calls()]
        assert sent == [("/api/grades/u%201", "Bearer scripted-token")] * 3
        assert len(server.seen) == 5  # two tokens besides
