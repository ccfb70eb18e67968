"""Services of a user's own: beside every mode, with the same tokens and repetitions, under operations of one's own."""

from typing import Any

import pytest
from tests.promises.other_services import Grade, get_grade
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import error, value

from timeback_core import Base, Call, Namespace, One, S_co, Session, Settings, TimebackClient, operation
from timeback_core.engine.config import Config, configure
from timeback_core.errors import ServiceNotConfigured, UnsupportedOperation

CREDENTIALS: Settings = {"client_id": "i", "client_secret": "s"}


@operation("GET", Base("grades", "export"), "", One(None, Grade))
def export_grades() -> Call:
    """Fetch them all."""
    return Call()


@operation("GET", Base("oneroster", "reports"), "/{name}", One(None, Grade))
def get_report(name: str) -> Call:
    """An operation at a path of one's own on a service of the platform."""
    return Call()


class Grades(Namespace[S_co]):
    """The service, bound to a session."""

    get = get_grade


def config_of(**settings: Any) -> Config:
    return configure(**{"environ": {}, **settings}).unwrap()


def problems_of(**settings: Any) -> dict[str, str]:
    problems = configure(**{"environ": {}, **settings}).failure().problems
    return {problem.path: problem.text for problem in problems}


def test_its_own_token_or_none() -> None:
    with ScriptedServer(in_turn(Reply({"score": 1}))) as server:
        spec = {"base_url": server.base_url, "auth_url": None}
        settings: dict[str, Any] = {"env": "staging", **CREDENTIALS, "services": {"grades": spec}, "environ": {}}
        with TimebackClient.open(**settings).unwrap() as client:
            value(get_grade(client.session, "u"))
        assert [("authorization" in seen.headers) for seen in server.seen] == [False]
    spec = {"base_url": "https://g.example", "auth_url": "https://i.example/t", "client_id": "a", "client_secret": "b"}
    grades = config_of(env="staging", services={"grades": spec}, **CREDENTIALS).service("grades")
    assert grades is not None
    assert grades.token is not None
    assert (str(grades.token.url), grades.token.client_id) == ("https://i.example/t", "a")


def test_its_own_paths_and_further_ones_of_the_platform() -> None:
    with ScriptedServer(in_turn(Reply({"score": 1}))) as server:
        paths = {"grades": {"base": "/v2", "export": "/v2/all.json"}, "oneroster": {"reports": "/reports/v1"}}
        services = {"grades": server.base_url}
        with TimebackClient.open(
            base_url=server.base_url, services=services, paths=paths, environ={}
        ).unwrap() as client:
            for call in (
                get_grade(client.session, "u"),
                export_grades(client.session),
                get_report(client.session, "x"),
            ):
                value(call)
            assert [seen.path for seen in server.seen] == ["/v2/grades/u", "/v2/all.json", "/reports/v1/x"]


def test_what_is_not_configured_says_where_it_is_to_be_named() -> None:
    with TimebackClient.open(env="staging", environ={}, client_id="i", client_secret="s").unwrap() as client:
        missing = error(get_grade(client.session, "u"))
        assert isinstance(missing, ServiceNotConfigured)
        assert "`services`" in missing.message
        assert missing.call is not None
        assert isinstance(error(get_report(client.session, "u")), UnsupportedOperation)


def test_behind_one_base_url_what_the_platform_lacks_is_still_not_there() -> None:
    config = config_of(base_url="http://localhost", platform="LEARNWITH_AI")
    assert [config.service(name) for name in ("edubridge", "masterytrack")] == [None, None]
    assert "grades" not in config.configured


@pytest.mark.parametrize(
    ("settings", "at", "text"),
    [
        ({"services": {"oneroaster": "https://x.example"}}, "services.oneroaster", "did you mean 'oneroster'?"),
        ({"services": {"my grades": "https://x.example"}}, "services.my grades", "unknown service"),
        ({"services": {"": "https://x.example"}}, "services.", "unknown service"),
        ({"env": "staging", "services": {"grades": "x"}, **CREDENTIALS}, "services.grades", "must begin with https"),
        ({"env": "staging", "services": {"grades": None}, **CREDENTIALS}, "services.grades", "is required"),
        ({"base_url": "http://localhost", "paths": {"grades": {"base": "/x"}}}, "paths.grades", "unknown service"),
        (
            {"base_url": "http://localhost", "paths": {"oneroster": {"rosterin": "/x"}}},
            "paths.oneroster.rosterin",
            "did you mean 'rostering'?",
        ),
        (
            {"base_url": "http://localhost", "paths": {"oneroster": {"reports": "/x/{y}"}}},
            "paths.oneroster.reports",
            "must hold no placeholder",
        ),
        (
            {"env": "staging", "services": {"grades": "https://g.example", "qti": "https://q.example"}, **CREDENTIALS},
            "services",
            "cannot be combined with env",
        ),
    ],
)
def test_what_is_wrong_is_told(settings: dict[str, Any], at: str, text: str) -> None:
    found = problems_of(**settings)
    assert set(found) == {at}
    assert text in found[at]


def test_a_client_of_ones_own_opens_as_itself() -> None:
    class Client(TimebackClient):
        @property
        def grades(self) -> Grades[Session]:
            return Grades(self.session)

    with ScriptedServer(in_turn(Reply({"score": 3}))) as server:
        opened: Client = Client.open(base_url=server.base_url, environ={}).unwrap()
        with opened as client:
            assert value(client.using(timeout=5).grades.get("u")).score == 3
