"""What sessions may share: idle connections, the TLS context and the way to proxies."""

import os
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypedDict, TypeVar, Unpack
from weakref import WeakKeyDictionary

from timeback_core.engine.transport.reasons import ExchangeError, reason

if TYPE_CHECKING:
    import ssl

    from timeback_core.engine.transport.loops import Loop
    from timeback_core.engine.transport.ways import Way

Origin: TypeAlias = tuple[str, str, int]  # scheme, host and port of a server


class ConnectionOptions(TypedDict, total=False):
    """How connections are made and kept."""

    proxy: str | None
    """URL of the proxy for all servers (`http`, `socks5` or `socks5h`, with user name and password if need be); by
    default what the environment names."""
    trust_env: bool
    """Whether the environment may name proxies and certificate authorities; by default it may."""
    ssl_context: "ssl.SSLContext | None"
    """A TLS context in place of the usual one."""
    keepalive: float
    """Seconds that an idle connection is kept, by default 4; many servers give it up after five."""
    max_idle: int
    """Idle connections that are kept, by default 128, per process and per event loop."""


class Connections:
    """Connections of this process, those of threads and those of each event loop, for any number of owners.

    A forked child starts with none: those of its parent are kept untouched, since both processes hold the same sockets.
    """

    def __init__(self, **options: Unpack[ConnectionOptions]) -> None:
        self._proxy = options.get("proxy")
        self._trust_env = options.get("trust_env", True)
        self._ssl_context = options.get("ssl_context")
        self._limits = options.get("keepalive", 4.0), options.get("max_idle", 128)
        self.owners: set[object] = set()
        self._pools: dict[int, WeakKeyDictionary[Loop | Connections, Pool[Any]]] = {}  # of threads: under ourselves

    def release(self, owner: object) -> None:
        """Strike out an owner (once more does nothing); without owners all idle connections are closed."""
        self.owners.discard(owner)
        if self.owners:
            return
        for pool in list(self._pools.pop(os.getpid(), WeakKeyDictionary()).values()):
            pool.close()

    def way(self, origin: Origin) -> "Way":
        """What leads to a server; raises `ExchangeError` where its proxy or its certificates cannot be used."""
        from timeback_core.engine.transport.ways import Way, environment_proxy, proxy_at

        scheme, host, port = origin
        context = None
        try:
            url = self._proxy or (environment_proxy(scheme, host, port) if self._trust_env else None)
            proxy = None if url is None else proxy_at(url)
            if scheme == "https":
                from timeback_core.engine.transport.tls import verifying_context

                context = self._ssl_context or verifying_context(trust_env=self._trust_env)
            return Way(host, port, proxy, context)
        except (OSError, ValueError) as error:
            raise ExchangeError("barred", f"no connection can be prepared: {reason(error)}") from error

    def pool(self, loop: "Loop | None" = None) -> "Pool[Any]":
        """The idle connections of threads, or of the running event loop, with which they end."""
        home = loop or self
        pools = self._pools.get(os.getpid())
        if pools is None:
            pools = self._pools.setdefault(os.getpid(), WeakKeyDictionary())
        pool = pools.get(home)
        if pool is None:
            pool = pools.setdefault(home, Pool(*self._limits))
            if loop is not None:
                from timeback_core.engine.transport.loops import close_at_end

                close_at_end(loop, pool)
        return pool


class Idle(Protocol):
    """A connection, as far as a pool knows it."""

    origin: Origin

    @property
    def quiet(self) -> bool: ...
    def close(self) -> None: ...


L = TypeVar("L", bound=Idle)


class Pool(Generic[L]):
    """Idle connections, the newest used first; bounded in number and in time.

    It has no lock: a signal handler or a fork may come between any two steps, which the interpreter does not divide.
    """

    def __init__(self, keepalive: float, max_idle: int) -> None:
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
        """Keep a connection for later, for so many seconds as its server says that it does; close what is too much."""
        now = monotonic()
        # A request that arrives when the server has just given up is lost: the last second is not for us.
        self._until[line] = now + min(self._keepalive, max(patience - 1, 0))
        for oldest in list(self._until):
            if self._open and self._until.get(oldest, now) > now and len(self._until) <= self._max_idle:
                break
            self._drop(oldest)

    def drop(self, origin: Origin) -> None:
        """Close the connections to a server."""
        for line in list(self._until):
            if line.origin == origin:
                self._drop(line)

    def close(self) -> None:
        """Close all connections and keep none from now on; from any thread."""
        self._open = False
        for line in list(self._until):
            self._drop(line)

    def _drop(self, line: L) -> None:
        if self._until.pop(line, None) is not None:
            line.close()
