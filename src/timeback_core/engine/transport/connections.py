"""What sessions may share: idle connections, the TLS context and the way to proxies."""

import os
import ssl
from threading import Lock
from typing import TYPE_CHECKING

from timeback_core.engine.transport.proxies import ProxyAddress, environment_proxy, parse_proxy
from timeback_core.engine.transport.shelf import Origin, Shelf
from timeback_core.engine.transport.tls import verifying_context

if TYPE_CHECKING:
    from timeback_core.engine.transport.lease import Lease
    from timeback_core.engine.transport.loop_shelves import LoopShelves


class Connections:
    """Connections of this process, by thread-safe and by loop-bound kind, for any number of owners.

    A forked child starts with none: those of its parent are kept untouched, since both processes hold the
    same sockets.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        trust_env: bool = True,
        ssl_context: ssl.SSLContext | None = None,
        keepalive: float = 5.0,
        max_idle: int = 128,
    ) -> None:
        """Connections that are still to be made.

        Args:
            proxy: URL of the proxy for all servers; see `proxy_problem` for what can be one.
            trust_env: whether the environment may name proxies and certificate authorities.
            ssl_context: a TLS context in place of the usual one.
            keepalive: seconds that an idle connection is kept.
            max_idle: idle connections that are kept, per process and per event loop.
        """
        self.keepalive = keepalive
        self._max_idle = max_idle
        self._proxy = proxy
        self._trust_env = trust_env
        self._ssl_context = ssl_context
        self._owners: set[object] = set()
        self._by_process: dict[int, _Process] = {}

    def acquire(self) -> object:
        """Become one more owner; the token is for `release`."""
        token = object()
        self._owners.add(token)
        return token

    def release(self, token: object) -> None:
        """Give up ownership (once more does nothing); without owners all idle connections are closed."""
        self._owners.discard(token)
        if not self._owners:
            process = self._by_process.pop(os.getpid(), None)
            if process is not None:
                process.close()

    def ssl_context(self) -> ssl.SSLContext:
        """The TLS context for servers.

        Raises:
            OSError: the environment names certificates that cannot be read.
        """
        return self._ssl_context or verifying_context(trust_env=self._trust_env)

    def proxy_for(self, origin: Origin) -> ProxyAddress | None:
        """The proxy that leads to a server, if one does.

        Raises:
            UnusableProxyError: there is one and it has a problem.
        """
        url = self._proxy or (environment_proxy(*origin) if self._trust_env else None)
        return None if url is None else parse_proxy(url)

    def shelf(self) -> "Shelf[Lease]":
        """The idle connections that threads use."""
        return self._here().shelf

    def loop_shelves(self) -> "LoopShelves":
        """The idle connections that event loops use."""
        return self._here().loop_shelves()

    def _here(self) -> "_Process":
        pid = os.getpid()
        process = self._by_process.get(pid)
        if process is None:
            process = self._by_process.setdefault(pid, _Process(self.keepalive, self._max_idle))
        return process


class _Process:
    """What belongs to one process; its lock too, as a fork may copy a lock that is held."""

    def __init__(self, keepalive: float, max_idle: int) -> None:
        self._keepalive = keepalive
        self._max_idle = max_idle
        self._lock = Lock()
        self._loops: LoopShelves | None = None
        self.shelf: Shelf[Lease] = Shelf(keepalive, max_idle)

    def loop_shelves(self) -> "LoopShelves":
        from timeback_core.engine.transport.loop_shelves import LoopShelves  # threads need no asyncio

        with self._lock:
            if self._loops is None:
                self._loops = LoopShelves(self._keepalive, self._max_idle)
            return self._loops

    def close(self) -> None:
        self.shelf.close()
        with self._lock:
            loops = self._loops
        if loops is not None:
            loops.close()
