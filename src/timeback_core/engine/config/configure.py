"""The one function that makes a configuration: total, and telling every problem at once."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from returns.result import Failure, Result, Success

from timeback_core.engine.config.masterytrack import MasteryTrackPlanner
from timeback_core.engine.config.modes import Location, Locator
from timeback_core.engine.config.options import (
    Problems,
    ServiceSpec,
    count_option,
    flag_option,
    proxy_option,
    text_option,
    timeout_option,
    transport_option,
)
from timeback_core.engine.config.paths import Profile, resolve_paths
from timeback_core.engine.config.tokens import TokenPlanner
from timeback_core.engine.config.values import Config, ServiceConfig, TokenSource
from timeback_core.engine.config.variables import Variables
from timeback_core.engine.nearest import unknown
from timeback_core.engine.platforms import DEFAULT_PLATFORM, NO_PAGE_LIMITS, PLATFORMS, Platform
from timeback_core.engine.urls import Url

if TYPE_CHECKING:
    from timeback_core.errors import ConfigError

DEFAULT_TIMEOUT = 30.0
DEFAULT_CONCURRENCY = 10
DEFAULT_ATTEMPTS = 3
DEFAULT_BODY_BYTES = 64 * 1024 * 1024


def configure(
    *,
    env: str | None = None,
    platform: str | None = None,
    base_url: str | None = None,
    auth_url: str | None = None,
    client_id: str | None = None,
    client_secret: str | None = None,
    services: Mapping[str, str | ServiceSpec] | None = None,
    scopes: str | Sequence[str] | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    max_concurrency: int = DEFAULT_CONCURRENCY,
    proxy: str | None = None,
    transport: object | None = None,
    allow_insecure_http: bool = False,
    path_profile: str | None = None,
    paths: Mapping[str, Mapping[str, str | None] | None] | None = None,
    masterytrack_api_key: str | None = None,
    masterytrack_email: str | None = None,
    masterytrack_base_url: str | None = None,
    max_attempts: int = DEFAULT_ATTEMPTS,
    max_body_bytes: int = DEFAULT_BODY_BYTES,
    environ: Mapping[str, str] | None = None,
) -> "Result[Config, ConfigError]":
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

    Args:
        env: `staging` or `production`.
        platform: `BEYOND_AI` (the default) or `LEARNWITH_AI`: names hosts, paths, scopes and filter dialect.
        base_url: URL in front of every path.
        auth_url: Token URL (OAuth 2.0 client credentials).
        client_id: Id for the token URL; else `TIMEBACK_API_CLIENT_ID`, `TIMEBACK_CLIENT_ID`, and in services
            mode `ONEROSTER_CLIENT_ID` and its likes.
        client_secret: Secret for the token URL; variables likewise.
        services: Service name -> base URL or `ServiceSpec`.
        scopes: Scopes of the token, as a sequence or one text; an empty sequence asks for none. By default
            those that the platform documents for the services that share the token.
        timeout: Deadline of one request with its retries, in seconds.
        max_concurrency: Most requests in flight at once.
        proxy: URL of an http, https or socks5 proxy.
        transport: An httpx transport to use instead of the network.
        allow_insecure_http: Whether plain http may be spoken to hosts other than loopback.
        path_profile: Platform whose paths are used, where it is another than `platform`.
        paths: Service -> key -> path, over the profile; `None` says that there is no such path.
        masterytrack_api_key: MasteryTrack's API key; without it (or its variable) there is no such service.
        masterytrack_email: The registered e-mail that belongs to the key.
        masterytrack_base_url: MasteryTrack's URL; by default `base_url`, or the platform's.
        max_attempts: Most attempts of one request.
        max_body_bytes: Cap on the body of an answer.
        environ: Environment variables; by default those of the process.

    Returns:
        The configuration, or a `ConfigError` with every problem, each under the name of its option.
    """
    problems: Problems = []
    chosen = _platform(platform, "platform", PLATFORMS[DEFAULT_PLATFORM], problems)
    profile = resolve_paths(_platform(path_profile, "path_profile", chosen, problems), paths, problems)
    insecure = flag_option(allow_insecure_http, "allow_insecure_http", problems)
    variables = Variables(environ, problems)
    locator = Locator(chosen, profile, variables, problems, allow_insecure_http=insecure)
    location = locator.locate(env, base_url, services)
    tokens = TokenPlanner(
        location,
        chosen,
        variables,
        problems,
        auth_url=auth_url,
        client_id=client_id,
        client_secret=client_secret,
        scopes=scopes,
        allow_insecure_http=insecure,
    ).plan()
    masterytrack = MasteryTrackPlanner(
        location,
        chosen,
        profile,
        variables,
        problems,
        api_key=masterytrack_api_key,
        email=masterytrack_email,
        base_url=masterytrack_base_url,
        allow_insecure_http=insecure,
    ).plan()
    config = Config(
        platform=chosen.name,
        env=location.env,
        services=_services(location, chosen, profile, tokens, masterytrack),
        timeout=timeout_option(timeout, "timeout", problems),
        max_concurrency=count_option(max_concurrency, "max_concurrency", problems),
        max_attempts=count_option(max_attempts, "max_attempts", problems),
        max_body_bytes=count_option(max_body_bytes, "max_body_bytes", problems),
        proxy=proxy_option(proxy, problems),
        transport=transport_option(transport, problems),
        allow_insecure_http=insecure,
    )
    return _failure(problems) if problems else Success(config)


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
