"""The three modes of a configuration, their tokens, and what is refused."""

import pickle
from enum import Enum
from typing import Any

import httpx
import pytest

from timeback_core.engine.config import Config, TokenSource, configure

LOCAL = "http://localhost:8080"
CREDENTIALS = {"client_id": "id", "client_secret": "secret"}


def config_of(**options: Any) -> Config:
    options.setdefault("environ", {})
    return configure(**options).unwrap()


def problems_of(**options: Any) -> dict[str, str]:
    options.setdefault("environ", {})
    failure = configure(**options).failure()
    return {problem.path: problem.text for problem in failure.problems}


def token_of(config: Config, service: str) -> TokenSource | None:
    found = config.service(service)
    assert found is not None
    return found.token


def test_base_url_serves_all_services_without_a_token() -> None:
    config = config_of(base_url=f"{LOCAL}/")
    assert len(config.services) == 8
    assert "masterytrack" not in config.configured
    assert {str(service.base) for service in config.services} == {LOCAL}
    assert config.tokens == ()
    assert config.env is None


def test_the_base_url_is_split_once() -> None:
    service = config_of(base_url="https://Example.com:8443/some/prefix/").service("qti")
    assert service is not None
    base = service.base
    assert (base.scheme, base.host, base.port, base.path) == ("https", "example.com", 8443, "/some/prefix")
    assert base.authority == "example.com:8443"


def test_a_token_url_needs_credentials() -> None:
    found = problems_of(base_url=LOCAL, auth_url=f"{LOCAL}/token")
    assert set(found) == {"client_id", "client_secret"}
    assert "TIMEBACK_API_CLIENT_ID or TIMEBACK_CLIENT_ID" in found["client_id"]


def test_one_token_serves_all_services_of_a_base_url() -> None:
    config = config_of(base_url=LOCAL, auth_url=f"{LOCAL}/token", **CREDENTIALS)
    (token,) = config.tokens
    assert str(token.url) == f"{LOCAL}/token"
    assert (token.client_id, token.client_secret, token.scopes) == ("id", "secret", ())


def test_credentials_without_a_token_url_are_refused() -> None:
    assert set(problems_of(base_url=LOCAL, **CREDENTIALS)) == {"auth_url"}
    assert set(problems_of(services={"qti": LOCAL}, client_id="x")) == {"auth_url"}


def test_credentials_without_an_environment_ask_for_one_only() -> None:
    assert set(problems_of(**CREDENTIALS)) == {"env"}


def test_an_environment_needs_credentials() -> None:
    assert set(problems_of(env="staging")) == {"client_id", "client_secret"}
    assert set(problems_of(env="staging", client_id="id")) == {"client_secret"}


def test_an_environment_takes_another_token_url_from_an_argument() -> None:
    config = config_of(env="staging", auth_url="https://idp.example/token", **CREDENTIALS)
    assert [str(token.url) for token in config.tokens] == ["https://idp.example/token"]


def test_only_the_services_given_are_configured() -> None:
    config = config_of(services={"oneroster": "https://one.example", "caliper": "https://two.example/c"})
    assert {s.name: str(s.base) for s in config.services} == {
        "caliper": "https://two.example/c",
        "oneroster": "https://one.example",
    }
    assert config.service("qti") is None


def test_a_service_has_a_token_of_its_own_or_none() -> None:
    config = config_of(
        services={
            "oneroster": "https://one.example",
            "caliper": {
                "base_url": "https://two.example",
                "auth_url": "https://two.example/token",
                "client_id": "other",
                "client_secret": "hidden",
                "scopes": "write read write",
            },
            "qti": {"base_url": "https://three.example", "auth_url": None},
        },
        auth_url="https://idp.example/token",
        **CREDENTIALS,
    )
    common, own = token_of(config, "oneroster"), token_of(config, "caliper")
    assert common is not None
    assert own is not None
    assert (str(common.url), common.client_id) == ("https://idp.example/token", "id")
    assert (str(own.url), own.client_id, own.scopes) == ("https://two.example/token", "other", ("write", "read"))
    assert token_of(config, "qti") is None
    assert set(config.tokens) == {common, own}


def test_a_service_may_have_the_only_token_url() -> None:
    spec = {"base_url": "https://two.example", "auth_url": "https://two.example/token"}
    config = config_of(services={"caliper": spec, "qti": "https://q.example"}, **CREDENTIALS)
    assert [token.client_id for token in config.tokens] == ["id"]
    assert token_of(config, "qti") is None


