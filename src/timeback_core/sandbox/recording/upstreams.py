"""Where a recorder passes requests on to: one address for all, or the hosts of the platforms, service by service."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import attrs

from timeback_core.sandbox.box import APIS
from timeback_core.sandbox.tokens import TOKEN_PATHS
from timeback_core.sandbox.world import Platform

_API: Final = "/api"
"""Where QTI is said to be by some, and is on its own host."""


@attrs.frozen(kw_only=True)
class Upstream:
    """Another server: its address, those of the services that live elsewhere, and that of its token endpoint."""

    base_url: str
    platform: Platform
    token_url: str
    services: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """By the name of the service."""

    def find(self, target: str) -> tuple[str, str]:
        """The origin of the server that has a target, and the target there, byte for byte as it was asked for."""
        path, mark, query = target.partition("?")
        base = self.services.get(_service_of(path), self.base_url)
        if path == TOKEN_PATHS[self.platform]:
            url = self.token_url + mark + query
        elif base.endswith(_API) and target.startswith(f"{_API}/"):
            url = base + target.removeprefix(_API)
        else:
            url = base + target
        scheme, _, rest = url.partition("://")
        host, slash, place = rest.partition("/")
        return f"{scheme}://{host}", slash + place


def upstream(
    base_url: str, platform: Platform | None = None, *, auth_url: str | None = None, masterytrack_url: str | None = None
) -> Upstream:
    """What is known of an address, and what is told of it besides.

    Raises `ValueError` for what is no address.
    """
    base_url = _address(base_url)
    known = next((known for known in _KNOWN if known.base_url == base_url), None)
    if known is None:
        platform = platform or "BEYOND_AI"
        known = Upstream(base_url=base_url, platform=platform, token_url=base_url + TOKEN_PATHS[platform])
    elif platform not in (None, known.platform):
        raise ValueError(f"{base_url} is of {known.platform} and not of {platform}")
    services = dict(known.services)
    if masterytrack_url is not None:
        services["masterytrack"] = _address(masterytrack_url)
    return attrs.evolve(known, token_url=_address(auth_url or known.token_url), services=services)


def _beyond_ai(domain: str, pool: str, stage: str) -> Upstream:
    return Upstream(
        base_url=f"https://api.{domain}",
        platform="BEYOND_AI",
        token_url=f"https://{pool}-beyond-timeback-api-2-idp.auth.us-east-1.amazoncognito.com/oauth2/token",
        services={
            "caliper": f"https://caliper.{domain}",
            "webhooks": f"https://caliper.{domain}",
            "qti": "https://qti.alpha-1edtech.ai/api",
            "masterytrack": f"https://l407b3xadi.execute-api.us-east-1.amazonaws.com/{stage}",
        },
    )


def _learnwith_ai(base_url: str) -> Upstream:
    return Upstream(base_url=base_url, platform="LEARNWITH_AI", token_url=base_url + TOKEN_PATHS["LEARNWITH_AI"])


_KNOWN: Final = (
    _beyond_ai("alpha-1edtech.ai", "prod", "prod"),
    _beyond_ai("staging.alpha-1edtech.ai", "staging", "dev"),
    _learnwith_ai("https://platform.timeback.com"),
    _learnwith_ai("https://platform.dev.timeback.com"),
)


@cache
def _bases() -> tuple[tuple[str, str], ...]:
    return tuple((base, api.name) for api in (make() for make in APIS) for base in api.bases)


def _service_of(path: str) -> str:
    return next((name for base, name in _bases() if path.startswith(base)), "")


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or not re.fullmatch(r"[!-~]+", text) or any(mark in text for mark in "?#@"):
        raise ValueError(f"{text!r} is no address such as https://api.example.com")
    return text.rstrip("/")
