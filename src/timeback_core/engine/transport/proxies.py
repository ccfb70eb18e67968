"""Which proxy leads to a server: the one that was given, or the environment's."""

import os
import sys
from urllib.parse import SplitResult, unquote, urlsplit

DEFAULT_PORTS = {"http": 80, "socks5": 1080, "socks5h": 1080}


class UnusableProxyError(Exception):
    """A proxy of the environment that cannot be used; the text says why."""


class ProxyAddress:
    """A proxy, taken apart."""

    __slots__ = ("auth", "host", "port", "scheme")

    def __init__(self, url: SplitResult) -> None:
        self.scheme: str = url.scheme
        self.host: str = url.hostname or ""
        self.port: int = url.port or DEFAULT_PORTS[url.scheme]
        self.auth: tuple[str, str] | None = None
        """User name and password."""
        if url.username is not None:
            self.auth = (unquote(url.username), unquote(url.password or ""))


def proxy_problem(url: str) -> str | None:
    """Why the URL cannot serve as a proxy; None if it can."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no URL"
    if parts.scheme not in DEFAULT_PORTS:
        return f"has to begin with one of {', '.join(f'{scheme}://' for scheme in DEFAULT_PORTS)}"
    if not host:
        return "names no host"
    from importlib.util import find_spec

    if parts.scheme != "http" and find_spec("socksio") is None:
        return "is a SOCKS proxy, for which the package socksio has to be installed"
    return None


def parse_proxy(url: str) -> ProxyAddress:
    """The proxy at that URL.

    Raises:
        UnusableProxyError: the URL has a problem.
    """
    problem = proxy_problem(url)
    if problem is not None:
        raise UnusableProxyError(f"the proxy's URL {problem}")
    return ProxyAddress(urlsplit(url))


def environment_proxy(scheme: str, host: str, port: int) -> str | None:
    """URL of the proxy that the environment names for a server; loopback is never reached by one."""
    if not may_name_proxies() or is_loopback(host):
        return None
    from urllib.request import getproxies, proxy_bypass  # slow to import, and mostly not needed

    proxies = getproxies()
    url = proxies.get(scheme) or proxies.get("all")
    # A rule of NO_PROXY that has a port matches host and port only.
    if not url or proxy_bypass(host) or proxy_bypass(f"{host}:{port}"):
        return None
    return url if "://" in url else f"http://{url}"


def may_name_proxies() -> bool:
    """Whether the environment may name a proxy at all (macOS and Windows have settings besides)."""
    return sys.platform in ("darwin", "win32") or any(key.lower().endswith("_proxy") for key in os.environ)


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself, by its name or address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    import ipaddress  # only where the environment names proxies

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