def test_an_own_id_is_not_paired_with_the_common_secret() -> None:
    spec = {"base_url": "https://two.example", "client_id": "other"}
    found = problems_of(services={"caliper": spec}, auth_url="https://idp.example/token", **CREDENTIALS)
    assert set(found) == {"services.caliper.client_secret"}


def test_own_credentials_without_a_token_url_are_refused() -> None:
    spec = {"base_url": "https://two.example", "client_id": "a", "client_secret": "b"}
    assert set(problems_of(services={"caliper": spec})) == {
        "services.caliper.client_id",
        "services.caliper.client_secret",
    }


def test_a_platform_with_a_base_url_brings_its_paths_scopes_and_dialect() -> None:
    config = config_of(platform="LEARNWITH_AI", base_url=LOCAL, auth_url=f"{LOCAL}/t", **CREDENTIALS)
    assert config.configured == ("caliper", "case", "oneroster", "qti")
    oneroster = config.service("oneroster")
    assert oneroster is not None
    assert oneroster.path("rostering") == "/rostering/1.0"
    assert oneroster.dialect.max_comparisons == 2
    assert len(config.tokens[0].scopes) == 2


@pytest.mark.parametrize(
    ("scopes", "expected"), [("a b", ("a", "b")), (["a", "b", "a"], ("a", "b")), ((), ()), ([], ())]
)
def test_scopes_are_a_text_or_a_sequence(scopes: object, expected: tuple[str, ...]) -> None:
    config = config_of(env="staging", platform="LEARNWITH_AI", scopes=scopes, **CREDENTIALS)
    assert [token.scopes for token in config.tokens] == [expected]


def test_default_scopes_of_services_without_documented_ones() -> None:
    config = config_of(
        platform="LEARNWITH_AI", services={"qti": "https://q.example"}, auth_url="https://i.example/t", **CREDENTIALS
    )
    assert config.tokens[0].scopes == ("https://purl.imsglobal.org/spec/caliper/v1p2/scope/events.write",)


def test_a_path_profile_and_single_paths_can_be_replaced() -> None:
    config = config_of(
        base_url=LOCAL,
        path_profile="LEARNWITH_AI",
        paths={
            "edubridge": {"base": "/edubridge"},
            "caliper": {"send": "/events/1.0/", "get": "/e/{id}"},
            "case": None,
        },
    )
    assert config.configured == ("caliper", "edubridge", "oneroster", "qti")
    caliper = config.service("caliper")
    assert caliper is not None
    assert [caliper.path(key) for key in ("send", "get", "list")] == ["/events/1.0/", "/e/{id}", None]


def test_a_path_switches_a_service_on_at_the_platforms_api_host() -> None:
    config = config_of(
        env="production", platform="LEARNWITH_AI", paths={"edubridge": {"base": "/edubridge"}}, **CREDENTIALS
    )
    edubridge = config.service("edubridge")
    assert edubridge is not None
    assert str(edubridge.base) == "https://platform.timeback.com"


@pytest.mark.parametrize(
    ("paths", "at"),
    [
        ({"caliper": {"get": "/events"}}, "paths.caliper.get"),
        ({"caliper": {"send": "/events/{id}"}}, "paths.caliper.send"),
        ({"qti": {"base": "no-slash"}}, "paths.qti.base"),
        ({"qti": {"base": "/a/../b"}}, "paths.qti.base"),
        ({"qti": {"base": "/a?b"}}, "paths.qti.base"),
        ({"qti": {"bse": "/a"}}, "paths.qti.bse"),
        ({"qti": {"base": 3}}, "paths.qti.base"),
        ({"qty": {"base": "/a"}}, "paths.qty"),
        ({"qti": "/a"}, "paths.qti"),
        ("/a", "paths"),
    ],
)
def test_paths_that_cannot_work(paths: object, at: str) -> None:
    assert set(problems_of(base_url=LOCAL, paths=paths)) == {at}


def test_a_service_that_the_platform_lacks_needs_paths() -> None:
    services = {"edubridge": "https://e.example"}
    found = problems_of(platform="LEARNWITH_AI", services=services)
    assert "LEARNWITH_AI does not offer it" in found["services.edubridge"]
    paths = {"edubridge": {"base": "/edubridge"}}
    assert config_of(platform="LEARNWITH_AI", services=services, paths=paths).configured == ("edubridge",)


def given_of(config: Config, service: str) -> object:
    """The token of a service that was given, as it was."""
    found = config.service(service)
    assert found is not None
    return found.access_token


