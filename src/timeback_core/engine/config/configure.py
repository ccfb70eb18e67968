"""The one function that makes a configuration: total, and telling every problem at once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

from returns.result import Failure, Result, Success

from timeback_core.engine.config.masterytrack import MasteryTrackPlanner
from timeback_core.engine.config.modes import Location, Locator
from timeback_core.engine.config.options import (
    Problems,
    count_option,
    flag_option,
    proxy_option,
    text_option,
    timeout_option,
    transport_option,
)
from timeback_core.engine.config.paths import Profile, resolve_paths
from timeback_core.engine.config.settings import Settings
from timeback_core.engine.config.tokens import TokenPlanner
from timeback_core.engine.config.urls import Url
from timeback_core.engine.config.values import Config, ServiceConfig, TokenSource
from timeback_core.engine.config.variables import Variables
from timeback_core.engine.platforms import DEFAULT_PLATFORM, NO_PAGE_LIMITS, PLATFORMS, Platform
from timeback_core.problems import Problem, unknown

if TYPE_CHECKING:
    from timeback_core.errors import ConfigError

DEFAULT_TIMEOUT = 30.0
DEFAULT_CONCURRENCY = 10
DEFAULT_ATTEMPTS = 3
DEFAULT_BODY_BYTES = 64 * 1024 * 1024


def configure(**settings: Unpack[Settings]) -> "Result[Config, ConfigError]":
    """Make a configuration from one of three modes, or tell everything that is wrong with what was given.

    - *Environment*: `env`, on a hosted `platform`; credentials are required.
    - *Base URL*: `base_url`, one origin for all services of the platform.
    - *Services*: `services`, a URL or a `ServiceSpec` for each; only those are configured.

    Arguments decide the mode; giving two of them is a problem. Only where none is given do environment
    variables decide: `TIMEBACK_ENV`, or `TIMEBACK_API_BASE_URL` / `TIMEBACK_BASE_URL`, or else
    `ONEROSTER_BASE_URL` and its likes for single services. A blank argument or variable counts as not given.

    A base URL or services need no authentication: without a token URL requests carry no token. In a mode
    that arguments chose, authentication is wanted where `auth_url`, `client_id` or `client_secret` is an
    argument; what is missing then comes from variables. A token URL that merely stands in a variable does
    not switch it on. In a mode that variables chose, the variables of the token URL count as well. In an
    environment the token URL is the platform's, unless `auth_url` is an argument; variables cannot redirect
    credentials.

    Returns:
        The configuration, or a `ConfigError` with every problem, each under the name of its option.
    """
    given = settings.get
    problems = _unknown_settings(settings)
    chosen = _platform(given("platform"), "platform", PLATFORMS[DEFAULT_PLATFORM], problems)
    paths_of = _platform(given("path_profile"), "path_profile", chosen, problems)
    profile = resolve_paths(paths_of, given("paths"), problems)
    insecure = flag_option(given("allow_insecure_http", False), "allow_insecure_http", problems)
    variables = Variables(given("environ"), problems)
    locator = Locator(chosen, profile, variables, problems, allow_insecure_http=insecure)
    location = locator.locate(given("env"), given("base_url"), given("services"))
    tokens = TokenPlanner(
        location,
        chosen,
        variables,
        problems,
        auth_url=given("auth_url"),
        client_id=given("client_id"),
        client_secret=given("client_secret"),
        scopes=given("scopes"),
        allow_insecure_http=insecure,
    ).plan()
    masterytrack = MasteryTrackPlanner(
        location,
        chosen,
        profile,
        variables,
        problems,
        api_key=given("masterytrack_api_key"),
        email=given("masterytrack_email"),
        base_url=given("masterytrack_base_url"),
        allow_insecure_http=insecure,
    ).plan()

    def count(name: str, value: object) -> int:
        return count_option(value, name, problems)

    config = Config(
        platform=chosen.name,
        env=location.env,
        services=_services(location, chosen, profile, tokens, masterytrack),
        timeout=timeout_option(given("timeout", DEFAULT_TIMEOUT), "timeout", problems),
        max_concurrency=count("max_concurrency", given("max_concurrency", DEFAULT_CONCURRENCY)),
        max_attempts=count("max_attempts", given("max_attempts", DEFAULT_ATTEMPTS)),
        max_body_bytes=count("max_body_bytes", given("max_body_bytes", DEFAULT_BODY_BYTES)),
        proxy=proxy_option(given("proxy"), problems),
        transport=transport_option(given("transport"), problems),
        allow_insecure_http=insecure,
    )
    return _failure(problems) if problems else Success(config)


def _unknown_settings(settings: Mapping[str, object]) -> Problems:
    known = Settings.__annotations__
    return [Problem(name, unknown(name, known, "setting")) for name in settings if name not in known]


def _failure(problems: Problems) -> "Failure[ConfigError]":
    from timeback_core.errors import ConfigError  # errors cost milliseconds to import

    return Failure(ConfigError(tuple(dict.fromkeys(problems))))


def _platform(value: object, path: str, default: Platform, problems: Problems) -> Platform:
    given = text_option(value, path, problems)
    if given is None:
        return default
    found = PLATFORMS.get(given.text.strip())
    if found is None:
        problems.append(given.problem(path, unknown(given.text.strip(), PLATFORMS, "platform")))
        return default
    return found


def _services(
    location: Location,
    platform: Platform,
    profile: Profile,
    tokens: Mapping[str, TokenSource | None],
    masterytrack: tuple[Url, TokenSource | None] | None,
) -> tuple[ServiceConfig, ...]:
    places = {name: (endpoint.base, tokens.get(name)) for name, endpoint in location.endpoints.items()}
    places.pop("masterytrack", None)
    if masterytrack is not None:
        places["masterytrack"] = masterytrack
    return tuple(
        ServiceConfig(
            name=name,
            base=base,
            paths=profile[name],
            token=token,
            dialect=platform.dialect,
            page_limits=platform.page_limits.get(name, NO_PAGE_LIMITS),
        )
        for name, (base, token) in sorted(places.items())
    )
