"""The settings of a client by name, and the environment variables that stand in for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Required, TypedDict


class ServiceSpec(TypedDict, total=False):
    """One service in `services`, where its URL alone does not say enough."""

    base_url: Required[str]
    auth_url: str | None
    """Token URL of this service; absent means the common one, `None` that the service takes no token."""
    client_id: str
    client_secret: str
    client_auth: str
    scopes: str | Sequence[str]
    access_token: str | Callable[[], str]
    """Token of this service alone."""


class Settings(TypedDict, total=False):
    """Where the services are, who asks, and what bounds a call: for `open`, `configure` and `register`."""

    env: str | None
    """`staging` or `production`."""
    platform: str | None
    """`BEYOND_AI` (the default) or `LEARNWITH_AI`: names hosts, paths, scopes and filter dialect."""
    base_url: str | None
    """URL in front of every path, instead of an environment."""
    services: Mapping[str, str | ServiceSpec] | None
    """A URL or a `ServiceSpec` for each service, instead of an environment."""
    auth_url: str | None
    """Token URL (OAuth 2.0 client credentials)."""
    client_id: str | None
    client_secret: str | None
    client_auth: str | None
    """How the token URL is told id and secret: `client_secret_basic` (the default) or `client_secret_post`."""
    access_token: str | Callable[[], str] | None
    """A fixed token in the place of a token URL, or a function that gives the one for each call."""
    scopes: str | Sequence[str] | None
    """Scopes to ask for: a text that separates them by blanks, or a sequence."""
    timeout: float
    """Deadline of one request with its retries, in seconds."""
    max_concurrency: int
    """Calls in flight at most; the platform throttles at about ten."""
    max_attempts: int
    """Attempts of one call at most; those that a 429 puts off are not counted, and go on until the deadline."""
    max_body_bytes: int
    """Cap on the body of an answer, compressed and decompressed; by default 16 MiB for JSON and 64 MiB for files.

    Beyond 4 MiB a body may not be more than a hundred times what came over the wire, whatever the cap."""
    proxy: str | None
    """URL of a proxy; by default the environment's."""
    transport: object | None
    """An httpx transport to be used instead of the library's own."""
    allow_insecure_http: bool
    """Whether plain http may be spoken to hosts that are not loopback."""
    path_profile: str | None
    """Platform whose paths are used, where it is not the platform itself."""
    paths: Mapping[str, Mapping[str, str | None] | None] | None
    """Single paths, by service and key, in the place of the profile's."""
    masterytrack_api_key: str | None
    masterytrack_email: str | None
    masterytrack_base_url: str | None
    environ: Mapping[str, str] | None
    """Environment variables; those of the process by default."""


VARIABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "env": ("TIMEBACK_ENV",),
    "base_url": ("TIMEBACK_API_BASE_URL", "TIMEBACK_BASE_URL"),
    "auth_url": ("TIMEBACK_API_AUTH_URL", "TIMEBACK_AUTH_URL", "TIMEBACK_TOKEN_URL"),
    "client_id": ("TIMEBACK_API_CLIENT_ID", "TIMEBACK_CLIENT_ID"),
    "client_secret": ("TIMEBACK_API_CLIENT_SECRET", "TIMEBACK_CLIENT_SECRET"),
    "masterytrack_base_url": ("TIMEBACK_MASTERYTRACK_BASE_URL", "MASTERYTRACK_BASE_URL"),
    "masterytrack_api_key": ("TIMEBACK_MASTERYTRACK_API_KEY", "MASTERYTRACK_API_KEY"),
    "masterytrack_email": ("TIMEBACK_MASTERYTRACK_EMAIL", "MASTERYTRACK_EMAIL"),
}
"""The variables of a setting; the first one that is set counts."""


def variable_of_service(service: str, value: str) -> str:
    """The variable of one service alone, such as `ONEROSTER_BASE_URL`."""
    return f"{service.upper()}_{value.upper()}"
