"""What sessions may share: idle connections, the TLS context and the way to proxies."""

import os
from typing import TYPE_CHECKING

from timeback_core.engine.transport.line import Origin
from timeback_core.engine.transport.pool import Pool
from timeback_core.engine.transport.reasons import ExchangeError, reason

if TYPE_CHECKING:
    import ssl

    from timeback_core.engine.transport.async_exchange import AsyncLine
    from timeback_core.engine.transport.loops import Loop
    from timeback_core.engine.transport.opening import Way
    from timeback_core.engine.transport.sockets import SocketLine


class Connections:
    """Connections of this process, those of threads and those of each event loop, for any number of owners.

    A forked child starts with none: those of its parent are kept untouched, since both processes hold the
    same sockets.
    """

    def __init__(
        self,
        *,
        proxy: str | None = None,
        trust_env: bool = True,
        ssl_context: "ssl.SSLContext | None" = None,
        keepalive: float = 4.0,
        max_idle: int = 128,
    ) -> None:
        """Connections that are still to be made.

        Args:
            proxy: URL of the proxy for all servers; see `proxy_problem` for what can be one.
            trust_env: whether the environment may name proxies and certificate authorities.
            ssl_context: a TLS context in place of the usual one.
            keepalive: seconds that an idle connection is kept; many servers give it up after five.
            max_idle: idle connections that are kept, per process and per event loop.
        """
        self._keepalive = keepalive
        self._max_idle = max_idle
        self._proxy = proxy
        self._trust_env = trust_env
        self._ssl_context = ssl_context
        self._owners: set[object] = set()
        self._by_process: dict[int, _Pools] = {}

    def acquire(self) -> object:
        """Become one more owner; the token is for `release`."""
        token = object()
        self._owners.add(token)
        return token

    def release(self, token: object) -> None:
        """Give up ownership (once more does nothing); without owners all idle connections are closed."""
        self._owners.discard(token)
        if not self._owners:
            pools = self._by_process.pop(os.getpid(), None)
            if pools is not None:
                pools.close()

    def ssl_context(self) -> "ssl.SSLContext":
        """The TLS context for servers.

        Raises:
            OSError: the environment names certificates that cannot be read.
        """
        from timeback_core.engine.transport.tls import verifying_context

        return self._ssl_context or verifying_context(trust_env=self._trust_env)

    def way(self, origin: Origin) -> "Way":
        """What leads to a server.

        Raises:
            ExchangeError: its proxy or its certificates cannot be used.
        """
        from timeback_core.engine.transport.opening import Way
        from timeback_core.engine.transport.proxies import UnusableProxyError, environment_proxy, parse_proxy

        try:
            url = self._proxy or (environment_proxy(*origin) if self._trust_env else None)
            proxy = None if url is None else parse_proxy(url)
            return Way(origin, proxy, self.ssl_context() if origin[0] == "https" else None)
        except (OSError, UnusableProxyError) as error:
            raise ExchangeError("connect", f"no connection can be prepared: {reason(error)}") from error

    def pool(self) -> "Pool[SocketLine]":
        """The idle connections that threads use."""
        return self._here().of_threads

    def loop_pool(self, loop: "Loop") -> "Pool[AsyncLine]":
        """The idle connections of the running event loop, which are closed when it ends."""
        return self._here().of_loop(loop)

    def _here(self) -> "_Pools":
        pid = os.getpid()
        pools = self._by_process.get(pid)
        if pools is None:
            pools = self._by_process.setdefault(pid, _Pools(self._keepalive, self._max_idle))
        return pools


class _Pools:
    """What belongs to one process."""

    def __init__(self, keepalive: float, max_idle: int) -> None:
        self._limits = keepalive, max_idle
        self._by_loop: dict[Loop, Pool[AsyncLine]] = {}
        self.of_threads: Pool[SocketLine] = Pool(*self._limits)

    def of_loop(self, loop: "Loop") -> "Pool[AsyncLine]":
        pool = self._by_loop.get(loop)
        if pool is None:
            from timeback_core.engine.transport.loops import call_at_end

            pool = self._by_loop[loop] = Pool(*self._limits)
            call_at_end(loop, self._end)
        return pool

    def close(self) -> None:
        self.of_threads.close()
        for loop in list(self._by_loop):
            from timeback_core.engine.transport.loops import call_in, forget_at_end

            pool = self._by_loop.pop(loop, None)
            if pool is not None:
                call_in(loop, pool.close)
                forget_at_end(loop, self._end)

    def _end(self, loop: "Loop") -> None:
        pool = self._by_loop.pop(loop, None)
        if pool is not None:
            pool.close()
