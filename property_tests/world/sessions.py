"""Sessions of both kinds over a scripted transport, in process."""

from collections.abc import Callable

import httpx
from property_tests.world.plans import DIALECT, SOURCE, THINGS

from timeback_core.engine.config import Config, ServiceConfig
from timeback_core.engine.config.urls import Url
from timeback_core.engine.platforms import PageLimits
from timeback_core.engine.session import AsyncSession, Session

Handler = Callable[[httpx.Request], httpx.Response]


def config_over(transport: object, *, token: bool = False, timeout: float = 30.0, attempts: int = 3) -> Config:
    """A configuration of the service of things, over a transport of httpx's kind."""
    service = ServiceConfig(
        THINGS.service,
        Url("https", "api.example.org", 443),
        ((THINGS.key, "/things"),),
        SOURCE if token else None,
        DIALECT,
        PageLimits(None, None),
    )
    return Config(
        platform="BEYOND_AI",
        env=None,
        others=None,
        services=(service,),
        timeout=timeout,
        max_concurrency=8,
        max_attempts=attempts,
        max_body_bytes=1_000_000,
        max_json_bytes=1_000_000,
        proxy=None,
        transport=transport,
        allow_insecure_http=False,
    )


def session_over(handler: Handler) -> Session:
    """A session of threads over a function that answers."""
    return Session(config_over(httpx.MockTransport(handler)))


def async_session_over(handler: Handler) -> AsyncSession:
    """A session of event loops over a function that answers."""
    return AsyncSession(config_over(httpx.MockTransport(handler)))
