"""Environment variables as a fallback: every chain, its order, and what variables cannot do."""

import os
from typing import Any
from unittest import mock

import pytest

from timeback_core.engine.config import Config, configure

LOCAL = "http://localhost:8080"
TOKEN = "http://localhost:8080/token"
SERVICES = ["oneroster", "edubridge", "caliper", "qti", "powerpath", "case", "clr", "webhooks"]
CHAINS = {
    "base_url": ["TIMEBACK_API_BASE_URL", "TIMEBACK_BASE_URL"],
    "auth_url": ["TIMEBACK_API_AUTH_URL", "TIMEBACK_AUTH_URL", "TIMEBACK_TOKEN_URL"],
    "client_id": ["TIMEBACK_API_CLIENT_ID", "TIMEBACK_CLIENT_ID"],
    "client_secret": ["TIMEBACK_API_CLIENT_SECRET", "TIMEBACK_CLIENT_SECRET"],
}
COMPLETE = {
    "TIMEBACK_BASE_URL": LOCAL,
    "TIMEBACK_TOKEN_URL": TOKEN,
    "TIMEBACK_CLIENT_ID": "id",
    "TIMEBACK_CLIENT_SECRET": "secret",
}


def config_of(environ: dict[str, str], **options: Any) -> Config:
    return configure(environ=environ, **options).unwrap()


def problems_of(environ: dict[str, str], **options: Any) -> dict[str, str]:
    return {problem.path: problem.text for problem in configure(environ=environ, **options).failure().problems}


def value_of(config: Config, option: str) -> str:
    (token,) = config.tokens
    return {
        "base_url": str(config.services[0].base),
        "auth_url": str(token.url),
        "client_id": token.client_id,
        "client_secret": token.client_secret,
    }[option]


@pytest.mark.parametrize("option", CHAINS)
def test_the_first_variable_of_a_chain_wins(option: str) -> None:
    chain = CHAINS[option]
    values = {name: _example(option, i) for i, name in enumerate(chain)}
    others = {name: value for name, value in COMPLETE.items() if name not in chain}
    for name in chain:
        assert value_of(config_of({**others, **values}), option) == values[name]
        values[name] = " "


@pytest.mark.parametrize("option", CHAINS)
def test_an_argument_wins_over_its_variables(option: str) -> None:
    given = _example(option, 9)
    assert value_of(config_of(COMPLETE, **{option: given}, **_auth(option)), option) == given


def _example(option: str, number: int) -> str:
    return f"https://host{number}.example" if option.endswith("url") else f"value {number}"


def _auth(option: str) -> dict[str, str]:
    """With a base URL as argument a variable alone does not switch authentication on."""
    return {"auth_url": TOKEN} if option == "base_url" else {}


def test_the_environment_by_variable() -> None:
    variables = {"TIMEBACK_ENV": "production", "TIMEBACK_CLIENT_ID": "id", "TIMEBACK_CLIENT_SECRET": "secret"}
    config = config_of(variables)
    assert config.env == "production"
    assert config_of(variables, env="staging").env == "staging"


def test_problems_name_the_variable() -> None:
    assert problems_of({"TIMEBACK_ENV": "prod"})["env"].endswith("(from TIMEBACK_ENV)")
    assert problems_of({"TIMEBACK_BASE_URL": "nope"})["base_url"].endswith("(from TIMEBACK_BASE_URL)")
    assert problems_of({**COMPLETE, "TIMEBACK_CLIENT_SECRET": "x\n"}) == {
        "client_secret": "begins or ends with a blank, which servers refuse (from TIMEBACK_CLIENT_SECRET)"
    }


def test_variables_of_two_modes_at_once() -> None:
    found = problems_of({**COMPLETE, "TIMEBACK_ENV": "staging"})
    assert set(found) == {"base_url"}
    assert "TIMEBACK_ENV" in found["base_url"]


def test_an_argument_decides_the_mode_whatever_variables_say() -> None:
    both = {**COMPLETE, "TIMEBACK_ENV": "staging"}
    assert config_of(both, env="staging").env == "staging"
    assert config_of(both, base_url="https://given.example").env is None
    assert config_of(both, services={"qti": "https://given.example"}).configured == ("qti",)


def test_a_token_url_in_a_variable_does_not_break_a_local_server() -> None:
    assert config_of({"TIMEBACK_TOKEN_URL": TOKEN}, base_url=LOCAL).tokens == ()
    assert config_of(COMPLETE, base_url=LOCAL).tokens == ()
    assert config_of(COMPLETE, services={"qti": LOCAL}).tokens == ()


def test_a_credential_as_argument_brings_in_the_token_url_of_a_variable() -> None:
    config = config_of(COMPLETE, base_url=LOCAL, client_id="given")
    assert (value_of(config, "auth_url"), value_of(config, "client_id")) == (TOKEN, "given")
    assert value_of(config, "client_secret") == "secret"