def test_a_token_takes_the_place_of_a_token_url() -> None:
    for mode in ({"env": "staging"}, {"base_url": LOCAL}, {"services": {"qti": LOCAL}}):
        config = config_of(**mode, access_token="key", environ={"TIMEBACK_TOKEN_URL": LOCAL, "QTI_TOKEN_URL": LOCAL})
        assert config.tokens == ()
        assert {given_of(config, name) for name in config.configured} == {"key"}
    by_variables = config_of(access_token="key", environ={"QTI_BASE_URL": LOCAL, "QTI_TOKEN_URL": LOCAL})
    assert (by_variables.tokens, given_of(by_variables, "qti")) == ((), "key")


def test_a_service_has_a_given_token_of_its_own_or_none() -> None:
    services = {
        "caliper": {"base_url": LOCAL, "access_token": "own"},
        "qti": {"base_url": LOCAL, "auth_url": None},
        "case": {"base_url": LOCAL, "auth_url": f"{LOCAL}/token", **CREDENTIALS},
        "oneroster": LOCAL,
    }
    config = config_of(services=services, access_token=len)
    given = {name: given_of(config, name) for name in config.configured}
    assert given == {"caliper": "own", "qti": None, "case": None, "oneroster": len}
    assert config.tokens == (token_of(config, "case"),)
    common = config_of(services={"caliper": services["caliper"], "qti": LOCAL}, auth_url=LOCAL, **CREDENTIALS)
    assert (token_of(common, "caliper"), given_of(common, "caliper"), given_of(common, "qti")) == (None, "own", None)


def test_a_token_and_a_token_url_are_two_ways_to_say_one_thing() -> None:
    both = {"auth_url": LOCAL, "scopes": "a", "client_auth": "client_secret_post", **CREDENTIALS}
    assert set(problems_of(base_url=LOCAL, access_token="key", **both)) == both.keys()
    spec = {"base_url": LOCAL, "access_token": "key", **both}
    assert set(problems_of(services={"qti": spec})) == {f"services.qti.{name}" for name in both}
    track = {"base_url": LOCAL, "access_token": "key"}
    keys = {"masterytrack_api_key": "key", "masterytrack_email": "a@b.c"}
    assert set(problems_of(services={"masterytrack": track}, **keys)) == {"services.masterytrack.access_token"}


@pytest.mark.parametrize("token", ["a b", "Bearer key", " key", "é", "a\nb", 5, b"key", ["key"]])
def test_tokens_that_cannot_be_right(token: object) -> None:
    assert set(problems_of(env="staging", access_token=token)) == {"access_token"}
    assert set(problems_of(services={"qti": {"base_url": LOCAL, "access_token": token}})) == {
        "services.qti.access_token"
    }


def test_a_blank_token_is_none() -> None:
    assert set(problems_of(env="staging", access_token=" ")) == {"client_id", "client_secret"}


def test_a_client_proves_itself_in_one_of_two_ways() -> None:
    config = config_of(
        services={"qti": LOCAL, "case": {"base_url": LOCAL, "client_auth": "client_secret_basic"}},
        auth_url=LOCAL,
        client_auth="client_secret_post",
        **CREDENTIALS,
    )
    assert [token.client_auth for token in config.tokens] == ["client_secret_basic", "client_secret_post"]
    found = problems_of(base_url=LOCAL, auth_url=LOCAL, client_auth="client_secret_pst", **CREDENTIALS)
    assert found == {"client_auth": "unknown way 'client_secret_pst'; did you mean 'client_secret_post'?"}


def test_masterytrack_of_a_base_url_lives_there() -> None:
    config = config_of(
        base_url=LOCAL,
        masterytrack_api_key="key",
        masterytrack_email="a@b.c",
        paths={"masterytrack": {"base": "/masterytrack"}},
    )
    service = config.service("masterytrack")
    assert service is not None
    assert str(service.base) == LOCAL
    assert service.path("base") == "/masterytrack"
    assert service.token is not None
    assert str(service.token.url) == f"{LOCAL}/masterytrack/authorizer"


def test_masterytrack_among_services() -> None:
    credentials = {"masterytrack_api_key": "key", "masterytrack_email": "a@b.c"}
    config = config_of(services={"masterytrack": "https://m.example/x/"}, **credentials)
    (token,) = config.tokens
    assert str(token.url) == "https://m.example/x/authorizer"
    open_to_all = {"base_url": LOCAL, "auth_url": None}
    assert config_of(services={"masterytrack": open_to_all}).tokens == ()
    assert set(problems_of(services={"qti": LOCAL}, **credentials)) == {"masterytrack_base_url"}
    assert set(problems_of(services={"masterytrack": LOCAL})) == {"masterytrack_api_key", "masterytrack_email"}
    wrong = {"base_url": LOCAL, "client_id": "x", "auth_url": LOCAL}
    assert set(problems_of(services={"masterytrack": wrong}, **credentials)) == {
        "services.masterytrack.client_id",
        "services.masterytrack.auth_url",
    }


