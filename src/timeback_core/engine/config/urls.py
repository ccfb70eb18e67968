"""URLs of services and token endpoints, checked and split once."""

import re

import attrs

DEFAULT_PORTS = {"https": 443, "http": 80}
_BLANK = re.compile(r"[\x00-\x20\x7f]")
_AUTHORITY = re.compile(r"(?:\[([^\[\]]+)\]|([^\[\]:]+))(?::([0-9]{1,5})?)?")
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
_PATH = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*/?")


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
        """Host and port as they stand in a `Host` header."""
        return host_header(self.host, self.port, self.scheme)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    def below(self, path: str) -> "Url":
        """The URL with `path` behind its own path, which loses the slashes at its end."""
        return Url(self.scheme, self.host, self.port, self.path.rstrip("/") + path)


def host_header(host: str, port: int, scheme: str) -> str:
    """A server as the header `Host` names it: without the scheme's own port."""
    name = f"[{host}]" if ":" in host else host
    return name if DEFAULT_PORTS.get(scheme) == port else f"{name}:{port}"


def parse_url(text: str, *, allow_insecure_http: bool) -> Url | str:
    """The URL that a text spells, or a sentence that tells what is wrong with it (without the text itself)."""
    if _BLANK.search(text):
        return "must not contain blanks or control characters"
    scheme, _, rest = text.partition("://")
    scheme = scheme.lower()
    if scheme not in DEFAULT_PORTS:
        return "must begin with https:// or http://"
    if "?" in rest or "#" in rest:
        return "must not contain a query or fragment"
    authority, slash, path = rest.partition("/")
    if "@" in authority:
        return "must not contain a user name or password"
    found = _AUTHORITY.fullmatch(authority)
    host = found and (_ipv6(found[1]) if found[1] else ascii_host(found[2]))
    port = int(found[3]) if found and found[3] else DEFAULT_PORTS[scheme]
    if not host or not 0 < port <= 65535:
        return "has no valid host and port"
    if not is_path(slash + path):
        return "has a path that is not valid"
    if scheme == "http" and not allow_insecure_http and not is_loopback(host):
        return "must be https: plain http is for loopback hosts, or with allow_insecure_http=True"
    return Url(scheme, host, port, slash + path)


def ascii_host(host: str) -> str | None:
    """The host as it stands in a request, or `None` if it is none; an IPv6 address without its brackets."""
    if ":" in host:
        return _ipv6(host)
    if not host.isascii():
        # Costs milliseconds to import. The standard library knows the rules of 2003 alone, and goes to other domains.
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except UnicodeError:
            return None
    if len(host) > 253 or not _HOST.fullmatch(host) or ".." in host:
        return None
    return host.lower()


def is_loopback(host: str) -> bool:
    """Whether a host, as `ascii_host` gives it, is this machine by its very name or address."""
    if host in ("localhost", "::1") or host.endswith(".localhost"):
        return True
    numbers = host.split(".")
    return len(numbers) == 4 and numbers[0] == "127" and all(number.isdigit() for number in numbers)


def is_path(path: str) -> bool:
    """Whether a text is a path: empty or rooted, percent-encoded, no empty and no dot segments."""
    is_dots = (segment.lower().replace("%2e", ".") in (".", "..") for segment in path.split("/"))
    return _PATH.fullmatch(path) is not None and not any(is_dots)


def _ipv6(text: str) -> str | None:
    # ipaddress costs a millisecond to import, and few URLs hold such an address.
    from ipaddress import IPv6Address

    try:
        return None if "%" in text else str(IPv6Address(text))
    except ValueError:
        return None
