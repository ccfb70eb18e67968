"""What a configuration is once it is known to be good."""

from collections.abc import Callable
from typing import Literal, TypeAlias, TypeGuard

import attrs

from timeback_core.engine.config.urls import Url
from timeback_core.engine.platforms import PLATFORMS, SERVICES, Dialect, PageLimits

AccessToken: TypeAlias = str | Callable[[], str]
ClientAuth: TypeAlias = Literal["client_secret_basic", "client_secret_post"]


@attrs.frozen
class TokenSource:
    """Where a token comes from and for whom: equal sources share one token."""

    kind: Literal["oauth", "masterytrack"]
    url: Url
    client_id: str
    """The e-mail for MasteryTrack."""
    client_secret: str = attrs.field(repr=False)
    """The API key for MasteryTrack."""
    scopes: tuple[str, ...] = ()
    """Scopes to ask for; none means that the request names no scope."""
    client_auth: ClientAuth = "client_secret_basic"
    """How the client proves itself to an `oauth` endpoint."""

    @property
    def introduction(self) -> dict[str, str]:
        """What MasteryTrack is told of who wants a token, beside the key."""
        return {"email": self.client_id}


def is_token(text: object) -> TypeGuard[str]:
    """Whether a value can be sent as a token."""
    return isinstance(text, str) and text.isascii() and text.isprintable() and bool(text) and " " not in text


@attrs.frozen
class ServiceConfig:
    """One service: where it is, how its paths are spelled and which token it takes."""

    name: str
    base: Url
    paths: tuple[tuple[str, str | None], ...]
    """Path profile as (key, path or template); `None` where the platform lacks the operation."""
    token: TokenSource | None
    """Where its token is fetched; `None` where requests carry none, or one that was given."""
    dialect: Dialect
    page_limits: PageLimits
    access_token: AccessToken | None = attrs.field(default=None, repr=False, hash=False)

    def path(self, key: str) -> str | None:
        """The path or template of a key of the profile; `None` where the platform lacks it."""
        return next((path for name, path in self.paths if name == key), None)


@attrs.frozen
class Config:
    """Everything a session needs to know; equal inputs give equal values, and no secret is in its repr."""

    platform: str
    env: str | None
    """`None` where URLs were given instead of an environment."""
    services: tuple[ServiceConfig, ...]
    """Sorted by name."""
    others: ServiceConfig | None
    """Where services that are not known to the library are, behind one base URL; `None` where each has to be named."""
    timeout: float
    """Deadline of one request with its retries, in seconds."""
    max_concurrency: int
    max_attempts: int
    max_body_bytes: int
    """Cap on the body of an answer, compressed and decompressed."""
    max_json_bytes: int
    """The same where the body is JSON, which takes many times its size to be read."""
    proxy: str | None = attrs.field(repr=False)
    transport: object | None = attrs.field(eq=id)
    allow_insecure_http: bool

    @property
    def configured(self) -> tuple[str, ...]:
        """Names of the configured services, sorted."""
        return tuple(service.name for service in self.services)

    @property
    def tokens(self) -> tuple[TokenSource, ...]:
        """Every token source once."""
        return tuple(dict.fromkeys(s.token for s in self.services if s.token is not None))

    @property
    def dialect(self) -> Dialect:
        """What filters of the platform can say."""
        return PLATFORMS[self.platform].dialect

    def service(self, name: str) -> ServiceConfig | None:
        """The configuration of a service, or `None` if it is not configured."""
        found = next((service for service in self.services if service.name == name), None)
        if found is None and self.others is not None and name not in SERVICES:
            return attrs.evolve(self.others, name=name)
        return found
