"""The one table of the hosted platforms: hosts, token URLs, scopes, paths and limits of all services."""

from collections.abc import Mapping
from typing import NamedTuple

SERVICES = ("caliper", "case", "clr", "edubridge", "masterytrack", "oneroster", "powerpath", "qti", "webhooks")
"""Every service there is, sorted."""

ENVIRONMENTS = ("staging", "production")
DEFAULT_PLATFORM = "BEYOND_AI"


class Dialect(NamedTuple):
    """What the filters of a platform can say."""

    max_comparisons: int | None
    """Most comparisons in one filter; `None` means no limit."""
    mixes_and_or: bool
    """Whether AND and OR may stand in the same filter."""


class PageLimits(NamedTuple):
    """Page sizes of a service; `None` where nothing is documented."""

    default: int | None
    maximum: int | None


class Hosts:
    """Where one environment of a platform lives."""

    __slots__ = ("api", "services", "token_url")

    def __init__(self, api: str, services: Mapping[str, str], token_url: str) -> None:
        self.api: str = api
        """Base URL of services without a host of their own."""
        self.services: Mapping[str, str] = services
        """Base URL of each service that is offered."""
        self.token_url: str = token_url


class Platform:
    """One hosted platform."""

    __slots__ = ("default_scopes", "dialect", "hosts", "name", "page_limits", "paths", "scopes")

    def __init__(
        self,
        name: str,
        hosts: Mapping[str, Hosts],
        paths: Mapping[str, Mapping[str, str | None]],
        scopes: Mapping[str, tuple[str, ...]],
        default_scopes: tuple[str, ...],
        dialect: Dialect,
        page_limits: Mapping[str, PageLimits],
    ) -> None:
        self.name: str = name
        self.hosts: Mapping[str, Hosts] = hosts
        """By environment."""
        self.paths: Mapping[str, Mapping[str, str | None]] = paths
        """Path profile: service -> key -> path or template; `None` where the platform lacks it."""
        self.scopes: Mapping[str, tuple[str, ...]] = scopes
        """Scopes that a service needs in its token, as far as they are documented."""
        self.default_scopes: tuple[str, ...] = default_scopes
        """Scopes of a token for services of which none is documented."""
        self.dialect: Dialect = dialect
        self.page_limits: Mapping[str, PageLimits] = page_limits


NO_PAGE_LIMITS = PageLimits(None, None)

_ONEROSTER_LIKE = PageLimits(100, 3000)
_QTI_PAGES = PageLimits(10, None)
_PURL = "https://purl.imsglobal.org/spec"
_EVENTS_WRITE = f"{_PURL}/caliper/v1p2/scope/events.write"
_ROSTER_WRITE = f"{_PURL}/or/v1p2/scope/roster.createput"
_MASTERYTRACK = "https://l407b3xadi.execute-api.us-east-1.amazonaws.com"


def _beyond_ai(api: str, caliper: str, masterytrack: str, token_url: str) -> Hosts:
    services = {
        "oneroster": api,
        "edubridge": api,
        "powerpath": api,
        "clr": api,
        "case": api,
        "caliper": caliper,
        "webhooks": caliper,
        # One QTI host serves both environments.
        "qti": "https://qti.alpha-1edtech.ai/api",
        "masterytrack": masterytrack,
    }
    return Hosts(api, services, token_url)


def _learnwith_ai(origin: str) -> Hosts:
    services = {"oneroster": origin, "caliper": origin, "qti": origin, "case": origin}
    return Hosts(origin, services, f"{origin}/auth/1.0/token")


BEYOND_AI = Platform(
    name="BEYOND_AI",
    hosts={
        "staging": _beyond_ai(
            "https://api.staging.alpha-1edtech.ai",
            "https://caliper.staging.alpha-1edtech.ai",
            f"{_MASTERYTRACK}/dev",
            "https://staging-beyond-timeback-api-2-idp.auth.us-east-1.amazoncognito.com/oauth2/token",
        ),
        "production": _beyond_ai(
            "https://api.alpha-1edtech.ai",
            "https://caliper.alpha-1edtech.ai",
            f"{_MASTERYTRACK}/prod",
            "https://prod-beyond-timeback-api-2-idp.auth.us-east-1.amazoncognito.com/oauth2/token",
        ),
    },
    paths={
        "oneroster": {
            "rostering": "/ims/oneroster/rostering/v1p2",
            "gradebook": "/ims/oneroster/gradebook/v1p2",
            "resources": "/ims/oneroster/resources/v1p2",
        },
        "edubridge": {"base": "/edubridge"},
        "powerpath": {"base": "/powerpath"},
        "qti": {"base": ""},
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
            "list": "/webhooks/",
            "create": "/webhooks/",
            "get": "/webhooks/{id}",
            "update": "/webhooks/{id}",
            "delete": "/webhooks/{id}",
            "activate": "/webhooks/{id}/activate",
            "deactivate": "/webhooks/{id}/deactivate",
            "filter_list": "/webhook-filters/",
            "filter_create": "/webhook-filters/",
            "filter_get": "/webhook-filters/{id}",
            "filter_update": "/webhook-filters/{id}",
            "filter_delete": "/webhook-filters/{id}",
            "filters_of_webhook": "/webhook-filters/webhook/{webhookId}",
        },
        "masterytrack": {"base": ""},
    },
    scopes={},
    default_scopes=(),
    dialect=Dialect(max_comparisons=None, mixes_and_or=True),
    page_limits={
        "oneroster": _ONEROSTER_LIKE,
        "edubridge": _ONEROSTER_LIKE,
        "powerpath": _ONEROSTER_LIKE,
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
        "oneroster": {"rostering": "/rostering/1.0", "gradebook": "/gradebook/1.0", "resources": "/resources/1.0"},
        "edubridge": {"base": None},
        "powerpath": {"base": None},
        "qti": {"base": ""},
        "case": {"base": "/case/1.1"},
        "clr": dict.fromkeys(BEYOND_AI.paths["clr"]),
        "caliper": {**dict.fromkeys(BEYOND_AI.paths["caliper"]), "send": "/caliper/v1p2"},
        "webhooks": dict.fromkeys(BEYOND_AI.paths["webhooks"]),
        "masterytrack": {"base": None},
    },
    scopes={"oneroster": (_ROSTER_WRITE,), "caliper": (_EVENTS_WRITE,)},
    default_scopes=(_EVENTS_WRITE,),
    dialect=Dialect(max_comparisons=2, mixes_and_or=False),
    page_limits={"oneroster": PageLimits(10, 100), "qti": _QTI_PAGES},
)

PLATFORMS: Mapping[str, Platform] = {BEYOND_AI.name: BEYOND_AI, LEARNWITH_AI.name: LEARNWITH_AI}
