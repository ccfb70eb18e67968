"""The table of platforms against what their operators publish, written down a second time by hand."""

import pytest

from timeback_core.engine.config import Config, configure
from timeback_core.engine.platforms import PLATFORMS, Dialect, PageLimits

COGNITO = "auth.us-east-1.amazoncognito.com/oauth2/token"
MASTERYTRACK = "https://l407b3xadi.execute-api.us-east-1.amazonaws.com"

HOSTS = {
    ("BEYOND_AI", "staging"): {
        "oneroster": "https://api.staging.alpha-1edtech.ai",
        "edubridge": "https://api.staging.alpha-1edtech.ai",
        "powerpath": "https://api.staging.alpha-1edtech.ai",
        "clr": "https://api.staging.alpha-1edtech.ai",
        "case": "https://api.staging.alpha-1edtech.ai",
        "caliper": "https://caliper.staging.alpha-1edtech.ai",
        "webhooks": "https://caliper.staging.alpha-1edtech.ai",
        "qti": "https://qti.alpha-1edtech.ai/api",
        "masterytrack": f"{MASTERYTRACK}/dev",
    },
    ("BEYOND_AI", "production"): {
        "oneroster": "https://api.alpha-1edtech.ai",
        "edubridge": "https://api.alpha-1edtech.ai",
        "powerpath": "https://api.alpha-1edtech.ai",
        "clr": "https://api.alpha-1edtech.ai",
        "case": "https://api.alpha-1edtech.ai",
        "caliper": "https://caliper.alpha-1edtech.ai",
        "webhooks": "https://caliper.alpha-1edtech.ai",
        "qti": "https://qti.alpha-1edtech.ai/api",
        "masterytrack": f"{MASTERYTRACK}/prod",
    },
    ("LEARNWITH_AI", "staging"): {
        "oneroster": "https://platform.dev.timeback.com",
        "case": "https://platform.dev.timeback.com",
        "caliper": "https://platform.dev.timeback.com",
        "qti": "https://platform.dev.timeback.com",
    },
    ("LEARNWITH_AI", "production"): {
        "oneroster": "https://platform.timeback.com",
        "case": "https://platform.timeback.com",
        "caliper": "https://platform.timeback.com",
        "qti": "https://platform.timeback.com",
    },
}

TOKEN_URLS = {
    ("BEYOND_AI", "staging"): f"https://staging-beyond-timeback-api-2-idp.{COGNITO}",
    ("BEYOND_AI", "production"): f"https://prod-beyond-timeback-api-2-idp.{COGNITO}",
    ("LEARNWITH_AI", "staging"): "https://platform.dev.timeback.com/auth/1.0/token",
    ("LEARNWITH_AI", "production"): "https://platform.timeback.com/auth/1.0/token",
}

PATHS = [
    ("oneroster", "rostering", "/ims/oneroster/rostering/v1p2", "/rostering/1.0"),
    ("oneroster", "gradebook", "/ims/oneroster/gradebook/v1p2", "/gradebook/1.0"),
    ("oneroster", "resources", "/ims/oneroster/resources/v1p2", "/resources/1.0"),
    ("edubridge", "base", "/edubridge", None),
    ("edubridge", "goals", "/goals", None),
    ("powerpath", "base", "/powerpath", None),
    ("qti", "base", "", ""),
    ("case", "base", "/ims/case/v1p1", "/case/1.1"),
    ("clr", "credentials", "/ims/clr/v2p0/credentials", None),
    ("clr", "discovery", "/ims/clr/v2p0/discovery", None),
    ("caliper", "send", "/caliper/event", "/caliper/v1p2"),
    ("caliper", "validate", "/caliper/event/validate", None),
    ("caliper", "list", "/caliper/events", None),
    ("caliper", "get", "/caliper/events/{id}", None),
    ("caliper", "job_status", "/jobs/{id}/status", None),
    ("webhooks", "list", "/webhooks/", None),
    ("webhooks", "create", "/webhooks/", None),
    ("webhooks", "get", "/webhooks/{id}", None),
    ("webhooks", "update", "/webhooks/{id}", None),
    ("webhooks", "delete", "/webhooks/{id}", None),
    ("webhooks", "activate", "/webhooks/{id}/activate", None),
    ("webhooks", "deactivate", "/webhooks/{id}/deactivate", None),
    ("webhooks", "filter_list", "/webhook-filters/", None),
    ("webhooks", "filter_create", "/webhook-filters/", None),
    ("webhooks", "filter_get", "/webhook-filters/{id}", None),
    ("webhooks", "filter_update", "/webhook-filters/{id}", None),
    ("webhooks", "filter_delete", "/webhook-filters/{id}", None),
    ("webhooks", "filters_of_webhook", "/webhook-filters/webhook/{webhookId}", None),
    ("masterytrack", "base", "", None),
]