def test_masterytrack_needs_both_of_its_credentials() -> None:
    found = problems_of(base_url=LOCAL, masterytrack_api_key="key")
    assert set(found) == {"masterytrack_email"}
    assert "MASTERYTRACK_EMAIL" in found["masterytrack_email"]
    for email in ("nobody", "@", "a@", "@b.c", "a@b@c.d", "a b@c.d"):
        wrong = problems_of(base_url=LOCAL, masterytrack_api_key="key", masterytrack_email=email)
        assert set(wrong) == {"masterytrack_email"}


def test_learnwith_ai_has_no_masterytrack() -> None:
    credentials = {"masterytrack_api_key": "key", "masterytrack_email": "a@b.c"}
    found = problems_of(env="staging", platform="LEARNWITH_AI", **CREDENTIALS, **credentials)
    assert set(found) == {"masterytrack_api_key"}


def test_every_problem_is_told_at_once() -> None:
    found = problems_of(
        env="prod",
        platform="BEYOND",
        auth_url="ftp://x",
        client_id="a:b",
        timeout=-1,
        max_concurrency=0,
        max_attempts=True,
        max_body_bytes=1.5,
        scopes=["a b"],
        proxy="nowhere",
        transport=object(),
        allow_insecure_http="yes",
        path_profile="x",
        paths={"nope": {}},
        masterytrack_email="a@b.c",
    )
    assert set(found) == {
        "env",
        "platform",
        "auth_url",
        "client_id",
        "client_secret",
        "timeout",
        "max_concurrency",
        "max_attempts",
        "max_body_bytes",
        "scopes[0]",
        "proxy",
        "transport",
        "allow_insecure_http",
        "path_profile",
        "paths.nope",
        "masterytrack_api_key",
    }
    assert found["env"] == "unknown environment 'prod'; did you mean 'production'?"
    assert found["platform"] == "unknown platform 'BEYOND'; did you mean 'BEYOND_AI'?"


def test_nothing_given() -> None:
    assert set(problems_of()) == {"env"}
    assert set(problems_of(env=" ", base_url="", services={})) == {"env"}


def test_two_modes_at_once() -> None:
    found = problems_of(env="staging", base_url=LOCAL, services={"qti": LOCAL}, **CREDENTIALS)
    assert set(found) == {"base_url", "services"}
    assert "cannot be combined with env" in found["base_url"]


def test_transports_are_compared_by_identity() -> None:
    one, two = httpx.HTTPTransport(), httpx.HTTPTransport()
    assert config_of(base_url=LOCAL, transport=one) == config_of(base_url=LOCAL, transport=one)
    assert config_of(base_url=LOCAL, transport=one) != config_of(base_url=LOCAL, transport=two)
    assert hash(config_of(base_url=LOCAL, transport=one)) == hash(config_of(base_url=LOCAL, transport=one))


def test_a_member_of_a_text_enumeration_is_its_text() -> None:
    class Env(str, Enum):  # noqa: UP042  # the older way, whose str() is "Env.STAGING"
        STAGING = "staging"

    assert config_of(env=Env.STAGING, **CREDENTIALS).env == "staging"


def test_equal_options_give_equal_hashable_picklable_values() -> None:
    options: dict[str, Any] = {"env": "staging", "masterytrack_api_key": "k", "masterytrack_email": "a@b.c"}
    one, two = config_of(**options, **CREDENTIALS), config_of(**options, **CREDENTIALS)
    assert one == two
    assert hash(one) == hash(two)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  # our own bytes
    assert one != config_of(**options, client_id="id", client_secret="another")
    token = config_of(base_url=LOCAL, access_token=len)
    assert pickle.loads(pickle.dumps(token)) == token  # noqa: S301  # our own bytes
    assert token != config_of(base_url=LOCAL, access_token="key")


def test_no_secret_in_any_repr() -> None:
    config = config_of(
        env="staging",
        client_id="id",
        client_secret="s3cret",
        masterytrack_api_key="k3y",
        masterytrack_email="a@b.c",
        proxy="http://user:pr0xy@proxy:1",
    )
    for hidden in ("s3cret", "k3y", "pr0xy"):
        assert hidden not in repr(config)
    assert "t0ken" not in repr(config_of(base_url=LOCAL, access_token="t0ken"))
