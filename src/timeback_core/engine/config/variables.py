"""Environment variables as a fallback for options: which there are, and in which order they count."""

import os
from collections.abc import Callable

from timeback_core.engine.config.options import Given, Problems
from timeback_core.engine.narrow import is_mapping
from timeback_core.problems import Problem

ENV = ("TIMEBACK_ENV",)
BASE_URL = ("TIMEBACK_API_BASE_URL", "TIMEBACK_BASE_URL")
AUTH_URL = ("TIMEBACK_API_AUTH_URL", "TIMEBACK_AUTH_URL", "TIMEBACK_TOKEN_URL")
CLIENT_ID = ("TIMEBACK_API_CLIENT_ID", "TIMEBACK_CLIENT_ID")
CLIENT_SECRET = ("TIMEBACK_API_CLIENT_SECRET", "TIMEBACK_CLIENT_SECRET")
MASTERYTRACK_BASE_URL = ("TIMEBACK_MASTERYTRACK_BASE_URL", "MASTERYTRACK_BASE_URL")
MASTERYTRACK_API_KEY = ("TIMEBACK_MASTERYTRACK_API_KEY", "MASTERYTRACK_API_KEY")
MASTERYTRACK_EMAIL = ("TIMEBACK_MASTERYTRACK_EMAIL", "MASTERYTRACK_EMAIL")


def of_service(service: str, value: str) -> tuple[str, ...]:
    """The variable of one service alone, such as `ONEROSTER_BASE_URL`."""
    return (f"{service.upper()}_{value}",)


class Variables:
    """The environment variables of one configuration; a blank one counts as not set."""

    def __init__(self, environ: object, problems: Problems) -> None:
        self._problems = problems
        self._value: Callable[[str], object] = os.environ.get
        if is_mapping(environ):
            self._value = environ.get
        elif environ is not None:
            problems.append(Problem("environ", "must be a mapping of names to text"))

    def first(self, *names: str) -> Given | None:
        """The first of these variables that is set and not blank."""
        for name in names:
            value = self._value(name)
            if isinstance(value, str):
                if value.strip():
                    return Given(str.__str__(value), name)
            elif value is not None:
                self._problems.append(Problem("environ", f"the value of {name} must be text"))
        return None
