"""How MasteryTrack lets somebody in."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator

import pytest
from tests.masterytrack.stage import Stage, saying, staged
from tests.scripted_server import Reply, ScriptedServer
from tests.support import error, value

from timeback_core import TimebackClient
from timeback_core.engine.platforms import BEYOND_AI
from timeback_core.engine.policy.tokens import MASTERYTRACK_USE
from timeback_core.errors import AuthError, ConfigError, Forbidden, ServiceNotConfigured, Unauthorized


@pytest.fixture(scope="module", name="stage")
def one_stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


def client_at(base_url: str, masterytrack_email: str = "a@b.test", masterytrack_api_key: str = "k") -> TimebackClient:
    """A client of MasteryTrack alone."""
    return TimebackClient.open(
        services={"masterytrack": base_url},
        masterytrack_email=masterytrack_email,
        masterytrack_api_key=masterytrack_api_key,
        environ={},
    ).unwrap()


def test_it_has_a_host_a_key_and_a_token_of_its_own() -> None:
    hosts = {BEYOND_AI.hosts[env].services["masterytrack"] for env in ("staging", "production")}
    assert {host.rpartition("/")[2] for host in hosts} == {"dev", "prod"}
    with saying(Reply({"success": True, "data": []})) as (client, seen):
        value(client.masterytrack.inventory.search())
    assert seen[0].headers["x-auth-token"] == "Bearer the-jwt"
    assert {"authorization", "x-api-key"} & seen[0].headers.keys() == set()


def test_no_answer_says_how_long_a_token_lives(stage: Stage) -> None:
    told = value(stage.client.masterytrack.authorizer.get_token())
    assert (told.success, told.extra) == (True, {})
    claims = json.loads(urlsafe_b64decode(told.jwt.split(".")[1] + "=="))
    assert claims["email"] == "app@example.com"
    assert MASTERYTRACK_USE == 50 * 60


def test_a_refusal_of_the_key_tells_a_code(stage: Stage) -> None:
    base = str(stage.client.config.services[0].base)
    with client_at(base, masterytrack_email="app@example.com", masterytrack_api_key="wrong") as client:
        refused = error(client.masterytrack.inventory.search())
        assert isinstance(refused, AuthError)
        assert (refused.status, refused.code) == (401, "UNAUTHORIZED")
        told = error(client.masterytrack.authorizer.get_token())
        assert isinstance(told, Unauthorized)
        assert told.reply.codes == (("code", "UNAUTHORIZED"),)


def test_a_gateway_refuses_in_its_own_words() -> None:
    with ScriptedServer(lambda _: Reply({"message": "Forbidden"}, 403)) as server, client_at(server.base_url) as client:
        refused = error(client.masterytrack.inventory.search())
        assert isinstance(refused, AuthError)
        assert (refused.status, refused.code) == (403, None)
        told = error(client.masterytrack.authorizer.get_token())
        assert isinstance(told, Forbidden)
        assert told.reply.text == "Forbidden"


def test_an_address_without_access_is_forbidden(stage: Stage) -> None:
    authorizer = stage.client.masterytrack.authorizer
    for nobody in ("nobody@example.com", stage.kid):
        refused = error(authorizer.get_token(nobody))
        assert isinstance(refused, Forbidden)
        assert refused.reply.codes == (("code", "ACCESS_DENIED"),)
    teacher = next(
        str(user["email"]) for user in stage.sandbox.documents("users") if "teacher" in str(user["sourcedId"])
    )
    assert value(authorizer.get_token(teacher)).jwt != value(authorizer.get_token()).jwt
    stage.sandbox.forget_requests()
    value(stage.client.masterytrack.inventory.search())
    value(stage.client.masterytrack.inventory.search())
    assert [request.path for request in stage.sandbox.requests()].count("/authorizer") <= 1


def test_the_other_platform_does_not_have_it() -> None:
    refused = TimebackClient.open(
        platform="LEARNWITH_AI",
        env="staging",
        client_id="a",
        client_secret="b",
        masterytrack_api_key="k",
        masterytrack_email="a@b.test",
        environ={},
    ).failure()
    assert isinstance(refused, ConfigError)
    assert [problem.path for problem in refused.problems] == ["masterytrack_api_key"]
    other = TimebackClient.open(platform="LEARNWITH_AI", base_url="http://127.0.0.1:9", environ={}).unwrap()
    with other:
        told = error(other.masterytrack.inventory.search())
    assert isinstance(told, ServiceNotConfigured)