def hosted(platform: str, env: str) -> Config:
    return configure(
        env=env,
        platform=platform,
        client_id="id",
        client_secret="secret",
        masterytrack_api_key="key" if platform == "BEYOND_AI" else None,
        masterytrack_email="a@b.c" if platform == "BEYOND_AI" else None,
        environ={},
    ).unwrap()


@pytest.mark.parametrize("place", HOSTS, ids=lambda place: "-".join(place))
def test_every_service_of_an_environment_has_its_host(place: tuple[str, str]) -> None:
    config = hosted(*place)
    assert {service.name: str(service.base) for service in config.services} == HOSTS[place]
    assert config.configured == tuple(sorted(HOSTS[place]))
    assert (config.platform, config.env) == place


@pytest.mark.parametrize("place", HOSTS, ids=lambda place: "-".join(place))
def test_every_environment_has_its_token_url(place: tuple[str, str]) -> None:
    config = hosted(*place)
    oauth = {str(token.url) for token in config.tokens if token.kind == "oauth"}
    assert oauth == {TOKEN_URLS[place]}


def test_masterytrack_has_a_token_of_its_own() -> None:
    service = hosted("BEYOND_AI", "production").service("masterytrack")
    assert service is not None
    assert service.token is not None
    assert service.token.kind == "masterytrack"
    assert str(service.token.url) == f"{MASTERYTRACK}/prod/authorizer"
    assert (service.token.client_id, service.token.client_secret) == ("a@b.c", "key")


@pytest.mark.parametrize(("service", "key", "beyond", "learnwith"), PATHS)
def test_paths_of_both_platforms(service: str, key: str, beyond: str, learnwith: str | None) -> None:
    assert PLATFORMS["BEYOND_AI"].paths[service][key] == beyond
    assert PLATFORMS["LEARNWITH_AI"].paths[service][key] == learnwith


def test_no_path_is_missing_in_the_copy() -> None:
    for platform in PLATFORMS.values():
        known = {(service, key) for service, keys in platform.paths.items() for key in keys}
        assert known == {(service, key) for service, key, _, _ in PATHS}


def test_a_service_knows_its_paths() -> None:
    caliper = hosted("LEARNWITH_AI", "staging").service("caliper")
    assert caliper is not None
    assert caliper.path("send") == "/caliper/v1p2"
    assert caliper.path("validate") is None
    assert caliper.path("nonsense") is None


def test_scopes_of_learnwith_ai_are_those_of_the_services() -> None:
    (token,) = hosted("LEARNWITH_AI", "staging").tokens
    assert token.scopes == (
        "https://purl.imsglobal.org/spec/caliper/v1p2/scope/events.write",
        "https://purl.imsglobal.org/spec/or/v1p2/scope/roster.createput",
    )


def test_beyond_ai_asks_for_no_scope() -> None:
    assert {token.scopes for token in hosted("BEYOND_AI", "staging").tokens} == {()}


def test_dialects_and_page_limits() -> None:
    beyond = hosted("BEYOND_AI", "staging")
    learnwith = hosted("LEARNWITH_AI", "staging")
    assert beyond.dialect == Dialect(None, mixes_and_or=True)
    assert learnwith.dialect == Dialect(2, mixes_and_or=False)
    limits = {
        (config.platform, service.name): service.page_limits
        for config in (beyond, learnwith)
        for service in config.services
    }
    assert limits["BEYOND_AI", "oneroster"] == PageLimits(100, 3000)
    assert limits["BEYOND_AI", "powerpath"] == PageLimits(100, 3000)
    assert limits["BEYOND_AI", "qti"] == PageLimits(10, None)
    assert limits["BEYOND_AI", "clr"] == PageLimits(None, None)
    assert limits["LEARNWITH_AI", "oneroster"] == PageLimits(10, 100)
