"""The one function that makes a configuration: total, and telling every problem at once."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

from returns.result import Failure, Result, Success

from timeback_core.engine.config.modes import OTHERS, Location, Locator, is_new
from timeback_core.engine.config.options import Reader
from timeback_core.engine.config.settings import Settings
from timeback_core.engine.config.tokens import MasteryTrackPlanner, TokenPlanner
from timeback_core.engine.config.urls import is_path
from timeback_core.engine.config.values import Config, ServiceConfig, TokenSource
from timeback_core.engine.platforms import BEYOND_AI, PLATFORMS, SERVICES, PageLimits, Paths, Platform
from timeback_core.problems import unknown

if TYPE_CHECKING:
    from timeback_core.errors import ConfigError

_PLACEHOLDER = r"\{(\w+)\}"
_OWN_PATHS: Paths = {"base": ""}
"""The paths of a service of the caller's own, where the settings say nothing else."""


def configure(**settings: Unpack[Settings]) -> "Result[Config, ConfigError]":
    """Make a configuration from one of three modes, or tell everything that is wrong with what was given.

    - *Environment*: `env`, on a hosted `platform`; credentials are required.
    - *Base URL*: `base_url`, one origin for all services of the platform.
    - *Services*: `services`, a URL or a `ServiceSpec` for each; only those are configured.

    Services of your own, with any other name, stand in `services` beside any mode, and behind one base URL they need
    no entry. `paths` gives them paths besides `base`, which is empty, and further ones to the platform's services.

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
    platform = _platform("platform", BEYOND_AI, reader)
    paths = _resolve_paths(_platform("path_profile", platform, reader), reader)
    location = Locator(reader, platform, paths).locate()
    services = _services(reader, platform, paths, location)
    config = Config(
        platform=platform.name,
        env=location.env,
        services=tuple(service for service in services if service.name != OTHERS),
        others=next((service for service in services if service.name == OTHERS), None),
        timeout=reader.seconds("timeout", 30.0),
        max_concurrency=reader.count("max_concurrency", 10),
        max_attempts=reader.count("max_attempts", 3),
        max_body_bytes=reader.count("max_body_bytes", 64 << 20),
        max_json_bytes=reader.count("max_body_bytes", 16 << 20),
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
    word = given.text.strip() if given else default.name
    if word not in PLATFORMS:
        reader.refuse(name, unknown(word, PLATFORMS, "platform"))
    return PLATFORMS.get(word, default)


def _services(
    reader: Reader, platform: Platform, paths: Mapping[str, Paths], location: Location
) -> tuple[ServiceConfig, ...]:
    tokens = TokenPlanner(reader, platform, location).plan()
    for name in (name for name in paths if name not in SERVICES and name not in location.places):
        reader.refuse(f"paths.{name}", unknown(name, (*SERVICES, *location.places), "service"))
    places = {name: (location.places[name].base, token) for name, token in tokens.items()}
    masterytrack = MasteryTrackPlanner(reader, platform, paths["masterytrack"], location).plan()
    if masterytrack is not None:
        places["masterytrack"] = masterytrack
    return tuple(
        ServiceConfig(
            name=name,
            base=base,
            paths=tuple(paths.get(name, _OWN_PATHS).items()),
            token=token if isinstance(token, TokenSource) else None,
            access_token=None if isinstance(token, TokenSource) else token,
            dialect=platform.dialect,
            page_limits=platform.page_limits.get(name, PageLimits()),
        )
        for name, (base, token) in sorted(places.items())
    )


def _resolve_paths(platform: Platform, reader: Reader) -> dict[str, Paths]:
    """The paths of a platform by service, with the entries of the setting `paths` in their place."""
    given = reader.mapping(reader.setting("paths"), "paths")
    replaced = {service: _replacements(service, entries, reader) for service, entries in given.items()}
    usual = dict.fromkeys(replaced, _OWN_PATHS) | {service: platform.paths[service] for service in SERVICES}
    return {service: {**paths, **replaced.get(service, {})} for service, paths in usual.items()}


def _replacements(service: str, entries: object, reader: Reader) -> Paths:
    known = BEYOND_AI.paths.get(service, _OWN_PATHS)
    if entries is None:
        return dict.fromkeys(known)
    replaced: dict[str, str | None] = {}
    for key, path in reader.mapping(entries, f"paths.{service}").items():
        at = f"paths.{service}.{key}"
        if key not in known and not is_new(key, known):
            reader.refuse(at, unknown(key, known, "path"))
        elif path is None:
            replaced[key] = None
        elif not isinstance(path, str):
            reader.refuse(at, f"must be text or None, not {type(path).__name__}")
        elif problem := _template_problem(path, known.get(key) or ""):
            reader.refuse(at, problem)
        else:
            replaced[key] = str.__str__(path)
    return replaced


def _template_problem(path: str, usual: str) -> str | None:
    if not is_path(re.sub(_PLACEHOLDER, "x", path)):
        return "must be empty or begin with '/', without empty segments, dot segments, query or fragment"
    wanted = sorted(re.findall(_PLACEHOLDER, usual))
    if sorted(re.findall(_PLACEHOLDER, path)) != wanted:
        return f"must hold {' and '.join(f'{{{name}}}' for name in wanted) if wanted else 'no placeholder'}"
    return None
