"""What sessions may share: idle connections, the TLS context and the way to proxies."""

import os
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from timeback_core.engine.transport.reasons import ExchangeError, reason

if TYPE_CHECKING:
    import ssl

    from timeback_core.engine.transport.loops import Loop
    from timeback_core.engine.transport.opening import Way

Origin: TypeAlias = tuple[str, str, int]
"""Scheme, host and port of a server."""


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
        self._of_threads: dict[int, Pool[Any]] = {}
        self._of_loops: dict[int, WeakKeyDictionary[Loop, Pool[Any]]] = {}

    def acquire(self) -> object:
        """Become one more owner; the token is for `release`."""
        token = object()
        self._owners.add(token)
        return token

    def release(self, token: object) -> None:
        """Give up ownership (once more does nothing); without owners all idle connections are closed."""
        self._owners.discard(token)
        if self._owners:
            return
        pool = self._of_threads.pop(os.getpid(), None)
        if pool is not None:
            pool.close()
        pools = self._of_loops.pop(os.getpid(), None)
        if pools is not None:
            from timeback_core.engine.transport.loops import call_in

            for loop, pool in list(pools.items()):
                call_in(loop, pool.close)

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
            return Way(origin[1], origin[2], proxy, self.ssl_context() if origin[0] == "https" else None)
        except (OSError, UnusableProxyError) as error:
            raise ExchangeError("connect", f"no connection can be prepared: {reason(error)}") from error

    def pool(self) -> "Pool[Any]":
        """The idle connections of threads."""
        pool = self._of_threads.get(os.getpid())
        return self._of_threads.setdefault(os.getpid(), self._new_pool()) if pool is None else pool

    def loop_pool(self, loop: "Loop") -> "Pool[Any]":
        """The idle connections of the running event loop, which end with it."""
        pools = self._of_loops.get(os.getpid())
        if pools is None:
            pools = self._of_loops.setdefault(os.getpid(), WeakKeyDictionary())
        pool = pools.get(loop)
        if pool is None:
            from timeback_core.engine.transport.loops import close_at_end

            pool = pools[loop] = self._new_pool()
            close_at_end(loop, pool)
        return pool

    def _new_pool(self) -> "Pool[Any]":
        return Pool(self._keepalive, self._max_idle)


class Idle(Protocol):
    """A connection, as far as a pool knows it."""

    @property
    def origin(self) -> Origin:
        """The server that it leads to."""
        ...

    @property
    def quiet(self) -> bool:
        """Whether it lives, and nothing waits to be read."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


L = TypeVar("L", bound=Idle)


class Pool(Generic[L]):
    """Idle connections, the newest used first; bounded in number and in time.

    It has no lock: each step is one that the interpreter does not divide, so that a signal handler or a fork may come
    between any two of them.
    """

    def __init__(self, keepalive: float, max_idle: int) -> None:
        """An empty pool.

        Args:
            keepalive: seconds that a connection may wait.
            max_idle: connections that may wait at a time; beyond it the oldest are closed.
        """
        self._keepalive = keepalive
        self._max_idle = max_idle
        self._until: dict[L, float] = {}
        self._open = True

    def __len__(self) -> int:
        return len(self._until)

    def take(self, origin: Origin) -> L | None:
        """A connection to that server that still lives; dead ones are closed on the way."""
        for line in reversed(list(self._until)):
            if line.origin == origin and (until := self._until.pop(line, None)) is not None:
                if monotonic() < until and line.quiet:
                    return line
                line.close()
        return None

    def put(self, line: L, patience: float) -> None:
        """Keep a connection for later; it is closed instead where the pool is.

        Args:
            line: the connection.
            patience: seconds for which its server says that it keeps it.
        """
        now = monotonic()
        # A request that arrives when the server has just given up is lost: the last second is not for us.
        self._until[line] = now + min(self._keepalive, max(patience - 1, 0))
        for oldest in list(self._until):
            until = self._until.get(oldest, now)
            if self._open and until > now and len(self._until) <= self._max_idle:
                break
            self._drop(oldest)

    def close(self) -> None:
        """Close all connections and keep none from now on."""
        self._open = False
        for line in list(self._until):
            self._drop(line)

    def _drop(self, line: L) -> None:
        if self._until.pop(line, None) is not None:
            line.close()
