"""Whom a sandbox lets in from a browser: who sees its page, whose pages may call it and read its answers."""

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv6Address, ip_address
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import attrs

from timeback_core.sandbox.messages import Headers, Reply, Request, json_reply

EVERY_ORIGIN: Final = "*"
PREFLIGHT_SECONDS: Final = 600
"""How long a browser need not ask again."""

_ORIGIN: Final = re.compile(r"https?://([\w.-]+|\[[\da-f:.]+\])(:\d+)?", re.ASCII)
_LOOPBACK_NAME: Final = re.compile(r"([\w-]+\.)*localhost", re.ASCII)
_NAMES: Final = re.compile(r"[\w!#$%&'*+.^`|~, -]+", re.ASCII)
_VERBS: Final = "GET, HEAD, POST, PUT, PATCH, DELETE"


@attrs.frozen
class Guards:
    """What is let in beyond the pages of this machine."""

    ui_public: bool = False
    """Whether other machines see the page too."""
    origins: frozenset[str] = frozenset()
    """Further origins whose pages may call the sandbox, or `*`, of which control calls know nothing."""

    @classmethod
    def of(cls, origins: Iterable[str], *, ui_public: bool) -> "Guards":
        """Guards that know these origins; raises `ValueError` for what is none."""
        given = frozenset(origin.lower() for origin in origins)
        for origin in sorted(given - {EVERY_ORIGIN}):
            if _ORIGIN.fullmatch(origin) is None:
                raise ValueError(f"an origin is written like https://app.example or http://app.test:3000, not {origin}")
        return cls(ui_public, given)

    def answer(self, request: Request, base_url: str, *, is_control: bool) -> Reply | None:
        """The answer to a request that is refused, or that asks whether another would be; None for all others."""
        if request.verb == "OPTIONS" and _is_preflight(request):
            return _preflight(Entrant(self, request, base_url, is_control))
        if is_control:
            entrant = Entrant(self, request, base_url, is_control)
            for concerns, holds, words in RULES:
                if concerns(entrant) and not holds(entrant):
                    return json_reply(403, {"error": words})
        return None

    def headers(self, request: Request, base_url: str, *, is_control: bool) -> Headers:
        """The headers of an answer that let the page which asked for it read it, where that page may."""
        origin = request.header("origin")
        if origin is None:
            return ()
        vary = ("vary", "origin")
        if not Entrant(self, request, base_url, is_control).is_of_known_page:
            return (vary,)
        return (vary, ("access-control-allow-origin", origin), ("access-control-expose-headers", "*"))


def is_for_page(request: Request) -> bool:
    """Whether a request is for the page to look at, or one of its forms."""
    return request.path == "/" or request.path.startswith("/.sandbox/page")


@attrs.frozen
class Entrant:
    """A request as the guards look at it."""

    guards: Guards
    request: Request
    base_url: str
    """Where the sandbox says that it is."""
    is_control: bool

    @property
    def is_for_page(self) -> bool:
        """Whether it is for the page to look at, or one of its forms."""
        return is_for_page(self.request)

    @property
    def is_for_own_page(self) -> bool:
        """The same where the page is for this machine alone."""
        return self.is_for_page and not self.guards.ui_public

    @property
    def is_from_here(self) -> bool:
        """Whether it comes from this machine, or from this process, and was not passed on by a proxy."""
        was_passed_on = any(self.request.header(name) is not None for name in ("x-forwarded-for", "forwarded"))
        return self.request.peer == "" or (_is_loopback(self.request.peer) and not was_passed_on)

    @property
    def names_this_machine(self) -> bool:
        """Whether it is sent to a name that is no one else's: any other could be led here to pass for the page."""
        host = _host_of(f"//{self.request.header('host')}")
        return self.request.peer == "" or _is_loopback(host) or host == _host_of(self.base_url)

    @property
    def is_of_known_page(self) -> bool:
        """Whether the page that sent it is of this machine, of the sandbox itself, or of an origin that was named."""
        origin = (self.request.header("origin") or "").lower()
        if EVERY_ORIGIN in self.guards.origins and not self.is_control:
            return True
        scheme, _, rest = self.base_url.lower().partition("://")
        named = self.guards.origins | {f"{scheme}://{rest.partition('/')[0]}"}
        return origin in named or (_ORIGIN.fullmatch(origin) is not None and _is_loopback(_host_of(origin)))

    @property
    def is_of_no_foreign_page(self) -> bool:
        """Whether no page sent it, or one that may, or it is a link that was followed."""
        header, origin = self.request.header, self.request.header("origin")
        if origin is not None and origin != "null":
            is_own = self.is_for_page and origin.partition("://")[2] == header("host")
            return is_own or self.is_of_known_page
        site = header("sec-fetch-site")
        if self.request.verb in {"GET", "HEAD"}:
            return site != "cross-site" or header("sec-fetch-mode") == "navigate"
        return site in {"same-origin", "none"} or (site is None and origin is None)


_Check: TypeAlias = Callable[[Entrant], bool]

RULES: Final[tuple[tuple[_Check, _Check, str], ...]] = (
    (
        lambda entrant: entrant.is_for_own_page,
        lambda entrant: entrant.is_from_here,
        "the page is shown on the machine of the sandbox alone; with --ui-public others see it too",
    ),
    (
        lambda entrant: entrant.is_for_own_page,
        lambda entrant: entrant.names_this_machine,
        "the page is shown at localhost and at --public-url alone; with --ui-public it is at any name",
    ),
    (
        lambda entrant: entrant.is_control,
        lambda entrant: entrant.is_of_no_foreign_page,
        "a page of another origin sent this; with --cors ORIGIN it may",
    ),
)
"""Whom a rule concerns, what has to hold, and what is said where it does not."""


def _is_preflight(request: Request) -> bool:
    return None not in (request.header("origin"), request.header("access-control-request-method"))


def _preflight(entrant: Entrant) -> Reply:
    """What a browser wants to know before it sends a request that a page asks for."""
    if not entrant.is_of_known_page:
        return json_reply(403, {"error": "pages of this origin may not ask for this; with --cors ORIGIN they may"})
    header = entrant.request.header
    asked = header("access-control-request-headers") or ""
    allowed = [("access-control-allow-methods", _VERBS), ("access-control-max-age", str(PREFLIGHT_SECONDS))]
    if _NAMES.fullmatch(asked) is not None:
        allowed.append(("access-control-allow-headers", asked))
    if header("access-control-request-private-network") == "true":
        allowed.append(("access-control-allow-private-network", "true"))
    return Reply(204, tuple(allowed))


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return _LOOPBACK_NAME.fullmatch(host.lower()) is not None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