def test_variables_cannot_redirect_the_credentials_of_an_environment() -> None:
    config = config_of({"TIMEBACK_TOKEN_URL": TOKEN}, env="staging", client_id="id", client_secret="secret")
    assert all(token.url.host.endswith("amazoncognito.com") for token in config.tokens)


def test_a_base_url_by_variable_without_a_token_url_has_no_tokens() -> None:
    assert config_of({"TIMEBACK_BASE_URL": LOCAL}).tokens == ()


@pytest.mark.parametrize("service", SERVICES)
def test_a_single_service_by_its_own_variables(service: str) -> None:
    prefix = service.upper()
    config = config_of(
        {
            f"{prefix}_BASE_URL": "https://own.example",
            f"{prefix}_TOKEN_URL": "https://own.example/token",
            f"{prefix}_CLIENT_ID": "own-id",
            f"{prefix}_CLIENT_SECRET": "own-secret",
        }
    )
    assert config.configured == (service,)
    assert value_of(config, "base_url") == "https://own.example"
    assert value_of(config, "auth_url") == "https://own.example/token"
    assert value_of(config, "client_id") == "own-id"
    assert value_of(config, "client_secret") == "own-secret"


def test_common_variables_win_over_those_of_a_service() -> None:
    environ = {
        "QTI_BASE_URL": "https://own.example",
        "QTI_TOKEN_URL": "https://own.example/token",
        "QTI_CLIENT_ID": "own",
        "QTI_CLIENT_SECRET": "own",
    }
    common = {name: value for name, value in COMPLETE.items() if name != "TIMEBACK_BASE_URL"}
    config = config_of({**environ, **common})
    assert (value_of(config, "auth_url"), value_of(config, "client_id")) == (TOKEN, "id")
    assert len(config_of({**environ, **COMPLETE}).services) == 8


@pytest.mark.parametrize("prefix", ["TIMEBACK_MASTERYTRACK", "MASTERYTRACK"])
def test_masterytrack_by_variables(prefix: str) -> None:
    environ = {f"{prefix}_API_KEY": "key", f"{prefix}_EMAIL": "a@b.c", f"{prefix}_BASE_URL": "https://m.example"}
    credentials = {"client_id": "id", "client_secret": "secret"}
    hosted = config_of(environ, env="staging", **credentials).service("masterytrack")
    assert hosted is not None
    assert hosted.token is not None
    assert str(hosted.base) == "https://m.example"
    assert (hosted.token.client_id, hosted.token.client_secret) == ("a@b.c", "key")
    local = config_of(environ, base_url=LOCAL).service("masterytrack")
    assert local is not None
    assert str(local.base) == LOCAL
    explicit = config_of(environ, base_url=LOCAL, masterytrack_base_url="https://x.example/").service("masterytrack")
    assert explicit is not None
    assert str(explicit.base) == "https://x.example"


def test_the_longer_name_of_masterytrack_wins() -> None:
    names = ("API_KEY", "EMAIL", "BASE_URL")
    environ = {f"MASTERYTRACK_{name}": "https://short@b.example" for name in names}
    environ |= {"TIMEBACK_MASTERYTRACK_API_KEY": "key", "TIMEBACK_MASTERYTRACK_EMAIL": "a@b.c"}
    environ |= {"TIMEBACK_MASTERYTRACK_BASE_URL": "https://long.example"}
    service = config_of({**environ, "TIMEBACK_BASE_URL": LOCAL}).service("masterytrack")
    assert service is not None
    assert service.token is not None
    assert str(service.base) == "https://long.example"
    assert (service.token.client_id, service.token.client_secret) == ("a@b.c", "key")


def test_masterytrack_by_variables_does_not_disturb_where_it_is_not_wanted() -> None:
    environ = {"MASTERYTRACK_API_KEY": "key", "MASTERYTRACK_EMAIL": "a@b.c"}
    credentials = {"client_id": "id", "client_secret": "secret"}
    learnwith = config_of(environ, env="staging", platform="LEARNWITH_AI", **credentials)
    assert "masterytrack" not in learnwith.configured
    assert config_of(environ, services={"qti": LOCAL}).configured == ("qti",)


def test_half_of_masterytracks_credentials_is_a_problem() -> None:
    assert set(problems_of({"MASTERYTRACK_API_KEY": "key"}, base_url=LOCAL)) == {"masterytrack_email"}


def test_the_environment_of_the_process_is_the_default() -> None:
    with mock.patch.dict(os.environ, {"TIMEBACK_BASE_URL": LOCAL}, clear=True):
        assert len(configure().unwrap().services) == 8
    with mock.patch.dict(os.environ, {}, clear=True):
        assert len(configure().failure().problems) == 1


@pytest.mark.parametrize("environ", [5, "x", ["TIMEBACK_ENV"]])
def test_an_environment_of_another_type_is_a_problem(environ: Any) -> None:
    assert "environ" in problems_of(environ)


def test_a_variable_of_another_type_is_a_problem() -> None:
    environ: Any = {"TIMEBACK_ENV": 5}
    assert "TIMEBACK_ENV" in problems_of(environ)["environ"]
