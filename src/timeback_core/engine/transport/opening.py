"""How a connection comes to its server: through a proxy and under TLS, as steps without I/O.

A step is a generator: it yields bytes to send (none where there is nothing), is given what came (nothing when the other
side has ended), and raises `ExchangeError` of the kind `connect`.
"""

from base64 import b64encode
from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from timeback_core.engine.transport.conversation import Answer, head_of, host_header
from timeback_core.engine.transport.proxies import ProxyAddress
from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER, ExchangeError

if TYPE_CHECKING:
    import ssl

    from timeback_core.engine.transport.tls import Tls

Steps: TypeAlias = Generator[bytes, bytes, None]


class Way:
    """What leads to a server."""

    def __init__(self, host: str, port: int, proxy: ProxyAddress | None, context: "ssl.SSLContext | None") -> None:
        """The way to a server, through a proxy if there is one, under TLS if there is a context."""
        self._server = host, port
        self._proxy = proxy
        self._context = context

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to connect to, the server's or the proxy's."""
        return self._server if self._proxy is None else (self._proxy.host, self._proxy.port)

    @property
    def forward(self) -> Sequence[tuple[str, str]] | None:
        """The headers for the proxy that forwards requests; None where they go to the server itself."""
        proxy = self._proxy
        if proxy is None or proxy.scheme != "http" or self._context is not None:
            return None
        return credentials(proxy)

    def steps(self) -> "Generator[bytes, bytes, Tls | None]":
        """What happens between the connecting and the first request; gives the layer of TLS, if there is one."""
        host, port = self._server
        if self._proxy is not None and self._proxy.scheme != "http":
            yield from socks(self._proxy, host, port)
        elif self._proxy is not None and self._context is not None:
            yield from tunnel(self._proxy, host, port)
        if self._context is None:
            return None
        from timeback_core.engine.transport.tls import Tls

        tls = Tls(self._context, host)
        yield from tls.handshake()
        return tls


def tunnel(proxy: ProxyAddress, host: str, port: int) -> Steps:
    """Have an HTTP proxy open a tunnel."""
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    headers = [("Host", host_header(host, port, "")), *credentials(proxy)]
    answer = Answer("CONNECT")
    answer.feed((yield head_of("CONNECT", target.encode(), headers)))
    while not answer.status:
        answer.feed((yield b""))
    if answer.status // 100 != 2:
        raise ExchangeError("connect", f"the proxy refused: {answer.status}")


def credentials(proxy: ProxyAddress) -> Sequence[tuple[str, str]]:
    """The header that tells a proxy who we are."""
    if proxy.auth is None:
        return ()
    return (("Proxy-Authorization", f"Basic {b64encode(':'.join(proxy.auth).encode()).decode()}"),)


def socks(proxy: ProxyAddress, host: str, port: int) -> Steps:
    """Have a SOCKS proxy connect to the server, whose name it resolves itself."""
    from socksio import ProtocolError, socks5

    methods = [socks5.SOCKS5AuthMethod.NO_AUTH_REQUIRED]
    if proxy.auth is not None:
        methods.append(socks5.SOCKS5AuthMethod.USERNAME_PASSWORD)
    try:
        method = yield from _replied(socks5.SOCKS5AuthMethodsRequest(methods).dumps(), lambda _: 2)
        chosen = socks5.SOCKS5AuthReply.loads(method).method
        if chosen not in methods:
            raise ExchangeError("connect", "the proxy refused to let us in")
        if chosen == socks5.SOCKS5AuthMethod.USERNAME_PASSWORD and proxy.auth is not None:
            user, password = (text.encode()[:255] for text in proxy.auth)
            login = socks5.SOCKS5UsernamePasswordRequest(user, password).dumps()
            told = yield from _replied(login, lambda _: 2)
            if not socks5.SOCKS5UsernamePasswordReply.loads(told).success:
                raise ExchangeError("connect", "the proxy refused user name and password")
        command = socks5.SOCKS5CommandRequest.from_address(socks5.SOCKS5Command.CONNECT, (host, port))
        reply = yield from _replied(command.dumps(), _reply_size)
        code = socks5.SOCKS5Reply.loads(reply).reply_code
        if code != socks5.SOCKS5ReplyCode.SUCCEEDED:
            raise ExchangeError("connect", f"the proxy refused: {code.name.replace('_', ' ').lower()}")
    except ProtocolError as error:
        raise ExchangeError("connect", "the proxy speaks no SOCKS") from error


def _replied(data: bytes, size: Callable[[bytes], int]) -> Generator[bytes, bytes, bytes]:
    """Send something and give the reply, whose size can be told from its beginning."""
    got = yield data
    while len(got) < size(got):
        more = yield b""
        if not more:
            raise ExchangeError("connect", CLOSED_BY_SERVER)
        got += more
    if len(got) > size(got):  # nothing may come before it was asked for
        raise ExchangeError("connect", "the proxy speaks no SOCKS")
    return got


def _reply_size(got: bytes) -> int:
    """Bytes of the reply that tells of a connection: it repeats an address, of a kind that the fourth byte tells."""
    return 5 if len(got) < 5 else {1: 10, 3: 7 + got[4], 4: 22}.get(got[3], 5)
