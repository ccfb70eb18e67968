"""The client of a command: of a profile, or of environment variables."""

from __future__ import annotations

from typing import Final

from returns.result import Failure, Result

from timeback_core.cli.profiles.store import Profiles
from timeback_core.client import TimebackClient
from timeback_core.errors import ConfigError, InvalidInput, StorageFailed
from timeback_core.problems import Problem

UNNAMED: Final = Problem("profile", "none is named, by --profile or TIMEBACK_PROFILE")


def opened(profile: str | None) -> Result[TimebackClient, ConfigError | InvalidInput | StorageFailed]:
    """A client of a profile, or without one, of what the environment says (`TIMEBACK_ENV` ...).

    Errors: `InvalidInput` for a profile that is unknown, `StorageFailed` where its file or the keyring cannot be used.
    """
    if profile is None:
        return TimebackClient.open().alt(lambda error: ConfigError((*error.problems, UNNAMED)))
    settings = Profiles.of_user().settings(profile)
    if isinstance(settings, Failure):
        return settings
    return TimebackClient.open(**settings.unwrap())
