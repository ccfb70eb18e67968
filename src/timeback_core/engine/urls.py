"""URLs of services and token endpoints, checked and split once."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

import attrs

_DEFAULT_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
_PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*/?")
_DOT_SEGMENTS = (".", "..")


@attrs.frozen
class Url:
    """An absolute http or https URL without user, query and fragment."""

    scheme: str
    host: str
    """In lower case and ASCII; an IPv6 address without its brackets."""
    port: int
    path: str = ""
    """Empty, or begins with `/`; percent-encoded."""

    @property
    def authority(self) -> str:
        """Host and port as they stand in a `Host` header: the scheme's own port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    def as_base(self) -> "Url":
        """The same URL without slashes at its end, so that a path can follow."""
        return Url(self.scheme, self.host, self.port, self.path.rstrip("/"))

    def below(self, path: str) -> "Url":
        """The URL with `path` behind its own path."""
        return Url(self.scheme, self.host, self.port, self.path.rstrip("/") + path)


def parse_url(text: str, *, allow_insecure_http: bool) -> Url | str:
    """The URL that a text spells, or a sentence that tells what is wrong with it (without the text itself).

    Args:
        text: An absolute URL.
        allow_insecure_http: Whether plain http may be spoken to hosts that are not loopback.
    """
    if any(char <= " " or char == "\x7f" for char in text):
        return "must not contain blanks or control characters"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return "is not a URL"
    if parts.scheme not in _DEFAULT_PORTS:
        return "must begin with https:// or http://"
    if "@" in parts.netloc:
        return "must not contain a user name or password"
    if "?" in text or "#" in text:
        return "must not contain a query or fragment"
    host = ascii_host(parts.hostname or "")
    if host is None:
        return "has no valid host"
    if port == 0:
        return "has no valid port"
    if not is_path(parts.path):
        return "has a path that is not valid"
    if parts.scheme == "http" and not allow_insecure_http and not is_loopback(host):
        return "must be https: plain http is for loopback hosts, or with allow_insecure_http=True"
    return Url(parts.scheme, host, _DEFAULT_PORTS[parts.scheme] if port is None else port, parts.path)


def ascii_host(host: str) -> str | None:
    """The host as it stands in a request, or `None` if it is none."""
    if ":" in host:
        try:
            return None if "%" in host else str(ip_address(host))
        except ValueError:
            return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if len(host) > 253 or not _HOST.fullmatch(host) or ".." in host:
        return None
    return host.lower()


def is_loopback(host: str) -> bool:
    """Whether the host is this machine by its very name or address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_path(path: str) -> bool:
    """Whether a text is a path: empty or rooted, percent-encoded, no empty and no dot segments."""
    if _PATH.fullmatch(path) is None:
        return False
    return not any(segment.lower().replace("%2e", ".") in _DOT_SEGMENTS for segment in path.split("/"))
