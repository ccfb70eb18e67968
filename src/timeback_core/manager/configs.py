"""What a manager is given for a client, made into a configuration; pure and total."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from returns.result import Failure, Result, Success

from timeback_core.client import with_method
from timeback_core.engine.config import Config, configure
from timeback_core.engine.config.settings import Settings
from timeback_core.engine.narrow import is_mapping
from timeback_core.errors import ConfigError
from timeback_core.problems import Problem

NO_SETTINGS: Settings = {}
"""Stands for a `config` that was not given."""


def config_of(given: object, method: str) -> Result[Config, ConfigError]:
    """The configuration that was given, or that settings by name make; with every problem that they have.

    method: what a transport of the caller's must have to serve this kind of client.
    """
    if isinstance(given, Config):
        return with_method(method, Success(given))
    if not is_mapping(given):
        return _wrong("", f"must be a Config or settings by name, not {type(given).__name__}")
    settings = cast("Settings", {str(name): value for name, value in given.items()})  # `configure` checks them
    return with_method(method, configure(**settings))


def configs_of(given: object, method: str) -> Result[dict[str, Config], ConfigError]:
    """The configurations of clients by name; each problem's path begins with the name of its client."""
    if not is_mapping(given):
        return _wrong("", f"must be a mapping of names to configurations, not {type(given).__name__}")
    configs: dict[str, Config] = {}
    problems: list[Problem] = []
    for name, config in given.items():
        problem = name_problem(name)
        made = config_of(config, method)
        if problem is not None:
            problems.append(problem)
        if isinstance(made, Failure):
            problems.extend(one.under(str(name)) for one in made.failure().problems)
        else:
            configs[str(name)] = made.unwrap()
    return Failure(ConfigError(tuple(problems))) if problems else Success(configs)


def registration(config: object, settings: Mapping[str, object], method: str) -> Result[Config, ConfigError]:
    """The configuration that `register` was given, as `config` or as settings by keyword."""
    if config is NO_SETTINGS:
        return config_of(settings, method)
    if settings:
        return _wrong("config", f"was given besides {', '.join(settings)}: give the one or the others")
    return config_of(config, method)


def name_problem(name: object) -> Problem | None:
    """What is wrong with the name of a client; any text is right."""
    return None if isinstance(name, str) else Problem("name", f"must be text, not {type(name).__name__}")


def _wrong(path: str, text: str) -> Failure[ConfigError]:
    return Failure(ConfigError((Problem(path, text),)))
