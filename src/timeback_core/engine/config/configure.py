"""The one function that makes a configuration: total, and telling every problem at once."""

from typing import TYPE_CHECKING, Unpack

from returns.result import Failure, Result, Success

from timeback_core.engine.config.masterytrack import MasteryTrackPlanner
from timeback_core.engine.config.modes import Location, Locator
from timeback_core.engine.config.options import Reader
from timeback_core.engine.config.paths import Profile, resolve_paths
from timeback_core.engine.config.settings import Settings
from timeback_core.engine.config.tokens import TokenPlanner
from timeback_core.engine.config.values import Config, ServiceConfig
from timeback_core.engine.platforms import DEFAULT_PLATFORM, NO_PAGE_LIMITS, PLATFORMS, Platform
from timeback_core.problems import unknown

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
    reader = Reader(settings)
    platform = _platform("platform", PLATFORMS[DEFAULT_PLATFORM], reader)
    profile = resolve_paths(_platform("path_profile", platform, reader), reader)
    location = Locator(reader, platform, profile).locate()
    config = Config(
        platform=platform.name,
        env=location.env,
        services=_services(reader, platform, profile, location),
        timeout=reader.seconds("timeout", DEFAULT_TIMEOUT),
        max_concurrency=reader.count("max_concurrency", DEFAULT_CONCURRENCY),
        max_attempts=reader.count("max_attempts", DEFAULT_ATTEMPTS),
        max_body_bytes=reader.count("max_body_bytes", DEFAULT_BODY_BYTES),
        proxy=reader.proxy(),
        transport=reader.transport(),
        allow_insecure_http=reader.allow_insecure_http,
    )
    if reader.problems:
        from timeback_core.errors import ConfigError  # errors cost milliseconds to import

        return Failure(ConfigError(tuple(dict.fromkeys(reader.problems))))
    return Success(config)


def _platform(name: str, default: Platform, reader: Reader) -> Platform:
    given = reader.option(name)
    if given is None:
        return default
    word = given.text.strip()
    if word not in PLATFORMS:
        reader.refuse(name, unknown(word, PLATFORMS, "platform"))
    return PLATFORMS.get(word, default)


def _services(reader: Reader, platform: Platform, profile: Profile, location: Location) -> tuple[ServiceConfig, ...]:
    tokens = TokenPlanner(reader, platform, location).plan()
    masterytrack = MasteryTrackPlanner(reader, platform, profile, location).plan()
    places = {name: (location.endpoints[name].base, token) for name, token in tokens.items()}
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
