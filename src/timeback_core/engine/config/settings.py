"""The settings of a client by name: what `open`, `configure` and a manager's `register` take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from timeback_core.engine.config.options import ServiceSpec


class Settings(TypedDict, total=False):
    """Where the services are, who asks, and what bounds a call; what is absent comes from the environment."""

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
    scopes: str | Sequence[str] | None
    """Scopes to ask for: a text that separates them by blanks, or a sequence."""
    timeout: float
    """Deadline of one request with its retries, in seconds."""
    max_concurrency: int
    """Calls in flight at most; the platform throttles at about ten."""
    max_attempts: int
    """Attempts of one call at most."""
    max_body_bytes: int
    """Cap on the body of an answer, compressed and decompressed."""
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
