"""The way to a server: which proxy leads to it, and what is said before the first request, without I/O."""

import os
import sys
from base64 import b64encode
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import unquote, urlsplit

from timeback_core.engine.config.urls import ascii_host, host_header, is_loopback
from timeback_core.engine.transport.conversation import Answer, head_of
from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER, ExchangeError

if TYPE_CHECKING:
    import ssl

    from timeback_core.engine.transport.tls import Tls

Ask: TypeAlias = Callable[[bytes], Awaitable[bytes]]
"""Sends bytes (none where there is nothing to say), and gives what comes (nothing when the other side has ended)."""

PROXY_PORTS = {"http": 80, "socks5": 1080, "socks5h": 1080}
NO_SOCKS = "the proxy speaks no SOCKS"


class Proxy(NamedTuple):
    """A proxy, taken apart."""

    scheme: str
    host: str
    port: int
    auth: tuple[str, str] | None  # user name and password

    @property
    def headers(self) -> Sequence[tuple[str, str]]:
        """What tells an HTTP proxy who we are."""
        if self.auth is None:
            return ()
        return (("Proxy-Authorization", f"Basic {b64encode(':'.join(self.auth).encode()).decode()}"),)


class Way(NamedTuple):
    """What leads to a server: through a proxy if there is one, under TLS if there is a context."""

    host: str
    port: int
    proxy: Proxy | None
    context: "ssl.SSLContext | None"

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to connect to, the server's or the proxy's."""
        return (self.host, self.port) if self.proxy is None else (self.proxy.host, self.proxy.port)

    @property
    def forward(self) -> Sequence[tuple[str, str]] | None:
        """The headers for the proxy that forwards requests; None where they go to the server itself."""
        if self.proxy is None or self.proxy.scheme != "http" or self.context is not None:
            return None
        return self.proxy.headers

    async def open(self, ask: Ask) -> "Tls | None":
        """Come from the connection to the first request; gives the layer of TLS, if there is one."""
        if self.proxy is not None and self.proxy.scheme != "http":
            await socks(self.proxy, self.host, self.port, ask)
        elif self.proxy is not None and self.context is not None:
            await tunnel(self.proxy, self.host, self.port, ask)
        if self.context is None:
            return None
        from timeback_core.engine.transport.tls import Tls

        tls = Tls(self.context, self.host)
        await tls.handshake(ask)
        return tls


async def tunnel(proxy: Proxy, host: str, port: int, ask: Ask) -> None:
    """Have an HTTP proxy open a tunnel."""
    server = host_header(host, port, "")
    request = head_of("CONNECT", server.encode(), [("Host", server), *proxy.headers])
    answer = Answer("CONNECT")
    while not answer.status:
        answer.feed(await ask(request))
        request = b""
    if answer.status // 100 != 2:
        passes = answer.status == 429 or answer.status >= 500
        raise ExchangeError("connect" if passes else "barred", f"the proxy refused: {answer.status}")


async def socks(proxy: Proxy, host: str, port: int, ask: Ask) -> None:
    """Have a SOCKS proxy connect to the server, whose name it resolves itself."""
    from socksio import ProtocolError, socks5

    methods = [socks5.SOCKS5AuthMethod.NO_AUTH_REQUIRED]
    if proxy.auth is not None:
        methods.append(socks5.SOCKS5AuthMethod.USERNAME_PASSWORD)
    try:
        method = await _replied(ask, socks5.SOCKS5AuthMethodsRequest(methods).dumps(), lambda _: 2)
        chosen = socks5.SOCKS5AuthReply.loads(method).method
        if chosen not in methods:
            raise ExchangeError("barred", "the proxy refused to let us in")
        if chosen == socks5.SOCKS5AuthMethod.USERNAME_PASSWORD and proxy.auth is not None:
            user, password = (text.encode()[:255] for text in proxy.auth)
            login = socks5.SOCKS5UsernamePasswordRequest(user, password).dumps()
            if not socks5.SOCKS5UsernamePasswordReply.loads(await _replied(ask, login, lambda _: 2)).success:
                raise ExchangeError("barred", "the proxy refused user name and password")
        command = socks5.SOCKS5CommandRequest.from_address(socks5.SOCKS5Command.CONNECT, (host, port))
        code = socks5.SOCKS5Reply.loads(await _replied(ask, command.dumps(), _reply_size)).reply_code
        if code != socks5.SOCKS5ReplyCode.SUCCEEDED:
            # It may not, or does not know how; all other codes tell of something that may pass.
            barred = code.value in (b"\x02", b"\x07", b"\x08")
            text = f"the proxy refused: {code.name.replace('_', ' ').lower()}"
            raise ExchangeError("barred" if barred else "connect", text)
    except ProtocolError as error:
        raise ExchangeError("connect", NO_SOCKS) from error


async def _replied(ask: Ask, data: bytes, size: Callable[[bytes], int]) -> bytes:
    """Send something and give the reply, whose size can be told from its beginning."""
    got = b""
    while not got or len(got) < size(got):
        more = await ask(b"" if got else data)
        if not more:
            raise ExchangeError("connect", CLOSED_BY_SERVER)
        got += more
    if len(got) > size(got):  # nothing may come before it was asked for
        raise ExchangeError("connect", NO_SOCKS)
    return got


def _reply_size(got: bytes) -> int:
    """Bytes of the reply that tells of a connection: it repeats an address, of a kind that the fourth byte tells."""
    return 5 if len(got) < 5 else {1: 10, 3: 7 + got[4], 4: 22}.get(got[3], 5)


def proxy_at(url: str) -> Proxy:
    """The proxy at that URL; raises `ValueError`, whose text says why, where it cannot be one."""
    try:
        parts = urlsplit(url)
        host, port = ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        raise ValueError("the proxy's URL is no URL") from None
    if parts.scheme not in PROXY_PORTS:
        schemes = ", ".join(f"{scheme}://" for scheme in PROXY_PORTS)
        raise ValueError(f"the proxy's URL has to begin with one of {schemes}")
    if not host:
        raise ValueError("the proxy's URL names no host")
    from importlib.util import find_spec

    if parts.scheme != "http" and find_spec("socksio") is None:
        raise ValueError("a SOCKS proxy needs the package socksio, which is not installed")
    auth = None if parts.username is None else (unquote(parts.username), unquote(parts.password or ""))
    return Proxy(parts.scheme, host, port or PROXY_PORTS[parts.scheme], auth)


def environment_proxy(scheme: str, host: str, port: int) -> str | None:
    """URL of the proxy that the environment names for a server; loopback is never reached by one."""
    # macOS and Windows have settings besides the variables.
    named = sys.platform in ("darwin", "win32") or any(key.lower().endswith("_proxy") for key in os.environ)
    if not named or is_loopback(ascii_host(host) or host):
        return None
    from urllib.request import getproxies, proxy_bypass  # slow to import, and mostly not needed

    proxies = getproxies()
    url = proxies.get(scheme) or proxies.get("all")
    # A rule of NO_PROXY that has a port matches host and port only.
    if not url or proxy_bypass(host) or proxy_bypass(f"{host}:{port}"):
        return None
    return url if "://" in url else f"http://{url}"
