"""The one table of the hosted platforms: hosts, token URLs, scopes, paths and limits of all services."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

SERVICES = ("caliper", "case", "clr", "edubridge", "masterytrack", "oneroster", "powerpath", "qti", "webhooks")
"""Every service there is, sorted."""

ENVIRONMENTS = ("staging", "production")


class Dialect(NamedTuple):
    """What the filters of a platform can say."""

    max_comparisons: int | None
    """Most comparisons in one filter; `None` means no limit."""
    mixes_and_or: bool
    """Whether AND and OR may stand in the same filter."""


class PageLimits(NamedTuple):
    """Page sizes of a service; `None` where nothing is documented."""

    default: int | None = None
    maximum: int | None = None


class Hosts(NamedTuple):
    """Where one environment of a platform lives."""

    api: str
    """Base URL of services without a host of their own."""
    services: Mapping[str, str]
    """Base URL of each service that is offered."""
    token_url: str


Paths: TypeAlias = Mapping[str, str | None]
"""The paths or templates of one service by key; `None` where the platform lacks it."""


class Platform(NamedTuple):
    """One hosted platform."""

    name: str
    hosts: Mapping[str, Hosts]
    """By environment."""
    paths: Mapping[str, Paths]
    """By service."""
    scopes: Mapping[str, tuple[str, ...]]
    """Scopes that a service needs in its token, as far as they are documented."""
    default_scopes: tuple[str, ...]
    """Scopes of a token for services of which none is documented."""
    dialect: Dialect
    page_limits: Mapping[str, PageLimits]


_QTI_PAGES = PageLimits(default=10)
_PURL = "https://purl.imsglobal.org/spec"
_EVENTS_WRITE = f"{_PURL}/caliper/v1p2/scope/events.write"
_ROSTER_WRITE = f"{_PURL}/or/v1p2/scope/roster.createput"


def _beyond_ai(domain: str, pool: str, masterytrack: str) -> Hosts:
    api = f"https://api.{domain}"
    services: dict[str, str] = dict.fromkeys(("oneroster", "edubridge", "powerpath", "clr", "case"), api)
    services |= dict.fromkeys(("caliper", "webhooks"), f"https://caliper.{domain}")
    services["masterytrack"] = f"https://l407b3xadi.execute-api.us-east-1.amazonaws.com/{masterytrack}"
    services["qti"] = "https://qti.alpha-1edtech.ai/api"  # one host for both environments
    cognito = f"https://{pool}-beyond-timeback-api-2-idp.auth.us-east-1.amazoncognito.com"
    return Hosts(api, services, f"{cognito}/oauth2/token")


def _learnwith_ai(origin: str) -> Hosts:
    return Hosts(origin, dict.fromkeys(("oneroster", "caliper", "qti", "case"), origin), f"{origin}/auth/1.0/token")


BEYOND_AI = Platform(
    name="BEYOND_AI",
    hosts={
        "staging": _beyond_ai("staging.alpha-1edtech.ai", "staging", "dev"),
        "production": _beyond_ai("alpha-1edtech.ai", "prod", "prod"),
    },
    paths={
        "oneroster": {part: f"/ims/oneroster/{part}/v1p2" for part in ("rostering", "gradebook", "resources")},
        "edubridge": {"base": "/edubridge", "goals": "/goals"},
        "powerpath": {"base": "/powerpath"},
        **{name: {"base": ""} for name in ("qti", "masterytrack")},
        "case": {"base": "/ims/case/v1p1"},
        "clr": {"credentials": "/ims/clr/v2p0/credentials", "discovery": "/ims/clr/v2p0/discovery"},
        "caliper": {
            "send": "/caliper/event",
            "validate": "/caliper/event/validate",
            "list": "/caliper/events",
            "get": "/caliper/events/{id}",
            "job_status": "/jobs/{id}/status",
        },
        "webhooks": {
            **dict.fromkeys(("list", "create"), "/webhooks/"),
            **dict.fromkeys(("get", "update", "delete"), "/webhooks/{id}"),
            **{verb: f"/webhooks/{{id}}/{verb}" for verb in ("activate", "deactivate")},
            **dict.fromkeys(("filter_list", "filter_create"), "/webhook-filters/"),
            **dict.fromkeys(("filter_get", "filter_update", "filter_delete"), "/webhook-filters/{id}"),
            "filters_of_webhook": "/webhook-filters/webhook/{webhookId}",
        },
    },
    scopes={},
    default_scopes=(),
    dialect=Dialect(max_comparisons=None, mixes_and_or=True),
    page_limits={
        **dict.fromkeys(("oneroster", "edubridge", "powerpath", "case"), PageLimits(default=100, maximum=3000)),
        "qti": _QTI_PAGES,
    },
)

LEARNWITH_AI = Platform(
    name="LEARNWITH_AI",
    hosts={
        "staging": _learnwith_ai("https://platform.dev.timeback.com"),
        "production": _learnwith_ai("https://platform.timeback.com"),
    },
    paths={
        **{name: dict.fromkeys(BEYOND_AI.paths[name]) for name in SERVICES},  # None, but for what follows
        "oneroster": {"rostering": "/rostering/1.0", "gradebook": "/gradebook/1.0", "resources": "/resources/1.0"},
        "qti": {"base": ""},
        "case": {"base": "/case/1.1"},
        "caliper": {**dict.fromkeys(BEYOND_AI.paths["caliper"]), "send": "/caliper/v1p2"},
    },
    scopes={"oneroster": (_ROSTER_WRITE,), "caliper": (_EVENTS_WRITE,)},
    default_scopes=(_EVENTS_WRITE,),
    dialect=Dialect(max_comparisons=2, mixes_and_or=False),
    page_limits={"oneroster": PageLimits(default=10, maximum=100), "qti": _QTI_PAGES},
)

PLATFORMS: Mapping[str, Platform] = {BEYOND_AI.name: BEYOND_AI, LEARNWITH_AI.name: LEARNWITH_AI}
